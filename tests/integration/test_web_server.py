#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The page's HTTP server over real sockets: how it reads what a visitor sends, and what it says. What it does with those who wait, drip or come in crowds is in
test_web_waiting.py, HTTPS in test_web_https.py."""
import contextlib
import json
import os
import re
import sys
import unittest

from raw_http import answer_of, everything_of, head
from web_probe import WEB_PROBE, ProbeTest

LARGEST = 65536  # octets of a body
NAMES = ("192.168.1.2", "[fd00::2]", "darban.home", "darban.home.arpa", "localhost", "box.example", "BOX.example:8080")


class WebServer(ProbeTest):
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

    def test_what_the_library_refuses_itself_says_nothing_of_the_visitor_or_of_ours_and_hangs_up(self):
        word = "canary7f3a"
        for octets, status in (
            (head("GET", "/" + word * 2000, "darban.home"), 414),
            (head("GET", "/number", "darban.home", "HTTP/1.1", f"X-{word}: {word * 2000}"), 431),
            (head("GET", f"/{word}", "darban.home", "HTTP/2.0"), 505),
            (head("GET", f"/{word}", "darban.home", "HTTP/1.1", word), 400),
            (head("POST", f"/{word}", "darban.home", "HTTP/1.1", f"Content-Length: {word}"), 400),
            (head("POST", f"/{word}", "darban.home", "HTTP/1.1", "Content-Length: 99999999999999999999999"), 413),
            (head("GET", f"/{word}", None), 400),
        ):
            with self.subTest(status=status, octets=octets[:60]), self.probe.connect() as connection:
                connection.sendall(octets)
                said = everything_of(connection)  # until it hangs up
                self.assertEqual(int(said.split(b" ")[1]), status)
                self.assertNotIn(word.encode(), said)
                self.assertNotIn(b"darban", said)
                self.assertNotIn(b"Set-Cookie", said)

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


if __name__ == "__main__":
    if not os.access(WEB_PROBE, os.X_OK):
        print("set WEB_PROBE to the path of web_probe")
        sys.exit(2)
    unittest.main(verbosity=2)
