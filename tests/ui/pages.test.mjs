// SPDX-License-Identifier: Apache-2.0
// Every page and state in every look: axe, width, words, requests, console; and a picture of each.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { LOOKS, looksRight, newVisit, open, PAGES, signedIn, startBrowser, wordsOf } from "./browser.mjs";
import { eventually, House, TABLET } from "./house.mjs";
import { adultsChange, aChildAsks, everySortOfChange } from "./life.mjs";

// States that a page shows only when somebody does something.
const STATES = {
  "pause-asked": ["", (page) => page.locator("main .card button").first().click()],
  "person-missing": ["people", async (page) => {
    await page.locator("main .actions button.main").click();
    await page.locator("dialog button[type=submit]").click();
    await page.waitForSelector("dialog .mistake");
  }],
  "time-edited": ["times/person/Ali", async (page) => {
    await page.locator(".row-actions button").first().click();
    await page.waitForSelector(".preview .outlook");
  }],
  "fresh-asked": ["numbers/Ali", (page) => page.locator("main .actions button").click()],
  "table-opened": ["numbers", (page) => page.locator("details.behind summary").click()],
  "holiday-asked": ["times", (page) => page.locator("main .actions button").last().click()],
  "risk-opened": ["doors/person/Ali", (page) => page.locator("details.group summary").first().click()],
  "site-tested": ["test", async (page) => {
    await page.locator("main input[dir=ltr]").fill("bad.example");
    await page.locator("main button[type=submit]").click();
    await page.waitForSelector(".verdict");
  }],
};

let house, browser, state;

before(async () => {
  house = await House.start();
  browser = await startBrowser();
  state = await signedIn(browser, house);
  await house.giveHistory();
  await aChildAsks(browser, house);
  await adultsChange(browser, house, state);
});
after(async () => {
  await browser?.close();
  await house?.close();
});

// Two looks side by side: while one is being looked at, the other waits for the daemon.
test("every page in every look", { concurrency: 2 }, (t) => Promise.all(LOOKS.map((look) => t.test(look, (t) => everyPage(t, look)))));

async function everyPage(t, look) {
  const visit = await newVisit(browser, house, look, { state });
  for (const [name, hash] of Object.entries(PAGES))
    await t.test(name, async () => {
      await open(visit, hash);
      await looksRight(visit, name);
    });
  for (const [name, [hash, act]] of Object.entries(STATES))
    await t.test(name, async () => {
      await open(visit, "menu"); // so that nothing is left of the state before
      await open(visit, hash);
      await act(visit.page);
      await looksRight(visit, name);
    });
  await visit.context.close();
  await t.test("login, and a wrong one", async () => {
    const stranger = await newVisit(browser, house, look);
    await open(stranger, "");
    await looksRight(stranger, "login");
    await stranger.page.locator("input[autocomplete=username]").fill("Nobody");
    await stranger.page.locator("input[type=password]").fill("not this one");
    await stranger.page.locator("button[type=submit]").click();
    await stranger.page.waitForSelector(".note.trouble");
    await looksRight(stranger, "login-wrong");
    await stranger.context.close();
  });
}

test("200 % zoom and 320 px lose nothing: every page holds the same words at 1280, 640 and 320 px", async (t) => {
  const visit = await newVisit(browser, house, "1280-light-en", { state });
  for (const [name, hash] of Object.entries(PAGES))
    await t.test(name, async () => {
      await visit.page.setViewportSize({ width: 1280, height: 900 });
      await open(visit, hash);
      const wide = await wordsOf(visit);
      for (const width of [640, 320]) {
        await visit.page.setViewportSize({ width, height: 900 });
        assert.equal(await wordsOf(visit), wide, `${width} px`);
      }
    });
  await visit.context.close();
});

