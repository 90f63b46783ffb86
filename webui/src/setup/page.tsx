// SPDX-License-Identifier: Apache-2.0
// The first walk: language, account, people, devices, bedtime, done. One question a screen; what can be guessed is guessed, and nothing is typed
// twice. #/setup/123456 brings the code from the box along.
import { useState, useEffect } from "preact/hooks";
import type { ComponentChildren } from "preact";
import { api } from "../api";
import { Choice } from "../components/choice";
import { Field } from "../components/field";
import { Form, useSending } from "../components/form";
import { Icon } from "../components/icon";
import { Loading, useLoad } from "../components/load";
import { Page } from "../components/page";
import { fieldProblem } from "../components/problem";
import { daySet } from "../civil";
import { NewDevices } from "../devices/page";
import { addPerson, addWindow, both, setZone, type Edit } from "../edits";
import { makeWindow, type PersonRules } from "../household";
import { comma, chosenLanguage, language, t, T, textOf } from "../language";
import { thisBrowser } from "../login/page";
import { BandChoice, bandTitle, CHILD_BANDS } from "../people/band_choice";
import { go, href, replace, route } from "../router";
import { catalog, household, loadCatalog, loadHousehold, me, startLive, takeMe } from "../state";
import { browserZone } from "../times/window_editor";
import type { Category, Devices, Me } from "../types";
import { LanguageCards } from "./language_cards";

const STEPS = ["language", "account", "people", "devices", "times", "done"] as const;
type Step = (typeof STEPS)[number];
const isStep = (text: string | undefined): text is Step => STEPS.includes(text as Step);

export function SetupPage() {
  const asked = route.value[1];
  const code = asked && !isStep(asked) ? asked : "";
  const step: Step = isStep(asked) ? asked : me.value?.setup ? (chosenLanguage() ? "account" : "language") : "people";
  const [typedCode] = useState(code);
  const next = (to: Step) => replace("setup", to);
  // Without an account there is nothing to set up; with one, there is no second first owner.
  const shown: Step = me.value?.login ? (step === "account" ? "people" : step) : step === "language" ? "language" : "account";
  return (
    <StepFrame key={shown} step={shown}>
      {shown === "language" && <LanguageCards first onChosen={() => next("account")} />}
      {shown === "account" && <Account code={typedCode} onDone={() => next("people")} />}
      {shown === "people" && <People onDone={() => next("devices")} />}
      {shown === "devices" && <FoundDevices onDone={() => next("times")} />}
      {shown === "times" && <Bedtimes onDone={() => next("done")} />}
      {shown === "done" && <Done />}
    </StepFrame>
  );
}

function StepFrame({ step, children }: { step: Step; children: ComponentChildren }) {
  const number = STEPS.indexOf(step) + 1;
  return (
    <Page title={t("adult.setup." + step)} plain>
      <p class="hint">{t("adult.setup.step", { n: number, all: STEPS.length })}</p>
      <progress max={STEPS.length} value={number} aria-hidden="true" />
      {/* The place of a recorded voice that reads the screen (a later issue). */}
      <div class="voice-place" />
      {children}
    </Page>
  );
}

function Account({ code: given, onDone }: { code: string; onDone: () => void }) {
  const sending = useSending();
  const [code, setCode] = useState(given);
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const send = async () => {
    const done = await sending.run(async () => {
      takeMe((await api.post<Me>("/setup", { code: code.trim(), name: name.trim(), password, language: language.value, label: thisBrowser() })).data);
    });
    if (!done) return;
    startLive();
    onDone();
  };
  return (
    <>
      <p>{t("adult.setup.account-text")}</p>
      <Form sending={sending} onSend={() => void send()} submit={t("adult.next")}>
        <Field ltr label={t("adult.setup.code")} hint={t("adult.setup.code-hint")} value={code} onValue={setCode} required maxLength={40} autocomplete="one-time-code" problem={fieldProblem(sending.problem, "code")} />
        <Field label={t("adult.login.name")} hint={t("adult.setup.name-hint")} value={name} onValue={setName} required maxLength={40} autocomplete="username" problem={fieldProblem(sending.problem, "name")} />
        <Field
          label={t("adult.login.password")}
          hint={t("adult.setup.password-hint")}
          type="password"
          value={password}
          onValue={setPassword}
          required
          autocomplete="new-password"
          problem={fieldProblem(sending.problem, "password")}
        />
      </Form>
    </>
  );
}

