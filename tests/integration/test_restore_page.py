#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""An owner brings a backup home on the page: what it holds is told first, then all of it comes home or nothing, also when darban is killed in the middle; and who may
not, or sends something else, changes no octet. DARBAN_KILLS says how often it is killed (50 unless said otherwise)."""
import base64
import http.client
import os
import random
import re
import shutil
import socket
import sys
import threading
import time

from backup_house import PASSWORD, ZUBAIDA, House, read_octets, read_text
from harness import LOOPBACK, addresses, eventually, free_port, main
from page_client import Browser

KILLS = int(os.environ.get("DARBAN_KILLS", "50"))
SEAL = "a seal of its own 9"
MEBIBYTE = 1 << 20


def sent(octets, own=PASSWORD, password=SEAL):
    return {"own_password": own, "password": password, "file": base64.b64encode(octets).decode()}


class PageHouse(House):
    def saved(self, browser):
        answer = browser.post("backup", {"password": SEAL})
        self.assertEqual(answer.status, 200, answer)
        return answer.octets

    @staticmethod
    def everything(daemon):
        """Every file that a restore could touch, octet for octet; of state.db, which lives, only that it is the same file."""
        found = {}
        for folder, _, names in os.walk(daemon.folder):
            for name in names:
                path = os.path.join(folder, name)
                if not os.path.isfile(path) or re.search(r"\.log$|\.lock$|state\.db-", name):
                    continue
                found[path] = os.stat(path).st_ino if name == "state.db" else read_octets(path)
        return found

    def litter(self, daemon):
        return [name for name in os.listdir(daemon.folder) if re.search(r"restoring|packing|plan", name)]


class ComesHome(PageHouse):
    def test_what_it_holds_is_told_and_nothing_is_changed(self):
        daemon = self.lived_in("here")
        octets = self.saved(self.owner)
        before = self.everything(daemon)
        told = self.owner.post("restore/check", sent(octets))
        self.assertEqual(told.status, 200, told)
        self.assertRegex(told.json.pop("day") or "", r"^\d{4}-\d\d-\d\d$")
        self.assertEqual({key: told.json[key] for key in ("people", "accounts", "versions", "calendars", "notes")},
                         {"people": ["Zubaida"], "accounts": ["here"], "versions": 1, "calendars": 1, "notes": []})
        self.assertEqual(self.everything(daemon), before)
        self.assertEqual(self.owner.get("home").status, 200)  # still logged in

    def test_it_comes_home_in_the_running_daemon_and_everybody_logs_in_anew(self):
        daemon = self.lived_in("here")
        octets = self.saved(self.owner)
        other = Browser(self.port)
        self.assertEqual(other.log_in("here", PASSWORD).status, 200)
        read = self.owner.get("household")
        self.owner.send("PUT", "household", {"household": {**read.json["household"], "block": ["rule.later.example"]}}, {"If-Match": read.fields["ETag"]})
        self.owner.post("accounts", {"name": "Later", "role": "parent", "password": PASSWORD})
        eventually(lambda: "0.0.0.0" in addresses(daemon.ask("rule.later.example", client=ZUBAIDA)), "the later rule is in force")
        self.owner.delete(f"grants/{self.owner.get('grants').json[0]['id']}")
        pause = self.owner.post("grants", {"kind": "open_all", "who": ["Zubaida"], "minutes": 60}).json["ids"]

        done = self.owner.post("restore", sent(octets))
        self.assertEqual((done.status, done.json), (200, {"notes": []}), done)
        self.assertIn("Max-Age=0", done.fields["Set-Cookie"])
        self.assertEqual(self.state(daemon), self.all_of("here"))
        self.assertEqual(self.litter(daemon), [])
        self.assertTrue(daemon.is_alive())
        for browser in (self.owner, other):
            self.assertEqual(browser.get("home").status, 401)
        browser = Browser(self.port)
        self.assertEqual(browser.log_in("Later", PASSWORD).status, 401)
        self.assertEqual(browser.log_in("here", PASSWORD).status, 200)
        self.assertEqual([grant["id"] for grant in browser.get("grants").json], pause)  # what does not travel stays
        self.assertEqual(browser.send("GET", "me", fields={"Authorization": f"Bearer {self.token}", "Cookie": None}).json["role"], "program")
        browser.delete(f"grants/{pause[0]}")
        eventually(lambda: "0.0.0.0" in addresses(daemon.ask("rule.here.example", client=ZUBAIDA)), "the rules of the backup are in force")
        self.assertNotIn("0.0.0.0", addresses(daemon.ask("rule.later.example", client=ZUBAIDA)))
        # What was there before is kept, and adults' changes are not forgotten; the restore is one of them.
        self.assertIn("rule.later.example", read_text(daemon.file("household.yaml.before-restore")))
        self.assertIn(("Later",), self.rows(daemon.file("state.db.before-restore"), "SELECT name FROM accounts"))
        changes = [(change["by"], change["was"], change["became"]) for change in browser.get("changes").json["changes"]]
        self.assertIn(("here", "rule.later.example", None), changes)
        self.assertEqual(changes.count(("here", None, "rule.here.example")), 2, changes)
        # And the file goes on being written: a new start finds what was done since.
        self.assertEqual(browser.post("accounts", {"name": "After", "role": "helper", "password": PASSWORD}).status, 201)
        daemon.stop()
        daemon.start()
        self.assertEqual(Browser(self.port).log_in("After", PASSWORD).status, 200)

    def test_another_households_comes_home_sealed_or_not(self):
        source = self.lived_in("fresh")
        self.darban(source, "backup", self.backup)
        source.stop()
        self.port = free_port()
        daemon = self.lived_in("former")
        os.remove(daemon.file("terms.ics"))
        plain = read_octets(self.backup)
        told = self.owner.post("restore/check", {key: value for key, value in sent(plain).items() if key != "password"})
        self.assertEqual((told.status, told.json["accounts"]), (200, ["fresh"]), told)
        done = self.owner.post("restore", sent(plain))
        self.assertEqual(done.status, 200, done)
        self.assertEqual(self.state(daemon), self.all_of("fresh"))
        self.assertEqual(Browser(self.port).log_in("former", PASSWORD).status, 401)
        browser = Browser(self.port)
        self.assertEqual(browser.log_in("fresh", PASSWORD).status, 200)
        self.assertEqual(browser.get("home").json["problems"], [])

    def test_a_backup_without_accounts_leaves_those_there_are(self):
        daemon = self.lived_in("here")
        octets = made_by_hand({"household.yaml": b"people: [{name: Nobody, band: adult}]\n"})
        told = self.owner.post("restore/check", sent(octets))
        self.assertEqual((told.status, told.json["accounts"], told.json["people"]), (200, [], ["Nobody"]), told)
        done = self.owner.post("restore", sent(octets))
        self.assertEqual((done.status, done.fields["Set-Cookie"]), (200, None), done)
        self.assertEqual([person["name"] for person in self.owner.get("home").json["people"]], ["Nobody"])
        self.assertEqual(self.rows(daemon.file("state.db"), "SELECT name FROM accounts"), [("here",)])


def made_by_hand(members):
    sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "fuzz"))
    import make_backup_corpus

    return make_backup_corpus.backup(list(members.items()))


class Refused(PageHouse):
    def setUp(self):
        super().setUp()
        self.house = self.lived_in("here")
        self.good = self.saved(self.owner)
        self.before = self.everything(self.house)

    def tearDown(self):
        self.assertEqual(self.everything(self.house), self.before)
        self.assertEqual(self.litter(self.house), [])
        self.assertTrue(self.house.is_alive())

    def refused(self, body, status, pointer=None, words="", browser=None):
        for path in ("restore/check", "restore"):
            answer = (browser or self.owner).post(path, body)
            self.assertEqual((answer.status, answer.json.get("pointer")), (status, pointer), answer)
            self.assertIn(words, answer.json["detail"])
        return answer

    def test_a_seal_that_does_not_open(self):
        self.refused(sent(self.good, password="another seal"), 422, "/password", "the password does not open it")
        self.refused(sent(self.good, password=""), 422, "/password", "closed with a password")

    def test_a_password_that_is_not_the_owners(self):
        wrong = sent(self.good, own="not mine at all")
        for _ in range(3):  # nothing is said of the file, not even that it is none
            self.assertEqual(self.owner.post("restore", wrong).status, 403)
        answer = self.owner.post("restore", sent(b"rubbish", own="not mine at all"))
        self.assertEqual((answer.status, answer.json["pointer"]), (403, "/own_password"), answer)
        many = [self.owner.post("restore", wrong).status for _ in range(12)]
        self.assertIn(429, many)
        self.assertEqual(self.owner.post("restore", {"file": "", "password": ""}).status, 429)

    def test_no_password_at_all(self):
        self.refused({key: value for key, value in sent(self.good).items() if key != "own_password"}, 403, "/own_password")

    def test_octets_that_are_not_what_was_written(self):
        cut = random.randrange(24, len(self.good))
        for octets in (self.good[:cut], self.good[:-1], self.good + b"\0"):
            answer = self.owner.post("restore", sent(octets))
            self.assertEqual(answer.status, 422, answer)
        for _ in range(10):
            at = random.randrange(len(self.good))
            answer = self.owner.post("restore", sent(self.good[:at] + bytes([self.good[at] ^ 1 << random.randrange(8)]) + self.good[at + 1 :]))
            self.assertEqual(answer.status, 422, answer)
        plain = made_by_hand({"household.yaml": b"people: []\n"})
        self.refused(sent(plain[:-1]), 422, "/file", "it was not copied whole")
        self.refused(sent(plain.replace(b"darban backup 1\n", b"darban backup 2\n")), 422, "/file", "a later darban made this backup")
        self.refused(sent(b"PK\3\4"), 422, "/file", "this is not a backup of darban")
        self.refused({"own_password": PASSWORD, "file": "no base64!"}, 422, "/file", "base64")
        self.refused({"own_password": PASSWORD, "file": 7}, 422, "/file")

    def test_what_is_in_it_is_no_household(self):
        self.refused(sent(made_by_hand({"household.yaml": b"people: [\n"})), 409, None, "the household in the backup: ")
        self.refused(sent(made_by_hand({"darban.yaml": b""})), 409, None, "there is no household in this backup")
        self.refused(sent(made_by_hand({"household.yaml": b"people: []\n", "state.db": b"no database"})), 409, None, "the database in the backup: the file is damaged")

    def test_who_is_not_an_owner(self):
        self.assertEqual(Browser(self.port).post("restore", sent(self.good)).status, 401)
        for role in ("parent", "helper", "auditor", "maintainer"):
            self.owner.post("accounts", {"name": role, "role": role, "password": PASSWORD})
            other = Browser(self.port)
            self.assertEqual(other.log_in(role, PASSWORD).status, 200)
            self.assertEqual(other.post("restore", sent(self.good)).status, 403, role)
        admin = self.owner.post("tokens", {"label": "robot", "scopes": ["admin"], "days": 30, "own_password": PASSWORD}).json["token"]
        program = Browser(self.port).send("POST", "restore", sent(self.good), {"Authorization": f"Bearer {admin}"})
        self.assertEqual(program.status, 403, program)
        self.assertEqual(self.owner.send("POST", "restore", sent(self.good), {"X-Darban-Token": None}).status, 403)
        self.assertEqual(self.owner.send("POST", "restore", sent(self.good), {"Origin": "http://elsewhere.example"}).status, 403)

    def announced(self, length, path="/api/v1/restore", browser=None):
        """What is said to the head alone: nothing of the body is sent."""
        browser = browser or self.owner
        connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=20)
        self.addCleanup(connection.close)
        connection.putrequest("POST", path, skip_host=True)
        for name, value in {"Host": "darban.home", "Origin": "http://darban.home", "Content-Type": "application/json", "Content-Length": str(length)}.items():
            connection.putheader(name, value)
        if browser.cookie:
            connection.putheader("Cookie", f"darban={browser.cookie}")
            connection.putheader("X-Darban-Token", browser.token)
        connection.endheaders()
        connection.sock.settimeout(2)
        return connection

    def said_to(self, connection):
        try:
            return connection.getresponse().status
        except socket.timeout:
            return None  # it waits for the body

    def test_a_body_beyond_the_limit_is_refused_by_its_head_and_a_large_one_taken_of_an_owner_only(self):
        self.assertEqual(self.said_to(self.announced(12 * MEBIBYTE)), 413)
        self.assertEqual(self.said_to(self.announced(65537, "/api/v1/backup")), 413)
        self.assertEqual(self.said_to(self.announced(65537, browser=Browser(self.port))), 413)
        waiting = self.announced(9 * MEBIBYTE)
        self.assertIsNone(self.said_to(waiting))
        self.assertEqual(self.said_to(self.announced(9 * MEBIBYTE)), 503)  # one at a time is a bound on memory
        waiting.close()
        eventually(lambda: self.said_to(self.announced(9 * MEBIBYTE)) is None, "the next one is let in")

    def test_the_largest_there_may_be_is_read_whole(self):
        big = made_by_hand({"household.yaml": b"people: []\n", "calendars/x.ics": os.urandom(7 * MEBIBYTE)})
        told = self.owner.post("restore/check", sent(big))
        self.assertEqual(told.status, 200, told)
        self.assertEqual(len(told.json["notes"]), 1)  # nobody names that calendar
        over = self.owner.post("restore/check", sent(b"x" * (8 * MEBIBYTE + 3)))
        self.assertEqual((over.status, over.json["pointer"]), (422, "/file"), over)

    def test_a_place_that_can_not_be_written(self):
        octets = made_by_hand({"household.yaml": b"zone: UTC\nexceptions: [{label: x, calendar: terms.ics/in/it.ics, like: sun}]\n", "calendars/terms.ics/in/it.ics": b"x"})
        # terms.ics is a file: no folder of that name can be made
        self.refused(sent(octets), 409, None, "terms.ics")

    def test_a_full_disk(self):
        self.house.stop()
        self.house.start(through=["bash", "-c", "ulimit -f 256; trap '' XFSZ; exec \"$@\"", "limited"])
        self.before = self.everything(self.house)
        browser = Browser(self.port)
        browser.cookie, browser.token = self.owner.cookie, self.owner.token
        octets = made_by_hand({"household.yaml": b"people: []\n" + b"# so long\n" * 50000})
        answer = browser.post("restore", sent(octets))
        self.assertEqual((answer.status, answer.json["title"]), (409, "The backup can not come home"), answer)
        self.assertEqual(browser.get("home").status, 200)


class Killed(PageHouse):
    def test_a_kill_at_any_moment_leaves_the_old_household_or_the_new_one(self):
        source = self.lived_in("fresh")
        self.darban(source, "backup", self.backup)
        source.stop()
        octets = read_octets(self.backup)
        self.port = free_port()
        daemon = self.lived_in("former")
        daemon.stop()
        former = os.path.join(self.folder, "former")
        shutil.copytree(daemon.folder, former)
        plan = daemon.file("state.db.restore-plan")

        def back_to_former():
            shutil.rmtree(daemon.folder)
            shutil.copytree(former, daemon.folder)

        def press():
            try:
                self.owner.post("restore", sent(octets))
            except OSError:
                pass  # it was killed
            except http.client.HTTPException:
                pass

        cookie, token = self.owner.cookie, self.owner.token
        longest = 0
        for _ in range(3):
            daemon.start()
            self.owner.cookie, self.owner.token = cookie, token
            begin = time.monotonic()
            press()
            longest = max(longest, time.monotonic() - begin)
            self.assertEqual(self.state(daemon), self.all_of("fresh"))
            daemon.stop()
            back_to_former()
        seen = {"old": 0, "new": 0, "planned": 0}
        for number in range(KILLS):
            daemon.start()
            self.owner.cookie, self.owner.token = cookie, token
            pressing = threading.Thread(target=press)
            pressing.start()
            if number % 3 == 2:  # aimed at the moments between the plan and its end
                while pressing.is_alive() and not os.path.exists(plan):
                    pass
            elif number % 3 == 1:  # the most of it is two passwords: this one at when files are written
                eventually(lambda: self.litter(daemon) or not pressing.is_alive(), "it begins to write")
                time.sleep(random.uniform(0, 0.2))
            else:
                time.sleep(random.uniform(0, longest * 1.1))
            daemon.process.kill()
            daemon.process.wait()
            pressing.join()
            eventually(lambda: self.is_free(daemon.port), "a child that read a calendar is gone too")
            planned = os.path.exists(plan)
            daemon.start()  # whose start finishes it
            state = self.state(daemon)
            self.assertIn(state, (self.all_of("former"), self.all_of("fresh")))
            is_new = state == self.all_of("fresh")
            self.assertTrue(is_new or not planned, "what is planned is done")
            self.assertFalse(os.path.exists(plan))
            seen["planned" if planned else "new" if is_new else "old"] += 1
            self.assertEqual(self.rows(daemon.file("state.db"), "PRAGMA integrity_check"), [("ok",)])
            self.assertIn("0.0.0.0", addresses(daemon.ask(f"rule.{'fresh' if is_new else 'former'}.example", client=ZUBAIDA)))
            if is_new:
                self.assertIn("rule.former.example", read_text(daemon.file("household.yaml.before-restore")))
                self.assertEqual(self.rows(daemon.file("state.db.before-restore"), "SELECT name FROM accounts"), [("former",)])
            else:  # whatever was left lying about is in nobody's way
                self.owner.cookie, self.owner.token = cookie, token
                done = self.owner.post("restore", sent(octets))
                self.assertEqual(done.status, 200, done)
                self.assertEqual(self.state(daemon), self.all_of("fresh"))
                self.assertEqual(self.litter(daemon), [])
            daemon.stop()
            back_to_former()
        print(f"killed {KILLS} times within {longest * 1000:.0f} ms: {seen}", file=sys.stderr)

    @staticmethod
    def is_free(port):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.bind((LOOPBACK, port))
            except OSError:
                return False
        return True

    def test_what_is_planned_is_done_by_the_next_start_and_by_nobody_else(self):
        daemon = self.cut_off("state.db.restore-plan")
        said = self.darban(daemon, "restore", self.backup, check=False)
        self.assertIn("begun on the page is not finished; start darban", said.stderr)
        said = self.darban(daemon, "restore", "--finish")
        self.assertIn("finished by the next start", said.stdout)
        self.assertIn("[former.example]", read_text(daemon.file("household.yaml")))
        daemon.start()
        self.assertEqual(self.state(daemon), self.all_of("fresh"))
        self.assertFalse(os.path.exists(daemon.file("state.db.restore-plan")))
        self.assertEqual(Browser(self.port).log_in("fresh", PASSWORD).status, 200)


if __name__ == "__main__":
    main()
