#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""`darban lists fetch-step` against a real nginx on the loopback interface, and against servers that cut and lie. TABLE holds one sentence for each
single answer a server can give: `test_fetch.py --table` prints it.
"""
import gzip
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest
from contextlib import closing

import harness
from harness import DARBAN, LOOPBACK, FakeUpstream, eventually, reply_to

import dns.rcode

from web_server import CuttingProxy, RawServer, WebServer, gzip_bomb

SMALL = "# a small list\n" + "".join(f"ads{number}.example\n" for number in range(200))
LARGE = "# a large list\n" + "".join(f"name-{number:07d}.ads.example\n" for number in range(30000))  # 800 KB
CAP = 32 << 20
TERMS = {"rounds": 1, "back-off-first": 20, "back-off-longest": 50, "patience": 20000, "connect": 10000, "one-source": 60000, "everything": 60000}

# (what happens, address, outcome, trouble, HTTP status)
TABLE = [
    ("A list is fetched", "lists/small.txt", "fresh", "none", 200),
    ("A list that nginx packs is fetched and unpacked", "packed/small.txt", "fresh", "none", 200),
    ("Three redirections are followed", "hops/2", "fresh", "none", 200),
    ("A fourth redirection is not followed", "hops/3", "failed", "redirect-loop", 301),
    ("Redirections in a circle are not followed", "round", "failed", "redirect-loop", 302),
    ("A redirection to something that is not HTTP is refused", "nowhere-to", "failed", "bad-address", 302),
    ("404: the list is no longer at its address", "missing.txt", "failed", "not-there", 404),
    ("403: the server does not give the list to us", "forbidden", "failed", "not-allowed", 403),
    ("500: the server has a fault of its own", "error", "failed", "server-trouble", 500),
    ("503: the server is too busy and asks us to come back later", "later", "failed", "busy", 503),
    ("A server that hangs up without a word", "silence", "failed", "cut-short", 0),
    ("A web page in place of a list, status 200", "page", "failed", "web-page", 200),
    ("A web page that calls itself text", "page-as-text", "failed", "web-page", 200),
    ("An empty answer in place of a list", "empty", "failed", "empty", 200),
    ("1 GB of zeros in 1 MB of gzip", "bomb", "failed", "too-large", 200),
    ("A list that calls itself gzip and is not", "not-gzip", "failed", "bad-packing", 200),
    ("A list packed in a way nobody knows", "odd-packing", "failed", "bad-packing", 200),
    ("A list that trickles in at 200 octets a second", "slow/large.txt", "failed", "too-slow", 200),
]


class FetchTest(unittest.TestCase):
    """One nginx for all cases of a class, a folder of the cache for each."""

    @classmethod
    def setUpClass(cls):
        cls.web_folder = tempfile.mkdtemp(prefix="darban-web-")
        cls.addClassCleanup(shutil.rmtree, cls.web_folder, ignore_errors=True)
        cls.web = WebServer(cls.web_folder)
        cls.addClassCleanup(cls.web.close)
        cls.web.write("lists/small.txt", SMALL)
        cls.web.write("lists/large.txt", LARGE)
        cls.web.write("bomb.gz", gzip_bomb(1 << 30))

    def setUp(self):
        self.at = pathlib.Path(tempfile.mkdtemp(prefix="darban-cache-"))
        self.addCleanup(shutil.rmtree, self.at, ignore_errors=True)
        self.cache = self.at / "cache"
        self.cache.mkdir()

    def write_order(self, sources, **terms):
        """`sources`: a dictionary of id and addresses, or of id and a dictionary of keys with `url` a list."""
        lines = ["darban-fetch-order\t1", f"folder\t{self.cache}"]
        for key, value in {**TERMS, **{key.replace("_", "-"): value for key, value in terms.items()}}.items():
            lines += [f"{key}\t{each}" for each in (value if isinstance(value, list) else [value])]
        for source, keys in sources.items():
            keys = keys if isinstance(keys, dict) else {"url": [keys] if isinstance(keys, str) else keys}
            lines += [f"source\t{source}", *(f"url\t{url}" for url in keys.pop("url"))]
            lines += [f"{key}\t{value}" for key, value in {"into": f"{source}/list", "most-octets": CAP, **keys}.items()]
        lines.append(f"end\t{len(sources)}")
        (self.at / "order").write_text("\n".join(lines) + "\n")

    def step(self, *words):
        return [DARBAN, "lists", "fetch-step", *words, str(self.at / "order"), str(self.cache / "report")]

    def fetch(self, sources, environment=None, **terms):
        """Runs the step and gives its report: {source: {key: value}}. Progress lines are kept in self.progress."""
        self.write_order(sources, **terms)
        done = subprocess.run(self.step(), capture_output=True, text=True, timeout=120, env=environment)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.progress = [line.split("\t") for line in done.stdout.splitlines()]
        return self.report()

    def report(self):
        self.sandbox, results = {}, {}
        into = self.sandbox
        for line in (self.cache / "report").read_text().splitlines():
            key, value = line.split("\t", 1)
            if key == "source":
                into = results[value] = {}
            else:
                into[key] = value
        return results

    def fetch_one(self, urls, environment=None, **terms):
        keys = terms.pop("keys", {})
        return self.fetch({"one": {"url": [urls] if isinstance(urls, str) else urls, **keys}}, environment, **terms)["one"]

    def text(self, source="one"):
        return (self.cache / source / "list").read_text()

    def left(self, source="one"):
        """What lies in the list's folder."""
        folder = self.cache / source
        return sorted(path.name for path in folder.iterdir()) if folder.exists() else []

    def said(self, result):
        return result["outcome"], result["trouble"], int(result["http-status"])


