#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The children's pages of the real daemon, as a browser without JavaScript uses them: a child's, an adult's and a stranger's device (loopback addresses),
English and Urdu, a pause, the walk of Ask, five a day; and the name a child asks about in no file of the state folder.
"""
import gzip
import os
import secrets
import time
import unittest

from child_client import PAGES, Visitor
from harness import LOOPBACK, Daemon, FakeUpstream, addresses, free_port, main
from page_client import Browser

HOUSEHOLD = """
zone: UTC
country: GB
people:
  - name: Ali
    band: 10-12
    close: [gaming]
    answer: page
    devices: [{label: tablet, address: 127.0.1.7}]
  - name: "O'Sara <b>"
    band: adult
    devices: [{label: phone, address: 127.0.1.8}]
  - name: Night
    band: 13-15
    timetable: [{days: daily, start: "00:00", end: "24:00", mode: bedtime}]
    devices: [{label: radio, address: 127.0.1.9}]
"""
CHILD, ADULT, NIGHT, GUEST = "127.0.1.7", "127.0.1.8", "127.0.1.9", "127.0.1.99"


class ChildPages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.upstream = FakeUpstream()
        cls.addClassCleanup(cls.upstream.close)
        cls.web = free_port()
        cls.daemon = Daemon([cls.upstream.port], household=HOUSEHOLD, settings=f'web: {{listen: ["{LOOPBACK}:{cls.web}"]}}')
        cls.addClassCleanup(cls.daemon.close)
        cls.daemon.start()

    def send(self, method, path, client=CHILD, body=None, **headers):
        return Visitor(self.web, client).send(method, path, body, **headers)

    def get(self, path, client=CHILD, **headers):
        return self.send("GET", path, client, **headers)

    def submit(self, path, client=CHILD, action=None, **fields):
        return Visitor(self.web, client).submit(path, action, **fields)

    def state_holds(self, octets):
        found = []
        for folder, _, files in os.walk(self.daemon.folder):
            for name in files:
                if not os.path.isfile(os.path.join(folder, name)):
                    continue  # a socket
                with open(os.path.join(folder, name), "rb") as file:
                    if octets in file.read():
                        found.append(name)
        return found

    def test_every_page_stands_in_both_languages_with_everything_it_needs_from_here(self):
        for path in PAGES:
            for language, direction in (("en", "ltr"), ("ur", "rtl")):
                page = self.get(path, Accept_Language=language)
                self.assertEqual(page.status, 200, path)
                self.assertEqual((page.root()["lang"], page.root()["dir"]), (language, direction))
                self.assertEqual(sum(tag == "h1" for tag, _ in page.tags), 1)
                self.assertEqual(sum(tag == "main" for tag, _ in page.tags), 1)
                self.assertEqual(page.headers["Cache-Control"], "no-store")
                self.assertIn("default-src 'none'", page.headers["Content-Security-Policy"])
                for tag, values in page.tags:
                    self.assertNotIn("style", values)
                    place = values.get("src") or (values.get("href") if tag == "link" else None)
                    if place:
                        self.assertTrue(place.startswith("/assets/"), place)
                        asset = self.get(place)
                        self.assertEqual(asset.status, 200, place)
                        self.assertTrue(gzip.decompress(asset.octets), place)

    def test_the_stylesheet_is_small_and_comes_again_as_304(self):
        css = self.get("/assets/child.css")
        self.assertLess(len(css.octets), 8 * 1024)
        self.assertEqual(css.headers["Content-Encoding"], "gzip")
        self.assertEqual(self.get("/assets/child.css", If_None_Match=css.headers["ETag"]).status, 304)

    def test_the_person_is_known_by_the_device(self):
        self.assertIn("rules for Ali.", self.get("/").text)
        self.assertIn("rules for O'Sara <b>.", self.get("/", ADULT).text)
        self.assertIn("know this device yet", self.get("/", GUEST).text)
        self.assertIn("bedtime", self.get("/", NIGHT).text)

    def test_a_link_switches_the_language_and_a_cookie_keeps_it(self):
        page = self.get("/recorded?lang=ur")
        self.assertEqual((page.status, page.headers["Location"]), (303, "/recorded"))
        cookie = page.headers["Set-Cookie"].split(";")[0]
        self.assertEqual(self.get("/recorded", Cookie=cookie).root()["lang"], "ur")

    def test_help_is_the_same_for_everybody_at_any_hour_and_under_a_pause(self):
        usual = self.get("/help")
        self.assertIn("Childline", usual.text)
        self.assertIn("tel:08001111", usual.links)
        self.assertEqual(self.get("/help", NIGHT).octets, usual.octets)
        self.assertEqual(self.get("/help", GUEST).octets, usual.octets)
        self.daemon.command("pause", "Ali", "--minutes", "30", "--note", "Dinner & talk", "--config", self.daemon.file("darban.yaml"))
        try:
            self.assertEqual(self.get("/help").octets, usual.octets)
            rules = self.get("/")
            self.assertIn("The internet is paused.", rules.text)
            self.assertIn("Dinner & talk", rules.text)
            self.assertIn("30 minutes left", rules.text)
            changes = self.get("/changes")
            self.assertIn("Dinner & talk", changes.text)
            self.assertNotIn("Dinner", self.get("/changes", ADULT).text)
        finally:
            self.daemon.command("revoke", "--all", "Ali", "--config", self.daemon.file("darban.yaml"))

    def test_a_site_is_tested_and_its_name_forgotten(self):
        name = f"canary-{secrets.token_hex(8)}.games.example"
        page = self.submit("/test", ADULT, site=name)
        self.assertIn("This site is open for you now.", page.text)
        page = self.submit("/test", CHILD, site="games.example")
        self.assertEqual(page.status, 200)
        self.assertIn("Your family closed this kind of site", page.text)
        self.assertNotIn("games.example", page.octets.decode())
        self.assertEqual(self.state_holds(name.encode()), [])

    def test_a_child_asks_and_takes_back_and_no_file_knows_the_name(self):
        name = f"canary-{secrets.token_hex(8)}.games.example"
        sent = self.submit("/ask", what="site", site=name, note="for a canary friend", whom="O'Sara <b>")
        self.assertEqual((sent.status, sent.headers["Location"]), (303, "/ask?said=sent"))
        page = self.get("/ask?said=sent")
        self.assertIn("Sent.", page.text)
        self.assertIn("No answer yet.", page.text)
        self.assertNotIn(name, page.text)
        self.assertNotIn("No answer yet.", self.get("/ask", ADULT).text)
        for octets in (name.encode(), b"canary friend"):
            self.assertEqual(self.state_holds(octets), [])
        self.assertEqual(os.stat(self.daemon.file("state.db-request-key")).st_mode & 0o777, 0o600)
        self.daemon.stop()  # it survives a restart, and is still no name in a file
        self.daemon.start()
        page = self.get("/ask")
        self.assertIn("No answer yet.", page.text)
        self.assertEqual(self.state_holds(name.encode()), [])
        back = self.submit("/ask", action="/ask/back", id=page.fields["id"])
        self.assertEqual((back.status, back.headers["Location"]), (303, "/ask?said=taken-back"))
        self.assertNotIn("No answer yet.", self.get("/ask").text)

    def test_an_adult_answers_and_the_site_is_open_at_once(self):
        def answer_to_child():
            return addresses(self.daemon.ask("games.example", client=CHILD))

        parent = Browser(self.web, ADULT)
        code = self.daemon.status()["setup_code"]
        self.assertEqual(parent.post("setup", {"code": code, "name": "Amna", "password": "seven quiet herons", "language": "en", "label": "phone"}).status, 200)
        self.assertEqual(answer_to_child(), ["0.0.0.0"])
        self.assertEqual(self.submit("/ask", what="site", site="games.example", note="please").status, 303)
        (waiting,) = [request for request in parent.get("requests").json if request.get("site") == "games.example"]
        self.assertEqual((waiting["person"], waiting["note"], waiting["what"]), ("Ali", "please", "site"))
        self.assertEqual(self.send("GET", "/api/v1/requests").status, 401)
        began = time.monotonic()
        answered = parent.post(f"requests/{waiting['id']}", {"answer": "hour"})
        self.assertEqual(answered.status, 200, answered)
        self.assertEqual(answer_to_child(), ["192.0.2.1"])
        self.assertLess(time.monotonic() - began, 5)
        self.assertIn("Yes, for one hour.", self.get("/ask").text)
        self.assertIn("games.example", self.get("/changes").text)  # the grant says what it opens: a rule now, no look-up
        self.assertEqual([request for request in parent.get("requests").json if request.get("site")], [])
        self.daemon.command("revoke", "--all", "Ali", "--config", self.daemon.file("darban.yaml"))

    def test_what_is_open_need_not_be_asked_for(self):
        self.assertIn("This is already open.", self.submit("/ask", NIGHT, what="site", site="childline.org.uk").text)

    def test_a_closed_door_leads_to_a_page_that_says_why_and_never_the_name(self):
        name = f"canary-{secrets.token_hex(8)}.games.example"
        led = self.get(f"/{name}?q={name}", Host=name)
        self.assertEqual(led.status, 303)
        self.assertRegex(led.headers["Location"], r"^http://darban\.home\.arpa/closed\?t=[0-9a-f]{32}$")
        page = self.get(led.headers["Location"][len("http://darban.home.arpa") :])
        self.assertIn("You did nothing wrong.", page.text)
        self.assertIn("Your family closed this kind of site", page.text)
        self.assertNotIn(name, page.octets.decode())
        self.assertEqual(self.state_holds(name.encode()), [])
        for host, client in ((name, ADULT), (name, GUEST), ("open.example", CHILD), ("attacker.example", CHILD)):
            self.assertEqual(self.get("/", client, Host=host).status, 421)

    def test_five_a_day_for_each_person(self):
        for _ in range(5):
            self.assertEqual(self.submit("/ask", GUEST, what="time").status, 303)
        page = self.get("/ask", GUEST)
        self.assertIn("You asked five times today.", page.text)
        self.assertNotIn("textarea", [tag for tag, _ in page.tags])
        self.assertIn("textarea", [tag for tag, _ in self.get("/ask", NIGHT).tags])

    def test_another_sites_form_and_a_form_without_its_word_do_nothing(self):
        token = self.get("/ask", NIGHT).fields["token"]
        foreign = self.send("POST", "/ask", NIGHT, {"token": token, "what": "time"}, Origin="http://attacker.example")
        self.assertEqual(foreign.status, 403)
        for word in ("", "0" * 32, self.get("/ask", ADULT).fields["token"]):
            self.assertEqual(self.send("POST", "/ask", NIGHT, {"token": word, "what": "time"}).status, 422)
        self.assertNotIn("No answer yet.", self.get("/ask", NIGHT).text)


if __name__ == "__main__":
    main()
