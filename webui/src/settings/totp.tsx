// SPDX-License-Identifier: Apache-2.0
// A second factor: a secret for an app, a code that proves it arrived, ten backup codes that are shown once.
import { useState } from "preact/hooks";
import { api, useToken } from "../api";
import { Dialog } from "../components/dialog";
import { Field } from "../components/field";
import { Form, useSending } from "../components/form";
import { fieldProblem } from "../components/problem";
import { t } from "../language";
import { loadMe, me } from "../state";
import { say } from "../toast";
import { OwnPassword } from "./own_password";

export function Totp() {
  const sending = useSending();
  const [offer, setOffer] = useState<{ secret: string; uri: string } | null>(null);
  const [code, setCode] = useState("");
  const [backup, setBackup] = useState<string[] | null>(null);
  const [asking, setAsking] = useState(false);
  const [own, setOwn] = useState("");
  const ask = (on: boolean) => {
    sending.clear();
    setOwn("");
    setAsking(on);
  };
  const begin = async () => {
    if (await sending.run(async () => setOffer((await api.post<{ secret: string; uri: string }>("/me/totp", { own_password: own })).data))) ask(false);
  };
  const confirm = async () => {
    const done = await sending.run(async () => {
      const on = (await api.put<{ backup_codes: string[]; token?: string }>("/me/totp", { code: code.trim() })).data;
      if (on.token) useToken(on.token);
      setBackup(on.backup_codes);
    });
    if (!done) return;
    setOffer(null);
    setCode("");
    await loadMe().catch(() => {});
  };
  const off = async () => {
    if (!(await sending.run(() => api.post("/me/totp/off", { own_password: own })))) return;
    ask(false);
    await loadMe().catch(() => {});
    say(t("adult.totp.off-done"));
  };
  return (
    <>
      <h2>{t("adult.totp")}</h2>
      <p>{t(me.value?.totp ? "adult.totp.is-on" : "adult.totp.text")}</p>
      {backup && (
        <div class="card" role="status">
          <p class="strong">{t("adult.totp.backup")}</p>
          <ul class="codes" dir="ltr">
            {backup.map((one) => (
              <li key={one}>
                <code>{one}</code>
              </li>
            ))}
          </ul>
          <div class="actions">
            <button type="button" onClick={() => setBackup(null)}>
              {t("adult.totp.backup-kept")}
            </button>
          </div>
        </div>
      )}
      {offer ? (
        <Form sending={sending} onSend={() => void confirm()} submit={t("adult.totp.confirm")} onCancel={() => setOffer(null)}>
          <p>{t("adult.totp.secret")}</p>
          <p>
            <code class="secret" dir="ltr">
              {offer.secret.replace(/(.{4})/g, "$1 ").trim()}
            </code>
          </p>
          <p>
            <a href={offer.uri}>{t("adult.totp.open-app")}</a>
          </p>
          <Field ltr label={t("adult.login.code")} value={code} onValue={setCode} autocomplete="one-time-code" inputmode="numeric" maxLength={10} required problem={fieldProblem(sending.problem, "code")} />
        </Form>
      ) : (
        <div class="actions">
          <button type="button" onClick={() => ask(true)}>
            {t(me.value?.totp ? "adult.totp.off" : "adult.totp.on")}
          </button>
        </div>
      )}
      {asking && (
        <Dialog title={t("adult.totp")} onClose={() => ask(false)}>
          {me.value?.totp && <p>{t("adult.totp.off-text")}</p>}
          <Form sending={sending} onSend={() => void (me.value?.totp ? off() : begin())} submit={t(me.value?.totp ? "adult.totp.off" : "adult.totp.on")} onCancel={() => ask(false)}>
            <OwnPassword value={own} onValue={setOwn} sending={sending} />
          </Form>
        </Dialog>
      )}
    </>
  );
}
