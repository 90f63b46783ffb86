#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""What is left of a day's questions on the disk, in the real daemon: moments and totals, and nothing that is finer. Real questions, a clean stop, kill -9,
a disk that is not there; and hours and days, by a clock that Debian's faketime moves under the daemon (clocks of every other kind: unit.app, unit.store).
"""
import os
import re
import secrets
import signal
import sqlite3
import unittest

import harness
from harness import Daemon, FakeUpstream
from moved_clock import FAKETIME, HOUR, MINUTE, MovedClock

CHILD, TEEN, ELDER, ADULT = "127.0.1.7", "127.0.1.8", "127.0.1.9", "127.0.1.10"
HOUSEHOLD = """
zone: UTC
people:
  - name: Sara
    band: 10-12
    close: [gaming]
    devices: [{label: tablet, address: 127.0.1.7}]
  - name: Zara
    band: 13-15
    devices: [{label: phone, address: 127.0.1.8}]
  - name: Omar
    band: 16-17
    devices: [{label: phone, address: 127.0.1.9}]
  - name: Amna
    band: adult
    block: [closed.example]
    devices: [{label: phone, address: 127.0.1.10}]
guest:
  band: adult
"""
TABLES = ("household_days", "moments", "moment_weeks", "health_days", "count_choices", "changes", "grants")


class Counts(unittest.TestCase):
    def setUp(self):
        self.upstream = FakeUpstream()
        self.addCleanup(self.upstream.close)
        self.daemon = Daemon([self.upstream.port], household=HOUSEHOLD, settings="lists: {update: false}")
        self.addCleanup(self.daemon.close)
        self.daemon.start()
        self.word = "canary" + secrets.token_hex(12)

    def rows(self, query):
        with sqlite3.connect(f"file:{self.daemon.file('state.db')}?mode=ro", uri=True) as database:
            return database.execute(query).fetchall()

    def moments(self):
        return self.rows("SELECT kind, holder, grp, number FROM moments ORDER BY holder, grp")

    def ask_much(self):
        for number in range(40):
            for client in (CHILD, TEEN, ELDER, ADULT):
                self.daemon.ask(f"{self.word}{number}.tracker.example", client=client)
                self.daemon.ask(f"{self.word}{number}.closed.example", client=client)

    def test_forty_tries_are_one_moment_and_only_of_whom_it_may_be_kept(self):
        self.ask_much()
        self.daemon.stop()
        self.assertEqual(self.moments(), [("person", "Sara", "ads", 1), ("person", "Zara", "ads", 1)])
        totals = dict(self.rows("SELECT verdict, number FROM household_days"))
        self.assertEqual(set(totals), {"opened", "closed", "closed-by-time", "safer", "failed"})
        self.assertGreaterEqual(totals["closed"], 3 * 40)

    def test_a_total_is_what_was_closed_and_nothing_is_counted_twice_over_a_restart(self):
        self.daemon.ask("x.tracker.example", client=CHILD)
        self.daemon.stop()
        self.daemon.start()
        self.daemon.ask("x.tracker.example", client=CHILD)
        self.daemon.stop()
        self.assertEqual(self.rows("SELECT number FROM household_days WHERE verdict = 'closed'"), [(2,)])

    def test_no_name_no_address_and_no_time_finer_than_a_day_is_in_the_file(self):
        self.ask_much()
        self.daemon.stop()
        columns = {table: [row[1] for row in self.rows(f"PRAGMA table_info({table})")] for table in TABLES}
        for table in ("household_days", "moments", "moment_weeks", "health_days"):
            for column in columns[table]:
                self.assertIn(column, {"day", "week", "verdict", "number", "kind", "holder", "grp", "enough", "what"})
        for (day,) in self.rows("SELECT DISTINCT day FROM moments"):
            self.assertLess(day, 100000, "days, not seconds")
        folder = self.daemon.folder
        for name in os.listdir(folder):
            if name.startswith("state.db"):
                with open(os.path.join(folder, name), "rb") as file:
                    octets = file.read()
                self.assertNotIn(self.word.encode(), octets)
                self.assertNotIn(CHILD.encode(), octets)

    def test_kill_9_loses_the_open_window_and_nothing_else(self):
        self.daemon.ask("x.tracker.example", client=CHILD)
        self.daemon.stop()
        self.daemon.start()
        self.daemon.ask("x.tracker.example", client=TEEN)
        self.daemon.process.send_signal(signal.SIGKILL)
        self.daemon.process.wait(timeout=harness.PATIENCE)
        self.assertEqual(self.moments(), [("person", "Sara", "ads", 1)])
        self.daemon.start()
        self.assertEqual(harness.addresses(self.daemon.ask("open.example", client=CHILD)), ["192.0.2.1"])

    def test_who_may_not_be_counted_any_more_is_not_by_a_reload(self):
        self.daemon.ask("x.tracker.example", client=CHILD)
        self.daemon.write("household.yaml", HOUSEHOLD.replace("band: 10-12", "band: adult"))
        self.daemon.reload()
        harness.eventually(lambda: not harness.addresses(self.daemon.ask("y.tracker.example", client=CHILD)) == ["0.0.0.0"], "the new rules are in force")
        self.daemon.stop()
        self.assertEqual(self.moments(), [])

    def test_without_a_place_for_the_file_the_family_is_served_all_the_same(self):
        self.daemon.stop()
        state = self.daemon.file("state.db")
        for name in os.listdir(self.daemon.folder):
            if name.startswith("state.db"):
                os.remove(os.path.join(self.daemon.folder, name))
        os.mkdir(state)
        self.daemon.start()
        self.assertEqual(harness.addresses(self.daemon.ask("x.tracker.example", client=CHILD)), ["0.0.0.0"])
        self.daemon.stop()
        os.rmdir(state)

    def test_status_and_the_log_say_nothing_of_moments(self):
        self.ask_much()
        text = "".join(self.daemon.command(*words, "--config", self.daemon.file("darban.yaml")).stdout for words in (["status"], ["status", "--json"]))
        self.daemon.stop()
        self.assertEqual(len(self.moments()), 2)
        for name in ("Zara", "Omar", "moment", "Sara"):
            self.assertNotIn(name, text)
            self.assertNotIn(name, self.daemon.log())


@unittest.skipUnless(FAKETIME, "needs faketime and a daemon without sanitizers")
class CountsOverDays(unittest.TestCase):
    def setUp(self):
        self.upstream = FakeUpstream()
        self.addCleanup(self.upstream.close)
        self.daemon = Daemon([self.upstream.port], household=HOUSEHOLD, settings="lists: {update: false}")
        self.addCleanup(self.daemon.close)
        self.clock = MovedClock(self.daemon)
        self.clock.start()

    def pass_time(self, seconds):
        self.clock.pass_time(seconds)

    def command(self, *words, check=True):
        return self.daemon.command(*words, "--config", self.daemon.file("darban.yaml"), check=check)

    def counts(self, *who):
        return self.command("counts", *who).stdout

    def on_disk(self):
        try:
            with sqlite3.connect(f"file:{self.daemon.file('state.db')}?mode=ro", uri=True) as database:
                return database.execute("SELECT holder, number FROM moments ORDER BY holder, day").fetchall()
        except sqlite3.OperationalError:
            return []

    def close_something_for(self, client, times=1):
        for number in range(times):
            self.assertEqual(harness.addresses(self.daemon.ask(f"n{number}.tracker.example", client=client)), ["0.0.0.0"])

    def test_the_disk_is_written_to_when_the_day_is_first_counted_and_then_once_an_hour(self):
        self.close_something_for(CHILD)
        self.assertEqual(self.on_disk(), [])
        self.pass_time(10 * MINUTE + 1)
        self.assertEqual(self.on_disk(), [("Sara", 1)])
        for _ in range(5):
            self.close_something_for(CHILD, times=20)
            self.close_something_for(TEEN)
            self.pass_time(10 * MINUTE + 1)
            self.assertEqual(self.on_disk(), [("Sara", 1)], "before the hour is over")
        self.pass_time(10 * MINUTE + 1)
        self.assertEqual(self.on_disk(), [("Sara", 6), ("Zara", 5)])
        self.daemon.process.send_signal(signal.SIGKILL)
        self.daemon.process.wait(timeout=harness.PATIENCE)
        self.clock.start()
        self.daemon.stop()
        self.assertEqual(self.on_disk(), [("Sara", 6), ("Zara", 5)])

    def test_the_morning_shows_what_the_day_before_was_and_a_restart_changes_no_octet_of_it(self):
        self.close_something_for(CHILD, times=97)
        self.close_something_for(TEEN, times=40)
        for _ in range(11):
            self.pass_time(10 * MINUTE + 1)
            self.close_something_for(CHILD)
        self.pass_time(10 * MINUTE + 1)
        self.assertIn("Nothing to show yet", self.counts())
        self.assertIn("Nothing to show yet", self.counts("Sara"))
        self.daemon.stop()
        self.pass_time(2 * HOUR)
        self.clock.start()
        self.assertIn("Nothing to show yet", self.counts(), "the same day after a restart")
        self.pass_time(13 * HOUR)  # past four
        day, week = self.counts(), self.counts("Sara")
        self.assertRegex(day, rf"\n  {self.clock.today}  +none +about 150 +none +none +none\n")
        self.assertNotIn("148", day)
        self.assertRegex(week, rf"\n  {self.clock.monday}  +none +about 10 +not counted +none +none +not counted\n")
        self.assertNotIn("12", week.split(self.clock.monday)[1])
        self.close_something_for(CHILD, times=30)
        self.pass_time(10 * MINUTE + 1)
        self.assertEqual((self.counts(), self.counts("Sara")), (day, week), "the new day is not in it")
        self.daemon.stop()
        self.clock.start()
        self.assertEqual((self.counts(), self.counts("Sara")), (day, week))

    def test_who_may_not_be_seen_is_refused_with_the_reason_and_a_slip_of_the_pen_with_a_suggestion(self):
        self.close_something_for(TEEN)
        self.pass_time(10 * MINUTE + 1)
        self.pass_time(16 * HOUR)
        for words, sentence in (
            (["Zara"], "Zara alone may see these numbers"),
            (["Omar"], "up to Omar"),
            (["Amna"], "Nothing is counted of Amna"),
            (["Sarra"], "did you mean 'Sara'"),
            (["room", "Lab"], "no person and no room"),
        ):
            done = self.command("counts", *words, check=False)
            self.assertEqual((done.returncode, done.stdout), (1, ""))
            self.assertIn(sentence, done.stderr)
            self.assertIsNone(re.search(r"none|a few|about", done.stderr))
        self.assertEqual(self.command("counts", "Sara", "Zara", check=False).returncode, 2)


if __name__ == "__main__":
    harness.main()
