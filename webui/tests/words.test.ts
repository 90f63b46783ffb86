// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { BadMessage, fill, holes } from "../src/words";

const english = (n: number) => new Intl.PluralRules("en").select(n);
const said = (message: string, values: Record<string, unknown> = {}) =>
  fill(message, values, english)
    .map((piece) => (typeof piece === "string" ? piece : String(values[piece.value])))
    .join("");

test("a value stands where its name stood", () => {
  assert.equal(said("{who} is paused until {until}.", { who: "Ali", until: "20:15" }), "Ali is paused until 20:15.");
});

test("a value stays a piece of its own, so that the page can isolate it", () => {
  assert.deepEqual(fill("for {who}", { who: "Ali" }, english), ["for ", { value: "who" }]);
});

test("the arm of the number's form is said, with the number for #", () => {
  const message = "{n, plural, one {# request waits} other {# requests wait}} for {who}";
  assert.equal(said(message, { n: 1, who: "you" }), "1 request waits for you");
  assert.equal(said(message, { n: 0, who: "you" }), "0 requests wait for you");
});

test("a form without an arm of its own takes other", () => {
  assert.equal(said("{n, plural, other {# doors}}", { n: 1 }), "1 doors");
});

test("a # outside a plural is a #", () => {
  assert.equal(said("Room #1"), "Room #1");
});

test("braces that do not fit are refused", () => {
  for (const wrong of ["{", "}", "{who", "a } b", "{n, plural, one {x}}", "{n, select, a {x} other {y}}", "{n, plural, other {x}"]) assert.throws(() => holes(wrong), BadMessage, wrong);
});

// The files themselves, as both readers need them. tests/lint has the words nobody says.
const folder = "locales/";
const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
const read = (name: string) => JSON.parse(readFileSync(folder + name, "utf8")) as Record<string, string>;

test("English and Urdu are there", () => {
  assert.deepEqual(files.sort().slice(0, 2), ["en.json", "ur.json"]);
});

for (const name of files) {
  test(`${name} says what en.json says, each message whole and with the same values`, () => {
    const [ours, theirs] = [read("en.json"), read(name)];
    assert.deepEqual(Object.keys(theirs).sort(), Object.keys(ours).sort());
    for (const key of Object.keys(ours).filter((one) => one !== "$meta")) {
      assert.notEqual(theirs[key]!.trim(), "", key);
      assert.deepEqual(holes(theirs[key]!), holes(ours[key]!), key);
    }
  });

  test(`${name} has one key a line, sorted, $meta first`, () => {
    const lines = readFileSync(folder + name, "utf8").split("\n").slice(1, -2);
    const keys = lines.map((line) => /^"([^"]+)": /.exec(line)?.[1] ?? line);
    assert.equal(keys[0], "$meta");
    assert.deepEqual(keys.slice(1), [...new Set(keys.slice(1))].sort());
  });
}

test("every key that the pages name is there", () => {
  const ours = read("en.json");
  const sources = (readdirSync("src", { recursive: true }) as string[]).filter((path) => /\.tsx?$/.test(path));
  const text = sources.map((path) => readFileSync(`src/${path}`, "utf8")).join("\n");
  const named = [...text.matchAll(/"((?:adult|shared)\.[A-Za-z0-9.-]*[A-Za-z0-9])"/g)].map((found) => found[1]!);
  assert.ok(named.length > 300);
  assert.deepEqual([...new Set(named)].filter((key) => !(key in ours)), []);
  const begun = [...text.matchAll(/"((?:adult|shared)\.[a-z0-9.-]*\.)"/g)].map((found) => found[1]!);
  assert.deepEqual([...new Set(begun)].filter((start) => !Object.keys(ours).some((key) => key.startsWith(start))), []);
});
