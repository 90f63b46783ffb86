// SPDX-License-Identifier: Apache-2.0
// The first steps of a visit: words, then who is there.
import { signal } from "@preact/signals";
import { asProblem, Problem } from "./api";
import { chosenLanguage, likelyLanguage, speak } from "./language";
import { loadHome, loadMe, me, startLive } from "./state";

export const starting = signal(true);
export const startProblem = signal<Problem | null>(null);

export async function start() {
  startProblem.value = null;
  const spoken = await speak(likelyLanguage());
  try {
    if (!spoken) throw new Problem(0, { detail: "darban does not answer." });
    await loadMe();
    const mine = me.value?.language;
    if (mine && !chosenLanguage()) await speak(mine);
    if (me.value?.login) {
      startLive();
      await loadHome();
    }
    starting.value = false;
  } catch (thrown) {
    startProblem.value = asProblem(thrown);
  }
}
