// SPDX-License-Identifier: Apache-2.0
// An edit of the household on its way to the file. If somebody else saved in between (412), theirs is fetched and the same edit is made on it again.
import { api, asProblem, type Problem } from "./api";
import { Gone, type Edit } from "./edits";
import type { Household } from "./household";
import { t } from "./language";
import { household, loadHome, loadHousehold } from "./state";
import { say } from "./toast";

export type Outcome = { ok: true; notes: string[] } | { ok: false; problem: Problem | null };
export type Renamed = { from: string; to: string };
const TRIES = 4;

// Says by toast what came of it. `done` is the sentence when all went well; an empty one says nothing.
// `renamed`: who has another name by this edit, so that their numbers go with them.
export async function save(edit: Edit, done: string, renamed?: Renamed): Promise<Outcome> {
  let merged = false;
  try {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const { value, etag } = household.value ?? (await loadHousehold());
      const next: Household = edit(value);
      try {
        const got = await api.put<{ notes?: string[] }>("/household", { household: next, ...(renamed ? { renamed: [renamed] } : {}) }, etag);
        household.value = { value: next, etag: got.etag };
        const fresh = await loadHousehold().catch(() => null); // as darban writes it
        if (!fresh) household.value = { value: next, etag: got.etag };
        void loadHome();
        if (done || merged) say(merged ? `${done} ${t("adult.save.merged")}` : done);
        return { ok: true, notes: got.data?.notes ?? [] };
      } catch (thrown) {
        const problem = asProblem(thrown);
        if (!problem.isStale) throw problem;
        merged = true;
        await loadHousehold();
      }
    }
    say(t("adult.save.busy"), "trouble");
    return { ok: false, problem: null };
  } catch (thrown) {
    if (thrown instanceof Gone) {
      say(t("adult.save.gone", { who: thrown.who }), "trouble");
      return { ok: false, problem: null };
    }
    return { ok: false, problem: asProblem(thrown) };
  }
}
