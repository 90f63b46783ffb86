// SPDX-License-Identifier: Apache-2.0
// A time of day on the 24-hour clock the rest of the page speaks: typed (2130, 21.30 and 9pm are understood), or moved by a quarter of an hour with
// two buttons or the arrow keys. Nothing has to be dragged.
import { useId, useRef, useState } from "preact/hooks";
import { readTime, stepped, timeText, minuteOf } from "../civil";
import { t } from "../language";
import { Icon } from "./icon";

const STEP = 15;

export function TimeField({ label, value, onValue, problem }: { label: string; value: string; onValue: (time: string) => void; problem?: string | null }) {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null); // while it is being typed
  const [wrong, setWrong] = useState(false);
  const shown = timeText(minuteOf(value) ?? 0); // 24:00 is midnight
  const sentence = wrong ? t("adult.time.wrong") : (problem ?? null);
  const field = useRef<HTMLInputElement>(null);
  const move = (by: number) => {
    field.current?.setCustomValidity("");
    setTyped(null);
    setWrong(false);
    onValue(stepped(shown, by));
  };
  // What can not be read holds the form back: the browser refuses to send it, and says this sentence.
  const take = (field: HTMLInputElement) => {
    const time = readTime(field.value);
    field.setCustomValidity(time === null ? t("adult.time.wrong") : "");
    setWrong(time === null);
    if (time === null) return;
    setTyped(null);
    onValue(time);
  };
  return (
    <div class={sentence ? "field time wrong" : "field time"}>
      <label for={id}>{label}</label>
      <div class="stepper" dir="ltr">
        <button type="button" class="icon-only" aria-label={t("adult.time.earlier", { what: label })} onClick={() => move(-STEP)}>
          <Icon name="minus" />
        </button>
        <input
          ref={field}
          id={id}
          type="text"
          inputMode="numeric"
          autoComplete="off"
          maxLength={8}
          value={typed ?? shown}
          aria-invalid={sentence ? "true" : undefined}
          aria-describedby={sentence ? `${id}-problem` : undefined}
          onInput={(event) => {
            setTyped(event.currentTarget.value);
            event.currentTarget.setCustomValidity("");
            const time = readTime(event.currentTarget.value);
            if (time !== null && /^\d{1,2}[:.]?\d{2}$/.test(event.currentTarget.value)) onValue(time);
          }}
          onBlur={(event) => typed !== null && take(event.currentTarget)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && typed !== null) take(event.currentTarget); // before the form is sent
            if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
            event.preventDefault();
            move(event.key === "ArrowUp" ? STEP : -STEP);
          }}
        />
        <button type="button" class="icon-only" aria-label={t("adult.time.later", { what: label })} onClick={() => move(STEP)}>
          <Icon name="plus" />
        </button>
      </div>
      {sentence && (
        <p class="mistake" id={`${id}-problem`} role="alert">
          {sentence}
        </p>
      )}
    </div>
  );
}
