// SPDX-License-Identifier: Apache-2.0
// One of several, as cards to touch: real radio buttons below, so that arrow keys and screen readers know them.
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { Icon, type IconName } from "./icon";

export interface Option<K extends string> {
  key: K;
  label: ComponentChildren;
  hint?: ComponentChildren;
  icon?: IconName;
}

interface Props<K extends string> {
  legend: ComponentChildren;
  hideLegend?: boolean;
  options: readonly Option<K>[];
  value: K | null;
  onValue: (key: K) => void;
  look?: "cards" | "row";
  disabled?: boolean;
}

export function Choice<K extends string>({ legend, hideLegend = false, options, value, onValue, look = "cards", disabled = false }: Props<K>) {
  const name = useId();
  return (
    <fieldset class={look === "row" ? "choice row" : "choice"} disabled={disabled}>
      <legend class={hideLegend ? "unseen" : ""}>{legend}</legend>
      <div class="options">
        {options.map((option) => (
          <label key={option.key} class="option">
            <input type="radio" name={name} value={option.key} checked={value === option.key} onChange={() => onValue(option.key)} />
            <span class="face">
              {option.icon && <Icon name={option.icon} />}
              <span>
                <span class="strong">{option.label}</span>
                {option.hint && <span class="hint">{option.hint}</span>}
              </span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

// A yes or no.
export function Tick({ label, hint, checked, onChecked, disabled = false }: { label: ComponentChildren; hint?: ComponentChildren; checked: boolean; onChecked: (checked: boolean) => void; disabled?: boolean }) {
  return (
    <label class="tick">
      <input type="checkbox" checked={checked} disabled={disabled} onChange={(event) => onChecked(event.currentTarget.checked)} />
      <span>
        <span>{label}</span>
        {hint && <span class="hint">{hint}</span>}
      </span>
    </label>
  );
}
