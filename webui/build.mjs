// SPDX-License-Identifier: Apache-2.0
// `npm run build` writes dist/, the same octets from the same sources on every machine. `node build.mjs --tests` writes build/tests/ for node:test;
// `--into FOLDER` builds somewhere else, for the test that compares a fresh build with the committed one.
import { build } from "esbuild";
import { copyFile, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const into = process.argv.includes("--into") ? process.argv[process.argv.indexOf("--into") + 1] : join(here, "dist");
const licence = "/* SPDX-License-Identifier: Apache-2.0. Made of webui/src by webui/build.mjs: edit there. */";
const scriptLicence = `${licence}\n/* Holds Preact and Preact Signals (MIT; their notices are in webui/LICENCES.md). */`;

if (process.argv.includes("--tests")) {
  const tests = (await readdir(join(here, "tests"))).filter((name) => name.endsWith(".test.ts"));
  await build({
    absWorkingDir: here,
    entryPoints: tests.map((name) => join("tests", name)),
    outdir: "build/tests",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    logLevel: "warning",
  });
} else {
  await mkdir(into, { recursive: true });
  const common = { absWorkingDir: here, minify: true, charset: "utf8", legalComments: "none", logLevel: "warning", target: ["es2020", "chrome87", "firefox85", "safari14.1"] };
  await build({ ...common, entryPoints: ["src/main.tsx"], outfile: join(into, "app.js"), bundle: true, format: "iife", banner: { js: scriptLicence } });
  await build({ ...common, entryPoints: ["app.css"], outfile: join(into, "app.css"), banner: { css: licence } });
  await copyFile(join(here, "index.html"), join(into, "index.html"));
  // One newline at the end, so that the files are text to every tool.
  for (const name of ["app.js", "app.css"]) {
    const path = join(into, name);
    await writeFile(path, (await readFile(path, "utf8")).trimEnd() + "\n");
  }
}
