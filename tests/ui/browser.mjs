// SPDX-License-Identifier: Apache-2.0
// Debian's Chromium, and what is true of every page in every state: no axe violation, nothing cut off sideways, nothing fetched from elsewhere,
// nothing in the console. A picture of each goes to DARBAN_UI_SHOTS, to be looked at.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { chromium } from "playwright-core";

export const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const AXE = createRequire(import.meta.url)("axe-core").source;
const SHOTS = process.env.DARBAN_UI_SHOTS ?? "";
// What sticks to the edge of a screen would lie across the middle of a picture of the whole page.
const stick = (page, how) => page.evaluate((how) => document.querySelectorAll(".main-nav, .main-nav ul, .exit").forEach((one) => (one.style.position = how)), how);
export const PASSWORD = "three quiet words";

// `names`: how the browser resolves the names that Check-up asks for; as a device whose resolver is darban, unless told.
const CHECK_NAMES = ".check.darban.home.arpa";
export const startBrowser = (names = `MAP *${CHECK_NAMES} 127.0.0.1`) =>
  chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-dev-shm-usage", `--host-resolver-rules=${names}`] });

// The app's pages, by a name and what stands behind the #.
export const PAGES = { home: "", people: "people", person: "people/Ali", times: "times/person/Ali", doors: "doors/person/Ali", guest: "doors/guest", numbers: "numbers", "numbers-ali": "numbers/Ali", "numbers-theirs": "numbers/زارا", checkup: "checkup", changes: "changes", requests: "requests", talk: "talk", devices: "devices", test: "test", settings: "settings", menu: "menu", missing: "nowhere" };

// width-scheme-language, each with each; forced colours are a scheme of their own. 320 px is a page at 400 % (WCAG 2.2, 1.4.10).
const cross = (widths, schemes) => widths.flatMap((width) => schemes.flatMap((scheme) => ["en", "ur"].map((language) => `${width}-${scheme}-${language}`)));
const EVERY_LOOK = [...cross([390, 768, 1280], ["light", "dark", "forced"]), ...cross([320], ["light"])];
// Half of them, so that every two of a width, a scheme and a language still meet.
const HALF = ["390-light-en", "390-dark-ur", "390-forced-en", "768-light-ur", "768-dark-en", "768-forced-ur", "1280-light-en", "1280-dark-ur", "1280-forced-ur", "320-light-ur"];
export const LOOKS = process.env.DARBAN_UI_LOOKS === "half" ? HALF : EVERY_LOOK;

// `base`: where the page is reached, as another device (House.doorFor); `script`: whether the browser runs any.
export async function newVisit(browser, house, look = "390-light-en", { state, base = house.base, script = true } = {}) {
  const [width, scheme, language] = look.split("-");
  const context = await browser.newContext({
    viewport: { width: Number(width), height: Number(width) < 600 ? 844 : 900 },
    colorScheme: scheme === "dark" ? "dark" : "light",
    forcedColors: scheme === "forced" ? "active" : "none",
    reducedMotion: "reduce",
    javaScriptEnabled: script,
    ...(state ? { storageState: state } : {}),
  });
  if (language && script) await context.addInitScript((lang) => localStorage.setItem("darban.language", lang), language);
  if (language) await context.addCookies([{ name: "lang", value: language, url: base }]); // children's pages
  const page = await context.newPage();
  const visit = { context, page, look, complaints: [], taps: 0, house, base };
  page.on("request", (request) => {
    const url = new URL(request.url());
    const ours = url.origin === base || (url.port === String(house.port) && url.hostname.endsWith(CHECK_NAMES));
    if (!ours) visit.complaints.push(`asked elsewhere: ${request.url()}`);
  });
  page.on("pageerror", (error) => visit.complaints.push(`broke: ${error.message}`));
  page.on("console", (message) => {
    // The browser reports every 4xx as an error; those the page expects and tells in words.
    if (["error", "warning"].includes(message.type()) && !/status of 4\d\d/.test(message.text())) visit.complaints.push(`console: ${message.text()}`);
  });
  return visit;
}

