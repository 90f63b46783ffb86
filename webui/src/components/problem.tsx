// SPDX-License-Identifier: Apache-2.0
// What went wrong, what it is, and what to do. darban's own sentences come in English: those that a family meets stand
// in each language under their own words; the others are marked for a screen reader of another language.
import type { Problem } from "../api";
import { comma, has, language, lengthWords, t } from "../language";
import type { GrantRefusal } from "../types";
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
export function toldWords(sentence: string): string | null {
  const key = "adult.told." + sentence.toLowerCase().replace(/[^a-z0-9]+/g, " ").trim().replace(/ /g, "-");
  return has(key) ? t(key) : null;
}

// Why a grant is not given, or why there was nothing to give.
export function refusalWords({ fault, subject, choices, most, left, number }: GrantRefusal): string | null {
  const key = "adult.refused." + fault;
  const whom = subject === "everyone" || subject === "guest" ? t("adult." + subject) : subject;
  return has(key) ? t(key, { subject: whom, choices: choices.join(comma()), most: lengthWords(most), left: lengthWords(left), number }) : null;
}

const toldOf = (problem: Problem) => (problem.refusal && refusalWords(problem.refusal)) ?? toldWords(problem.detail);

export function problemText(problem: Problem): string {
  const told = toldOf(problem);
  return told ?? ((language.value === "en" && (problem.detail || problem.title)) || titleOf(problem));
}

export function ProblemNote({ problem, again }: { problem: Problem; again?: () => void }) {
  const told = toldOf(problem);
  return (
    <div class="note trouble" role="alert">
      <Icon name="alert" />
      <div>
        <p class="strong">{titleOf(problem)}</p>
        {told && <p>{told}</p>}
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
  const told = toldOf(problem);
  const parts = problem.pointer.split("/");
  return keys.some((key) => parts.includes(key)) ? (told ?? `${problem.detail || problem.title} ${problem.cure}`.trim()) : null;
}
