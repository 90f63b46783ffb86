// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import { dateWords, speak, t, whenWords } from "../src/language";

const ISOLATE = "\u2068";
const END = "\u2069";

before(async () => {
  const document = { documentElement: {} };
  const fetch = async (path: string) => new Response(readFileSync(`locales/${path.split("/").at(-1)}`));
  Object.assign(globalThis, { document, fetch });
  assert.ok(await speak("ur"));
});

// Which way an isolate runs is read from its first letter, and letters in isolates within it do not count (UAX #9, P2).
test("a date in an Urdu sentence runs as Urdu does", () => {
  const date = dateWords("2026-11-28");
  assert.doesNotMatch(date, /\u2068/);
  assert.equal(t("shared.until", { when: date }), `${ISOLATE}${date}${END} تک`);
  assert.doesNotMatch(whenWords("2026-12-24 06:30", "2026-11-28 20:00"), /\u2068/);
});

test("a name may run the other way, and stands in an isolate", () => assert.match(t("adult.changes.for", { who: "Ali" }), /\u2068Ali\u2069/));
