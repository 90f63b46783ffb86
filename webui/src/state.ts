// SPDX-License-Identifier: Apache-2.0
// What several pages share, and how it stays fresh: the daemon says "something changed" on an event stream, and the page asks again. Where a stream
// does not come through, it asks every ten seconds while somebody looks.
import { signal } from "@preact/signals";
import { api, asProblem, forgetAnswers, Problem, useToken, whenSignedOut } from "./api";
import type { Household } from "./household";
import { speak, chosenLanguage } from "./language";
import type { Catalog, Home, Me, Role } from "./types";

export const me = signal<Me | null>(null);
export const home = signal<Home | null>(null);
export const homeProblem = signal<Problem | null>(null);
export const homeAt = signal(0); // performance.now() when home came
export const household = signal<{ value: Household; etag: string | null } | null>(null);
export const catalog = signal<Catalog | null>(null);
export const signInAgain = signal(false);

export type Topic = "home" | "requests" | "household" | "devices";
const listeners = new Map<Topic, Set<() => void>>();

export function onTopic(topic: Topic, run: () => void): () => void {
  const set = listeners.get(topic) ?? new Set();
  listeners.set(topic, set.add(run));
  return () => set.delete(run);
}
const announce = (topic: Topic) => listeners.get(topic)?.forEach((run) => run());

export function takeMe(next: Me) {
  me.value = next;
  useToken(next.token);
  if (next.login) signInAgain.value = false;
  if (next.language && !chosenLanguage()) void speak(next.language);
}

export async function loadMe() {
  takeMe((await api.get<Me>("/me")).data);
}

// Asked while an answer is on its way, it asks once more after that one: several things often change at once.
let comingHome: Promise<void> | null = null;
let onceMore = false;

export function loadHome(): Promise<void> {
  if (comingHome) onceMore = true;
  comingHome ??= askHome().finally(() => (comingHome = null));
  return comingHome;
}

async function askHome() {
  do {
    onceMore = false;
    try {
      home.value = (await api.get<Home>("/home")).data;
      homeAt.value = performance.now();
      homeProblem.value = null;
    } catch (thrown) {
      homeProblem.value = asProblem(thrown);
    }
  } while (onceMore);
}

export async function loadHousehold() {
  const got = await api.get<{ household: Household }>("/household");
  household.value = { value: got.data.household ?? {}, etag: got.etag };
  return household.value;
}

export async function loadCatalog() {
  catalog.value ??= (await api.get<Catalog>("/catalog")).data;
  return catalog.value;
}

// ---- who may what (decisions.md 12); the daemon has the last word

const may = (...roles: Role[]) => () => me.value?.role != null && roles.includes(me.value.role);
export const mayEdit = may("owner", "parent");
export const mayReadRules = may("owner", "parent", "auditor");
export const mayPause = may("owner", "parent", "helper");
const teaches = may("teacher");
export const mayRunRoom = (room: string) => mayEdit() || (teaches() && (me.value?.rooms ?? []).includes(room));
export const hasNoRoom = (rooms: readonly string[]) => teaches() && !rooms.some(mayRunRoom);
export const mayReadNumbers = may("owner", "parent", "auditor");
export const mayGuard = may("owner", "parent"); // one child's numbers
export const mayReadHealth = may("owner", "parent", "auditor", "maintainer");
export const isOwner = may("owner");

// ---- fresh

let stream: EventSource | null = null;
let polling: ReturnType<typeof setInterval> | undefined;
const TOPICS: Topic[] = ["home", "requests", "household", "devices"];
const POLL_MS = 10_000;
const RETRY_MS = 60_000;

function poll() {
  polling ??= setInterval(() => {
    if (document.visibilityState === "visible") TOPICS.forEach(announce);
  }, POLL_MS);
}

export function startLive() {
  stopLive();
  if (!("EventSource" in window)) return poll();
  const source = new EventSource("/api/v1/events");
  stream = source;
  for (const topic of TOPICS) source.addEventListener(topic, () => announce(topic));
  source.onopen = () => {
    clearInterval(polling);
    polling = undefined;
    TOPICS.forEach(announce); // what was missed in between
  };
  source.onerror = () => {
    poll();
    if (source.readyState === EventSource.CLOSED && stream === source) setTimeout(() => stream === source && startLive(), RETRY_MS);
  };
}

export function stopLive() {
  stream?.close();
  stream = null;
  clearInterval(polling);
  polling = undefined;
}

onTopic("home", () => void loadHome());
onTopic("requests", () => void loadHome());
onTopic("devices", () => void loadHome());
onTopic("household", () => {
  void loadHome();
  if (household.value) void loadHousehold().catch(() => {});
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && me.value?.login) announce("home");
});

whenSignedOut(() => {
  if (me.value?.login) signInAgain.value = true; // over the page, so that nothing typed is lost
});

// As whoever the daemon says we are now.
export async function startOver() {
  stopLive();
  forgetAnswers();
  home.value = null;
  household.value = null;
  await loadMe();
  if (!me.value?.login) return;
  startLive();
  await loadHome();
}

export async function signOut() {
  await api.remove("/session").catch(() => {});
  await startOver();
}
