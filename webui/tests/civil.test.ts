// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { dayRuns, daySet, daysText, minuteOf, readTime, stepped, timeText, weekdayOf, whenOf } from "../src/civil";

test("days are read as people write them", () => {
  assert.deepEqual([...daySet("mon-thu")], ["mon", "tue", "wed", "thu"]);
  assert.deepEqual([...daySet("fri, sat")], ["fri", "sat"]);
  assert.deepEqual([...daySet(["Monday", "wed"])], ["mon", "wed"]);
  assert.equal(daySet("daily").size, 7);
  assert.equal(daySet("").size, 0);
});

test("a range may run round the end of the week", () => {
  assert.deepEqual([...daySet("sun-thu")].sort(), ["mon", "sun", "thu", "tue", "wed"]);
  assert.deepEqual(dayRuns(daySet("sun-thu")), [["sun", "thu"]]);
});

test("days are written as people write them, and read back the same", () => {
  for (const text of ["mon", "mon-thu", "sun-thu", "fri, sat", "mon-wed, fri, sat", "daily", "sat, sun"]) {
    assert.equal(daysText(daySet(text)), text);
    assert.deepEqual(daySet(daysText(daySet(text))), daySet(text));
  }
});

test("every set of days is read back as it was written", () => {
  for (let bits = 1; bits < 128; bits++) {
    const days = new Set((["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const).filter((_, i) => bits & (1 << i)));
    assert.deepEqual([...daySet(daysText(days))].sort(), [...days].sort());
  }
});

test("a time is a minute of the day, and nonsense is none", () => {
  assert.equal(minuteOf("21:00"), 1260);
  assert.equal(minuteOf("24:00"), 1440);
  for (const wrong of ["24:01", "7", "7:60", "", "12.30"]) assert.equal(minuteOf(wrong), null, wrong);
});

test("a time is read in every way people type it", () => {
  for (const typed of ["21:30", "21.30", "2130", "9:30pm", "9.30 PM", "\u06f2\u06f1:\u06f3\u06f0"]) assert.equal(readTime(typed), "21:30", typed);
  for (const [typed, time] of [["9", "09:00"], ["24", "00:00"], ["12am", "00:00"], ["12pm", "12:00"], ["0630", "06:30"], ["630", "06:30"]]) assert.equal(readTime(typed!), time, typed);
  for (const wrong of ["", "25", "21:75", "13pm", "24:01", "noon", "1:2:3"]) assert.equal(readTime(wrong), null, wrong);
});

test("a step leads to the next quarter, across midnight too", () => {
  assert.equal(stepped("21:00", 15), "21:15");
  assert.equal(stepped("21:07", 15), "21:15");
  assert.equal(stepped("21:07", -15), "21:00");
  assert.equal(stepped("23:50", 15), "00:00");
  assert.equal(stepped("00:00", -15), "23:45");
  assert.equal(timeText(1440), "00:00");
});

test("a moment is said as seen from now", () => {
  const now = "2027-03-09T19:30:00"; // a Tuesday
  assert.equal(weekdayOf(now), "tue");
  assert.deepEqual(whenOf("2027-03-09T21:00:00", now), { kind: "tonight", time: "21:00" });
  assert.deepEqual(whenOf("2027-03-09T17:00:00", now), { kind: "today", time: "17:00" });
  assert.deepEqual(whenOf("2027-03-10T06:30:00", now), { kind: "tomorrow", time: "06:30" });
  assert.deepEqual(whenOf("2027-03-15T06:30:00", now), { kind: "weekday", day: "mon", time: "06:30" });
  assert.deepEqual(whenOf("2027-03-16T06:30:00", now), { kind: "date", date: "2027-03-16", time: "06:30" });
});

test("the year ends and a leap day comes without a mistake", () => {
  assert.deepEqual(whenOf("2028-01-01T06:30:00", "2027-12-31T22:00:00"), { kind: "tomorrow", time: "06:30" });
  assert.deepEqual(whenOf("2028-02-29T06:30:00", "2028-02-28T22:00:00"), { kind: "tomorrow", time: "06:30" });
});
