// SPDX-License-Identifier: Apache-2.0
// Check-up: what can be known from this browser and from the daemon right now. One row, one sentence, one fix. What can not be known is not claimed.
import type { ComponentChildren } from "preact";
import { api, Problem } from "../api";
import { Icon } from "../components/icon";
import { Loading, useLoad } from "../components/load";
import { Page } from "../components/page";
import { t, T } from "../language";
import { href } from "../router";
import { loadHome, home, mayEdit } from "../state";
import type { Home, OwnDevice } from "../types";
import { asksDarban, NAMES_ASKED, type Asks } from "./asks";

interface Status {
  lists?: { names: number; age_days: number | null };
  upstreams?: string[];
  rules?: { problems?: string[]; restart_needed?: string[] };
}

type Light = "good" | "look" | "bad";
interface Row {
  key: string;
  light: Light;
  text: ComponentChildren;
  fix?: ComponentChildren;
}

const OLD_LISTS_DAYS = 14;

function asksRow(asks: Asks): Row {
  const key = "asks";
  if (asks === "all") return { key, light: "good", text: t("adult.check.asks", { n: NAMES_ASKED }) };
  if (asks === "some") return { key, light: "bad", text: t("adult.check.asks.some"), fix: t("adult.check.asks.some.fix") };
  if (asks === "none") return { key, light: "bad", text: t("adult.check.asks.no"), fix: t("adult.check.asks.no.fix") };
  return { key, light: "look", text: t("adult.check.asks.untold") };
}

function rowsOf(house: Home, asks: Asks, device: OwnDevice, status: Status | null): Row[] {
  const rows: Row[] = [];
  if (device.person) rows.push({ key: "known", light: "good", text: <T k="adult.check.known" who={device.person} /> });
  else
    rows.push({ key: "known", light: "look", text: t("adult.check.unknown"), fix: mayEdit() && <a href={href("devices")}>{t("adult.check.unknown.fix")}</a> });
  rows.push(asksRow(asks));
  rows.push(house.time_known && house.now ? { key: "time", light: "good", text: <T k="adult.check.time" time={house.now.slice(11, 16)} zone={house.zone} /> } : { key: "time", light: "bad", text: t("adult.home.no-time"), fix: t("adult.check.time.fix") });
  for (const problem of house.problems)
    rows.push({
      key: `problem/${problem.file}/${problem.line}/${problem.what}`,
      light: "bad",
      text: (
        <>
          {t("adult.check.problem")}{" "}
          <bdi lang="en" dir="ltr">
            {[problem.file, problem.line, problem.column].filter(Boolean).join(":")} {problem.what}
          </bdi>
        </>
      ),
      fix: mayEdit() && <a href={href("changes")}>{t("adult.check.problem.fix")}</a>,
    });
  if (house.problems.length === 0) rows.push({ key: "problem", light: "good", text: t("adult.check.rules") });
  rows.push(
    house.new_devices > 0
      ? { key: "new", light: "look", text: t("adult.home.devices", { n: house.new_devices }), fix: mayEdit() && <a href={href("devices")}>{t("adult.check.new.fix")}</a> }
      : { key: "new", light: "good", text: t("adult.check.no-new") },
  );
  for (const one of house.people.filter((each) => each.kind === "person" && each.devices === 0))
    rows.push({ key: `none/${one.name}`, light: "bad", text: <T k="adult.check.no-device" who={one.name} />, fix: mayEdit() && <a href={href("devices")}>{t("adult.check.unknown.fix")}</a> });
  if (status?.lists) {
    const age = status.lists.age_days;
    if (status.lists.names === 0) rows.push({ key: "lists", light: "bad", text: t("adult.check.no-lists"), fix: t("adult.check.no-lists.fix") });
    else if (age !== null && age > OLD_LISTS_DAYS) rows.push({ key: "lists", light: "bad", text: t("adult.check.old-lists", { n: age }), fix: t("adult.check.no-lists.fix") });
    else rows.push({ key: "lists", light: "good", text: t("adult.check.lists") });
  }
  if (status?.upstreams?.length)
    rows.push({
      key: "upstreams",
      light: "good",
      text: (
        <>
          {t("adult.check.upstreams")} <bdi dir="ltr">{status.upstreams.join(", ")}</bdi>
        </>
      ),
    });
  return rows;
}

export function CheckupPage() {
  const loaded = useLoad(async () => {
    const status = api.get<Status>("/status").then(
      (got) => got.data,
      (thrown) => {
        if (thrown instanceof Problem && thrown.status === 403) return null; // not for this role
        throw thrown;
      },
    );
    const [device, asks] = await Promise.all([api.get<OwnDevice>("/me/device"), asksDarban(), loadHome()]);
    if (!home.value) throw new Problem(0);
    return rowsOf(home.value, asks, device.data, await status);
  }, [], ["home", "devices"]);
  return (
    <Page title={t("adult.checkup")}>
      <p>{t("adult.checkup.text")}</p>
      <Loading from={loaded}>
        {(rows) => (
          <ul class="checks">
            {rows.map((row) => (
              <li key={row.key} class={`check ${row.light}`}>
                <Icon name={row.light === "good" ? "check" : row.light === "bad" ? "close" : "alert"} />
                <div>
                  <p>
                    <span class="strong">{t("adult.check.light." + row.light)}</span> {row.text}
                  </p>
                  {row.fix && <p class="fix">{row.fix}</p>}
                </div>
              </li>
            ))}
          </ul>
        )}
      </Loading>
      <div class="actions">
        <button type="button" onClick={loaded.reload}>
          {t("adult.checkup.again")}
        </button>
      </div>
      <p class="hint">{t("adult.limits")}</p>
    </Page>
  );
}
