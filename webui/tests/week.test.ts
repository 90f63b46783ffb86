// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Edge, Mode } from "../src/types";
import { outlook, weekRows } from "../src/week";

const MONDAY = 8;
const edge = (day: number, time: string, mode: Mode, exception?: string): Edge => ({ at: `2027-03-${String(MONDAY + day).padStart(2, "0")}T${time}:00`, mode, ...(exception ? { exception } : {}) });

// Bedtime 21:00 to 06:30 from Sunday to Thursday, as the daemon tells it from Monday on.
const schoolNights: Edge[] = [
  edge(0, "00:00", "bedtime"),
  ...[0, 1, 2, 3].flatMap((day) => [edge(day, "06:30", "free"), edge(day, "21:00", "bedtime")]),
  edge(4, "06:30", "free"),
  edge(6, "21:00", "bedtime"),
];

test("a night stands in two rows, cut at midnight", () => {
  const rows = weekRows(schoolNights);
  assert.equal(rows.length, 7);
  assert.deepEqual(rows[0]!.segments, [
    { from: 0, to: 390, mode: "bedtime" },
    { from: 390, to: 1260, mode: "free" },
    { from: 1260, to: 1440, mode: "bedtime" },
  ]);
  assert.deepEqual(rows[5]!.segments, [{ from: 0, to: 1440, mode: "free" }]);
  assert.deepEqual(rows[6]!.segments.at(-1), { from: 1260, to: 1440, mode: "bedtime" });
});

test("every row covers its whole day without a gap", () => {
  for (const row of weekRows(schoolNights)) {
    let at = 0;
    for (const part of row.segments) {
      assert.equal(part.from, at);
      at = part.to;
    }
    assert.equal(at, 1440);
  }
});

test("an exception begins a segment of its own", () => {
  const rows = weekRows([edge(0, "00:00", "free"), edge(2, "00:00", "free", "Eid"), edge(3, "00:00", "free")]);
  assert.deepEqual(rows[2]!.segments, [{ from: 0, to: 1440, mode: "free", exception: "Eid" }]);
});

test("nothing told is nothing drawn", () => assert.deepEqual(weekRows([]), []));

test("in the afternoon the next closing and its opening are said", () => {
  assert.deepEqual(outlook(schoolNights, "2027-03-08T19:30:00"), { kind: "closes", at: "2027-03-08T21:00:00", opens: "2027-03-09T06:30:00" });
});

test("at night it is closed now, and opens in the morning", () => {
  assert.deepEqual(outlook(schoolNights, "2027-03-09T03:00:00"), { kind: "closed-now", opens: "2027-03-09T06:30:00" });
});

test("on the last night the opening is the Monday after", () => {
  assert.deepEqual(outlook(schoolNights, "2027-03-14T19:00:00"), { kind: "closes", at: "2027-03-14T21:00:00", opens: "2027-03-15T06:30:00" });
  assert.deepEqual(outlook(schoolNights, "2027-03-14T22:00:00"), { kind: "closed-now", opens: "2027-03-15T06:30:00" });
});

test("homework closes no house", () => {
  assert.deepEqual(outlook([edge(0, "00:00", "free"), edge(0, "16:00", "homework"), edge(0, "18:00", "free")], "2027-03-08T15:00:00"), { kind: "always-open" });
});

test("bedtime that turns into off is one closed time", () => {
  const edges = [edge(0, "00:00", "free"), edge(0, "21:00", "bedtime"), edge(0, "23:00", "off"), edge(1, "06:30", "free")];
  assert.deepEqual(outlook(edges, "2027-03-08T22:00:00"), { kind: "closed-now", opens: "2027-03-09T06:30:00" });
});

test("a week that never opens is said as such", () => {
  assert.deepEqual(outlook([edge(0, "00:00", "off")], "2027-03-08T10:00:00"), { kind: "always-closed" });
});
