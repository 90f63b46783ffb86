// SPDX-License-Identifier: Apache-2.0
// What went wrong, what it is, and what to do. darban's own sentences come in English: those that a family meets stand
// in each language under their own words; the others are marked for a screen reader of another language.
import type { Problem } from "../api";
import { has, language, t } from "../language";
import { Icon } from "./icon";

function titleOf(problem: Problem): string {
  if (problem.isAway) return t("adult.problem.away");
  if (problem.isSignedOut) return t("adult.problem.signed-out");
  if (problem.status === 403 && !problem.pointer) return t("adult.problem.forbidden");
  if (problem.status === 404) return t("adult.problem.missing");
  if (problem.isStale) return t("adult.problem.stale");
  if (problem.status === 429) return t("adult.problem.slow-down");
  if (problem.status >= 500) return t("adult.problem.ours");
  return t("adult.problem.refused");
}

// "Several tries did not fit." has the key adult.told.several-tries-did-not-fit: what it is and what to do.
function toldKey(problem: Problem): string | null {
  const key = "adult.told." + problem.detail.toLowerCase().replace(/[^a-z0-9]+/g, " ").trim().replace(/ /g, "-");
  return has(key) ? key : null;
}

export function problemText(problem: Problem): string {
  const told = toldKey(problem);
  return told ? t(told) : (language.value === "en" && (problem.detail || problem.title)) || titleOf(problem);
}

export function ProblemNote({ problem, again }: { problem: Problem; again?: () => void }) {
  const told = toldKey(problem);
  return (
    <div class="note trouble" role="alert">
      <Icon name="alert" />
      <div>
        <p class="strong">{titleOf(problem)}</p>
        {told && <p>{t(told)}</p>}
        {!told && (problem.detail || problem.cure) && (
          <p lang="en" dir="ltr">
            {problem.detail} {problem.cure}
          </p>
        )}
        {problem.isAway && <p>{t("adult.problem.away.cure")}</p>}
        {again && (
          <button type="button" class="quiet" onClick={again}>
            {t("adult.problem.again")}
          </button>
        )}
      </div>
    </div>
  );
}

// The sentence for one field, if the problem is about it: its pointer ends in the field's key.
export function fieldProblem(problem: Problem | null, ...keys: string[]): string | null {
  if (!problem?.pointer) return null;
  const told = toldKey(problem);
  const parts = problem.pointer.split("/");
  return keys.some((key) => parts.includes(key)) ? (told ? t(told) : `${problem.detail || problem.title} ${problem.cure}`.trim()) : null;
}
