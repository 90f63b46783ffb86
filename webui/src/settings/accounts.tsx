// SPDX-License-Identifier: Apache-2.0
// Everybody who may log in, for an owner: what they may do, a new password, and the way out.
import { useState } from "preact/hooks";
import { api } from "../api";
import { Choice } from "../components/choice";
import { Dialog } from "../components/dialog";
import { Field } from "../components/field";
import { Form, useSending } from "../components/form";
import { Icon } from "../components/icon";
import { Loading, useLoad } from "../components/load";
import { fieldProblem } from "../components/problem";
import { language, t, T } from "../language";
import { say } from "../toast";
import type { Account, Role } from "../types";
import { OwnPassword } from "./own_password";

const ROLES: readonly Role[] = ["owner", "parent", "helper", "teacher", "maintainer", "auditor"];
const roles = () => ROLES.map((key) => ({ key, label: t("shared.role." + key), hint: t("adult.role-about." + key) }));

export function Accounts() {
  const [adding, setAdding] = useState(false);
  const [open, setOpen] = useState<Account | null>(null);
  const loaded = useLoad(async () => (await api.get<{ accounts: Account[] }>("/accounts")).data.accounts);
  const close = () => {
    setAdding(false);
    setOpen(null);
    loaded.reload();
  };
  return (
    <>
      <h2>{t("adult.accounts")}</h2>
      <p>{t("adult.accounts.text")}</p>
      <Loading from={loaded}>
        {(accounts) => (
          <ul class="rows">
            {accounts.map((account) => (
              <li key={account.id} class="row">
                <Icon name="people" />
                <span class="stack">
                  <span class="strong">
                    <bdi>{account.name}</bdi>
                  </span>
                  <span class="hint">
                    {t("shared.role." + account.role)}
                    {account.totp && ` · ${t("adult.totp")}`}
                  </span>
                </span>
                {!account.me && (
                  <button type="button" class="quiet" onClick={() => setOpen(account)}>
                    {t("adult.change")}
                    <span class="unseen">: {account.name}</span>
                  </button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loading>
      <div class="actions">
        <button type="button" onClick={() => setAdding(true)}>
          <Icon name="plus" /> <span>{t("adult.accounts.add")}</span>
        </button>
      </div>
      {adding && <Add onClose={close} />}
      {open && <Change account={open} onClose={close} />}
    </>
  );
}

function Add({ onClose }: { onClose: () => void }) {
  const sending = useSending();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [role, setRole] = useState<Role>("parent");
  const [own, setOwn] = useState("");
  const send = async () => {
    if (!(await sending.run(() => api.post("/accounts", { name: name.trim(), role, password, language: language.value, ...(role === "owner" ? { own_password: own } : {}) })))) return;
    say(t("adult.accounts.added", { who: name.trim() }));
    onClose();
  };
  return (
    <Dialog title={t("adult.accounts.add")} onClose={onClose}>
      <Form sending={sending} onSend={() => void send()} submit={t("adult.accounts.add")} onCancel={onClose}>
        <Field label={t("adult.login.name")} value={name} onValue={setName} maxLength={40} required problem={fieldProblem(sending.problem, "name")} />
        <Field label={t("adult.login.password")} hint={t("adult.setup.password-hint")} type="password" autocomplete="new-password" value={password} onValue={setPassword} required problem={fieldProblem(sending.problem, "password")} />
        <Choice<Role> legend={t("adult.accounts.role")} value={role} onValue={setRole} options={roles()} />
        {role === "owner" && <OwnPassword value={own} onValue={setOwn} sending={sending} />}
      </Form>
    </Dialog>
  );
}

function Change({ account, onClose }: { account: Account; onClose: () => void }) {
  const sending = useSending();
  const [role, setRole] = useState(account.role);
  const [password, setPassword] = useState("");
  const [own, setOwn] = useState("");
  const isOwner = account.role === "owner";
  const asksOwn = isOwner || role === "owner";
  const send = async () => {
    const wish = { ...(role !== account.role ? { role } : {}), ...(password ? { password } : {}) };
    const proof = asksOwn ? { own_password: own } : {};
    if (Object.keys(wish).length > 0 && !(await sending.run(() => api.patch(`/accounts/${account.id}`, { ...wish, ...proof })))) return;
    say(t("adult.accounts.changed", { who: account.name }));
    onClose();
  };
  const remove = async () => {
    if (!(await sending.run(() => api.remove(`/accounts/${account.id}`)))) return;
    say(t("adult.accounts.removed", { who: account.name }));
    onClose();
  };
  return (
    <Dialog title={<bdi>{account.name}</bdi>} onClose={onClose}>
      <Form
        sending={sending}
        onSend={() => void send()}
        submit={t("adult.save")}
        onCancel={onClose}
        more={
          isOwner ? undefined : (
            <button type="button" class="danger" onClick={() => void remove()}>
              <T k="adult.accounts.remove" who={account.name} />
            </button>
          )
        }
      >
        <Choice<Role> legend={t("adult.accounts.role")} value={role} onValue={setRole} options={roles()} />
        <Field label={t("adult.accounts.new-password")} hint={t("adult.accounts.new-password-hint")} type="password" autocomplete="new-password" value={password} onValue={setPassword} problem={fieldProblem(sending.problem, "password")} />
        {asksOwn && <OwnPassword value={own} onValue={setOwn} sending={sending} />}
        {isOwner && <p class="hint">{t("adult.accounts.owner-stays")}</p>}
      </Form>
    </Dialog>
  );
}