class EachAnswer(FetchTest):
    def test_each_answer_has_its_outcome_and_its_trouble(self):
        names = {f"row-{number}": row for number, row in enumerate(TABLE)}
        slow = [name for name, row in names.items() if row[3] == "too-slow"]
        url_of = {name: self.web.url(row[1]) for name, row in names.items()}
        results = self.fetch({name: url for name, url in url_of.items() if name not in slow}, at_once=8)
        results.update(self.fetch({name: url_of[name] for name in slow}, patience=1000))
        for name, (sentence, _, outcome, trouble, status) in names.items():
            with self.subTest(sentence):
                self.assertEqual(self.said(results[name]), (outcome, trouble, status))
                self.assertEqual(self.left(name), ["list"] if outcome == "fresh" else [])
                if outcome == "fresh":
                    self.assertEqual(self.text(name), SMALL)

    def test_the_report_says_what_a_fresh_list_is_described_by(self):
        result = self.fetch_one(self.web.url("lists/small.txt"))
        self.assertEqual(int(result["octets"]), len(SMALL))
        self.assertRegex(result["etag"], r'^"[0-9a-f-]+"$')
        self.assertRegex(result["last-modified"], r" GMT$")
        self.assertEqual(result["length-was-known"], "yes")

    def test_packing_saves_the_line(self):
        result = self.fetch_one(self.web.url("packed/large.txt"))
        self.assertEqual(self.text(), LARGE)
        self.assertLess(int(result["travelled"]), len(LARGE) // 4)
        self.assertEqual(int(result["octets"]), len(LARGE))

    def test_a_list_that_did_not_change_is_not_transferred(self):
        first = self.fetch_one(self.web.url("lists/small.txt"))
        again = self.fetch_one(self.web.url("lists/small.txt"), keys={"etag": first["etag"], "last-modified": first["last-modified"]})
        self.assertEqual(self.said(again), ("unchanged", "none", 304))
        self.assertEqual((again["etag"], again["travelled"]), (first["etag"], "0"))
        self.assertEqual(self.text(), SMALL)

    def test_the_date_alone_is_enough_for_a_server_without_etags(self):
        first = self.fetch_one(self.web.url("lists/small.txt"))
        again = self.fetch_one(self.web.url("lists/small.txt"), keys={"last-modified": first["last-modified"]})
        self.assertEqual(self.said(again), ("unchanged", "none", 304))

    def test_a_changed_list_is_transferred(self):
        result = self.fetch_one(self.web.url("lists/small.txt"), keys={"etag": '"another"'})
        self.assertEqual(self.said(result), ("fresh", "none", 200))

    def test_a_failure_leaves_the_list_that_was_there(self):
        self.fetch_one(self.web.url("lists/small.txt"))
        for path in ("missing.txt", "page", "bomb", "silence"):
            self.assertEqual(self.fetch_one(self.web.url(path))["outcome"], "failed")
            self.assertEqual(self.text(), SMALL)

    def test_the_wish_of_a_busy_server_is_reported(self):
        before = len(self.web.asked("later"))
        self.assertEqual(self.fetch_one(self.web.url("later"), rounds=3)["retry-after"], "7200")
        self.assertEqual(len(self.web.asked("later")), before + 1)

    def test_the_server_learns_who_asks_and_nothing_about_the_machine(self):
        self.web.write("lists/agent.txt", SMALL)
        self.fetch_one(self.web.url("lists/agent.txt"))
        self.assertRegex(self.web.asked("lists/agent.txt")[0]["user_agent"], r"^darban/[0-9.]+ \(block list update\)$")


class Resume(FetchTest):
    def test_a_list_cut_in_the_middle_is_continued_and_whole(self):
        self.web.write("lists/cut.txt", LARGE)
        with closing(CuttingProxy(self.web, 400000)) as proxy:
            result = self.fetch_one(proxy.url("lists/cut.txt"), rounds=2)
        self.assertEqual((*self.said(result), result["tries"], result["continued"]), ("fresh", "none", 206, "2", "yes"))
        self.assertEqual(self.text(), LARGE)
        self.assertEqual(self.left(), ["list"])
        asked = self.web.asked("lists/cut.txt")
        self.assertRegex(asked[1]["range"], r"^bytes=39\d{4}-$")
        self.assertEqual(asked[1]["accept_encoding"], "identity")
        self.assertLess(int(result["travelled"]), len(LARGE) + 10)

    def test_the_part_serves_a_later_run_too(self):
        with closing(CuttingProxy(self.web, 400000)) as proxy:
            self.be_cut(proxy.url("lists/large.txt"))
            result = self.fetch_one(proxy.url("lists/large.txt"))
        self.assertEqual((*self.said(result), result["tries"]), ("fresh", "none", 206, "1"))
        self.assertEqual(self.text(), LARGE)

    def be_cut(self, url):
        """A run that ends while it waits for its second try."""
        result = self.fetch_one(url, back_off_first=50000, back_off_longest=50000, everything=3000)
        self.assertEqual(result["outcome"], "failed")
        self.assertEqual(self.left(), ["list.partial", "list.partial.note"])

    def test_a_list_that_changed_meanwhile_begins_anew(self):
        path = self.web.write("lists/moving.txt", LARGE)
        with closing(CuttingProxy(self.web, 400000)) as proxy:
            url = proxy.url("lists/moving.txt")
            self.be_cut(url)
            path.write_text(SMALL)
            result = self.fetch_one(url)
        self.assertEqual(self.said(result), ("fresh", "none", 200))
        self.assertEqual(self.text(), SMALL)

    def test_a_packed_list_that_was_cut_is_asked_for_in_plain_octets(self):
        with closing(CuttingProxy(self.web, 3000)) as proxy:
            result = self.fetch_one(proxy.url("packed/large.txt"), rounds=2)
        self.assertEqual((*self.said(result), result["tries"]), ("fresh", "none", 200, "2"))
        self.assertEqual(self.text(), LARGE)
        self.assertNotIn("gzip", self.web.asked("packed/large.txt")[-1]["accept_encoding"])

    def test_a_step_that_was_killed_goes_on_from_its_last_note(self):
        self.web.write("lists/huge.txt", LARGE * 16)  # 13 MB
        self.write_order({"one": self.web.url("steady/huge.txt")})
        with subprocess.Popen(self.step(), stdout=subprocess.DEVNULL) as step:
            eventually((self.cache / "one" / "list.partial.note").exists, "the step notes its part")
            step.send_signal(signal.SIGKILL)
        result = self.fetch_one(self.web.url("steady/huge.txt"))
        self.assertEqual((*self.said(result), result["continued"]), ("fresh", "none", 206, "yes"))
        self.assertEqual(self.text(), LARGE * 16)
        self.assertEqual(self.left(), ["list"])


class Lies(FetchTest):
    """Answers that nginx does not give."""

    def answer(self, *answers, **terms):
        """The result of one list from a server that gives these answers in turn, the last again and again."""
        octets = [answer if isinstance(answer, bytes) else answer.encode() for answer in answers]
        with closing(RawServer(lambda number, request: octets[min(number, len(octets)) - 1])) as server:
            result = self.fetch_one(server.url("x"), **terms)
            self.requests = list(server.requests)
        return result

    def test_more_octets_promised_than_sent(self):
        result = self.answer(f"HTTP/1.1 200 OK\r\nContent-Length: {len(SMALL) + 1}\r\n\r\n{SMALL}")
        self.assertEqual(self.said(result), ("failed", "cut-short", 200))
        self.assertEqual(self.left(), [])

    def test_no_more_than_promised_is_taken(self):
        result = self.answer(f"HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{SMALL}")
        self.assertEqual((result["outcome"], result["octets"]), ("fresh", "15"))

    def test_chunks_that_end_too_early(self):
        result = self.answer(f"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1000\r\n{SMALL[:0x1000]}".replace("1000\r\n", f"{len(SMALL) + 5:x}\r\n", 1))
        self.assertEqual(self.said(result), ("failed", "cut-short", 200))

    def test_a_list_whose_end_only_the_connection_tells_is_taken_and_marked(self):
        result = self.answer(f"HTTP/1.0 200 OK\r\n\r\n{SMALL}")
        self.assertEqual((result["outcome"], result.get("length-was-known")), ("fresh", None))

    def test_a_length_beyond_the_cap_is_refused_before_the_body(self):
        result = self.answer(f"HTTP/1.1 200 OK\r\nContent-Length: {CAP + 1}\r\n\r\n{SMALL}")
        self.assertEqual(self.said(result)[:2], ("failed", "too-large"))

    @staticmethod
    def packed(text, cut=0):
        octets = gzip.compress(text.encode())
        octets = octets[: len(octets) - cut]
        return f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(octets)}\r\n\r\n".encode() + octets

    def test_gzip_that_ends_too_early_is_fetched_again_in_plain_octets(self):
        whole = f"HTTP/1.1 200 OK\r\nContent-Length: {len(LARGE)}\r\n\r\n{LARGE}"
        result = self.answer(self.packed(LARGE, cut=2000), whole)
        self.assertEqual((*self.said(result), result["tries"]), ("fresh", "none", 200, "2"))
        self.assertEqual(self.text(), LARGE)

    def test_gzip_that_ends_too_early_every_time_is_refused(self):
        self.assertEqual(self.said(self.answer(self.packed(LARGE, cut=2000))), ("failed", "bad-packing", 200))
        self.assertEqual(self.left(), [])

    def test_a_piece_nobody_asked_for(self):
        result = self.answer("HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-4/10\r\nContent-Length: 5\r\n\r\nhello")
        self.assertEqual(self.said(result), ("failed", "unexpected-answer", 206))

    def test_304_to_a_request_without_a_condition(self):
        self.assertEqual(self.said(self.answer("HTTP/1.1 304 Not Modified\r\n\r\n")), ("failed", "unexpected-answer", 304))

    def test_octets_that_are_not_http(self):
        self.assertEqual(self.answer(b"\x16\x03\x01 certainly not\r\n\r\n")["outcome"], "failed")

    def test_a_head_without_end(self):
        result = self.answer("HTTP/1.1 200 OK\r\n" + "X: y\r\n" * 20000)
        self.assertEqual(result["outcome"], "failed")

    def test_a_wrong_rest_is_thrown_away_with_the_part_and_the_list_begins_anew(self):
        head = 'HTTP/1.1 200 OK\r\nETag: "1"\r\nContent-Length: %d\r\n\r\n'
        cut = head % len(LARGE) + LARGE[:200000]
        wrong = f'HTTP/1.1 206 Partial Content\r\nETag: "1"\r\nContent-Range: bytes 100000-{len(LARGE) - 1}/{len(LARGE)}\r\nContent-Length: 5\r\n\r\nhello'
        result = self.answer(cut, wrong, head % len(LARGE) + LARGE, rounds=2)
        self.assertEqual((*self.said(result), result["tries"]), ("fresh", "none", 200, "3"))
        self.assertEqual(self.text(), LARGE)
        self.assertIn("Range: bytes=200000-", self.requests[1])
        self.assertNotIn("Range:", self.requests[2])

    def test_a_server_that_is_busy_for_a_second_is_asked_again(self):
        busy = "HTTP/1.1 503 Busy\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n"
        whole = f"HTTP/1.1 200 OK\r\nContent-Length: {len(SMALL)}\r\n\r\n{SMALL}"
        result = self.answer(busy, whole, rounds=2, back_off_longest=2000)
        self.assertEqual((result["outcome"], result["tries"]), ("fresh", "2"))
        self.assertGreaterEqual(int([line for line in self.progress if line[0] == "waiting"][0][5]), 1000)


