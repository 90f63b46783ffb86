#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Numbers end to end: real questions, a night by a clock that Debian's faketime moves under the real daemon, and in the morning what the adults' API and the
children's pages show of it, to whom, and to whom not; Start fresh and a young person's word; and a snooping adult's ways to more.
"""
import contextlib
import http.client
import re
import sqlite3
import unittest
import urllib.parse

import harness
from harness import LOOPBACK, PATIENCE, Daemon, FakeUpstream, free_port
from moved_clock import FAKETIME, HOUR, MINUTE, MovedClock
from page_client import Browser

ALI, ZARA, OMAR, AMNA, STRANGER = "127.0.1.7", "127.0.1.8", "127.0.1.9", "127.0.1.10", "127.0.1.99"
HOUSEHOLD = """
zone: UTC
people:
  - name: Ali
    band: 10-12
    devices: [{label: tablet, address: 127.0.1.7}]
  - name: Zara
    band: 13-15
    devices: [{label: phone, address: 127.0.1.8}]
  - name: Omar
    band: 16-17
    devices: [{label: phone, address: 127.0.1.9}]
  - name: Amna
    band: adult
    devices: [{label: phone, address: 127.0.1.10}]
rooms:
  - {label: Lab 2, prefix: 127.0.20.0/24, band: pupil-secondary}
