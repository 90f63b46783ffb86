// SPDX-License-Identifier: Apache-2.0
// Days of the week: seven boxes to tick, and the three sets families mean most.
import { DAYS, daySet, type Day } from "../civil";
import { dayLetter, dayName, t } from "../language";

const SETS = ["sun-thu", "mon-fri", "daily"] as const;

export function DaysField({ value, onValue, problem }: { value: Set<Day>; onValue: (days: Set<Day>) => void; problem?: string | null }) {
  const toggle = (day: Day, on: boolean) => {
    const next = new Set(value);
    if (on) next.add(day);
    else next.delete(day);
    onValue(next);
  };
  return (
    <fieldset class="days">
      <legend>{t("adult.times.days")}</legend>
      <div class="day-boxes">
        {DAYS.map((day) => (
          <label key={day} class="day-box">
            <input type="checkbox" checked={value.has(day)} aria-label={dayName(day)} onChange={(event) => toggle(day, event.currentTarget.checked)} />
            <span class="face" aria-hidden="true">
              {dayLetter(day)}
            </span>
          </label>
        ))}
      </div>
      <div class="actions">
        {SETS.map((set) => (
          <button key={set} type="button" class="quiet" onClick={() => onValue(daySet(set))}>
            {t("adult.times.days." + set)}
          </button>
        ))}
      </div>
      {problem && (
        <p class="mistake" role="alert">
          {problem}
        </p>
      )}
    </fieldset>
  );
}
