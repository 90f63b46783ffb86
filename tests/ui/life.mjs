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

// The household file as another program would change it, and some things given: a row of every sort on Changes.
export async function everySortOfChange(browser, house, state) {
  const { context } = await newVisit(browser, house, "390-light-en", { state });
  const me = await (await context.request.get(`${house.base}/api/v1/me`)).json();
  const headers = { Origin: house.base, "X-Darban-Token": me.token };
  const read = await context.request.get(`${house.base}/api/v1/household`);
  const { household } = await read.json();
  Object.assign(household.people[0], {
    band: "13-15",
    timetable: [
      { days: "daily", start: "21:00", end: "06:30", mode: "bedtime", open: ["learning"] },
      { days: ["mon", "wed"], start: "16:00", end: "18:00", mode: "homework", services: ["gaming"] },
    ],
    modes: { homework: { close: ["social"] } },
    close: ["social"],
    "safe-search": { all: "on", bing: "off" },
    youtube: "moderate",
    bypass: "strict",
    "never-pause": false,
    "pause-cap": 30,
    "allow-list": true,
  });
  Object.assign(household, {
    country: "PK",
    guest: { close: ["gaming"] },
    rooms: [...household.rooms, { label: "Lab 2", prefix: "127.0.41.0/24", band: "things" }],
    exceptions: [...household.exceptions, { label: "Trip", from: "2027-05-01", to: "2027-05-03", windows: [{ start: "22:00", end: "07:00", mode: "bedtime" }] }],
  });
  const answers = [await context.request.put(`${house.base}/api/v1/household`, { data: { household }, headers: { ...headers, "If-Match": read.headers().etag } })];
  for (const wish of [
    { kind: "mode", who: ["tablet"], mode: "homework", minutes: 30 },
    { kind: "close", who: ["Ali"], what: "gaming", minutes: 60, note: "امتحان" },
    { kind: "open_all", who: ["room Lab 2"], minutes: 30 },
  ])
    answers.push(await context.request.post(`${house.base}/api/v1/grants`, { data: wish, headers }));
  for (const answer of answers) if (!answer.ok()) throw new Error(await answer.text());
  await context.close();
}
