// SPDX-License-Identifier: Apache-2.0
// A backup brought home, for an owner: the file and the passwords are sent twice, once to hear what it holds, once to do it. The daemon keeps nothing
// in between, and afterwards everybody logs in anew.
import { useId, useState } from "preact/hooks";
import { api } from "../api";
import { Dialog } from "../components/dialog";
import { Field } from "../components/field";
import { Form, useSending } from "../components/form";
import { fieldProblem } from "../components/problem";
import { comma, dateWords, t, T } from "../language";
import { startLive, startOver, stopLive } from "../state";
import { say } from "../toast";
import { OwnPassword } from "./own_password";

const LARGEST = 8 * 1024 * 1024;

interface Contents {
  day: string | null;
  people: string[];
  accounts: string[];
  versions: number;
  notes: string[];
}

const inBase64 = (file: File) =>
  new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(",")[1] ?? "");
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });

export function Restore() {
  const id = useId();
  const sending = useSending();
  const [file, setFile] = useState<File | null>(null);
  const [password, setPassword] = useState("");
  const [own, setOwn] = useState("");
  const [contents, setContents] = useState<Contents | null>(null);
  const isLarge = file !== null && file.size > LARGEST;
  const mistake = isLarge ? t("adult.restore.large") : fieldProblem(sending.problem, "file");
  const send = async <A,>(path: string) => (await api.slow<A>(path, { own_password: own, file: await inBase64(file!), ...(password ? { password } : {}) })).data;
  const look = () => sending.run(async () => setContents(await send<Contents>("/restore/check")));
  const restore = async () => {
    setContents(null);
    stopLive(); // this login ends: that is no news
    if (!(await sending.run(() => send("/restore")))) return startLive();
    await startOver();
    say(t("adult.restore.done"));
  };
  return (
    <>
      <h2>{t("adult.restore")}</h2>
      <p>{t("adult.restore.text")}</p>
      <Form sending={sending} onSend={() => void (file && !isLarge && look())} submit={t("adult.restore.look")}>
        <div class={mistake ? "field wrong" : "field"}>
          <label for={id}>{t("adult.restore.file")}</label>
          <input
            id={id}
            type="file"
            required
            aria-invalid={mistake ? "true" : undefined}
            {...(mistake ? { "aria-describedby": `${id}-problem` } : {})}
            onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)}
          />
          {mistake && (
            <p class="mistake" id={`${id}-problem`} role="alert">
              {mistake}
            </p>
          )}
        </div>
        <Field label={t("adult.restore.password")} hint={t("adult.restore.password-hint")} type="password" value={password} onValue={setPassword} problem={fieldProblem(sending.problem, "password")} />
        <OwnPassword value={own} onValue={setOwn} sending={sending} />
      </Form>
      {contents && (
        <Dialog title={t("adult.restore.sure")} onClose={() => setContents(null)}>
          <p>{contents.day ? <T k="adult.restore.made" date={dateWords(contents.day)} /> : t("adult.restore.undated")}</p>
          <p>
            <T k="adult.restore.people" n={contents.people.length} who={contents.people.join(comma())} />
          </p>
          <p>{contents.accounts.length > 0 ? <T k="adult.restore.accounts" who={contents.accounts.join(comma())} /> : t("adult.restore.accounts-stay")}</p>
          {contents.notes.map((note) => (
            <p key={note} class="hint" lang="en" dir="ltr">
              {note}
            </p>
          ))}
          <p class="strong">{t("adult.restore.after")}</p>
          <div class="actions">
            <button type="button" class="main" onClick={() => void restore()}>
              {t("adult.restore.go")}
            </button>
            <button type="button" onClick={() => setContents(null)}>
              {t("adult.cancel")}
            </button>
          </div>
        </Dialog>
      )}
    </>
  );
}
