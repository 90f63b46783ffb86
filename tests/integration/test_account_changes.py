#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Who may change the rules is a rule too: what adults change about accounts stands in the log that children read."""
import contextlib
import sqlite3
import subprocess
import unittest

from child_client import Visitor
from harness import DARBAN, LOOPBACK, Daemon, FakeUpstream, eventually, free_port, main
from page_client import Browser, app_code

SARA, SHOES, CUP = "brown hat 7", "blue shoe 8", "green cup 9"
TABLET = "127.0.1.7"
HOUSEHOLD = f"""zone: Asia/Karachi
people:
  - {{name: Ali, band: 10-12, devices: [{{label: tablet, address: {TABLET}}}]}}
rooms:
  - {{label: Lab 2, prefix: 127.0.2.0/24, band: 13-15}}
  - {{label: Lab 3, prefix: 127.0.3.0/24, band: 13-15}}
"""


class House(unittest.TestCase):
    def setUp(self):
        self.upstream = FakeUpstream()
        self.addCleanup(self.upstream.close)
        self.port = free_port()
        self.daemon = Daemon([self.upstream.port], HOUSEHOLD, settings=f'web: {{listen: ["{LOOPBACK}:{self.port}"]}}\n')
        self.addCleanup(self.daemon.close)
        self.daemon.start()
        self.sara = Browser(self.port)
        self.done(self.sara.post("setup", {"code": self.daemon.status()["setup_code"], "name": "Sara", "password": SARA}), 200)

    def done(self, answer, status):
        self.assertEqual(answer.status, status, answer)
        return answer.json if answer.octets else None

    def logged_in(self, name, password):
        browser = Browser(self.port)
        self.done(browser.log_in(name, password), 200)
        return browser

    def account(self, *words, password=None):
        line = [DARBAN, "account", *words, "--config", self.daemon.file("darban.yaml")]
        done = subprocess.run(line, input=None if password is None else password + "\n", capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)

    def log(self):
        """Oldest first: (by, setting, was, became); and whether it is whole."""
        said = self.done(self.sara.get("changes"), 200)
        for change in said["changes"]:
            self.assertIsNone(change["concerns"])
        return [(change["by"], change["setting"], change["was"], change["became"]) for change in reversed(said["changes"])], said["whole"]

    def refused(self, answer, status, title, pointer=None):
        self.assertEqual(answer.status, status, answer)
        self.assertEqual((answer.json["title"], answer.json.get("pointer")), (title, pointer))
        self.assertTrue(answer.json["detail"] and answer.json["cure"], answer)

    def child_reads(self):
        answer = Visitor(self.port, TABLET).get("/changes")
        self.assertEqual(answer.status, 200, answer)
        return answer.octets.decode()


