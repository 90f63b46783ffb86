// SPDX-License-Identifier: Apache-2.0
// Doors: what is open and closed for somebody, by the risk it is about, with what else a closed door stops.
import { useState } from "preact/hooks";
import { Choice, Tick } from "../components/choice";
import { Field } from "../components/field";
import { Form, useSending, type Sending } from "../components/form";
import { HolderTabs, holderAt, holderName } from "../components/holder_tabs";
import { Page } from "../components/page";
import { fieldProblem, ProblemNote } from "../components/problem";
import { WithHousehold } from "../components/with_household";
import { setDoor, setNightDoor, setRule, setSite, siteOf } from "../edits";
import { bandOf, holdersOf, rulesOf, wordsOf, type Holder, type Household, type Rules } from "../household";
import { t, T, textOf, Told } from "../language";
import { bandTitle } from "../people/band_choice";
import { route } from "../router";
import { mayEdit } from "../state";
import type { Catalog, Category, Risk, Texts } from "../types";
import { doorTitle, serviceKey } from "./titles";

const RISKS: readonly Risk[] = ["contact", "conduct", "content", "consumer", "security", "none"];
type Stand = "open" | "closed";

export function DoorsPage() {
  const parts = route.value.slice(1);
  return (
    <Page title={t("adult.doors")}>
      <p>{t("adult.doors.text")}</p>
      <WithHousehold>
        {(household, catalog) => {
          const holders = holdersOf(household);
          const holder = holderAt(parts, holders);
          return (
            <>
              <HolderTabs holders={holders} chosen={holder} page="doors" />
              {holder && <DoorsOf key={`${holder.kind}/${holder.name}`} household={household} catalog={catalog} holder={holder} />}
            </>
          );
        }}
      </WithHousehold>
    </Page>
  );
}

// How a door stands: what the file says, or the band where it says nothing.
const standOf = (rules: Rules, key: string, byBand: Stand): Stand => (wordsOf(rules.close).includes(key) ? "closed" : wordsOf(rules.open).includes(key) ? "open" : byBand);

function DoorsOf({ household, catalog, holder }: { household: Household; catalog: Catalog; holder: Holder }) {
  const sending = useSending();
  const rules = rulesOf(household, holder) ?? {};
  const band = bandOf(household, holder);
  const common = { holder, rules, sending };
  return (
    <>
      {holder.kind !== "guest" && (
        <p>
          <T k="adult.doors.start" who={holderName(holder)} band={bandTitle(band)} />
        </p>
      )}
      {sending.problem && <ProblemNote problem={sending.problem} />}
      <h2>{t("adult.doors.categories")}</h2>
      {RISKS.map((risk) => {
        const list = catalog.categories.filter((one) => one.risk === risk);
        return list.length === 0 ? null : <RiskGroup key={risk} risk={risk} list={list} band={band} {...common} />;
      })}
      <Services catalog={catalog} band={band} {...common} />
      <Sites household={household} {...common} />
      <Search {...common} />
      <NightDoors catalog={catalog} {...common} />
      <Bypass {...common} />
    </>
  );
}

interface Common {
  holder: Holder;
  rules: Rules;
  sending: Sending;
}

function Door({ door, title, about, byBand, holder, rules, sending }: Common & { door: string; title: string; about: Texts; byBand: Stand }) {
  const stand = standOf(rules, door, byBand);
  const said = { what: title, who: holderName(holder) };
  return (
    <li class="door">
      <Choice<Stand>
        look="row"
        disabled={!mayEdit()}
        legend={
          <>
            <span class="strong">{title}</span>
            {stand !== byBand && <span class="mark-changed">{t("adult.doors.yours")}</span>}
            <span class="hint">
              <Told texts={about} />
            </span>
          </>
        }
        value={stand}
        onValue={(wanted) => void sending.edit(setDoor(holder, door, wanted, byBand), t(wanted === "open" ? "adult.doors.opened" : "adult.doors.closed", said))}
        options={[
          { key: "open", label: t("adult.open"), icon: "door-open" },
          { key: "closed", label: t("adult.closed"), icon: "door-closed" },
        ]}
      />
    </li>
  );
}

