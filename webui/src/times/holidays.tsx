// SPDX-License-Identifier: Apache-2.0
// Dates with a timetable of their own: free days, days like a Saturday, or a bedtime that differs.
import { useState } from "preact/hooks";
import { DAYS } from "../civil";
import { Choice, Tick } from "../components/choice";
import { Dialog } from "../components/dialog";
import { Field } from "../components/field";
import { Form, useSending } from "../components/form";
import { Icon } from "../components/icon";
import { fieldProblem, ProblemNote } from "../components/problem";
import { TimeField } from "../components/time_field";
import { addException, both, removeException, setZone } from "../edits";
import { wordsOf, type Exception, type Household } from "../household";
import { comma, dateWords, dayName, t, T } from "../language";
import { home, mayEdit } from "../state";
import { browserZone } from "./window_editor";

function What({ exception }: { exception: Exception }) {
  const windows = exception.windows ?? [];
  if (exception.calendar) return <T k="adult.holiday.calendar" file={exception.calendar} />;
  const dates = exception.on ?? exception.from ?? "";
  const to = exception.on ?? exception.to ?? dates;
  const day = DAYS.find((one) => one === String(exception.like ?? "").slice(0, 3).toLowerCase());
  return (
    <>
      {dates === to ? dateWords(dates) : <T k="adult.holiday.dates" from={dateWords(dates)} to={dateWords(to)} />}
      {": "}
      {day ? (
        t("adult.holiday.like", { day: dayName(day) })
      ) : windows.length === 0 ? (
        t("adult.holiday.free")
      ) : (
        windows.map((window) => <T key={window.start} k="adult.times.span" mode={t("shared.mode." + window.mode)} start={window.start} end={window.end} />)
      )}
    </>
  );
}

export function Holidays({ household }: { household: Household }) {
  const [adding, setAdding] = useState(false);
  const sending = useSending();
  const exceptions = household.exceptions ?? [];
  return (
    <>
      <h2>{t("adult.holidays")}</h2>
      <p>{t("adult.holidays.text")}</p>
      <ul class="rows">
        {exceptions.map((exception) => (
          <li key={JSON.stringify(exception)} class="row">
            <Icon name="sun" />
            <span class="stack">
              <span class="strong">
                <bdi>{exception.label}</bdi>
              </span>
              <span>
                <What exception={exception} />
              </span>
              {wordsOf(exception.for).length > 0 && <span class="hint">{t("adult.holiday.for", { who: wordsOf(exception.for).join(comma()) })}</span>}
            </span>
            {mayEdit() && (
              <button type="button" class="quiet" onClick={() => void sending.edit(removeException(exception), t("adult.holiday.removed"))}>
                {t("adult.remove")}
                <span class="unseen">: {exception.label}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
      {sending.problem && <ProblemNote problem={sending.problem} />}
      {mayEdit() && (
        <div class="actions">
          <button type="button" onClick={() => setAdding(true)}>
            <Icon name="plus" /> <span>{t("adult.holiday.add")}</span>
          </button>
        </div>
      )}
      {adding && <Add household={household} onClose={() => setAdding(false)} />}
    </>
  );
}

type Kind = "free" | "like" | "bedtime";

function Add({ household, onClose }: { household: Household; onClose: () => void }) {
  const today = home.value?.now?.slice(0, 10) ?? "";
  const sending = useSending();
  const [label, setLabel] = useState("");
  const [from, setFrom] = useState(today);
  const [to, setTo] = useState(today);
  const [kind, setKind] = useState<Kind>("bedtime");
  const [start, setStart] = useState("23:00");
  const [end, setEnd] = useState("08:00");
  const [who, setWho] = useState<string[]>([]);
  const [mistake, setMistake] = useState<{ label?: string; to?: string }>({});
  const names = (household.people ?? []).map((person) => person.name);
  const send = async () => {
    const wrong = { ...(label.trim() === "" ? { label: t("adult.holiday.no-label") } : {}), ...(!from || !to || to < from ? { to: t("adult.holiday.no-dates") } : {}) };
    setMistake(wrong);
    if (wrong.label || wrong.to) return;
    const made: Exception = { label: label.trim(), ...(from === to ? { on: from } : { from, to }) };
    if (who.length > 0) made.for = who;
    if (kind === "like") made.like = "sat";
    if (kind === "bedtime") made.windows = [{ start, end, mode: "bedtime" }];
    if (await sending.edit(both(setZone(browserZone()), addException(made)), t("adult.holiday.added"))) onClose();
  };
  return (
    <Dialog title={t("adult.holiday.add")} onClose={onClose}>
      <Form sending={sending} onSend={() => void send()} submit={t("adult.save")} onCancel={onClose}>
        <Field label={t("adult.holiday.label")} hint={t("adult.holiday.label-hint")} value={label} onValue={setLabel} maxLength={60} problem={mistake.label ?? fieldProblem(sending.problem, "label")} />
        <div class="pair">
          <Field type="date" label={t("adult.holiday.first")} value={from} onValue={(value) => (setFrom(value), to < value && setTo(value))} problem={fieldProblem(sending.problem, "from", "on")} />
          <Field type="date" label={t("adult.holiday.last")} value={to} onValue={setTo} problem={mistake.to ?? fieldProblem(sending.problem, "to")} />
        </div>
        <Choice
          legend={t("adult.holiday.what")}
          value={kind}
          onValue={setKind}
          options={[
            { key: "bedtime", label: t("adult.holiday.kind.bedtime"), icon: "moon" },
            { key: "like", label: t("adult.holiday.like", { day: dayName("sat") }), icon: "clock" },
            { key: "free", label: t("adult.holiday.free"), icon: "sun" },
          ]}
        />
        {kind === "bedtime" && (
          <div class="pair">
            <TimeField label={t("adult.times.start")} value={start} onValue={setStart} />
            <TimeField label={t("adult.times.end")} value={end} onValue={setEnd} />
          </div>
        )}
        {names.length > 0 && (
          <fieldset>
            <legend>{t("adult.holiday.who")}</legend>
            <p class="hint">{t("adult.holiday.who-hint")}</p>
            {names.map((name) => (
              <Tick key={name} label={<bdi>{name}</bdi>} checked={who.includes(name)} onChecked={(on) => setWho(on ? [...who, name] : who.filter((one) => one !== name))} />
            ))}
          </fieldset>
        )}
      </Form>
    </Dialog>
  );
}