class TheLog(House):
    def test_everything_about_accounts_is_in_it_by_whom_and_the_child_reads_it(self):
        omar = self.done(self.sara.post("accounts", {"name": "Omar", "role": "helper", "password": SHOES}), 201)["id"]
        self.done(self.sara.patch(f"accounts/{omar}", {"role": "parent"}), 204)
        key = self.done(self.sara.post("tokens", {"label": "lamp", "scopes": ["grants:write"], "days": 9, "own_password": SARA}), 201)
        self.done(self.sara.delete(f"tokens/{key['id']}"), 204)
        self.account("password", "Omar", password=CUP)
        self.account("add", "Hina", "--role", "auditor", password=SHOES)
        self.account("role", "Hina", "owner")
        self.done(self.sara.delete(f"accounts/{omar}"), 204)
        said, whole = self.log()
        self.assertEqual(
            said,
            [
                ("Sara", "account Sara", None, "owner"),
                ("Sara", "account Omar", None, "helper"),
                ("Sara", "account Omar", "helper", "parent"),
                ("Sara", "key lamp", None, "grants:write"),
                ("Sara", "key lamp", "grants:write", "removed"),
                ("darban account", "password Omar", None, "new"),
                ("darban account", "account Hina", None, "auditor"),
                ("darban account", "account Hina", "auditor", "owner"),
                ("Sara", "account Omar", "parent", "removed"),
            ],
        )
        self.assertTrue(whole)
        page = self.child_reads()
        for words in ("Account <bdi>Hina</bdi>", "Owner", "somebody at the box itself", "Password of <bdi>Omar</bdi>", "Key for a program <bdi>lamp</bdi>"):
            self.assertIn(words, page)
        for secret in (key["token"], SHOES, CUP, "argon2"):
            self.assertNotIn(secret, page)

    def test_it_outlives_a_kill_and_undo_of_the_rules_does_not_touch_accounts(self):
        self.done(self.sara.post("accounts", {"name": "Omar", "role": "parent", "password": SHOES}), 201)
        self.daemon.process.kill()
        self.daemon.process.wait()
        self.daemon.start()
        said, whole = self.log()
        self.assertEqual(len(said), 2)
        self.assertTrue(whole)
        self.assertEqual(self.done(self.sara.get("household/editions"), 200), [])

    def test_a_row_that_is_taken_out_anywhere_is_a_gap_on_both_pages(self):
        for name in ("Omar", "Hina", "Imran"):
            self.done(self.sara.post("accounts", {"name": name, "role": "helper", "password": SHOES}), 201)
        self.assertTrue(self.log()[1])
        self.daemon.stop()
        whole = self.daemon.file("state.db")
        with open(whole, "rb") as file:
            octets = file.read()
        for sql in ("DELETE FROM changes WHERE id = 1", "DELETE FROM changes WHERE id = 2", "DELETE FROM changes WHERE id = 4", "DELETE FROM changes"):
            with self.subTest(sql=sql):
                with open(whole, "wb") as file:
                    file.write(octets)
                with contextlib.closing(sqlite3.connect(whole)) as database:
                    database.execute(sql)
                    database.commit()
                self.daemon.start()
                self.assertFalse(self.log()[1])
                self.assertIn("Something is missing here.", self.child_reads())
                self.daemon.stop()


