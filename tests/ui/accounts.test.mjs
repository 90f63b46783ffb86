// SPDX-License-Identifier: Apache-2.0
// Who may log in, in the browser: what would give the house away asks for the password in the same form, a teacher has rooms, and what was changed is
// on Changes and on the child's page in words.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { looksRight, newVisit, open, settled, signedIn, startBrowser, PASSWORD } from "./browser.mjs";
import { House } from "./house.mjs";

const LOOKS = ["390-light-en", "390-dark-ur", "1280-light-ur", "320-light-en"];
const THEIRS = "four loud birds";
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

const visiting = async (look, hash, work) => {
  const visit = await newVisit(browser, house, look, { state });
  try {
    await open(visit, hash);
    await work(visit.page, visit);
    assert.deepEqual(visit.complaints, []);
  } finally {
    await visit.context.close();
  }
};
const own = (page) => page.getByRole("dialog").getByLabel("Your own password, once more");

test("a teacher is given a room, and may pause there and nowhere else", async () => {
  await visiting("390-light-en", "settings", async (page, visit) => {
    await page.getByRole("button", { name: "Add an account" }).click();
    await page.getByRole("dialog").getByLabel("Name").fill("Ms Khan");
    await page.getByRole("dialog").getByLabel("Password").fill(THEIRS);
    await page.getByRole("radio", { name: /^Teacher/ }).check();
    await looksRight(visit, "teacher-without-room");
    await page.getByRole("dialog").locator("button[type=submit]").click();
    await page.getByText("Teacher · no room yet").waitFor();
  });
  const khan = await newVisit(browser, house, "390-light-en");
  const home = async () => {
    await khan.page.goto(`${house.base}/adult#/`);
    await khan.page.reload();
    await khan.page.waitForSelector("ul.cards");
    await settled(khan.page);
  };
  await open(khan, "");
  await khan.page.locator("input[autocomplete=username]").fill("Ms Khan");
  await khan.page.locator("input[type=password]").fill(THEIRS);
  await khan.page.locator("button[type=submit]").click();
  await khan.page.getByText("None of these rooms is yours.").waitFor();
  assert.equal(await khan.page.getByRole("button", { name: /^Pause/ }).count(), 0);
  await visiting("390-light-en", "settings", async (page, visit) => {
    await page.getByRole("button", { name: /^Change.*Ms Khan$/ }).click();
    await page.getByRole("checkbox", { name: "Televisions" }).check();
    await looksRight(visit, "teacher-with-room");
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await page.getByText("Teacher · Televisions").waitFor();
  });
  await home();
  assert.equal(await khan.page.getByText("None of these rooms is yours.").count(), 0);
  assert.equal(await khan.page.getByRole("button", { name: /^Pause/ }).count(), 1);
  await khan.page.getByRole("button", { name: /^Pause.*Televisions$/ }).click();
  await khan.page.getByRole("dialog").getByRole("button", { name: "15 minutes" }).click();
  await khan.page.getByRole("button", { name: /^End the pause.*Televisions$/ }).waitFor();
  assert.deepEqual(khan.complaints, []);
  await khan.context.close();
});

test("an owner is made with one's own password, and a wrong one is told at its field", () =>
  visiting("390-light-en", "settings", async (page, visit) => {
    await page.getByRole("button", { name: /^Change.*Ms Khan$/ }).click();
    assert.equal(await own(page).count(), 0);
    await page.getByRole("radio", { name: /^Owner/ }).check();
    await own(page).fill("not this one");
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await page.locator(".mistake").getByText("That is not your own password.").waitFor();
    await looksRight(visit, "owner-wrong-password");
    await own(page).fill(PASSWORD);
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await page.locator(".rows").getByText("Owner", { exact: true }).nth(1).waitFor();
    await page.getByRole("button", { name: /^Change.*Ms Khan$/ }).click();
    await page.getByText("Before you can remove an owner").waitFor();
    assert.equal(await page.getByRole("button", { name: /^Remove/ }).count(), 0);
  }));

test("a key for a program and the second step ask for one's own password", () =>
  visiting("390-light-en", "settings", async (page, visit) => {
    await page.getByRole("button", { name: "Make a key" }).click();
    await page.getByLabel("What is it for?").fill("lamp");
    await page.getByRole("checkbox", { name: "Read numbers" }).check();
    await own(page).fill(PASSWORD);
    await page.getByRole("dialog").getByRole("button", { name: "Make a key" }).click();
    await page.getByText("Copy this key now.").waitFor();
    await page.getByRole("button", { name: "Set up" }).click();
    await looksRight(visit, "second-step-asks");
    await own(page).fill(PASSWORD);
    await page.getByRole("dialog").getByRole("button", { name: "Set up" }).click();
    await page.getByText("Type this key into your authenticator app:").waitFor();
  }));

for (const look of LOOKS)
  test(`${look}: what was changed about accounts is told in words`, () =>
    visiting(look, "changes", async (page, visit) => {
      await looksRight(visit, "changes-of-accounts");
      const words = await page.locator("ol.changes").innerText();
      assert.doesNotMatch(words, /stats:read|second-step|\bkey\b lamp|account Ms/);
      if (look.endsWith("en")) assert.match(words, /Account\s+Ms Khan\s+Before:\s+Teacher\s+Now:\s+Owner/);
      else assert.doesNotMatch(words, /Owner|Teacher|Account/);
    }));
