// SPDX-License-Identifier: Apache-2.0
// Keys for programs, for an owner. A key is shown once.
import { useState } from "preact/hooks";
import { api } from "../api";
import { Tick } from "../components/choice";
import { Dialog } from "../components/dialog";
import { Field } from "../components/field";
import { Form, useSending } from "../components/form";
import { Icon } from "../components/icon";
import { Loading, useLoad } from "../components/load";
import { fieldProblem } from "../components/problem";
import { comma, dateWords, has, t, T } from "../language";
import { say } from "../toast";
import type { Token } from "../types";
import { OwnPassword } from "./own_password";

const SCOPES = ["stats:read", "metrics:read", "grants:write", "policy:write", "lists:write", "admin"] as const;
const scopeWords = (scope: string) => (has("shared.scope." + (scope.replace(":", "-"))) ? t("shared.scope." + (scope.replace(":", "-"))) : scope);

export function Tokens() {
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<string | null>(null);
  const ending = useSending();
  const loaded = useLoad(async () => (await api.get<{ tokens: Token[] }>("/tokens")).data.tokens);
  const end = async (token: Token) => {
    if (!(await ending.run(() => api.remove(`/tokens/${token.id}`)))) return;
    say(t("adult.tokens.ended"));
    loaded.reload();
  };
  return (
    <>
      <h2>{t("adult.tokens")}</h2>
      <p>{t("adult.tokens.text")}</p>
      {made && (
        <div class="card" role="status">
          <p class="strong">{t("adult.tokens.once")}</p>
          <p>
            <code class="secret" dir="ltr">
              {made}
            </code>
          </p>
          <div class="actions">
            <button type="button" onClick={() => setMade(null)}>
              {t("adult.totp.backup-kept")}
            </button>
          </div>
        </div>
      )}
      <Loading from={loaded}>
        {(tokens) => (
          <ul class="rows">
            {tokens.map((token) => (
              <li key={token.id} class="row">
                <Icon name="key" />
                <span class="stack">
                  <span class="strong">
                    <bdi>{token.label}</bdi>
                  </span>
                  <span class="hint">
                    {token.scopes.split(" ").map(scopeWords).join(comma())}
                    {token.ends && (
                      <>
                        {" · "}
                        <T k="adult.tokens.ends" date={dateWords(token.ends)} />
                      </>
                    )}
                  </span>
                </span>
                <button type="button" class="quiet" onClick={() => void end(token)}>
                  {t("adult.sessions.end")}
                  <span class="unseen">: {token.label}</span>
                </button>
              </li>
            ))}
          </ul>
        )}
      </Loading>
      <div class="actions">
        <button type="button" onClick={() => setAdding(true)}>
          <Icon name="plus" /> <span>{t("adult.tokens.add")}</span>
        </button>
      </div>
      {adding && (
        <Add
          onClose={() => setAdding(false)}
          onMade={(token) => {
            setAdding(false);
            setMade(token);
            loaded.reload();
          }}
        />
      )}
    </>
  );
}

function Add({ onClose, onMade }: { onClose: () => void; onMade: (token: string) => void }) {
  const sending = useSending();
  const [label, setLabel] = useState("");
  const [scopes, setScopes] = useState<string[]>([]);
  const [own, setOwn] = useState("");
  const send = () => sending.run(async () => onMade((await api.post<{ token: string }>("/tokens", { label: label.trim(), scopes, own_password: own })).data.token));
  const wrong = fieldProblem(sending.problem, "scopes");
  return (
    <Dialog title={t("adult.tokens.add")} onClose={onClose}>
      <Form sending={sending} onSend={() => void send()} submit={t("adult.tokens.add")} onCancel={onClose}>
        <Field label={t("adult.tokens.label")} value={label} onValue={setLabel} maxLength={40} required problem={fieldProblem(sending.problem, "label")} />
        <fieldset>
          <legend>{t("adult.tokens.scopes")}</legend>
          {SCOPES.map((scope) => (
            <Tick key={scope} label={scopeWords(scope)} checked={scopes.includes(scope)} onChecked={(on) => setScopes(on ? [...scopes, scope] : scopes.filter((one) => one !== scope))} />
          ))}
          {wrong && (
            <p class="mistake" role="alert">
              {wrong}
            </p>
          )}
        </fieldset>
        <OwnPassword value={own} onValue={setOwn} sending={sending} />
      </Form>
    </Dialog>
  );
}
