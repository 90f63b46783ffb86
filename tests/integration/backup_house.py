# SPDX-License-Identifier: Apache-2.0
"""A household that was lived in, for the tests of backups: what is in each of its parts says by whose mark it is."""
import contextlib
import os
import re
import shutil
import sqlite3
import subprocess
import tempfile
import unittest

from harness import DARBAN, LOOPBACK, Daemon, FakeUpstream, free_port
from page_client import Browser

PASSWORD = "brown hat 7 and shoes"
CALENDAR = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//tests//EN\r
BEGIN:VEVENT\r
UID:1@tests.example\r
DTSTAMP:20260101T000000Z\r
SUMMARY:Holidays\r
DTSTART;VALUE=DATE:20261221\r
DTEND;VALUE=DATE:20270102\r
END:VEVENT\r
END:VCALENDAR\r
"""
HOUSEHOLD = """
zone: Asia/Karachi
people:
  - name: Zubaida
    band: 13-15
    devices:
      - {label: tablet, address: 127.0.1.7}
    block: [MARK.example]
exceptions:
  - {label: holidays, calendar: terms.ics, like: sun}
"""
ZUBAIDA = "127.0.1.7"


def read_text(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def read_octets(path):
    with open(path, "rb") as file:
        return file.read()


class House(unittest.TestCase):
    def setUp(self):
        self.upstream = FakeUpstream()
        self.addCleanup(self.upstream.close)
        self.port = free_port()
        self.folder = tempfile.mkdtemp(prefix="darban-backup-")
        self.addCleanup(shutil.rmtree, self.folder)
        self.backup = os.path.join(self.folder, "house.darban")

    def daemon(self, mark, **more):
        daemon = Daemon([self.upstream.port], household=HOUSEHOLD.replace("MARK", mark), settings=f'web: {{listen: ["{LOOPBACK}:{self.port}"]}}', **more)
        self.addCleanup(daemon.close)
        daemon.write("terms.ics", CALENDAR.replace("Holidays", mark))
        return daemon

    def darban(self, daemon, *words, check=True, typed=None):
        done = subprocess.run([DARBAN, *words, "--config", daemon.file("darban.yaml")], capture_output=True, text=True, timeout=60, input=typed)
        if check:
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done

    def lived_in(self, mark):
        """A household with an owner, a version before, a pause, a child's request, sessions and a token."""
        daemon = self.daemon(mark).start()
        owner = Browser(self.port)
        self.assertEqual(owner.set_up(daemon, mark, PASSWORD).status, 200)
        read = owner.get("household")
        saved = owner.send("PUT", "household", {"household": {**read.json["household"], "block": [f"rule.{mark}.example"]}}, {"If-Match": read.fields["ETag"]})
        self.assertEqual(saved.status, 200, saved)
        self.assertEqual(owner.post("grants", {"kind": "pause", "who": ["Zubaida"], "minutes": 60}).status, 201)
        self.token = owner.post("tokens", {"label": "lamp", "scopes": ["stats:read"], "own_password": PASSWORD}).json["token"]
        self.owner = owner
        return daemon

    @staticmethod
    def rows(path, sql):
        with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            return database.execute(sql).fetchall()

    def state(self, daemon):
        """What there is, in short: by whose mark each part is."""
        with contextlib.suppress(FileNotFoundError):
            read = lambda name: read_text(daemon.file(name))
            editions = "".join(read(f"household.yaml.editions/{name}") for name in sorted(os.listdir(daemon.file("household.yaml.editions"))))
            return {
                "household": re.search(r"rule\.(\w+)\.example", read("household.yaml")).group(1),
                "editions": re.search(r"- (\w+)\.example|\[(\w+)\.example", editions).group(1) or re.search(r"\[(\w+)\.example", editions).group(1),
                "calendar": re.search(r"SUMMARY:(\w+)", read("terms.ics")).group(1),
                "accounts": self.rows(daemon.file("state.db"), "SELECT name FROM accounts")[0][0],
            }
        return None

    @staticmethod
    def all_of(mark):
        return {"household": mark, "editions": mark, "calendar": mark, "accounts": mark}

    def cut_off(self, plan):
        """A machine, "former", on which a restore of "fresh" was cut off the moment after `plan` was written."""
        source = self.lived_in("fresh")
        self.darban(source, "backup", self.backup)
        source.stop()
        self.port = free_port()
        daemon = self.daemon("former")
        self.darban(daemon, "restore", self.backup)
        places = [daemon.file(name) for name in ("household.yaml", "terms.ics", "household.yaml.editions", "state.db")]
        for place in places:
            os.rename(place, place + ".restoring")
            if os.path.exists(place + ".before-restore"):
                os.rename(place + ".before-restore", place)
        self.assertIn("[former.example]", read_text(daemon.file("household.yaml")))
        daemon.write(plan, "darban restores these; `darban restore --finish` finishes it\n" + "".join(place + "\n" for place in places))
        return daemon
