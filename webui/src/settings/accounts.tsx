// SPDX-License-Identifier: Apache-2.0
// Everybody who may log in, for an owner: what they may do, a new password, and the way out.
import { useEffect, useState } from "preact/hooks";
import { api } from "../api";
import { Choice, Tick } from "../components/choice";
import { Dialog } from "../components/dialog";
import { Field } from "../components/field";
import { Form, useSending } from "../components/form";
import { Icon } from "../components/icon";
import { Loading, useLoad } from "../components/load";
import { fieldProblem } from "../components/problem";
import { comma, language, t, T } from "../language";
import { home, loadHome } from "../state";
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
                    {account.role === "teacher" && ` · ${account.rooms.join(comma()) || t("adult.accounts.no-rooms")}`}
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

// Rooms of the household to choose from, and those that were chosen once and are there no more.
function Rooms({ chosen, onChosen, problem }: { chosen: string[]; onChosen: (rooms: string[]) => void; problem: string | null }) {
  useEffect(() => void loadHome(), []);
  const there = (home.value?.rooms ?? []).filter((room) => room.kind === "room").map((room) => room.name);
  const [known] = useState(chosen);
  const gone = home.value ? known.filter((room) => !there.includes(room)) : [];
  const tick = (room: string, hint?: string) => (
    <Tick key={room} label={<bdi>{room}</bdi>} hint={hint} checked={chosen.includes(room)} onChecked={(on) => onChosen(on ? [...chosen, room] : chosen.filter((one) => one !== room))} />
  );
  return (
    <fieldset>
      <legend>{t("adult.accounts.rooms")}</legend>
      <p class="hint">{t(there.length > 0 ? "adult.accounts.rooms.hint" : "adult.accounts.rooms.none")}</p>
      {there.map((room) => tick(room))}
      {gone.map((room) => tick(room, t("adult.accounts.rooms.gone")))}
      {problem && (
        <p class="mistake" role="alert">
          {problem}
        </p>
      )}
    </fieldset>
  );
}

function Add({ onClose }: { onClose: () => void }) {
  const sending = useSending();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [role, setRole] = useState<Role>("parent");
  const [own, setOwn] = useState("");
  const [rooms, setRooms] = useState<string[]>([]);
  const send = async () => {
    if (!(await sending.run(() => api.post("/accounts", { name: name.trim(), role, password, language: language.value, ...(role === "owner" ? { own_password: own } : {}), ...(role === "teacher" ? { rooms } : {}) })))) return;
    say(t("adult.accounts.added", { who: name.trim() }));
    onClose();
  };
  return (
    <Dialog title={t("adult.accounts.add")} onClose={onClose}>
      <Form sending={sending} onSend={() => void send()} submit={t("adult.accounts.add")} onCancel={onClose}>
        <Field label={t("adult.login.name")} value={name} onValue={setName} maxLength={40} required problem={fieldProblem(sending.problem, "name")} />
        <Field label={t("adult.login.password")} hint={t("adult.setup.password-hint")} type="password" autocomplete="new-password" value={password} onValue={setPassword} required problem={fieldProblem(sending.problem, "password")} />
        <Choice<Role> legend={t("adult.accounts.role")} value={role} onValue={setRole} options={roles()} />
        {role === "teacher" && <Rooms chosen={rooms} onChosen={setRooms} problem={fieldProblem(sending.problem, "rooms")} />}
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
  const [rooms, setRooms] = useState(account.rooms);
  const isOwner = account.role === "owner";
  const asksOwn = isOwner || role === "owner";
  const send = async () => {
    const wish = { ...(role !== account.role ? { role } : {}), ...(password ? { password } : {}), ...(role === "teacher" && rooms.join("\n") !== account.rooms.join("\n") ? { rooms } : {}) };
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
        {role === "teacher" && <Rooms chosen={rooms} onChosen={setRooms} problem={fieldProblem(sending.problem, "rooms")} />}
        {asksOwn && <OwnPassword value={own} onValue={setOwn} sending={sending} />}
        {isOwner && <p class="hint">{t("adult.accounts.owner-stays")}</p>}
      </Form>
    </Dialog>
  );
}