test("targets are 44 px or more", async () => {
  const visit = await newVisit(browser, house, "390-light-en", { state });
  for (const hash of Object.values(PAGES)) {
    await open(visit, hash);
    const small = await visit.page.evaluate(() =>
      [...document.querySelectorAll("button, select, input:not([type=radio], [type=checkbox]), .face, .tick, summary, nav a")]
        .filter((one) => one.getClientRects().length > 0 && !one.closest(".unseen") && !one.classList.contains("unseen"))
        .filter((one) => { const box = one.getBoundingClientRect(); return box.height < 43.5 || (box.width < 43.5 && !one.closest(".day-boxes")); })
        .map((one) => `${one.tagName} ${one.className} ${one.textContent.slice(0, 20)}`),
    );
    assert.deepEqual(small, [], hash);
  }
  await visit.context.close();
});

// What the household file says for it, and no reader should have to know; and of an Urdu page, any Latin letters that nobody typed.
const OF_THE_FILE = /[{}[\]"]|\b(mon|wed|daily|true|false|timetable|modes|never-pause|pause-cap|allow-list|open-all|PK)\b/;
const OF_ENGLISH = /\b(bedtime|homework|free|strict|moderate|gaming|learning|social|close|open|until|minutes?|mode|room|device|helper|owner)\b/i;
const ownWords = (all) =>
  all.map((one) => {
    const copy = one.cloneNode(true);
    copy.querySelectorAll("bdi").forEach((typed) => typed.remove());
    return copy.textContent;
  }).join("\n");

test("what adults changed, why something is not given and what is odd about a time are said in the reader's language", async () => {
  await everySortOfChange(browser, house, state);
  for (const look of ["390-light-en", "390-light-ur"]) {
    const visit = await newVisit(browser, house, look, { state });
    const isUrdu = look.endsWith("ur");
    const saidIn = async (selector) => {
      const said = visit.page.locator(selector);
      await said.first().waitFor();
      const whole = (await said.allInnerTexts()).join("\n");
      assert.doesNotMatch(whole, OF_THE_FILE, look);
      if (!isUrdu) return;
      assert.doesNotMatch(whole, OF_ENGLISH, look);
      assert.doesNotMatch(await said.evaluateAll(ownWords), /[A-Za-z]{2,}/, look);
    };
    await open(visit, "changes");
    await eventually(async () => (await visit.page.locator(".changes li").count()) > 20, "the changes of the file are written down");
    await saidIn(".changes");
    await looksRight(visit, "changes-all");

    await open(visit, "times/person/Ali");
    await visit.page.locator(".row-actions button").first().click();
    const times = visit.page.locator(".editor .pair input");
    await times.nth(1).fill(await times.nth(0).inputValue());
    await times.nth(1).blur();
    await saidIn(".preview > .hint");
    await looksRight(visit, "time-odd");

    await open(visit, "");
    await visit.page.locator("main .card", { hasText: "Ali" }).locator("button").first().click();
    await visit.page.locator("dialog .lengths button").nth(2).click();
    await visit.page.locator(".toast").waitFor();
    const refused = await visit.page.locator(".toast p").innerText();
    assert.match(refused, /30/, "the cap is told");
    if (isUrdu) assert.doesNotMatch(refused.replace("Ali", ""), /[A-Za-z]/);
    await looksRight(visit, "pause-refused");
    await visit.context.close();

    const child = await newVisit(browser, house, look, { base: await house.doorFor(TABLET) });
    await child.page.goto(`${child.base}/changes`);
    const told = await child.page.locator("main").innerText();
    assert.doesNotMatch(told, OF_THE_FILE, `child, ${look}`);
    if (isUrdu) assert.doesNotMatch(told, OF_ENGLISH, `child, ${look}`);
    if (isUrdu) assert.doesNotMatch(await child.page.locator("main dd, main h3").evaluateAll(ownWords), /[A-Za-z]{2,}/, `child, ${look}`);
    await looksRight(child, "child-changes-all");
    await child.context.close();
  }
});
