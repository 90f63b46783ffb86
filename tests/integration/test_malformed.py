#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Octets that are not a clean question, over UDP and TCP: FORMERR, NOTIMP, BADVERS, REFUSED or silence, as the RFCs say. The table of
tests/README.md is CASES: `test_malformed.py --table` prints it."""
import struct
import sys

import harness
from harness import DaemonTest

ID = 0x4D41
A, HINFO, OPT, TSIG, IXFR, AXFR, ANY = 1, 13, 41, 250, 251, 252, 255
IN, CH = 1, 3
RD = 0x0100
NAME = b"\3www\7example\0"
SILENCE = "silence"


def header(flags=RD, questions=1, answers=0, authorities=0, additionals=0):
    return struct.pack("!6H", ID, flags, questions, answers, authorities, additionals)


def question(name=NAME, kind=A, klass=IN):
    return name + struct.pack("!2H", kind, klass)


def opt(version=0, options=b"", owner=b"\0", length=None):
    return owner + struct.pack("!HHBBHH", OPT, 1232, 0, version, 0, len(options) if length is None else length) + options


def record(owner=NAME):
    return owner + struct.pack("!HHIH", A, IN, 60, 4) + b"\xc0\0\2\1"


def opcode(number):
    return RD | number << 11


LABEL = b"\x3f" + b"a" * 63
# (what it is, its octets, what comes back, why)
CASES = [
    ("an empty datagram", b"", SILENCE, "no header, no ID to answer with"),
    ("11 octets", header()[:11], SILENCE, "shorter than a header (RFC 1035 4.1.1)"),
    ("a response (QR=1)", header(flags=0x8180) + question(), SILENCE, "answering answers makes loops"),
    ("a response with an error and no question", header(flags=0x8181, questions=0), SILENCE, "likewise"),
    ("header only, no question", header(questions=0), "FORMERR", "nothing is asked"),
    ("two questions", header(questions=2) + question() * 2, "FORMERR", "RFC 9619: exactly one"),
    ("65,535 questions announced, one there", header(questions=65535) + question(), "FORMERR", "RFC 9619"),
    ("one question announced, none there", header(), "FORMERR", "truncated"),
    ("opcode IQUERY", header(flags=opcode(1)) + question(), "NOTIMP", "RFC 3425"),
    ("opcode STATUS", header(flags=opcode(2)) + question(), "NOTIMP", "RFC 1035 4.1.1"),
    ("opcode NOTIFY", header(flags=opcode(4)) + question(), "NOTIMP", "RFC 1996: we hold no zones"),
    ("opcode UPDATE", header(flags=opcode(5)) + question(), "NOTIMP", "RFC 2136: we hold no zones"),
    ("an answer record in the query", header(answers=1) + question() + record(), "FORMERR", "a question holds no answers"),
    ("an authority record in the query", header(authorities=1) + question() + record(), "FORMERR", "likewise"),
    ("three additional records announced, none there", header(additionals=3) + question(), "FORMERR", "truncated"),
    ("a name cut off in a label", header() + b"\3www\7exa", "FORMERR", "truncated"),
    ("a question cut off before its class", header() + NAME + b"\0\1", "FORMERR", "truncated"),
    ("a name of 256 octets", header() + question(LABEL * 3 + b"\x3e" + b"b" * 62 + b"\0"), "FORMERR", "RFC 1035 2.3.4: 255 at most"),
    ("label type 0x40", header() + question(b"\x41" + b"a" * 65 + b"\0"), "FORMERR", "RFC 6891 5 retired it"),
    ("label type 0x80", header() + question(b"\x81" + b"a" * 65 + b"\0"), "FORMERR", "never defined"),
    ("a pointer to itself", header() + question(b"\xc0\x0c"), "FORMERR", "RFC 1035 4.1.4: to a prior place"),
    ("a pointer forward", header() + question(b"\xc0\x20") + b"\1a\0", "FORMERR", "likewise"),
    ("a pointer into the header", header() + question(b"\xc0\x04"), "FORMERR", "no name stands there"),
    ("octets after the end", header() + question() + b"junk", "FORMERR", "not a whole message"),
    ("EDNS version 1", header(additionals=1) + question() + opt(version=1), "BADVERS", "RFC 6891 6.1.3"),
    ("two OPT records", header(additionals=2) + question() + opt() * 2, "FORMERR", "RFC 6891 6.1.1"),
    ("an OPT that is not at the root", header(additionals=1) + question() + opt(owner=b"\1a\0"), "FORMERR", "RFC 6891 6.1.2"),
    ("an OPT whose option is longer than it", header(additionals=1) + question() + opt(options=b"\0\x0a\0\x09abcdefgh"), "FORMERR", "RFC 6891 6.1.2"),
    ("an OPT longer than the message", header(additionals=1) + question() + opt(length=100), "FORMERR", "truncated"),
    ("a question of type OPT", header() + question(kind=OPT), "FORMERR", "a pseudo-type (RFC 6895 3.1)"),
    ("a question of type TSIG", header() + question(kind=TSIG), "FORMERR", "a pseudo-type (RFC 6895 3.1)"),
    ("a zone transfer (AXFR)", header() + question(kind=AXFR), "REFUSED", "RFC 5936: we hold no zones"),
    ("a zone transfer (IXFR)", header() + question(kind=IXFR), "REFUSED", "RFC 1995: we hold no zones"),
    ("class CH (version.bind)", header() + question(b"\7version\4bind\0", 16, CH), "REFUSED", "RFC 4892: we say nothing about ourselves"),
    ("class 65,280", header() + question(klass=65280), "REFUSED", "nobody serves it"),
    ("type ANY", header() + question(kind=ANY), "NOERROR", "one HINFO record (RFC 8482)"),
    ("recursion not desired (RD=0)", header(flags=0) + question(), "REFUSED", "would tell what others asked (cache snooping)"),
]
RCODES = {0: "NOERROR", 1: "FORMERR", 2: "SERVFAIL", 4: "NOTIMP", 5: "REFUSED"}


def outcome(reply):
    if reply is None or reply == b"":
        return SILENCE
    code = reply[3] & 0x0F
    if len(reply) > 12 and code == 0 and reply[-11:-8] == b"\0\0\x29" and reply[-6] == 1:
        return "BADVERS"  # the upper bits of 16 in the OPT
    return RCODES.get(code, str(code))


class Malformed(DaemonTest):
    def check(self, send, octets, expected):
        reply = send(octets)
        self.assertEqual(outcome(reply), expected)
        if expected == SILENCE:
            return
        self.assertEqual(struct.unpack("!H", reply[:2])[0], ID)
        self.assertTrue(reply[2] & 0x80, "QR is set")
        self.assertEqual(reply[2] >> 3 & 0xF, octets[2] >> 3 & 0xF, "the opcode is the question's")
        self.assertEqual(reply[2] & 1, octets[2] & 1, "RD is the question's")
        if expected in ("FORMERR", "NOTIMP"):
            self.assertLessEqual(len(reply), max(len(octets), 12), "no amplification")

    def test_over_udp(self):
        for what, octets, expected, _ in CASES:
            with self.subTest(what):
                self.check(self.daemon.send_udp, octets, expected)
        self.assert_alive()

    def test_over_tcp(self):
        for what, octets, expected, _ in CASES:
            with self.subTest(what):
                self.check(self.daemon.send_tcp, octets, expected)
        self.assert_alive()

    def test_any_is_one_hinfo_record(self):
        response = self.daemon.ask("www.example", "ANY")
        self.assertEqual([rrset.rdtype for rrset in response.answer], [HINFO])

    def test_a_version_that_is_not_ours_is_told_ours(self):
        reply = self.daemon.send_udp(header(additionals=1) + question() + opt(version=200), wait=2)
        self.assertEqual(outcome(reply), "BADVERS")
        self.assertEqual(reply[-5], 0, "the version in our OPT")

    def test_every_cut_of_a_question_is_refused_or_silence(self):
        whole = header(additionals=1) + question() + opt(options=b"\0\x0a\0\x08abcdefgh")
        for size in range(len(whole)):
            reply = self.daemon.send_udp(whole[:size], wait=2 if size >= 12 else 0.05)
            self.assertEqual(outcome(reply), "FORMERR" if size >= 12 else SILENCE, f"{size} octets")
        self.assert_alive()

    def test_the_largest_datagram_is_answered_small(self):
        reply = self.daemon.send_udp(header(questions=0) + b"\0" * 60000, wait=2)
        self.assertEqual(outcome(reply), "FORMERR")
        self.assertLessEqual(len(reply), 12)

    def test_none_of_it_reached_the_upstream(self):
        for name, _, _ in self.upstream.asked:
            self.assertNotIn(name, ("version.bind",))


def table():
    print("| # | what comes in | what goes out | why |\n|---|---|---|---|")
    for number, (what, _, expected, why) in enumerate(CASES, 1):
        print(f"| {number} | {what} | {expected} | {why} |")


if __name__ == "__main__":
    if "--table" in sys.argv:
        table()
    else:
        harness.main()
