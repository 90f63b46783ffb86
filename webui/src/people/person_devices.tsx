// SPDX-License-Identifier: Apache-2.0
// The devices of one person: renamed, moved to somebody else, taken away.
import { useState } from "preact/hooks";
import { Dialog } from "../components/dialog";
import { Field } from "../components/field";
import { Form, useSending } from "../components/form";
import { Icon } from "../components/icon";
import { fieldProblem } from "../components/problem";
import { moveDevice, removeDevice, renameDevice } from "../edits";
import { wordsOf, type Device, type Household, type PersonRules } from "../household";
import { t, T } from "../language";
import { href } from "../router";
import { mayEdit } from "../state";

export function PersonDevices({ household, person }: { household: Household; person: PersonRules }) {
  const [open, setOpen] = useState<Device | null>(null);
  const devices = person.devices ?? [];
  return (
    <>
      <h2>{t("adult.devices")}</h2>
      {devices.length === 0 && (
        <p>
          {t("adult.people.no-devices")} <a href={href("devices")}>{t("adult.devices.find")}</a>
        </p>
      )}
      <ul class="rows">
        {devices.map((device) => (
          <li key={device.label} class="row">
            <Icon name="device" />
            <span>
              <span class="strong">
                <bdi>{device.label}</bdi>
              </span>
              <span class="hint">
                <bdi dir="ltr">{[...wordsOf(device.mac), ...wordsOf(device.address)].join(", ")}</bdi>
              </span>
            </span>
            {mayEdit() && (
              <button type="button" class="quiet" onClick={() => setOpen(device)}>
                {t("adult.change")}
                <span class="unseen">: {device.label}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
      {open && <DeviceDialog key={open.label} household={household} person={person} device={open} onClose={() => setOpen(null)} />}
    </>
  );
}

function DeviceDialog({ household, person, device, onClose }: { household: Household; person: PersonRules; device: Device; onClose: () => void }) {
  const sending = useSending();
  const [label, setLabel] = useState(device.label);
  const others = (household.people ?? []).filter((one) => one.name !== person.name);
  const then = (done: boolean) => done && onClose();
  return (
    <Dialog title={<bdi>{device.label}</bdi>} onClose={onClose}>
      <Form
        sending={sending}
        submit={t("adult.save")}
        onCancel={onClose}
        onSend={() => void (label.trim() && sending.edit(renameDevice(person.name, device.label, label.trim()), t("adult.devices.renamed", { what: label.trim() })).then(then))}
      >
        <Field label={t("adult.devices.label")} value={label} onValue={setLabel} maxLength={60} required problem={fieldProblem(sending.problem, "label", "devices")} />
      </Form>
      {others.length > 0 && (
        <>
          <h3>{t("adult.devices.give")}</h3>
          <div class="actions">
            {others.map((other) => (
              <button key={other.name} type="button" onClick={() => void sending.edit(moveDevice(person.name, device.label, other.name), t("adult.devices.moved", { what: device.label, who: other.name })).then(then)}>
                <bdi>{other.name}</bdi>
              </button>
            ))}
          </div>
        </>
      )}
      <h3>{t("adult.devices.remove")}</h3>
      <p>{t("adult.devices.remove-text")}</p>
      <div class="actions">
        <button type="button" class="danger" onClick={() => void sending.edit(removeDevice(person.name, device.label), t("adult.devices.removed", { what: device.label })).then(then)}>
          <T k="adult.devices.remove-what" what={device.label} />
        </button>
      </div>
    </Dialog>
  );
}