class Mirrors(FetchTest):
    def test_a_mirror_is_asked_when_the_first_address_fails(self):
        result = self.fetch_one([self.web.url("missing.txt"), f"http://{LOOPBACK}:{harness.free_port()}/x", self.web.url("lists/small.txt")])
        self.assertEqual((*self.said(result), result["url"], result["tries"]), ("fresh", "none", 200, "2", "3"))

    def test_a_server_that_is_not_there(self):
        result = self.fetch_one(f"http://{LOOPBACK}:{harness.free_port()}/x", rounds=3)
        self.assertEqual((*self.said(result), result["tries"]), ("failed", "not-reachable", 0, "3"))

    def test_what_said_no_for_good_is_not_asked_again(self):
        self.assertEqual(self.fetch_one(self.web.url("missing.txt"), rounds=3)["tries"], "1")

    def test_a_slow_list_does_not_hold_up_the_others(self):
        sources = {"slow": self.web.url("slow/large.txt"), **{f"fast-{number}": self.web.url("lists/large.txt") for number in range(20)}}
        results = self.fetch(sources, at_once=2, everything=6000)
        ended = [line[1] for line in self.progress if line[0] == "ended"]
        self.assertEqual(ended[-1], "slow")
        self.assertEqual({result["outcome"] for name, result in results.items() if name != "slow"}, {"fresh"})

    def test_everything_ends_when_its_time_is_over(self):
        results = self.fetch({f"slow-{number}": self.web.url("slow/large.txt") for number in range(20)}, at_once=2, everything=1500)
        self.assertEqual({result["trouble"] for result in results.values()}, {"took-too-long"})

    def test_progress_tells_of_the_octets_on_their_way(self):
        self.web.write("lists/huge.txt", LARGE * 8)
        self.fetch_one(self.web.url("steady/huge.txt"))
        loading = [line for line in self.progress if line[0] == "loading"]
        self.assertTrue(loading)
        self.assertEqual({line[4] for line in loading}, {str(len(LARGE) * 8)})
        self.assertEqual(self.progress[0][:2], ["asking", "one"])
        self.assertEqual(self.progress[-1][0], "ended")


