#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Who may change the rules is a rule too: what adults change about accounts stands in the log that children read."""
import contextlib
import sqlite3
import subprocess
import unittest

from child_client import Visitor
from harness import DARBAN, LOOPBACK, Daemon, FakeUpstream, free_port, main
from page_client import Browser

SARA, SHOES, CUP = "brown hat 7", "blue shoe 8", "green cup 9"
TABLET = "127.0.1.7"
HOUSEHOLD = f"""zone: Asia/Karachi
people:
  - {{name: Ali, band: 10-12, devices: [{{label: tablet, address: {TABLET}}}]}}
rooms:
  - {{label: Lab 2, prefix: 127.0.2.0/24, band: 13-15}}
  - {{label: Lab 3, prefix: 127.0.3.0/24, band: 13-15}}
"""


class House(unittest.TestCase):
    def setUp(self):
        self.upstream = FakeUpstream()
        self.addCleanup(self.upstream.close)
        self.port = free_port()
        self.daemon = Daemon([self.upstream.port], HOUSEHOLD, settings=f'web: {{listen: ["{LOOPBACK}:{self.port}"]}}\n')
        self.addCleanup(self.daemon.close)
        self.daemon.start()
        self.sara = Browser(self.port)
        self.done(self.sara.post("setup", {"code": self.daemon.status()["setup_code"], "name": "Sara", "password": SARA}), 200)

    def done(self, answer, status):
        self.assertEqual(answer.status, status, answer)
        return answer.json if answer.octets else None

    def logged_in(self, name, password):
        browser = Browser(self.port)
        self.done(browser.log_in(name, password), 200)
        return browser

    def account(self, *words, password=None):
        line = [DARBAN, "account", *words, "--config", self.daemon.file("darban.yaml")]
        done = subprocess.run(line, input=None if password is None else password + "\n", capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)

    def log(self):
        """Oldest first: (by, setting, was, became); and whether it is whole."""
        said = self.done(self.sara.get("changes"), 200)
        for change in said["changes"]:
            self.assertIsNone(change["concerns"])
        return [(change["by"], change["setting"], change["was"], change["became"]) for change in reversed(said["changes"])], said["whole"]

    def child_reads(self):
        answer = Visitor(self.port, TABLET).get("/changes")
        self.assertEqual(answer.status, 200, answer)
        return answer.octets.decode()


class TheLog(House):
    def test_everything_about_accounts_is_in_it_by_whom_and_the_child_reads_it(self):
        omar = self.done(self.sara.post("accounts", {"name": "Omar", "role": "helper", "password": SHOES}), 201)["id"]
        self.done(self.sara.patch(f"accounts/{omar}", {"role": "parent"}), 204)
        key = self.done(self.sara.post("tokens", {"label": "lamp", "scopes": ["grants:write"], "days": 9}), 201)
        self.done(self.sara.delete(f"tokens/{key['id']}"), 204)
        self.account("password", "Omar", password=CUP)
        self.account("add", "Hina", "--role", "auditor", password=SHOES)
        self.account("role", "Hina", "owner")
        self.done(self.sara.delete(f"accounts/{omar}"), 204)
        said, whole = self.log()
        self.assertEqual(
            said,
            [
                ("Sara", "account Sara", None, "owner"),
                ("Sara", "account Omar", None, "helper"),
                ("Sara", "account Omar", "helper", "parent"),
                ("Sara", "key lamp", None, "grants:write"),
                ("Sara", "key lamp", "grants:write", "removed"),
                ("darban account", "password Omar", None, "new"),
                ("darban account", "account Hina", None, "auditor"),
                ("darban account", "account Hina", "auditor", "owner"),
                ("Sara", "account Omar", "parent", "removed"),
            ],
        )
        self.assertTrue(whole)
        page = self.child_reads()
        for words in ("Account <bdi>Hina</bdi>", "Owner", "somebody at the box itself", "Password of <bdi>Omar</bdi>", "Key for a program <bdi>lamp</bdi>"):
            self.assertIn(words, page)
        for secret in (key["token"], SHOES, CUP, "argon2"):
            self.assertNotIn(secret, page)

    def test_it_outlives_a_kill_and_undo_of_the_rules_does_not_touch_accounts(self):
        self.done(self.sara.post("accounts", {"name": "Omar", "role": "parent", "password": SHOES}), 201)
        self.daemon.process.kill()
        self.daemon.process.wait()
        self.daemon.start()
        said, whole = self.log()
        self.assertEqual(len(said), 2)
        self.assertTrue(whole)
        self.assertEqual(self.done(self.sara.get("household/editions"), 200), [])

    def test_a_row_that_is_taken_out_anywhere_is_a_gap_on_both_pages(self):
        for name in ("Omar", "Hina", "Imran"):
            self.done(self.sara.post("accounts", {"name": name, "role": "helper", "password": SHOES}), 201)
        self.assertTrue(self.log()[1])
        self.daemon.stop()
        whole = self.daemon.file("state.db")
        with open(whole, "rb") as file:
            octets = file.read()
        for sql in ("DELETE FROM changes WHERE id = 1", "DELETE FROM changes WHERE id = 2", "DELETE FROM changes WHERE id = 4", "DELETE FROM changes"):
            with self.subTest(sql=sql):
                with open(whole, "wb") as file:
                    file.write(octets)
                with contextlib.closing(sqlite3.connect(whole)) as database:
                    database.execute(sql)
                    database.commit()
                self.daemon.start()
                self.assertFalse(self.log()[1])
                self.assertIn("Something is missing here.", self.child_reads())
                self.daemon.stop()


if __name__ == "__main__":
    main()
