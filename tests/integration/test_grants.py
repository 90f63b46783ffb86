#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Pause, bonus, allow, close, open, mode, grants, revoke: what a parent types, what is said, and what children's devices then get."""
import json
import os
import pwd
import subprocess
import time
import unittest

import grant_client
import harness
from grant_client import ALI, GUEST, LAB, OMAR, SARA, WORK, Giver
from harness import DaemonTest, addresses


class Commands(DaemonTest):
    daemon_settings = {"household": grant_client.HOUSEHOLD, "settings": grant_client.SETTINGS, "limits": "", "lists": {
        **harness.LISTS, "service:roblox": ["roblox.example"], "gambling": ["casino.example"]}}

    def setUp(self):
        self.giver = Giver(self.daemon)
        for grant in self.giver.ids():
            self.giver.run("revoke", str(grant))
        grant_client.change_rows(self.daemon, "DELETE FROM grants WHERE ended IS NOT NULL")  # nobody used anything up yet

    def closed(self, client, name="open.example"):
        return self.giver.closed(client, name)

    def test_a_pause_closes_everything_but_help_until_it_is_taken_back(self):
        self.assertFalse(self.closed(ALI))
        said = self.giver.run("pause", "Ali", "--minutes", "30", "--by", "Sara", "--note", "dinner")
        self.assertRegex(said, r"^Ali is paused until (tomorrow )?\d\d:\d\d \(given by Sara: dinner\)\. To take it back: darban revoke \d+\n")
        self.assertIn("Never paused, and left out: Ali/work.", said)
        self.assertIn("What is already playing may run on", said)
        self.assertTrue(self.closed(ALI))
        self.assertFalse(self.closed(ALI, "childline.org.uk"))
        for other in (WORK, SARA, LAB, GUEST):
            self.assertFalse(self.closed(other))
        (number,) = self.giver.ids()
        self.assertIn("Taken back: Ali is paused until", self.giver.run("revoke", str(number), "--by", "Omar"))
        self.assertFalse(self.closed(ALI))
        self.assertEqual(grant_client.rows(self.daemon, "given_by, ended_by, ended_how", f"id = {number}"), [("Sara", "Omar", "revoked")])

    def test_a_cached_answer_does_not_outlive_a_pause(self):
        self.daemon.ask("cached.example", client=ALI)
        self.giver.run("pause", "Ali")
        self.assertTrue(self.closed(ALI, "cached.example"))

    def test_everyone_a_room_a_device_several_people(self):
        self.giver.run("pause", "everyone", "--for", "20min")
        for client in (ALI, SARA, LAB, GUEST):
            self.assertTrue(self.closed(client))
        self.assertFalse(self.closed(WORK))
        self.giver.run("revoke", "--all", "everyone")
        self.giver.run("pause", "room", "Lab 2", "--for", "1h")
        self.assertTrue(self.closed(LAB))
        self.assertFalse(self.closed(GUEST))
        self.giver.run("revoke", "--all", "Lab 2")
        self.giver.run("pause", "tablet", "sara/phone", "guest")
        self.assertEqual([self.closed(client) for client in (ALI, SARA, GUEST, LAB)], [True, True, True, False])
        self.assertEqual({(grant["who"], grant["name"]) for grant in self.giver.grants()}, {("device", "tablet"), ("device", "phone"), ("room", "guest")})
        self.assertIn("Taken back", self.giver.run("revoke", "--all", "Sara"))
        self.assertFalse(self.closed(SARA))

    def test_explain_heeds_a_grant_from_the_moment_it_was_given(self):
        def explained(*when):
            done = self.daemon.command("explain", "open.example", "--device", "tablet", "--json", "--config", self.daemon.file("darban.yaml"), *when)
            return json.loads(done.stdout)

        self.giver.run("pause", "tablet", "--minutes", "30")
        time_step, standard = 5, 10
        self.assertEqual(explained()["step"], time_step)
        for when, step in ((-60, standard), (2, time_step), (1700, time_step), (1900, standard)):
            self.assertEqual(explained("--at", f"@{int(time.time()) + when}")["step"], step, f"{when} s from now")

    def test_bonus_opens_bedtime_and_a_second_one_adds_to_it(self):
        self.assertTrue(self.closed(OMAR))
        self.assertIn("Omar has bonus time until", self.giver.run("bonus", "Omar", "15"))
        self.assertFalse(self.closed(OMAR))
        said = self.giver.run("bonus", "Omar", "15")
        self.assertIn("30 minutes of 90 minutes", said)
        (grant,) = self.giver.grants()
        self.assertAlmostEqual(grant["seconds_left"], 1800, delta=30)
        self.assertIn("60 minutes of it are left", self.giver.run("bonus", "Omar", "61", code=1))
        self.assertIn("Nothing closes for Sara any more today", self.giver.run("bonus", "Sara", "15", code=1))

    def test_bonus_before_bedtime_moves_it(self):
        now = time.gmtime()
        if now.tm_hour in (3, 22, 23):
            self.skipTest("the next hour is not of the same day")
        start = f"{now.tm_hour + 1:02}:00"
        household = grant_client.HOUSEHOLD.replace("timetable: []", f'timetable: [{{days: daily, start: "{start}", end: "{now.tm_hour + 2:02}:00", mode: bedtime}}]')
        self.daemon.write("household.yaml", harness.household_file(household))
        self.daemon.reload()
        self.addCleanup(self.daemon.reload)
        self.addCleanup(self.daemon.write, "household.yaml", harness.household_file(grant_client.HOUSEHOLD))
        said = harness.eventually(lambda: "instead" in (text := self.try_bonus()) and text, "the new household is in force")
        self.assertIn(f"instead of {start}", said)
        self.assertIn(f"Ali has bonus time from {start} until {now.tm_hour + 1:02}:30", said)
        self.assertFalse(self.closed(ALI))

    def try_bonus(self):
        done = self.daemon.command("bonus", "Ali", "30", "--config", self.daemon.file("darban.yaml"), check=False)
        return done.stdout + done.stderr

    def test_a_site_and_a_service_are_opened_and_closed(self):
        for site, key in (("games.example", "games.example"), ("casino.example", "gambling")):
            closed_before = self.closed(ALI, site)
            self.giver.run("close", key, "--for", "Ali")
            self.assertTrue(self.closed(ALI, f"www.{site}"))
            self.giver.run("allow", key, "--for", "ali", "--minutes", "5")
            self.assertFalse(self.closed(ALI, f"www.{site}"))
            self.assertEqual(len(self.giver.ids()), 1, "the later word stands in the place of the earlier one")
            self.giver.run("revoke", "--all", "Ali")
            self.assertEqual(self.closed(ALI, site), closed_before)
        self.giver.run("close", "roblox", "--for", "Ali,Sara")
        self.assertEqual([self.closed(client, "roblox.example") for client in (ALI, SARA, GUEST)], [True, True, False])

    def test_an_international_site_is_typed_as_it_is_written(self):
        self.assertIn("b\u00fccher.example is closed for Ali", self.giver.run("close", "b\u00fccher.example", "--for", "Ali"))
        self.assertTrue(self.closed(ALI, "xn--bcher-kva.example"))

    def test_scams_want_a_second_word(self):
        self.assertIn("--confirm", self.giver.run("allow", "bad.example", "--for", "Sara", code=1))
        self.assertTrue(self.closed(SARA, "bad.example"))
        self.giver.run("allow", "bad.example", "--for", "Sara", "--confirm")
        self.assertFalse(self.closed(SARA, "bad.example"))
        self.assertTrue(self.closed(ALI, "bad.example"))

    def test_a_vital_name_is_never_closed_and_open_anyway(self):
        self.assertIn("is never closed", self.giver.run("close", "childline.org.uk", "--for", "everyone", code=1))
        self.assertIn("is already open", self.giver.run("allow", "childline.org.uk", "--for", "Ali"))
        self.assertEqual(self.giver.grants(), [])

    def test_a_site_opened_in_bedtime_says_when_it_opens(self):
        self.assertIn("it opens when time does", self.giver.run("allow", "news.example", "--for", "Omar"))
        self.assertTrue(self.closed(OMAR, "news.example"))

    def test_a_mode_and_everything_open(self):
        self.giver.run("mode", "room", "Lab 2", "off", "--minutes", "45")
        self.assertTrue(self.closed(LAB))
        self.giver.run("mode", "Lab 2", "free", "--for", "45")
        self.assertFalse(self.closed(LAB))
        self.assertTrue(self.closed(OMAR, "games.example"))
        self.assertIn("Everything but scams and malware is open for Omar", self.giver.run("open", "Omar"))
        self.assertFalse(self.closed(OMAR, "games.example"))
        self.assertTrue(self.closed(OMAR, "bad.example"))

    def test_lists_of_what_is_in_force_as_text_json_and_in_status(self):
        self.assertEqual(self.giver.run("grants"), "none\n")
        self.giver.run("pause", "Ali", "--by", "Sara", "--note", 'say "please"')
        self.giver.run("close", "news.example", "--for", "room Lab 2", "--by", "Omar")
        text = self.giver.run("grants")
        self.assertRegex(text, r'(?m)^ *\d+  Ali is paused until .* \(given by Sara: say "please"\)$')
        self.assertRegex(text, r"(?m)^ *\d+  news\.example is closed for Lab 2 until .* \(given by Omar\)$")
        pause, close = self.giver.grants()
        self.assertEqual((pause["what"], pause["who"], pause["name"], pause["by"], pause["note"]), ("pause", "person", "Ali", "Sara", 'say "please"'))
        self.assertEqual((close["what"], close["who"], close["door"], close["key"]), ("site", "room", "close", "news.example"))
        self.assertAlmostEqual(pause["ends"], time.time() + 1800, delta=30)
        listed = self.daemon.status()["grants"]
        self.assertEqual(listed, [{**each, "seconds_left": now["seconds_left"]} for each, now in zip((pause, close), listed)])
        status = self.daemon.command("status", "--config", self.daemon.file("darban.yaml")).stdout
        self.assertIn("Ali is paused until", status)

    def test_whoever_is_logged_in_gives_it_when_nobody_else_is_named(self):
        def giver(**environment):
            words = [harness.DARBAN, "pause", "Ali", "--config", self.daemon.file("darban.yaml")]
            base = {key: value for key, value in os.environ.items() if key != "SUDO_USER"}
            subprocess.run(words, check=True, capture_output=True, env={**base, **environment}, timeout=30)
            return self.giver.grants()[-1]["by"]

        self.assertEqual(giver(SUDO_USER="sara"), "sara")
        self.assertEqual(giver(), pwd.getpwuid(os.getuid()).pw_name)

    def test_two_adults_the_last_word_counts_and_both_names_are_said(self):
        self.giver.run("pause", "Ali", "--minutes", "60", "--by", "Sara")
        said = self.giver.run("pause", "Ali", "--minutes", "10", "--by", "Omar")
        self.assertIn("(given by Omar)", said)
        self.assertRegex(said, r"In the place of: Ali is paused until .* \(given by Sara\)")
        (grant,) = self.giver.grants()
        self.assertLessEqual(grant["seconds_left"], 600)

    def test_new_rules_come_while_a_pause_is_on_and_broken_ones_keep_it(self):
        self.giver.run("pause", "Ali")
        self.daemon.write("household.yaml", harness.household_file(grant_client.HOUSEHOLD + "block: [blocked.example]\n"))
        self.daemon.reload()
        self.addCleanup(self.daemon.reload)
        self.addCleanup(self.daemon.write, "household.yaml", harness.household_file(grant_client.HOUSEHOLD))
        harness.eventually(lambda: self.closed(SARA, "blocked.example"), "the new rule is in force")
        self.assertTrue(self.closed(ALI))
        before = len(self.daemon.log())
        self.daemon.write("household.yaml", "people: 7\n")
        self.daemon.reload()
        harness.eventually(lambda: "household.yaml:1" in self.daemon.log()[before:], "the refusal is said")
        self.assertTrue(self.closed(ALI))
        self.giver.run("revoke", "--all", "Ali")
        self.assertFalse(self.closed(ALI))
        self.assertTrue(self.closed(SARA, "blocked.example"))

    def test_nothing_of_it_is_in_the_log(self):
        self.giver.run("close", "secretsite.example", "--for", "Ali", "--by", "Sabiha", "--note", "Geheimnis")
        for word in ("secretsite", "Sabiha", "Geheimnis", "Ali"):
            self.assertNotIn(word, self.daemon.log())

    def test_every_wrong_word_gets_a_sentence_and_exit_code_2(self):
        for words, said in (
            (["pause"], "say who"),
            (["pause", "Alli"], "did you mean Ali?"),
            (["pause", "Bartholomew"], "There are: everyone, "),
            (["pause", "phone"], "write Sara/phone or Omar/phone"),
            (["pause", "Ali", "--minutes", "soon"], "'soon' is not a number; write a whole number"),
            (["pause", "Ali", "--minutes", "0"], "out of range"),
            (["pause", "Ali", "--for", "a while"], "write for example --for 45min"),
            (["pause", "Ali", "--for", "90s"], "in whole minutes"),
            (["pause", "Ali", "--minutes", "5", "--until", "20:15"], "once"),
            (["pause", "Ali", "--until", "noonish"], "write 20:15, morning or end-of-day"),
            (["pause", "Ali", "--until", "25:00"], "write 20:15, morning or end-of-day"),
            (["pause", "Ali", "--minuets", "5"], "did you mean --minutes?"),
            (["pause", "A\x01li"], "can not be sent"),
            (["pause", "Ali", "--note", "x" * 201], "too long"),
            (["bonus", "Ali"], "how many minutes"),
            (["bonus", "Ali", "much"], "the last word is how many minutes"),
            (["bonus", "30"], "how many minutes"),
            (["mode", "Ali"], "which mode"),
            (["mode", "Ali", "lazy"], "free, homework, school, bedtime or off"),
            (["allow", "--for", "Ali"], "say what"),
            (["allow", "games.example"], "say for whom"),
            (["allow", "robox", "--for", "Ali"], "did you mean roblox?"),
            (["allow", "https://games.example/x", "--for", "Ali"], "write only the name"),
            (["close", "no..name", "--for", "Ali"], "is not the name of a site"),
            (["close", "games.example", "--for", "Ali", "--confirm"], "there is no option"),
            (["open"], "say for whom"),
            (["grants", "Ali"], "one word too many"),
            (["revoke"], "which numbers"),
            (["revoke", "Ali"], "by its number"),
            (["revoke", "1", "--all", "Ali"], "either"),
            (["revoke", "--all", "Bartholomew"], "Nobody here is called"),
        ):
            with self.subTest(" ".join(words)):
                self.assertIn(said, self.giver.run(*words, code=2))
        self.assertEqual(self.giver.grants(), [])

    def test_what_the_rules_refuse_is_exit_code_1(self):
        for words, said in (
            (["pause", "Ali", "--minutes", "181"], "longer than 3 hours"),
            (["pause", "work"], "is never paused"),
            (["allow", "roblox", "--for", "Ali", "--minutes", "1441"], "longer than a day"),
            (["allow", "printer.local", "--for", "Ali"], "never leaves the house"),
            (["allow", "use-application-dns.net", "--for", "Ali"], "whether this network filters"),
            (["allow", "malware", "--for", "Ali"], "--confirm"),
            (["revoke", "999999"], "There is no grant '999999' in force"),
            (["revoke", "--all", "Sara"], "There is no grant 'for Sara' in force"),
        ):
            with self.subTest(" ".join(words)):
                self.assertIn(said, self.giver.run(*words, code=1))
        self.assertEqual(self.giver.grants(), [])

    def test_a_day_has_only_so_much_pause_for_one_person(self):
        said = self.giver.run("pause", "Omar", "--minutes", "21", code=1)
        self.assertIn("Omar may be paused for 20 minutes a day at the most, and 20 minutes of it are left. (pause-cap in the household file", said)
        self.giver.run("pause", "Omar", "--minutes", "20")
        self.assertIn("Omar may be paused for 20 minutes a day", self.giver.run("pause", "everyone", "--minutes", "21", code=1))

    def test_sixty_four_words_on_one_persons_sites_and_no_more(self):
        for number in range(64):
            outcome, text = grant_client.ask_control(self.daemon.file("control.sock"), f"give\tkind=close\twho=Ali\twhat=site{number}.example")
            self.assertEqual(outcome, "done", text)
        self.assertIn("64 in force already", self.giver.run("close", "one-more.example", "--for", "Ali", code=1))
        self.assertTrue(self.closed(ALI, "site0.example") and self.closed(ALI, "site63.example"))
        self.assertEqual(len(json.loads(self.giver.run("grants", "--json"))["grants"]), 64)
        self.giver.run("revoke", "--all", "Ali")
        self.assertFalse(self.closed(ALI, "site0.example"))

    def test_help_says_how_each_is_used(self):
        for command in ("pause", "bonus", "allow", "close", "mode", "open", "grants", "revoke"):
            said = self.daemon.command(command, "--help").stdout
            self.assertTrue(said.startswith(f"usage: darban {command}"), said)
            self.assertIn(f"  {command}", self.daemon.command("help").stdout)
            self.assertTrue(all(len(line) <= 130 for line in said.splitlines()), said)


class WithoutADaemon(unittest.TestCase):
    def test_it_is_said_what_to_do_and_nothing_is_half_done(self):
        upstream = harness.FakeUpstream()
        daemon = harness.Daemon([upstream.port], household=grant_client.HOUSEHOLD)
        try:
            for words in (["pause", "Ali"], ["bonus", "Ali", "15"], ["allow", "a.example", "--for", "Ali"], ["grants"], ["revoke", "1"]):
                said = Giver(daemon).run(*words, code=1)
                self.assertIn("darban is not running", said)
                self.assertIn("start it with `darban run` or `systemctl start darban`", said)
            self.assertEqual(grant_client.files_of_state(daemon), [])
        finally:
            daemon.close()
            upstream.close()


if __name__ == "__main__":
    harness.main()
