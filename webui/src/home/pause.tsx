// SPDX-License-Identifier: Apache-2.0
// Pause: one tap asks for how long, the next pauses. Pressed while paused, it ends the pause at once.
import { useState } from "preact/hooks";
import { Dialog } from "../components/dialog";
import { Icon, type IconName } from "../components/icon";
import { t, T } from "../language";
import type { GrantWish } from "../types";
import { give, takeBack } from "./grants";

interface Props {
  who: string; // as the API takes it
  name: string; // as people read it
  paused: number[]; // grants to take back
  label: string;
  icon?: IconName;
}

const LENGTHS: { key: string; wish: Partial<GrantWish> }[] = [
  { key: "15", wish: { minutes: 15 } },
  { key: "30", wish: { minutes: 30 } },
  { key: "60", wish: { minutes: 60 } },
  { key: "morning", wish: { until: "morning" } },
];

export function PauseButton({ who, name, paused, label, icon = "moon" }: Props) {
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const during = async (work: Promise<boolean>) => {
    setBusy(true);
    await work;
    setBusy(false);
  };
  if (paused.length > 0)
    return (
      <button type="button" class="main" aria-busy={busy} onClick={() => void during(takeBack(paused))}>
        <Icon name="sun" />
        <span>
          {t("adult.pause.end")}
          <span class="unseen">: {name}</span>
        </span>
      </button>
    );
  return (
    <>
      <button type="button" aria-busy={busy} onClick={() => setAsking(true)}>
        <Icon name={icon} />
        <span>
          {label}
          <span class="unseen">: {name}</span>
        </span>
      </button>
      {asking && (
        <Dialog title={<T k="adult.pause.title" who={name} />} onClose={() => setAsking(false)}>
          <p>{t("adult.pause.text")}</p>
          <div class="lengths">
            {LENGTHS.map(({ key, wish }) => (
              <button
                key={key}
                type="button"
                class="main"
                onClick={() => {
                  setAsking(false);
                  void during(give({ kind: "pause", who: [who], ...wish }, t("adult.pause.done", { who: name })));
                }}
              >
                {t("adult.length." + key)}
              </button>
            ))}
          </div>
          <p class="hint">{t("adult.pause.limits")}</p>
        </Dialog>
      )}
    </>
  );
}
