#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Adults who know the password and want to know what one child does: the attacks of product.md 3.4 against the real API, each with what it brought. The table "Snooping
adult" of tests/README.md is made of what these tests print; where an attack does bring something, the test says how much, and fails when it becomes more."""
import datetime
import os
import random
import re
import socket
import sqlite3
import statistics
import threading
import time
import unittest

import harness
from api_routes import routes_of
from child_client import PAGES, Visitor
from harness import LOOPBACK, PATIENCE, Daemon, FakeUpstream, addresses, eventually, free_port
from moved_clock import FAKETIME, HOUR, MINUTE, MovedClock
from page_client import API, Browser

CHILD, TEEN, ADULT = "127.0.1.7", "127.0.1.9", "127.0.1.8"
HOUSEHOLD = """
zone: UTC
people:
  - name: Ali
    band: 10-12
    close: [gaming]
    answer: page
    devices: [{label: tablet, address: 127.0.1.7}]
  - name: Zara
    band: 13-15
    close: [gaming]
    devices: [{label: phone, address: 127.0.1.9}]
  - name: Amna
    band: adult
    devices: [{label: phone, address: 127.0.1.8}]
guest:
  band: adult
"""
PASSWORD = "brown hat 7 and shoes"
MOVES = (rb'"now":"[^"]*"', rb'"ends_in":\d+', rb'"asked":"[^"]*"', rb'name="token" value="[^"]*"')  # the clock's, and the form's
ROUNDS = 40  # of the coin
PATIENT_MS = 3000  # a fake upstream on a busy machine is not late; see test_a_failing_upstream


def fail_some(query, transport):
    return [] if query.question[0].name.labels[0].lower().startswith(b"silent") else None


def found(attack, result):
    print(f"\n{attack}: {result}", flush=True)