interface Child {
  name: string;
  band: string;
}

function People({ onDone }: { onDone: () => void }) {
  const sending = useSending();
  const loaded = useLoad(async () => (await Promise.all([loadHousehold(), loadCatalog()]), true));
  const [children, setChildren] = useState<Child[]>([]);
  const [name, setName] = useState("");
  const [band, setBand] = useState<string | null>(null);
  const [mistake, setMistake] = useState<{ name?: string; band?: string }>({});
  const there = (household.value?.value.people ?? []).map((person) => person.name);
  // What is typed but not added yet counts: whoever presses Next meant it.
  const take = (): Child[] | null => {
    const trimmed = name.trim();
    const taken = there.includes(trimmed) || children.some((child) => child.name === trimmed);
    const wrong = { ...(trimmed === "" ? { name: t("adult.people.name-missing") } : taken ? { name: t("adult.people.name-taken") } : {}), ...(band === null ? { band: t("adult.people.band-missing") } : {}) };
    setMistake(wrong);
    if (wrong.name || wrong.band || band === null) return null;
    const next = [...children, { name: trimmed, band }];
    setChildren(next);
    setName("");
    setBand(null);
    return next;
  };
  const send = async () => {
    const all = name.trim() === "" && band === null ? children : take();
    if (!all) return;
    if (all.length === 0 && there.length === 0) return void take();
    const edits: Edit[] = all.filter((child) => !there.includes(child.name)).map((child) => addPerson({ name: child.name, band: child.band }));
    const owner = me.value?.name;
    if (owner && !there.includes(owner) && !all.some((child) => child.name === owner)) edits.push(addPerson({ name: owner, band: "adult" }));
    if (edits.length === 0 || (await sending.edit(both(setZone(browserZone()), ...edits), ""))) onDone();
  };
  return (
    <Loading from={loaded}>
      {() => (
        <>
          <p>{t("adult.setup.people-text")}</p>
          <ul class="chips">
            {[...there.filter((one) => !children.some((child) => child.name === one)).map((one) => ({ name: one, band: "" })), ...children].map((one) => (
              <li key={one.name}>
                <span class="chip">
                  <bdi>{one.name}</bdi>
                  {one.band && ` · ${bandTitle(one.band)}`}
                </span>
              </li>
            ))}
          </ul>
          <Form
            sending={sending}
            onSend={() => void send()}
            submit={t("adult.next")}
            more={
              <button type="button" onClick={() => void take()}>
                <Icon name="plus" /> <span>{t("adult.setup.one-more")}</span>
              </button>
            }
          >
            <BandChoice bands={CHILD_BANDS} value={band} onValue={setBand} problem={mistake.band ?? null} />
            <Field label={t("adult.setup.child-name")} hint={t("adult.people.name-hint")} value={name} onValue={setName} maxLength={60} problem={mistake.name ?? fieldProblem(sending.problem, "name")} />
          </Form>
        </>
      )}
    </Loading>
  );
}

function FoundDevices({ onDone }: { onDone: () => void }) {
  const loaded = useLoad(async () => (await Promise.all([api.get<Devices>("/devices"), loadHousehold()]))[0].data, [], ["devices", "household"]);
  return (
    <>
      <p>{t("adult.setup.devices-text")}</p>
      <Loading from={loaded}>
        {(devices) => (
          <>
            {devices.new.length === 0 && <p class="note">{t("adult.setup.no-devices")}</p>}
            <NewDevices level="h2" devices={devices.new} people={(household.value?.value.people ?? []).map((person) => person.name)} onDone={loaded.reload} />
          </>
        )}
      </Loading>
      <div class="actions">
        <button type="button" class="main" onClick={onDone}>
          {t("adult.next")}
        </button>
      </div>
    </>
  );
}