class Certificates(FetchTest):
    def test_a_certificate_nobody_vouches_for_is_refused(self):
        result = self.fetch_one(self.web.secure_url("lists/small.txt"))
        self.assertEqual(self.said(result), ("failed", "untrusted-certificate", 0))
        self.assertEqual(self.left(), [])

    def test_a_certificate_the_operator_vouches_for_is_fine(self):
        result = self.fetch_one(self.web.secure_url("lists/small.txt"), authorities=self.web.authority)
        self.assertEqual(self.said(result), ("fresh", "none", 200))

    def test_a_certificate_for_another_name_is_refused(self):
        with closing(FakeUpstream(lambda query, transport: addresses_of(query, LOOPBACK))) as upstream:
            url = f"https://other.test:{self.web.secure_port}/lists/small.txt"
            result = self.fetch_one(url, authorities=self.web.authority, resolver=f"{LOOPBACK}:{upstream.port}")
        self.assertEqual(self.said(result), ("failed", "untrusted-certificate", 0))

    def test_an_expired_certificate_points_at_the_clock(self):
        result = self.fetch_one(self.web.expired_url("lists/small.txt"), authorities=self.web.expired_authority)
        self.assertEqual(self.said(result), ("failed", "certificate-date", 0))

    def test_from_https_to_http_is_refused(self):
        result = self.fetch_one(self.web.secure_url("to-http"), authorities=self.web.authority)
        self.assertEqual(self.said(result), ("failed", "insecure-redirect", 302))

    def test_a_server_that_does_not_speak_tls(self):
        result = self.fetch_one(f"https://{LOOPBACK}:{self.web.port}/lists/small.txt")
        self.assertEqual(self.said(result), ("failed", "tls-failed", 0))


