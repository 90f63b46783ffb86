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
import { t, T } from "../language";
import { household, loadCatalog, loadHome, loadHousehold, mayEdit } from "../state";
import { say } from "../toast";
import type { Change, Edition } from "../types";
import { actorWords, momentWords, Setting, Value } from "./words";

interface Changes {
  changes: Change[];
  more: boolean; // older ones are not shown
  whole: boolean;
}

export function ChangesPage() {
  const loaded = useLoad(async () => {
    const [changes] = await Promise.all([api.get<Changes>("/changes"), loadCatalog()]); // which has the doors' names
    return changes.data;
  }, [], ["household", "home"]);
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
                      <T k="adult.changes.by" who={actorWords(change.by)} />
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
                          <Value setting={change.setting} value={change.was} />
                        </dd>
                      </div>
                    )}
                    {change.became && (
                      <div>
                        <dt>{t("adult.changes.became")}</dt>
                        <dd>
                          <Value setting={change.setting} value={change.became} />
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
                        <T k="adult.changes.by" who={actorWords(edition.by)} />
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