export async function open(visit, hash) {
  await visit.page.goto(`${visit.house.base}/adult#/${hash}`);
  await visit.page.waitForFunction((to) => decodeURIComponent(location.hash) === `#/${to}`, hash);
  await visit.page.waitForSelector("h1");
  await settled(visit.page);
}

// Nothing is being waited for any more.
export const settled = (page) => page.waitForFunction(() => !document.querySelector(".wait, [aria-busy=true]"));

export const tap = (visit, locator) => {
  visit.taps++;
  return locator.click();
};

export async function looksRight(visit, name) {
  const { page, look } = visit;
  await settled(page);
  if (SHOTS) {
    await mkdir(SHOTS, { recursive: true });
    await stick(page, "static");
    await page.screenshot({ path: join(SHOTS, `${name}-${look}.png`), fullPage: true });
    await stick(page, "");
  }
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(AXE); // half a megabyte: once a document, not once a page of the app
  const violations = await page.evaluate(async () => (await globalThis.axe.run(document)).violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join(", ")}`));
  assert.deepEqual(violations, [], `axe on ${name}, ${look}`);
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(over <= 0, `${name}, ${look}: ${over} px wider than the screen`);
  const unnamed = await page.evaluate(() => /\b(adult|shared|child)\.[a-z]+[.-][a-z.-]+\b/.exec(document.body.innerText)?.[0] ?? null);
  assert.equal(unnamed, null, `${name}, ${look}: a key without a word`);
  assert.deepEqual(visit.complaints, [], `${name}, ${look}`);
}

// The words of a page are the same however wide it is: zoom and small screens lose nothing.
export async function wordsOf({ page }) {
  await settled(page);
  const text = await page.locator("main").innerText();
  return text.split(/\s+/).filter(Boolean).sort().join(" "); // a table may become a list
}

// With Tab alone: everything that can be pressed or filled is reached, and where the focus is can be seen.
export async function everyControlIsReached({ page }) {
  await settled(page);
  await page.evaluate(() => {
    document.activeElement?.blur();
    globalThis.reached = new Set();
  });
  const stops = await page.evaluate(() => document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]").length);
  const unseen = new Set();
  for (let i = 0; i < stops + 3; i++) {
    await page.keyboard.press("Tab");
    const one = await page.evaluate(() => {
      const at = document.activeElement;
      if (!at || at === document.body) return null;
      const again = globalThis.reached.has(at);
      globalThis.reached.add(at);
      const { outlineStyle, outlineWidth } = getComputedStyle(at);
      return { again, seen: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2, what: at.outerHTML.slice(0, 100) };
    });
    if (one?.again) break;
    if (one && !one.seen) unseen.add(one.what);
  }
  const missed = await page.evaluate(() => {
    const ofGroup = (one) => one.type === "radio" && [...globalThis.reached].some((other) => other.type === "radio" && other.name === one.name);
    return [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
      .filter((one) => !one.disabled && one.tabIndex >= 0 && one.checkVisibility({ checkVisibilityCSS: true }) && !globalThis.reached.has(one) && !ofGroup(one))
      .map((one) => one.outerHTML.slice(0, 100));
  });
  assert.deepEqual(missed, [], "reached by keyboard");
  assert.deepEqual([...unseen], [], "the focus can be seen");
}

// The first owner, made through the API as the page would: for tests that are about something else.
export async function signedIn(browser, house) {
  const context = await browser.newContext();
  const answer = await context.request.post(`${house.base}/api/v1/setup`, {
    data: { code: await house.setupCode(), name: "Ammi", password: PASSWORD, language: "en", label: "tests" },
    headers: { Origin: house.base },
  });
  assert.equal(answer.status(), 200, await answer.text());
  const state = await context.storageState();
  await context.close();
  return state;
}
