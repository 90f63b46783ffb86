#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""`darban explain` agrees with the live daemon: random households of 50 people, 400 devices and 200 rules, random names and types, over UDP from the
devices' own addresses, at random times of the week, while grants of every kind are in force. The daemon's clock can not be set, so the household's zone is (tests/scenarios/README.md).
DARBAN_TRIPLES (100,000 unless said otherwise) questions are asked; how many of each step is printed.
"""
import collections
import os
import random
import select
import socket
import struct
import subprocess
import time
import unittest

import harness
from big_household import CATEGORIES, LISTS, TYPES, BigHousehold

TRIPLES = int(os.environ.get("DARBAN_TRIPLES", "100000"))
ROUND = 2500  # questions for one household at one time
SEED = int(os.environ.get("DARBAN_SEED", "4"))
IN_FLIGHT = 200
GRANTS = 6  # given for each household; caps refuse some, and those of households before count on
TYPE_CODES = {"A": 1, "AAAA": 28, "HTTPS": 65, "TXT": 16}
MARKER = "marker.example"
OPT = b"\x00\x00\x29\x04\xd0\x00\x00\x00\x00\x00\x00"

Seen = collections.namedtuple("Seen", "rcode ede ttl values")


def question(number, name, kind):
    labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split("."))
    return struct.pack("!HHHHHH", number, 0x0100, 1, 0, 0, 1) + labels + b"\0" + struct.pack("!HH", TYPE_CODES[kind], 1) + OPT


def skip_name(octets, at):
    while octets[at]:
        if octets[at] >= 0xC0:
            return at + 2
        at += 1 + octets[at]
    return at + 1


def seen_in(octets):
    """rcode, EDE or None, the least TTL of answers and SOA or None, addresses."""
    _, flags, questions, answers, authorities, additionals = struct.unpack("!HHHHHH", octets[:12])
    at, ede, ttl, values = 12, None, None, []
    for _ in range(questions):
        at = skip_name(octets, at) + 4
    for number in range(answers + authorities + additionals):
        at = skip_name(octets, at)
        kind, _, its_ttl, length = struct.unpack("!HHIH", octets[at : at + 10])
        data = octets[at + 10 : at + 10 + length]
        at += 10 + length
        if kind == 41:
            if length >= 6 and data[:2] == b"\x00\x0f":
                ede = struct.unpack("!H", data[4:6])[0]
            continue
        ttl = its_ttl if ttl is None else min(ttl, its_ttl)
        if number < answers:
            values.append(data)
    return Seen(flags & 15, ede, ttl, values)


class Clients:
    """One socket an address; questions go out a few at a time and are matched by their number."""

    def __init__(self, port, addresses):
        self.poll = select.epoll()
        self.by_address, self.by_file = {}, {}
        for address in addresses:
            udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            udp.bind((address, 0))
            udp.connect((harness.LOOPBACK, port))
            udp.setblocking(False)
            self.by_address[address] = udp
            self.by_file[udp.fileno()] = udp
            self.poll.register(udp.fileno(), select.EPOLLIN)

    def close(self):
        for udp in self.by_address.values():
            udp.close()
        self.poll.close()

    def ask(self, triples):
        """What was seen for each (address, name, type), in their order."""
        seen, waiting, next_one = [None] * len(triples), {}, 0
        deadline = time.monotonic() + 4 * harness.PATIENCE
        while len(waiting) > 0 or next_one < len(triples):
            if time.monotonic() > deadline:
                raise AssertionError(f"{len(waiting)} questions were not answered, such as {triples[next(iter(waiting))]}")
            while next_one < len(triples) and len(waiting) < IN_FLIGHT:
                address, name, kind = triples[next_one]
                self.by_address[address].send(question(next_one, name, kind))
                waiting[next_one] = time.monotonic()
                next_one += 1
            for file, _ in self.poll.poll(0.5):
                octets = self.by_file[file].recv(4096)
                number = struct.unpack("!H", octets[:2])[0]
                if waiting.pop(number, None) is not None:
                    seen[number] = seen_in(octets)
            for number, since in list(waiting.items()):  # a lost datagram is asked again
                if time.monotonic() - since > 3:
                    address, name, kind = triples[number]
                    self.by_address[address].send(question(number, name, kind))
                    waiting[number] = time.monotonic()
        return seen


def zone_for(second_of_day, now):
    """A POSIX zone in which it is that second of a day now; which day, the machine's clock says."""
    east = (second_of_day - now) % 86400
    if east > 43200:
        east -= 86400
    sign, size = ("-", east) if east >= 0 else ("+", -east)
    return f"<X>{sign}{size // 3600:02}:{size // 60 % 60:02}:{size % 60:02}"


UPSTREAM = {"A": [bytes([192, 0, 2, 1])], "AAAA": [bytes.fromhex("20010db8000000000000000000000001")], "HTTPS": [], "TXT": []}


