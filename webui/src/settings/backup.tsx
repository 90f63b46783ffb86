// SPDX-License-Identifier: Apache-2.0
// A backup to be kept, for an owner: one sealed file, which the browser saves; and the way back.
import { useState } from "preact/hooks";
import { api } from "../api";
import { Field } from "../components/field";
import { Form, useSending } from "../components/form";
import { fieldProblem } from "../components/problem";
import { t } from "../language";
import { say } from "../toast";
import { Restore } from "./restore";

const NAME = "household.darban-backup";

function keep(file: Blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = NAME;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // the browser has read it by then
}

export function Backup() {
  const sending = useSending();
  const [password, setPassword] = useState("");
  const send = async () => {
    if (!(await sending.run(async () => keep(await api.file("/backup", { password }))))) return;
    setPassword("");
    say(t("adult.backup.done"));
  };
  return (
    <>
      <h2>{t("adult.backup")}</h2>
      <p>{t("adult.backup.text")}</p>
      <Form sending={sending} onSend={() => void send()} submit={t("adult.backup.go")}>
        <Field label={t("adult.backup.password")} hint={t("adult.backup.hint")} type="password" value={password} onValue={setPassword} autocomplete="new-password" minLength={8} required problem={fieldProblem(sending.problem, "password")} />
      </Form>
      <Restore />
    </>
  );
}
