// SPDX-License-Identifier: Apache-2.0
// Changes: what adults changed, as children see it too, and the way back to an earlier edition of the rules.
import { useState } from "preact/hooks";
import { api, asProblem } from "../api";
import { Sure } from "../components/dialog";
import { useSending } from "../components/form";
import { Icon } from "../components/icon";
import { Loading, useLoad } from "../components/load";
import { Page } from "../components/page";
import { ProblemNote } from "../components/problem";
import { doorTitle } from "../doors/titles";
import { comma, dateWords, has, t, T } from "../language";
import { household, loadHome, loadHousehold, mayEdit } from "../state";
import { say } from "../toast";
import type { Change, Edition } from "../types";

interface Changes {
  changes: Change[];
  more: boolean; // older ones are not shown
  whole: boolean;
}

const momentWords = (moment: string) => `${dateWords(moment.slice(0, 10))}${moment.length > 10 ? ` ${moment.slice(11, 16)}` : ""}`;

// "from 2026-11-28 20:00 until 2026-11-28 21:00 (dinner)": when something given ends.
const END = /^(?:from (\S+ \S+) )?until (\S+ \S+)( \(.*\))?$/;

// A value of the file, without its brackets and quotes; or an end, in words.
function plainly(value: string): string {
  const [, from, until, note = ""] = END.exec(value) ?? [];
  if (!until) return value.replace(/[{}"[\]]/g, "");
  const when = momentWords(until);
  return (from ? t("adult.times.from-to", { start: momentWords(from), end: when }) : t("shared.until", { when })) + note;
}

// Of an account or a key a value is words of ours too: a role, what a key may do, "on".
const OURS = ["account", "password", "second-step", "key", "log"];
const FAMILIES = ["shared.role.", "shared.scope.", "shared.log."];
const ourWord = (word: string) => {
  const family = FAMILIES.find((each) => has(each + word.replace(":", "-")));
  return family ? t(family + word.replace(":", "-")) : word;
};
const valueWords = ({ setting }: Change, value: string) => (OURS.includes(setting.split(" ")[0] ?? "") ? value.split(" ").map(ourWord).join(comma()) : plainly(value));
const BY_COMMAND = "darban account"; // page/account_desk.h

export function ChangesPage() {
  const loaded = useLoad(async () => (await api.get<Changes>("/changes")).data, [], ["household", "home"]);
  return (
    <Page title={t("adult.changes")}>
      <p>{t("adult.changes.text")}</p>
      {mayEdit() && <Editions />}
      <h2>{t("adult.changes.list")}</h2>
      <Loading from={loaded}>
        {({ changes, whole }) => (
          <>
            <p class={whole ? "note well" : "note trouble"}>
              <Icon name={whole ? "check" : "alert"} />
              <span>{t(whole ? "adult.changes.whole" : "adult.changes.gap")}</span>
            </p>
            {changes.length === 0 && <p>{t("adult.changes.none")}</p>}
            <ol class="changes">
              {changes.map((change, i) => (
                <li key={i}>
                  <p>
                    <span class="strong">
                      <T k="adult.changes.by" who={change.by === BY_COMMAND ? t("shared.log.by-command") : change.by} />
                    </span>{" "}
                    <span class="hint">
                      <bdi>{momentWords(change.at)}</bdi>
                    </span>
                  </p>
                  <p>
                    <Setting setting={change.setting} />
                    {change.concerns && (
                      <>
                        {" "}
                        <T k="adult.changes.for" who={change.concerns} />
                      </>
                    )}
                  </p>
                  <dl class="was">
                    {change.was && (
                      <div>
                        <dt>{t("adult.changes.was")}</dt>
                        <dd>
                          <bdi dir="auto">{valueWords(change, change.was)}</bdi>
                        </dd>
                      </div>
                    )}
                    {change.became && (
                      <div>
                        <dt>{t("adult.changes.became")}</dt>
                        <dd>
                          <bdi dir="auto">{valueWords(change, change.became)}</bdi>
                        </dd>
                      </div>
                    )}
                  </dl>
                </li>
              ))}
            </ol>
          </>
        )}
      </Loading>
    </Page>
  );
}

// "timetable", "device tablet", "mode bedtime": the first word in the reader's language where it is known, what the family typed as it is.
function restOf(word: string, rest: string): string {
  if (word === "mode") return has("shared.mode." + rest) ? t("shared.mode." + rest) : rest;
  return word === "open" || word === "close" ? doorTitle(rest) : rest;
}

function Setting({ setting }: { setting: string }) {
  const [word = "", ...rest] = setting.split(" ");
  if (!has("shared.setting." + word)) return <bdi lang="en">{setting}</bdi>;
  return (
    <>
      {t("shared.setting." + word)} {rest.length > 0 && <bdi>{restOf(word, rest.join(" "))}</bdi>}
    </>
  );
}

function Editions() {
  const [asked, setAsked] = useState<Edition | null>(null);
  const sending = useSending();
  const loaded = useLoad(async () => {
    const [editions] = await Promise.all([api.get<Edition[]>("/household/editions"), loadHousehold()]);
    return editions.data;
  }, [], ["household"]);
  const goBack = async (edition: Edition) => {
    setAsked(null);
    const done = await sending.run(async () => {
      try {
        await api.post("/household/undo", { number: edition.number }, household.value?.etag);
      } catch (thrown) {
        // Somebody saved in between: what is undone must be seen first.
        if (asProblem(thrown).isStale) await loadHousehold();
        throw thrown;
      }
    });
    loaded.reload();
    if (!done) return;
    await Promise.all([loadHousehold(), loadHome()]);
    say(t("adult.undo.done"));
  };
  return (
    <>
      <h2>{t("adult.undo.title")}</h2>
      <p>{t("adult.undo.text")}</p>
      {sending.problem && <ProblemNote problem={sending.problem} />}
      <Loading from={loaded}>
        {(editions) => (
          <>
            {editions.length === 0 && <p>{t("adult.undo.none")}</p>}
            <ul class="rows">
              {editions.map((edition) => (
                <li key={edition.number} class="row">
                  <Icon name="undo" />
                  <span class="stack">
                    <span class="strong">
                      <T k="adult.undo.until" when={momentWords(edition.saved)} />
                    </span>
                    {edition.by && (
                      <span class="hint">
                        <T k="adult.changes.by" who={edition.by} />
                      </span>
                    )}
                  </span>
                  <button type="button" class="quiet" onClick={() => setAsked(edition)}>
                    {t("adult.undo.back")}
                    <span class="unseen">: {momentWords(edition.saved)}</span>
                  </button>
                </li>
              ))}
            </ul>
          </>
        )}
      </Loading>
      {asked && <Sure title={<T k="adult.undo.sure" when={momentWords(asked.saved)} />} text={t("adult.undo.sure-text")} yes={t("adult.undo.back")} onYes={() => void goBack(asked)} onClose={() => setAsked(null)} />}
    </>
  );
}
