// SPDX-License-Identifier: Apache-2.0
// A backup that an owner saved is brought home in the browser: a wrong password is said at its field, what it holds is told before anything is done,
// and then the household is as it was and everybody logs in anew.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { looksRight, newVisit, open, PASSWORD, signedIn, startBrowser } from "./browser.mjs";
import { eventually, House } from "./house.mjs";

const SEAL = "brown hat 7";
let house, browser, state, folder;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "darban-restore-"));
  house = await House.start();
  browser = await startBrowser();
  state = await signedIn(browser, house);
});
after(async () => {
  await browser?.close();
  await house?.close();
  await rm(folder, { recursive: true, force: true });
});

test("an owner sees what a backup holds, brings it home by keyboard, and logs in to the household of that day", async () => {
  const visit = await newVisit(browser, house, "390-light-en", { state });
  const { page } = visit;
  await open(visit, "settings");
  const file = join(folder, "house.darban-backup");
  await page.getByLabel("Password for this file").fill(SEAL);
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save a backup" }).click()]);
  await download.saveAs(file);
  const before = await house.householdText();

  await open(visit, "doors/person/Ali");
  await page.getByLabel("Site", { exact: true }).fill("later.example");
  await page.getByRole("group", { name: "Open or closed?" }).getByRole("radio", { name: "Closed" }).check();
  await page.getByRole("button", { name: "Add the site" }).click();
  await eventually(async () => (await house.ask("later.example")) === "0.0.0.0", "the later door is closed");

  await open(visit, "settings");
  await page.getByLabel("Backup file").setInputFiles(file);
  const seal = page.getByLabel("Password of that file");
  const own = page.locator("form", { has: page.locator("input[type=file]") }).getByLabel("Your own password, once more");
  await seal.fill("another hat");
  await own.fill(PASSWORD);
  const look = page.getByRole("button", { name: "Look into it" });
  await look.press("Enter");
  await page.getByText("The password of the backup does not open it").waitFor();
  assert.equal(await seal.getAttribute("aria-invalid"), "true");
  await seal.fill(SEAL);
  await look.press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByText("It was saved on").waitFor();
  assert.match(await dialog.innerText(), /people are in it: .*Ali/);
  await looksRight(visit, "restore");
  assert.equal(await house.ask("later.example"), "0.0.0.0"); // nothing was done yet

  await dialog.getByRole("button", { name: "Bring it home" }).press("Enter");
  await page.getByText("The backup is home. Log in again.").waitFor();
  await page.getByRole("heading", { level: 1, name: "Log in" }).waitFor();
  assert.equal(await page.getByRole("dialog").count(), 0);
  await eventually(async () => (await house.ask("later.example")) !== "0.0.0.0", "the later door is open again");
  assert.equal(await house.householdText(), before);
  await page.getByLabel("Password").fill(PASSWORD);
  if ((await page.getByLabel("Name").inputValue()) === "") await page.getByLabel("Name").fill("Ammi");
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByRole("heading", { level: 1, name: "Settings" }).waitFor();
  await open(visit, "");
  await page.getByRole("button", { name: /^Pause.*Ali$/ }).waitFor();
  assert.deepEqual(visit.complaints, []);
  await visit.context.close();
});
