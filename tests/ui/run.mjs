// SPDX-License-Identifier: Apache-2.0
// `node run.mjs NAME`: NAME.test.mjs, or code 77 with the reason where a part of the machine is missing. For CTest.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const skip = (why) => {
  console.log(`skipped: ${why}`);
  process.exit(77);
};

if (Number(process.versions.node.split(".")[0]) < 20) skip("these tests need Node 20 or newer");
if (!existsSync(join(here, "node_modules/playwright-core"))) skip("run 'npm ci' in tests/ui first");
if (!existsSync(process.env.CHROMIUM ?? "/usr/bin/chromium")) skip("there is no Chromium (Debian: chromium), nor does CHROMIUM say where one is");
if (!process.env.DARBAN) skip("DARBAN says where the daemon is");
const done = spawnSync(process.execPath, ["--test", "--test-reporter=spec", join(here, `${process.argv[2]}.test.mjs`)], { stdio: "inherit" });
process.exit(done.status ?? 1);
