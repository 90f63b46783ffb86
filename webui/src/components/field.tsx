// SPDX-License-Identifier: Apache-2.0
// One thing to type, with its label, its hint, and its mistake tied to it.
import { useId } from "preact/hooks";

interface Props {
  label: string;
  value: string;
  onValue: (value: string) => void;
  hint?: string | undefined;
  problem?: string | null;
  type?: "text" | "password" | "search" | "date";
  autocomplete?: string;
  inputmode?: "text" | "numeric" | "url";
  required?: boolean;
  maxLength?: number;
  minLength?: number;
  ltr?: boolean; // a site or a code, whatever the language
}

export function Field({ label, value, onValue, hint, problem, type = "text", autocomplete = "off", inputmode, required = false, maxLength = 200, minLength, ltr = false }: Props) {
  const id = useId();
  const described = [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(" ");
  const site = ltr ? { dir: "ltr" as const, autocapitalize: "none" as const, spellcheck: false } : {};
  return (
    <div class={problem ? "field wrong" : "field"}>
      <label for={id}>{label}</label>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <input
        id={id}
        {...({ type } as { type: "text" })}
        value={value}
        autoComplete={autocomplete}
        required={required}
        maxLength={maxLength}
        {...(minLength ? { minLength } : {})}
        {...(inputmode ? { inputMode: inputmode } : {})}
        {...(described ? { "aria-describedby": described } : {})}
        aria-invalid={problem ? "true" : undefined}
        {...site}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
      {problem && (
        <p class="mistake" id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
