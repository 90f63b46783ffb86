// SPDX-License-Identifier: Apache-2.0
// What happens in a home, done as people do it: so that no page is only looked at while it is empty.
import { newVisit, open } from "./browser.mjs";
import { TABLET } from "./house.mjs";

// Ali asks for a site.
export async function aChildAsks(browser, house) {
  const visit = await newVisit(browser, house, "390-light-en", { base: await house.doorFor(TABLET) });
  await visit.page.goto(`${visit.base}/ask`);
  await visit.page.locator("#what-site").check();
  await visit.page.locator("#site").fill("social.example");
  await visit.page.locator("#note").fill("for my friends");
  await visit.page.locator("main form button[type=submit]").last().click();
  await visit.page.getByText("An adult will see it.").waitFor();
  await visit.context.close();
}

// A site is opened for Ali, and the other child is paused for an hour.
export async function adultsChange(browser, house, state) {
  const visit = await newVisit(browser, house, "1280-light-en", { state });
  await open(visit, "doors/person/Ali");
  await visit.page.locator("main form input[dir=ltr]").fill("songs.example");
  await visit.page.locator("main form button[type=submit]").click();
  await visit.page.locator(".toast").waitFor();
  await open(visit, "");
  await visit.page.locator("main .card", { hasText: "زارا" }).locator("button").first().click();
  await visit.page.locator("dialog .lengths button").nth(2).click();
  await visit.page.locator("main .card .now", { hasText: "Paused until" }).waitFor();
  await visit.context.close();
}
