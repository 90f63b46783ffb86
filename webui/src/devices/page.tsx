// SPDX-License-Identifier: Apache-2.0
// Devices: the new ones, given to somebody with one tap, and everybody's.
import { useState } from "preact/hooks";
import { api, asProblem, type Problem } from "../api";
import { Icon } from "../components/icon";
import { Loading, useLoad } from "../components/load";
import { Page } from "../components/page";
import { ProblemNote } from "../components/problem";
import { dateWords, t, T } from "../language";
import { href } from "../router";
import { household, loadHome, loadHousehold, mayEdit } from "../state";
import { say } from "../toast";
import type { Devices, NewDevice } from "../types";

// "device", "device 2": a label the person does not have yet. They can give it a better one later.
export function freeLabel(taken: string[]): string {
  const word = t("adult.devices.one");
  for (let n = 1; ; n++) {
    const label = n === 1 ? word : `${word} ${n}`;
    if (!taken.includes(label)) return label;
  }
}

// Written into the household by the daemon; made again on today's edition where somebody else saved in between.
export async function assign(device: NewDevice, person: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const { value, etag } = attempt === 0 && household.value ? household.value : await loadHousehold();
    const taken = (value.people ?? []).find((one) => one.name === person)?.devices?.map((one) => one.label) ?? [];
    try {
      await api.post("/devices", { mac: device.mac, person, label: freeLabel(taken) }, etag);
      await Promise.all([loadHousehold(), loadHome()]);
      return;
    } catch (thrown) {
      if (!asProblem(thrown).isStale || attempt >= 3) throw thrown;
    }
  }
}

export function NewDevices({ devices, people, onDone, level: Heading = "h3" }: { devices: NewDevice[]; people: string[]; onDone: () => void; level?: "h2" | "h3" }) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState<string | null>(null);
  const choose = async (device: NewDevice, person: string) => {
    setBusy(device.mac);
    try {
      await assign(device, person);
      setProblem(null);
      say(t("adult.devices.given", { who: person }));
      onDone();
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setBusy(null);
    }
  };
  return (
    <>
      {problem && <ProblemNote problem={problem} />}
      <ul class="cards">
        {devices.map((device) => (
          <li key={device.mac} class="card" aria-busy={busy === device.mac}>
            <div class="card-head">
              <span class="badge">
                <Icon name="device" />
              </span>
              <div>
                <Heading>
                  <bdi dir="ltr">{device.mac}</bdi>
                </Heading>
                {device.noticed && (
                  <p class="hint">
                    <T k="adult.devices.noticed" date={dateWords(device.noticed)} />
                  </p>
                )}
              </div>
            </div>
            {device.private && <p class="hint">{t("adult.devices.private")}</p>}
            <p id={`whose-${device.mac}`}>{t("adult.devices.whose")}</p>
            <div class="actions" role="group" aria-labelledby={`whose-${device.mac}`}>
              {people.map((person) => (
                <button key={person} type="button" onClick={() => void choose(device, person)}>
                  <bdi>{person}</bdi>
                </button>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}

export function DevicesPage() {
  const loaded = useLoad(async () => {
    const [devices] = await Promise.all([api.get<Devices>("/devices"), loadHousehold()]);
    return devices.data;
  }, [], ["devices", "household"]);
  return (
    <Page title={t("adult.devices")}>
      <Loading from={loaded}>
        {(devices) => {
          const people = (household.value?.value.people ?? []).map((person) => person.name);
          return (
            <>
              <h2>{t("adult.devices.new")}</h2>
              {devices.new.length === 0 && <p>{t("adult.devices.none-new")}</p>}
              {devices.new.length > 0 && <p>{t("adult.devices.new-text")}</p>}
              {devices.new.length > 0 && people.length === 0 && (
                <p>
                  <a href={href("people")}>{t("adult.people.add")}</a>
                </p>
              )}
              {mayEdit() && <NewDevices devices={devices.new} people={people} onDone={loaded.reload} />}
              {devices.more && <p>{t("adult.devices.more")}</p>}
              <h2>{t("adult.devices.known")}</h2>
              {devices.people.map((person) => (
                <section key={person.name}>
                  <h3>
                    <a href={href("people", person.name)}>
                      <bdi>{person.name}</bdi>
                    </a>
                  </h3>
                  {person.devices.length === 0 && <p>{t("adult.people.no-devices")}</p>}
                  <ul class="plain-list">
                    {person.devices.map((device) => (
                      <li key={device.label}>
                        <bdi>{device.label}</bdi>{" "}
                        {device.private_macs > 0 && <span class="hint">{t("adult.devices.private-one")}</span>}
                      </li>
                    ))}
                  </ul>
                </section>
              ))}
              <p class="hint">{t("adult.devices.no-presence")}</p>
            </>
          );
        }}
      </Loading>
    </Page>
  );
}