// By band: what most families begin with. Older ones choose for themselves.
const BEDTIMES: Record<string, [string, string]> = { "under-10": ["20:00", "06:30"], "10-12": ["21:00", "06:30"], "13-15": ["22:00", "06:30"], "16-17": ["23:00", "06:00"] };

// Three that say most of what it is about.
const TELLING = ["stranger-chat", "gambling", "adult", "dating", "phishing"];
const examples = (closed: Category[]) => [...new Set([...closed.filter((one) => TELLING.includes(one.key)), ...closed])].slice(0, 3);

function Bedtimes({ onDone }: { onDone: () => void }) {
  const sending = useSending();
  const loaded = useLoad(async () => (await Promise.all([loadHousehold(), loadCatalog()]), true));
  const [wanted, setWanted] = useState<Record<string, "bedtime" | "none">>({});
  const children = (household.value?.value.people ?? []).filter((person) => BEDTIMES[person.band]);
  const hasTimes = (child: PersonRules) => (child.timetable ?? []).length > 0;
  const choiceOf = (child: PersonRules) => wanted[child.name] ?? "bedtime";
  const send = async () => {
    const edits = children
      .filter((child) => !hasTimes(child) && choiceOf(child) === "bedtime")
      .map((child) => addWindow({ kind: "person", name: child.name }, makeWindow(daySet("sun-thu"), ...BEDTIMES[child.band]!, "bedtime")));
    if (edits.length === 0 || (await sending.edit(both(setZone(browserZone()), ...edits), ""))) onDone();
  };
  return (
    <Loading from={loaded}>
      {() => (
        <Form sending={sending} onSend={() => void send()} submit={t("adult.next")}>
          <p>{t("adult.setup.times-text")}</p>
          {children.length === 0 && <p>{t("adult.setup.no-children")}</p>}
          {children.map((child) => {
            const [start, end] = BEDTIMES[child.band]!;
            const closed = (catalog.value?.categories ?? []).filter((category) => category.closed_for.includes(child.band));
            return (
              <section key={child.name} class="card">
                <h2>
                  <bdi>{child.name}</bdi> <span class="hint">{bandTitle(child.band)}</span>
                </h2>
                {closed.length > 0 && <p>{t("adult.setup.closed", { n: closed.length, some: examples(closed).map((category) => textOf(category.title)).join(comma()) })}</p>}
                {hasTimes(child) ? (
                  <p>{t("adult.setup.has-times")}</p>
                ) : (
                  <Choice
                    legend={t("shared.mode.bedtime")}
                    value={choiceOf(child)}
                    onValue={(key) => setWanted({ ...wanted, [child.name]: key })}
                    options={[
                      { key: "bedtime", icon: "moon", label: <T k="adult.setup.bedtime" start={start} end={end} />, hint: t("adult.times.days.sun-thu") },
                      { key: "none", icon: "sun", label: t("adult.setup.no-bedtime") },
                    ]}
                  />
                )}
              </section>
            );
          })}
        </Form>
      )}
    </Loading>
  );
}

function Done() {
  useEffect(() => void loadHousehold().catch(() => {}), []);
  const without = (household.value?.value.people ?? []).filter((person) => (person.devices ?? []).length === 0 && person.band !== "adult");
  return (
    <>
      <p class="big">{t("adult.setup.done-text")}</p>
      {without.length > 0 && (
        <p class="note">
          <Icon name="device" />
          <span>
            <T k="adult.setup.done-devices" who={without.map((person) => person.name).join(comma())} />
          </span>
        </p>
      )}
      <h2>{t("adult.setup.tell")}</h2>
      <p>{t("adult.setup.tell-text")}</p>
      <p>
        <bdi dir="ltr" class="site">
          {location.host}
        </bdi>
      </p>
      <h2>{t("adult.talk.limits")}</h2>
      <p>{t("adult.limits")}</p>
      <div class="actions">
        <button type="button" class="main" onClick={() => go()}>
          {t("adult.setup.to-home")}
        </button>
        <a class="button" href={href("checkup")}>
          {t("adult.checkup")}
        </a>
      </div>
    </>
  );
}

