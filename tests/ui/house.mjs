// SPDX-License-Identifier: Apache-2.0
// The real daemon in a folder of its own, with its page on a high loopback port, as tests/integration/harness.py has it for the other tests. It is
// found through the environment variable DARBAN.
import { execFile, spawn } from "node:child_process";
import dns from "node:dns/promises";
import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, open, readFile, rm, writeFile } from "node:fs/promises";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { startUpstream } from "./upstream.mjs";

const run = promisify(execFile);
const DARBAN = process.env.DARBAN ?? "";
const PATIENCE_MS = 1000 * Number(process.env.DARBAN_PATIENCE ?? "15");
export const TABLET = "127.0.1.7";
const LISTS = { gaming: ["games.example"], gambling: ["bets.example"], trackers: ["tracker.example"], malware: ["bad.example"], social: ["social.example"], learning: ["school.example"] };

export const FAMILY = `
zone: Asia/Karachi
people:
  - name: Ali
    band: 10-12
    devices: [{label: tablet, address: ${TABLET}}]
    timetable:
      - {days: mon-thu, start: "16:00", end: "18:00", mode: homework, services: [gaming]}
  - name: زارا
    band: 16-17
    devices: [{label: phone, address: 127.0.1.9}]
  - name: Ammi and Abbu
    band: adult
    devices: [{label: phones, address: 127.0.0.1}]
rooms:
  - {label: Televisions, prefix: 127.0.40.0/24, band: things}
exceptions:
  - {label: Eid, on: 2027-03-10, like: sat}
block: [annoying-shop.example]
`;

// A fortnight of counts as state.db keeps them, up to this morning; what time would make, in a second. Through Debian's Python, which has SQLite.
const HISTORY = `
import sqlite3, sys, time
state, today = sys.argv[1], int((time.time() + 5 * 3600) // 86400)
with sqlite3.connect(state, timeout=10) as database:
    for ago in range(14, -1, -1):
        for verdict, number in (("opened", 4000 + 311 * (ago % 5)), ("closed", 90 + 17 * (ago % 7)), ("closed-by-time", ago % 3 * 4), ("safer", 23), ("failed", 0)):
            database.execute("INSERT OR REPLACE INTO household_days VALUES (?, ?, ?)", (today - ago, verdict, number))
        if ago > 0:
            for holder in ("Ali", "زارا"):
                for group, number in (("ads", 5 + ago % 4), ("age", ago % 2), ("time", 1)):
                    database.execute("INSERT OR REPLACE INTO moments VALUES ('person', ?, ?, ?, ?, 0)", (holder, today - ago, group, number))
`;

