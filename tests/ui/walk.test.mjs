// SPDX-License-Identifier: Apache-2.0
// The first walk: from an empty household to a child with rules, in the browser. On the loopback interface no device has a MAC address that darban
// could find, so the device is given its owner by address afterwards, as a family with fixed addresses does it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { looksRight, newVisit, PASSWORD, startBrowser, tap } from "./browser.mjs";
import { eventually, House, TABLET } from "./house.mjs";

const MOST_TAPS = 12;
const MOST_MS = 120_000;
let house, browser;

before(async () => {
  house = await House.start("guest:\n  band: adult");
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await house?.close();
});

test("an empty box becomes a protected child in twelve taps and no typed address", async () => {
  const visit = await newVisit(browser, house, "390-light-en");
  const { page } = visit;
  const begun = Date.now();
  await page.goto(`${house.base}/adult#/setup/language`);
  await page.waitForSelector("button.language");
  await looksRight(visit, "setup-language");
  await tap(visit, page.locator("button.language[lang=en]"));
  await page.waitForSelector("input[type=password]");
  await page.getByLabel("Code from the box").fill(await house.setupCode());
  await page.getByLabel("Your name").fill("Ammi");
  await page.getByLabel("Password").fill(PASSWORD);
  await looksRight(visit, "setup-account");
  await tap(visit, page.getByRole("button", { name: "Next" }));
  await page.getByRole("heading", { name: "Who lives here?" }).waitFor();
  await looksRight(visit, "setup-people");
  await tap(visit, page.locator("label.option").filter({ hasText: "10 to 12" }));
  await page.getByLabel("Child’s name").fill("Ali");
  await tap(visit, page.getByRole("button", { name: "Next" }));
  await page.getByRole("heading", { name: "Whose device is this?" }).waitFor();
  await looksRight(visit, "setup-devices");
  await tap(visit, page.getByRole("button", { name: "Next" }));
  await page.getByRole("heading", { name: "Bedtime", level: 1 }).waitFor();
  await looksRight(visit, "setup-times");
  await tap(visit, page.getByRole("button", { name: "Next" }));
  await page.getByRole("heading", { name: "Done" }).waitFor();
  await looksRight(visit, "setup-done");
  await tap(visit, page.getByRole("button", { name: "To Home" }));
  await page.getByRole("heading", { name: "Ali" }).waitFor();
  await looksRight(visit, "setup-home");
  assert.ok(visit.taps <= MOST_TAPS, `${visit.taps} taps`);
  assert.ok(Date.now() - begun < MOST_MS);
  assert.match(await house.householdText(), /name: Ali/);
  assert.match(await house.householdText(), /bedtime/);

  assert.equal(await house.ask("bets.example"), "192.0.2.1", "open for a device that nobody owns, or this test shows nothing");
  const me = await (await visit.context.request.get(`${house.base}/api/v1/me`)).json();
  const got = await visit.context.request.get(`${house.base}/api/v1/household`);
  const { household } = await got.json();
  household.people.find((person) => person.name === "Ali").devices = [{ label: "tablet", address: TABLET }];
  const put = await visit.context.request.put(`${house.base}/api/v1/household`, { data: { household }, headers: { "If-Match": got.headers()["etag"], "X-Darban-Token": me.token, Origin: house.base } });
  assert.equal(put.status(), 200, await put.text());
  await eventually(async () => (await house.ask("bets.example")) === "0.0.0.0", "the child's device meets a closed door");
  await visit.context.close();
});
