#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""What another may not do to the page, on every route that openapi.json of the real daemon has, on the children's forms and on the files of the app: without a login,
without the page's token, from another site, under another name, by another method, too large, of another type, with two lengths, from the middle of a save,
and from a thousand connections. After each refusal everything is as it was, and every answer has the fields that protect it. What the server does with
dripping, chunked and malformed requests is shown by test_web_server.py and test_web_waiting.py for all routes alike, as it reads a head before it knows the route; brute force
by test_accounts.py."""
import base64
import contextlib
import json
import os
import re
import resource
import secrets
import socket
import struct
import sys
import unittest

import harness
from api_routes import routes_of
from child_client import PAGES, Page, Visitor
from harness import LOOPBACK, PATIENCE, Daemon, FakeUpstream, eventually, free_port
from page_client import API, Browser
from raw_http import answer_of, everything_of, head, hung_up

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "fuzz"))
import make_backup_corpus  # noqa: E402  a backup, written without darban's code

HOUSEHOLD = """
zone: UTC
people:
  - name: Ali
    band: 10-12
    close: [gaming]
    devices: [{label: tablet, address: 127.0.1.7}]
  - name: Amna
    band: adult
    devices: [{label: phone, address: 127.0.1.8}]
"""
CHILD = "127.0.1.7"
PASSWORD, OTHER = "brown hat 7 and shoes", "blue shoe 8 and hats"
LARGEST = 65536  # octets of a body
LARGEST_BACKUP = (8 * 1048576 + 2) // 3 * 4 + 8192  # the same of an owner's backup, in base64
FOREIGN = ({"Origin": "http://attacker.example"}, {"Origin": "null"}, {"Origin": None, "Sec-Fetch-Site": "cross-site"})
STRANGERS = ("attacker.example", "darban.home.attacker.example", "darban.home@attacker.example", "127.0.0.1.attacker.example")
KNOWN = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
ODD = ("TRACE", "CONNECT", "OPTIONS", "PROPFIND", "SEARCH", "get")
FORMS = (("/ask", "/ask", {"what": "time"}), ("/ask", "/ask/back", {"id": "1"}), ("/test", "/test", {"site": "games.example"}))  # page, action, fields
APP = ("/adult", "/assets/app.js", "/assets/app.css", "/assets/child.css")


class Security(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.upstream = FakeUpstream()
        cls.addClassCleanup(cls.upstream.close)
        cls.port = free_port()
        cls.daemon = Daemon([cls.upstream.port], household=HOUSEHOLD, settings=f'web: {{listen: ["{LOOPBACK}:{cls.port}"]}}\nlists: {{update: false}}')
        cls.addClassCleanup(cls.daemon.close)
        cls.daemon.start()
        cls.owner = Browser(cls.port)
        made = cls.owner.set_up(cls.daemon, "Amna", PASSWORD)
        assert made.status == 200, made
        # Something of each kind, so that a change which is let through has something to change.
        cls.ids = {
            "accounts": cls.owner.post("accounts", {"name": "Nani", "role": "parent", "password": PASSWORD}).json["id"],
            "grants": cls.owner.post("grants", {"kind": "pause", "who": ["Ali"], "minutes": 170}).json["ids"][0],
        }
        nani = Browser(cls.port)
        assert nani.log_in("Nani", PASSWORD).status == 200
        cls.ids["sessions"] = next(each["id"] for each in cls.owner.get("sessions").json["sessions"])
        cls.ids["tokens"] = cls.owner.post("tokens", {"label": "a", "scopes": ["grants:write"], "days": 30, "own_password": PASSWORD}).json["id"]
        asked = Visitor(cls.port, CHILD).submit("/ask", what="time")
        assert asked.status == 303, asked.text
        cls.ids["requests"] = cls.owner.get("requests").json[0]["id"]
        household = cls.owner.get("household")
        changed = {**household.json["household"], "block": ["changed.example"]}
        cls.tag = household.fields["ETag"]
        backup = {"own_password": PASSWORD, "file": base64.b64encode(make_backup_corpus.backup([("household.yaml", b"people: []\n")])).decode()}
        cls.bodies = {  # each would change something, or say something
            "POST /grants": {"kind": "pause", "who": ["Amna"], "minutes": 5},
            "PUT /household": {"household": changed},
            "POST /household/preview": {"household": changed, "person": "Ali"},
            "POST /household/undo": {"number": 1},
            "POST /devices": {"mac": "02:00:00:00:00:01", "person": "Ali", "label": "x"},
            "POST /test": {"site": "games.example", "who": "Ali"},
            "POST /requests/{id}": {"answer": "not_now"},
            "PATCH /me": {"language": "ur"},
            "POST /setup": {"code": "0000 0000", "name": "Thief", "password": OTHER},
            "POST /session": {"name": "Amna", "password": "not the one"},
            "POST /accounts": {"name": "Thief", "role": "owner", "password": OTHER, "own_password": PASSWORD},
            "PATCH /accounts/{id}": {"role": "helper"},
            "POST /me/password": {"old": PASSWORD, "password": OTHER},
            "POST /me/totp": {"own_password": PASSWORD},
            "PUT /me/totp": {"code": "000000"},
            "POST /me/totp/off": {"own_password": PASSWORD},
            "POST /backup": {"password": OTHER},
            "POST /restore": backup,
            "POST /restore/check": backup,
            "POST /tokens": {"label": "b", "scopes": ["admin"], "days": 30, "own_password": PASSWORD},
        }
        cls.routes = [route for route in routes_of(cls.owner, "Ali") if not route.streams]
        cls.before = cls.everything()

    @classmethod
    def everything(cls):
        """What anybody could have changed."""
        seen = {}
        for place in ("household", "household/editions", "accounts", "tokens", "requests", "grants", "me"):
            answer = cls.owner.get(place)
            seen[place] = (answer.status, re.sub(rb'"ends_in":\d+', b"", answer.octets))
        with open(cls.daemon.file("household.yaml"), "rb") as file:
            seen["household.yaml"] = file.read()
        return seen

    def tearDown(self):
        self.assertEqual(self.everything(), self.before)
        self.assertEqual(harness.addresses(self.daemon.ask("games.example", client=CHILD)), ["0.0.0.0"])

    def place(self, route):
        return route.path.lstrip("/").replace("{id}", str(self.ids.get(route.path.split("/")[1], 999))).replace("{name}", "Ali")

    def body(self, route):
        return self.bodies.get(repr(route), {}) if route.has_body else None

    def send(self, browser, route, fields=None):
        """The route with everything right but what `fields` say."""
        return self.protected(browser.send(route.method, self.place(route), self.body(route), {"If-Match": self.tag, **(fields or {})}))

    def changing(self):
        return [route for route in self.routes if route.changes]

    def protected(self, answer, asset=False):
        """The fields of each answer, whatever it says."""
        head_of = answer.headers if isinstance(answer, Page) else answer.fields
        fields = {name.lower(): value for name, value in head_of.items()}
        policy = fields["content-security-policy"]
        self.assertIn("default-src 'none'", policy)
        self.assertIn("frame-ancestors 'none'", policy)
        self.assertIn("base-uri 'none'", policy)
        self.assertNotIn("unsafe", policy)
        self.assertEqual(fields["x-frame-options"], "DENY")
        self.assertEqual(fields["x-content-type-options"], "nosniff")
        self.assertIn(fields["referrer-policy"], ("no-referrer", "same-origin"))  # no other site is told our address
        self.assertEqual(fields["cache-control"], "no-cache" if asset else "no-store")
        self.assertNotIn("server", fields)
        self.assertIn(fields.get("access-control-allow-origin"), (None, "http://darban.home"))  # where a page of the house may read that it arrived
        return answer

    # -- who

    def test_without_a_login_nothing_is_seen_or_changed(self):
        forged = Browser(self.port)
        forged.cookie, forged.token = secrets.token_hex(32), self.owner.token
        for route in self.routes:
            if route.for_anybody:
                continue
            with self.subTest(route=route):
                self.assertEqual(self.send(Browser(self.port), route).status, 401)
                self.assertEqual(self.send(forged, route).status, 401)
                for word in (f"Bearer {secrets.token_hex(32)}", f"Bearer {self.owner.cookie}", "Basic QW1uYTpicm93bg=="):
                    self.assertEqual(self.send(Browser(self.port), route, {"Authorization": word}).status, 401, word)
        self.assertGreater(len([route for route in self.routes if not route.for_anybody]), 30)

    def test_what_anybody_may_send_makes_nobody_an_owner(self):
        for route in self.changing():
            if route.for_anybody:
                with self.subTest(route=route):
                    self.assertIn(self.send(Browser(self.port), route).status, (400, 401, 409, 422, 429))

    def test_a_change_with_the_cookie_alone_is_refused(self):
        other = Browser(self.port)
        self.assertEqual(other.log_in("Nani", PASSWORD).status, 200)
        for route in self.changing():
            if not route.for_anybody:
                with self.subTest(route=route):
                    for token in (None, "", other.token, self.owner.cookie, self.owner.token[:-1]):
                        self.assertEqual(self.send(self.owner, route, {"X-Darban-Token": token}).status, 403, token)

    def test_another_sites_page_changes_nothing(self):
        for fields in FOREIGN:
            for route in self.changing():
                with self.subTest(route=route, **fields):
                    self.assertEqual(self.send(self.owner, route, fields).status, 403)
            for page, action, form in FORMS:
                with self.subTest(form=action, **fields):
                    child = Visitor(self.port, CHILD)
                    token = child.get(page).fields["token"]
                    written = {name.replace("-", "_"): value for name, value in fields.items()}
                    self.assertEqual(self.protected(child.send("POST", action, {"token": token, **form}, **written)).status, 403)

    def test_a_childs_form_needs_its_own_word(self):
        theirs = Visitor(self.port, "127.0.1.8").get("/ask").fields["token"]
        child = Visitor(self.port, CHILD)
        others = {"/ask": child.get("/test").fields["token"], "/test": child.get("/ask").fields["token"]}
        for page, action, form in FORMS:
            with self.subTest(form=action):
                for word in ("", "0" * 32, "x" * 5000, theirs, others[page]):
                    self.assert_not_done(child.send("POST", action, {"token": word, **form}))
                self.assert_not_done(child.send("POST", action, form))

    def test_what_a_child_sends_is_a_form(self):
        child = Visitor(self.port, CHILD)
        for page, action, form in FORMS:
            for kind in ("text/plain", "application/json", "multipart/form-data; boundary=x", None):
                with self.subTest(form=action, kind=kind):
                    answer = child.send("POST", action, {"token": child.get(page).fields["token"], **form}, Content_Type=kind)
                    self.assertEqual(self.protected(answer).status, 415)

    def assert_not_done(self, answer):
        """Test it changes nothing, so its page comes again with 200; it says nothing of the site then."""
        self.assertIn(self.protected(answer).status, (200, 422))
        self.assertNotIn("closed this kind", answer.text)
        self.assertIn("Nothing was sent.", answer.text)

    def test_another_name_is_not_ours_on_any_address(self):
        """Rebinding: a name of the attacker's that leads here."""
        places = [(route.method, f"{API}/{self.place(route)}", self.body(route)) for route in self.routes]
        places += [("GET", page, None) for page in (*PAGES, *APP)] + [("POST", action, {}) for _, action, _ in FORMS]
        for host in STRANGERS:
            for method, place, body in places:
                with self.subTest(method=method, place=place, host=host):
                    answer = self.owner.send(method, place, body, {"Host": host, "Origin": f"http://{host}"})
                    self.assertIn(self.protected(answer).status, (400, 421))
                    self.assertNotIn(b"attacker", answer.octets)

    def test_a_cookie_that_was_there_before_is_not_the_one_after(self):
        """Fixation: setting up is refused, a login, a new password; what the attacker planted opens nothing."""
        planted = secrets.token_hex(32)
        for path, body in (("session", {"name": "Nani", "password": PASSWORD}), ("setup", self.bodies["POST /setup"])):
            victim, attacker = Browser(self.port), Browser(self.port)
            victim.cookie = attacker.cookie = planted
            self.protected(victim.post(path, body))
            self.assertEqual(victim.cookie == planted, path == "setup")
            self.assertEqual(attacker.me()["role"], "anybody")
        twice = Browser(self.port).send("GET", "me", fields={"Cookie": f"darban={planted}; darban={self.owner.cookie}"})
        self.assertEqual(twice.json["role"], "anybody")

    # -- how

    def test_a_method_that_is_not_there_is_405_and_one_that_is_not_known_501(self):
        there = {}
        for route in [*routes_of(self.owner, "Ali")]:
            there.setdefault(f"{API}/{self.place(route)}", set()).add(route.method)
        there |= {page: {"GET"} for page in (*PAGES, *APP)}
        for _, action, _ in FORMS:
            there.setdefault(action, set()).add("POST")
        for place, methods in there.items():
            methods |= {"HEAD"} if "GET" in methods else set()
            for method in KNOWN:
                if method not in methods:
                    with self.subTest(method=method, place=place):
                        answer = self.protected(self.owner.send(method, place))
                        self.assertEqual(answer.status, 405)
                        self.assertEqual(set(answer.fields["Allow"].split(", ")), methods)
            for method in ODD:
                with self.subTest(method=method, place=place):
                    self.assertEqual(self.protected(self.say(head(method, place))).status, 501)
        for route in self.changing():
            for field in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
                answer = self.owner.send("GET", self.place(route), fields={field: route.method})
                self.assertEqual(answer.status, 200 if "GET" in there[f"{API}/{self.place(route)}"] else 405, route)

    def say(self, octets):
        with self.connect() as connection:
            connection.sendall(octets)
            return answer_of(connection)

    def connect(self, client=LOOPBACK):
        return socket.create_connection((LOOPBACK, self.port), timeout=PATIENCE, source_address=(client, 0))

    def lines(self, *more):
        """The fields of a change that is right in every other way."""
        return (f"Cookie: darban={self.owner.cookie}", f"X-Darban-Token: {self.owner.token}", f"If-Match: {self.tag}", "Origin: http://darban.home", *more)

    def written(self):
        """(method, place, type) of everything that takes a body."""
        return [(route.method, f"{API}/{self.place(route)}", "application/json") for route in self.routes if route.has_body] + [
            ("POST", action, "application/x-www-form-urlencoded") for _, action, _ in FORMS]

    def test_a_body_that_is_too_large_is_refused_before_it_is_sent(self):
        for method, place, kind in self.written():
            with self.subTest(method=method, place=place):
                largest = LARGEST_BACKUP if "/restore" in place else LARGEST
                octets = head(method, place, "darban.home", "HTTP/1.1", *self.lines(f"Content-Type: {kind}", f"Content-Length: {largest + 1}"))
                self.assertEqual(self.protected(self.say(octets)).status, 413)

    def test_two_lengths_are_refused_and_what_follows_is_no_request(self):
        smuggled = head("DELETE", f"{API}/grants/{self.ids['grants']}", "darban.home", "HTTP/1.1", *self.lines())
        for method, place, kind in self.written():
            for lengths in (("Content-Length: 2", "Content-Length: 2"), ("Content-Length: 2", "Content-Length: 900"), ("Content-Length: 2", "Transfer-Encoding: chunked")):
                with self.subTest(method=method, place=place, lengths=lengths), self.connect() as connection:
                    connection.sendall(head(method, place, "darban.home", "HTTP/1.1", *self.lines(f"Content-Type: {kind}", *lengths)) + b"{}" + smuggled)
                    said = everything_of(connection)
                    self.assertEqual(set(re.findall(rb"HTTP/1\.1 (\d+)", said)), {b"400"}, said)

    def test_what_does_not_call_itself_json_is_not_read(self):
        for route in self.routes:
            if route.has_body:
                for kind in (None, "", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonx", "text/json"):
                    with self.subTest(route=route, kind=kind):
                        self.assertEqual(self.send(self.owner, route, {"Content-Type": kind}).status, 415)

    def test_no_way_leads_out_of_the_apps_files(self):
        climbing = ["../app.js", "..%2f..%2fetc/passwd", "%2e%2e/%2e%2e/etc/passwd", "..%5c..%5cetc", "%252e%252e%252fetc", "..;/etc/passwd"]
        climbing += ["%c0%ae%c0%ae/etc/passwd", "app.js%00.css", "app.js/../../household.yaml", "....//etc/passwd", "%2fetc%2fpasswd", "/etc/passwd"]
        climbing += ["app.js%0d%0aSet-Cookie:%20a=b", "..%u2215household.yaml"]
        for folder in ("/assets/", "/assets/icons/", "/adult/", "/"):
            for path in climbing:
                with self.subTest(path=folder + path):
                    answer = self.protected(self.say(head("GET", folder + path, "darban.home", "HTTP/1.1", "Accept-Encoding: gzip")))
                    self.assertIn(answer.status, (400, 404))
                    self.assertNotIn("set-cookie", answer.fields)
                    self.assertNotIn(b"root:", answer.body)
        for path in ("household.yaml", "state.db", "darban.yaml", "state.db-request-key", "assets/app.ts", "assets/app.js.map", "assets/household.yaml"):
            self.assertEqual(self.protected(self.owner.get("/" + path)).status, 404, path)

    def test_every_kind_of_answer_has_the_fields_that_protect_it(self):
        seen = set()

        def note(status, answer, asset=False):
            self.assertEqual(answer.status, status)
            self.protected(answer, asset)
            seen.add(status)

        for place in APP:
            note(200, self.owner.send("GET", place, fields={"Accept-Encoding": "gzip"}), asset=True)
            tag = self.owner.send("GET", place, fields={"Accept-Encoding": "gzip"}).fields["ETag"]
            note(304, self.owner.send("GET", place, fields={"Accept-Encoding": "gzip", "If-None-Match": tag}), asset=True)
        for page in PAGES:
            note(200, Visitor(self.port, CHILD).get(page))
        for route in self.routes:
            if route.method == "GET":
                answer = self.owner.get(self.place(route))
                self.assertIn(self.protected(answer, asset=route.path == "/openapi.json").status, (200, 204, 404), route)
        note(303, Visitor(self.port, CHILD).get("/?lang=ur"))
        note(304, self.owner.send("GET", "household", fields={"If-None-Match": self.tag}))
        note(400, self.owner.send("POST", "grants", octets=b"{"))
        note(401, Browser(self.port).get("home"))
        note(403, self.owner.send("POST", "grants", {}, {"Origin": "null"}))
        note(404, self.owner.get("/nothing"))
        note(405, self.owner.send("PUT", "/"))
        note(406, self.owner.send("GET", "/assets/app.js", fields={"Accept-Encoding": "identity"}))
        note(412, self.owner.send("PUT", "household", self.bodies["PUT /household"], {"If-Match": '"0"'}))
        note(413, self.say(head("POST", f"{API}/grants", "darban.home", "HTTP/1.1", *self.lines("Content-Type: application/json", "Content-Length: 99999"))))
        note(414, self.say(head(path="/" + "a" * 3000)))
        note(415, self.owner.send("POST", "grants", {}, {"Content-Type": "text/plain"}))
        note(421, self.owner.send("GET", "/", fields={"Host": "attacker.example"}))
        note(422, self.owner.send("POST", "grants", {"kind": "pause", "who": ["Nobody"], "minutes": 5}))
        note(428, self.owner.send("PUT", "household", self.bodies["PUT /household"]))
        note(501, self.say(head("TRACE", "/")))
        self.assertGreaterEqual(len(seen), 17)

    # -- when

    def test_a_browser_that_vanishes_in_the_middle_of_a_save_leaves_the_old_file(self):
        body = json.dumps(self.bodies["PUT /household"]).encode()
        lines = self.lines("Content-Type: application/json", f"Content-Length: {len(body)}")
        for cut in sorted({0, 1, len(body) // 2, len(body) - 1, *range(7, len(body), 29)}):
            with self.connect() as connection:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # closing resets it
                connection.sendall(head("PUT", f"{API}/household", "darban.home", "HTTP/1.1", *lines) + body[:cut])
                eventually(lambda: self.is_read(connection), "the daemon has read it")
            with open(self.daemon.file("household.yaml"), "rb") as file:
                self.assertEqual(file.read(), self.before["household.yaml"])
        self.daemon.command("check", "--config", self.daemon.file("darban.yaml"))
        self.assertEqual(self.daemon.status()["rules"]["problems"], [])

    @staticmethod
    def is_read(connection):
        """Whether nothing waits at the daemon's end."""
        ours, theirs = (f"{end[1]:04X}" for end in (connection.getsockname(), connection.getpeername()))
        with open("/proc/net/tcp", encoding="ascii") as table:
            rows = [line.split() for line in table.readlines()[1:]]
        return any(row[4].endswith(":00000000") for row in rows if row[1].endswith(f":{theirs}") and row[2].endswith(f":{ours}"))

    def test_a_thousand_connections_hold_up_neither_names_nor_the_next_visitor(self):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096), hard))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        body = b"Content-Length: 60000\r\n\r\n{"
        before = self.descriptors() + 8  # of others who come and go
        with contextlib.ExitStack() as stack:
            held = []
            for number in range(1000):
                with contextlib.suppress(OSError):
                    connection = stack.enter_context(self.connect(f"127.0.5.{1 + number % 200}"))
                    # Silent ones, half a head, and half a body.
                    connection.sendall((b"", b"GET / HTTP/1.1\r\nHost: darban.home\r\n", head("POST", "/ask")[:-2] + body)[number % 3])
                    held.append(connection)
                if number % 50 == 0:
                    self.assertEqual(harness.rcode(self.daemon.ask(f"n{number}.example", client=CHILD)), "NOERROR")
            self.assertGreater(len(held), 900)
            eventually(lambda: self.answered("127.0.6.1"), "another visitor is answered")
            eventually(lambda: self.answered(CHILD), "the child is")
            for number in range(100):
                self.assertEqual(harness.rcode(self.daemon.ask(f"m{number}.example", client=CHILD)), "NOERROR")
        eventually(lambda: self.answered("127.0.5.1"), "who held them is answered again")
        # Who is answered was the last in the queue at the door. Those before may still be leaving, and the house be full for whoever is next.
        eventually(lambda: self.descriptors() <= before, "they have left")

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.daemon.process.pid}/fd"))

    def answered(self, client):
        with contextlib.suppress(OSError):
            return Visitor(self.port, client).get("/help").status == 200
        return False


if __name__ == "__main__":
    harness.main()
