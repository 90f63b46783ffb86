#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The privacy canary over the page (ring 6): while a random name is asked over DNS, open, closed and failing, everybody uses the page: adults every route of the
API and the news, children their pages, a browser at a closed door that name itself. Afterwards it is in no answer, in no news, in no file and in nothing a command
says, also after a crash and on a full disk; nor is the address that asked. A name that somebody typed is in the answer to who typed it, and nowhere else."""
import base64
import contextlib
import os
import resource
import signal
import socket
import subprocess
import tempfile
import threading
import unittest

import canary
import harness
from api_routes import routes_of
from child_client import PAGES, Page, Visitor
from harness import LOOPBACK, PATIENCE, Daemon, FakeUpstream, eventually, free_port
from page_client import API, Browser

HOUSEHOLD = """
zone: UTC
country: GB
people:
  - name: Ali
    band: 10-12
    close: [gaming]
    answer: page
    devices: [{label: tablet, address: 127.0.1.7}]
  - name: Amna
    band: adult
    devices: [{label: phone, address: 127.0.1.8}]
rooms:
  - {label: Lab, prefix: 127.83.71.0/24, band: pupil-secondary, close: [gaming], answer: page}
block: [closed.example]
"""
CHILD, ADULT, LAB = "127.0.1.7", "127.0.1.8", "127.83.71.59"  # Ali's and Amna's addresses stand in the household file; this one in none
PASSWORD = "brown hat 7 and shoes"
COMMANDS = (["status"], ["status", "--json"], ["grants"], ["grants", "--json"], ["devices"], ["counts"], ["counts", "Ali"], ["account", "list", "--json"])
NO_DISK = "the disk is full|the disk has an error|no space|could not be (saved|written|kept)"


def fail_some(query, transport):
    first = query.question[0].name.labels[0].lower()
    if first.startswith(b"silent"):
        return []
    if first.startswith(b"broken"):
        return [b"\xff" * 30]
    if first.startswith(b"servfail"):
        return [harness.reply_to(query, rcode=2)]
    return None


def allow_cores():
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))


def cores_in(folder):
    return [name for name in os.listdir(folder) if name.startswith("core")]


class Listener(threading.Thread):
    """Whoever listens to the news, and every octet that came."""

    def __init__(self, port, cookie):
        super().__init__(daemon=True)
        self.octets = b""
        self.socket = socket.create_connection((LOOPBACK, port), timeout=600)
        self.socket.sendall(f"GET {API}/events HTTP/1.1\r\nHost: darban.home\r\nCookie: darban={cookie}\r\n\r\n".encode())
        self.start()

    def run(self):
        with contextlib.suppress(OSError):
            while octets := self.socket.recv(4096):
                self.octets += octets

    def close(self):
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)
        self.join()
        self.socket.close()


class PageCanary(unittest.TestCase):
    def setUp(self):
        self.upstream = FakeUpstream(fail_some)
        self.addCleanup(self.upstream.close)
        self.port = free_port()
        self.daemon = Daemon(
            [self.upstream.port], household=HOUSEHOLD, timeout_ms=100, tries=1, settings=f'web: {{listen: ["{LOOPBACK}:{self.port}"]}}\nlists: {{update: false}}')
        self.addCleanup(self.daemon.close)
        self.word = canary.new_word()
        self.search = canary.Search([self.word], [LAB])
        self.heard = []  # (what was asked for, the head and the body of its answer)

    def begin(self, **process):
        self.daemon.start(preexec_fn=allow_cores, **process)
        self.owner = Browser(self.port)
        made = self.owner.set_up(self.daemon, "Amna", PASSWORD)
        self.assertEqual(made.status, 200, made)
        self.listen()

    def listen(self):
        self.news = Listener(self.port, self.owner.cookie)
        self.addCleanup(self.news.close)
        eventually(lambda: b" 200 OK" in self.news.octets, "the news are listened to")

    # -- what everybody does

    def hear(self, what, answer):
        head = answer.headers if isinstance(answer, Page) else answer.fields
        self.heard.append((what, head.as_bytes() + answer.octets))
        return answer

    def look_names_up(self, word):
        """Open, closed by a list and by the family, failing in each way, and no question at all."""
        places = ["example", "games.example", "closed.example", "bad.example", "tracker.example", "local", "10.in-addr.arpa"]
        for number in range(70):
            client = (CHILD, ADULT, LAB)[number % 3]
            self.daemon.ask(f"{word}.{places[number % len(places)]}", ["A", "AAAA", "HTTPS", "TXT"][number % 4], client=client, tcp=number % 5 == 0)
        for kind in ("silent", "broken", "servfail"):
            for client in (CHILD, LAB):
                self.daemon.ask(f"{kind}.{word}.example", client=client)
        self.daemon.send_udp(b"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00" + bytes([len(word)]) + word.encode() + b"\0\0\1\0\1junk", wait=0.05)

    def adults_look(self):
        for route in routes_of(self.owner, "Ali"):
            if route.method == "GET" and not route.streams:
                self.hear(route, self.owner.get(route.place))
        for place in ("/metrics", "/api/v1/nothing", "/adult"):
            self.hear(place, self.owner.get(place))

    def adults_change(self):
        """What writes: grants, the household, its versions, the change log."""
        given = self.hear("pause", self.owner.post("grants", {"kind": "pause", "who": ["Ali"], "minutes": 5, "note": "dinner"}))
        self.assertEqual(given.status, 201, given)
        self.hear("end of the pause", self.owner.delete(f"grants/{given.json['ids'][0]}"))
        read = self.owner.get("household")
        saved = self.owner.send("PUT", "household", read.json, {"If-Match": read.fields["ETag"]})
        self.assertEqual(self.hear("save", saved).status, 200, saved)
        self.hear("preview", self.owner.post("household/preview", {**read.json, "person": "Ali"}))

    def children_look(self):
        for client in (CHILD, ADULT, LAB):
            for page in PAGES:
                self.hear(f"{page} for {client}", Visitor(self.port, client).get(page))

    def closed_doors_are_met(self, word):
        """A browser that was led here says the name everywhere a browser does."""
        host = f"{word}.closed.example"
        spoken = {"Host": host, "Referer": f"http://{host}/{word}", "User_Agent": word, "Accept_Language": word}
        spoken |= {"Cookie": f"lang={word}; darban={word}", "If_None_Match": f'"{word}"'}
        for client in (CHILD, LAB):
            led = self.hear("door", Visitor(self.port, client).get(f"/{word}?q={word}", **spoken))
            self.assertEqual(led.status, 303, led.octets)
            place = led.headers["Location"].partition("darban.home.arpa")[2]
            shown = self.hear("closed", Visitor(self.port, client).get(place, Referer=f"http://{host}/", User_Agent=word))
            self.assertIn("You did nothing wrong.", shown.text)
        self.assertEqual(self.hear("door of an adult", Visitor(self.port, ADULT).get("/", **spoken)).status, 421)
        del spoken["Host"]
        pages = (f"/{word}", f"/?lang={word}", f"/ask?said={word}&what={word}", f"/closed?t={word}")
        for place in (*pages, f"/assets/{word}.js", f"{API}/people/{word}/week", f"{API}/{word}"):
            self.hear(place.replace(word, "WORD"), Visitor(self.port, LAB).get(place, **spoken))

    def everything_happens(self, word):
        """All of it, while names are looked up."""
        asking = threading.Thread(target=self.look_names_up, args=(word,))
        asking.start()
        self.adults_look()
        self.children_look()
        self.closed_doors_are_met(word)
        self.adults_change()
        asking.join()
        self.assertTrue(any(word in name for name, _, _ in self.upstream.asked), "the canary did travel")
        self.adults_look()
        self.children_look()

    # -- where it may not be

    def everything_said(self):
        yield from self.heard
        yield "the news", self.news.octets
        for words in COMMANDS:
            done = self.daemon.command(*words, "--config", self.daemon.file("darban.yaml"), check=False)
            yield " ".join(words), (done.stdout + done.stderr).encode()
        with contextlib.suppress(FileNotFoundError):
            os.remove(self.daemon.file("backup"))  # the new one lies among the files that are searched
        done = self.daemon.command("backup", self.daemon.file("backup"), "--config", self.daemon.file("darban.yaml"), check=False)
        yield "backup", (done.stdout + done.stderr).encode()

    def assert_not_on_disk(self, search, *more):
        seen = []
        for path, octets in canary.files_of(self.daemon.folder, *more):
            seen.append(os.path.basename(path))
            self.assertIsNone(search.finds(octets), f"{path} holds the canary")
        return seen

    def assert_nowhere(self, *more):
        for what, octets in self.everything_said():
            self.assertIsNone(self.search.finds(octets), f"the answer to {what} holds the canary")
        return self.assert_not_on_disk(self.search, *more)

    def assert_writes_nowhere_else(self):
        """Whatever file the daemon has open lies in its folder."""
        for number in os.listdir(f"/proc/{self.daemon.process.pid}/fd"):
            with contextlib.suppress(FileNotFoundError):
                place = os.readlink(f"/proc/{self.daemon.process.pid}/fd/{number}")
                if place.startswith("/") and not place.startswith(("/dev/null", "/dev/urandom", "/proc/")):
                    self.assertTrue(place.startswith(self.daemon.folder), place)

    # -- the tests

    def test_the_search_finds_the_word_however_it_is_written_and_wherever_it_lies(self):
        self.begin()
        self.assertIsNone(self.search.finds(b"nothing"))
        wire = bytes([len(self.word)]) + self.word.upper().encode() + b"\7example\0"
        coded = base64.b64encode(b"a" + self.word.encode() + b"bcd")
        for form in (self.word.title().encode(), self.word.encode("utf-16"), wire, wire[::-1], wire.hex().encode(), coded, LAB.encode()):
            self.assertIsNotNone(self.search.finds(b"\0before" + form + b"after\xff"), form)
            with open(self.daemon.file("leak"), "wb") as file:
                file.write(form)
            with self.assertRaises(AssertionError):
                self.assert_nowhere()
            os.remove(self.daemon.file("leak"))
        self.assert_nowhere()

    def test_a_looked_up_name_is_nowhere_while_everybody_uses_the_page(self):
        self.begin()
        self.everything_happens(self.word)
        if os.geteuid() == 0:
            self.assert_writes_nowhere_else()
        eventually(lambda: b"event: household" in self.news.octets, "news came of what was changed")
        files = self.assert_nowhere()
        for wanted in ("state.db", "state.db-wal", "household.yaml", "darban.log"):
            self.assertIn(wanted, files)
        editions = [path for path, _ in canary.files_of(self.daemon.folder) if "editions" in path]
        self.assertTrue(editions, "an older version of the household was searched")
        self.assertGreater(len(self.heard), 80, "answers that were searched")
        self.daemon.stop()
        self.assert_not_on_disk(self.search)

    def test_a_typed_name_is_in_the_answer_to_who_typed_it_and_nowhere_else(self):
        self.begin()
        site = f"{self.word}.games.example"
        tested = self.owner.post("test", {"site": site, "who": "Ali"})
        self.assertEqual(tested.status, 200, tested)
        self.assertIsNotNone(self.search.finds(tested.octets), "it is said back in the advice")
        for body in ({"site": f"{self.word} x", "who": "Ali"}, {"site": site, "who": self.word}, {"site": site}, {self.word: 1}):
            self.owner.post("test", body)
            self.owner.post("grants", {"kind": "allow", "who": ["Ali"], "what": self.word, "minutes": 5, **body})
        read = self.owner.get("household")
        self.owner.send("PUT", "household", {"household": {**read.json["household"], "zone": self.word}}, {"If-Match": read.fields["ETag"]})
        self.owner.send("POST", "test", octets=b'{"site": "' + self.word.encode())
        page = Visitor(self.port, CHILD).submit("/test", site=site)
        self.assertIn("Your family closed this kind of site", page.text)
        self.hear("a child's test", page)
        Browser(self.port, ADULT).log_in(self.word, self.word)
        self.everything_happens(canary.new_word())
        self.assert_nowhere()
        self.daemon.stop()
        self.assert_not_on_disk(self.search)

    def test_a_name_a_child_asks_about_is_for_who_answers_and_gone_with_the_answer(self):
        self.begin()
        site = f"{self.word}.games.example"
        child = Visitor(self.port, CHILD)
        self.assertEqual(self.hear("ask", child.submit("/ask", what="site", site=site, note=f"please {self.word}")).status, 303)
        (waiting,) = self.owner.get("requests").json
        self.assertEqual(waiting["site"], site)
        helper = self.owner.post("accounts", {"name": "Nani", "role": "helper", "password": PASSWORD})
        self.assertEqual(helper.status, 201, helper)
        nani = Browser(self.port)
        nani.log_in("Nani", PASSWORD)
        for route in routes_of(nani, "Ali"):
            if route.method == "GET" and not route.streams:
                self.hear(f"{route} of a helper", nani.get(route.place))
                if route.path != "/requests":
                    self.hear(f"{route} of the owner", self.owner.get(route.place))
        self.children_look()
        self.assert_nowhere()  # sealed on the disk, and only in GET /requests of who may answer
        self.daemon.process.send_signal(signal.SIGSEGV)
        self.daemon.process.wait(timeout=PATIENCE)
        self.assert_not_on_disk(self.search)
        self.daemon.start()
        self.assertEqual(self.owner.get("requests").json[0]["site"], site, "it survives the crash")
        self.assertEqual(self.hear("answer", self.owner.post(f"requests/{waiting['id']}", {"answer": "not_now"})).status, 200)
        self.listen()
        self.adults_look()
        self.children_look()
        self.assert_nowhere()
        self.daemon.stop()
        self.assert_not_on_disk(self.search)

    def test_a_crash_leaves_no_core_and_no_name(self):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["sh", "-c", "kill -SEGV $$"], cwd=folder, preexec_fn=allow_cores, check=False)
            print(f"a program that crashes leaves {'a core' if cores_in(folder) else 'no core'} on this machine", flush=True)
        self.begin()
        for number in (signal.SIGSEGV, signal.SIGABRT):
            self.everything_happens(self.word)
            self.daemon.process.send_signal(number)
            self.assertNotEqual(self.daemon.process.wait(timeout=PATIENCE), 0)
            self.assertEqual(cores_in(self.daemon.folder), [])
            self.assert_not_on_disk(self.search)
            self.daemon.start(preexec_fn=allow_cores)
            self.listen()
            self.adults_look()
            self.assert_nowhere()

    def begin_on_a_small_disk(self):
        """Where it is, as root sees it."""
        os.mkdir(self.daemon.file("disk"))
        self.daemon.write("darban.yaml", self.daemon.settings_text.replace("household: ", "household: disk/").replace("state: ", "state: disk/"))
        script = 'mount -t tmpfs -o size=700k disk "$0" && cp household.yaml "$0" && exec "$@"'
        self.begin(through=["unshare", "--mount", "sh", "-c", script, self.daemon.file("disk")])
        return f"/proc/{self.daemon.process.pid}/root{self.daemon.file('disk')}"

    @staticmethod
    def fill(disk):
        with contextlib.suppress(OSError), open(f"{disk}/fill", "wb", buffering=0) as file:
            while file.write(bytes(4096)) == 4096:
                pass

    @unittest.skipIf(os.geteuid() != 0, "only root may mount a small disk and look into it")
    def test_a_disk_that_is_full_before_the_first_request_is_not_called_five_requests(self):
        self.fill(self.begin_on_a_small_disk())
        page = Visitor(self.port, CHILD).get("/ask").text
        self.assertNotIn("You asked five times today", page)
        self.assertIn("darban could not keep it", page)

    @unittest.skipIf(os.geteuid() != 0, "only root may mount a small disk and look into it")
    def test_a_full_disk_refuses_in_words_keeps_the_old_state_and_holds_no_name(self):
        disk = self.begin_on_a_small_disk()
        self.everything_happens(self.word)
        child = Visitor(self.port, CHILD)
        self.assertEqual(child.submit("/ask", what="time").status, 303)
        self.fill(disk)
        self.look_names_up(self.word)
        with open(f"{disk}/household.yaml", "rb") as file:
            before = file.read()
        read = self.owner.get("household")
        more = {**read.json["household"], "block": ["closed.example"] + [f"site{number}.example" for number in range(900)]}
        refused = self.hear("save", self.owner.send("PUT", "household", {"household": more}, {"If-Match": read.fields["ETag"]}))
        self.assertIn(refused.status, (500, 503, 507), refused)
        self.assertRegex(refused.json["detail"] + refused.json["cure"], "(?i)disk|space|room")
        with open(f"{disk}/household.yaml", "rb") as file:
            self.assertEqual(file.read(), before)
        self.until_full()
        # A refusal gives back to the child what it typed.
        sent = [child.submit("/ask", what="site", site=f"{self.word}.games.example", note="n" * 100).status for _ in range(4)]
        kept = self.owner.get("requests").json
        self.assertEqual(len(kept), 1 + sent.count(303), "what was said to be sent is kept, and nothing else")
        self.assertIn(422, sent, "a request is refused when there is no room")
        self.assertEqual(self.owner.post("test", {"site": "games.example", "who": "Ali"}).json["verdict"], "closed")
        self.closed_doors_are_met(self.word)
        self.children_look()
        self.assertEqual(harness.addresses(self.daemon.ask("open.example", client=ADULT)), ["192.0.2.1"])
        self.assertIn("state.db", self.assert_nowhere(disk))  # GET /requests is not among what was heard
        os.remove(f"{disk}/fill")
        self.adults_change()
        for request in self.owner.get("requests").json:
            self.assertEqual(self.owner.post(f"requests/{request['id']}", {"answer": "not_now"}).status, 200)
        self.adults_look()
        self.assert_nowhere(disk)

    def until_full(self):
        """What SQLite had in reserve is used up after some grants."""
        for _ in range(100):
            given = self.owner.post("grants", {"kind": "close", "who": ["Ali"], "what": "site.example", "minutes": 5})
            if given.status != 201:
                self.assertRegex(given.json["detail"], NO_DISK)
                return
        self.fail("the disk never was full")


if __name__ == "__main__":
    harness.main()
