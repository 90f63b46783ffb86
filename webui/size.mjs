// SPDX-License-Identifier: Apache-2.0
// `npm run size`: what a phone has to fetch, compressed as the daemon sends it (gzip -9), against the budgets of decisions.md 12.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const weight = (path) => gzipSync(readFileSync(join(here, path)), { level: 9 }).length;
const script = weight("dist/app.js");
const style = weight("dist/app.css");
const page = weight("dist/index.html");
const words = Math.max(weight("locales/en.json"), weight("locales/ur.json"));

const budgets = [
  ["script", script, 45 * 1024],
  ["style", style, 8 * 1024],
  ["first page, with the larger language", script + style + page + words, 90 * 1024],
];
let over = false;
for (const [what, octets, most] of budgets) {
  over ||= octets > most;
  console.log(`${octets > most ? "OVER" : "ok  "} ${what}: ${octets} of ${most} octets`);
}
process.exit(over ? 1 : 0);
