#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The page's HTTP server over real sockets: what a visitor may not do to it, and what it says. The server is `web_probe` (tests/support/web_probe.cc):
the web room as the daemon has it, with routes of its own and short deadlines. It is found through the environment variable WEB_PROBE."""
import contextlib
import http.client
import json
import os
import re
import resource
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import unittest

from harness import LOOPBACK, PATIENCE, eventually, free_port, make_certificate
from raw_http import answer_of, everything_of, head, hung_up

WEB_PROBE = os.environ.get("WEB_PROBE", "")
REQUEST = 2.0  # seconds a request may take in these tests; the daemon's 15
ANSWER = 3.0
SWEEP = 1.0  # the doorman looks once a second
LARGEST = 65536  # octets of a body
NAMES = ("192.168.1.2", "[fd00::2]", "darban.home", "darban.home.arpa", "localhost", "box.example", "BOX.example:8080")


class Probe:
    def __init__(self, request=REQUEST, answer=ANSWER, https=False):
        self.folder = tempfile.mkdtemp(prefix="darban-web-")
        self.socket = os.path.join(self.folder, "web.sock")
        self.certificate, self.key = os.path.join(self.folder, "web.pem"), os.path.join(self.folder, "web.key")
        if https:
            make_certificate(self.certificate, self.key)
        for _ in range(5):  # a port that was free a moment ago may be somebody's by now
            line, errors = self.start(request, answer, https)
            if "Address already in use" not in errors:
                break
        if line != "ready\n":
            raise AssertionError(f"the probe says {line!r}: {errors}")

    def start(self, request, answer, https):
        self.port = free_port()
        words = [WEB_PROBE, str(self.port), self.socket, str(int(request * 1000)), str(int(answer * 1000))]
        if https:
            self.https_port = free_port()
            words += [str(self.https_port), self.certificate, self.key]
        self.process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        return line, "" if line == "ready\n" else self.process.communicate()[1]

    def connect(self, client=LOOPBACK):
        connection = socket.create_connection((LOOPBACK, self.port), timeout=PATIENCE, source_address=(client, 0))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def connect_locally(self):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(PATIENCE)
        connection.connect(self.socket)
        return connection

    def say(self, octets, client=LOOPBACK):
        """Everything that comes back until the server hangs up, or until one answer is whole."""
        with self.connect(client) as connection:
            connection.sendall(octets)
            return answer_of(connection)

    def get(self, path, client=LOOPBACK, method="GET", body=None, **fields):
        connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=PATIENCE, source_address=(client, 0))
        with contextlib.closing(connection):
            headers = {"Host": "darban.home", "Accept-Encoding": "gzip"}
            headers.update({name.replace("_", "-"): value for name, value in fields.items()})
            connection.request(method, path, body=body, headers=headers)
            response = connection.getresponse()
            response.octets = response.read()
            return response

    def close(self):
        """Its exit code and the last thing it said."""
        self.process.send_signal(signal.SIGTERM)
        said, errors = self.process.communicate(timeout=PATIENCE)
        shutil.rmtree(self.folder, ignore_errors=True)
        if self.process.returncode != 0 or said != "ended\n" or errors:
            raise AssertionError(f"the probe ended with {self.process.returncode}, {said!r}, {errors!r}")


class WebServer(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.probe = Probe()

    @classmethod
    def tearDownClass(cls):
        cls.probe.close()

    def tearDown(self):
        self.assertIsNone(self.probe.process.poll(), "the server ended")
        self.assertEqual(self.probe.get("/number", client="127.0.0.9").status, 200)

    def assert_refused(self, octets, status):
        """Refused with that status, in words, and what follows on the connection is not taken for a request."""
        with self.probe.connect() as connection:
            connection.sendall(octets + head(path="/person/smuggled"))
            said = everything_of(connection)
        self.assert_nothing_smuggled(said)
        self.assertEqual(int(said.split(b" ")[1]), status)
        fields, _, body = said.partition(b"\r\n\r\n")
        if b"problem+json" in fields:
            problem = json.loads(body)
            self.assertEqual(problem["status"], status)
            self.assertTrue(problem["cure"])

    def assert_nothing_smuggled(self, said):
        """libmicrohttpd 0.9.75 writes the head of its own refusals twice; what must not be there is an answer to the second request."""
        self.assertNotIn(b'"number":8', said)
        self.assertEqual(len(set(re.findall(rb"HTTP/1\.. \d+", said))), 1 if said else 0, said)

    # -- what it says

    def test_an_answer_has_the_fields_that_protect_it(self):
        for path in ("/number", "/none", "/asset.js"):
            fields = {name.lower(): value for name, value in self.probe.get(path).getheaders()}
            self.assertIn("default-src 'none'", fields["content-security-policy"])
            self.assertIn("frame-ancestors 'none'", fields["content-security-policy"])
            self.assertNotIn("unsafe", fields["content-security-policy"])
            self.assertEqual(fields["x-content-type-options"], "nosniff")
            self.assertEqual(fields["x-frame-options"], "DENY")
            self.assertEqual(fields["referrer-policy"], "same-origin")
            self.assertEqual(fields["cache-control"], "no-cache" if path == "/asset.js" else "no-store")
            self.assertNotIn("server", fields)
            self.assertFalse([name for name in fields if name.startswith("access-control")])

    def test_an_asset_is_confirmed_with_304_and_sent_anew_when_it_is_another(self):
        first = self.probe.get("/asset.js")
        self.assertEqual((first.status, len(first.octets)), (200, 60000))
        self.assertEqual(first.getheader("Content-Encoding"), "gzip")
        etag = first.getheader("ETag")
        self.assertRegex(etag, '^"[0-9a-f]{24}"$')
        again = self.probe.get("/asset.js", If_None_Match=f'"x", {etag}')
        self.assertEqual((again.status, again.octets), (304, b""))
        self.assertEqual(again.getheader("ETag"), etag)
        self.assertEqual(self.probe.get("/asset.js", If_None_Match='"x"').status, 200)
        self.assertEqual(self.probe.get("/asset.js", Accept_Encoding="identity").status, 406)

    def test_head_is_get_without_its_body(self):
        answer = self.probe.get("/asset.js", method="HEAD")
        self.assertEqual((answer.status, answer.octets), (200, b""))
        self.assertEqual(answer.getheader("Content-Length"), "60000")

    def test_one_connection_serves_many_requests(self):
        with self.probe.connect() as connection:
            for _ in range(20):
                connection.sendall(head())
                self.assertEqual(answer_of(connection).body, b'{"number":1}')

    def test_a_local_socket_serves_too_and_is_known_as_one(self):
        with self.probe.connect_locally() as connection:
            connection.sendall(head(path="/way"))
            self.assertEqual(answer_of(connection).body, b'{"number":2}')
        self.assertEqual(self.probe.get("/way").octets, b'{"number":0}')

    # -- smuggling

    def test_two_lengths_are_refused(self):
        body = b'{"a":1}'
        for second in ("7", "0", "3"):
            request = head("POST", "/body", "darban.home", "HTTP/1.1", "Content-Length: 7", f"Content-Length: {second}") + body
            self.assert_refused(request, 400)

    def test_a_length_beside_a_coding_is_refused(self):
        for lines in (("Content-Length: 7", "Transfer-Encoding: chunked"), ("Transfer-Encoding: chunked", "Content-Length: 7")):
            self.assert_refused(head("POST", "/body", "darban.home", "HTTP/1.1", *lines) + b"0\r\n\r\n", 400)

    def test_codings_and_lengths_that_others_could_read_differently_are_refused(self):
        for line, statuses in (
            ("Transfer-Encoding: xchunked", {501, 400}),
            ("Transfer-Encoding: chunked, identity", {501, 400}),
            ("Content-Length: +7", {400}),
            ("Content-Length: 0x7", {400}),
            ("Content-Length: -1", {400}),
            ("Content-Length : 7", {400}),
        ):
            with self.subTest(line=line), self.probe.connect() as connection:
                connection.sendall(head("POST", "/body", "darban.home", "HTTP/1.1", line) + b'{"a":1}' + head(path="/person/smuggled"))
                said = everything_of(connection)
                self.assert_nothing_smuggled(said)
                if said:
                    self.assertIn(int(said.split(b" ")[1]), statuses)

    def test_repeated_fields_are_refused(self):
        for line in ("Host: darban.home", "Cookie: a=1", "Authorization: Bearer a"):
            lines = (line,) if line.startswith("Host") else (line, line)
            self.assert_refused(head("GET", "/number", "darban.home", "HTTP/1.1", *lines), 400)

    # -- rebinding

    def test_only_our_names_and_addresses_are_answered(self):
        for name in NAMES:
            with self.subTest(name=name):
                self.assertEqual(self.probe.get("/number", Host=name).status, 200)
        for name in ("attacker.example", "darban.home.attacker.example", "192.168.1.2.attacker.example", "box.example@attacker.example"):
            with self.subTest(name=name):
                answer = self.probe.say(head(host=name))
                self.assertEqual(answer.status, 421)
                self.assertNotIn(b"attacker", answer.body)

    def test_a_request_says_for_whom_it_is(self):
        self.assert_refused(head(host=None), 400)
        self.assert_refused(head(host=None, version="HTTP/1.0"), 400)
        self.assert_refused(head(host=""), 400)

    def test_another_sites_page_changes_nothing(self):
        self.assertEqual(self.probe.get("/tell", method="POST", Origin="http://attacker.example").status, 403)
        self.assertEqual(self.probe.get("/tell", method="POST", Origin="null").status, 403)
        self.assertEqual(self.probe.get("/tell", method="POST", Sec_Fetch_Site="cross-site").status, 403)
        self.assertEqual(self.probe.get("/tell", method="POST", Origin="http://darban.home").status, 200)

    # -- traversal

    def test_no_path_leads_out(self):
        for path in ("/../../../etc/passwd", "/..%2f..%2fetc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/..%5c..%5cetc", "/person/..%2f..", "//etc/passwd", "/person/%00"):
            with self.subTest(path=path):
                answer = self.probe.say(head(path=path))
                self.assertEqual(answer.status, 400)
                self.assertNotIn(b"root:", answer.body)
        self.assertEqual(self.probe.say(head(path="/etc/passwd")).status, 404)
        self.assertEqual(self.probe.say(head(path="/%252e%252e")).status, 404)
        self.assertEqual(self.probe.say(head(path="http://darban.home/number")).status, 400)

    def test_a_long_path_and_a_long_head_are_refused(self):
        self.assertEqual(self.probe.say(head(path="/" + "a" * 3000)).status, 414)
        answer = self.probe.say(head("GET", "/number", "darban.home", "HTTP/1.1", "X-A: " + "a" * 20000))
        self.assertIn(answer.status if answer else 431, (431, 413))

    # -- methods

    def test_methods_that_are_not_known_or_not_there(self):
        for method in ("TRACE", "CONNECT", "OPTIONS", "PROPFIND", "get"):
            self.assertEqual(self.probe.say(head(method)).status, 501)
        for method in ("DELETE", "POST", "PUT"):
            answer = self.probe.say(head(method, "/number"))
            self.assertEqual(answer.status, 405)
            self.assertEqual(answer.fields["allow"], "GET, HEAD")
        self.assertEqual(self.probe.get("/number", method="POST", X_HTTP_Method_Override="GET").status, 405)
        self.assert_refused(head("GET", "/number", "darban.home", "HTTP/1.1", "Content-Length: 3") + b"abc", 400)
        self.assert_refused(head("DELETE", "/number", "darban.home", "HTTP/1.1", "Content-Length: 3") + b"abc", 400)

    # -- bodies

    def test_a_body_is_taken_whole_and_its_faults_have_a_place(self):
        for method in ("POST", "PUT", "PATCH"):
            self.assertEqual(self.probe.get("/body", method=method, body='{"a":1}').octets, b'{"number":7}')
        largest = json.dumps("a" * (LARGEST - 2))
        self.assertEqual(self.probe.get("/body", method="POST", body=largest).octets, b'{"number":65536}')
        problem = json.loads(self.probe.get("/body", method="POST", body='{"a":1,\n"a":2}').octets)
        self.assertEqual((problem["status"], problem["line"]), (400, 2))
        self.assertEqual(self.probe.get("/body", method="POST", body="[" * 60000).status, 400)

    def test_a_chunked_body_is_taken_too(self):
        chunks = b'3\r\n{"a\r\n4\r\n":1}\r\n0\r\n\r\n'
        answer = self.probe.say(head("POST", "/body", "darban.home", "HTTP/1.1", "Transfer-Encoding: chunked") + chunks)
        self.assertEqual((answer.status, answer.body), (200, b'{"number":7}'))

    def test_a_body_that_is_too_large_is_refused_before_it_is_sent(self):
        for method in ("POST", "PUT", "PATCH"):
            with self.probe.connect() as connection:
                connection.sendall(head(method, "/body", "darban.home", "HTTP/1.1", f"Content-Length: {LARGEST + 1}"))
                answer = answer_of(connection)
                self.assertEqual((answer.status, answer.problem()["status"]), (413, 413))
        with self.probe.connect() as connection:
            connection.sendall(head("POST", "/body", "darban.home", "HTTP/1.1", "Content-Length: 200000", "Expect: 100-continue"))
            self.assertEqual(answer_of(connection).status, 413)

    def test_a_chunked_body_that_grows_too_large_is_refused_and_one_without_end_is_cut(self):
        begin = head("POST", "/body", "darban.home", "HTTP/1.1", "Transfer-Encoding: chunked")
        piece = b"1000\r\n" + b"a" * 4096 + b"\r\n"
        answer = self.probe.say(begin + piece * 17 + b"0\r\n\r\n")
        self.assertEqual(answer.status, 413)
        with self.probe.connect() as connection, contextlib.suppress(ConnectionError):
            connection.sendall(begin)
            for _ in range(1000):
                connection.sendall(piece)
            self.fail("four megabytes were taken")

    # -- slowness

    def test_a_head_that_drips_is_ended_at_the_deadline(self):
        self.assert_ended_while_dripping(head()[:-2], b"X-A: ")

    def test_a_body_that_drips_is_ended_at_the_deadline(self):
        self.assert_ended_while_dripping(head("POST", "/body", "darban.home", "HTTP/1.1", "Content-Length: 60000"), b"")

    def assert_ended_while_dripping(self, begin, more):
        started = time.monotonic()
        with self.probe.connect() as connection:
            connection.sendall(begin + more)
            with self.assertRaises(ConnectionError):
                while time.monotonic() - started < PATIENCE:
                    connection.sendall(b"a")
                    time.sleep(0.05)
                self.fail("it is still open")
        took = time.monotonic() - started
        self.assertGreater(took, REQUEST - 0.2)
        self.assertLess(took, REQUEST + 2 * SWEEP + 1)

    def test_who_says_nothing_is_ended_and_who_keeps_a_connection_too(self):
        for before in (b"", head()):
            with self.probe.connect() as connection:
                started = time.monotonic()
                connection.sendall(before)
                self.assertTrue(hung_up(connection, REQUEST + 2 * SWEEP + 1))
                self.assertGreater(time.monotonic() - started, REQUEST - 0.2)

    def test_who_does_not_read_the_answer_is_ended(self):
        with self.probe.connect() as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
            with self.assertRaises(ConnectionError):
                for _ in range(2000):
                    connection.sendall(head(path="/asset.js") * 10)
                    time.sleep(0.005)
                self.fail("it is still open")

    # -- many

    def test_a_thousand_connections_leave_room_for_the_next_visitor(self):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096), hard))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        with contextlib.ExitStack() as stack:
            held = []
            for number in range(1000):
                with contextlib.suppress(OSError):
                    held.append(stack.enter_context(self.probe.connect(client=f"127.0.1.{1 + number % 200}")))
            self.assertGreater(len(held), 900)
            # A full house of those who have just come: within two seconds they have settled and may be sent away.
            eventually(lambda: self.answers("127.0.2.1"), "a newcomer is answered")
            opened = sum(1 for connection in held if not self.was_ended(connection))
            self.assertLessEqual(opened, 64)

    def answers(self, client):
        with contextlib.suppress(OSError, http.client.HTTPException):
            return self.probe.get("/number", client=client).status == 200
        return False

    @staticmethod
    def was_ended(connection):
        connection.setblocking(False)
        try:
            return connection.recv(1) == b""
        except BlockingIOError:
            return False
        except OSError:
            return True

    def test_one_address_has_sixteen_connections(self):
        with contextlib.ExitStack() as stack:
            held = [stack.enter_context(self.probe.connect(client="127.0.3.1")) for _ in range(20)]
            eventually(lambda: sum(map(self.was_ended, held)) == 4, "four of twenty are hung up on")
            self.assertTrue(self.answers("127.0.3.2"))

    # -- later

    def test_work_off_the_thread_holds_nobody_up(self):
        with self.probe.connect() as waiting:
            waiting.sendall(head(path="/desk"))
            started = time.monotonic()
            self.assertEqual(self.probe.get("/number").status, 200)
            self.assertLess(time.monotonic() - started, 0.09)
            self.assertEqual(answer_of(waiting).body, b'{"number":7}')

    def test_an_answer_before_one_could_sleep_arrives(self):
        with self.probe.connect() as connection:
            for _ in range(50):
                connection.sendall(head(path="/at-once"))
                self.assertEqual(answer_of(connection).body, b'{"number":2}')

    def test_an_answer_nobody_will_give_is_an_apology(self):
        self.assertEqual(self.probe.get("/dropped").status, 500)

    def test_an_answer_that_does_not_come_is_given_up(self):
        started = time.monotonic()
        answer = self.probe.get("/never")
        self.assertEqual((answer.status, answer.getheader("Retry-After")), (503, "5"))
        self.assertGreater(time.monotonic() - started, ANSWER - 0.2)

    def test_who_goes_while_waiting_costs_nothing(self):
        for _ in range(10):
            with self.probe.connect() as connection:
                connection.sendall(head(path="/desk"))
        eventually(lambda: self.probe.get("/desk", client="127.0.4.1").status == 200, "the desk is free again")

    # -- news

    def listen(self, client=LOOPBACK):
        connection = self.probe.connect(client)
        connection.sendall(head(path="/news"))
        return connection

    @staticmethod
    def until(connection, octets):
        seen = b""
        while octets not in seen:
            more = connection.recv(4096)
            if not more:
                raise AssertionError(f"hung up after {seen!r}")
            seen += more
        return seen

    def test_news_arrive_at_a_sleeping_connection_again_and_again(self):
        with self.listen() as connection:
            begin = self.until(connection, b"\r\n\r\n")
            self.assertIn(b"200 OK", begin)
            self.assertIn(b"text/event-stream", begin)
            for _ in range(20):
                self.probe.get("/tell", method="POST")
                self.assertIn(b'data: {"number":1}\n\n', self.until(connection, b"\n\n"))
            time.sleep(REQUEST + SWEEP)  # a stream has no deadline
            self.probe.get("/tell", method="POST")
            self.until(connection, b"told")

    def test_streams_are_counted(self):
        eventually(lambda: self.probe.get("/tell", method="POST").octets == b'{"number":0}', "earlier listeners are gone")
        with contextlib.ExitStack() as stack:
            for host in range(4):
                for _ in range(2):
                    connection = stack.enter_context(self.listen(f"127.0.5.{host + 1}"))
                    self.assertIn(b"200 OK", self.until(connection, b"\r\n\r\n"))
                with self.listen(f"127.0.5.{host + 1}") as third:
                    self.assertEqual(answer_of(third).status, 503)
            with self.listen("127.0.5.9") as ninth:
                answer = answer_of(ninth)
                self.assertEqual(answer.status, 503)
                self.assertIn("ask again", answer.problem()["cure"])
        # All went away: the next write notices.
        eventually(self.one_can_listen, "there is room again")

    def test_a_page_that_is_loaded_again_and_again_always_listens(self):
        for _ in range(50):
            with self.listen("127.0.8.1") as one, self.listen("127.0.8.1") as other:
                for connection in (one, other):
                    self.assertIn(b"200 OK", self.until(connection, b"\r\n\r\n"))

    def one_can_listen(self):
        self.probe.get("/tell", method="POST", client="127.0.6.1")
        with self.listen("127.0.6.2") as connection:
            return b" 200 " in connection.recv(4096)

    def test_a_visitor_who_does_not_read_news_holds_nobody_up(self):
        with self.listen("127.0.7.1") as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
            self.until(connection, b"\r\n\r\n")
            started = time.monotonic()
            for _ in range(500):
                self.assertEqual(self.probe.get("/tell", method="POST", client="127.0.7.2").status, 200)
            self.assertLess(time.monotonic() - started, PATIENCE)


class End(unittest.TestCase):
    def test_it_stops_while_visitors_wait_listen_and_drip(self):
        probe = Probe(request=60, answer=60)
        with contextlib.ExitStack() as stack:
            waiting = stack.enter_context(probe.connect())
            waiting.sendall(head(path="/never"))
            listening = stack.enter_context(probe.connect())
            listening.sendall(head(path="/news"))
            self.assertIn(b"200 OK", listening.recv(4096))
            dripping = stack.enter_context(probe.connect())
            dripping.sendall(head()[:-2])
            eventually(lambda: probe.get("/number").status == 200, "all were taken in")
            started = time.monotonic()
            probe.close()
            self.assertLess(time.monotonic() - started, 5)
            self.assertTrue(all(map(hung_up, (waiting, listening, dripping))))

    def test_it_stops_in_the_middle_of_everything(self):
        for _ in range(5):
            probe = Probe(request=60, answer=60)
            over = threading.Event()

            def visit(path):
                while not over.is_set():
                    with contextlib.suppress(OSError, http.client.HTTPException):
                        if path == "/news":
                            with probe.connect() as connection:
                                connection.sendall(head(path=path))
                                connection.recv(100)
                        else:
                            probe.get(path)

            threads = [threading.Thread(target=visit, args=(path,)) for path in ("/number", "/desk", "/at-once", "/news", "/asset.js", "/dropped")]
            for thread in threads:
                thread.start()
            time.sleep(0.3)
            try:
                probe.close()
            finally:
                over.set()
                for thread in threads:
                    thread.join()


@unittest.skipIf(shutil.which("openssl") is None, "needs openssl")
class Https(unittest.TestCase):
    def setUp(self):
        self.probe = Probe(https=True, answer=60)
        self.addCleanup(self.probe.close)

    def connect(self, version=None, client=LOOPBACK):
        """A connection that knows the certificate which is on the disk now."""
        context = ssl.create_default_context(cafile=self.probe.certificate)
        if version:
            context.minimum_version = context.maximum_version = version
        raw = socket.create_connection((LOOPBACK, self.probe.https_port), timeout=PATIENCE, source_address=(client, 0))
        return context.wrap_socket(raw, server_hostname="darban.home")

    def threads(self):
        return len(os.listdir(f"/proc/{self.probe.process.pid}/task"))

    def reread(self):
        self.probe.process.send_signal(signal.SIGHUP)
        return self.probe.process.stdout.readline().strip()

    def test_https_with_a_certificate_and_only_in_versions_that_are_good(self):
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            with self.connect(version) as connection:
                for path, body in (("/way", b'{"number":1}'), ("/desk", b'{"number":7}')):
                    connection.sendall(head(path=path))
                    self.assertEqual(answer_of(connection).body, body)
        with socket.create_connection((LOOPBACK, self.probe.https_port), timeout=PATIENCE) as silent:
            self.assertTrue(hung_up(silent, REQUEST + 2 * SWEEP + 1))
        self.assertEqual(self.probe.get("/way").octets, b'{"number":0}')

    def test_a_new_certificate_is_for_those_who_come_and_who_is_there_gets_one_more_answer(self):
        before = self.threads()
        with self.connect() as kept, self.connect() as waiting, self.connect(client="127.0.8.1") as listening:
            kept.sendall(head())
            self.assertNotIn("connection", answer_of(kept).fields)
            listening.sendall(head(path="/news"))
            self.assertIn(b"200 OK", listening.recv(4096))
            waiting.sendall(head(path="/desk"))
            make_certificate(self.probe.certificate, self.probe.key)
            self.assertEqual(self.reread(), "taken")
            with self.connect() as fresh:  # verifies against the new one
                fresh.sendall(head(path="/way"))
                self.assertEqual(answer_of(fresh).body, b'{"number":1}')
            self.assertEqual(answer_of(waiting).body, b'{"number":7}')
            kept.sendall(head())
            answer = answer_of(kept)
            self.assertEqual((answer.body, answer.fields["connection"].lower()), (b'{"number":1}', "close"))
            self.assertTrue(all(map(hung_up, (listening, kept, waiting))))
        eventually(lambda: self.threads() == before, "what the old certificate needed is gone")
        self.assertEqual(self.reread(), "same")

    def test_what_is_no_certificate_changes_nothing(self):
        with self.connect() as connection:
            for octets in (b"", b"no certificate\n", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"):
                with open(self.probe.certificate, "rb") as file:
                    good = file.read()
                with open(self.probe.certificate, "wb") as file:
                    file.write(octets)
                self.assertEqual(self.reread(), "refused")
                with open(self.probe.certificate, "wb") as file:
                    file.write(good)
            connection.sendall(head())
            self.assertEqual(answer_of(connection).body, b'{"number":1}')
            with self.connect() as another:
                another.sendall(head())
                self.assertEqual(answer_of(another).body, b'{"number":1}')
        self.assertEqual(self.reread(), "same")

    def test_it_stops_while_visitors_of_two_certificates_wait(self):
        with self.connect() as first:
            first.sendall(head(path="/never"))
            time.sleep(0.1)
            make_certificate(self.probe.certificate, self.probe.key)
            self.assertEqual(self.reread(), "taken")
            with self.connect() as second:
                second.sendall(head(path="/never"))
                eventually(lambda: self.probe.get("/number").status == 200, "both were taken in")
                self.probe.process.send_signal(signal.SIGTERM)
                self.assertTrue(all(map(hung_up, (first, second))))


if __name__ == "__main__":
    if not os.access(WEB_PROBE, os.X_OK):
        print("set WEB_PROBE to the path of web_probe")
        sys.exit(2)
    unittest.main(verbosity=2)