"""
PASSWORD = "brown hat 7 and shoes"
ISOLATES = re.compile("[\u2066-\u2069]|<[^>]*>")


@unittest.skipUnless(FAKETIME, "needs faketime and a daemon without sanitizers")
class Numbers(unittest.TestCase):
    def setUp(self):
        self.upstream = FakeUpstream()
        self.addCleanup(self.upstream.close)
        self.web = free_port()
        self.daemon = Daemon([self.upstream.port], household=HOUSEHOLD, settings=f'web: {{listen: ["{LOOPBACK}:{self.web}"]}}\nlists: {{update: false}}')
        self.addCleanup(self.daemon.close)
        self.clock = MovedClock(self.daemon)
        self.clock.start()
        self.amna = Browser(self.web, AMNA)
        answer = self.amna.set_up(self.daemon, "Amna", PASSWORD)
        self.assertEqual(answer.status, 200, answer)

    def window(self, *clients):
        for client in clients:
            self.assertEqual(harness.addresses(self.daemon.ask("n.tracker.example", client=client)), ["0.0.0.0"])
        self.clock.pass_time(10 * MINUTE + 1)

    def night(self):
        self.clock.pass_time(16 * HOUR)

    # -- pages

    def page(self, client, path="/recorded", body=None):
        connection = http.client.HTTPConnection(LOOPBACK, self.web, timeout=PATIENCE, source_address=(client, 0))
        with contextlib.closing(connection):
            fields = {"Host": "darban.home", "Accept-Language": "en"}
            if body is not None:
                fields |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": "http://darban.home"}
                body = urllib.parse.urlencode(body)
            connection.request("GET" if body is None else "POST", path, body=body, headers=fields)
            response = connection.getresponse()
            return response.status, response.read().decode(), response.headers.get("Location")

    def text(self, client):
        status, html, _ = self.page(client)
        self.assertEqual(status, 200)
        return ISOLATES.sub("", html)

    def submit(self, client, path, **fields):
        token = re.search(r'name="token" value="([0-9a-f]{32})"', self.page(client)[1]).group(1)
        return self.page(client, path, {"token": token} | fields)

    def weeks(self, name, browser=None):
        answer = (browser or self.amna).get(f"numbers/{urllib.parse.quote(name)}")
        self.assertEqual(answer.status, 200, answer)
        return answer.json["weeks"]

    def ads(self, name):
        return [week["groups"]["ads_trackers"] for week in self.weeks(name)]

    # -- what a family sees

    def test_the_morning_shows_the_day_before_to_whom_it_may_be_shown_and_a_day_that_goes_on_to_nobody(self):
        for _ in range(12):
            self.window(ALI, ZARA, OMAR)
        before = self.amna.get("numbers").json
        self.assertEqual((before["released"], before["days"]), (None, []))
        self.assertEqual(self.weeks("Ali"), [])
        self.assertIn("No numbers yet.", self.text(ALI))
        self.night()
        house = self.amna.get("numbers")
        self.assertEqual(house.json["released"], self.clock.today)
        self.assertEqual(house.json["days"][0]["closed"], {"form": "about", "about": 40})  # 36
        self.assertTrue(house.json["without_age_doors"])
        self.assertEqual(self.ads("Ali"), [{"form": "about", "about": 10}])
        self.assertEqual(self.weeks("Ali")[0]["monday"], self.clock.monday)
        self.assertNotIn("own_rules", self.weeks("Ali")[0]["groups"])
        for client in (ALI, ZARA):
            self.assertRegex(self.text(client), rf"{self.clock.monday}\D*about 10")
        for client in (ALI, ZARA, OMAR, AMNA):
            self.assertIn("Numbers of the whole home", self.text(client))
        for client in (OMAR, AMNA):
            self.assertNotIn("about 10", self.text(client))
        self.assertNotRegex(self.text(STRANGER), r"about \d")
        child = self.page(ALI)[1]
        for _ in range(3):
            self.window(ALI)
        self.assertEqual(self.amna.get("numbers").octets, house.octets, "the new day is in nothing")
        token = re.compile(r'value="[0-9a-f]{32}"')
        self.assertEqual(token.sub("", self.page(ALI)[1]), token.sub("", child))

    def test_each_age_has_its_own_word_and_no_adult_has_it_for_them(self):
        self.assertEqual(self.submit(OMAR, "/recorded/choose", choice="kept")[2], "/recorded?said=kept")
        for _ in range(12):
            self.window(ALI, ZARA, OMAR)
        self.night()
        self.assertIn("Only you see your numbers. You switched them on.", self.text(OMAR))
        self.assertRegex(self.text(OMAR), rf"{self.clock.monday}\D*about 10")
        for name in ("Zara", "Omar"):
            answer = self.amna.get(f"numbers/{name}")
            self.assertEqual((answer.status, answer.fields.get_content_type()), (403, "application/problem+json"))
            self.assertNotIn(b'"form"', answer.octets)
        self.assertEqual(self.submit(ZARA, "/recorded/choose", choice="shared")[2], "/recorded?said=shared")
        self.assertEqual(self.ads("Zara"), [{"form": "about", "about": 10}])
        self.assertEqual(self.submit(ZARA, "/recorded/choose", choice="alone")[2], "/recorded?said=alone")
        self.assertEqual(self.amna.get("numbers/Zara").status, 403)
        self.assertEqual(self.submit(ALI, "/recorded/choose", choice="alone")[0], 422)
        self.daemon.stop()
        self.clock.start()
        self.assertIn("You switched them on.", self.text(OMAR), "a word is heard after a restart too")

    def test_start_fresh_wipes_what_is_stored_and_what_is_not_yet_by_child_and_guardian(self):
        for _ in range(12):
            self.window(ALI, ZARA)
        self.night()
        self.window(ALI, ZARA)  # of the new day, partly in memory
        self.assertEqual(self.submit(ALI, "/recorded/fresh")[2], "/recorded?said=fresh")
        self.assertEqual(self.ads("Ali"), [{"form": "none"}])
        answer = self.amna.delete("numbers/Zara")
        self.assertEqual((answer.status, answer.json["text"]), (200, "The numbers of Zara are wiped."))
        self.assertNotRegex(self.text(ZARA), rf"{self.clock.monday}\D*about")
        changes = ISOLATES.sub(" ", self.page(ZARA, "/changes")[1])
        self.assertRegex(changes, r"Numbers\s+Before\s+nothing\s+After\s+wiped\s+Who\s+Amna")
        self.assertNotRegex(ISOLATES.sub(" ", self.page(ALI, "/changes")[1]), r"Numbers\s+Before\s+nothing")
        self.daemon.stop()
        with sqlite3.connect(f"file:{self.daemon.file('state.db')}?mode=ro", uri=True) as database:
            self.assertEqual(database.execute("SELECT count(*) FROM moments").fetchall(), [(0,)])

    # -- a snooping adult

    def test_a_new_name_on_the_page_takes_the_numbers_along_those_of_the_hour_too(self):
        for _ in range(12):
            self.window(ALI)
        self.night()
        self.assertEqual(self.ads("Ali"), [{"form": "about", "about": 10}])
        for _ in range(12):
            self.window(ALI)  # the last ones are not on the disk yet
        read = self.amna.get("household")
        household = read.json["household"]
        household["people"][0]["name"] = "Aliyan"
        body = {"household": household, "renamed": [{"from": "Ali", "to": "Aliyan"}]}
        self.assertEqual(self.amna.send("PUT", "household", body, {"If-Match": read.fields["ETag"]}).status, 200)
        self.assertEqual(self.amna.get("numbers/Ali").status, 404)
        self.assertEqual(self.ads("Aliyan"), [{"form": "about", "about": 10}])
        self.night()
        self.night()  # past four in the morning
        self.assertEqual(sum(week["about"] for week in self.ads("Aliyan")), 20)  # of one week, or of two

    def test_an_adult_who_rewrites_the_age_or_the_name_sees_nothing_of_before(self):
        for _ in range(12):
            self.window(ZARA)
        self.night()
        self.assertEqual(self.amna.get("numbers/Zara").status, 403)

        def save(change):
            current = self.amna.get("household")
            household = current.json["household"]
            change(household)
            answer = self.amna.send("PUT", "household", {"household": household}, {"If-Match": current.fields["ETag"]})
            self.assertEqual(answer.status, 200, answer)

        def zara(household):
            return next(person for person in household["people"] if person["name"].startswith("Z"))

        for band in ("10-12", "adult", "under-10"):
            save(lambda household, band=band: zara(household).update(band=band))
            answer = self.amna.get("numbers/Zara")
            self.assertNotIn(b'"form"', answer.octets.replace(b'"form":"none"', b""))
        save(lambda household: household["people"].remove(zara(household)))
        self.assertEqual(self.amna.get("numbers/Zara").status, 404)
        save(lambda household: household["people"].append({"name": "Zara", "band": "10-12"}))
        self.assertEqual(self.weeks("Zara"), [])
        self.window(ALI)
        self.night()
        self.assertTrue(all(count == {"form": "none"} for count in self.ads("Zara")))
        save(lambda household: zara(household).update(name="Zoe"))
        self.assertTrue(all(count == {"form": "none"} for count in self.ads("Zoe")))

    def test_a_site_can_not_be_watched_through_a_rule_with_nothing_else_in_it(self):
        current = self.amna.get("household")
        household = current.json["household"]
        ali = next(person for person in household["people"] if person["name"] == "Ali")
        ali["block"] = ["watched.example"]
        answer = self.amna.send("PUT", "household", {"household": household}, {"If-Match": current.fields["ETag"]})
        self.assertEqual(answer.status, 200, answer)
        for _ in range(12):
            self.assertEqual(harness.addresses(self.daemon.ask("watched.example", client=ALI)), ["0.0.0.0"])
            self.clock.pass_time(10 * MINUTE + 1)
        self.night()
        (week,) = self.weeks("Ali")
        self.assertNotIn("own_rules", week["groups"])
        self.assertEqual({count["form"] for count in week["groups"].values()}, {"none"})
        self.assertNotIn("watched.example", self.text(ALI))

    def test_roles_and_programs(self):
        for _ in range(12):
            self.window(ALI)
        self.night()
        expected = {"parent": (200, 200, 200), "helper": (403, 403, 403), "teacher": (403, 403, 403), "maintainer": (403, 403, 403), "auditor": (200, 403, 403)}
        for role, statuses in expected.items():
            answer = self.amna.post("accounts", {"name": role.title(), "role": role, "password": PASSWORD})
            self.assertEqual(answer.status, 201, answer)
            browser = Browser(self.web)
            self.assertEqual(browser.log_in(role.title(), PASSWORD).status, 200)
            got = (browser.get("numbers").status, browser.get("numbers/Ali").status, browser.delete("numbers/Ali").status)
            self.assertEqual(got, statuses, role)
        nobody = Browser(self.web, ALI)
        self.assertEqual((nobody.get("numbers").status, nobody.get("numbers/Ali").status, nobody.delete("numbers/Ali").status), (401, 401, 401))
        self.assertEqual(self.amna.send("DELETE", "numbers/Ali", fields={"X-Darban-Token": None}).status, 403)
        for scope in ("stats:read", "admin"):
            made = self.amna.post("tokens", {"label": "graphs", "scopes": [scope], "own_password": PASSWORD})
            self.assertEqual(made.status, 201, made)
            bearer = {"Authorization": "Bearer " + made.json["token"]}
            program = Browser(self.web)
            self.assertEqual(program.send("GET", "numbers", fields=bearer).status, 200)
            self.assertEqual(program.send("GET", "numbers/Ali", fields=bearer).status, 403)
            self.assertEqual(program.send("DELETE", "numbers/Ali", fields=bearer).status, 403)

    def test_every_number_anywhere_is_none_a_few_or_whole_tens(self):
        for _ in range(7):
            self.window(ALI, ZARA)
        self.night()
        octets = b"".join(self.amna.get(path).octets for path in ("numbers", "numbers/Ali"))
        for count in re.findall(rb'"form":"[a-z]+"(?:,"about":\d+)?', octets):
            self.assertRegex(count, rb'^"form":"(hidden|none|few|about)"(,"about":[1-9]\d*0)?$')
        self.assertEqual(self.ads("Ali"), [{"form": "few"}])
        self.assertIn("a few", self.text(ALI))
        for path in ("numbers?day=1", "numbers?from=2020-01-01&by=hour", "numbers/Ali?exact=1"):
            self.assertEqual(self.amna.get(path).octets, self.amna.get(path.split("?")[0]).octets)
        for path in ("numbers/Ali/today", "numbers/Ali/hours", "numbers/health"):
            self.assertEqual(self.amna.get(path).status, 404)


if __name__ == "__main__":
    harness.main()
