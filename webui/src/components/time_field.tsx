// SPDX-License-Identifier: Apache-2.0
// A time of day: typed, picked by the device's own clock, or moved by a quarter of an hour with two buttons. Nothing has to be dragged.
import { useId } from "preact/hooks";
import { minuteOf, stepped, timeText } from "../civil";
import { t } from "../language";
import { Icon } from "./icon";

const STEP = 15;

export function TimeField({ label, value, onValue, problem }: { label: string; value: string; onValue: (time: string) => void; problem?: string | null }) {
  const id = useId();
  const shown = timeText(minuteOf(value) ?? 0); // 24:00 is midnight
  return (
    <div class={problem ? "field time wrong" : "field time"}>
      <label for={id}>{label}</label>
      <div class="stepper" dir="ltr">
        <button type="button" class="icon-only" aria-label={t("adult.time.earlier", { what: label })} onClick={() => onValue(stepped(shown, -STEP))}>
          <Icon name="minus" />
        </button>
        <input
          id={id}
          type="time"
          value={shown}
          required
          aria-invalid={problem ? "true" : undefined}
          aria-describedby={problem ? `${id}-problem` : undefined}
          onInput={(event) => event.currentTarget.value && onValue(event.currentTarget.value.slice(0, 5))}
        />
        <button type="button" class="icon-only" aria-label={t("adult.time.later", { what: label })} onClick={() => onValue(stepped(shown, STEP))}>
          <Icon name="plus" />
        </button>
      </div>
      {problem && (
        <p class="mistake" id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
