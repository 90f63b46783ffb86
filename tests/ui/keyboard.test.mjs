// SPDX-License-Identifier: Apache-2.0
// The adults' app by keyboard alone: everything on every page is reached and seen, a dialog keeps and gives back the focus, and a pause is given and
// ended without a pointer.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { everyControlIsReached, newVisit, open, PAGES, settled, signedIn, startBrowser } from "./browser.mjs";
import { eventually, House } from "./house.mjs";

let house, browser, state;
before(async () => {
  house = await House.start();
  browser = await startBrowser();
  state = await signedIn(browser, house);
});
after(async () => {
  await browser?.close();
  await house?.close();
});

for (const look of ["390-light-en", "1280-light-ur"])
  test(`${look}: everything on every page is reached, and where the focus is can be seen`, async (t) => {
    const visit = await newVisit(browser, house, look, { state });
    for (const [name, hash] of Object.entries(PAGES))
      await t.test(name, async () => {
        await open(visit, hash);
        await everyControlIsReached(visit);
      });
    await visit.context.close();
  });

const focused = (page) => page.evaluate(() => document.activeElement?.innerText ?? "");
// To the first control whose words fit, as somebody who hears them one by one.
async function tabTo(page, words) {
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press("Tab");
    if (words.test(await focused(page))) return;
  }
  assert.fail(`${words} is not reached`);
}

test("a pause is given and ended by keyboard, and a dialog that is left gives the focus back", async () => {
  const visit = await newVisit(browser, house, "390-light-en", { state });
  const { page } = visit;
  await open(visit, "");
  await tabTo(page, /^Pause/);
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press("Tab");
    const inside = await page.evaluate(() => document.activeElement === document.body || !!document.activeElement?.closest("dialog"));
    assert.ok(inside, "the focus stays in the dialog");
  }
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await page.waitForFunction(() => document.activeElement?.innerText.startsWith("Pause"), null, { timeout: 2000 }); // given back
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await tabTo(page, /^15 minutes/);
  await page.keyboard.press("Enter");
  await eventually(async () => (await house.ask("open.example")) === "0.0.0.0", "the lookup is closed");
  await settled(page);
  await tabTo(page, /^End the pause/);
  await page.keyboard.press("Enter");
  await eventually(async () => (await house.ask("open.example")) === "192.0.2.1", "the lookup is open again");
  assert.deepEqual(visit.complaints, []);
  await visit.context.close();
});
