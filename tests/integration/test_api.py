#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The API over real HTTP against the real daemon and real questions: who may what, a pause that closes the next look-up, the household file that people's editors
and the page share, news, and that nothing anybody looks up is in any of it."""
import contextlib
import http.client
import json
import os
import sys
import time
import unittest

from harness import LOOPBACK, PATIENCE, Daemon, FakeUpstream, addresses, eventually, free_port, main
from page_client import API, Browser

HOUSEHOLD = """
# what the family agreed on
zone: Asia/Karachi
people:
  - name: Ali
    band: 10-12
    devices:
      - {label: tablet, address: 127.0.1.7}
  - name: Sara
    band: adult
    devices:
      - {label: phone, address: 127.0.1.8}
rooms:
  - {label: Lab 2, prefix: 127.0.20.0/24, band: pupil-secondary}
guest:
  band: adult
"""
ALI, SARA, LAB = "127.0.1.7", "127.0.1.8", "127.0.20.3"
PASSWORD = "brown hat 7 and shoes"
ROLES = ("owner", "parent", "helper", "teacher", "maintainer", "auditor")


class Api(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.upstream = FakeUpstream()
        cls.port = free_port()

    @classmethod
    def tearDownClass(cls):
        cls.upstream.close()

    def setUp(self):
        catalogue = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "blocklists")
        self.port = free_port()
        self.daemon = Daemon(
            [self.upstream.port],
            household=HOUSEHOLD,
            settings=f'web: {{listen: ["{LOOPBACK}:{self.port}"]}}\nlists: {{update: false, catalogue: "{os.path.realpath(catalogue)}"}}',
        )
        self.addCleanup(self.daemon.close)
        self.daemon.start()
        self.omar = Browser(self.port)
        answer = self.omar.set_up(self.daemon, "Omar", PASSWORD)
        self.assertEqual(answer.status, 200, answer)

    def logged_in(self, role):
        answer = self.omar.post("accounts", {"name": role.title(), "role": role, "password": PASSWORD})
        self.assertEqual(answer.status, 201, answer)
        browser = Browser(self.port)
        self.assertEqual(browser.log_in(role.title(), PASSWORD).status, 200)
        return browser

    def opens(self, name, client):
        return "0.0.0.0" not in addresses(self.daemon.ask(name, client=client))

    def household_file(self):
        with open(self.daemon.file("household.yaml"), encoding="utf-8") as file:
            return file.read()

    def put(self, household, tag, browser=None):
        return (browser or self.omar).send("PUT", "household", {"household": household}, {"If-Match": tag})

    def document(self):
        return self.omar.get("openapi.json").json

    # -- giving

    def test_a_pause_closes_the_next_look_up(self):
        self.assertTrue(self.opens("site.example", ALI))
        slowest = 0
        for _ in range(20):
            begin = time.monotonic()
            given = self.omar.post("grants", {"kind": "pause", "who": ["Ali"], "minutes": 15, "note": "dinner"})
            self.assertEqual(given.status, 201, given)
            self.assertFalse(self.opens("site.example", ALI))
            slowest = max(slowest, time.monotonic() - begin)
            self.assertTrue(self.opens("site.example", SARA))
            self.assertEqual(self.omar.delete(f"grants/{given.json['ids'][0]}").status, 200)
            self.assertTrue(self.opens("site.example", ALI))
        print(f"a pause over HTTP is in force for the next question {slowest * 1000:.0f} ms after it was asked for, at the longest of 20", file=sys.stderr)
        self.assertLess(slowest, 1)

    def test_what_the_command_line_gives_is_on_the_page_and_the_other_way_round(self):
        config = ("--config", self.daemon.file("darban.yaml"))
        self.daemon.command("pause", "Ali", "--minutes", "15", *config)
        (ali, _) = self.omar.get("home").json["people"]
        self.assertTrue(ali["paused"])
        self.assertEqual(self.omar.delete(f"grants/{ali['grants'][0]}").status, 200)
        self.omar.post("grants", {"kind": "pause", "who": ["Ali"], "minutes": 15, "note": "dinner"})
        self.assertIn("given by Omar: dinner", self.daemon.command("grants", *config).stdout)

    # -- the household

    def test_a_rule_of_the_page_is_in_force_when_the_answer_comes(self):
        read = self.omar.get("household")
        household = read.json["household"]
        household["people"][0]["block"] = ["closed.example"]
        self.assertTrue(self.opens("closed.example", ALI))
        begin = time.monotonic()
        saved = self.put(household, read.fields["ETag"])
        self.assertEqual(saved.status, 200, saved)
        eventually(lambda: not self.opens("closed.example", ALI), "the rule is in force")
        print(f"a rule of the page is in force {(time.monotonic() - begin) * 1000:.0f} ms after it was sent", file=sys.stderr)
        self.assertLess(time.monotonic() - begin, 1)
        self.assertEqual(self.omar.get("household").json["household"], household)
        self.daemon.command("check", "--config", self.daemon.file("darban.yaml"))

    def test_a_save_takes_the_files_up_once(self):
        read = self.omar.get("household")
        taken_up = lambda: self.daemon.log().count("new rules in force")
        before = taken_up()
        read.json["household"]["block"] = ["x.example"]
        self.assertEqual(self.put({**read.json["household"], "block": ["x.example"]}, read.fields["ETag"]).status, 200)
        self.assertEqual(taken_up(), before + 1)
        time.sleep(1)  # longer than the watch waits for quiet: nothing may come, so there is nothing to wait for
        self.assertEqual(taken_up(), before + 1)
        self.daemon.write("household.yaml", HOUSEHOLD)
        eventually(lambda: taken_up() == before + 2, "an editor's change is taken up as ever")

    def test_nobody_writes_over_an_editor_or_another_parent(self):
        read = self.omar.get("household")
        self.daemon.write("household.yaml", HOUSEHOLD + "block: [editor.example]\n")
        stale = self.put(read.json["household"], read.fields["ETag"])
        self.assertEqual(stale.status, 412, stale)
        self.assertIn("editor.example", self.household_file())
        parent = self.logged_in("parent")
        mine = self.omar.get("household")
        self.assertEqual(mine.fields["ETag"], stale.fields["ETag"])
        self.assertEqual(self.put({**mine.json["household"], "block": ["theirs.example"]}, mine.fields["ETag"], parent).status, 200)
        self.assertEqual(self.put({**mine.json["household"], "block": ["mine.example"]}, mine.fields["ETag"]).status, 412)
        self.assertIn("theirs.example", self.household_file())

    def test_undo_brings_the_comments_back(self):
        read = self.omar.get("household")
        saved = self.put({**read.json["household"], "block": ["x.example"]}, read.fields["ETag"])
        self.assertNotIn("agreed on", self.household_file())
        (edition,) = self.omar.get("household/editions").json
        undone = self.omar.send("POST", "household/undo", {"number": edition["number"]}, {"If-Match": saved.fields["ETag"]})
        self.assertEqual(undone.status, 200, undone)
        self.assertIn("what the family agreed on", self.household_file())
        self.assertEqual(self.omar.get("household").fields["ETag"], read.fields["ETag"])

    def test_a_household_that_can_not_be_keeps_the_old_one(self):
        read = self.omar.get("household")
        wrong = json.loads(json.dumps(read.json["household"]))
        wrong["people"][0]["close"] = ["gamblling"]
        refused = self.put(wrong, read.fields["ETag"])
        self.assertEqual(refused.status, 422, refused)
        self.assertTrue(refused.json["pointer"].startswith("/household/people/0/close"), refused)
        self.assertEqual(self.omar.get("household").fields["ETag"], read.fields["ETag"])
        self.assertEqual(self.daemon.status()["rules"]["problems"], [])

    def test_a_browser_that_closes_while_it_saves_leaves_a_whole_file(self):
        read = self.omar.get("household")
        for number in range(20):
            tag = self.omar.get("household").fields["ETag"]
            body = json.dumps({"household": {**read.json["household"], "block": [f"n{number}.example"]}}).encode()
            connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=PATIENCE)
            with contextlib.closing(connection):
                connection.putrequest("PUT", f"{API}/household", skip_host=True)
                fields = {"Host": "darban.home", "Cookie": f"darban={self.omar.cookie}", "X-Darban-Token": self.omar.token, "If-Match": tag}
                for name, value in {**fields, "Content-Type": "application/json", "Content-Length": str(len(body))}.items():
                    connection.putheader(name, value)
                connection.endheaders()
                connection.send(body if number % 2 else body[: len(body) // 2])
            self.daemon.command("check", "--config", self.daemon.file("darban.yaml"))
        self.assertEqual(self.omar.get("household").status, 200)

    # -- news

    def test_whoever_listens_hears_of_a_pause_and_of_an_editor(self):
        connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=PATIENCE)
        with contextlib.closing(connection):
            connection.request("GET", f"{API}/events", headers={"Host": "darban.home", "Cookie": f"darban={self.omar.cookie}"})
            stream = connection.getresponse()
            self.assertEqual((stream.status, stream.headers["Content-Type"].split(";")[0]), (200, "text/event-stream"))

            def until(event):
                while True:
                    line = stream.readline()
                    self.assertNotEqual(line, b"")
                    if line.startswith(b"data:"):
                        self.assertEqual(line, b"data: {}\n")
                    if line == b"event: %s\n" % event:
                        return

            self.omar.post("grants", {"kind": "pause", "who": ["Ali"], "minutes": 15})
            until(b"home")
            self.daemon.write("household.yaml", HOUSEHOLD + "block: [x.example]\n")
            until(b"household")

    # -- who may

    def test_each_route_is_for_those_the_description_says(self):
        browsers = {role: self.omar if role == "owner" else self.logged_in(role) for role in ROLES}
        nobody = Browser(self.port)
        for path, methods in self.document()["paths"].items():
            place = path.lstrip("/").replace("{id}", "999").replace("{name}", "Nobody")
            for method, operation in methods.items():
                if path == "/events" or (method, path) == ("delete", "/session"):  # which is a log-out
                    continue
                roles = operation["x-darban-roles"]
                body = {} if "requestBody" in operation else None
                with self.subTest(method=method, path=path):
                    if "anybody" not in roles:
                        self.assertEqual(nobody.send(method.upper(), place, body).status, 401)
                    for role, browser in browsers.items():
                        status = browser.send(method.upper(), place, body).status
                        if role in roles or "anybody" in roles:
                            self.assertNotIn(status, (401, 403), role)
                        else:
                            self.assertEqual(status, 403, role)

    def test_a_change_needs_the_page_token(self):
        for method, path, body in (("POST", "grants", {"kind": "pause", "who": ["Ali"], "minutes": 5}), ("DELETE", "grants/1", None), ("PUT", "household", {})):
            answer = self.omar.send(method, path, body, {"X-Darban-Token": None})
            self.assertEqual(answer.status, 403, answer)
            self.assertEqual(self.omar.send(method, path, body, {"Origin": "http://attacker.example"}).status, 403)
        self.assertEqual(self.omar.get("grants").json, [])

    def test_answers_are_as_they_are_described(self):
        document = self.document()
        self.omar.post("grants", {"kind": "allow", "who": ["Ali"], "what": "gaming", "minutes": 5})
        for path in ("/home", "/grants", "/household", "/household/editions", "/people/{name}/week", "/catalog", "/devices", "/numbers", "/numbers/{name}", "/me", "/accounts", "/sessions", "/tokens"):
            answer = self.omar.get(path.lstrip("/").replace("{name}", "Ali"))
            self.assertEqual(answer.status, 200, answer)
            schema = document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
            with self.subTest(path=path):
                self.check(answer.json, schema, document, path)

    def check(self, value, schema, document, where):
        """As much of JSON Schema as the document uses."""
        if "$ref" in schema:
            target = document
            for piece in schema["$ref"].lstrip("#/").split("/"):
                target = target[piece]
            return self.check(value, target, document, where)
        if "oneOf" in schema:
            fits = []
            for each in schema["oneOf"]:
                with contextlib.suppress(AssertionError):
                    self.check(value, each, document, where)
                    fits.append(each)
            return self.assertEqual(len(fits), 1, (where, value))
        kinds = {"string": str, "integer": int, "boolean": bool, "object": dict, "array": list, "null": type(None)}
        types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        self.assertIn(type(value), [kinds[each] for each in types], (where, value))
        if "enum" in schema:
            self.assertIn(value, schema["enum"], where)
        if isinstance(value, list):
            for index, item in enumerate(value):
                self.check(item, schema["items"], document, f"{where}/{index}")
        if isinstance(value, dict) and "properties" in schema:
            self.assertLessEqual(set(schema["required"]), set(value), where)
            self.assertLessEqual(set(value), set(schema["properties"]), where)
            for key, item in value.items():
                self.check(item, schema["properties"][key], document, f"{where}/{key}")
        return None

    # -- privacy

    def test_a_tested_name_and_a_looked_up_one_are_nowhere(self):
        canary = "canary-9f31.example"
        for client in (ALI, SARA, LAB):
            self.daemon.ask(canary, client=client)
        tested = self.omar.post("test", {"site": canary, "who": "Ali"})
        self.assertEqual(tested.status, 200, tested)  # and says the name back to the adult who typed it, in its advice
        self.omar.post("test", {"site": "canary 9f31", "who": "Ali"})
        self.omar.post("grants", {"kind": "pause", "who": ["canary-9f31"], "minutes": 5})
        for path in ("home", "grants", "household", "status", "devices", "catalog", "people/Ali/week", "household/editions"):
            self.assertNotIn(b"9f31", self.omar.get(path).octets, path)
        self.daemon.stop()
        for folder, _, files in os.walk(self.daemon.folder):
            for name in files:
                with open(os.path.join(folder, name), "rb") as file:
                    self.assertNotIn(b"9f31", file.read(), name)


if __name__ == "__main__":
    main()
