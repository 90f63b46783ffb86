#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Plays stories against the real daemon: lists compiled by `darban lists build`, a household file, a fake upstream, questions over UDP from the
device's address. The daemon's clock is the machine's; the household's zone is chosen so that it is now the story's time (README.md).
usage: DARBAN=... daemon_runner.py STORY.scn...
"""
import ipaddress
import os
import re
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "integration"))

import dns.exception  # noqa: E402
import dns.flags  # noqa: E402
import dns.rcode  # noqa: E402
import dns.rdatatype  # noqa: E402

import harness  # noqa: E402
from story import DAYS, Story  # noqa: E402

SECURITY = ("malware", "phishing", "crypto-scam")
DAY = 86400
SLACK = 3  # seconds the machine may need between writing the zone and the answer
COARSE = 0.03  # the daemon's coarse clock may be a few milliseconds behind
UNASKED = "unasked.never.example"


class Clock:
    """Says which zone makes it the story's time now, and by how many days the story's weekdays are turned."""

    def zone_for(self, day, seconds, now):
        """(POSIX zone, turn): in that zone it is `seconds` of a day now, and story day d is real weekday (d + turn) % 7."""
        east = seconds - now % DAY  # what the zone adds to UTC
        if east > DAY // 2:
            east -= DAY
        if east <= -DAY // 2:
            east += DAY
        real_weekday = ((now + east) // DAY + 3) % 7  # 1970-01-01 was a Thursday
        sign, size = ("-", east) if east >= 0 else ("+", -east)
        return f"<X>{sign}{size // 3600:02}:{size // 60 % 60:02}:{size % 60:02}", (real_weekday - day) % 7


class World:
    """The fake upstream's script: what the story says, the chain of CNAMEs followed. A question the story does not know is remembered."""

    def __init__(self, story):
        self.story = story
        self.leaks = []

    def answer_to(self, name, kind):
        for each in (kind, "CNAME", ""):
            if (name, each) in self.story.world:
                return self.story.world[(name, each)]
        if any(owner == name for owner, _ in self.story.world) or name.endswith(UNASKED):
            return None  # known, without this type
        self.leaks.append(name)
        return None

    def __call__(self, query, transport):
        question = query.question[0]
        name = question.name.to_text(omit_final_dot=True).lower()
        kind = dns.rdatatype.to_text(question.rdtype)
        answer, records = self.answer_to(name, kind), []
        if answer is not None and answer.kind == "silent":
            return []
        code = {"nxdomain": 3, "servfail": 2, "refused": 5}.get(answer.kind, 0) if answer else 0
        ttl = answer.ttl if answer else 60
        for _ in range(16):
            if answer is None or answer.kind != "records":
                break
            for value in answer.values:
                records.append(f"{name}. {answer.ttl} IN {answer.type} {self.rdata(answer.type, value)}")
            if answer.type != "CNAME":
                break
            name = answer.values[0].lower().rstrip(".")
            answer = self.answer_to(name, kind)
        authority = [] if records else [f"example. {ttl} IN SOA ns.example. root.example. 1 2 3 4 {ttl}"]
        return [harness.reply_to(query, *records, rcode=code, authority=authority)]

    @staticmethod
    def rdata(kind, value):
        if kind in ("CNAME", "DNAME"):
            return value.rstrip(".") + "."
        if kind in ("HTTPS", "SVCB"):
            parts = value.split()
            return " ".join([parts[0], parts[1] if parts[1] == "." else parts[1] + ".", *parts[2:]])
        if kind == "TXT":
            return f'"{value}"'
        if kind.startswith("TYPE"):
            return f"\\# {len(value) + 1} {len(value):02x}{value.encode().hex()}"
        return value


def yaml_list(words):
    return "[" + ", ".join(f'"{word}"' for word in words) + "]"


def profile_lines(profile, turn, indent):
    rows = [f"band: {profile.band}"]
    for key in ("close", "open", "open_doors", "open_door_names", "allow", "block"):
        if getattr(profile, key):
            rows.append(f"{key.replace('_', '-')}: {yaml_list(getattr(profile, key))}")
    if profile.timetable:
        rows.append("timetable:")
        for window in profile.timetable:
            days = yaml_list(DAYS[(day + turn) % 7].lower() for day in window.days)
            services = f", services: {yaml_list(window.services)}" if window.services else ""
            services += f", open: {yaml_list(window.open)}" if window.open else ""
            rows.append(f'  - {{days: {days}, start: "{window.start}", end: "{window.end}", mode: {window.mode}{services}}}')
    rows.append(f'answer: "{profile.answer}"')
    if profile.bypass:
        rows.append(f'bypass: "{profile.bypass}"')
    rows += profile.members
    rows += [f"blocked-ttl: {profile.blocked_ttl}", f"allow-list: {'true' if profile.allow_list else 'false'}"]
    return [indent + row for row in rows]