class TheOwnPassword(House):
    """A page that was left open: whoever finds it has the cookie and the page token, and not the password."""

    def setUp(self):
        super().setUp()
        self.omar = self.done(self.sara.post("accounts", {"name": "Omar", "role": "parent", "password": SHOES}), 201)["id"]
        self.hina = self.done(self.sara.post("accounts", {"name": "Hina", "role": "owner", "password": SHOES, "own_password": SARA}), 201)["id"]
        self.takeovers = [
            ("POST", "accounts", {"name": "Thief", "role": "owner", "password": CUP}, 201),
            ("PATCH", f"accounts/{self.omar}", {"role": "owner"}, 204),
            ("PATCH", f"accounts/{self.hina}", {"password": CUP}, 204),
            ("PATCH", f"accounts/{self.hina}", {"name": "Hina 2"}, 204),
            ("PATCH", "accounts/1", {"password": CUP}, 204),
            ("POST", "tokens", {"label": "lamp", "scopes": ["admin"]}, 201),
            ("POST", "me/totp", {}, 200),
            ("POST", "me/totp/off", {}, 204),
        ]

    def everything(self):
        with contextlib.closing(sqlite3.connect(self.daemon.file("state.db"))) as database:
            return [database.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in ("accounts", "api_tokens", "changes", "backup_codes")]

    def test_what_gives_the_house_away_is_not_done_without_the_password_or_with_another_one(self):
        before, slowed = self.everything(), 0
        for method, path, body, _ in self.takeovers:
            with self.subTest(path=path, body=body):
                missing = self.sara.send(method, path, body)
                self.assertEqual((missing.status, missing.json["pointer"]), (403 if path.startswith("accounts") else 400, "/own_password"), missing)
                self.refused(self.sara.send(method, path, {**body, "own_password": ""}), 403, "Your password once more", "/own_password")
                wrong = self.sara.send(method, path, {**body, "own_password": SHOES})
                if wrong.status == 429:  # counted as at the login
                    slowed += 1
                else:
                    self.refused(wrong, 403, "This did not fit", "/own_password")
        self.assertLessEqual(slowed, len(self.takeovers) - 5)
        self.assertEqual(self.everything(), before)

    def test_with_the_password_it_is_done(self):
        for method, path, body, status in self.takeovers:
            with self.subTest(path=path, body=body):
                if path == "me/totp/off":
                    secret = offer["secret"]
                    self.done(self.sara.put("me/totp", {"code": app_code(secret)}), 200)
                if path == "accounts/1":  # ends one's own logins too: last
                    continue
                offer = self.done(self.sara.send(method, path, {**body, "own_password": SARA}), status)
        said, whole = self.log()
        self.assertIn(("Sara", "account Omar", "parent", "owner"), said)
        self.assertEqual([row for row in said if row[1] == "second-step Sara"], [("Sara", "second-step Sara", "off", "on"), ("Sara", "second-step Sara", "on", "off")])
        self.assertTrue(whole)
        self.done(self.sara.patch("accounts/1", {"password": CUP, "own_password": SARA}), 204)
        self.assertEqual(self.sara.get("accounts").status, 401)
        self.logged_in("Sara", CUP)

    def test_what_gives_nothing_away_asks_for_no_password(self):
        self.done(self.sara.patch(f"accounts/{self.omar}", {"role": "helper", "password": CUP}), 204)
        self.done(self.sara.patch("me", {"language": "ur"}), 204)
        self.done(self.sara.delete(f"accounts/{self.omar}"), 204)

    def test_guessing_is_slowed_as_at_the_login_and_the_right_one_does_not_count(self):
        for _ in range(8):
            self.done(self.sara.post("me/totp", {"own_password": SARA}), 200)
        statuses = [self.sara.post("tokens", {"label": "x", "scopes": ["admin"], "own_password": f"guess {n}"}).status for n in range(8)]
        self.assertEqual(statuses[0], 403)
        self.assertEqual(statuses[-1], 429, statuses)
        slowed = self.sara.post("me/totp", {"own_password": SARA})
        self.assertEqual(slowed.status, 429)
        self.assertGreater(int(slowed.fields["Retry-After"]), 0)
        self.assertEqual(Browser(self.port).log_in("Sara", SARA).status, 429)  # one count for both

    def test_an_owner_is_not_removed_in_one_step(self):
        self.refused(self.sara.delete(f"accounts/{self.hina}"), 409, "An owner is not removed in one step")
        self.done(self.sara.patch(f"accounts/{self.hina}", {"role": "helper", "own_password": SARA}), 204)
        self.done(self.sara.delete(f"accounts/{self.hina}"), 204)

    def test_a_program_makes_and_changes_no_owner_whatever_its_key_may(self):
        key = self.done(self.sara.post("tokens", {"label": "lamp", "scopes": ["admin"], "own_password": SARA}), 201)["token"]
        program = Browser(self.port)
        bearer = {"Authorization": f"Bearer {key}", "Origin": None}
        for method, path, body, _ in self.takeovers[:5]:
            with self.subTest(path=path, body=body):
                self.refused(program.send(method, path, {**body, "own_password": SARA}, bearer), 403, "A program can not do this")
        self.done(program.send("POST", "accounts", {"name": "Nani", "role": "helper", "password": SHOES}, bearer), 201)
        self.assertIn(("lamp", "account Nani", None, "helper"), self.log()[0])


