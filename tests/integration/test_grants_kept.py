#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""What was given is kept: when the daemon ends or is killed, when the machine is started again, when the disk is full and when the file is damaged.
DARBAN_KILLS says how often it is killed (100 unless said otherwise)."""
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import threading
import time
import unittest

import grant_client
import harness
from grant_client import ALI, SARA, Giver, ask_control

COARSE = 0.05  # seconds that the daemon's clock (CLOCK_REALTIME_COARSE, whole seconds) may be behind ours
KILLS = int(os.environ.get("DARBAN_KILLS", "100"))


class Kept(unittest.TestCase):
    def setUp(self):
        self.upstream = harness.FakeUpstream()
        self.addCleanup(self.upstream.close)
        self.daemon = harness.Daemon([self.upstream.port], household=grant_client.HOUSEHOLD, settings=grant_client.SETTINGS)
        self.addCleanup(self.daemon.close)
        self.daemon.start()
        self.giver = Giver(self.daemon)

    def restart(self, how=signal.SIGTERM, between=None):
        self.daemon.process.send_signal(how)
        self.daemon.process.wait(timeout=harness.PATIENCE)
        if between:
            between()
        self.daemon.start()


class Restarts(Kept):
    def test_a_restart_moves_no_end(self):
        for how in (signal.SIGTERM, signal.SIGKILL):
            self.giver.run("pause", "Ali", "--minutes", "30")
            before = self.giver.grants()
            self.restart(how)
            self.assertTrue(self.giver.closed(ALI))
            (after,) = self.giver.grants()
            self.assertAlmostEqual(after["ends"], before[0]["ends"], delta=1)
            self.assertEqual(after["id"], before[0]["id"])
            self.giver.run("revoke", "--all", "Ali")

    def test_the_first_answer_after_a_start_knows_of_the_pause(self):
        self.giver.run("pause", "Ali")
        for _ in range(5):
            self.restart(signal.SIGKILL)
            self.assertTrue(self.giver.closed(ALI))

    def test_what_was_taken_back_stays_so(self):
        self.giver.run("pause", "Ali")
        self.giver.run("revoke", "--all", "Ali")
        self.restart(signal.SIGKILL)
        self.assertEqual(self.giver.grants(), [])
        self.assertFalse(self.giver.closed(ALI))

    def test_after_a_restart_of_the_machine_the_wall_decides(self):
        """Another boot id in the file is another boot; ten minutes off are an end ten minutes earlier and a clock that stood still."""
        self.giver.run("pause", "Ali", "--minutes", "30")

        def other_boot(off):
            grant_client.change_rows(self.daemon, "UPDATE grants SET boot = '00001111222233334444555566667777', ends = ends - ?", off)

        self.restart(between=lambda: other_boot(600))
        self.assertAlmostEqual(self.giver.grants()[0]["seconds_left"], 1200, delta=30)
        self.assertEqual(len(grant_client.rows(self.daemon, "boot", "boot <> '00001111222233334444555566667777'")), 1, "it is anchored in this boot")
        self.restart(signal.SIGKILL)
        self.assertAlmostEqual(self.giver.grants()[0]["seconds_left"], 1200, delta=30)
        self.restart(between=lambda: other_boot(3600))
        self.assertEqual(self.giver.grants(), [])
        self.assertFalse(self.giver.closed(ALI))

    def test_a_clock_that_was_set_back_while_the_machine_was_off_stretches_nothing(self):
        self.giver.run("pause", "Ali", "--minutes", "30")
        self.restart(between=lambda: grant_client.change_rows(
            self.daemon, "UPDATE grants SET boot = '00001111222233334444555566667777', ends = ends + 7200, remaining = 900000"))
        self.assertAlmostEqual(self.giver.grants()[0]["seconds_left"], 900, delta=30)

    def test_one_that_ended_while_darban_did_not_run_is_over(self):
        self.giver.run("pause", "Ali", "--minutes", "30")
        self.restart(between=lambda: grant_client.change_rows(self.daemon, "UPDATE grants SET remaining = 1000, anchor = anchor - 1000"))
        self.assertEqual(self.giver.grants(), [])
        self.assertFalse(self.giver.closed(ALI))
        self.assertEqual(grant_client.rows(self.daemon, "ended_how"), [("time",)])

    def test_the_file_is_its_owners_only_and_a_clean_end_leaves_no_journal(self):
        self.giver.run("pause", "Ali")
        self.assertEqual(os.stat(self.daemon.file("state.db")).st_mode & 0o777, 0o600)
        self.daemon.stop()
        self.assertEqual(grant_client.files_of_state(self.daemon), ["state.db", "state.db.lock"])

    def test_an_hour_without_a_grant_writes_nothing_and_one_grant_little(self):
        def written():
            with open(f"/proc/{self.daemon.process.pid}/io", encoding="utf-8") as file:
                return int(dict(line.split(": ") for line in file.read().splitlines())["write_bytes"])

        try:
            before = written()
        except (PermissionError, KeyError):
            self.skipTest("this user may not see what the daemon writes")
        for _ in range(20):
            self.giver.run("grants")
        self.assertEqual(written(), before)
        for number in range(10):
            self.giver.run("close", f"site{number}.example", "--for", "Ali")
        each = (written() - before) / 10
        print(f"one grant writes {each:.0f} octets")
        self.assertLess(each, 16384)


class Trouble(Kept):
    def test_a_damaged_file_is_moved_aside_loudly_and_a_new_one_begun(self):
        self.giver.run("pause", "Ali")

        def damage():
            with open(self.daemon.file("state.db"), "r+b") as file:
                file.seek(0)
                file.write(b"x" * 2000)

        self.restart(between=damage)
        self.assertIn("STATE DAMAGED", self.daemon.log())
        self.assertEqual(len([name for name in os.listdir(self.daemon.folder) if ".damaged-20" in name]), 1)
        self.assertFalse(self.giver.closed(ALI))
        self.giver.run("pause", "Ali")
        before = self.daemon.log().count("STATE DAMAGED")
        self.restart()
        self.assertTrue(self.giver.closed(ALI))
        self.assertEqual(self.daemon.log().count("STATE DAMAGED"), before, "it happens once, not at every start")

    def test_a_file_that_is_removed_under_our_hands_comes_back_with_what_is_in_force(self):
        self.giver.run("pause", "Ali")
        for name in grant_client.files_of_state(self.daemon):
            if not name.endswith(".lock"):
                os.unlink(self.daemon.file(name))
        self.giver.run("pause", "Sara")
        self.restart(signal.SIGKILL)
        self.assertTrue(self.giver.closed(ALI) and self.giver.closed(SARA))

    def test_a_file_of_a_later_darban_is_left_alone_and_the_household_is_served(self):
        self.restart(between=lambda: grant_client.change_rows(self.daemon, "PRAGMA user_version = 99"))
        self.assertIn("Nothing was changed", self.giver.run("pause", "Ali", code=1))
        self.assertIn("another version of darban", self.giver.run("pause", "Ali", code=1))
        self.assertIn("grants can not be given", "".join(self.daemon.status()["rules"]["problems"]))
        self.assertFalse(self.giver.closed(ALI))
        self.daemon.stop()
        with sqlite3.connect(self.daemon.file("state.db")) as database:
            self.assertEqual(database.execute("PRAGMA user_version").fetchone(), (99,))

    def test_a_second_darban_with_the_same_file_serves_and_gives_nothing(self):
        self.giver.run("pause", "Ali")
        second = harness.Daemon([self.upstream.port], household=grant_client.HOUSEHOLD, settings=grant_client.SETTINGS)
        self.addCleanup(second.close)
        second.settings_text = second.settings_text.replace("state: state.db", f"state: {self.daemon.file('state.db')}")
        second.write("darban.yaml", second.settings_text)
        second.start()
        self.assertIn("another darban works with the file", Giver(second).run("pause", "Sara", code=1))
        self.assertFalse(Giver(second).closed(SARA))
        self.giver.run("pause", "Sara")
        self.assertTrue(self.giver.closed(SARA))
        self.daemon.stop()
        Giver(second).run("pause", "Ali", "--minutes", "10")  # the first one is gone: now it may
        self.assertTrue(Giver(second).closed(SARA))

    def test_a_folder_that_is_not_there_is_made(self):
        self.daemon.stop()
        self.daemon.settings_text = self.daemon.settings_text.replace("state: state.db", "state: new/state.db")
        self.daemon.write("darban.yaml", self.daemon.settings_text)
        self.daemon.start()
        self.giver.run("pause", "Ali")
        self.assertTrue(os.path.exists(self.daemon.file("new/state.db")))


class SmallDisk(unittest.TestCase):
    """state.db on a disk of its own, in a namespace of its own, filled and emptied by a shell that lives there."""

    def setUp(self):
        if shutil.which("unshare") is None:
            self.skipTest("there is no unshare (util-linux)")
        self.upstream = harness.FakeUpstream()
        self.addCleanup(self.upstream.close)
        self.daemon = harness.Daemon([self.upstream.port], household=grant_client.HOUSEHOLD, settings=grant_client.SETTINGS)
        os.mkdir(self.daemon.file("disk"))
        self.daemon.settings_text = self.daemon.settings_text.replace("state: state.db", "state: disk/state.db")
        self.daemon.write("darban.yaml", self.daemon.settings_text)
        self.giver = Giver(self.daemon)
        words = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user", "--mount"]
        self.shell = subprocess.Popen([*words, "sh"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=self.daemon.folder)
        self.addCleanup(self.end)
        if self.told("mount -t tmpfs -o size=300k disk disk && echo mounted") != "mounted":
            self.skipTest("this user may not mount a small disk")
        self.told(f"{harness.DARBAN} run --config darban.yaml >>darban.log 2>&1 & echo started")
        harness.eventually(lambda: os.path.exists(self.daemon.file("control.sock")), "the daemon is there")
        harness.eventually(lambda: ask_control(self.daemon.file("control.sock"), "status text"), "the daemon answers")

    def told(self, command):
        try:
            self.shell.stdin.write(command + "\n")
            self.shell.stdin.flush()
            return self.shell.stdout.readline().strip()
        except BrokenPipeError:
            return ""

    def end(self):
        self.shell.stdin.write("kill $!; wait\n") if self.shell.poll() is None else None
        self.shell.communicate(timeout=harness.PATIENCE)
        shutil.rmtree(self.daemon.folder, ignore_errors=True)

    def test_on_a_full_disk_nothing_is_half_given_and_it_works_again_when_there_is_room(self):
        self.giver.run("pause", "Ali", "--minutes", "30")
        self.told("cat /dev/zero >disk/fill 2>/dev/null; echo full")
        refused = 0
        for number in range(60):  # until what SQLite had in reserve is used up
            done = self.daemon.command("close", f"site{number}.example", "--for", "Sara", "--config", self.daemon.file("darban.yaml"), check=False)
            if done.returncode == 0:
                continue
            self.assertEqual(done.returncode, 1)
            self.assertIn("Nothing was changed", done.stderr)
            self.assertRegex(done.stderr, "the disk is full|the disk has an error")
            refused += 1
            self.assertFalse(self.giver.closed(SARA, f"site{number}.example"))
            if refused == 3:
                break
        self.assertEqual(refused, 3, "the disk never was full")
        self.assertTrue(self.giver.closed(ALI), "what was given goes on")
        self.told("rm disk/fill; echo empty")
        self.giver.run("close", "later.example", "--for", "Ali")
        self.assertTrue(self.giver.closed(ALI, "later.example"))


class Killed(Kept):
    def test_killed_at_random_moments_it_loses_none_and_stretches_none(self):
        chance = random.Random(20261127)
        socket_path = self.daemon.file("control.sock")
        asked = answered_gives = answered_revokes = 0
        for _ in range(KILLS):
            given, taken, unsure = {}, set(), set()  # id -> (earliest end, latest end); ids; ids whose revoke was not answered
            over = threading.Event()

            def stream(name):
                nonlocal asked, answered_gives, answered_revokes
                dice = random.Random(f"{name}{time.time()}")
                mine = []
                number = 0
                while not over.is_set():
                    number += 1
                    if mine and dice.random() < 0.45:
                        victim = mine.pop(dice.randrange(len(mine)))
                        unsure.add(victim)
                        reply = ask_control(socket_path, f"revoke\tid={victim}\tby={name}")
                        asked += 1
                        if reply is None or not reply[0]:
                            return
                        self.assertEqual(reply[0], "done", reply)
                        unsure.discard(victim)
                        taken.add(victim)
                        answered_revokes += 1
                        continue
                    minutes = dice.randrange(5, 600)
                    before = time.time()
                    reply = ask_control(socket_path, f"give\tkind=close\twho={name}\twhat=site{number}.{name}.example\tminutes={minutes}\tby={name}")
                    asked += 1
                    if reply is None or not reply[0]:
                        return
                    self.assertEqual(reply[0], "done", reply)
                    (grant,) = map(int, re.findall(r"darban revoke (\d+)", reply[1]))
                    given[grant] = (before + minutes * 60 - 1 - COARSE, time.time() + minutes * 60 + 1)
                    mine.append(grant)
                    answered_gives += 1

            streams = [threading.Thread(target=stream, args=(name,)) for name in ("Ali", "Sara")]
            for thread in streams:
                thread.start()
            time.sleep(chance.random() * 0.3)
            self.daemon.process.kill()
            self.daemon.process.wait()
            over.set()
            for thread in streams:
                thread.join()
            self.daemon.start()
            there = {grant["id"]: grant["ends"] for grant in self.giver.grants()}
            for grant, (earliest, latest) in given.items():
                if grant in taken:
                    self.assertNotIn(grant, there, "what was taken back is back")
                elif grant not in unsure:
                    self.assertIn(grant, there, "what was given is lost")
                if grant in there:
                    self.assertTrue(earliest <= there[grant] <= latest, f"an end moved: {earliest} <= {there[grant]} <= {latest}")
            self.assertLessEqual(len(there.keys() - given.keys()), 2, "at most the two that were on their way are there without an answer")
            for who in ("Ali", "Sara"):
                ask_control(socket_path, f"revoke\tall={who}")
            self.assertEqual(self.giver.grants(), [])
        print(f"{KILLS} kills while {asked} were asked: {answered_gives} gives and {answered_revokes} revokes were answered, none was lost, none came back, no end moved")
        self.assertNotIn("STATE DAMAGED", self.daemon.log())


if __name__ == "__main__":
    harness.main()
