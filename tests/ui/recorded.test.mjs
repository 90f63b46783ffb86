// SPDX-License-Identifier: Apache-2.0
// "What is recorded" on a young person's own device, with scripts off: their weeks, the home's days, sharing, Start fresh in two steps; in each look.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { LOOKS, looksRight, newVisit, signedIn, startBrowser } from "./browser.mjs";
import { House } from "./house.mjs";

const FAMILY = `
zone: Asia/Karachi
people:
  - name: Ali
    band: 13-15
    devices: [{label: phone, address: 127.0.0.1}]
  - name: زارا
    band: 16-17
    devices: [{label: phone, address: 127.0.0.2}]
`;

let house, browser, state;
before(async () => {
  house = await House.start(FAMILY);
  await house.giveHistory();
  browser = await startBrowser();
  state = await signedIn(browser, house);
});
after(async () => {
  await browser?.close();
  await house?.close();
});

for (const look of LOOKS)
  test(`${look}: one's own numbers, and Start fresh unfolded`, async () => {
    const visit = await newVisit(browser, house, look);
    const language = look.split("-")[2];
    await visit.page.goto(`${house.base}/recorded?lang=${language}`);
    await visit.page.locator("table").first().waitFor();
    const broken = await visit.page.locator("table td").evaluateAll((cells) => cells.filter((cell) => cell.getClientRects().length > 0 && cell.scrollHeight > 90).length);
    assert.equal(broken, 0, "a number over several lines");
    assert.equal(await visit.page.locator("html").getAttribute("lang"), language);
    await looksRight(visit, "recorded");
    for (const summary of await visit.page.locator("summary").all()) await summary.press("Enter");
    await looksRight(visit, "recorded-fresh");
    await visit.context.close();
  });

test("without scripts a young person shares, an adult sees it, and a fresh start is one for both", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  const adult = await browser.newContext({ storageState: state });
  const seen = async () => {
    const answer = await adult.request.get(`${house.base}/api/v1/numbers/Ali`);
    return answer.status() === 200 ? (await answer.json()).weeks.at(-1).groups.ads_trackers.form : answer.status();
  };
  await page.goto(`${house.base}/recorded?lang=en`);
  assert.equal(await page.locator("table").count(), 2);
  assert.equal(await seen(), 403);
  await page.getByRole("button", { name: "Show my numbers to my adults" }).click();
  await page.getByRole("status").getByText("Your adults can see your numbers now.").waitFor();
  assert.equal(await seen(), "about");
  await page.locator("summary", { hasText: "Start fresh" }).click();
  await page.getByRole("button", { name: "Wipe my numbers" }).click();
  await page.getByText("Your numbers are wiped.").waitFor();
  assert.equal(await seen(), "none");
  await page.getByRole("button", { name: "Stop sharing" }).click();
  await page.getByText("Only you see your numbers now.").waitFor();
  assert.equal(await seen(), 403);
  await context.close();
  await adult.close();
});
