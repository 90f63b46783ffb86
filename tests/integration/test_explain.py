#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""darban explain as an adult uses it: the step, the rule and whose it is, what would change it, when it changes; many questions at once."""
import json
import subprocess
import unittest

import harness

HOUSEHOLD = """
zone: Asia/Karachi
people:
  - name: Ali
    band: 10-12
    block: [news.example]
    devices:
      - {label: tablet, address: 127.0.1.7}
    timetable:
      - {days: daily, start: "21:00", end: "06:30", mode: bedtime}
  - name: Sara
    band: adult
    devices:
      - {label: tablet, address: 127.0.1.8}
rooms:
  - {label: Lab 2, prefix: 127.0.2.0/24, band: staff}
rules:
  - "||chess.example^$time=daily:10.00-12.00"
  - "||mail.example^$client=127.0.1.8,dnstype=AAAA"
services:
  - {key: football-club, title: Football club, names: [club.example]}
"""


class Explain(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.daemon = harness.Daemon([], household=HOUSEHOLD)  # never started: explain reads the files

    @classmethod
    def tearDownClass(cls):
        cls.daemon.close()

    def explain(self, *words, check=True):
        return self.daemon.command("explain", *words, "--config", self.daemon.file("darban.yaml"), check=check)

    def batch(self, text, *words):
        command = [harness.DARBAN, "explain", "--batch", "--config", self.daemon.file("darban.yaml"), *words]
        return subprocess.run(command, input=text, capture_output=True, text=True, timeout=60)

    def test_a_rule_stands_there_with_its_line_its_owner_and_what_opens_it(self):
        said = self.explain("news.example", "--person", "Ali", "--at", "mon 13:00").stdout
        self.assertIn("news.example is CLOSED for Ali", said)
        self.assertRegex(said, r"rule +\S*household.yaml:6:13: block: news.example \(Ali's\)")
        self.assertIn("Take 'block: news.example' out of line 6", said)
        self.assertIn("`darban allow news.example --for Ali --minutes 60`", said)

    def test_a_window_says_when_it_opens(self):
        said = self.explain("other.example", "--device", "Ali/tablet", "--at", "mon 22:00").stdout
        self.assertRegex(said, r"rule +\S*household.yaml:10:9: bedtime 21:00-06:30 \(Ali's\)")
        self.assertRegex(said, r"next +It opens Tue 06:30.")

    def test_the_type_and_the_address_count(self):
        def asked(*words):
            return self.explain("mail.example", *words, "--at", "mon 13:00").stdout  # by day: it is bedtime for Ali at night

        self.assertIn("CLOSED", asked("--address", "127.0.1.8", "--type", "aaaa"))
        self.assertIn("OPEN", asked("--address", "127.0.1.8"))
        self.assertIn("OPEN", asked("--address", "127.0.1.7", "--type", "AAAA"))

    def test_json_has_the_same_in_fields(self):
        said = json.loads(self.explain("chess.example", "--room", "Lab 2", "--at", "2026-11-23 11:00", "--json").stdout)
        self.assertEqual((said["outcome"], said["step"], said["step_name"], said["who"]), ("closed", 7, "own rule", "room Lab 2"))
        self.assertEqual((said["until"], said["changes"]), ("2026-11-23 12:00", "2026-11-23 12:00"))
        self.assertIn("||chess.example^$time=daily:10.00-12.00 (everybody's)", said["rule"])

    def test_an_own_service_is_a_category_like_any_other(self):
        self.assertIn("categories  service:football-club", self.explain("www.club.example", "--person", "Sara").stdout)

    def test_a_batch_is_one_line_a_question_and_goes_on_after_a_bad_one(self):
        done = self.batch("Ali\tchess.example\tA\tmon 11:00\nroom 7\tx.example\nguest\tlocalhost\n127.0.1.7\tnews.example\tTXT\t@1795464000\n")
        rows = [line.split("\t") for line in done.stdout.splitlines()]
        self.assertEqual(rows[0][:10], ["Ali", "chess.example", "A", "mon 11:00", "closed", "7", "own rule", "your own rules", "null", "3600"])
        self.assertEqual(rows[1][:9], ["guest", "localhost", "A", "now", "open", "1", "local name", "none", "own"])
        self.assertEqual(rows[2][:6], ["127.0.1.7", "news.example", "TXT", "@1795464000", "closed", "5"])
        self.assertIn("line 2: 'room 7' is no person", done.stderr)
        self.assertEqual(done.returncode, 1)

    def test_what_can_not_be_explained_is_refused_with_a_sentence(self):
        for words, sentence in [
            (["x.example", "--device", "tablet"], "several devices are called 'tablet'; write whose, such as Ali/tablet"),
            (["x.example", "--device", "phone"], "there is no device 'phone'"),
            (["x.example", "--room", "Lab 3"], "there is no room 'Lab 3'"),
            (["x.example", "--person", "Omar"], "the household has: Ali, Sara"),
            (["x.example", "--person", "Ali", "--type", "ANY"], "'ANY' is no type of record"),
            (["x.example", "--person", "Ali", "--at", "@soon"], "is not a time"),
            (["x.example"], "say who asks"),
            (["x..example", "--person", "Ali"], "is not a name"),
            (["x.example", "--batch"], "--batch takes who asks and the names from standard input"),
        ]:
            done = self.explain(*words, check=False)
            self.assertNotEqual(done.returncode, 0, words)
            self.assertIn(sentence, done.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
