// SPDX-License-Identifier: Apache-2.0
// "+15 min" of the page, with a daemon whose clock the test moves.
import { test } from "node:test";
import { newVisit, open, signedIn, startBrowser } from "./browser.mjs";
import { eventually, FAKETIME, House, TABLET } from "./house.mjs";

const OPEN = "192.0.2.1";
const CLOSED = "0.0.0.0";
const NIGHT = `
zone: Asia/Karachi
people:
  - name: Ali
    band: 10-12
    devices: [{label: tablet, address: ${TABLET}}]
    timetable: [{days: daily, start: "00:00", end: "24:00", mode: bedtime}]
`;

test("fifteen minutes more, pressed in the browser, open the night at once and end by themselves", { skip: !FAKETIME && "Debian: faketime; not with a sanitizer" }, async () => {
  const house = await House.start(NIGHT, { movable: true });
  const browser = await startBrowser();
  try {
    const visit = await newVisit(browser, house, "390-light-en", { state: await signedIn(browser, house) });
    await open(visit, "");
    await eventually(async () => (await house.ask("open.example")) === CLOSED, "it is night");
    await visit.page.getByRole("button", { name: /^\+15 min/ }).first().click();
    await eventually(async () => (await house.ask("open.example")) === OPEN, "it is open");
    await house.passTime(14 * 60);
    await eventually(async () => (await house.ask("open.example")) === OPEN, "a minute before the end it is open");
    await house.passTime(61);
    await eventually(async () => (await house.ask("open.example")) === CLOSED, "it is night again, and nobody pressed anything");
    await visit.page.reload();
    await visit.page.getByRole("button", { name: /^\+15 min/ }).first().waitFor();
  } finally {
    await browser.close();
    await house.close();
  }
});
