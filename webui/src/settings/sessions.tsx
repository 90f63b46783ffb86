// SPDX-License-Identifier: Apache-2.0
// Where one is logged in: by day and kind of browser, never by address; each can be ended from here.
import { api } from "../api";
import { useSending } from "../components/form";
import { Loading, useLoad } from "../components/load";
import { ProblemNote } from "../components/problem";
import { dateWords, t, T } from "../language";
import { say } from "../toast";
import type { Session } from "../types";

export function Sessions() {
  const sending = useSending();
  const loaded = useLoad(async () => (await api.get<{ sessions: Session[] }>("/sessions")).data.sessions);
  const end = async (path: string) => {
    if (!(await sending.run(() => api.remove(path)))) return;
    say(t("adult.sessions.ended"));
    loaded.reload();
  };
  return (
    <>
      <h2>{t("adult.sessions")}</h2>
      {sending.problem && <ProblemNote problem={sending.problem} />}
      <Loading from={loaded}>
        {(sessions) => (
          <>
            <ul class="rows">
              {sessions.map((session) => (
                <li key={session.id} class="row">
                  <span class="stack">
                    <span class="strong">
                      <bdi>{session.label || t("adult.sessions.browser")}</bdi>
                    </span>
                    <span class="hint">
                      {session.current ? t("adult.sessions.here") : session.used && <T k="adult.sessions.used" date={dateWords(session.used)} />}
                    </span>
                  </span>
                  {!session.current && (
                    <button type="button" class="quiet" onClick={() => void end(`/sessions/${session.id}`)}>
                      {t("adult.sessions.end")}
                      <span class="unseen">: {session.label}</span>
                    </button>
                  )}
                </li>
              ))}
            </ul>
            {sessions.length > 1 && (
              <div class="actions">
                <button type="button" onClick={() => void end("/sessions")}>
                  {t("adult.sessions.end-all")}
                </button>
              </div>
            )}
          </>
        )}
      </Loading>
    </>
  );
}
