#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Coming from another filter: exports made here as those systems make them, through `darban import`, `darban check` and the real daemon; and archives
that mean harm."""
import gzip
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
import unittest
import zipfile

import harness
from harness import DARBAN, Daemon, FakeUpstream, addresses

ADGUARD = """
http: {address: "0.0.0.0:80"}
users:
  - name: admin
    password: $2a$10$canarysecretcanarysecret
dns:
  bind_hosts: [0.0.0.0]
  port: 53
  upstream_dns: [9.9.9.9]
user_rules:
  - '||family.example^'
  - '@@||fine.family.example^'
  - '||only-sara.example^$client=''Sara'''
  - /^ad[0-9]/
filtering: {filtering_enabled: true, safebrowsing_enabled: true, blocked_services: {ids: [], schedule: {time_zone: Local}}}
clients:
  persistent:
    - name: Sara
      ids: [127.0.1.7]
      tags: [user_child]
      use_global_blocked_services: false
      blocked_services: {ids: [youtube], schedule: {time_zone: UTC}}
    - name: Amna
      ids: [127.0.1.8]
      tags: [user_admin]
schema_version: 29
"""

BLOCKY = """
upstreams: {groups: {default: [9.9.9.9]}}
blocking:
  denylists:
    kids:
      - |
        # inline
        family.example
  allowlists:
    kids:
      - |
        fine.family.example
  clientGroupsBlock:
    default: []
    sara-*: [kids]
clientLookup:
  clients:
    sara-tablet: [127.0.1.7]
    amna-phone: [127.0.1.8]
"""

GROUPS = [(0, 1, "Default", None), (1, 1, "Kids", "the children"), (2, 0, "Off", None)]
CLIENTS = [(1, "127.0.1.7", "Sara's tablet"), (2, "127.0.1.8", "Amna's phone"), (3, "AA:BB:CC:DD:EE:01", ""), (4, "printer.lan", None), (5, ":eth1", None)]
CLIENT_GROUPS = [(1, 0), (1, 1), (2, 0), (3, 1), (3, 0), (4, 0), (5, 2)]
DOMAINS = [  # id, type, domain, enabled, group
    (1, 1, "family.example", 1, 1),
    (2, 0, "fine.family.example", 1, 1),
    (3, 3, r"(\.|^)everybody\.example$", 1, 0),
    (4, 3, r"^ad[0-9]+\.", 1, 0),
    (5, 1, "switched-off.example", 0, 0),
    (6, 3, r"(^|\.)x\.example$;querytype=A", 1, 0),
    (7, 1, "only-in-off.example", 1, 2),
]
LISTS = [(1, "https://raw.githubusercontent.com/StevenBlack/hosts/master/hosts", 1, 0), (2, "https://unknown.example/list.txt", 1, 1)]
TOML = """# Pi-hole configuration file
[dns]
  upstreams = [
    "9.9.9.9",
    "127.0.0.1#5335"
  ] ### CHANGED, default = []
  hosts = [ "192.168.1.10 nas.home" ]
[webserver.api]
  pwhash = "$BALLOON-SHA256$canarysecret"