class Names(FetchTest):
    def resolve(self, script, url, **terms):
        with closing(FakeUpstream(script)) as upstream:
            result = self.fetch_one(url, resolver=f"{LOOPBACK}:{upstream.port}", **terms)
            self.questions = upstream.asked
        return result

    def url(self, host):
        return f"http://{host}:{self.web.port}/lists/small.txt"

    def test_a_name_is_asked_of_the_upstream_and_of_nobody_else(self):
        result = self.resolve(lambda query, transport: addresses_of(query, LOOPBACK), self.url("lists.test"))
        self.assertEqual(self.said(result), ("fresh", "none", 200))
        self.assertEqual({(name, kind) for name, kind, _ in self.questions}, {("lists.test", "A"), ("lists.test", "AAAA")})

    def test_a_name_that_does_not_exist(self):
        result = self.resolve(lambda query, transport: [reply_to(query, rcode=dns.rcode.NXDOMAIN)], self.url("gone.test"), rounds=3)
        self.assertEqual((*self.said(result), result["tries"]), ("failed", "name-not-found", 0, "1"))

    def test_an_upstream_that_closes_the_name_does_not_lead_us_to_this_machine(self):
        result = self.resolve(lambda query, transport: addresses_of(query, "0.0.0.0"), self.url("closed.test"))
        self.assertEqual(self.said(result), ("failed", "name-not-found", 0))

    def test_an_upstream_that_is_silent(self):
        result = self.resolve(lambda query, transport: [], self.url("lists.test"))
        self.assertEqual(self.said(result), ("failed", "resolvers-silent", 0))

    def test_a_second_upstream_answers_when_the_first_is_silent(self):
        with closing(FakeUpstream(lambda query, transport: [])) as silent, closing(FakeUpstream(lambda query, transport: addresses_of(query, LOOPBACK))) as good:
            result = self.fetch_one(self.url("lists.test"), resolver=[f"{LOOPBACK}:{silent.port}", f"{LOOPBACK}:{good.port}"])
        self.assertEqual(self.said(result), ("fresh", "none", 200))

    def test_a_redirection_to_another_name_is_asked_for_too(self):
        answer = f"HTTP/1.1 302 Found\r\nLocation: {self.url('mirror.test')}\r\nContent-Length: 0\r\n\r\n".encode()
        with closing(RawServer(lambda number, request: answer)) as first:
            result = self.resolve(lambda query, transport: addresses_of(query, LOOPBACK), f"http://first.test:{first.port}/x")
        self.assertEqual(self.said(result), ("fresh", "none", 200))
        self.assertIn("mirror.test", {name for name, _, _ in self.questions})


