// SPDX-License-Identifier: Apache-2.0
// Times: the week of a person as a picture and a table, the windows it is made of, and dates that differ.
import { useEffect, useState } from "preact/hooks";
import { api } from "../api";
import { DAYS, daySet, dayNumber, dayRuns, minuteOf } from "../civil";
import { useSending } from "../components/form";
import { HolderTabs, holderAt, holderName } from "../components/holder_tabs";
import { Icon } from "../components/icon";
import { Loading, useLoad } from "../components/load";
import { Page } from "../components/page";
import { ProblemNote } from "../components/problem";
import { WeekTable } from "../components/week_table";
import { WithHousehold } from "../components/with_household";
import { removeWindow, addWindow } from "../edits";
import { holdersOf, rulesOf, wordsOf, type Holder, type Household, type Window } from "../household";
import { comma, dayName, t, T } from "../language";
import { MODE_ICONS } from "../modes";
import { route } from "../router";
import { home, loadHome, mayEdit } from "../state";
import { say } from "../toast";
import type { Edge } from "../types";
import { doorTitle } from "../doors/titles";
import { save } from "../save";
import { Holidays } from "./holidays";
import { OutlookSentence } from "./outlook_sentence";
import { draftOf, WindowEditor, type Draft } from "./window_editor";

export function TimesPage() {
  const parts = route.value.slice(1);
  return (
    <Page title={t("adult.times")}>
      <WithHousehold>
        {(household) => {
          const holders = holdersOf(household).filter((one) => one.kind !== "guest" || household.guest);
          const holder = holderAt(parts, holders);
          return (
            <>
              <HolderTabs holders={holders} chosen={holder} page="times" />
              {holder ? <OneWeek key={`${holder.kind}/${holder.name}`} household={household} holder={holder} /> : <p>{t("adult.home.nobody")}</p>}
              <Holidays household={household} />
            </>
          );
        }}
      </WithHousehold>
    </Page>
  );
}

export const weekPath = (holder: Holder) => `/people/${encodeURIComponent(holder.name)}/week`;

export function WindowWords({ window }: { window: Window }) {
  const days = dayRuns(daySet(window.days)).flatMap(([first, last]) =>
    first === last ? [dayName(first)] : DAYS[(DAYS.indexOf(first) + 1) % 7] === last ? [dayName(first), dayName(last)] : [t("shared.day-run", { first: dayName(first), last: dayName(last) })],
  );
  const overnight = (minuteOf(window.end) ?? 0) <= (minuteOf(window.start) ?? 0);
  return (
    <>
      <span class="strong">{t("shared.mode." + window.mode)}</span>
      <span>
        {window.days === undefined || daySet(window.days).size === 0 ? "" : daySet(window.days).size === 7 ? t("shared.daily") : days.join(comma())}{" "}
        <T k={overnight ? "adult.times.from-to-next" : "shared.from-to"} start={window.start} end={window.end} />
      </span>
      {wordsOf(window.services).length > 0 && (
        <span class="hint">{t("shared.closed-too", { what: wordsOf(window.services).map(doorTitle).join(comma()) })}</span>
      )}
      {wordsOf(window.open).length > 0 && <span class="hint">{t("shared.open-too", { what: wordsOf(window.open).map(doorTitle).join(comma()) })}</span>}
    </>
  );
}

function OneWeek({ household, holder }: { household: Household; holder: Holder }) {
  const [draft, setDraft] = useState<Draft | null>(() => draftOf(holder));
  const sending = useSending();
  const name = holderName(holder);
  const windows = rulesOf(household, holder)?.timetable ?? [];
  const week = useLoad(async () => (await api.get<{ week: Edge[] }>(weekPath(holder))).data.week, [household], ["home"]);
  useEffect(() => void loadHome(), []);
  const now = home.value?.now;
  const remove = async (window: Window) => {
    const outcome = await sending.edit(removeWindow(holder, window), "");
    if (outcome) say(t("adult.times.removed"), "done", { label: t("adult.undo"), run: () => void save(addWindow(holder, window), t("adult.times.saved")) });
  };
  return (
    <>
      <Loading from={week}>
        {(edges) => (
          <>
            {now && <OutlookSentence who={name} edges={edges} now={now} />}
            <WeekTable edges={edges} caption={<T k="adult.times.week-of" who={name} />} {...(now ? { today: dayNumber(now) } : {})} />
          </>
        )}
      </Loading>
      <h2>{t("adult.times.windows")}</h2>
      {windows.length === 0 && <p>{t("adult.times.none")}</p>}
      <ul class="rows">
        {windows.map((window) => (
          <li key={JSON.stringify(window)} class="row">
            <Icon name={MODE_ICONS[window.mode]} />
            <span class="stack">
              <WindowWords window={window} />
            </span>
            {mayEdit() && (
              <span class="row-actions">
                <button type="button" class="quiet" onClick={() => setDraft({ old: window, next: window })}>
                  {t("adult.change")}
                  <span class="unseen">
                    : {t("shared.mode." + window.mode)} {window.start}
                  </span>
                </button>
                <button type="button" class="quiet" onClick={() => void remove(window)}>
                  {t("adult.remove")}
                  <span class="unseen">
                    : {t("shared.mode." + window.mode)} {window.start}
                  </span>
                </button>
              </span>
            )}
          </li>
        ))}
      </ul>
      {sending.problem && <ProblemNote problem={sending.problem} />}
      {mayEdit() && !draft && (
        <div class="actions">
          <button type="button" class="main" onClick={() => setDraft({ old: null, next: null })}>
            <Icon name="plus" /> <span>{t("adult.times.add")}</span>
          </button>
        </div>
      )}
      {draft && <WindowEditor household={household} holder={holder} draft={draft} onClose={() => setDraft(null)} />}
    </>
  );
}