"""


def database(path, *, client_sql=None):
    base = sqlite3.connect(path)
    base.executescript(
        """
        CREATE TABLE "group" (id INTEGER, enabled BOOLEAN, name TEXT, date_added INTEGER, date_modified INTEGER, description TEXT);
        CREATE TABLE client_by_group (client_id INTEGER, group_id INTEGER);
        CREATE TABLE domainlist (id INTEGER, type INTEGER, domain TEXT, enabled BOOLEAN, comment TEXT);
        CREATE TABLE domainlist_by_group (domainlist_id INTEGER, group_id INTEGER);
        CREATE TABLE adlist (id INTEGER, address TEXT, enabled BOOLEAN, comment TEXT, type INTEGER);
        CREATE TABLE adlist_by_group (adlist_id INTEGER, group_id INTEGER);
        """
    )
    base.executescript(client_sql or "CREATE TABLE client (id INTEGER, ip TEXT, date_added INTEGER, comment TEXT);")
    base.executemany('INSERT INTO "group" (id, enabled, name, description) VALUES (?, ?, ?, ?)', GROUPS)
    if not client_sql:
        base.executemany("INSERT INTO client (id, ip, comment) VALUES (?, ?, ?)", CLIENTS)
    base.executemany("INSERT INTO client_by_group VALUES (?, ?)", CLIENT_GROUPS)
    base.executemany("INSERT INTO domainlist (id, type, domain, enabled) VALUES (?, ?, ?, ?)", [row[:4] for row in DOMAINS])
    base.executemany("INSERT INTO domainlist_by_group VALUES (?, ?)", [(row[0], row[4]) for row in DOMAINS])
    base.executemany("INSERT INTO adlist (id, address, enabled, type) VALUES (?, ?, ?, 0)", [row[:3] for row in LISTS])
    base.executemany("INSERT INTO adlist_by_group VALUES (?, ?)", [(row[0], row[3]) for row in LISTS])
    base.commit()
    base.close()
    with open(path, "rb") as file:
        return file.read()


def zip_of(files):
    octets = io.BytesIO()
    with zipfile.ZipFile(octets, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return octets.getvalue()


def tar_of(files, extra=()):
    octets = io.BytesIO()
    with tarfile.open(fileobj=octets, mode="w:gz") as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        for info in extra:
            archive.addfile(info)
    return octets.getvalue()


def version_5_files():
    def table(rows, *columns):
        return json.dumps([dict(zip(columns, row)) for row in rows]).replace("/", r"\/").encode()

    def domains(kind):
        rows = [row for row in DOMAINS if row[1] == kind]
        return table([(row[0], row[2], row[3]) for row in rows], "id", "domain", "enabled")

    return {
        "group.json": table(GROUPS, "id", "enabled", "name", "description"),
        "client.json": table(CLIENTS, "id", "ip", "comment"),
        "client_by_group.json": table(CLIENT_GROUPS, "client_id", "group_id"),
        "adlist.json": table([row[:3] for row in LISTS], "id", "address", "enabled"),
        "adlist_by_group.json": table([(row[0], row[3]) for row in LISTS], "adlist_id", "group_id"),
        "whitelist.exact.json": domains(0),
        "blacklist.exact.json": domains(1),
        "whitelist.regex.json": domains(2),
        "blacklist.regex.json": domains(3),
        "domainlist_by_group.json": table([(row[0], row[4]) for row in DOMAINS], "domainlist_id", "group_id"),
        "setupVars.conf": b"WEBPASSWORD=canarysecret\nPIHOLE_DNS_1=9.9.9.9\nPIHOLE_DNS_2=127.0.0.1#5335\nBLOCKINGMODE=NULL\n",
        "custom.list": b"192.168.1.10 nas.home\n",
        "dhcp.leases": b"1700000000 02:00:5e:10:00:07 127.0.1.7 tablet *\n",
    }


class Importing(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="darban-import-")
        self.addCleanup(shutil.rmtree, self.folder)
        # A machine's settings without lists: what this machine has must not matter.
        self.write("darban.yaml", b"household: household.yaml\nimage: none.image\nlists: {catalogue: catalogue}\n")
        shutil.copytree(os.path.join(os.path.dirname(__file__), "../../blocklists"), self.path("blocklists"))

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, content):
        with open(self.path(name), "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
        return self.path(name)

    def read(self, name):
        with open(self.path(name), encoding="utf-8") as file:
            return file.read()

    def command(self, system, file, *options, code=0):
        words = [DARBAN, "import", system, file, "--config", self.path("darban.yaml"), "--blocklists", self.path("blocklists"), "--output", self.path("household.yaml")]
        done = subprocess.run([*words, "--zone", "UTC", *options], capture_output=True, text=True, timeout=120, cwd=self.folder)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def version_6(self):
        toml, base = TOML.encode(), database(self.path("gravity.db"))
        leases = b"1700000000 02:00:5e:10:00:07 127.0.1.7 tablet *\n"
        return {"etc/pihole/pihole.toml": toml, "etc/hosts": b"127.0.0.1 localhost\n", "etc/pihole/gravity.db": base, "etc/pihole/dhcp.leases": leases}


class FromEach(Importing):
    """Import, check, and the daemon answers two people as it should."""

    def household_in_force(self, child, adult, below_too=False):
        upstream = FakeUpstream()
        self.addCleanup(upstream.close)
        daemon = Daemon([upstream.port], household=self.read("household.yaml"), lists={**harness.LISTS, "service:youtube": ["youtube.example"]})
        self.addCleanup(daemon.close)
        checked = daemon.command("check", "--config", daemon.file("darban.yaml"))
        self.assertIn("rules are fine", checked.stdout)
        daemon.start()

        def closed(name, client):
            return addresses(daemon.ask(name, client=client)) == ["0.0.0.0"]

        self.assertTrue(closed("family.example", child))
        self.assertEqual(closed("www.family.example", child), below_too)
        self.assertFalse(closed("fine.family.example", child))
        self.assertFalse(closed("other.example", child))
        self.assertFalse(closed("other.example", adult))
        return closed

    def test_adguard_home(self):
        self.command("adguard", self.write("AdGuardHome.yaml", ADGUARD))
        text = self.read("household.yaml")
        self.assertIn("name: Sara\n    band: 10-12\n", text)
        closed = self.household_in_force("127.0.1.7", "127.0.1.8", below_too=True)
        self.assertTrue(closed("family.example", "127.0.1.8"), "a rule for everybody")
        self.assertTrue(closed("only-sara.example", "127.0.1.7"))
        self.assertFalse(closed("only-sara.example", "127.0.1.8"))
        self.assertTrue(closed("youtube.example", "127.0.1.7"))
        self.assertFalse(closed("youtube.example", "127.0.1.8"))

    def test_pihole_6(self):
        self.command("pihole", self.write("pi-hole_teleporter.zip", zip_of(self.version_6())))
        closed = self.household_in_force("127.0.1.7", "127.0.1.8")
        self.assertFalse(closed("family.example", "127.0.1.8"))
        self.assertTrue(closed("everybody.example", "127.0.1.8"))
        self.assertTrue(closed("www.everybody.example", "127.0.1.7"))
        self.assertFalse(closed("switched-off.example", "127.0.1.7"))

    @staticmethod
    def without_order(household):
        """The tables list rules in orders of their own, and order means nothing."""
        words = household.split("\n", 1)[1].replace("[", ",").replace("]", ",")
        return sorted(word.strip() for word in words.replace("\n", ",").split(","))

    def test_pihole_5_says_the_same_as_6(self):
        self.command("pihole", self.write("6.zip", zip_of(self.version_6())))
        six = self.without_order(self.read("household.yaml"))
        self.command("pihole", self.write("5.tar.gz", tar_of(version_5_files())), "--force")
        self.assertEqual(self.without_order(self.read("household.yaml")), six)
        self.household_in_force("127.0.1.7", "127.0.1.8")

    def test_blocky(self):
        self.command("blocky", self.write("config.yml", BLOCKY))
        closed = self.household_in_force("127.0.1.7", "127.0.1.8")
        self.assertFalse(closed("family.example", "127.0.1.8"))


class Reports(Importing):
    def test_the_report_begins_with_ages_and_has_every_finding_with_its_place(self):
        done = self.command("pihole", self.write("t.zip", zip_of(self.version_6())), "--json")
        report = json.loads(done.stdout)
        self.assertEqual([guess["who"] for guess in report["bands"]], ["Household", "Kids", "guest"])
        self.assertEqual(report["bands"][1]["band"], "10-12")
        findings = {finding["where"]: finding for finding in report["findings"]}
        for where in ("gravity.db, table client, row 4", "gravity.db, table client, row 5", "gravity.db, table domainlist, row 4", "gravity.db, table domainlist, row 5",
                      "gravity.db, table domainlist, row 6", "gravity.db, table domainlist, row 7", "pihole.toml:7"):
            self.assertEqual(findings[where]["carried"], "not carried over", where)
        self.assertNotIn("gravity.db, table domainlist, row 1", findings)
        self.assertEqual(findings["gravity.db, table group, row 2"]["carried"], "nearly")
        self.assertIn("02:00:5e:10:00:07", findings["gravity.db, table client, row 1"]["instead"])
        self.assertEqual([(each["id"], each["category"]) for each in report["lists"]], [("stevenblack", "ads"), ("", "")])
        self.assertIn("127.0.0.1:5335", report["settings"])

        markdown = self.command("pihole", self.path("t.zip"), "--force", "--report", self.path("report.md"))
        self.assertNotIn("## Not carried over", markdown.stdout)
        text = self.read("report.md")
        self.assertLess(text.index("how old is everybody"), text.index("## What is in the household"))
        self.assertIn("## Not carried over", text)
        self.assertIn("Bands are guesses", markdown.stderr)

    def test_no_secret_of_an_export_is_in_the_household_or_the_report(self):
        exports = [("adguard", self.write("a.yaml", ADGUARD)), ("pihole", self.write("6.zip", zip_of(self.version_6()))), ("pihole", self.write("5.tgz", tar_of(version_5_files())))]
        for system, file in exports:
            for options in (("--json",), ()):
                done = self.command(system, file, "--force", *options)
                self.assertNotIn("canarysecret", done.stdout + done.stderr + self.read("household.yaml"))

    def test_nothing_is_written_over_a_household_or_on_a_dry_run(self):
        file = self.write("c.yml", BLOCKY)
        done = self.command("blocky", file, "--dry-run")
        self.assertIn("name: sara-tablet", done.stdout)
        self.assertFalse(os.path.exists(self.path("household.yaml")))
        self.write("household.yaml", "mine")
        self.assertIn("is there already", self.command("blocky", file, code=1).stderr)
        self.assertEqual(self.read("household.yaml"), "mine")
        self.command("blocky", file, "--dry-run")
        self.command("blocky", file, "--force")
        self.assertIn("sara-tablet", self.read("household.yaml"))

    def test_what_is_written_back_is_canonical(self):
        self.command("blocky", self.write("c.yml", BLOCKY))
        text = self.read("household.yaml")
        self.assertTrue(text.startswith("# Made by 'darban import' from blocky.\n#\n"))

    def test_wrong_usage_is_2(self):
        for words in ([], ["adguard"], ["nextdns", "x"], ["blocky", "a", "b"], ["blocky", "x", "--zone", "Moon/Crater"]):
            done = subprocess.run([DARBAN, "import", *words], capture_output=True, text=True, timeout=60)
            self.assertEqual(done.returncode, 2, words)
        self.assertIn("usage: darban import", subprocess.run([DARBAN, "import", "--help"], capture_output=True, text=True, timeout=60).stdout)


class Hostile(Importing):
    def refused(self, system, content, part):
        done = self.command(system, self.write("export", content), code=1)
        self.assertIn(part, done.stderr)
        self.assertFalse(os.path.exists(self.path("household.yaml")))

    def test_what_is_no_export_is_refused(self):
        self.refused("pihole", b"", "neither a .tar.gz nor a .zip")
        self.refused("pihole", b"hello", "neither a .tar.gz nor a .zip")
        self.refused("pihole", os.urandom(4096), "neither a .tar.gz nor a .zip")
        self.refused("pihole", zip_of({"a.txt": b"x"}), "no Teleporter export")
        self.refused("adguard", BLOCKY, "no AdGuardHome.yaml")
        self.refused("blocky", ADGUARD, "no configuration of blocky")
        self.refused("adguard", b"\0" * 1000, "control character")
        done = self.command("adguard", self.path("nowhere.yaml"), code=1)
        self.assertIn("nowhere.yaml", done.stderr)

    def test_a_truncated_or_damaged_archive_never_makes_a_household(self):
        whole = zip_of(self.version_6())
        for length in range(0, len(whole) - 30, max(1, len(whole) // 25)):
            self.refused("pihole", whole[:length], "darban import:")
        tar = tar_of(version_5_files())
        for length in range(0, len(tar) - 40, max(1, len(tar) // 15)):
            self.refused("pihole", tar[:length], "darban import:")

    def test_a_bomb_is_refused_by_what_it_unpacks_to(self):
        bomb = zip_of({"etc/pihole/other.bin": b"\0" * (70 << 20)})
        self.assertLess(len(bomb), 1 << 20)
        self.refused("pihole", bomb, "more than 64 MiB")
        self.refused("pihole", tar_of({"group.json": b" " * (70 << 20)}), "more than 64 MiB")
        self.refused("pihole", gzip.compress(gzip.compress(b"\0" * (70 << 20))), "darban import:")

    def test_more_files_than_an_export_has(self):
        self.refused("pihole", tar_of({f"f{i}": b"" for i in range(10001)}), "more than 10,000 files")

    def test_paths_and_links_of_an_archive_go_nowhere(self):
        outside = self.path("outside.json")
        link = tarfile.TarInfo("client.json")
        link.type = tarfile.SYMTYPE
        link.linkname = "/etc/passwd"
        files = {"../../outside.json": b"[]", outside: b"[]", "../group.json": json.dumps([{"id": 0, "enabled": 1, "name": "Default"}]).encode()}
        before = sorted(os.listdir(self.folder))
        done = self.command("pihole", self.write("export", tar_of(files, [link])), "--json", "--dry-run")
        self.assertEqual(json.loads(done.stdout)["people"], 0)
        self.assertEqual(sorted(os.listdir(self.folder)), sorted([*before, "export"]))

    def test_a_damaged_database_is_refused(self):
        base = bytearray(database(self.path("gravity.db")))
        for start in range(0, len(base), 4096):
            broken = bytes(base[:start]) + os.urandom(min(4096, len(base) - start)) + bytes(base[start + 4096 :])
            done = subprocess.run([DARBAN, "import", "pihole", self.write("export", zip_of({"gravity.db": broken})), "--dry-run", "--config", self.path("darban.yaml")],
                                  capture_output=True, text=True, timeout=60)
            self.assertIn(done.returncode, (0, 1))
        self.refused("pihole", zip_of({"gravity.db": bytes(base[:100]) + b"\xff" * 4000}), "gravity.db")

    def test_a_database_that_runs_for_ever_does_not(self):
        endless = """CREATE TABLE seed (x); INSERT INTO seed VALUES (1);
            CREATE VIEW client AS WITH RECURSIVE c(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM c) SELECT id, 'a' AS ip FROM c;"""
        done = self.command("pihole", self.write("export", zip_of({"gravity.db": database(self.path("g.db"), client_sql=endless)})), "--json", "--dry-run")
        self.assertEqual(json.loads(done.stdout)["people"], 0)
        generated = "CREATE TABLE client (id INTEGER, ip TEXT AS (hex(zeroblob(5000000))) VIRTUAL, comment TEXT); INSERT INTO client (id) VALUES (1);"
        self.refused("pihole", zip_of({"gravity.db": database(self.path("h.db"), client_sql=generated)}), "gravity.db")

    def test_ten_thousand_clients_are_a_clear_error_and_nothing_is_written(self):
        clients = "".join(f"    - {{name: c{i}, ids: [10.{i // 65536}.{i // 256 % 256}.{i % 256}]}}\n" for i in range(10000))
        self.refused("adguard", "dns: {}\nschema_version: 29\nclients:\n  persistent:\n" + clients, "the household it makes can not be")


if __name__ == "__main__":
    harness.main()
