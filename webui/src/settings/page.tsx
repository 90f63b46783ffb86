// SPDX-License-Identifier: Apache-2.0
// Settings: what is about this browser, about one's own account, and, for an owner, about everybody's accounts.
import { useState } from "preact/hooks";
import { api } from "../api";
import { Choice } from "../components/choice";
import { Field } from "../components/field";
import { Form, useSending } from "../components/form";
import { Page } from "../components/page";
import { fieldProblem } from "../components/problem";
import { language, t, T } from "../language";
import { LanguageCards } from "../setup/language_cards";
import { isOwner, me, signOut, takeMe } from "../state";
import { setTheme, theme, type Theme } from "../theme";
import { say } from "../toast";
import type { Me } from "../types";
import { Accounts } from "./accounts";
import { Backup } from "./backup";
import { Sessions } from "./sessions";
import { Tokens } from "./tokens";
import { Totp } from "./totp";

export function SettingsPage() {
  return (
    <Page title={t("adult.settings")}>
      <p>
        <T k="adult.settings.who" who={me.value?.name ?? ""} role={me.value?.role ? t("shared.role." + me.value.role) : ""} />
      </p>
      <h2>{t("adult.language")}</h2>
      <LanguageCards onChosen={() => void api.patch("/me", { language: language.value }).catch(() => {})} />
      <h2>{t("adult.theme")}</h2>
      <Choice<Theme>
        look="row"
        legend={t("adult.theme")}
        hideLegend
        value={theme.value}
        onValue={setTheme}
        options={[
          { key: "device", label: t("adult.theme.device"), icon: "device" },
          { key: "light", label: t("adult.theme.light"), icon: "sun" },
          { key: "dark", label: t("adult.theme.dark"), icon: "moon" },
        ]}
      />
      <Password />
      <Totp />
      <Sessions />
      {isOwner() && <Accounts />}
      {isOwner() && <Tokens />}
      {isOwner() && <Backup />}
      <h2>{t("adult.sign-out")}</h2>
      <div class="actions">
        <button type="button" onClick={() => void signOut()}>
          {t("adult.sign-out")}
        </button>
      </div>
    </Page>
  );
}

function Password() {
  const sending = useSending();
  const [old, setOld] = useState("");
  const [next, setNext] = useState("");
  const send = async () => {
    const done = await sending.run(async () => {
      const got = (await api.post<Me | null>("/me/password", { old, password: next })).data;
      if (got?.login) takeMe(got);
    });
    if (!done) return;
    setOld("");
    setNext("");
    say(t("adult.password.done"));
  };
  return (
    <>
      <h2>{t("adult.password")}</h2>
      <Form sending={sending} onSend={() => void send()} submit={t("adult.password.go")}>
        <input type="text" class="unseen" autoComplete="username" value={me.value?.name ?? ""} readOnly tabIndex={-1} aria-hidden="true" />
        <Field label={t("adult.password.old")} type="password" value={old} onValue={setOld} autocomplete="current-password" required problem={fieldProblem(sending.problem, "old")} />
        <Field label={t("adult.password.new")} hint={t("adult.setup.password-hint")} type="password" value={next} onValue={setNext} autocomplete="new-password" required problem={fieldProblem(sending.problem, "password")} />
      </Form>
      <p class="hint">{t("adult.password.note")}</p>
    </>
  );
}

