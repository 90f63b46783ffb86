// SPDX-License-Identifier: Apache-2.0
// The first walk: from an empty household to a child with rules and a device, in the browser, in every look. The tablet is known as a home's are: by a
// lease of the DHCP server (dnsmasq's file), which says its MAC address. Nothing of it is done but on the page.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { LOOKS, looksRight, newVisit, PASSWORD, startBrowser, tap } from "./browser.mjs";
import { eventually, House, TABLET } from "./house.mjs";

const MOST_TAPS = 12;
const MOST_MS = 120_000;
const MAC = "02:00:5e:10:00:07";
let browser;

before(async () => {
  browser = await startBrowser();
});
after(() => browser?.close());

const arrived = (page, step) => page.waitForFunction((hash) => location.hash.startsWith(hash), `#/setup/${step}`);

async function walk(visit, house, language) {
  const { page } = visit;
  const next = () => tap(visit, page.locator("main .main"));
  const begun = Date.now();
  await page.goto(`${house.base}/adult#/setup/language`);
  await page.waitForSelector("button.language");
  await looksRight(visit, "setup-language");
  await tap(visit, page.locator(`button.language[lang=${language}]`));
  await arrived(page, "account");
  await page.locator("input[autocomplete=one-time-code]").fill(await house.setupCode());
  await page.locator("input[autocomplete=username]").fill("Ammi");
  await page.locator("input[type=password]").fill(PASSWORD);
  await looksRight(visit, "setup-account");
  await next();
  await arrived(page, "people");
  await page.locator("main label.option").first().waitFor();
  await looksRight(visit, "setup-people");
  await tap(visit, page.locator("main label.option").nth(1)); // 10 to 12
  await page.locator("main input[type=text]").fill("Ali");
  await next();
  await arrived(page, "devices");
  const found = page.locator("main .card").filter({ hasText: MAC });
  await found.waitFor();
  await looksRight(visit, "setup-devices");
  await tap(visit, found.getByRole("button", { name: "Ali" }));
  await found.waitFor({ state: "detached" });
  await next();
  await arrived(page, "times");
  await page.locator("main section.card").first().waitFor();
  await looksRight(visit, "setup-times");
  await next();
  await arrived(page, "done");
  await looksRight(visit, "setup-done");
  await next();
  await page.getByRole("heading", { name: "Ali" }).waitFor();
  await looksRight(visit, "setup-home");
  return Date.now() - begun;
}

for (const look of LOOKS)
  test(`${look}: an empty box becomes a protected child in twelve taps and no typed address`, async () => {
    const house = await House.start("guest:\n  band: adult", { leases: `0 ${MAC} ${TABLET} tablet *\n` });
    try {
      assert.equal(await house.ask("bets.example"), "192.0.2.1", "open for a device that nobody owns, or this test shows nothing");
      const visit = await newVisit(browser, house, look);
      const took = await walk(visit, house, look.split("-")[2]);
      console.log(`${visit.taps} taps, ${took} ms`);
      assert.ok(visit.taps <= MOST_TAPS, `${visit.taps} taps`);
      assert.ok(took < MOST_MS, `${took} ms`);
      await eventually(async () => (await house.ask("bets.example")) === "0.0.0.0", "the child's device meets a closed door");
      const file = await house.householdText();
      for (const said of [/name: Ali/, /bedtime/, new RegExp(MAC, "i")]) assert.match(file, said);
      await visit.context.close();
    } finally {
      await house.close();
    }
  });
