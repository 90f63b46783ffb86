#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Somebody gets another name on the page: a pause that runs does not lapse for one question, what a day's cap knows stays known, and an open request keeps its
words. Numbers: test_numbers.py."""
import threading
import unittest

from child_client import Visitor
from harness import LOOPBACK, Daemon, FakeUpstream, addresses, eventually, free_port, main
from page_client import Browser

HOUSEHOLD = """
zone: UTC
people:
  - name: Ali
    band: 10-12
    timetable: [{days: daily, start: "00:00", end: "24:00", mode: bedtime}]
    devices: [{label: tablet, address: 127.0.1.7}, {label: phone, address: 127.0.1.17}]
  - name: Omar
    band: 13-15
    devices: [{label: phone, address: 127.0.1.9}]
  - name: Amna
    band: adult
    devices: [{label: phone, address: 127.0.1.10}]
"""
ALI, PHONE, OMAR = "127.0.1.7", "127.0.1.17", "127.0.1.9"
PASSWORD = "brown hat 7 and shoes"


class Renames(unittest.TestCase):
    def setUp(self):
        self.upstream = FakeUpstream()
        self.addCleanup(self.upstream.close)
        self.web = free_port()
        self.daemon = Daemon([self.upstream.port], household=HOUSEHOLD, settings=f"web: {{listen: ['{LOOPBACK}:{self.web}']}}\nlists: {{update: false}}")
        self.addCleanup(self.daemon.close)
        self.daemon.start()
        self.amna = Browser(self.web)
        self.assertEqual(self.amna.set_up(self.daemon, "Amna", PASSWORD).status, 200)

    def closed(self, client, name="open.example"):
        return addresses(self.daemon.ask(name, client=client)) == ["0.0.0.0"]

    def give(self, **wish):
        return self.amna.post("grants", wish)

    def rename(self, old, new):
        read = self.amna.get("household")
        household = read.json["household"]
        next(person for person in household["people"] if person["name"] == old)["name"] = new
        body = {"household": household, "renamed": [{"from": old, "to": new}]}
        answer = self.amna.send("PUT", "household", body, {"If-Match": read.fields["ETag"]})
        self.assertEqual(answer.status, 200, answer)

    def grants(self):
        return self.amna.get("grants").json

    def restart(self):
        self.daemon.stop()
        self.daemon.start()

    def test_a_pause_goes_on_under_the_new_name_and_lapses_for_no_question(self):
        self.assertEqual(self.give(kind="pause", who=["Omar"], minutes=15).status, 201)
        self.assertTrue(self.closed(OMAR))
        over, answers = threading.Event(), []

        def ask():
            while not over.is_set():
                answers.append(self.closed(OMAR, f"n{len(answers)}.example"))

        asking = threading.Thread(target=ask)
        asking.start()
        try:
            for old, new in (("Omar", "Umar"), ("Umar", "Omair"), ("Omair", "Omar Khan")):
                self.rename(old, new)
        finally:
            eventually(lambda: len(answers) > 20, "it asked")
            over.set()
            asking.join()
        self.assertEqual(answers.count(False), 0, f"{len(answers)} asked")
        self.assertEqual([grant["who"]["name"] for grant in self.grants()], ["Omar Khan"])
        self.restart()
        self.assertTrue(self.closed(OMAR))
        (grant,) = self.grants()
        self.assertEqual(self.amna.delete(f"grants/{grant['id']}").status, 200)
        self.assertFalse(self.closed(OMAR))

    def test_what_is_given_to_one_device_goes_along_too(self):
        self.assertEqual(self.give(kind="bonus", who=["Ali/phone"], minutes=15).status, 201)
        self.assertEqual((self.closed(ALI), self.closed(PHONE)), (True, False))
        self.rename("Ali", "Aliyan")
        self.assertEqual((self.closed(ALI), self.closed(PHONE)), (True, False))

    def test_a_new_name_is_no_way_to_more_bonus_time(self):
        while (answer := self.give(kind="bonus", who=["Ali"], minutes=30)).status == 201:
            pass
        self.assertEqual(answer.status, 422, answer)
        self.rename("Ali", "Aliyan")
        again = self.give(kind="bonus", who=["Aliyan"], minutes=30)
        self.assertEqual((again.status, again.json["detail"].replace("Aliyan", "Ali")), (422, answer.json["detail"]))

    def test_an_open_request_keeps_its_words_and_the_child_finds_it(self):
        child = Visitor(self.web, ALI)
        self.assertEqual(child.submit("/ask", what="site", site="chess.example", note="for the club", whom="Amna").status, 303)
        self.rename("Ali", "Aliyan")
        self.rename("Amna", "Amina")
        (request,) = self.amna.get("requests").json
        self.assertEqual((request["person"], request["site"], request["note"], request["whom"]), ("Aliyan", "chess.example", "for the club", "Amina"))
        self.assertIn("You asked Amina.", child.get("/ask").text)
        self.assertIn("You can ask 4 more times today.", child.get("/ask").text)


if __name__ == "__main__":
    main()
