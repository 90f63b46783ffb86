// SPDX-License-Identifier: Apache-2.0
// Requests: what a child asked to be opened. Four answers, each one tap; never how often somebody tried.
import { useState } from "preact/hooks";
import { api, asProblem } from "../api";
import { Choice } from "../components/choice";
import { Dialog, Sure } from "../components/dialog";
import { Form, useSending } from "../components/form";
import { Icon } from "../components/icon";
import { Loading, useLoad } from "../components/load";
import { Page } from "../components/page";
import { ProblemNote } from "../components/problem";
import { pastWords, t, T } from "../language";
import { home, loadHome } from "../state";
import { say } from "../toast";
import type { ChildRequest } from "../types";

type Answer = "hour" | "always" | "not_now" | "talk";
const REASONS = ["late", "homework", "meal", "age", "together", "tomorrow"] as const; // keys, so that the child reads them in their own language

export function RequestsPage() {
  const loaded = useLoad(async () => {
    const [requests] = await Promise.all([api.get<ChildRequest[]>("/requests"), loadHome()]);
    return requests.data;
  }, [], ["requests"]);
  return (
    <Page title={t("adult.requests")}>
      <Loading from={loaded}>
        {(requests) => (
          <>
            {requests.length === 0 && <p>{t("adult.requests.none")}</p>}
            <ul class="cards wide">
              {requests.map((request) => (
                <Request key={request.id} request={request} onDone={loaded.reload} />
              ))}
            </ul>
          </>
        )}
      </Loading>
      <p class="hint">{t("adult.requests.forgotten")}</p>
    </Page>
  );
}

function Request({ request, onDone }: { request: ChildRequest; onDone: () => void }) {
  const sending = useSending();
  const [denying, setDenying] = useState(false);
  const [reason, setReason] = useState<string>(REASONS[0]);
  const [warned, setWarned] = useState<Answer | null>(null); // scams and malware open only when it is said twice
  const answer = async (what: Answer, why?: string, confirmed = false) => {
    const done = await sending.run(async () => {
      try {
        await api.post(`/requests/${request.id}`, { answer: what, ...(why ? { reason: why } : {}), ...(confirmed ? { confirmed } : {}) });
      } catch (thrown) {
        if (asProblem(thrown).needsConfirmation) setWarned(what);
        throw thrown;
      }
    });
    if (!done) return;
    setWarned(null);
    setDenying(false);
    say(t("adult.requests.said." + what, { who: request.person }));
    await loadHome();
    onDone();
  };
  const now = home.value?.now;
  return (
    <li class="card">
      <div class="card-head">
        <span class="badge">
          <Icon name="hand" />
        </span>
        <div>
          <h2>
            <T k={"adult.requests.what." + request.what} who={request.person} />
          </h2>
          {now && (
            <p class="hint">
              <T k="adult.requests.asked" when={pastWords(request.asked, now)} />
            </p>
          )}
        </div>
      </div>
      {request.site && (
        <p class="site">
          <bdi dir="ltr">{request.site}</bdi>
          {request.site_ascii && request.site_ascii !== request.site && (
            <span class="hint">
              <T k="adult.requests.ascii" site={request.site_ascii} />
            </span>
          )}
        </p>
      )}
      {request.note && (
        <blockquote>
          <bdi>{request.note}</bdi>
        </blockquote>
      )}
      {request.reason && (
        <p>
          {t("adult.requests.because")} {t("adult.why." + request.reason)}
        </p>
      )}
      {sending.problem && !denying && <ProblemNote problem={sending.problem} />}
      <div class="actions" aria-busy={sending.busy}>
        <button type="button" class="main" onClick={() => void answer("hour")}>
          {t(request.what === "time" ? "adult.requests.more-time" : "adult.requests.hour")}
        </button>
        {request.site && (
          <button type="button" onClick={() => void answer("always")}>
            {t("adult.requests.always")}
          </button>
        )}
        <button type="button" onClick={() => setDenying(true)}>
          {t("adult.requests.not-now")}
        </button>
        <button type="button" onClick={() => void answer("talk")}>
          {t("adult.requests.talk")}
        </button>
      </div>
      {warned && (
        <Sure title={t("adult.requests.danger")} text={t("adult.requests.danger-text")} yes={t("adult.requests.danger-yes")} onYes={() => void answer(warned, undefined, true)} onClose={() => setWarned(null)} />
      )}
      {denying && (
        <Dialog title={t("adult.requests.not-now")} onClose={() => setDenying(false)}>
          <Form sending={sending} onSend={() => void answer("not_now", reason)} submit={t("adult.requests.send")} onCancel={() => setDenying(false)}>
            <Choice legend={t("adult.requests.why")} value={reason} onValue={setReason} options={REASONS.map((key) => ({ key: key as string, label: t("shared.reason." + key) }))} />
          </Form>
        </Dialog>
      )}
    </li>
  );
}
