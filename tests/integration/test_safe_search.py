#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Safe search over real sockets: one host of each engine, asked by dig and kdig in every way, against an upstream that offers the unsafe address for
every unsafe name. And the files it is made of: taken up, broken, gone, never there.
"""
import os
import re
import shutil
import subprocess
import threading
import unittest

import dns.flags
import dns.rdatatype

import harness
from harness import DaemonTest, PHONE, TABLET, addresses, ede, rcode

BLOCKLISTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "blocklists")
UNSAFE4, UNSAFE6 = "198.51.100.66", "2001:db8:66::66"
SAFE4, SAFE6 = "192.0.2.10", "2001:db8:1::10"
LED = {  # a host of each engine -> where a child of ten is led
    "www.google.com.pk": "forcesafesearch.google.com",
    "youtubei.googleapis.com": "restrictmoderate.youtube.com",
    "edgeservices.bing.com": "strict.bing.com",
    "start.duckduckgo.com": "safe.duckduckgo.com",
    "search.brave.com": "forcesafe.search.brave.com",
    "www.ecosia.org": "strict-safe-search.ecosia.org",
    "yandex.com.tr": "familysearch.yandex.ru",
    "pixabay.com": "safesearch.pixabay.com",
    "api.qwant.com": "safeapi.qwant.com",
    "startpage.com": "safe.startpage.com",
}
TYPES = ("A", "AAAA", "HTTPS", "SVCB")


def world(query, transport):
    """What the world says: safe addresses for safe names, unsafe ones for all others, of every type, with additional records nobody asked for."""
    question = query.question[0]
    name, kind = question.name.to_text(), dns.rdatatype.to_text(question.rdtype)
    safe = name.rstrip(".").lower() in LED.values()
    four, six = (SAFE4, SAFE6) if safe else (UNSAFE4, UNSAFE6)
    service = f"1 . alpn=h2 ipv4hint={four} ipv6hint={six}"
    value = {"A": four, "AAAA": six, "HTTPS": service, "SVCB": service}.get(kind)
    if value is None:
        return None
    response = harness.reply_to(query, f"{name} 3600 IN {kind} {value}", flags=dns.flags.AD)
    response.additional.append(dns.rrset.from_text(name, 3600, "IN", "A", four))
    return [response]


class SafeSearch(DaemonTest):
    script = staticmethod(world)
    daemon_settings = {"settings": f"lists: {{catalogue: {BLOCKLISTS}}}"}

    def told(self, *words):
        done = subprocess.run([*words, "@127.0.0.1"], capture_output=True, text=True, timeout=harness.PATIENCE)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def check_led(self, text, host, kind):
        self.assertNotIn(UNSAFE4, text)
        self.assertNotIn(UNSAFE6, text)
        self.assertIn("status: NOERROR", text)
        self.assertIn(f"CNAME\t{LED[host]}.", text)
        self.assertIn(SAFE6 if kind == "AAAA" else SAFE4, text)
        self.assertNotIn("ad", re.search("flags: ([^;]*);", text, re.IGNORECASE).group(1).split())

    def test_dig_finds_no_way_to_the_unsafe_address(self):
        for host in LED:
            self.assertIn(UNSAFE4, addresses(self.daemon.ask(host, client=PHONE)), "the upstream offers it, and the cache holds it")
            for kind in TYPES:
                for bits in (["+nodnssec"], ["+dnssec"], ["+cdflag"], ["+dnssec", "+cdflag", "+adflag"]):
                    with self.subTest(host=host, kind=kind, bits=bits):
                        port = ["-p", str(self.daemon.port), "-b", TABLET]
                        self.check_led(self.told("dig", *port, *bits, host, kind), host, kind)

    def test_kdig_neither_also_over_tcp_and_without_edns(self):
        for host in LED:
            for kind in TYPES:
                for bits in (["+tcp", "+dnssec", "+cdflag"], ["+tcp", "+noedns"], ["+noedns"], ["+dnssec"]):
                    with self.subTest(host=host, kind=kind, bits=bits):
                        words = ["kdig", "-p", str(self.daemon.port), "-b", TABLET, *bits, host, kind]
                        self.check_led(self.told(*words), host, kind)

    def test_other_types_give_nothing_or_what_mail_needs(self):
        for kind in ("TYPE38", "NAPTR", "URI", "TYPE65280"):
            response = self.daemon.ask("www.bing.com", kind, client=TABLET)
            self.assertEqual((rcode(response), response.answer), ("NOERROR", []))
        self.assertEqual(self.daemon.ask("www.bing.com", "CNAME", client=TABLET).answer[0][0].target.to_text(), "strict.bing.com.")

    def test_only_the_safe_name_leaves_the_house(self):
        before = len(self.upstream.asked)
        for host in ("www.google.ws", "www.google.tt", "www.google.to"):
            self.daemon.ask(host, client=TABLET)
        asked = {name for name, _, _ in self.upstream.asked[before:]}
        self.assertLessEqual(asked, {"forcesafesearch.google.com"})

    def test_the_reply_keeps_the_spelling_and_repeats_nobody(self):
        for spelling in ("WwW.gOoGlE.cOm", "wWw.GOOGLE.com", "www.google.com"):
            response = self.daemon.ask(spelling, client=TABLET)
            self.assertEqual(response.question[0].name.to_text(omit_final_dot=True), spelling)
            self.assertEqual(response.answer[0].rdtype, dns.rdatatype.CNAME)
            self.assertLessEqual(max(rrset.ttl for rrset in response.answer), 300)
            self.assertFalse(response.flags & dns.flags.AD)

    def test_explain_and_status_say_what_happens(self):
        config = self.daemon.file("darban.yaml")
        text = self.daemon.command("explain", "www.google.com", "--person", "Sara", "--config", config).stdout
        self.assertIn("www.google.com is OPEN AS SAFE SEARCH for Sara", text)
        self.assertIn("step 8", text)
        self.assertIn("Sara is led to forcesafesearch.google.com, the safe address of Google.", text)
        self.assertIn("www.google.com is OPEN for Amna", self.daemon.command("explain", "www.google.com", "--person", "Amna", "--config", config).stdout)
        self.assertEqual(self.daemon.status()["rules"]["problems"], [])


class Failing(DaemonTest):
    """The safe names do not resolve."""

    daemon_settings = {"settings": f"lists: {{catalogue: {BLOCKLISTS}}}", "timeout_ms": 150, "tries": 1}

    @staticmethod
    def script(query, transport):
        name = query.question[0].name.to_text(omit_final_dot=True).lower()
        if name == "strict.bing.com":
            return []
        if name in LED.values():
            return [harness.reply_to(query, rcode=3, authority=[f"{name}. 60 IN SOA ns.example. root.example. 1 2 3 4 60"])]
        return world(query, transport)

    def test_the_known_address_serves_where_there_is_one(self):
        self.assertEqual(addresses(self.daemon.ask("www.google.com", client=TABLET)), ["216.239.38.120"])
        self.assertEqual(addresses(self.daemon.ask("www.google.com", "AAAA", client=TABLET)), ["2001:4860:4802:32::78"])
        self.assertEqual(self.daemon.ask("www.google.com", "HTTPS", client=TABLET).answer, [])
        self.assertEqual(addresses(self.daemon.ask("www.bing.com", client=TABLET)), ["204.79.197.220"])  # silence
        self.assertEqual(self.daemon.ask("www.bing.com", "AAAA", client=TABLET).answer, [])

    def test_without_one_it_fails_and_says_so(self):
        for kind in TYPES:
            response = self.daemon.ask("search.brave.com", kind, client=TABLET)
            self.assertEqual((rcode(response), response.answer, ede(response)), ("SERVFAIL", [], 0))


class Slow(DaemonTest):
    """The safe name takes its time."""

    daemon_settings = {"settings": f"lists: {{catalogue: {BLOCKLISTS}}}", "timeout_ms": 5000}

    @staticmethod
    def script(query, transport):
        return [0.5, *world(query, transport)]

    def test_questions_that_meet_on_their_way_are_asked_once(self):
        hosts = [f"www.google.{end}" for end in ("ad", "ae", "al", "am", "as", "at", "az", "ba")]
        heard = []
        ask = lambda host, client: heard.append(self.daemon.ask(host, "AAAA", client=client))
        askers = [threading.Thread(target=ask, args=(host, TABLET)) for host in hosts]
        askers.append(threading.Thread(target=ask, args=("forcesafesearch.google.com", PHONE)))
        for asker in askers:
            asker.start()
        for asker in askers:
            asker.join()
        self.assertEqual([addresses(response) for response in heard], [[SAFE6]] * 9)
        self.assertEqual(self.upstream.asked, [("forcesafesearch.google.com", "AAAA", "udp")])


class Large(DaemonTest):
    """The safe name has more addresses than fit a datagram."""

    daemon_settings = {"settings": f"lists: {{catalogue: {BLOCKLISTS}}}"}

    @staticmethod
    def script(query, transport):
        name = query.question[0].name.to_text()
        return [harness.reply_to(query, *[f"{name} 60 IN A 192.0.2.{i}" for i in range(100)])]

    def test_it_is_truncated_over_udp_and_whole_over_tcp(self):
        short = self.daemon.ask("www.bing.com", client=TABLET)
        self.assertTrue(short.flags & dns.flags.TC)
        self.assertEqual(short.answer, [])
        whole = self.daemon.ask("www.bing.com", client=TABLET, tcp=True)
        self.assertEqual(len(addresses(whole)), 100)
        self.assertEqual(whole.answer[0].rdtype, dns.rdatatype.CNAME)


ONE_ENGINE = """engines:
  - {key: seek, name: Seek, target: safe.seek.example, source: S, confidence: B, hosts: [www.seek.example]}
