// SPDX-License-Identifier: Apache-2.0
// Check-up tells from this very device whether darban resolves its names, for devices whose resolver is darban, another, or both.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { newVisit, open, signedIn, startBrowser } from "./browser.mjs";
import { House } from "./house.mjs";

const OURS = "MAP *.check.darban.home.arpa 127.0.0.1";
const NOT_FOUND = "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1";
const HALF = [..."01234567"].map((digit) => `MAP ${digit}*.check.darban.home.arpa 127.0.0.1`).join(", ");

let house, state;
before(async () => {
  house = await House.start();
  const browser = await startBrowser();
  state = await signedIn(browser, house);
  await browser.close();
});
after(() => house?.close());

// The first row, as a device sees it whose names are resolved like this.
async function said(names) {
  const browser = await startBrowser(names);
  const visit = await newVisit(browser, house, "390-light-en", { state });
  try {
    await open(visit, "checkup");
    await visit.page.locator(".checks").waitFor();
    return await visit.page.locator(".checks").innerText();
  } finally {
    await browser.close();
  }
}

test("darban itself answers every name below check.darban.home.arpa, with the address that was asked", async () => {
  assert.equal(await house.ask("3f9a.check.darban.home.arpa"), "127.0.0.1");
  assert.equal(await house.ask("never-asked-before.check.darban.home.arpa"), "127.0.0.1");
});

test("a device that asks darban is told so", async () => assert.match(await said(OURS), /Good: This device asks darban\. All 8 new names came from it\./));

test("a device that asks another resolver is told so, with what to do", async () => {
  const rows = await said(NOT_FOUND);
  assert.match(rows, /To do: This device does not ask darban\./);
  assert.match(rows, /Turn off VPN, Private Relay and secure DNS on it/);
});

test("a device with a second resolver is told so, with what to do", async () => {
  // Every name is as likely to be found as not: all eight alike is one time in 128.
  for (let i = 0; i < 4; i++) {
    const rows = await said(`${HALF}, ${NOT_FOUND}`);
    if (!rows.includes("second DNS server")) continue;
    assert.match(rows, /Let darban be the only DNS server in the router, for IPv6 too\./);
    return;
  }
  assert.fail("the second resolver was never noticed");
});

test("only a page of the house may read that it reached darban", async () => {
  const ask = (origin) => fetch(`${house.base}/api/v1/check`, { headers: { Origin: origin } });
  const own = await ask("http://darban.home");
  assert.equal(own.status, 204);
  assert.equal(own.headers.get("access-control-allow-origin"), "http://darban.home");
  assert.equal(own.headers.get("vary"), "Origin");
  assert.equal(own.headers.get("connection"), "close"); // eight names are eight connections
  for (const stranger of ["http://attacker.example", "http://darban.home.attacker.example", "null"])
    assert.equal((await ask(stranger)).headers.get("access-control-allow-origin"), null, stranger);
});
