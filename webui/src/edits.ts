// SPDX-License-Identifier: Apache-2.0
// What an adult does to the household, as functions of it. An edit says what is meant ("remove this window"), not which octets to write, so it can be
// made again on a household that somebody else changed in between: nobody's work is lost (save.ts). Edits never change what they are given.
import { sameWindow, wordsOf, type Device, type Exception, type Holder, type Household, type PersonRules, type Rules, type Window, type Words } from "./household";

export type Edit = (household: Household) => Household;

// The one an edit is about is not there any more.
export class Gone extends Error {
  constructor(readonly who: string) {
    super(`${who} is gone`);
  }
}

export const both =
  (...edits: Edit[]): Edit =>
  (household) =>
    edits.reduce((done, edit) => edit(done), household);

// A key without a value is left out of the file.
export function put<T extends object>(object: T, key: string, value: unknown): T {
  const next = { ...object } as Record<string, unknown>;
  const empty = value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
  if (empty) delete next[key];
  else next[key] = value;
  return next as T;
}

export function changeRules(holder: Holder, change: <T extends Rules>(rules: T) => T): Edit {
  return (household) => {
    if (holder.kind === "guest") return put(household, "guest", change(household.guest ?? {}));
    const key = holder.kind === "person" ? "people" : "rooms";
    const nameOf = (one: Rules) => (holder.kind === "person" ? one["name"] : one["label"]);
    const list = (household[key] ?? []) as Rules[];
    if (!list.some((one) => nameOf(one) === holder.name)) throw new Gone(holder.name);
    return { ...household, [key]: list.map((one) => (nameOf(one) === holder.name ? change(one) : one)) };
  };
}

const person = (name: string): Holder => ({ kind: "person", name });
const without = (words: Words | undefined, word: string) => wordsOf(words).filter((one) => one !== word);
const withWord = (words: Words | undefined, word: string) => [...without(words, word), word];

// ---- people and their devices

export const addPerson =
  (added: PersonRules): Edit =>
  (household) => ({ ...household, people: [...(household.people ?? []), added] });

export const renamePerson =
  (from: string, to: string): Edit =>
  (household) => {
    const renamed = changeRules(person(from), (rules) => ({ ...rules, name: to }))(household);
    if (!renamed.exceptions) return renamed;
    const exceptions = renamed.exceptions.map((one) => (wordsOf(one.for).includes(from) ? { ...one, for: wordsOf(one.for).map((name) => (name === from ? to : name)) } : one));
    return { ...renamed, exceptions };
  };

export const setBand = (name: string, band: string): Edit => changeRules(person(name), (rules) => ({ ...rules, band }));

export const removePerson =
  (name: string): Edit =>
  (household) => {
    const left = put(household, "people", (household.people ?? []).filter((one) => one.name !== name));
    if (!left.exceptions) return left;
    // A holiday that was for this person alone goes too; without anybody it would be for everybody.
    const exceptions = left.exceptions
      .filter((one) => !(wordsOf(one.for).length > 0 && without(one.for, name).length === 0))
      .map((one) => (wordsOf(one.for).includes(name) ? { ...one, for: without(one.for, name) } : one));
    return put(left, "exceptions", exceptions);
  };

export const removeDevice = (name: string, label: string): Edit =>
  changeRules(person(name), (rules) => put(rules, "devices", ((rules["devices"] as Device[] | null) ?? []).filter((device) => device.label !== label)));

export const renameDevice = (name: string, from: string, to: string): Edit =>
  changeRules(person(name), (rules) => put(rules, "devices", ((rules["devices"] as Device[] | null) ?? []).map((device) => (device.label === from ? { ...device, label: to } : device))));

export const moveDevice =
  (from: string, label: string, to: string): Edit =>
  (household) => {
    const moved = (household.people ?? []).find((one) => one.name === from)?.devices?.find((device) => device.label === label);
    if (!moved) throw new Gone(label);
    const added = changeRules(person(to), (rules) => put(rules, "devices", [...((rules["devices"] as Device[] | null) ?? []), moved]));
    return added(removeDevice(from, label)(household));
  };

// ---- times

export const addWindow = (holder: Holder, added: Window): Edit =>
  changeRules(holder, (rules) => put(rules, "timetable", [...(rules.timetable ?? []).filter((one) => !sameWindow(one, added)), added]));

export const removeWindow = (holder: Holder, removed: Window): Edit =>
  changeRules(holder, (rules) => put(rules, "timetable", (rules.timetable ?? []).filter((one) => !sameWindow(one, removed))));

// Where the old one is gone already, the new one is added all the same: it is what was wished for.
export const replaceWindow = (holder: Holder, old: Window, next: Window): Edit =>
  changeRules(holder, (rules) => {
    const list = rules.timetable ?? [];
    return put(rules, "timetable", list.some((one) => sameWindow(one, old)) ? list.map((one) => (sameWindow(one, old) ? next : one)) : [...list, next]);
  });

export const setZone =
  (zone: string): Edit =>
  (household) => (household.zone ? household : { ...household, zone });

export const addException =
  (added: Exception): Edit =>
  (household) => ({ ...household, exceptions: [...(household.exceptions ?? []), added] });

const sameException = (one: Exception, other: Exception) => JSON.stringify(one) === JSON.stringify(other);
export const removeException =
  (removed: Exception): Edit =>
  (household) =>
    put(household, "exceptions", (household.exceptions ?? []).filter((one) => !sameException(one, removed)));

// ---- doors

// A door that is as the band has it needs no word in the file.
export const setDoor = (holder: Holder, key: string, wanted: "open" | "closed", byBand: "open" | "closed"): Edit =>
  changeRules(holder, (rules) => {
    const cleared = put(put(rules, "close", without(rules.close, key)), "open", without(rules.open, key));
    if (wanted === byBand) return cleared;
    return wanted === "closed" ? put(cleared, "close", withWord(cleared.close, key)) : put(cleared, "open", withWord(cleared.open, key));
  });

export const setNightDoor = (holder: Holder, key: string, open: boolean): Edit =>
  changeRules(holder, (rules) => put(rules, "open-doors", open ? withWord(rules["open-doors"], key) : without(rules["open-doors"], key)));

export const setRule = (holder: Holder, key: string, value: unknown): Edit => changeRules(holder, (rules) => put(rules, key, value));

// A site of the family's own, for one holder or (null) for everybody. In one list at most.
export const setSite =
  (holder: Holder | null, site: string, wanted: "open" | "closed" | "unsaid"): Edit =>
  (household) => {
    const change = <T extends object>(rules: T): T => {
      const lists = rules as { allow?: Words; block?: Words };
      const allow = wanted === "open" ? withWord(lists.allow, site) : without(lists.allow, site);
      const block = wanted === "closed" ? withWord(lists.block, site) : without(lists.block, site);
      return put(put(rules, "allow", allow), "block", block);
    };
    return holder ? changeRules(holder, change)(household) : change(household);
  };

// What people paste ("https://www.Games.example/play?x") as the name it is about; nothing when there is none.
export function siteOf(typed: string): string | null {
  const host = typed
    .trim()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, "")
    .split(/[/?#]/)[0]!
    .replace(/^.*@/, "")
    .replace(/:\d+$/, "")
    .replace(/\.$/, "")
    .toLowerCase();
  return /^[^\s.:@/]+(\.[^\s.:@/]+)+$/.test(host) && host.length <= 253 ? host : null;
}
