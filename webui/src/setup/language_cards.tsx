// SPDX-License-Identifier: Apache-2.0
// The first question, for people who may not read: a picture with the letters of each language, each in itself.
import { LANGUAGES, language, speak, t } from "../language";

const LETTERS: Record<string, string> = { en: "Aa", ur: "ا ب" };

export function LanguageCards({ onChosen, first = false }: { onChosen?: () => void; first?: boolean }) {
  return (
    <ul class="languages" aria-label={t("adult.language")}>
      {LANGUAGES.map((one) => (
        <li key={one.lang}>
          <button type="button" lang={one.lang} dir={one.dir} class="language" aria-pressed={first ? undefined : language.value === one.lang} onClick={() => void speak(one.lang, true).then(() => onChosen?.())}>
            <svg viewBox="0 0 96 72" aria-hidden="true" focusable="false">
              <path d="M8 6h80v46H46L30 66V52H8z" />
              <text x="48" y="40" text-anchor="middle">
                {LETTERS[one.lang]}
              </text>
            </svg>
            <span class="strong">{one.name}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
