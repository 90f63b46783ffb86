// SPDX-License-Identifier: Apache-2.0
// Things with an end: given, taken back, and what came of it said in a sentence.
import { api, asProblem } from "../api";
import { problemText, refusalWords } from "../components/problem";
import { language, t } from "../language";
import { loadHome } from "../state";
import { say } from "../toast";
import type { GrantRefusal, GrantWish } from "../types";

export async function takeBack(ids: number[]): Promise<boolean> {
  try {
    for (const id of ids) await api.remove(`/grants/${id}`);
    say(t("adult.grant.taken-back"));
    return true;
  } catch (thrown) {
    say(problemText(asProblem(thrown)), "trouble");
    return false;
  } finally {
    await loadHome();
  }
}

// `done` is our own sentence in the reader's language; darban's, in English, says the very end it has.
export async function give(wish: GrantWish, done: string): Promise<boolean> {
  try {
    const given = (await api.post<{ text: string; ids: number[]; refusal?: GrantRefusal }>("/grants", wish)).data;
    // Without a number nothing was given: there was nothing to do, and darban says why.
    const ids = given.ids ?? [];
    if (ids.length === 0) say((given.refusal && refusalWords(given.refusal)) || done);
    else say(language.value === "en" && given.text ? given.text : done, "done", { label: t("adult.undo"), run: () => void takeBack(ids) });
    return true;
  } catch (thrown) {
    say(problemText(asProblem(thrown)), "trouble");
    return false;
  } finally {
    await loadHome();
  }
}
