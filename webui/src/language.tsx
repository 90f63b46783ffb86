// SPDX-License-Identifier: Apache-2.0
// The language the page speaks. One file a language, fetched when it is wanted; the page shows keys rather than nothing where a word is missing, and
// the tests see to it that none is.
import { computed, signal } from "@preact/signals";
import type { ComponentChild } from "preact";
import type { Day, When } from "./civil";
import type { Moment, Texts } from "./types";
import { DAYS, dayNumber, whenOf } from "./civil";
import { fill } from "./words";

interface Meta {
  lang: string;
  dir: "ltr" | "rtl";
  name: string;
  plural: string;
}
type Dictionary = Record<string, string> & { $meta?: Meta };
type Values = Record<string, string | number>;

// Names of the languages are never translated: whoever needs one has to recognise it.
export const LANGUAGES = [
  { lang: "en", name: "English", dir: "ltr" },
  { lang: "ur", name: "اردو", dir: "rtl" },
] as const;

const KEPT = "darban.language";
const dictionary = signal<Dictionary>({});
export const language = signal("en");
export const direction = computed(() => (LANGUAGES.find((one) => one.lang === language.value)?.dir ?? "ltr") as "ltr" | "rtl");
const rules = computed(() => new Intl.PluralRules(language.value));

const known = (lang: string | null | undefined): string | null => LANGUAGES.find((one) => one.lang === (lang ?? "").slice(0, 2).toLowerCase())?.lang ?? null;

export function remembered(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // a browser that keeps nothing
  }
}
export function remember(key: string, value: string) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // then it is asked again next time
  }
}

export const chosenLanguage = () => known(remembered(KEPT));
export const likelyLanguage = () => chosenLanguage() ?? navigator.languages.map(known).find(Boolean) ?? "en";

export async function speak(wanted: string, keep = false): Promise<boolean> {
  const lang = known(wanted) ?? "en";
  if (keep) remember(KEPT, lang);
  if (dictionary.peek().$meta?.lang !== lang) {
    try {
      const response = await fetch(`/assets/locales/${lang}.json`);
      if (!response.ok) return false;
      dictionary.value = (await response.json()) as Dictionary;
    } catch {
      return false;
    }
  }
  language.value = lang;
  document.documentElement.lang = lang;
  document.documentElement.dir = direction.value;
  return true;
}

const ruleOf = (n: number) => rules.value.select(n);
const ISOLATE = "\u2068";
const END = "\u2069";

const put = (key: string, values: Values, wrap: (value: string) => string) =>
  fill(dictionary.value[key] ?? key, values, ruleOf)
    .map((piece) => {
      if (typeof piece === "string") return piece;
      const value = values[piece.value] ?? "";
      return typeof value === "number" ? String(value) : wrap(value);
    })
    .join("");

// As text, for labels and titles of windows. What is put in stands in isolates, because a name may run the other way.
export const t = (key: string, values: Values = {}): string => put(key, values, (value) => (direction.value === "ltr" ? value : ISOLATE + value + END));
// Of numbers and words of ours alone, such as a date. Without isolates: put into another text, it is read by its own first letter which way it runs,
// and letters in isolates do not count there (UAX #9, P2).
const phrase = (key: string, values: Values): string => put(key, values, (value) => value);

// As part of the page; names and times stand in <bdi>.
export function T({ k, ...values }: { k: string } & Record<string, ComponentChild>) {
  return (
    <>
      {fill(dictionary.value[k] ?? k, values, ruleOf).map((piece) => (typeof piece === "string" ? piece : <bdi>{values[piece.value]}</bdi>))}
    </>
  );
}

export const has = (key: string) => key in dictionary.value;
// A text of the catalogue. Where it is not in the reader's language yet, it is English and says so.
export function Told({ texts }: { texts: Texts | undefined }) {
  const mine = texts?.[language.value];
  if (mine) return <>{mine}</>;
  return texts?.["en"] ? (
    <span lang="en" dir="ltr">
      {texts["en"]}
    </span>
  ) : null;
}
export const textOf = (texts: Texts | string | undefined) => (typeof texts === "string" ? texts : (texts?.[language.value] ?? texts?.["en"] ?? ""));

export const numberWords = (n: number) => new Intl.NumberFormat(`${language.value}-u-nu-latn`).format(n);
// "90 minutes", "3 hours"; minutes that began count whole.
export function lengthWords(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  return minutes >= 120 && minutes % 60 === 0 ? t("shared.hours", { n: minutes / 60 }) : t("shared.minutes", { n: minutes });
}
export const comma = () => t("shared.comma") + " ";
export const dayName = (day: Day) => t("shared.day." + (DAYS.indexOf(day) + 1));
export const dayLetter = (day: Day) => t("adult.day.short." + day);

export function dateWords(date: string): string {
  const [year = 0, month = 1, day = 1] = date.split("-").map(Number);
  return phrase("adult.date", { day, month: t("adult.month." + month), year });
}

// Where the year is told already.
export function dayWords(date: string): string {
  const [, month = 1, day = 1] = date.split("-").map(Number);
  return phrase("adult.date-short", { day, month: t("adult.month." + month) });
}

export function whenWords(moment: Moment, now: Moment | null): string {
  if (now === null) return moment.slice(11, 16);
  const when: When = whenOf(moment, now);
  if (when.kind === "weekday") return phrase("adult.when.weekday", { day: dayName(when.day), time: when.time });
  if (when.kind === "date") return phrase("adult.when.date", { date: dateWords(when.date), time: when.time });
  return phrase("adult.when." + when.kind, { time: when.time });
}

// What is over: today, yesterday, or the date.
export function pastWords(moment: Moment, now: Moment | null): string {
  const time = moment.slice(11, 16);
  const ago = now === null ? -1 : dayNumber(now) - dayNumber(moment);
  if (ago === 0 || ago === 1) return phrase(ago === 0 ? "adult.when.today" : "adult.when.yesterday", { time });
  return phrase("adult.when.date", { date: dateWords(moment.slice(0, 10)), time });
}

// "until 21:00" today, "until Tuesday 06:30" later.
export const untilWords = (moment: Moment, now: Moment | null) => (now === null || moment.slice(0, 10) === now.slice(0, 10) ? moment.slice(11, 16) : whenWords(moment, now));
