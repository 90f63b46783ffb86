#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Accounts over real HTTP against the real daemon: the first owner, logging in, what is slowed and what never is, second factors, roles, tokens, and the way
back in by the command line."""
import contextlib
import http.client
import os
import pty
import select
import signal
import subprocess
import threading
import time
import unittest

from harness import DARBAN, LOOPBACK, PATIENCE, Daemon, FakeUpstream, eventually, free_port, main, rcode
from page_client import Browser, app_code

SARA, SHOES = "brown hat 7", "blue shoe 8"
TABLET, PHONE, OUTSIDE = "127.0.1.7", "127.0.1.8", "127.9.9.9"
ROLES = ("owner", "parent", "helper", "teacher", "maintainer", "auditor")
CHANGES = [
    ("PATCH", "me"),
    ("DELETE", "session"),
    ("DELETE", "sessions"),
    ("DELETE", "sessions/1"),
    ("POST", "accounts"),
    ("PATCH", "accounts/1"),
    ("DELETE", "accounts/1"),
    ("POST", "me/password"),
    ("POST", "me/totp"),
    ("PUT", "me/totp"),
    ("POST", "me/totp/off"),
    ("POST", "tokens"),
    ("DELETE", "tokens/1"),
]
LOOKS = ["sessions", "accounts", "tokens"]


class House(unittest.TestCase):
    allowed = ""  # allow-from, as YAML

    def setUp(self):
        self.upstream = FakeUpstream()
        self.addCleanup(self.upstream.close)
        self.port = free_port()
        self.daemon = Daemon([self.upstream.port], settings=f'web: {{listen: ["{LOOPBACK}:{self.port}"]}}\n{self.allowed}')
        self.addCleanup(self.daemon.close)
        self.daemon.start()

    def browser(self, address=LOOPBACK):
        return Browser(self.port, address)

    def setup_code(self):
        return self.daemon.status()["setup_code"]

    def owner(self, address=LOOPBACK):
        browser = self.browser(address)
        answer = browser.post("setup", {"code": self.setup_code(), "name": "Sara", "password": SARA, "language": "ur", "label": "phone"})
        self.assertEqual(answer.status, 200, answer)
        return browser

    def added(self, owner, name, role, password=SHOES):
        answer = owner.post("accounts", {"name": name, "role": role, "password": password} | ({"own_password": SARA} if role == "owner" else {}))
        self.assertEqual(answer.status, 201, answer)
        return answer.json["id"]

    def logged_in(self, name, password, address=LOOPBACK, code=None):
        browser = self.browser(address)
        answer = browser.log_in(name, password, code)
        self.assertEqual(answer.status, 200, answer)
        return browser

    def refused(self, answer, status, title=None, pointer=None):
        self.assertEqual(answer.status, status, answer)
        self.assertEqual(answer.fields["Content-Type"].split(";")[0], "application/problem+json")
        said = answer.json
        for key in ("title", "detail", "cure"):
            self.assertTrue(said[key], said)
        if title:
            self.assertEqual(said["title"], title)
        if pointer:
            self.assertEqual(said["pointer"], pointer)

    def account(self, *words, password=None, check=True):
        line = [DARBAN, "account", *words, "--config", self.daemon.file("darban.yaml")]
        done = subprocess.run(line, input=None if password is None else password + "\n", capture_output=True, text=True, timeout=60)
        if check:
            self.assertEqual(done.returncode, 0, done.stderr)
        return done


class FirstRun(House):
    def test_the_walk_from_nobody_to_an_owner(self):
        browser = self.browser()
        self.assertEqual(browser.me(), {"role": "anybody", "name": "", "language": "", "token": "", "setup": True, "login": False, "totp": False, "rooms": []})
        code = self.setup_code()
        self.assertRegex(code, r"^[1-9]\d{3} [1-9]\d{3}$")
        self.assertIn(f"type the code {code}", self.daemon.log())
        self.assertIn(code, self.daemon.command("status", "--config", self.daemon.file("darban.yaml")).stdout)
        answer = browser.post("setup", {"code": code.replace(" ", "-"), "name": "Sara", "password": SARA, "language": "ur"})
        self.assertEqual(answer.status, 200, answer)
        cookie = answer.fields["Set-Cookie"]
        self.assertRegex(cookie, r"^darban=[0-9a-f]{64}; Path=/; HttpOnly; SameSite=Strict; Max-Age=\d+$")
        me = browser.me()
        self.assertEqual((me["role"], me["name"], me["language"], me["setup"], me["login"]), ("owner", "Sara", "ur", False, True))
        self.assertIsNone(self.setup_code())
        self.refused(self.browser().post("setup", {"code": code, "name": "Thief", "password": SHOES}), 409, "This is done already")

    def test_a_bad_password_or_name_is_said_before_the_code_is_used(self):
        browser, code = self.browser(), self.setup_code()
        for body, pointer in [
            ({"name": "Sara", "password": "short"}, "/password"),
            ({"name": "Sara", "password": "password123"}, "/password"),
            ({"name": "Sarah Khan", "password": "sarah khan"}, "/password"),
            ({"name": "Sara", "password": "x" * 129}, "/password"),
            ({"name": "", "password": SARA}, "/name"),
            ({"name": "x" * 41, "password": SARA}, "/name"),
            ({"name": "a\u202eb", "password": SARA}, "/name"),
            ({"name": "Sara", "password": SARA, "language": "<b>"}, "/language"),
            ({"name": "Sara", "password": 12345678}, "/password"),
            ({"name": "Sara"}, "/password"),
        ]:
            self.refused(browser.post("setup", {"code": code, **body}), 400, pointer=pointer)
        self.assertEqual(self.owner().me()["role"], "owner")

    def test_wrong_codes_are_slowed_and_then_there_is_another_code(self):
        self.account("add", "Nani", "--role", "helper", password=SHOES)  # somebody who is no owner does not end it
        first = self.setup_code()
        browsers = [self.browser(f"127.0.2.{host}") for host in range(1, 12)]
        seen = set()
        for browser in browsers:
            answer = browser.post("setup", {"code": "0000 0000", "name": "Thief", "password": SHOES})
            seen.add(answer.status)
        self.assertEqual(seen, {401})
        self.assertNotEqual(self.setup_code(), first)
        self.refused(self.browser().post("setup", {"code": first, "name": "Thief", "password": SHOES}), 401, pointer="/code")
        tablet = self.browser(TABLET)
        statuses = [tablet.post("setup", {"code": "0000 0000", "name": "Thief", "password": SHOES}).status for _ in range(8)]
        self.assertIn(429, statuses)
        self.assertEqual(self.owner(PHONE).me()["role"], "owner")

    def test_a_kill_between_the_steps_leaves_nobody_or_an_owner(self):
        browser = self.browser()
        self.assertTrue(browser.me()["setup"])
        first = self.setup_code()
        self.daemon.process.kill()
        self.daemon.process.wait()
        self.daemon.start()
        self.assertTrue(self.browser().me()["setup"])
        self.assertNotEqual(self.setup_code(), first)
        owner = self.owner()
        self.daemon.process.kill()
        self.daemon.process.wait()
        self.daemon.start()
        self.assertEqual(owner.me()["role"], "owner")
        self.assertFalse(owner.me()["setup"])
        self.assertIsNone(self.setup_code())
        self.logged_in("sara", SARA)

    def test_killed_in_the_middle_of_set_up_again_and_again(self):
        for delay in (0, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05):
            code = self.setup_code()
            if code is None:
                break
            thread = threading.Thread(target=self.try_to_set_up, args=(code,))
            thread.start()
            time.sleep(delay)
            self.daemon.process.kill()
            self.daemon.process.wait()
            thread.join()
            self.daemon.start()
            made = self.account("list", "--json").stdout
            self.assertEqual(self.browser().me()["setup"], '"role":"owner"' not in made, made)
        if self.setup_code():
            self.owner()
        self.logged_in("Sara", SARA)

    def try_to_set_up(self, code):
        with contextlib.suppress(OSError, http.client.HTTPException):  # the daemon is gone: that is the point
            self.browser().post("setup", {"code": code, "name": "Sara", "password": SARA})


class FromOutside(House):
    allowed = "allow-from: [127.0.0.0/16]"

    def test_set_up_works_from_inside_the_house_only(self):
        stranger = self.browser(OUTSIDE)
        self.refused(stranger.post("setup", {"code": self.setup_code(), "name": "Thief", "password": SHOES}), 403, "Please come closer")
        self.assertEqual(self.owner("127.0.0.5").me()["role"], "owner")


class NoPage(unittest.TestCase):
    def test_without_a_page_there_is_no_code_and_accounts_can_be_made_all_the_same(self):
        upstream = FakeUpstream()
        self.addCleanup(upstream.close)
        daemon = Daemon([upstream.port])
        self.addCleanup(daemon.close)
        daemon.start()
        self.assertIsNone(daemon.status()["setup_code"])
        self.assertIn("no account yet", daemon.command("account", "list", "--config", daemon.file("darban.yaml")).stdout)


class LoggingIn(House):
    def setUp(self):
        super().setUp()
        self.sara = self.owner()

    def test_a_login_gives_a_new_token_and_the_old_one_is_worth_nothing(self):
        browser = self.logged_in("Sara", SARA)
        before = browser.cookie
        browser.log_in("Sara", SARA)
        self.assertNotEqual(browser.cookie, before)
        old = self.browser()
        old.cookie = before
        self.assertEqual(old.me()["role"], "anybody")
        planted = self.browser()
        planted.cookie = "e" * 64
        planted.log_in("Sara", SARA)
        self.assertNotEqual(planted.cookie, "e" * 64)
        victim = self.browser()
        victim.cookie = "e" * 64
        self.assertEqual(victim.me()["role"], "anybody")

    def test_logging_out_ends_it_at_the_daemon_too(self):
        browser = self.logged_in("Sara", SARA)
        cookie = browser.cookie
        answer = browser.delete("session")
        self.assertEqual(answer.status, 204)
        self.assertIn("Max-Age=0", answer.fields["Set-Cookie"])
        browser.cookie = cookie
        self.assertEqual(browser.me()["role"], "anybody")

    def test_wrong_names_and_passwords_read_alike_and_take_alike(self):
        said, times = set(), {"Sara": [], "Nobody": []}
        for address in range(20, 50):
            for name, took in times.items():  # in turn, so that what else the machine does meets both
                begun = time.monotonic()
                answer = self.browser(f"127.0.{3 if name == 'Sara' else 4}.{address}").log_in(name, "wrong one")
                took.append(time.monotonic() - begun)
                self.assertEqual(answer.status, 401)
                said.add(answer.octets)
        known, unknown = min(times["Sara"]), min(times["Nobody"])
        self.assertEqual(len(said), 1)
        print(f"a wrong password {known * 1000:.1f} ms, a wrong name {unknown * 1000:.1f} ms (the quickest of 30)", flush=True)
        self.assertLess(abs(known - unknown), max(known, unknown) * 0.5)  # without the hash it would be a tenth

    def test_brute_force_is_slowed_and_nothing_else_is(self):
        tablet = self.browser(TABLET)
        statuses = []
        for number in range(60):
            answer = tablet.log_in("Sara", f"guess number {number}")
            statuses.append(answer.status)
            if answer.status == 429:
                self.assertGreaterEqual(int(answer.fields["Retry-After"]), 1)
        self.assertEqual(statuses[:5], [401] * 5)
        self.assertLessEqual(statuses.count(401), 7)
        self.refused(tablet.log_in("Sara", SARA), 429, "Please wait a little")
        # What needs no login is open from the very same tablet, and the owner is not locked out.
        self.assertEqual(tablet.get("health").status, 200)
        self.assertEqual(tablet.get("me").status, 200)
        self.assertEqual(rcode(self.daemon.ask("localhost", client=TABLET)), "NOERROR")
        self.assertEqual(self.sara.me()["role"], "owner")
        self.logged_in("Sara", SARA, address=PHONE)

    def test_many_tries_at_once_are_not_one(self):
        statuses, lock = [], threading.Lock()

        def guess(number):
            status = self.browser(TABLET).log_in("Sara", f"guess number {number}").status
            with lock:
                statuses.append(status)

        threads = [threading.Thread(target=guess, args=(number,)) for number in range(14)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertLessEqual(statuses.count(401), 6, statuses)
        self.assertGreaterEqual(statuses.count(429), 8, statuses)

    def test_changes_need_the_page_token_of_that_login(self):
        other = self.logged_in("Sara", SARA)
        for token in (None, "", "x", other.token, self.sara.cookie):
            for method, path in CHANGES:
                body = {} if method in ("POST", "PUT", "PATCH") else None
                answer = self.sara.send(method, path, body, {"X-Darban-Token": token})
                self.refused(answer, 403, "This page is too old")
        self.assertEqual(self.sara.me()["role"], "owner")
        self.assertEqual(self.sara.patch("me", {"language": "en"}).status, 204)

    def test_a_page_of_another_site_changes_nothing_even_with_everything_right(self):
        for method, path in CHANGES + [("POST", "session"), ("POST", "setup")]:
            for fields in ({"Origin": "http://evil.example"}, {"Origin": "null"}, {"Origin": None, "Sec-Fetch-Site": "cross-site"}):
                answer = self.sara.send(method, path, {} if method != "DELETE" else None, fields)
                self.refused(answer, 403, "Another site may not change things here")
        for kind in (None, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonx"):
            answer = self.sara.send("POST", "accounts", {"name": "x", "role": "owner", "password": SHOES}, {"Content-Type": kind})
            self.refused(answer, 415, "This is not JSON")
        self.assertEqual(len(self.sara.get("accounts").json["accounts"]), 1)

    def test_nobody_changes_or_sees_anything_without_a_login(self):
        for cookie in (None, "0" * 64, "x", self.sara.cookie[:-1], self.sara.cookie.upper()):
            stranger = self.browser()
            stranger.cookie, stranger.token = cookie, self.sara.token
            for method, path in CHANGES:
                self.refused(stranger.send(method, path, {} if method != "DELETE" else None), 401, "Please log in")
            for path in LOOKS:
                self.refused(stranger.get(path), 401, "Please log in")
        twice = self.browser()
        answer = twice.send("GET", "me", fields={"Cookie": f"darban={self.sara.cookie}; darban={'0' * 64}"})
        self.assertEqual(answer.json["role"], "anybody")

    def test_logins_are_listed_by_day_and_can_be_ended_one_by_one_or_all(self):
        tablet = self.browser(TABLET)
        tablet.send("POST", "session", {"name": "Sara", "password": SARA, "label": "tablet"})
        sessions = self.sara.get("sessions").json["sessions"]
        self.assertEqual([(each["label"], each["current"]) for each in sessions], [("phone", True), ("tablet", False)])
        for each in sessions:
            self.assertEqual(set(each), {"id", "label", "created", "used", "current"})
            self.assertRegex(each["used"], r"^\d{4}-\d\d-\d\d$")
        self.assertEqual(self.sara.delete(f"sessions/{sessions[1]['id']}").status, 204)
        self.assertEqual(tablet.me()["role"], "anybody")
        self.refused(self.sara.delete(f"sessions/{sessions[1]['id']}"), 404)
        others = [self.logged_in("Sara", SARA) for _ in range(3)]
        self.assertEqual(self.sara.delete("sessions").status, 204)
        self.assertEqual([each.me()["role"] for each in others], ["anybody"] * 3)
        self.assertEqual(self.sara.me()["role"], "owner")

    def test_a_login_of_somebody_else_can_not_be_seen_or_ended(self):
        self.added(self.sara, "Omar", "parent")
        omar = self.logged_in("Omar", SHOES)
        mine = {each["id"] for each in omar.get("sessions").json["sessions"]}
        hers = {each["id"] for each in self.sara.get("sessions").json["sessions"]}
        self.assertFalse(mine & hers)
        for number in [*hers, 0, -1, 999, "x", "1x", 2**64]:
            self.assertEqual(omar.delete(f"sessions/{number}").status, 404)
        self.assertEqual(self.sara.me()["role"], "owner")

    def test_a_new_password_ends_all_other_logins_and_renews_this_one(self):
        other, before = self.logged_in("Sara", SARA), self.sara.cookie
        self.refused(self.sara.post("me/password", {"old": "wrong one", "password": SHOES}), 403, pointer="/old")
        self.refused(self.sara.post("me/password", {"old": SARA, "password": "12345678"}), 400, pointer="/password")
        answer = self.sara.post("me/password", {"old": SARA, "password": SHOES})
        self.assertEqual(answer.status, 200, answer)
        self.assertNotEqual(self.sara.cookie, before)
        self.assertEqual(self.sara.me()["role"], "owner")
        self.assertEqual(self.sara.patch("me", {"language": "en"}).status, 204)
        self.assertEqual(other.me()["role"], "anybody")
        self.assertEqual(self.browser().log_in("Sara", SARA).status, 401)
        self.logged_in("Sara", SHOES)

    def test_bodies_that_are_wrong_are_refused_in_words(self):
        for octets in (b"", b"{", b"[]", b"null", b'"x"', b"\xff", b'{"name":"a","name":"b"}', b"[" * 100):
            self.refused(self.browser().send("POST", "session", octets=octets), 400)
        self.refused(self.browser().post("session", {"name": "Sara", "password": SARA, "admin": True}), 400)
        self.refused(self.browser().post("session", {"name": ["Sara"], "password": SARA}), 400, pointer="/name")
        self.refused(self.browser().post("session", {"name": "x" * 5000, "password": SARA}), 400, pointer="/name")
        self.assertEqual(rcode(self.daemon.ask("localhost")), "NOERROR")

    def test_nothing_secret_reaches_the_disk_or_the_log(self):
        guess = self.browser(TABLET)
        guess.log_in("Canary7f3a", "canary-password-7f3a")
        key = self.sara.post("tokens", {"own_password": SARA, "label": "lamp", "scopes": ["stats:read"], "days": 10}).json["token"]
        cookie, token = self.sara.cookie, self.sara.token
        self.daemon.stop()
        found = 0
        for folder, _, files in os.walk(self.daemon.folder):
            for name in files:
                with open(os.path.join(folder, name), "rb") as file:
                    octets = file.read()
                found += b"Sara" in octets and name.startswith("state")
                for secret in ("7f3a", SARA, cookie, token, key[7:]):
                    self.assertNotIn(secret.encode(), octets, name)
                if name != "household.yaml":  # which says whose it is
                    self.assertNotIn(TABLET.encode(), octets, name)
        self.assertTrue(found)
        self.daemon.start()

    def test_while_the_daemon_is_killed_logins_live_on(self):
        self.daemon.process.kill()
        self.daemon.process.wait()
        self.daemon.start()
        self.assertEqual(self.sara.me()["role"], "owner")
        self.assertEqual(self.sara.patch("me", {"language": "en"}).status, 204)

    def test_logins_and_questions_do_not_hold_each_other_up(self):
        stop, times = threading.Event(), []

        def guess():
            while not stop.is_set():
                self.browser(f"127.0.5.{1 + len(times) % 200}").log_in("Sara", "wrong one")

        threads = [threading.Thread(target=guess) for _ in range(4)]
        for thread in threads:
            thread.start()
        try:
            for _ in range(100):
                begun = time.monotonic()
                self.assertEqual(rcode(self.daemon.ask("localhost")), "NOERROR")
                times.append(time.monotonic() - begun)
            begun = time.monotonic()
            self.assertEqual(self.browser(PHONE).get("health").status, 200)
            health = time.monotonic() - begun
        finally:
            stop.set()
            for thread in threads:
                thread.join()
        print(f"while four guess passwords: a question {sorted(times)[50] * 1000:.1f} ms, health {health * 1000:.1f} ms", flush=True)
        self.assertLess(health, 2)


class SecondFactor(House):
    def test_the_walk(self):
        sara = self.owner()
        self.refused(sara.put("me/totp", {"code": "000000"}), 409, "The first step is missing")
        offer = sara.post("me/totp", {"own_password": SARA}).json
        self.assertEqual(offer["uri"], f"otpauth://totp/darban:Sara?secret={offer['secret']}&issuer=darban")
        self.refused(sara.put("me/totp", {"code": "000000"}), 401, pointer="/code")
        self.assertFalse(sara.me()["totp"])
        self.logged_in("Sara", SARA)
        before = sara.cookie
        answer = sara.put("me/totp", {"code": app_code(offer["secret"])})
        self.assertEqual(answer.status, 200, answer)
        codes = answer.json["backup_codes"]
        self.assertEqual(len(set(codes)), 10)
        self.assertNotEqual(sara.cookie, before)
        self.assertTrue(sara.me()["totp"])

        self.refused(self.browser().log_in("Sara", SARA), 401, "One more step", "/code")
        self.refused(self.browser().log_in("Sara", "wrong one"), 401, "This did not fit")
        self.refused(self.browser(TABLET).log_in("Sara", SARA, "000000"), 401, "This code did not fit", "/code")
        code = app_code(offer["secret"], steps=1)  # the next one is good already: clocks differ
        self.logged_in("Sara", SARA, code=code)
        self.refused(self.browser(PHONE).log_in("Sara", SARA, code), 401, pointer="/code")
        self.logged_in("Sara", SARA, code=codes[0].upper())
        self.refused(self.browser(PHONE).log_in("Sara", SARA, codes[0]), 401, pointer="/code")

        self.assertEqual(sara.post("me/totp/off", {"own_password": SARA}).status, 204)
        self.logged_in("Sara", SARA)
        self.refused(sara.post("me/totp/off", {"own_password": SARA}), 409)

    def test_a_lost_phone_is_mended_by_the_command_line(self):
        sara = self.owner()
        offer = sara.post("me/totp", {"own_password": SARA}).json
        self.assertEqual(sara.put("me/totp", {"code": app_code(offer["secret"])}).status, 200)
        self.assertIn("a code of an app too", self.account("list").stdout)
        self.account("totp-off", "sara")
        self.logged_in("Sara", SARA)


class RolesAndTokens(House):
    def setUp(self):
        super().setUp()
        self.sara = self.owner()

    def test_who_may_what(self):
        allowed = {"sessions": set(ROLES), "accounts": {"owner"}, "tokens": {"owner"}}
        for role in ROLES:
            self.added(self.sara, f"a {role}", role)
            browser = self.logged_in(f"a {role}", SHOES)
            self.assertEqual(browser.me()["role"], role)
            for path, who in allowed.items():
                self.assertEqual(browser.get(path).status, 200 if role in who else 403, (role, path))
            statuses = {}
            for method, path in CHANGES:
                if path.split("/")[0] in ("accounts", "tokens"):
                    answer = browser.send(method, path.replace("/1", "/999"), {} if method != "DELETE" else None)
                    statuses[method, path] = answer.status
            if role == "owner":
                self.assertTrue(set(statuses.values()) <= {400, 404}, statuses)
            else:
                self.assertEqual(set(statuses.values()), {403}, (role, statuses))

    def test_nobody_makes_themselves_an_owner(self):
        number = self.added(self.sara, "Omar", "parent")
        omar = self.logged_in("Omar", SHOES)
        for answer in (
            omar.patch(f"accounts/{number}", {"role": "owner"}),
            omar.post("accounts", {"name": "Omar2", "role": "owner", "password": SHOES}),
            omar.patch("me", {"language": "ur", "role": "owner"}),
        ):
            self.assertIn(answer.status, (400, 403))
        self.assertEqual(omar.me()["role"], "parent")

    def test_a_new_role_ends_the_logins_of_that_account_at_once(self):
        number = self.added(self.sara, "Omar", "owner")
        omar = self.logged_in("Omar", SHOES)
        self.assertEqual(self.sara.patch(f"accounts/{number}", {"role": "helper", "own_password": SARA}).status, 204)
        self.refused(omar.get("accounts"), 401)
        self.assertEqual(self.logged_in("Omar", SHOES).get("accounts").status, 403)
        self.assertEqual(self.sara.patch(f"accounts/{number}", {"password": "green cup 9"}).status, 204)
        self.assertEqual(self.browser().log_in("Omar", SHOES).status, 401)
        self.assertEqual(self.sara.patch(f"accounts/{number}", {"name": "SARA"}).status, 409)
        self.assertEqual(self.sara.patch(f"accounts/{number}", {"role": "king"}).status, 400)
        self.assertEqual(self.sara.delete(f"accounts/{number}").status, 204)
        self.assertEqual(self.browser().log_in("Omar", "green cup 9").status, 401)

    def test_the_last_owner_stays(self):
        self.refused(self.sara.delete("accounts/1"), 409, "Somebody must be the owner")
        self.refused(self.sara.patch("accounts/1", {"role": "parent", "own_password": SARA}), 409, "Somebody must be the owner")

    def test_a_token_may_what_its_scopes_say_and_is_shown_once(self):
        made = self.sara.post("tokens", {"own_password": SARA, "label": "lamp", "scopes": ["admin"], "days": 30})
        self.assertEqual(made.status, 201, made)
        admin = {"Authorization": f"Bearer {made.json['token']}"}
        listed = self.sara.get("tokens").json["tokens"]
        self.assertEqual([(each["label"], each["scopes"]) for each in listed], [("lamp", "admin")])
        self.assertNotIn("token", listed[0])
        program = self.browser()
        self.assertEqual(program.send("GET", "me", fields=admin).json["role"], "program")
        self.assertEqual(program.send("GET", "accounts", fields=admin).status, 200)
        added = program.send("POST", "accounts", {"name": "Nani", "role": "helper", "password": SHOES}, {**admin, "Origin": None})
        self.assertEqual(added.status, 201, added)
        # No token makes tokens, and none is a person.
        for method, path in [("GET", "tokens"), ("POST", "tokens"), ("GET", "sessions"), ("POST", "me/password"), ("DELETE", "session")]:
            self.assertEqual(program.send(method, path, {} if method == "POST" else None, admin).status, 403, path)
        for scope in ("stats:read", "metrics:read", "grants:write", "policy:write", "lists:write"):
            key = self.sara.post("tokens", {"own_password": SARA, "label": scope, "scopes": [scope]}).json["token"]
            self.assertEqual(program.send("GET", "accounts", fields={"Authorization": f"Bearer {key}"}).status, 403)
        self.assertEqual(self.sara.delete(f"tokens/{made.json['id']}").status, 204)
        self.refused(program.send("GET", "accounts", fields=admin), 401, "This key does not fit")
        # A token that does not fit is not helped by a cookie.
        self.refused(self.sara.send("GET", "accounts", fields=admin), 401, "This key does not fit")

    def test_tokens_that_can_not_be(self):
        for body, pointer in [
            ({"label": "x", "scopes": []}, "/scopes"),
            ({"label": "x", "scopes": ["owner"]}, "/scopes"),
            ({"label": "x", "scopes": ["admin", "admin"]}, "/scopes"),
            ({"label": "x", "scopes": "admin"}, "/scopes"),
            ({"label": "", "scopes": ["admin"]}, "/label"),
            ({"label": "x", "scopes": ["admin"], "days": 0}, "/days"),
            ({"label": "x", "scopes": ["admin"], "days": 1e99}, "/days"),
            ({"label": "x", "scopes": ["admin"], "days": "10"}, "/days"),
        ]:
            self.refused(self.sara.post("tokens", {**body, "own_password": SARA}), 400, pointer=pointer)


class CommandLine(House):
    def test_a_lost_password_is_mended_and_ends_old_logins(self):
        sara = self.owner()
        self.account("password", "sara", password="green cup 9")
        self.assertEqual(sara.me()["role"], "anybody")
        self.assertEqual(self.browser().log_in("Sara", SARA).status, 401)
        self.logged_in("Sara", "green cup 9")

    def test_accounts_are_added_changed_listed_and_removed(self):
        self.assertEqual(self.account("add", "Omar", "--role", "owner", "--language", "ur", password=SHOES).stdout, "Omar can log in now: owner\n")
        self.assertIsNone(self.setup_code())
        self.account("add", "نانی", password=SHOES)
        self.account("role", "نانی", "helper")
        self.assertEqual(self.account("list").stdout, "Omar  owner, 0 logins\nنانی  helper, 0 logins\n")
        self.assertIn('"role":"helper"', self.account("list", "--json").stdout)
        omar = self.logged_in("omar", SHOES)
        self.assertEqual(omar.me()["language"], "ur")
        self.account("remove", "نانی")
        self.assertEqual(self.account("list").stdout, "Omar  owner, 1 login\n")

    def test_what_can_not_be_is_refused_with_an_exit_code_and_a_cure(self):
        self.account("add", "Omar", "--role", "owner", password=SHOES)
        for words, password, code, part in [
            (("remove", "Omar"), None, 1, "Make somebody else an owner first"),
            (("role", "Omar", "parent"), None, 1, "only owner"),
            (("add", "OMAR"), SHOES, 1, "This name is taken"),
            (("add", "Nani"), "12345678", 1, "Everybody tries it first"),
            (("add", "Nani"), "short", 1, "8 characters"),
            (("add", "Nani"), "two\nlines here", 1, "several lines"),
            (("password", "Nobody"), SHOES, 1, "There is no account of that name"),
            (("totp-off", "Omar"), None, 1, "Codes of an app are off"),
            (("role", "Omar", "king"), None, 2, "is no role"),
            (("add", "Nani", "--role", "king"), None, 2, "is no role"),
            (("add",), None, 2, "account add NAME"),
            (("remove",), None, 2, "account remove NAME"),
            (("pasword", "Omar"), None, 2, "did you mean"),
            ((), None, 2, "say what"),
            (("list", "--role", "owner"), None, 2, "for `account add`"),
            (("remove", "Omar", "--json"), None, 2, "--json is for"),
            (("add", " x"), None, 2, "can not be a name"),
        ]:
            done = self.account(*words, password=password, check=False)
            self.assertEqual(done.returncode, code, (words, done.stderr))
            self.assertIn(part, done.stderr, words)
        self.assertEqual(self.account("list").stdout, "Omar  owner, 0 logins\n")
        self.assertIn("usage: darban account list", self.account("--help").stdout)
        self.daemon.stop()
        done = self.account("list", check=False)
        self.assertEqual(done.returncode, 1)
        self.daemon.start()

    def test_at_a_terminal_the_password_is_asked_for_twice_and_not_shown(self):
        def typed(*lines):
            child, terminal = pty.fork()
            if child == 0:
                os.execv(DARBAN, [DARBAN, "account", "add", "Omar", "--role", "owner", "--config", self.daemon.file("darban.yaml")])
            shown = b""
            waits = [b"(it is not shown):", b"Once more:"]
            for wait, line in zip(waits, lines):
                while wait not in shown:
                    ready, _, _ = select.select([terminal], [], [], PATIENCE)
                    self.assertTrue(ready, shown)
                    shown += os.read(terminal, 1024)
                os.write(terminal, line.encode() + b"\n")
            while True:
                try:
                    more = os.read(terminal, 1024)
                except OSError:
                    break
                if not more:
                    break
                shown += more
            _, status = os.waitpid(child, 0)
            os.close(terminal)
            return os.waitstatus_to_exitcode(status), shown.decode()

        code, shown = typed(SHOES, "something else")
        self.assertEqual(code, 1)
        self.assertIn("not the same", shown)
        code, shown = typed(SHOES, SHOES)
        self.assertEqual(code, 0, shown)
        self.assertNotIn(SHOES, shown)
        self.logged_in("Omar", SHOES)


class WithoutStateFile(House):
    def test_a_page_without_its_file_says_so_and_names_are_answered(self):
        self.daemon.stop()
        state = self.daemon.file("state.db")
        for name in (state, state + "-wal", state + "-shm"):
            if os.path.exists(name):
                os.remove(name)
        os.mkdir(state)
        self.daemon.start()
        browser = self.browser()
        me = browser.me()
        self.assertEqual((me["setup"], me["login"]), (False, False))
        self.refused(browser.log_in("Sara", SARA), 503, "Accounts can not be read now")
        self.refused(browser.post("setup", {"code": "1234 5678", "name": "Thief", "password": SHOES}), 503)
        self.assertIsNone(self.setup_code())
        self.assertEqual(rcode(self.daemon.ask("localhost")), "NOERROR")
        self.assertIn("can not be read", self.account("list", check=False).stderr)

    def test_a_file_that_is_taken_away_under_our_hands_is_written_again(self):
        sara = self.owner()
        self.added(sara, "Omar", "parent")
        for end in ("", "-wal", "-shm"):
            if os.path.exists(self.daemon.file("state.db") + end):
                os.remove(self.daemon.file("state.db") + end)
        self.assertEqual(sara.patch("me", {"language": "en"}).status, 204)
        self.daemon.stop()
        self.daemon.start()
        self.assertEqual(sara.me()["role"], "owner")
        self.logged_in("Omar", SHOES)


if __name__ == "__main__":
    main()
