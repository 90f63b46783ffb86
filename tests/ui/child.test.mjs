// SPDX-License-Identifier: Apache-2.0
// The children's pages in the browser: every page and state in every look; and a child who asks, with JavaScript off, an adult who says yes in the
// app, and a door that is open then.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { everyControlIsReached, LOOKS, looksRight, newVisit, open, signedIn, startBrowser, wordsOf } from "./browser.mjs";
import { eventually, House, TABLET } from "./house.mjs";
import { adultsChange } from "./life.mjs";

const PAGES = { rules: "/", ask: "/ask", help: "/help", recorded: "/recorded", changes: "/changes", test: "/test", closed: "/closed" };
const OPEN = "192.0.2.1";
const CLOSED = "0.0.0.0";

let house, browser, state, tablet;
before(async () => {
  house = await House.start();
  browser = await startBrowser();
  state = await signedIn(browser, house);
  tablet = await house.doorFor(TABLET);
  await adultsChange(browser, house, state);
});
after(async () => {
  await browser?.close();
  await house?.close();
});

const byTablet = (look, more = {}) => newVisit(browser, house, look, { base: tablet, ...more });

for (const look of LOOKS) {
  test(`${look}: every page of a child`, async (t) => {
    const visit = await byTablet(look);
    for (const [name, path] of Object.entries(PAGES))
      await t.test(name, async () => {
        await visit.page.goto(tablet + path);
        await looksRight(visit, `child-${name}`);
      });
    await t.test("a form that is filled wrongly, and a site that is tested", async () => {
      await visit.page.goto(`${tablet}/ask`);
      await visit.page.locator("#what-site").check();
      await visit.page.locator("#site").fill("two words");
      await visit.page.locator("form button[type=submit]").last().click();
      await visit.page.locator("h1").waitFor();
      assert.equal(await visit.page.locator("#site").inputValue(), "two words");
      await looksRight(visit, "child-ask-wrong");
      await visit.page.goto(`${tablet}/test`);
      await visit.page.locator("main input[type=text]").fill("bets.example");
      await visit.page.locator("main form button[type=submit]").last().click();
      await looksRight(visit, "child-test-closed");
    });
    await visit.context.close();
  });
}

test("a device nobody knows sees what guests may do", async () => {
  const base = await house.doorFor("127.0.1.99");
  const visit = await newVisit(browser, house, "390-light-en", { base });
  await visit.page.goto(base);
  await looksRight(visit, "child-guest");
  await visit.context.close();
});

test("everything on a child's page is reached by keyboard", async (t) => {
  const visit = await byTablet("390-light-en");
  for (const [name, path] of Object.entries(PAGES))
    await t.test(name, async () => {
      await visit.page.goto(tablet + path);
      await everyControlIsReached(visit);
    });
  await visit.context.close();
});

test("zoom and a small screen take no words from a child's page", async (t) => {
  const visit = await byTablet("1280-light-en");
  for (const [name, path] of Object.entries(PAGES))
    await t.test(name, async () => {
      await visit.page.setViewportSize({ width: 1280, height: 900 });
      await visit.page.goto(tablet + path);
      const wide = await wordsOf(visit);
      for (const width of [640, 320]) {
        await visit.page.setViewportSize({ width, height: 900 });
        assert.equal(await wordsOf(visit), wide, `${width} px`);
      }
    });
  await visit.context.close();
});

test("a child asks without JavaScript, an adult says yes in the app, and the door is open", async () => {
  assert.equal(await house.ask("social.example"), CLOSED);
  const child = await byTablet("390-light-en", { script: false });
  await child.page.goto(`${tablet}/ask`);
  await child.page.locator("#what-site").check();
  await child.page.locator("#site").fill("social.example");
  await child.page.locator("#note").fill("for my friends");
  await child.page.locator("form button[type=submit]").last().click();
  await child.page.locator("main li.card").first().waitFor();
  assert.doesNotMatch(await child.page.locator("main").innerText(), /social\.example/); // whoever holds the tablet next need not read it

  const adult = await newVisit(browser, house, "390-light-en", { state });
  await open(adult, "requests");
  await adult.page.getByText("social.example").first().waitFor();
  await looksRight(adult, "requests-asked");
  await adult.page.getByRole("button", { name: "Open for 1 hour" }).first().click();
  await eventually(async () => (await house.ask("social.example")) === OPEN, "the door is open");
  await adult.context.close();

  await child.page.goto(`${tablet}/ask`);
  await child.page.locator("main li.card").first().waitFor();
  assert.deepEqual(child.complaints, []);
  await child.context.close();
});
