// SPDX-License-Identifier: Apache-2.0
// What went wrong, what it is, and what to do. darban's own sentences come in English; they are marked so for a screen reader of another language.
import type { Problem } from "../api";
import { t } from "../language";
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

export const problemText = (problem: Problem) => problem.detail || problem.title || titleOf(problem);

export function ProblemNote({ problem, again }: { problem: Problem; again?: () => void }) {
  return (
    <div class="note trouble" role="alert">
      <Icon name="alert" />
      <div>
        <p class="strong">{titleOf(problem)}</p>
        {(problem.detail || problem.cure) && (
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
  const parts = problem.pointer.split("/");
  return keys.some((key) => parts.includes(key)) ? `${problem.detail || problem.title} ${problem.cure}`.trim() : null;
}