class Home(unittest.TestCase):
    household = HOUSEHOLD
    lists = {**harness.LISTS, "gambling": ["casino.example"], "adult": ["adult.example"], "nudify": ["nudify.example"]}

    def setUp(self):
        self.upstream = FakeUpstream(fail_some)
        self.addCleanup(self.upstream.close)
        self.port = free_port()
        self.daemon = Daemon([self.upstream.port], household=self.household, lists=self.lists, timeout_ms=PATIENT_MS, tries=1,
                             settings=f'web: {{listen: ["{LOOPBACK}:{self.port}"]}}\nlists: {{update: false}}')
        self.addCleanup(self.daemon.close)
        self.begin()
        self.adult = Browser(self.port, ADULT)
        made = self.adult.set_up(self.daemon, "Amna", PASSWORD)
        self.assertEqual(made.status, 200, made)
        self.routes = [route for route in routes_of(self.adult, "Ali") + routes_of(self.adult, "Zara") if route.method == "GET" and not route.streams]

    def begin(self):
        self.daemon.start()

    # -- the child

    def ask(self, client, names):
        """As quickly as can be, and each is answered."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
            udp.bind((client, 0))
            udp.settimeout(PATIENCE)
            udp.connect((LOOPBACK, self.daemon.port))
            for name in names:
                udp.send(harness.dns.message.make_query(name, "A").to_wire())
                udp.recv(4096)

    def names(self, count, kinds=("games.example", "tracker.example", "open.example")):
        """Closed by the family, closed for everybody, open: never the same name twice."""
        self.asked = getattr(self, "asked", 0) + count
        return [f"n{self.asked - number}.{kinds[number % len(kinds)]}" for number in range(count)]

    # -- the adult

    @staticmethod
    def still(octets):
        for pattern in MOVES:
            octets = re.sub(pattern, b"", octets)
        return octets

    def look(self):
        """Everything an adult can look at: each route's status, head (length and tag are in it) and body, the children's pages too."""
        seen = {}
        for route in self.routes:
            answer = self.adult.get(route.place)
            seen[f"{route} {route.place}"] = (answer.status, self.head_of(answer.fields), self.still(answer.octets))
        for site in ("n1.games.example", "n2.open.example", "never.example"):
            answer = self.adult.post("test", {"site": site, "who": "Ali"})
            seen[f"test {site}"] = (answer.status, self.head_of(answer.fields), answer.octets)
        for client in (CHILD, TEEN, ADULT):  # with the child's device in the hand, too
            for page in PAGES:
                answer = Visitor(self.port, client).get(page)
                seen[f"{page} {client}"] = (answer.status, self.head_of(answer.headers), self.still(answer.octets))
        return seen

    @staticmethod
    def head_of(fields):
        return sorted((name, value) for name, value in fields.items() if name != "Date")

    def put(self, change, browser=None):
        read = self.adult.get("household")
        household = read.json["household"]
        change(household)
        return self.adult.send("PUT", "household", {"household": household}, {"If-Match": read.fields["ETag"]})

    def person(self, household, name):
        return next(each for each in household["people"] if each["name"] == name)


class Snooping(Home):
    """Within one hour."""

    def setUp(self):
        super().setUp()
        self.hour = datetime.datetime.now(datetime.timezone.utc).hour

    def assert_still(self, before, what):
        moved = self.moved(before, self.look())
        if datetime.datetime.now(datetime.timezone.utc).hour == self.hour:  # when the clock struck, the house's totals may move
            self.assertEqual(moved, {}, what)

    @staticmethod
    def moved(before, after):
        """Where, and what stood and stands there from the first difference on."""
        found = {}
        for place in before.keys() | after.keys():
            old, new = repr(before.get(place)), repr(after.get(place))
            if old != new:
                at = len(os.path.commonprefix([old, new]))
                found[place] = (old[max(0, at - 25) : at + 25], new[max(0, at - 25) : at + 25])
        return found

    def median_time(self):
        took = []
        for place in ("home", "status", "devices") * 100:
            begun = time.monotonic()
            self.adult.get(place)
            took.append(time.monotonic() - begun)
        return statistics.median(took) * 1000

    def test_reading_everything_before_and_after_shows_nothing(self):
        with socket.create_connection((LOOPBACK, self.port), timeout=PATIENCE, source_address=(ADULT, 0)) as news:
            news.sendall(f"GET {API}/events HTTP/1.1\r\nHost: darban.home\r\nCookie: darban={self.adult.cookie}\r\n\r\n".encode())
            heard = []
            eventually(lambda: heard.append(news.recv(4096)) or b"200 OK" in heard[0], "the news are listened to")

            def listen():
                while octets := news.recv(4096):
                    heard.append(octets)

            listener = threading.Thread(target=listen, daemon=True)
            listener.start()
            before, times = self.look(), [self.median_time()]
            for client in (CHILD, TEEN):
                for count in (1, 10, 1000):
                    self.ask(client, self.names(count))
                    self.assert_still(before, f"{count} questions of {client}")
            times.append(self.median_time())
            events = b"".join(heard).count(b"event:")
            self.assertEqual(events, 0, heard)
            given = self.adult.post("grants", {"kind": "pause", "who": ["Ali"], "minutes": 5})
            self.assertEqual(given.status, 201, given)
            eventually(lambda: b"event: home" in b"".join(heard), "who listens does hear of an adult's pause")
            self.assertIn("GET /home home", self.moved(before, self.look()), "and who looks does see it")
            news.shutdown(socket.SHUT_RDWR)
            listener.join()
        octets = sum(len(body) for _, _, body in before.values())
        found("everything read before and after 1, 10, 1,000 questions",
              f"{len(before)} answers of {octets} octets: status, head, tag, length and body are the same; 0 events; median of 300 answers {times[0]:.2f} ms before and {times[1]:.2f} ms afterwards")

    def test_a_coin_can_not_be_guessed(self):
        dice = random.Random()
        before, coins = self.look(), []
        for _ in range(ROUNDS):
            coins.append(dice.random() < 0.5)
            if coins[-1]:
                self.ask(CHILD, self.names(25))
            self.assert_still(before, f"heads, tails: {coins}")
        found("a coin: asked or not, read, guessed", f"{ROUNDS} rounds ({sum(coins)} times asked), all {len(before)} answers alike: nothing to guess by")

    def test_testing_a_name_tells_rules_and_no_history(self):
        visited = self.names(200, ("open.example",))
        self.ask(CHILD, visited)
        times = {"visited": [], "never": []}
        answers = set()
        for number, site in enumerate(visited):
            for kind, name in (("visited", site), ("never", f"x{number}.open.example")):
                begun = time.monotonic()
                answer = self.adult.post("test", {"site": name, "who": "Ali"})
                times[kind].append(time.monotonic() - begun)
                answers.add((answer.status, answer.octets.replace(name.encode(), b"NAME")))
        self.assertEqual(len(answers), 1, answers)
        median = {kind: statistics.median(took) * 1000 for kind, took in times.items()}
        found("POST /test as a history",
              f"200 names the child visited and 200 nobody did: one and the same answer; median {median['visited']:.2f} ms and {median['never']:.2f} ms")

    def test_a_person_without_devices_is_a_person_without_numbers(self):
        self.assertEqual(self.put(lambda household: household["people"].append({"name": "Ghost", "band": "10-12"})).status, 200)
        self.routes = [route for route in routes_of(self.adult, "Ghost") if route.method == "GET" and not route.streams]
        before = self.look()
        self.ask(CHILD, self.names(100))
        self.ask("127.0.1.77", self.names(100))
        self.assert_still(before, "questions of the child and of a guest")
        found("a person without devices", "none of the answers about it moves when a child or a guest asks")

    def test_a_request_does_not_say_how_often_it_was_tried(self):
        self.ask(CHILD, ["wanted.games.example"] * 1000)
        for client in (CHILD, TEEN):
            self.assertEqual(Visitor(self.port, client).submit("/ask", what="site", site="wanted.games.example").status, 303)
        ali, zara = self.adult.get("requests").json
        self.assertEqual(ali["person"], "Ali")
        for own in ("id", "person", "band", "asked"):
            del ali[own], zara[own]
        self.assertEqual(ali, {key: value.replace("Zara", "Ali") for key, value in zara.items()})
        found("a request after 1,000 tries and after none", "the same but for its id, person, band and minute")

    def test_a_rule_can_not_lead_a_name_to_the_adults_own_machine(self):
        def rule(household):
            household["rules"] = ["||dating.example^$dnsrewrite=127.0.0.99"]

        self.assertEqual(self.put(rule).status, 422)
        self.assertEqual(addresses(self.daemon.ask("dating.example", client=CHILD)), ["192.0.2.1"])
        found("a rule that leads a name to one's own machine, to see who comes", "refused")

    def test_a_failing_upstream_is_seen_at_once_and_nothing_but_its_number(self):
        """Residual: trouble of the program is shown as it happens (app/hourly_counts.h)."""
        before = self.look()
        self.ask(CHILD, ["silent.open.example"])
        moved = self.moved(before, self.look())
        self.assertEqual({place.split(" ")[1] for place in moved}, {"/status"})
        ((was, became),) = set(moved.values())
        self.assertEqual(became.replace('"upstream_time_outs":1', '"upstream_time_outs":0')[:40], was[:40])
        found("a question whose upstream is silent", "GET /status: upstream_time_outs goes up at once, for whoever asked and whatever: presence while the upstream fails")

    def test_an_answers_ttl_tells_whether_and_when_somebody_asked(self):
        """Residual, and over DNS, not over the page: the cache is one for the house, and its TTLs count down."""
        self.ask(CHILD, ["visited.open.example"])
        eventually(lambda: self.ttl("visited.open.example") < 300, "the TTL counts down")
        self.assertEqual(self.ttl("never.open.example"), 300)
        refused = harness.dns.message.make_query("visited.open.example", "A")
        refused.flags &= ~harness.dns.flags.RD
        answer = harness.dns.query.udp(refused, LOOPBACK, timeout=PATIENCE, port=self.daemon.port, source=ADULT)
        self.assertEqual(harness.rcode(answer), "REFUSED")
        found("the cache, asked from one's own device",
              "without RD: refused; with RD the TTL says that somebody in the house asked for a name one thinks of, and when, for as long as it is kept")

    def ttl(self, name):
        return self.daemon.ask(name, client=ADULT).answer[0].ttl


@unittest.skipUnless(FAKETIME, "needs faketime and a daemon without sanitizers")
class SnoopingOverDays(Home):
    """It is noon when it begins."""

    def begin(self):
        self.clock = MovedClock(self.daemon)
        self.clock.start()

    def counts(self, *who):
        done = self.daemon.command("counts", *who, "--config", self.daemon.file("darban.yaml"), check=False)
        return done.stdout + done.stderr

    def windows(self, client, name, count):
        """A question in each of so many windows of ten minutes."""
        for number in range(count):
            self.ask(client, [f"w{number}.{name}"])
            self.clock.pass_time(10 * MINUTE + 1)

    def until_tomorrow(self):
        self.clock.pass_time(17 * HOUR)

    def week(self, who):
        """The six groups of the first week."""
        return [cell.strip() for cell in self.counts(who).partition(self.clock.monday)[2].split("\n")[0].split("  ") if cell.strip()]

    def test_the_house_total_moves_by_the_hour(self):
        """Residual (decisions.md 9): whole-hour steps, exact."""
        today = lambda: self.adult.get("status").json["today"]
        self.ask(CHILD, self.names(30, ("open.example",)))
        self.assertEqual(today()["opened"], 0)
        self.clock.pass_time(59 * MINUTE)
        self.assertEqual(today()["opened"], 0)
        self.clock.pass_time(MINUTE + 1)
        self.assertEqual(today()["opened"], 30)
        found("GET /status read every hour", "30 open questions of a child: 0 until the hour is over, then 30: the exact total of the house's last hour, not whose, not what")

    def test_age_doors_of_a_young_person_are_in_no_total(self):
        """Household minus me: with one of them at home the total would be theirs."""
        self.ask(TEEN, ["n1.casino.example"] * 20 + ["n1.tracker.example"] * 3)
        self.clock.pass_time(10 * MINUTE + 1)
        self.clock.pass_time(HOUR)
        self.assertEqual(self.adult.get("status").json["today"]["closed"], 3, "what is no age door")
        self.until_tomorrow()
        self.assertIn("a few", self.counts().partition(self.clock.today)[2].split("\n")[0])
        found("the house's totals, with one young person at home", "20 closed age doors are in none; 3 closed trackers are")

    def test_a_younger_band_shows_nothing_of_before_and_is_told_to_the_child(self):
        self.windows(TEEN, "tracker.example", 12)
        self.until_tomorrow()
        self.assertIn("Zara alone may see", self.counts("Zara"))
        self.assertNotIn("10 to 12 years", Visitor(self.port, TEEN).get("/changes").text)
        self.assertEqual(self.put(lambda household: self.person(household, "Zara").update(band="10-12")).status, 200)
        changes = Visitor(self.port, TEEN).get("/changes").text
        self.assertIn("Amna", changes)
        self.assertIn("10 to 12 years", changes)
        self.assertNotRegex(self.counts("Zara"), "about|a few")
        found("a younger band for Zara, to see her numbers", "nothing of before; 'What adults changed' tells her who did it")

    def test_a_new_name_does_not_open_what_was_counted_before(self):
        self.windows(TEEN, "tracker.example", 12)
        self.put(lambda household: self.person(household, "Zara").update(name="Zahra", band="10-12"))
        self.windows(TEEN, "tracker.example", 3)
        self.until_tomorrow()
        self.assertEqual(self.week("Zahra")[1], "a few", "what was counted since")
        found("another name and a younger band for Zara", "what was counted before is nobody's")

    def test_a_list_of_one_name_has_no_number(self):
        self.put(lambda household: self.person(household, "Ali").update(block=["dating.example"]))
        self.windows(CHILD, "dating.example", 12)
        self.until_tomorrow()
        self.assertEqual(self.week("Ali")[5], "not counted")
        found("a rule for one name, asked in 12 windows", "'your own rules': not counted")

    def test_a_list_of_twenty_names_has_one_in_tens_the_day_after(self):
        """Residual (policy/count_rules.h)."""
        self.put(lambda household: self.person(household, "Ali").update(block=["dating.example", *[f"filler{n}.example" for n in range(19)]]))
        self.windows(CHILD, "dating.example", 12)
        self.assertNotIn("about", self.counts("Ali"))
        self.until_tomorrow()
        self.assertEqual(self.week("Ali")[-1], "about 10")
        found("the same beside 19 names nobody asks for", "the next morning 'about 10': which week, in tens; not when, not how often")

    def test_a_group_of_one_has_no_number(self):
        bilal = {"name": "Bilal", "band": "10-12", "devices": [{"label": "tablet", "address": "127.0.1.6"}]}
        self.put(lambda household: (self.person(household, "Ali").update(open=["adult", "nudify"]), household["people"].append(bilal)))
        for number in range(12):
            for client in (CHILD, "127.0.1.6"):
                self.ask(client, [f"w{number}.casino.example"])
            self.clock.pass_time(10 * MINUTE + 1)
        self.until_tomorrow()
        self.assertEqual((self.week("Ali")[2], self.week("Bilal")[2]), ("not counted", "about 10"))
        found("all age doors but one opened, so that the group's number names the topic", "not counted; of a child with three of them closed 'about 10'")

    def test_root_gets_exact_moments_of_days_and_what_children_ask_now(self):
        """Who copies state.db and what lies beside it: root, or whoever has the card."""
        self.windows(TEEN, "tracker.example", 3)
        self.assertEqual(Visitor(self.port, CHILD).submit("/ask", what="site", site="wanted.games.example").status, 303)
        self.until_tomorrow()
        with sqlite3.connect(f"file:{self.daemon.file('state.db')}?mode=ro", uri=True) as database:
            tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            dump = {table: database.execute(f"SELECT * FROM {table}").fetchall() for table in tables}
            moments = database.execute("SELECT holder, day, grp, number FROM moments").fetchall()
        (zara,) = [row for row in moments if row[0] == "Zara"]
        self.assertEqual((zara[2], zara[3]), ("ads", 3))
        self.assertLess(zara[1], 100000, "a day")
        self.assertNotIn("tracker.example", repr(dump))
        self.assertNotIn("wanted.games", repr(dump))
        self.assertNotIn(TEEN, repr(dump))
        self.assertTrue(os.path.exists(self.daemon.file("state.db-request-key")), "what opens a request lies beside it")
        found("state.db copied by root", f"exact moments per child, day and group, hidden ones too ({zara[0]}: {zara[3]} 'ads' on that day); no name, no address, no hour; "
              f"a request that waits can be opened with the key beside it; tables: {', '.join(sorted(tables))}")


if __name__ == "__main__":
    harness.main()
