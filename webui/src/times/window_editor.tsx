// SPDX-License-Identifier: Apache-2.0
// One window of a week: what for, which days, from when to when. While it is edited, the daemon says in words what would come of it; nothing is
// saved until Save. What is not saved yet outlives a failed save, a look at another page and a reload.
import { useEffect, useRef, useState } from "preact/hooks";
import { api, asProblem, type Problem } from "../api";
import { daySet, type Day } from "../civil";
import { Choice } from "../components/choice";
import { DaysField } from "../components/days_field";
import { Form, useSending } from "../components/form";
import { holderName } from "../components/holder_tabs";
import { fieldProblem, ProblemNote, toldWords } from "../components/problem";
import { TimeField } from "../components/time_field";
import { WeekTable } from "../components/week_table";
import { DoorPicker } from "../doors/picker";
import { addWindow, both, replaceWindow, setZone, type Edit } from "../edits";
import { makeWindow, wordsOf, type Holder, type Household, type Window } from "../household";
import { t, T } from "../language";
import { MODE_ICONS, MODES } from "../modes";
import { home } from "../state";
import type { Mode, Preview } from "../types";
import { OutlookSentence } from "./outlook_sentence";

// `old`: the one that is changed, or nothing for a new one. `next`: what is typed so far.
export interface Draft {
  old: Window | null;
  next: Window | null;
}

const keyOf = (holder: Holder) => `darban.draft.${holder.kind}.${holder.name}`;
export function draftOf(holder: Holder): Draft | null {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(holder)) ?? "null") as Draft | null;
  } catch {
    return null;
  }
}
function keepDraft(holder: Holder, draft: Draft | null) {
  try {
    if (draft) sessionStorage.setItem(keyOf(holder), JSON.stringify(draft));
    else sessionStorage.removeItem(keyOf(holder));
  } catch {
    // a browser that keeps nothing: then it lives as long as the page
  }
}

export const browserZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

const START: Record<Mode, [string, string]> = { free: ["16:00", "18:00"], homework: ["16:00", "18:00"], school: ["08:00", "13:00"], bedtime: ["21:00", "06:30"], off: ["13:00", "14:00"] };
const PREVIEW_AFTER_MS = 350;

export function WindowEditor({ household, holder, draft, onClose }: { household: Household; holder: Holder; draft: Draft; onClose: () => void }) {
  const from = draft.next ?? draft.old;
  const [mode, setMode] = useState<Mode>(from?.mode ?? "bedtime");
  const [days, setDays] = useState<Set<Day>>(() => daySet(from?.days ?? "sun-thu"));
  const [start, setStart] = useState(from?.start ?? START.bedtime[0]);
  const [end, setEnd] = useState(from?.end ?? START.bedtime[1]);
  const [services, setServices] = useState(wordsOf(from?.services));
  const [open, setOpen] = useState(wordsOf(from?.open));
  const [touched, setTouched] = useState(from !== null);
  const [noDays, setNoDays] = useState(false);
  const sending = useSending();
  const heading = useRef<HTMLHeadingElement>(null);
  const next = makeWindow(days, start, end, mode, services, open);
  const made = JSON.stringify(next);
  const edit: Edit = both(setZone(browserZone()), draft.old ? replaceWindow(holder, draft.old, next) : addWindow(holder, next));
  useEffect(() => heading.current?.focus(), []);
  useEffect(() => keepDraft(holder, { old: draft.old, next }), [made]);

  const close = () => {
    keepDraft(holder, null);
    onClose();
  };
  const send = async () => {
    setNoDays(days.size === 0);
    if (days.size === 0) return;
    if (await sending.edit(edit, t("adult.times.saved"))) close();
  };
  const choose = (picked: Mode) => {
    setMode(picked);
    if (touched) return;
    setStart(START[picked][0]);
    setEnd(START[picked][1]);
  };
  const time = (set: (time: string) => void) => (value: string) => {
    setTouched(true);
    set(value);
  };
  return (
    <section class="editor" aria-labelledby="editor-title">
      <h2 id="editor-title" tabIndex={-1} ref={heading}>
        {draft.old ? t("adult.times.edit") : t("adult.times.add")}
      </h2>
      <Form sending={sending} onSend={() => void send()} submit={t("adult.save")} onCancel={close}>
        <Choice legend={t("adult.times.what")} value={mode} onValue={choose} options={MODES.map((key) => ({ key, label: t("shared.mode." + key), hint: t("adult.mode-about." + key), icon: MODE_ICONS[key] }))} />
        <DaysField value={days} onValue={setDays} problem={noDays && days.size === 0 ? t("adult.times.no-days") : fieldProblem(sending.problem, "days")} />
        <div class="pair">
          <TimeField label={t("adult.times.start")} value={start} onValue={time(setStart)} problem={fieldProblem(sending.problem, "start")} />
          <TimeField label={t("adult.times.end")} value={end} onValue={time(setEnd)} problem={fieldProblem(sending.problem, "end")} />
        </div>
        <details class="behind" open={services.length + open.length > 0}>
          <summary>{t("adult.times.doors")}</summary>
          <DoorPicker legend={t("adult.times.close-too")} value={services} onValue={setServices} />
          <DoorPicker legend={t("adult.times.open-too")} value={open} onValue={setOpen} />
        </details>
        {days.size > 0 && <PreviewOf household={household} holder={holder} edit={edit} made={made} />}
      </Form>
    </section>
  );
}

function PreviewOf({ household, holder, edit, made }: { household: Household; holder: Holder; edit: Edit; made: string }) {
  const [preview, setPreview] = useState<Preview | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    let late = false;
    const timer = setTimeout(() => {
      Promise.resolve()
        .then(() => api.post<Preview>("/household/preview", { household: edit(household), person: holder.name }))
        .then(
          (got) => !late && (setPreview(got.data), setProblem(null)),
          (thrown) => !late && setProblem(asProblem(thrown)),
        );
    }, PREVIEW_AFTER_MS);
    return () => {
      late = true;
      clearTimeout(timer);
    };
  }, [made, household]);
  const name = holderName(holder);
  return (
    <div class="preview" aria-live="polite">
      <h3>{t("adult.times.preview")}</h3>
      {problem && <ProblemNote problem={problem} />}
      {!preview && !problem && <p class="wait">{t("adult.wait")}</p>}
      {preview && (
        <>
          {preview.problems.map((one) => (
            <p key={one.what} class="mistake" lang="en" dir="ltr">
              {one.what}
            </p>
          ))}
          {home.value?.now && preview.week.length > 0 && <OutlookSentence who={name} edges={preview.week} now={home.value.now} />}
          {preview.notes.map(({ what }) => (
            <Note key={what} what={what} />
          ))}
          {preview.week.length > 0 && (
            <details class="behind">
              <summary>{t("adult.times.show-week")}</summary>
              <WeekTable edges={preview.week} caption={<T k="adult.times.week-of" who={name} />} />
            </details>
          )}
        </>
      )}
    </div>
  );
}

// "this window changes nothing; the one in line 7 says it already": what it is stands before the semicolon, and the line is for who reads the file.
function Note({ what }: { what: string }) {
  const told = toldWords(what.split(";", 1)[0] ?? "");
  return told ? (
    <p class="hint">{told}</p>
  ) : (
    <p class="hint" lang="en" dir="ltr">
      {what}
    </p>
  );
}