"""


class Files(unittest.TestCase):
    """The tables are files like the household: watched, refused with their place, and the last good one serves on."""

    def setUp(self):
        self.upstream = harness.FakeUpstream(world)
        self.daemon = harness.Daemon([self.upstream.port], settings="lists: {catalogue: tables}")
        os.mkdir(self.daemon.file("tables"))

    def tearDown(self):
        self.daemon.close()
        self.upstream.close()

    def target(self, host):
        """Where the child is led, or ''."""
        answer = self.daemon.ask(host, client=TABLET).answer
        return answer[0][0].target.to_text(omit_final_dot=True) if answer and answer[0].rdtype == dns.rdatatype.CNAME else ""

    def test_without_the_folder_the_program_serves_with_its_own_table_and_says_so_loudly(self):
        os.rmdir(self.daemon.file("tables"))
        self.daemon.start()
        for host in ("www.google.com", "start.duckduckgo.com"):
            self.assertNotEqual(self.target(host), "")
        self.assertIn("safe-search.yaml: there is no such file; the table inside the program serves in its place", self.daemon.log())
        self.assertEqual(rcode(self.daemon.ask("mask.icloud.com", client=TABLET)), "NXDOMAIN")
        check = self.daemon.command("check", "--config", self.daemon.file("darban.yaml"))
        self.assertIn("note: ", check.stderr)
        self.assertIn("tables/bypass.yaml: there is no such file", check.stderr)

    def test_a_folder_that_comes_later_is_taken_up_by_a_reload(self):
        os.rmdir(self.daemon.file("tables"))
        self.daemon.start()
        os.mkdir(self.daemon.file("tables"))
        self.daemon.write("tables/safe-search.yaml", ONE_ENGINE)
        self.daemon.reload()
        harness.eventually(lambda: self.target("www.seek.example") == "safe.seek.example", "the new table is in force")
        self.assertEqual(self.target("www.google.com"), "")

    def test_a_saved_table_is_in_force_and_a_broken_one_is_refused_with_its_place(self):
        shutil.copy(os.path.join(BLOCKLISTS, "safe-search.yaml"), self.daemon.file("tables"))
        self.daemon.start()
        self.assertEqual(self.target("www.bing.com"), "strict.bing.com")
        self.daemon.write("tables/safe-search.yaml", ONE_ENGINE)
        harness.eventually(lambda: self.target("www.seek.example") == "safe.seek.example", "the saved table is in force")
        self.daemon.write("tables/safe-search.yaml", "engines:\n  - {key: seek, tarket: x.example}\n")
        harness.eventually(lambda: "tables/safe-search.yaml:2:" in self.daemon.log(), "the refusal has its place")
        self.assertEqual(self.target("www.seek.example"), "safe.seek.example")
        self.assertIn("safe-search.yaml:2:", " ".join(self.daemon.status()["rules"]["problems"]))
        os.remove(self.daemon.file("tables/safe-search.yaml"))
        harness.eventually(lambda: "what it said last serves on" in self.daemon.log(), "the missing file is said")
        self.assertEqual(self.target("www.seek.example"), "safe.seek.example")

    def test_signals_come_from_their_file(self):
        self.daemon.write(
            "tables/bypass.yaml",
            "signals:\n  - {name: probe.example, scope: subtree, types: [AAAA], answer: nodata, level: strict, effect: E., source: S, confidence: A}\n"
            "resolvers: {names: []}\ntunnels: []\n",
        )
        self.daemon.start()
        self.assertEqual(self.daemon.ask("a.probe.example", "AAAA", client=TABLET).answer, [])
        self.assertEqual(addresses(self.daemon.ask("a.probe.example", "A", client=TABLET)), [UNSAFE4])
        self.assertEqual(addresses(self.daemon.ask("a.probe.example", "AAAA", client=PHONE)), [UNSAFE6])

    def test_a_household_that_names_what_is_not_there_is_refused_with_its_place(self):
        shutil.copy(os.path.join(BLOCKLISTS, "safe-search.yaml"), self.daemon.file("tables"))
        self.daemon.start()
        for words, place in (
            ("safe-search: {gogle: on}", "household.yaml:5:26: 'gogle' is no search engine that has a safe address; did you mean 'google'?"),
            ("safe-search: gentle", "household.yaml:5:18: 'gentle' is not a level of safe search here"),
            ("youtube: kids", "household.yaml:5:14: 'kids' is not a level"),
        ):
            before = len(self.daemon.log())
            self.daemon.write("household.yaml", harness.household_file(harness.HOUSEHOLD.replace("    band: 10-12\n", f"    {words}\n    band: 10-12\n")))
            harness.eventually(lambda: "household.yaml:" in self.daemon.log()[before:], "the refusal is said")
            self.assertIn(place, self.daemon.log()[before:])
            self.assertEqual(self.target("www.google.com"), "forcesafesearch.google.com", "what was in force stays")


if __name__ == "__main__":
    harness.main()
