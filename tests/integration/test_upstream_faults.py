#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Upstreams that are dead, late, lying or truncating: the client gets the right answer where there is one and SERVFAIL with a reason where there is
none, in bounded time, and the next question is served as if nothing had been. The table of tests/README.md is TABLE: `--table` prints it."""
import struct
import sys
import time

import dns.flags
import dns.message
import dns.rcode

import harness
from harness import CLOSE, Daemon, DaemonTest, FakeUpstream, addresses, ede, rcode, reply_to, standard_answer

TIMEOUT = 0.3  # of one try, as the daemon is told below
HUGE = 64500  # octets of records: as much as a message can hold

TABLE = [
    ("silent", "nothing ever comes", "SERVFAIL, EDE 22, after all tries; with a second upstream its answer"),
    ("late", "the answer comes after the last try", "SERVFAIL; the late answer is dropped"),
    ("wrong ID", "an answer with another ID, then the right one", "the right one; the forgery is counted"),
    ("wrong question", "an answer to another name, then the right one", "the right one; the forgery is counted"),
    ("QR=0", "our own question comes back, then the right answer", "the right one; the forgery is counted"),
    ("truncated", "TC=1 over UDP, whole over TCP", "the whole answer, asked again over TCP"),
    ("SERVFAIL", "rcode 2", "SERVFAIL, EDE 22; a second upstream is tried first"),
    ("FORMERR", "rcode 1, as old servers say to EDNS", "asked again without EDNS: its answer; else SERVFAIL"),
    ("REFUSED", "rcode 5", "SERVFAIL, EDE 22; a second upstream is tried first"),
    ("looped CNAME", "a -> b -> a", "no address, no loop of ours"),
    ("giant", "64 KiB of records over TCP", "whole over TCP; over UDP truncated within the client's size"),
    ("half-open TCP", "TC=1 over UDP, then a TCP connection that says nothing", "SERVFAIL in bounded time"),
]


def right(query, address="192.0.2.1"):
    return reply_to(query, f"{query.question[0].name} 300 IN A {address}")


def with_id(message, number):
    octets = harness.wire(message)
    return struct.pack("!H", number) + octets[2:]


def other_question(query):
    other = dns.message.make_query("other.example", "A", id=query.id, use_edns=0)
    return right(other, "192.0.2.66")


def giant(query):
    name = query.question[0].name
    response = reply_to(query)
    texts = [f'"{"x" * 250}{number:04d}"' for number in range(HUGE // 268)]
    response.answer.append(dns.rrset.from_text(name, 300, "IN", "TXT", *texts))
    return response


def faults(query, transport):
    """The upstream of these tests: the first label of the name is the fault."""
    fault = query.question[0].name.labels[0].decode().lower()
    udp = transport == "udp"
    if fault == "silent":
        return []
    if fault == "late":
        return [TIMEOUT * 3.5, right(query)]
    if fault == "wrong-id":
        return [with_id(right(query, "192.0.2.66"), query.id ^ 0x5555), 0.05, right(query)]
    if fault == "only-wrong-id":
        return [with_id(right(query, "192.0.2.66"), query.id ^ 0x5555)]
    if fault == "wrong-question":
        return [other_question(query), 0.05, right(query)]
    if fault == "only-wrong-question":
        return [other_question(query)]
    if fault == "qr-0":
        return [query.to_wire(), 0.05, right(query)]
    if fault == "lower-case":  # 0x20: whoever answers in other spelling has not seen the question
        octets = harness.wire(right(query, "192.0.2.66"))
        return [octets[:12] + octets[12:].lower() if octets[12:].lower() != octets[12:] else octets]
    if fault == "truncated":
        return [reply_to(query, flags=dns.flags.TC)] if udp else [right(query)]
    if fault in ("servfail", "formerr", "refused"):
        return [reply_to(query, rcode=dns.rcode.from_text(fault))]
    if fault == "formerr-edns":
        return [reply_to(query, rcode=dns.rcode.FORMERR)] if query.edns >= 0 else [right(query)]
    if fault == "loop-a" or fault == "loop-b":
        return [reply_to(query, "loop-a.example. 60 IN CNAME loop-b.example.", "loop-b.example. 60 IN CNAME loop-a.example.")]
    if fault == "giant":
        return [reply_to(query, flags=dns.flags.TC)] if udp else [giant(query)]
    if fault == "half-open":
        return [reply_to(query, flags=dns.flags.TC)] if udp else [harness.PATIENCE, CLOSE]
    if fault == "hang-up":
        return [reply_to(query, flags=dns.flags.TC)] if udp else [CLOSE]
    if fault == "cut":
        return [harness.wire(right(query))[:-3]]
    if fault == "no-question":
        return [harness.wire(reply_to(query))[:4] + b"\0" * 8]
    if fault == "noise":
        return [b"\xff" * 40, b"", b"\0", 0.05, right(query)]
    return [standard_answer(query)]


class OneUpstream(DaemonTest):
    script = staticmethod(faults)
    daemon_settings = {"timeout_ms": int(TIMEOUT * 1000), "tries": 2}

    def ask(self, fault, **more):
        return self.daemon.ask(f"{fault}.example", **more)

    def forged(self):
        return self.status_number("forged")

    def status_number(self, part):
        """The live health number whose key holds this word."""
        flat = flatten(self.daemon.status())
        numbers = [value for key, value in flat.items() if part in key]
        self.assertTrue(numbers, f"no '{part}' in {sorted(flat)}")
        return numbers[0]

    def assert_served_as_before(self):
        response = self.daemon.ask(f"good-{time.monotonic_ns()}.example")
        self.assertEqual(addresses(response), ["192.0.2.1"])

    def test_silent(self):
        response = self.ask("silent")
        self.assertEqual((rcode(response), ede(response)), ("SERVFAIL", 22))
        self.assertGreaterEqual(len(self.upstream.asked_for("silent.example")), 2, "it was tried again")
        self.assert_served_as_before()

    def test_late(self):
        self.assertEqual(rcode(self.ask("late")), "SERVFAIL")
        self.assert_served_as_before()

    def test_wrong_id(self):
        self.assertEqual(addresses(self.ask("wrong-id")), ["192.0.2.1"])
        self.assertEqual(rcode(self.ask("only-wrong-id")), "SERVFAIL")
        self.assertGreater(self.forged(), 0)

    def test_wrong_question(self):
        self.assertEqual(addresses(self.ask("wrong-question")), ["192.0.2.1"])
        self.assertEqual(rcode(self.ask("only-wrong-question")), "SERVFAIL")
        self.assertGreater(self.forged(), 0)

    def test_qr_0(self):
        self.assertEqual(addresses(self.ask("qr-0")), ["192.0.2.1"])

    def test_truncated(self):
        self.assertEqual(addresses(self.ask("truncated")), ["192.0.2.1"])
        self.assertIn(("truncated.example", "A", "tcp"), self.upstream.asked)

    def test_servfail(self):
        response = self.ask("servfail")
        self.assertEqual((rcode(response), ede(response)), ("SERVFAIL", 22))

    def test_formerr(self):
        self.assertEqual(rcode(self.ask("formerr")), "SERVFAIL")
        self.assert_served_as_before()

    def test_formerr_to_edns_is_asked_again_without(self):
        self.assertEqual(addresses(self.ask("formerr-edns")), ["192.0.2.1"])

    def test_refused(self):
        response = self.ask("refused")
        self.assertEqual((rcode(response), ede(response)), ("SERVFAIL", 22))

    def test_looped_cname(self):
        response = self.ask("loop-a")
        self.assertEqual(addresses(response), [])
        self.assertLessEqual(len(self.upstream.asked_for("loop-a.example")), 2)
        self.assert_served_as_before()

    def test_giant(self):
        over_tcp = self.daemon.ask("giant.example", "TXT", tcp=True)
        self.assertEqual(rcode(over_tcp), "NOERROR")
        self.assertEqual(sum(len(rrset) for rrset in over_tcp.answer), HUGE // 268)
        over_udp = self.daemon.ask("giant.example", "TXT")
        self.assertTrue(over_udp.flags & dns.flags.TC)
        self.assertLessEqual(len(over_udp.to_wire()), 1232)

    def test_half_open_tcp(self):
        self.assertEqual(rcode(self.ask("half-open")), "SERVFAIL")
        self.assert_served_as_before()

    def test_tcp_that_hangs_up(self):
        self.assertEqual(rcode(self.ask("hang-up")), "SERVFAIL")
        self.assert_served_as_before()

    def test_damaged_answers(self):
        self.assertEqual(rcode(self.ask("cut")), "SERVFAIL")
        self.assertEqual(rcode(self.ask("no-question")), "SERVFAIL")
        self.assertEqual(addresses(self.ask("noise")), ["192.0.2.1"])
        self.assert_served_as_before()

    def test_a_closed_name_needs_no_upstream(self):
        response = self.daemon.ask("silent.games.example", client=harness.TABLET)
        self.assertEqual(addresses(response), ["0.0.0.0"])
        self.assertEqual(self.upstream.asked_for("silent.games.example"), [])


def flatten(tree, path=""):
    if isinstance(tree, dict):
        return {key: value for name, part in tree.items() for key, value in flatten(part, f"{path}/{name}").items()}
    return {path: tree}


class TwoUpstreams(harness.unittest.TestCase):
    """The second upstream answers what the first one can not."""

    def setUp(self):  # a daemon each: health is remembered
        self.first = FakeUpstream(faults)
        self.second = FakeUpstream(lambda query, transport: [right(query, "192.0.2.2")])
        self.daemon = Daemon([self.first.port, self.second.port], timeout_ms=int(TIMEOUT * 1000), tries=3).start()

    def tearDown(self):
        self.first.close()
        self.second.close()
        self.daemon.close()

    def test_the_first_is_asked_first_and_the_second_not_at_all(self):
        self.assertEqual(addresses(self.daemon.ask("first.example")), ["192.0.2.1"])
        self.assertEqual(self.second.asked_for("first.example"), [])

    def test_what_the_first_can_not_say_the_second_says(self):
        for fault in ("servfail", "refused", "formerr", "silent", "half-open"):
            with self.subTest(fault):
                self.assertEqual(addresses(self.daemon.ask(f"{fault}.example")), ["192.0.2.2"])


class NoUpstreamAtAll(harness.unittest.TestCase):
    def test_a_port_nobody_listens_on_is_servfail_at_once_and_local_names_are_served(self):
        daemon = Daemon([harness.free_port()], timeout_ms=int(TIMEOUT * 1000)).start()
        try:
            response = daemon.ask("a.example")
            self.assertEqual(rcode(response), "SERVFAIL")
            self.assertIn(ede(response), (22, 23))
            self.assertEqual(addresses(daemon.ask("localhost")), ["127.0.0.1"])
            self.assertEqual(addresses(daemon.ask("games.example", client=harness.TABLET)), ["0.0.0.0"])
        finally:
            daemon.close()


class BackAgain(harness.unittest.TestCase):
    def test_an_upstream_that_comes_back_is_used_again(self):
        state = {"dead": True}
        upstream = FakeUpstream(lambda query, transport: [] if state["dead"] else None)
        daemon = Daemon([upstream.port], timeout_ms=150, tries=1).start()
        try:
            for number in range(5):
                self.assertEqual(rcode(daemon.ask(f"dead{number}.example")), "SERVFAIL")
            state["dead"] = False
            number = iter(range(1000))
            harness.eventually(lambda: addresses(daemon.ask(f"alive{next(number)}.example")) == ["192.0.2.1"], "the upstream is used again")
        finally:
            daemon.close()
            upstream.close()


if __name__ == "__main__":
    if "--table" in sys.argv:
        print("| # | fault | what the upstream does | what the client gets |\n|---|---|---|---|")
        for row_number, row in enumerate(TABLE, 1):
            print(f"| {row_number} | " + " | ".join(row) + " |")
    else:
        harness.main()
