// SPDX-License-Identifier: Apache-2.0
// Logging in: a page of its own at first, a dialog over the page when a login ended while somebody was at work, so that nothing typed is lost.
import { useState } from "preact/hooks";
import { api } from "../api";
import { Dialog } from "../components/dialog";
import { Field } from "../components/field";
import { Form, useSending } from "../components/form";
import { Page } from "../components/page";
import { fieldProblem } from "../components/problem";
import { t } from "../language";
import { LanguageCards } from "../setup/language_cards";
import { loadHome, me, startLive, takeMe } from "../state";
import type { Me } from "../types";

// "Chrome on Android": so that a person can tell their own logins apart. No version, no model.
export function thisBrowser(): string {
  const agent = navigator.userAgent;
  const browser = /Firefox/.test(agent) ? "Firefox" : /Edg\//.test(agent) ? "Edge" : /Chrome/.test(agent) ? "Chrome" : /Safari/.test(agent) ? "Safari" : "";
  const system = /Android/.test(agent) ? "Android" : /iPhone|iPad/.test(agent) ? "iOS" : /Windows/.test(agent) ? "Windows" : /Mac OS/.test(agent) ? "macOS" : /Linux/.test(agent) ? "Linux" : "";
  return [browser, system].filter(Boolean).join(", ");
}

function LogIn() {
  const sending = useSending();
  const [name, setName] = useState(me.value?.name ?? "");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [wantsCode, setWantsCode] = useState(false);
  const codeProblem = fieldProblem(sending.problem, "code");
  const codeShown = wantsCode || codeProblem !== null;
  if (codeProblem !== null && !wantsCode) setWantsCode(true);
  const send = async () => {
    const done = await sending.run(async () => {
      takeMe((await api.post<Me>("/session", { name: name.trim(), password, label: thisBrowser(), ...(code.trim() ? { code: code.trim() } : {}) })).data);
    });
    if (!done) return;
    startLive();
    await loadHome();
  };
  return (
    <Form sending={sending} onSend={() => void send()} submit={t("adult.login.go")}>
      <Field label={t("adult.login.name")} value={name} onValue={setName} autocomplete="username" required problem={fieldProblem(sending.problem, "name")} />
      <Field label={t("adult.login.password")} type="password" value={password} onValue={setPassword} autocomplete="current-password" required problem={fieldProblem(sending.problem, "password")} />
      {codeShown && (
        <Field ltr label={t("adult.login.code")} hint={t("adult.login.code-hint")} value={code} onValue={setCode} autocomplete="one-time-code" inputmode="numeric" maxLength={40} problem={code ? codeProblem : null} />
      )}
    </Form>
  );
}

export function LoginPage() {
  return (
    <Page title={t("adult.login")} plain>
      <p>{t("adult.login.text")}</p>
      <LogIn />
      <p class="hint">{t("adult.login.forgot")}</p>
      <p>
        <a href="/help">{t("adult.talk.help-open")}</a>
      </p>
      <LanguageCards />
    </Page>
  );
}

export const LoginDialog = () => (
  <Dialog title={t("adult.login.again")}>
    <p>{t("adult.login.again-text")}</p>
    <LogIn />
  </Dialog>
);
