#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""New rules and lists while questions are being answered: by signal, by saving a file, and not at all when what was saved is wrong."""
import os
import threading

import harness
from harness import DaemonTest, HOUSEHOLD, TABLET, addresses


def with_rule(name):
    return HOUSEHOLD + f"block: [{name}]\n"


class Reload(DaemonTest):
    daemon_settings = {"settings": ""}

    def setUp(self):
        self.daemon.write("household.yaml", HOUSEHOLD)
        self.daemon.write("darban.yaml", self.daemon.settings_text)
        self.daemon.reload()
        harness.eventually(lambda: not self.is_closed("rule.example"), "the first rules are back")

    def is_closed(self, name, client=TABLET):
        return addresses(self.daemon.ask(name, client=client)) == ["0.0.0.0"]

    def test_a_signal_brings_the_new_rules_at_once_though_the_answer_is_cached(self):
        self.assertFalse(self.is_closed("rule.example"))
        self.daemon.write("household.yaml", with_rule("rule.example"))
        self.daemon.reload()
        harness.eventually(lambda: self.is_closed("rule.example"), "the new rule is in force")
        self.assertTrue(self.is_closed("www.rule.example"))

    def test_saving_the_file_is_enough(self):
        self.daemon.write("household.yaml", with_rule("rule.example"))
        harness.eventually(lambda: self.is_closed("rule.example"), "the saved rule is in force")

    def test_broken_rules_are_refused_with_their_place_and_the_old_ones_stay(self):
        self.daemon.write("household.yaml", with_rule("rule.example"))
        self.daemon.reload()
        harness.eventually(lambda: self.is_closed("rule.example"), "the new rule is in force")
        for broken, place in (
            ("zone: UTC\npeople:\n  - nmae: Sara\n", "household.yaml:3"),
            ("zone: UTC\npeople: [\n", "household.yaml"),
            ("\0\1\2", "household.yaml"),
            ("", "household.yaml"),
            (HOUSEHOLD.replace("gaming", "gmaing"), "household.yaml"),
            (HOUSEHOLD.replace("UTC", "Moon/Crater"), "household.yaml"),
        ):
            with self.subTest(broken[:20]):
                before = len(self.daemon.log())
                self.daemon.write("household.yaml", broken)
                self.daemon.reload()
                harness.eventually(lambda: place in self.daemon.log()[before:], "the refusal is said with its place")
                self.assertTrue(self.is_closed("rule.example"), "the old rules stay")

    def test_a_household_file_that_is_gone_keeps_the_old_rules(self):
        os.rename(self.daemon.file("household.yaml"), self.daemon.file("household.away"))
        before = len(self.daemon.log())
        self.daemon.reload()
        harness.eventually(lambda: "household.yaml" in self.daemon.log()[before:], "the missing file is named")
        self.assertTrue(self.is_closed("games.example"))
        os.rename(self.daemon.file("household.away"), self.daemon.file("household.yaml"))

    def test_broken_settings_keep_the_old_ones(self):
        before = len(self.daemon.log())
        self.daemon.write("darban.yaml", self.daemon.settings_text + "lissten: [x]\n")
        self.daemon.reload()
        harness.eventually(lambda: "darban.yaml:" in self.daemon.log()[before:], "the refusal is said with its place")
        self.assertTrue(self.is_closed("games.example"))

    def test_new_lists_are_taken_up(self):
        self.assertFalse(self.is_closed("newgame.example"))
        self.daemon.build_lists({"gaming": ["games.example", "newgame.example"]})
        harness.eventually(lambda: self.is_closed("newgame.example"), "the new lists are in force")
        self.daemon.build_lists(harness.LISTS)
        harness.eventually(lambda: not self.is_closed("newgame.example"), "the old lists are back")

    def test_a_damaged_image_is_refused_and_the_old_lists_stay(self):
        with open(self.daemon.file("lists.image"), "rb") as file:
            good = file.read()
        for damaged in (good[: len(good) // 2], b"", b"not an image at all", good[:-1] + bytes([good[-1] ^ 1]), bytes(len(good))):
            before = len(self.daemon.log())
            with open(self.daemon.file("lists.image.new"), "wb") as file:
                file.write(damaged)
                os.replace(self.daemon.file("lists.image.new"), self.daemon.file("lists.image"))
            self.daemon.reload()
            harness.eventually(lambda: "lists.image" in self.daemon.log()[before:], "the refusal names the image")
            self.assertTrue(self.is_closed("games.example"))
        self.daemon.build_lists()
        self.daemon.reload()
        self.assert_alive()

    def test_no_question_is_lost_while_rules_change(self):
        lost, over = [], threading.Event()

        def ask_on():
            number = 0
            while not over.is_set():
                number += 1
                try:
                    self.daemon.ask(f"steady{number % 50}.example", timeout=3)
                except Exception as problem:  # any of them is a lost question
                    lost.append(problem)

        asker = threading.Thread(target=ask_on)
        asker.start()
        for number in range(20):
            self.daemon.write("household.yaml", with_rule(f"rule{number}.example"))
            self.daemon.reload()
            harness.eventually(lambda name=f"rule{number}.example": self.is_closed(name), "the new rule is in force")
        over.set()
        asker.join()
        self.assertEqual(lost, [])


if __name__ == "__main__":
    harness.main()