export async function eventually(question, what) {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await question().catch(() => null);
    if (answer) return answer;
    if (Date.now() > deadline) throw new Error(`waited ${PATIENCE_MS / 1000} s in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

// None of those that the kernel gives to whoever asks for none: one could be gone until the daemon takes it.
const isFree = (port) =>
  new Promise((resolve) => {
    const server = net.createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });

async function freePorts(count) {
  const ports = new Set();
  while (ports.size < count) {
    const port = 10000 + Math.floor(Math.random() * 22000);
    if (await isFree(port)) ports.add(port);
  }
  return [...ports];
}

async function buildLists(folder) {
  const keys = Object.keys(LISTS);
  const rows = keys.map((key, i) => `  - {id: ${i + 1}, key: "${key}", name: "${key}", urdu: "-", covers: "names for tests", never: "-", risk: ${key === "malware" ? "security" : "content"}}`);
  await writeFile(join(folder, "categories.yaml"), `# SPDX-License-Identifier: Apache-2.0\ncategories:\n${rows.join("\n")}\n`);
  for (const key of keys) await writeFile(join(folder, `${key}.txt`), LISTS[key].join("\n") + "\n");
  await writeFile(join(folder, "manifest.yaml"), `lists:\n${keys.map((key) => `  "${key}": [{file: ${key}.txt, format: domains}]`).join("\n")}\n`);
  await run(DARBAN, ["lists", "build", join(folder, "manifest.yaml"), "--categories", join(folder, "categories.yaml"), "--output", join(folder, "lists.image")]);
}

// Debian's faketime, for minutes that pass at once; nothing where it is not installed, or where a sanitizer in the daemon must be loaded first.
async function faketime() {
  const libraries = readdirSync("/usr/lib").map((folder) => join("/usr/lib", folder, "faketime/libfaketimeMT.so.1"));
  const linked = await run("ldd", [DARBAN]).then(({ stdout }) => stdout, () => "");
  return /lib[at]san/.test(linked) ? undefined : libraries.find(existsSync);
}
export const FAKETIME = await faketime();

export class House {
  doors = [];
  ahead = 0; // seconds, of a daemon whose clock can be moved

  // `movable`: with a clock that passTime() moves; needs FAKETIME. `leases`: what dnsmasq's file of leases says.
  static async start(household = FAMILY, { movable = false, leases } = {}) {
    const house = new House();
    try {
      await house.begin(household, movable, leases);
    } catch (why) {
      await house.close(); // or the test would wait for what is left of it
      throw why;
    }
    return house;
  }

  async begin(household, movable, leases) {
    this.upstream = await startUpstream();
    this.folder = await mkdtemp(join(tmpdir(), "darban-ui-"));
    [this.dnsPort, this.port] = await freePorts(2);
    this.base = `http://127.0.0.1:${this.port}`;
    await writeFile(join(this.folder, "household.yaml"), `# written by the tests\n${household.trim()}\n`);
    await writeFile(
      join(this.folder, "darban.yaml"),
      [
        `listen: ["127.0.0.1:${this.dnsPort}"]`,
        `web: {listen: ["127.0.0.1:${this.port}"]}`,
        "household: household.yaml",
        "image: lists.image",
        "state: state.db",
        `upstreams: {servers: ["127.0.0.1:${this.upstream.port}"]}`,
        "clock: {wait-for-sync: false}",
        "process: {control-socket: control.sock}",
        "log: {level: info, sink: journal}",
        "limits: {workers: 1}",
        ...(leases ? [`leases: ["${join(this.folder, "dnsmasq.leases")}"]`] : []),
        "",
      ].join("\n"),
    );
    if (leases) await writeFile(join(this.folder, "dnsmasq.leases"), leases);
    await buildLists(this.folder);
    this.log = join(this.folder, "darban.log");
    const log = await open(this.log, "a");
    const env = { ...process.env };
    if (movable) {
      this.clock = join(this.folder, "clock");
      await writeFile(this.clock, "+0.000\n");
      Object.assign(env, { LD_PRELOAD: FAKETIME, FAKETIME_TIMESTAMP_FILE: this.clock, FAKETIME_NO_CACHE: "1" });
    }
    this.process = spawn(DARBAN, ["run", "--config", join(this.folder, "darban.yaml")], { cwd: this.folder, env, stdio: ["ignore", log.fd, log.fd] });
    await log.close();
    this.ended = new Promise((resolve) => this.process.once("exit", resolve));
    await eventually(async () => {
      if (this.process.exitCode !== null) throw new Error(`the daemon ended: ${await readFile(this.log, "utf8")}`);
      return (await fetch(`${this.base}/adult`)).ok;
    }, `the page answers; the log is ${this.log}`);
  }

  async command(...words) {
    return (await run(DARBAN, [...words, "--config", join(this.folder, "darban.yaml")])).stdout;
  }

  async passTime(seconds) {
    this.ahead += seconds;
    await writeFile(this.clock, `+${this.ahead.toFixed(3)}\n`);
    for (let i = 0; i < 2; i++) await this.command("status"); // it looks at its clock now
  }

  // What the box shows for the first owner.
  async setupCode() {
    return JSON.parse(await this.command("status", "--json")).setup_code;
  }

  async householdText() {
    return readFile(join(this.folder, "household.yaml"), "utf8");
  }

  async giveHistory() {
    await run("/usr/bin/python3", ["-c", HISTORY, join(this.folder, "state.db")]);
  }

  // The address a device gets, or its error; as a device at `client` asks.
  async ask(name, client = TABLET) {
    const resolver = new dns.Resolver({ timeout: 1000, tries: 2 });
    resolver.setServers([`127.0.0.1:${this.dnsPort}`]);
    resolver.setLocalAddress(client);
    return resolver.resolve4(name).then(
      (addresses) => addresses[0],
      (error) => error.code,
    );
  }

  // The page as the device at `client` reaches it: connections come from there. A browser can not choose where it comes from.
  async doorFor(client) {
    const door = net.createServer((from) => {
      const to = net.connect({ host: "127.0.0.1", port: this.port, localAddress: client });
      from.pipe(to).pipe(from);
      for (const end of [from, to]) end.on("error", () => [from, to].forEach((each) => each.destroy()));
    });
    await new Promise((resolve) => door.listen(0, "127.0.0.1", resolve));
    this.doors.push(door);
    return `http://127.0.0.1:${door.address().port}`;
  }

  async close() {
    this.doors.forEach((door) => door.close());
    this.process?.kill("SIGTERM");
    await this.ended;
    await this.upstream?.close();
    if (this.folder) await rm(this.folder, { recursive: true, force: true });
  }
}