class TheStepItself(FetchTest):
    def test_the_program_is_not_linked_to_libcurl(self):
        linked = subprocess.run(["ldd", DARBAN], capture_output=True, text=True).stdout
        self.assertNotIn("libcurl", linked)

    def test_without_libcurl_every_list_says_so(self):
        for name in ("libcurl.so.4", "libcurl-gnutls.so.4"):
            (self.at / name).write_bytes(b"")
        environment = {**os.environ, "LD_LIBRARY_PATH": str(self.at)}
        results = self.fetch({"one": self.web.url("lists/small.txt"), "two": self.web.url("lists/large.txt")}, environment)
        self.assertEqual({result["trouble"] for result in results.values()}, {"no-fetcher"})

    def test_proxies_of_the_environment_are_not_used(self):
        environment = {**os.environ, "http_proxy": f"http://{LOOPBACK}:1", "all_proxy": f"http://{LOOPBACK}:1"}
        self.assertEqual(self.fetch_one(self.web.url("lists/small.txt"), environment)["outcome"], "fresh")

    def test_it_gives_up_its_rights_before_it_fetches(self):
        self.fetch_one(self.web.url("lists/small.txt"))
        for measure in ("no new privileges", "closed descriptors", "low priority", "file limit", "no core file", "dies with parent"):
            self.assertEqual(self.sandbox[measure], "applied", measure)
        if self.sandbox["files"] == "not in this kernel":
            self.skipTest("this kernel has no Landlock")
        self.assertEqual(self.sandbox["files"], "applied")

    def test_root_becomes_the_given_user(self):
        if os.geteuid() != 0:
            self.skipTest("not root")
        shutil.chown(self.cache, "nobody", "nogroup")
        os.chmod(self.at, 0o755)
        self.write_order({"one": self.web.url("lists/small.txt")})
        done = subprocess.run(self.step("--user", "nobody"), capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.report()["one"]["outcome"], "fresh")
        self.assertEqual(self.sandbox["other user"], "applied")
        self.assertEqual((self.cache / "one" / "list").owner(), "nobody")

    def test_an_order_that_makes_no_sense_is_refused_with_its_line(self):
        self.write_order({"one": {"url": ["http://x.test/"], "into": "../x"}})
        done = subprocess.run(self.step(), capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, r"order:\d+: out of range")

    def test_a_report_outside_the_folder_can_not_be_written(self):
        self.write_order({"one": self.web.url("lists/small.txt")})
        done = subprocess.run([*self.step()[:-1], str(self.at / "report")], capture_output=True, text=True, timeout=60)
        if (self.at / "report").exists():
            self.skipTest("this kernel has no Landlock")
        self.assertEqual(done.returncode, 1)
        self.assertIn("permission denied", done.stderr)

    def test_a_folder_that_can_not_be_written_to(self):
        (self.cache / "one").write_text("a file where the folder should be")
        self.assertEqual(self.fetch_one(self.web.url("lists/small.txt"))["trouble"], "can-not-write")

    def test_it_is_not_in_the_overview(self):
        overview = subprocess.run([DARBAN, "lists", "--help"], capture_output=True, text=True).stdout
        self.assertNotIn("fetch-step", overview)


def addresses_of(query, address):
    """This address for A, nothing for AAAA."""
    name = query.question[0].name.to_text()
    return [reply_to(query, f"{name} 60 IN A {address}")] if query.question[0].rdtype == 1 else [reply_to(query)]


def table():
    print("| # | what happens | outcome | trouble | status |\n|---|---|---|---|---|")
    for number, (sentence, _, outcome, trouble, status) in enumerate(TABLE, 1):
        print(f"| {number} | {sentence} | {outcome} | `{trouble}` | {status or 'none'} |")


if __name__ == "__main__":
    if "--table" in sys.argv:
        table()
    else:
        harness.main()