function RiskGroup({ risk, list, band, ...common }: Common & { risk: Risk; list: Category[]; band: string }) {
  const closedByBand = (category: Category): Stand => (category.closed_for.includes(band) ? "closed" : "open");
  const closed = list.filter((category) => standOf(common.rules, category.key, closedByBand(category)) === "closed").length;
  return (
    <details class="group">
      <summary>
        <span class="strong">{t("adult.risk." + risk)}</span>
        <span class="hint">
          {t("adult.risk-about." + risk)} {t("adult.doors.count", { closed, all: list.length })}
        </span>
      </summary>
      <ul class="doors">
        {list.map((category) => (
          <Door key={category.key} door={category.key} title={textOf(category.title)} about={category.about} byBand={closedByBand(category)} {...common} />
        ))}
      </ul>
    </details>
  );
}

function Services({ catalog, band, ...common }: Common & { catalog: Catalog; band: string }) {
  const [wanted, setWanted] = useState("");
  const changed = [...wordsOf(common.rules.close), ...wordsOf(common.rules.open)];
  const closed = (category: string | null): Stand => {
    const found = catalog.categories.find((one) => one.key === category);
    return found ? standOf(common.rules, found.key, found.closed_for.includes(band) ? "closed" : "open") : "open";
  };
  const typed = wanted.trim().toLowerCase();
  const shown = catalog.services.filter((service) => (typed === "" ? changed.includes(serviceKey(service.key)) : `${Object.values(service.title).join(" ")} ${service.key}`.toLowerCase().includes(typed)));
  return (
    <>
      <h2>{t("adult.doors.services")}</h2>
      <p>{t("adult.doors.services-text")}</p>
      <Field type="search" label={t("adult.doors.find")} value={wanted} onValue={setWanted} maxLength={40} />
      <p class="hint" role="status">
        {typed !== "" && t("adult.doors.found", { n: shown.length })}
      </p>
      <ul class="doors">
        {shown.slice(0, 20).map((service) => (
          <Door key={service.key} door={serviceKey(service.key)} title={textOf(service.title)} about={service.also} byBand={closed(service.category)} {...common} />
        ))}
      </ul>
    </>
  );
}

