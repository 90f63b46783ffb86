// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { addPerson, addWindow, both, Gone, moveDevice, removeException, removePerson, removeWindow, renamePerson, replaceWindow, setBand, setDoor, setNightDoor, setSite, setZone, siteOf, type Edit } from "../src/edits";
import type { Holder, Household, Window } from "../src/household";

const ali: Holder = { kind: "person", name: "Ali" };
const bedtime: Window = { days: "sun-thu", start: "21:00", end: "06:30", mode: "bedtime" };
const house = (): Household => ({
  zone: "Asia/Karachi",
  people: [
    { name: "Ali", band: "10-12", close: "service:tiktok", timetable: [bedtime], devices: [{ label: "tablet", mac: "02:00:5e:10:00:01", kind: "tablet" }], "bonus-cap": 60 },
    { name: "Zara", band: "16-17" },
  ],
  rooms: [{ label: "Lab", prefix: "192.168.40.0/24", band: "things" }],
  exceptions: [
    { label: "Holidays", from: "2026-12-21", to: "2027-01-03", for: ["Ali", "Zara"] },
    { label: "Camp", on: "2027-05-01", for: "Ali" },
  ],
  rules: ["||shorts.example^$ctag=user_child"],
});
const people = (household: Household) => household.people!;

test("an edit leaves alone what it was given, and every key it does not know", () => {
  const before = house();
  const after = setBand("Ali", "13-15")(before);
  assert.deepEqual(before, house());
  assert.equal(people(after)[0]!.band, "13-15");
  assert.equal(people(after)[0]!["bonus-cap"], 60);
  assert.deepEqual(after.rules, before.rules);
});

test("an edit of somebody who left says who is gone", () => {
  assert.throws(() => setBand("Omar", "adult")(house()), (thrown) => thrown instanceof Gone && thrown.who === "Omar");
});

test("two adults' edits of one household both hold, in either order", () => {
  const one: Edit = addPerson({ name: "Omar", band: "under-10" });
  const other: Edit = addWindow(ali, { days: "fri, sat", start: "22:30", end: "07:00", mode: "bedtime" });
  for (const merged of [other(one(house())), one(other(house()))]) {
    assert.deepEqual(people(merged).map((person) => person.name), ["Ali", "Zara", "Omar"]);
    assert.equal(people(merged)[0]!.timetable!.length, 2);
  }
});

test("an edit that is made twice counts once", () => {
  const edit = addWindow(ali, { days: "fri", start: "22:30", end: "07:00", mode: "bedtime" });
  assert.deepEqual(edit(edit(house())), edit(house()));
  const door = setDoor(ali, "gaming", "closed", "open");
  assert.deepEqual(door(door(house())), door(house()));
});

test("a new name follows the person into the holidays", () => {
  const after = renamePerson("Ali", "Aliyan")(house());
  assert.equal(people(after)[0]!.name, "Aliyan");
  assert.deepEqual(after.exceptions![0]!.for, ["Aliyan", "Zara"]);
  assert.deepEqual(after.exceptions![1]!.for, ["Aliyan"]);
});

test("whoever leaves takes their own holiday along, and it does not become everybody's", () => {
  const after = removePerson("Ali")(house());
  assert.deepEqual(after.exceptions!.map((one) => one.label), ["Holidays"]);
  assert.deepEqual(after.exceptions![0]!.for, ["Zara"]);
});

test("a holiday without names is for everybody, and stays when one leaves", () => {
  const all = { ...house(), exceptions: [{ label: "Eid", on: "2027-03-10" }] };
  assert.deepEqual(removePerson("Ali")(all).exceptions, all.exceptions);
});

test("a window is found however its days are written", () => {
  const after = removeWindow(ali, { days: ["sun", "mon", "tue", "wed", "thu"], start: "21:00", end: "06:30", mode: "bedtime" })(house());
  assert.equal(people(after)[0]!.timetable, undefined);
});

test("a window that somebody else removed meanwhile comes back changed", () => {
  const later = { ...bedtime, start: "22:00" };
  const without = removeWindow(ali, bedtime)(house());
  assert.deepEqual(people(replaceWindow(ali, bedtime, later)(without))[0]!.timetable, [later]);
  assert.deepEqual(people(replaceWindow(ali, bedtime, later)(house()))[0]!.timetable, [later]);
});

test("a door as the band has it needs no word", () => {
  const closed = setDoor(ali, "gaming", "closed", "open")(house());
  assert.deepEqual(people(closed)[0]!.close, ["service:tiktok", "gaming"]);
  const back = setDoor(ali, "gaming", "open", "open")(closed);
  assert.deepEqual(people(back)[0]!.close, ["service:tiktok"]);
  assert.equal(people(back)[0]!.open, undefined);
});

test("a door is open or closed, never both", () => {
  const opened = setDoor(ali, "service:tiktok", "open", "closed")(house());
  assert.equal(people(opened)[0]!.close, undefined);
  assert.deepEqual(people(opened)[0]!.open, ["service:tiktok"]);
});

test("rooms and guests have doors too", () => {
  assert.deepEqual(setDoor({ kind: "room", name: "Lab" }, "social", "closed", "open")(house()).rooms![0]!.close, ["social"]);
  assert.deepEqual(setNightDoor({ kind: "guest", name: "guest" }, "learning", true)(house()).guest, { "open-doors": ["learning"] });
});

test("a site of the family's own stands in one list", () => {
  const blocked = setSite(null, "shop.example", "closed")(house());
  const opened = setSite(null, "shop.example", "open")(blocked);
  assert.deepEqual(blocked.block, ["shop.example"]);
  assert.deepEqual([opened.allow, opened.block], [["shop.example"], undefined]);
  const unsaid = setSite(ali, "shop.example", "unsaid")(setSite(ali, "shop.example", "open")(house()));
  assert.deepEqual(unsaid, house());
});

test("a device moves with all that is written about it", () => {
  const after = moveDevice("Ali", "tablet", "Zara")(house());
  assert.equal(people(after)[0]!.devices, undefined);
  assert.deepEqual(people(after)[1]!.devices, house().people![0]!.devices);
});

test("a zone that is there is not overwritten", () => {
  assert.equal(setZone("Europe/London")(house()).zone, "Asia/Karachi");
  assert.equal(setZone("Europe/London")({}).zone, "Europe/London");
});

test("edits can be made together", () => {
  const after = both(setZone("UTC"), addPerson({ name: "Omar", band: "adult" }))({});
  assert.deepEqual(after, { zone: "UTC", people: [{ name: "Omar", band: "adult" }] });
});

test("a holiday is removed alone", () => {
  const first = house().exceptions![0]!;
  assert.deepEqual(removeException(first)(house()).exceptions!.map((one) => one.label), ["Camp"]);
});

test("what people paste becomes the site it is about", () => {
  assert.equal(siteOf("https://www.Games.example/play?x=1#y"), "www.games.example");
  assert.equal(siteOf(" games.example. "), "games.example");
  assert.equal(siteOf("games.example:8080/a"), "games.example");
  assert.equal(siteOf("someone@games.example"), "games.example");
  assert.equal(siteOf("مثال.example"), "مثال.example");
  for (const wrong of ["", "games", "two words.example", "http://", "..", "a..example"]) assert.equal(siteOf(wrong), null, wrong);
});
