// SPDX-License-Identifier: Apache-2.0
// Days and times on the household's wall clock. The browser may sit in another zone, so nothing here asks what its own clock says.
import type { Moment } from "./types";

export const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Day = (typeof DAYS)[number];
export const MINUTES_A_DAY = 1440;

export const dateOf = (moment: Moment) => moment.slice(0, 10);
export const timeOf = (moment: Moment) => moment.slice(11, 16);

// Days since 1970-01-01.
export function dayNumber(moment: Moment): number {
  const [year = 1970, month = 1, day = 1] = dateOf(moment).split("-").map(Number);
  return Math.round(Date.UTC(year, month - 1, day) / 86_400_000);
}
export const weekday = (number: number): Day => DAYS[(((number + 3) % 7) + 7) % 7]!; // 1970-01-01 was a Thursday
export const weekdayOf = (moment: Moment): Day => weekday(dayNumber(moment));
export const dateText = (number: number) => new Date(number * 86_400_000).toISOString().slice(0, 10);

// Minutes since midnight, of "21:00"; nothing when it is no time.
export function minuteOf(time: string): number | null {
  const found = /^([0-9]{1,2}):([0-5][0-9])$/.exec(time.trim());
  if (!found) return null;
  const minute = Number(found[1]) * 60 + Number(found[2]);
  return minute <= MINUTES_A_DAY ? minute : null;
}
export function timeText(minute: number): string {
  const turned = ((minute % MINUTES_A_DAY) + MINUTES_A_DAY) % MINUTES_A_DAY;
  return `${String(Math.floor(turned / 60)).padStart(2, "0")}:${String(turned % 60).padStart(2, "0")}`;
}
// What people type for a time: 21:30, 21.30, 2130, 9, 9pm, with any of the digits of Urdu and Arabic. Nothing when it is none.
export function readTime(typed: string): string | null {
  const plain = typed.trim().toLowerCase().replace(/[\u06f0-\u06f9\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) & 15));
  const found = /^(\d{1,2})(?:\s*[:.]?\s*(\d{2}))?\s*(am|pm)?$/.exec(plain);
  if (!found) return null;
  const half = found[3];
  let hour = Number(found[1]);
  const minute = Number(found[2] ?? 0);
  if (half && (hour < 1 || hour > 12)) return null;
  if (half) hour = (hour % 12) + (half === "pm" ? 12 : 0);
  if (minute > 59 || hour > 24 || (hour === 24 && minute > 0)) return null;
  return timeText(hour * 60 + minute);
}
// A step to the next multiple, so that 21:07 and + give 21:15.
export function stepped(time: string, by: number): string {
  const minute = minuteOf(time) ?? 0;
  const step = Math.abs(by);
  const next = by > 0 ? (Math.floor(minute / step) + 1) * step : (Math.ceil(minute / step) - 1) * step;
  return timeText(next);
}

// How a moment is said, seen from now.
export type When =
  | { kind: "today" | "tonight" | "tomorrow"; time: string }
  | { kind: "weekday"; day: Day; time: string }
  | { kind: "date"; date: string; time: string };

const EVENING = 18 * 60;

export function whenOf(moment: Moment, now: Moment): When {
  const time = timeOf(moment);
  const ahead = dayNumber(moment) - dayNumber(now);
  if (ahead === 0) return { kind: (minuteOf(time) ?? 0) >= EVENING ? "tonight" : "today", time };
  if (ahead === 1) return { kind: "tomorrow", time };
  if (ahead > 1 && ahead < 7) return { kind: "weekday", day: weekdayOf(moment), time };
  return { kind: "date", date: dateOf(moment), time };
}

// ---- days of a window: "mon-thu", "fri, sat", ["mon", "wed"], "daily"

const wordOf = (text: string) => DAYS.findIndex((day) => text.slice(0, 3) === day);

export function daySet(written: unknown): Set<Day> {
  const words = (Array.isArray(written) ? written : [written]).flatMap((word) => String(word ?? "").toLowerCase().split(","));
  const found = new Set<Day>();
  for (const word of words.map((text) => text.trim()).filter(Boolean)) {
    if (word === "daily") DAYS.forEach((day) => found.add(day));
    const [first, last] = word.split("-").map((text) => wordOf(text.trim()));
    if (first === undefined || first < 0) continue;
    const end = last === undefined || last < 0 ? first : last;
    for (let i = first; ; i = (i + 1) % 7) {
      found.add(DAYS[i]!);
      if (i === end) break;
    }
  }
  return found;
}

// Runs of days, around the end of the week too: sun, mon, tue is one run.
export function dayRuns(days: Set<Day>): [Day, Day][] {
  if (days.size === 7) return [["mon", "sun"]];
  const runs: [Day, Day][] = [];
  for (let i = 0; i < 7; i++) {
    const before = DAYS[(i + 6) % 7]!;
    if (!days.has(DAYS[i]!) || days.has(before)) continue;
    let last = i;
    while (days.has(DAYS[(last + 1) % 7]!)) last = (last + 1) % 7;
    runs.push([DAYS[i]!, DAYS[last]!]);
  }
  return runs;
}

// As people write it into the file.
export function daysText(days: Set<Day>): string {
  if (days.size === 7) return "daily";
  return dayRuns(days)
    .map(([first, last]) => (first === last ? first : DAYS[(DAYS.indexOf(first) + 1) % 7] === last ? `${first}, ${last}` : `${first}-${last}`))
    .join(", ");
}