function Sites({ household, holder, rules, sending }: Common & { household: Household }) {
  const [typed, setTyped] = useState("");
  const [stand, setStand] = useState<Stand>("open");
  const [everybody, setEverybody] = useState(false);
  const [mistake, setMistake] = useState<string | null>(null);
  const mine = useSending();
  const own = [
    ...wordsOf(rules.allow).map((site) => ({ site, stand: "open" as const, all: false })),
    ...wordsOf(rules.block).map((site) => ({ site, stand: "closed" as const, all: false })),
    ...wordsOf(household.allow).map((site) => ({ site, stand: "open" as const, all: true })),
    ...wordsOf(household.block).map((site) => ({ site, stand: "closed" as const, all: true })),
  ];
  const send = async () => {
    const site = siteOf(typed);
    setMistake(site ? null : t("adult.sites.no-site"));
    if (site && (await mine.edit(setSite(everybody ? null : holder, site, stand), t(stand === "open" ? "adult.sites.opened" : "adult.sites.closed", { site })))) setTyped("");
  };
  return (
    <>
      <h2>{t("adult.sites")}</h2>
      <p>{t("adult.sites.text")}</p>
      {own.length > 0 && (
        <ul class="rows">
          {own.map(({ site, stand: stands, all }) => (
            <li key={`${site}/${all}`} class="row">
              <span class="stack">
                <span class="strong">
                  <bdi dir="ltr">{site}</bdi>
                </span>
                <span class="hint">
                  {t(stands === "open" ? "adult.sites.always-open" : "adult.sites.always-closed")} {all && t("adult.sites.all")}
                </span>
              </span>
              {mayEdit() && (
                <button type="button" class="quiet" onClick={() => void sending.edit(setSite(all ? null : holder, site, "unsaid"), t("adult.sites.removed", { site }))}>
                  {t("adult.remove")}
                  <span class="unseen">: {site}</span>
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {mayEdit() && (
        <Form sending={mine} onSend={() => void send()} submit={t("adult.sites.add")}>
          <Field ltr inputmode="url" label={t("adult.sites.site")} hint={t("adult.sites.hint")} value={typed} onValue={setTyped} maxLength={400} problem={mistake ?? fieldProblem(mine.problem, "allow", "block")} />
          <Choice<Stand>
            look="row"
            legend={t("adult.sites.stand")}
            value={stand}
            onValue={setStand}
            options={[
              { key: "open", label: t("adult.open"), icon: "door-open" },
              { key: "closed", label: t("adult.closed"), icon: "door-closed" },
            ]}
          />
          <Tick label={t("adult.sites.for-all")} checked={everybody} onChecked={setEverybody} />
        </Form>
      )}
    </>
  );
}

type OnOff = "band" | "on" | "off";
const onOff = (value: Rules["safe-search"]): OnOff | "engines" => (value === undefined || value === null ? "band" : typeof value === "object" ? "engines" : value === true || value === "on" ? "on" : "off");

function Search({ holder, rules, sending }: Common) {
  const search = onOff(rules["safe-search"]);
  const youtube = rules.youtube === undefined ? "band" : rules.youtube === false ? "off" : String(rules.youtube);
  return (
    <>
      <h2>{t("adult.search")}</h2>
      <p>{t("adult.search.text")}</p>
      {search === "engines" ? (
        <p class="note">{t("adult.search.engines")}</p>
      ) : (
        <Choice<OnOff>
          look="row"
          disabled={!mayEdit()}
          legend={t("shared.search-engines-all")}
          value={search}
          onValue={(key) => void sending.edit(setRule(holder, "safe-search", key === "band" ? undefined : key), t("adult.search.saved"))}
          options={(["band", "on", "off"] as const).map((key) => ({ key, label: t("adult.search." + key) }))}
        />
      )}
      <Choice
        look="row"
        disabled={!mayEdit()}
        legend="YouTube"
        value={youtube}
        onValue={(key) => void sending.edit(setRule(holder, "youtube", key === "band" ? undefined : key), t("adult.search.saved"))}
        options={["band", "strict", "moderate", "off"].map((key) => ({ key, label: t(key === "off" ? "adult.youtube.off" : "adult.search." + key) }))}
      />
    </>
  );
}

function NightDoors({ catalog, holder, rules, sending }: Common & { catalog: Catalog }) {
  const open = wordsOf(rules["open-doors"]);
  const good = catalog.categories.filter((one) => one.risk === "none").map((one) => one.key);
  const keys = [...new Set([...good, ...open])];
  if (keys.length === 0) return null;
  return (
    <fieldset disabled={!mayEdit()}>
      <legend class="heading">{t("adult.night")}</legend>
      <p>{t("adult.night.text")}</p>
      {keys.map((key) => (
        <Tick
          key={key}
          label={doorTitle(key)}
          checked={open.includes(key)}
          onChecked={(on) => void sending.edit(setNightDoor(holder, key, on), t(on ? "adult.night.opened" : "adult.night.closed", { what: doorTitle(key) }))}
        />
      ))}
    </fieldset>
  );
}

function Bypass({ holder, rules, sending }: Common) {
  return (
    <>
      <h2>{t("adult.risk.bypass")}</h2>
      <Choice
        disabled={!mayEdit()}
        legend={t("adult.risk-about.bypass")}
        value={rules.bypass ?? "band"}
        onValue={(key) => void sending.edit(setRule(holder, "bypass", key === "band" ? undefined : key), t("adult.bypass.saved"))}
        options={["band", "off", "standard", "strict"].map((key) => ({ key, label: t(key === "band" ? "adult.search.band" : "adult.bypass." + key), ...(key === "band" ? {} : { hint: t("adult.bypass-about." + key) }) }))}
      />
    </>
  );
}
