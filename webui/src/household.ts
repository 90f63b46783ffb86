// SPDX-License-Identifier: Apache-2.0
// household.yaml as JSON. Only what the pages show is named; every other key passes through an edit untouched. Values may be written in the several
// ways people write them (one word, words with commas, a list), so they are read with wordsOf and written back as a list.
import { daySet, daysText, type Day } from "./civil";
import type { Mode } from "./types";

export type Words = string | string[] | null;
export interface Window {
  days?: string | string[];
  start: string;
  end: string;
  mode: Mode;
  services?: Words;
  open?: Words;
}
export interface Device {
  label: string;
  mac?: Words;
  address?: Words;
  [more: string]: unknown;
}
// What people, rooms and guests have in common.
export interface Rules {
  band?: string;
  close?: Words;
  open?: Words;
  "open-doors"?: Words;
  allow?: Words;
  block?: Words;
  timetable?: Window[] | null;
  bypass?: string;
  "safe-search"?: string | boolean | Record<string, string | boolean>;
  youtube?: string | boolean;
  [more: string]: unknown;
}
export interface PersonRules extends Rules {
  name: string;
  band: string;
  devices?: Device[] | null;
}
export interface RoomRules extends Rules {
  label: string;
  prefix: string;
}
export interface Exception {
  label: string;
  on?: string;
  from?: string;
  to?: string;
  calendar?: string;
  events?: Words;
  for?: Words;
  like?: string;
  windows?: Window[] | null;
  mode?: Mode;
  [more: string]: unknown;
}
export interface Household {
  zone?: string;
  people?: PersonRules[] | null;
  rooms?: RoomRules[] | null;
  guest?: Rules | null;
  allow?: Words;
  block?: Words;
  exceptions?: Exception[] | null;
  [more: string]: unknown;
}

// Whose rules: a person by name, a room by label, everybody else.
export type Holder = { kind: "person"; name: string } | { kind: "room"; name: string } | { kind: "guest"; name: "guest" };

export function wordsOf(written: Words | undefined): string[] {
  if (written === null || written === undefined) return [];
  const list = Array.isArray(written) ? written : written.split(",");
  return list.map((word) => String(word).trim()).filter(Boolean);
}

export const holdersOf = (household: Household): Holder[] => [
  ...(household.people ?? []).map((person) => ({ kind: "person" as const, name: person.name })),
  ...(household.rooms ?? []).map((room) => ({ kind: "room" as const, name: room.label })),
  { kind: "guest" as const, name: "guest" as const },
];

export function rulesOf(household: Household, holder: Holder): Rules | null {
  if (holder.kind === "person") return (household.people ?? []).find((person) => person.name === holder.name) ?? null;
  if (holder.kind === "room") return (household.rooms ?? []).find((room) => room.label === holder.name) ?? null;
  return household.guest ?? {};
}

export const bandOf = (household: Household, holder: Holder) => rulesOf(household, holder)?.band ?? "guest";

// Two ways to write one window are one window.
export function sameWindow(one: Window, other: Window): boolean {
  const plain = (window: Window) =>
    JSON.stringify([daysText(daySet(window.days)), window.start, window.end, window.mode, wordsOf(window.services).sort(), wordsOf(window.open).sort()]);
  return plain(one) === plain(other);
}

export function makeWindow(days: Set<Day>, start: string, end: string, mode: Mode, services: string[] = [], open: string[] = []): Window {
  const window: Window = { days: daysText(days), start, end, mode };
  if (services.length) window.services = services;
  if (open.length) window.open = open;
  return window;
}