def is_as_explained(seen, kind, row):
    """Empty, or what is not as `explain --batch` says."""
    outcome, step, group, form, holds = row[4], row[5], row[7], row[8], row[9]
    if form == "own":
        return "" if seen.ede is None and seen.values != (UPSTREAM[kind] or None) else "darban should have answered itself"
    if outcome == "open":
        wanted = (0, None, UPSTREAM[kind])
    else:
        null = {"A": [bytes(4)], "AAAA": [bytes(16)]}.get(kind, [])
        rcode, values = {"null": (0, null), "nxdomain": (3, []), "refused": (5, []), "nodata": (0, [])}[form]
        wanted = (rcode, 15 if group == "scams & malware" else 17, values)
    if (seen.rcode, seen.ede, seen.values) != wanted:
        return f"explained is {wanted}"
    if holds != "-" and seen.ttl is not None and seen.ttl > max(1, int(holds)):
        return f"the answer may be kept for {seen.ttl} s, and the verdict ends in {holds} s"
    return ""


class ExplainAgrees(unittest.TestCase):
    def setUp(self):
        self.upstream = harness.FakeUpstream()
        self.dice = random.Random(SEED)

    def tearDown(self):
        self.upstream.close()

    def explained(self, daemon, triples, now):
        lines = "".join(f"{address}\t{name}\t{kind}\t@{now}\n" for address, name, kind in triples)
        words = [harness.DARBAN, "explain", "--batch", "--config", daemon.file("darban.yaml")]
        done = subprocess.run(words, input=lines, capture_output=True, text=True, timeout=300)
        self.assertEqual(done.returncode, 0, done.stderr[:2000])
        return [line.split("\t") for line in done.stdout.splitlines()]

    def write(self, daemon, household, number):
        """Gives the household the daemon, at a random time of the day; the second at which it is in force."""
        now = int(time.time())
        second = self.dice.randrange(1440) * 60 + 2
        marker = f"m{number}.{MARKER}"
        daemon.write("household.yaml", household.text(zone_for(second, now), marker))
        if daemon.process is None:
            daemon.start()
        else:
            daemon.reload()
        harness.eventually(lambda: harness.rcode(daemon.ask(marker)) == "REFUSED", "the household is in force")
        return now

    def random_grant(self, household):
        """The words of a command that gives something to somebody."""
        dice = self.dice
        owner, label, _ = dice.choice(household.devices)
        people = dice.sample(household.people, 8)
        who = dice.choice([people, people, [f"{household.people[owner]}/{label}"], [dice.choice(household.rooms)[0]]])  # no guest: they ask for the marker
        what = dice.choice([household.name_for_rule(), dice.choice(CATEGORIES)])
        return dice.choice([
            ["pause", *who[:3], "--minutes", "7"],
            ["bonus", *who, "11"],
            ["open", *who[:3], "--minutes", "9"],
            ["mode", *who, dice.choice(["free", "homework", "school", "bedtime"]), "--minutes", "8"],
            ["allow", what, "--for", ",".join(who), "--minutes", "6"],
            ["close", what, "--for", ",".join(who), "--minutes", "5"],
        ])

    def give_grants(self, daemon, household):
        """How many were given; the others were refused, each for a reason of the household's (a cap, nothing that closes today)."""
        given = 0
        for _ in range(GRANTS):
            done = daemon.command(*self.random_grant(household), "--config", daemon.file("darban.yaml"), check=False)
            self.assertIn(done.returncode, (0, 1), done.stderr)
            given += done.returncode == 0
        return given

    def test_on_every_random_triple(self):
        rounds = max(1, TRIPLES // ROUND)
        daemon = harness.Daemon([self.upstream.port], lists=LISTS, timeout_ms=2000, log_level="info")
        steps, wrong, clients, asked, given = collections.Counter(), [], None, 0, 0
        try:
            for number in range(rounds):
                household = BigHousehold(self.dice.randrange(1 << 30))
                chosen = self.write(daemon, household, number)
                given += self.give_grants(daemon, household)
                clients = clients or Clients(daemon.port, household.askers())
                askers = household.askers()
                triples = [(self.dice.choice(askers), household.name(), self.dice.choice(TYPES)) for _ in range(ROUND)]
                began = int(time.time())
                seen = clients.ask(triples)
                ended = int(time.time())
                self.assertLess(ended - chosen, 57, "the machine is too slow: a minute passed, and with it perhaps an edge")
                for triple, answer, row in zip(triples, seen, self.explained(daemon, triples, began), strict=True):
                    problem = is_as_explained(answer, triple[2], row)
                    outcome = row[4] if row[4] == "closed" else "open"
                    steps[(int(row[5]), row[6], outcome)] += 1
                    if problem:
                        wrong.append(f"round {number}: {row} was {answer}: {problem}")
                asked += len(triples)
        finally:
            if clients:
                clients.close()
            daemon.close()
        print(f"{asked} triples in {rounds} households, {given} grants, {len(wrong)} disagreements")
        for (step, words, outcome), count in sorted(steps.items()):
            print(f"  step {step:2} {words:12} {outcome:6} {count:6}")
        self.assertEqual(wrong[:5], [])
        for step in ("local name", "canary", "never-block", "time", "own rule", "category", "standard"):
            self.assertTrue(any(words == step for _, words, _ in steps), f"no question was decided by {step}")


if __name__ == "__main__":
    unittest.main(verbosity=2)