class Play:
    def __init__(self, story):
        self.story = story
        self.world = World(story)
        self.addresses = {label: self.address_of(number, device) for number, (label, device) in enumerate(story.devices.items())}
        self.zone_is_for = None  # (story time in seconds, wall time) when the zone was last chosen
        self.marker = 0

    @staticmethod
    def loopback(text):
        """10.x becomes 127.x: the whole of 127/8 is this machine."""
        return "127." + text.split(".", 1)[1] if text.startswith("10.") else text

    def address_of(self, number, device):
        plain = [word for word in device[0] if ":" not in word]
        return self.loopback(plain[0]) if plain else f"127.77.0.{number + 1}"

    def household(self, zone, turn):
        rows = [f'zone: "{zone}"', "people:"]
        people = [name for name in self.story.profiles if name != "guest" and name not in self.story.rooms]
        if not people:
            rows[-1] = "people: []"
        for name in people:
            rows += [f'  - name: "{name}"', *profile_lines(self.story.profiles[name], turn, "    ")]
            owned = [label for label, (_, profile) in self.story.devices.items() if profile == name]
            if owned:
                rows.append("    devices:")
                rows += [f'      - {{label: "{label}", address: {self.all_addresses(label)}{self.members_of(label)}}}' for label in owned]
        if self.story.rooms:
            rows.append("rooms:")
            for label, prefix in self.story.rooms.items():
                rows += [f'  - label: "{label}"', f"    prefix: {self.loopback(prefix)}", *profile_lines(self.story.profiles[label], turn, "    ")]
        if "guest" in self.story.profiles:
            rows += ["guest:", *profile_lines(self.story.profiles["guest"], turn, "  ")]
        for key in ("allow", "block"):
            marker = [f"m{self.marker}.{UNASKED}"] if key == "block" else []
            if self.story.everybody[key] or marker:
                rows.append(f"{key}: {yaml_list(self.story.everybody[key] + marker)}")
        if self.story.never_block:
            rows.append(f"never-block: {yaml_list(self.story.never_block)}")
        return "\n".join(rows + self.story.members) + "\n"

    def all_addresses(self, label):
        plain = [self.loopback(word) for word in self.story.devices[label][0] if ":" not in word]
        return yaml_list(plain or [self.addresses[label]])

    def members_of(self, label):
        members = self.story.device_members.get(label)
        return f", {members}" if members else ""

    def all_keys(self):
        """Every category the story speaks of, with its names; one that has none gets a name nobody asks for. The family's own services are not lists."""
        own = {f"service:{key}" for member in self.story.members if member.startswith("services:") for key in re.findall(r"key: ([\w-]+)", member)}
        lists = {key: [self.adblock(name) for name in names] for key, names in self.story.lists.items()}
        for profile in self.story.profiles.values():
            for key in profile.close + profile.open + profile.open_doors + [key for window in profile.timetable for key in window.services + window.open]:
                lists.setdefault(key, [f"||{UNASKED}^"])
        return {key: names for key, names in lists.items() if key not in own}

    @staticmethod
    def adblock(name):
        if name.startswith("="):
            return f"|{name[1:]}^"
        return f"||{name[2:]}^\n@@|{name[2:]}^" if name.startswith("*.") else f"||{name}^"

    def set_time(self, step, daemon=None):
        """Writes the household for the step's time; returns its text the first time, reloads afterwards."""
        self.marker += 1
        if step.seconds % 60 >= 57:  # just before an edge: begin at the start of a second
            time.sleep(1 - time.time() % 1)
        if time.time() % 1 < COARSE:
            time.sleep(COARSE)
        now = int(time.time())
        zone, turn = Clock().zone_for(step.day, step.seconds, now)
        text = self.household(zone, turn)
        self.zone_is_for = (step.day * DAY + step.seconds, now)
        if daemon is None:
            return text
        daemon.write("household.yaml", text)
        daemon.reload()
        name = f"m{self.marker}.{UNASKED}"  # closed for everybody as soon as this household is in force
        harness.eventually(lambda: self.is_closed(daemon.ask(name)), "the household of the new time is in force")
        return text

    @staticmethod
    def is_closed(response):
        return harness.ede(response) == 17

    def is_near(self, step):
        if self.zone_is_for is None:
            return False
        story_time, wall = self.zone_is_for
        ahead = story_time + time.time() - wall - (step.day * DAY + step.seconds)
        return 0 <= ahead < 0.9

    def run(self):
        upstream = harness.FakeUpstream(self.world)
        names = self.story.private_answers_for
        settings = f"private-answers-for: {yaml_list(names)}" if names else ""
        daemon = None
        try:
            household = self.set_time(self.story.steps[0])
            daemon = harness.Daemon([upstream.port], household=household, lists=self.all_keys(), settings=settings, timeout_ms=150, tries=1)
            daemon.start()
            wrong = 0
            for step in self.story.steps:
                if step.change:
                    self.story.change(step)
                    self.zone_is_for = None
                    continue
                if step.command:
                    if not self.is_near(step):
                        self.set_time(step, daemon)
                    done = daemon.command(*step.command, "--config", daemon.file("darban.yaml"), check=False).returncode == 0
                    if done == step.refused:
                        print(f"{self.story.path}:{step.line}: it should {'not ' if step.refused else ''}have been done")
                        wrong += 1
                    continue
                if not self.is_near(step):
                    self.set_time(step, daemon)
                problem = self.play(step, daemon, upstream)
                if problem:
                    print(f"{self.story.path}:{step.line}: {problem}")
                    wrong += 1
            return wrong
        finally:
            if daemon:
                daemon.close()
            upstream.close()

    def play(self, step, daemon, upstream):
        asked = len(upstream.asked)
        try:
            flags = dns.flags.RD | (dns.flags.CD if "cd" in step.bits else 0)
            client = self.loopback(step.address) if step.address else self.addresses[step.device]
            response = daemon.ask(step.name, step.type, client=client, edns=step.edns, timeout=2, flags=flags, want_dnssec="do" in step.bits)
        except dns.exception.Timeout:
            return "" if step.outcome.kind == "silence" else "there was silence"
        if self.world.leaks:
            return f"{self.world.leaks.pop()} left the house, and the story has no upstream line for it"
        origin = "upstream" if len(upstream.asked) > asked else "memory"
        problem = self.difference(step, response, origin)
        return f"{problem}; it was: {describe(response)} from {origin}" if problem else ""

    def difference(self, step, response, origin):
        wanted, code, values = step.outcome, dns.rcode.to_text(response.rcode()), values_of(response)
        if wanted.kind == "gets" and (code, values) != ("NOERROR", wanted.values):
            return f"it should be {wanted.values}"
        if wanted.kind == "nothing" and (code, values) != ("NOERROR", []):
            return "there should be no records"
        if wanted.kind in ("nxdomain", "refused", "servfail") and (code, values) != (wanted.kind.upper(), []):
            return f"it should be {wanted.kind.upper()}"
        if wanted.kind == "blocked":
            problem = self.not_blocked(step, response, code, values)
            if problem:
                return problem
        ttl = ttl_of(response)
        if wanted.ttl is not None and not (ttl is not None and max(wanted.ttl - SLACK, 1) <= ttl <= max(wanted.ttl, 1)):
            return f"the TTL should be about {wanted.ttl}"
        if wanted.ttl_at_most is not None and (ttl or 0) > wanted.ttl_at_most:
            return f"the TTL should be at most {wanted.ttl_at_most}"
        code_given = harness.ede(response)
        if wanted.ede is not None and (-1 if code_given is None else code_given) != wanted.ede:
            return f"the EDE should be {wanted.ede}"
        if (response.edns >= 0) != step.edns:
            return "an OPT stands in the reply if and only if it stood in the question"
        if wanted.origin and origin != wanted.origin:
            return f"it should come from {wanted.origin}"
        return ""

    def not_blocked(self, step, response, code, values):
        profile = self.profile_of(step.device)
        closed = {"null": ("NOERROR", {"A": ["0.0.0.0"], "AAAA": ["::"]}.get(step.type, [])), "nxdomain": ("NXDOMAIN", []), "refused": ("REFUSED", [])}
        if (code, values) != closed[profile.answer]:
            return "it should look closed as the profile wants it"
        expected = None if not step.edns else 15 if step.outcome.reason in SECURITY else 17
        return "" if harness.ede(response) == expected else f"a closed answer carries EDE {expected} here"

    def profile_of(self, label):
        profile = self.story.devices[label][1]
        if not profile:  # a visitor: of the smallest room it stands in, or a guest
            address = ipaddress.ip_address(self.addresses[label])
            rooms = [(ipaddress.ip_network(self.loopback(prefix)), room) for room, prefix in self.story.rooms.items()]
            profile = max([(network.prefixlen, room) for network, room in rooms if address in network], default=(0, "guest"))[1]
        return self.story.profile(profile)