class TheRoomsOfATeacher(House):
    def setUp(self):
        super().setUp()
        self.id = self.done(self.sara.post("accounts", {"name": "Khan", "role": "teacher", "password": SHOES, "rooms": ["Lab 2"]}), 201)["id"]
        self.khan = self.logged_in("Khan", SHOES)

    def pause(self, *who):
        return self.khan.post("grants", {"kind": "pause", "who": who, "minutes": 5})

    def test_a_teacher_gives_in_rooms_of_their_own_only(self):
        self.assertEqual(self.khan.me()["rooms"], ["Lab 2"])
        given = self.done(self.pause("Lab 2"), 201)
        self.done(self.khan.post("grants", {"kind": "bonus", "who": ["room Lab 2"], "minutes": 5}), 201)
        for who in (("Lab 3",), ("Lab 2", "Lab 3"), ("Ali",), ("Ali/tablet",), ("everyone",), ("guest",)):
            with self.subTest(who=who):
                self.refused(self.pause(*who), 403, "This is not one of your rooms", "/who")
        others = self.done(self.sara.post("grants", {"kind": "pause", "who": ["Lab 3"], "minutes": 5}), 201)
        self.refused(self.khan.delete(f"grants/{others['ids'][0]}"), 403, "This is not one of your rooms")
        self.done(self.khan.delete(f"grants/{given['ids'][0]}"), 200)

    def test_an_owner_names_the_rooms_and_it_holds_at_once(self):
        self.done(self.sara.patch(f"accounts/{self.id}", {"rooms": ["Lab 3"]}), 204)
        self.refused(self.pause("Lab 2"), 403, "This is not one of your rooms", "/who")
        self.done(self.pause("Lab 3"), 201)
        self.done(self.sara.patch(f"accounts/{self.id}", {"rooms": []}), 204)
        self.refused(self.pause("Lab 3"), 403, "You have no room yet", "/who")
        self.refused(self.khan.patch(f"accounts/{self.id}", {"rooms": ["Lab 3"]}), 403, self.khan.get("accounts").json["title"])
        said = [row for row in self.log()[0] if row[1] == "rooms Khan"]
        self.assertEqual(said, [("Sara", "rooms Khan", None, "Lab 2"), ("Sara", "rooms Khan", "Lab 2", "Lab 3"), ("Sara", "rooms Khan", "Lab 3", None)])
        self.assertIn("Rooms of <bdi>Khan</bdi>", self.child_reads())

    def test_a_teacher_of_the_command_line_has_no_room_until_one_is_named(self):
        self.account("add", "Shah", "--role", "teacher", password=SHOES)
        shah = self.logged_in("Shah", SHOES)
        self.refused(shah.post("grants", {"kind": "pause", "who": ["Lab 2"], "minutes": 5}), 403, "You have no room yet", "/who")

    def test_a_room_that_is_renamed_is_nobodys_until_it_is_named_again(self):
        self.daemon.write("household.yaml", HOUSEHOLD.replace("Lab 2", "Physics"))
        self.daemon.reload()
        eventually(lambda: self.sara.get("home").json["rooms"][0]["name"] == "Physics", "the room is called Physics")
        self.refused(self.pause("Physics"), 403, "This is not one of your rooms", "/who")
        self.assertEqual(self.pause("Lab 2").status, 422)
        self.assertEqual(next(each for each in self.sara.get("accounts").json["accounts"] if each["name"] == "Khan")["rooms"], ["Lab 2"])

    def test_rooms_are_for_teachers_and_outlive_a_kill(self):
        self.refused(self.sara.post("accounts", {"name": "Omar", "role": "parent", "password": SHOES, "rooms": ["Lab 2"]}), 400, "Rooms are for teachers", "/rooms")
        for rooms in ("Lab 2", [1], ["x"] * 65, [""]):
            self.assertEqual(self.sara.patch(f"accounts/{self.id}", {"rooms": rooms}).json["pointer"], "/rooms")
        self.daemon.process.kill()
        self.daemon.process.wait()
        self.daemon.start()
        self.done(self.pause("Lab 2"), 201)


if __name__ == "__main__":
    main()
