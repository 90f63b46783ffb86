// SPDX-License-Identifier: Apache-2.0
// A row of Changes in the reader's language. The daemon writes rows as the household file says them ("modes: bedtime: close", "{days: mon-fri, ...}",
// config/household_changes.h, app/grant_change.h, page/account_change.h): words of ours are said in words, what the family typed stands as it is, isolated.
import type { ComponentChildren } from "preact";
import { DAYS, type Day } from "../civil";
import { doorTitle } from "../doors/titles";
import type { Window } from "../household";
import { comma, dateWords, dayName, has, lengthWords, t, T } from "../language";
import { WindowWords } from "../times/page";

const Typed = ({ text }: { text: string }) => <bdi dir="auto">{text}</bdi>;
export const momentWords = (moment: string) => `${dateWords(moment.slice(0, 10))}${moment.length > 10 ? ` ${moment.slice(11, 16)}` : ""}`;

// Who, where it is nobody's name: page/account_desk.h, app/household_log.h.
const NOBODY: Record<string, string> = { "darban account": "shared.log.by-command", "household.yaml": "shared.log.by-hand" };
export const actorWords = (by: string) => (NOBODY[by] ? t(NOBODY[by]) : by);

// ---- which setting

// "room Lab 2: modes: bedtime: close" in parts, and the word of ours in each, if there is one.
const partsOf = (setting: string) => setting.split(": ");
const wordOf = (part: string) => part.split(" ", 1)[0] ?? "";
const isOurs = (part: string) => has("shared.setting." + wordOf(part));
// The one that says what the values are.
const keyOf = (setting: string) => wordOf(partsOf(setting).filter(isOurs).pop() ?? "");

function Part({ part, before }: { part: string; before: string | undefined }) {
  const mode = "shared.mode." + (before === "modes" ? part : part.replace(/^mode /, ""));
  if ((before === "modes" || part.startsWith("mode ")) && has(mode)) return <>{t(mode)}</>;
  if (before === "safe-search" && part === "all") return <>{t("shared.search-engines-all")}</>;
  if (!isOurs(part)) return <Typed text={part} />;
  const rest = part.slice(wordOf(part).length + 1);
  return (
    <>
      {t("shared.setting." + wordOf(part))}
      {rest && " "}
      {rest && <Typed text={/^(open|close) /.test(part) ? doorTitle(rest) : rest} />}
    </>
  );
}

export function Setting({ setting }: { setting: string }) {
  const parts = partsOf(setting);
  return (
    <>
      {parts.map((part, i) => part !== "modes" && [i > 0 && parts[i - 1] !== "modes" && ": ", <Part key={i} part={part} before={parts[i - 1]} />])}
    </>
  );
}

// ---- what it was and became

// "from 2026-11-28 20:00 until 2026-11-28 21:00 (dinner)", "for 30 minutes (dinner)": when something given ends.
const END = /^(?:(?:from (\S+ \S+) )?until (\S+ \S+)|for (\d+) minutes)(?: \((.*)\))?$/;

function End({ found: [, from, until = "", minutes, note] }: { found: RegExpExecArray }) {
  const when = momentWords(until);
  return (
    <>
      {minutes ? lengthWords(Number(minutes) * 60) : from ? <T k="shared.from-to" start={momentWords(from)} end={when} /> : <T k="shared.until" when={when} />}
      {note && (
        <>
          {" "}
          (<Typed text={note} />)
        </>
      )}
    </>
  );
}

// The file's line of a window, as config/yaml_writer.h writes it.
function windowOf(line: string): Window | null {
  const window: Record<string, string | string[]> = {};
  const plain = (text: string) => text.trim().replace(/^"|"$/g, "");
  for (const [, key = "", value = ""] of line.matchAll(/([a-z]+): (\[[^\]]*\]|"[^"]*"|[^,}]*)/g))
    window[key] = value.startsWith("[") ? value.slice(1, -1).split(",").map(plain) : plain(value);
  return window["start"] && window["end"] && has("shared.mode." + String(window["mode"])) ? (window as unknown as Window) : null;
}

// Values that are words of ours, by their setting.
const SWITCH = ["shared.log."];
const ACCOUNT = ["shared.role.", "shared.scope.", "shared.log."];
const FAMILIES: Record<string, string[]> = {
  account: ACCOUNT, password: ACCOUNT, "second-step": ACCOUNT, key: ACCOUNT, log: ACCOUNT,
  band: ["shared.band."], mode: ["shared.mode."], country: ["shared.country."],
  bypass: SWITCH, "safe-search": SWITCH, youtube: SWITCH, answer: SWITCH, "never-pause": SWITCH, "allow-list": SWITCH, "strip-ech": SWITCH, "resolved-only": SWITCH,
};
const DOORS = ["close", "open", "open-doors", "services"];
const DATES = ["on", "from", "to"];

export function Value({ setting, value }: { setting: string; value: string }) {
  const key = keyOf(setting);
  const end = END.exec(value);
  if (end) return <End found={end} />;
  const window = key === "timetable" || key === "windows" ? windowOf(value) : null;
  if (window)
    return (
      <span class="stack">
        <WindowWords window={window} />
      </span>
    );
  if (DOORS.includes(key)) return <Typed text={doorTitle(value)} />;
  if (DATES.includes(key)) return <>{dateWords(value)}</>;
  if (key.endsWith("-cap")) return <>{lengthWords(Number(value) * 60)}</>;
  if (key === "like" && DAYS.includes(value as Day)) return <>{dayName(value as Day)}</>;
  const families = FAMILIES[key];
  if (!families) return <Typed text={value.replace(/[{}"[\]]/g, "")} />;
  const said = (word: string): ComponentChildren => {
    const family = families.find((each) => has(each + word.replace(":", "-")));
    return family ? t(family + word.replace(":", "-")) : <Typed text={word} />;
  };
  return <>{value.split(" ").map((word, i) => [i > 0 && comma(), said(word)])}</>;
}