def values_of(response):
    values = []
    for rrset in response.answer:
        for record in rrset:
            kind = dns.rdatatype.to_text(rrset.rdtype)
            if kind in ("A", "AAAA"):
                values.append(record.to_text())
            elif kind in ("CNAME", "DNAME"):
                values.append(f"{kind.lower()} {record.target.to_text(omit_final_dot=True).lower()}")
            elif kind in ("HTTPS", "SVCB"):
                target = record.target.to_text()
                values.append(f"{kind.lower()} {target if target == '.' else target.rstrip('.').lower()}")
            else:
                values.append("hinfo" if kind == "HINFO" else "data")
    return sorted(values)


def ttl_of(response):
    records = response.answer or [rrset for rrset in response.authority if rrset.rdtype == dns.rdatatype.SOA]
    return min((rrset.ttl for rrset in records), default=None)


def describe(response):
    return f"{dns.rcode.to_text(response.rcode())} {' '.join(values_of(response))} ttl {ttl_of(response)} ede {harness.ede(response)}"


def main(paths):
    wrong = 0
    for path in paths:
        story = Story(path)
        if story.engine_only:
            print(f"{path}: for the engine only")
            continue
        missed = Play(story).run()
        print(f"{path}: {len(story.steps)} steps, {missed} went otherwise")
        wrong += missed
    return 1 if wrong else 0


if __name__ == "__main__":
    if not harness.DARBAN or len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
