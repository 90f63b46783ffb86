// SPDX-License-Identifier: Apache-2.0
// `node verify.mjs types|unit|dist|size`: what webui/ promises, one by one; 77 where `npm ci` was not run. dist: a build from these sources has the
// octets of the committed one, so that what the daemon carries is what can be read here.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const node = (...words) => spawnSync(process.execPath, words, { cwd: here, stdio: "inherit" }).status ?? 1;

function dist() {
  const fresh = mkdtempSync(join(tmpdir(), "darban-dist-"));
  try {
    if (node("build.mjs", "--into", fresh) !== 0) return 1;
    const names = readdirSync(fresh).sort();
    const committed = readdirSync(join(here, "dist")).sort();
    const differ = [...new Set([...names, ...committed])].filter((name) => !names.includes(name) || !committed.includes(name) || !readFileSync(join(fresh, name)).equals(readFileSync(join(here, "dist", name))));
    if (differ.length > 0) console.log(`dist/ is not what the sources make (${differ.join(", ")}): run 'npm run build' in webui/ and commit it`);
    return differ.length === 0 ? 0 : 1;
  } finally {
    rmSync(fresh, { recursive: true });
  }
}

const CASES = {
  types: () => node("node_modules/typescript/bin/tsc", "--noEmit"),
  unit: () => node("build.mjs", "--tests") || node("--test", ...readdirSync(join(here, "build/tests")).filter((name) => name.endsWith(".mjs")).map((name) => join("build/tests", name))),
  dist,
  size: () => node("size.mjs"),
};

if (!existsSync(join(here, "node_modules/esbuild"))) {
  console.log("skipped: run 'npm ci' in webui first");
  process.exit(77);
}
process.exit(CASES[process.argv[2]]());
