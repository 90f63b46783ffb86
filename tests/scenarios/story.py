# SPDX-License-Identifier: Apache-2.0
"""Reads a story (README.md) for the daemon runner. story.cc is the strict reader with tests of its own; this one trusts what that one accepted."""
import re
from dataclasses import dataclass, field

DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
MODES = ("free", "homework", "school", "bedtime", "off")
TAIL = ("ttl", "ede", "no", "from")
KINDS = ("blocked", "nothing", "nxdomain", "refused", "servfail", "silence")


@dataclass
class Window:
    days: list  # 0 = Monday
    start: str
    end: str
    mode: str = "free"
    services: list = field(default_factory=list)
    open: list = field(default_factory=list)


@dataclass
class Profile:
    band: str = "adult"
    close: list = field(default_factory=list)
    open: list = field(default_factory=list)
    open_doors: list = field(default_factory=list)
    open_door_names: list = field(default_factory=list)
    allow: list = field(default_factory=list)
    block: list = field(default_factory=list)
    timetable: list = field(default_factory=list)
    answer: str = "null"
    bypass: str = ""
    blocked_ttl: int = 10
    allow_list: bool = False
    members: list = field(default_factory=list)  # "key: value", as the story wrote them


@dataclass
class Answer:
    kind: str  # records, nxdomain, nodata, servfail, refused, silent
    type: str = ""
    values: list = field(default_factory=list)
    ttl: int = 300


@dataclass
class Outcome:
    kind: str
    values: list = field(default_factory=list)
    reason: str = ""
    ttl: int = None
    ttl_at_most: int = None
    ede: int = None  # -1: none
    origin: str = ""


@dataclass
class Step:
    line: int
    day: int  # days since the first Monday
    seconds: int
    device: str = ""
    name: str = ""
    type: str = ""
    edns: bool = True
    bits: list = field(default_factory=list)  # do, cd
    address: str = ""  # which of the device's
    outcome: Outcome = None
    change: list = None  # a line of the household instead of a question
    command: list = None  # of darban, for what an adult gives or takes back
    refused: bool = False


class Story:
    def __init__(self, path):
        self.path = path
        self.engine_only = False
        self.lists, self.profiles, self.rooms, self.world = {}, {}, {}, {}
        self.devices = {}  # label -> (addresses, profile or "")
        self.device_members = {}  # label -> "key: value"
        self.members = []  # at the top of household.yaml
        self.everybody = {"allow": [], "block": []}
        self.never_block, self.private_answers_for, self.steps = [], [], []
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                words = line.split("#", 1)[0].split()
                if words:
                    self._understand(number, words)

    def profile(self, name):
        standard = Profile(band="guest") if name == "guest" else Profile()
        return self.profiles.setdefault(name, standard)

    def _understand(self, number, words):
        first, rest = words[0], words[1:]
        if first == "runner":
            self.engine_only = True
        elif first == "list":
            for name in rest[1:]:
                self.lists.setdefault(rest[0], []).append(name)
        elif first == "profile":
            self._profile(self.profile(rest[0]), rest[1:])
        elif first == "rule":
            if rest[0] == "everybody":
                self.everybody[rest[1]] += rest[2:]
            else:
                getattr(self.profile(rest[0]), rest[1]).extend(rest[2:])
        elif first == "device":
            owner = next(number for number, word in enumerate(rest) if number > 0 and not is_address(word))
            self.profile(rest[owner])
            self.devices[rest[0]] = (rest[1:owner], rest[owner])
            self.device_members[rest[0]] = " ".join(rest[owner + 1:])
        elif first == "visitor":
            self.devices[rest[0]] = (rest[1:], "")
        elif first == "room":
            self.rooms[rest[0]] = rest[1]
            self.profile(rest[0])
        elif first == "household":
            self.members.append(" ".join(rest))
        elif first == "never-block":
            self.never_block += rest
        elif first == "private-answers-for":
            self.private_answers_for += rest
        elif first == "upstream":
            self._upstream(rest)
        elif first not in ("story", "zone", "clock") and not self.engine_only:
            self._step(number, words)

    def _profile(self, profile, words):
        if not words:
            return
        what, rest = words[0], words[1:]
        if what.endswith(":"):
            profile.members.append(" ".join(words))
        elif what in ("band", "answer", "bypass"):
            setattr(profile, what, rest[0])
        elif what == "ttl":
            profile.blocked_ttl = int(rest[0])
        elif what == "allow-list":
            profile.allow_list = True
        elif what in ("open-doors", "open-door-names"):
            getattr(profile, what.replace("-", "_")).extend(rest)
        elif what in MODES:
            profile.timetable.append(self._window(rest, what, []))
        elif what in ("block", "open"):
            keys = [word for word in rest if not is_days(word) and not re.match(r"\d\d:", word)]
            if len(keys) == len(rest):
                (profile.close if what == "block" else profile.open).extend(keys)
            else:
                window = self._window(rest[len(keys):], "free", keys if what == "block" else [])
                window.open = keys if what == "open" else []
                profile.timetable.append(window)
        else:
            raise ValueError(f"{self.path}: {what}")

    @staticmethod
    def _window(words, mode, services):
        start, end = words[1].split("-")
        return Window(days_of(words[0]), start, end, mode, services)

    def _upstream(self, words):
        name, words = words[0].lower().rstrip("."), words[1:]
        ttl = 300
        if len(words) > 2 and words[-2] == "ttl":
            ttl, words = int(words[-1]), words[:-2]
        if words[-1] in ("nxdomain", "nodata", "servfail", "refused", "silent"):
            kind = words[0] if len(words) == 2 else ""
            self.world[(name, kind)] = Answer(words[-1], kind, [], ttl)
        else:
            values = [" ".join(words[1:])] if words[0] in ("HTTPS", "SVCB") else words[1:]
            self.world[(name, words[0])] = Answer("records", words[0], values, ttl)

    def _step(self, number, words):
        last = self.steps[-1] if self.steps else None
        seconds = seconds_of(words[1])
        day = DAYS.index(words[0])
        while last and (day, seconds) < (last.day, last.seconds):
            day += 7
        step = Step(number, day, seconds)
        self.steps.append(step)
        if words[2] == "now":
            step.change = words[3:]
            return
        if words[3] in ("gives", "takes"):
            self._gift(step, words[2], words[3:])
            return
        step.device, rest = words[2], words[3:]
        if rest[0] == "at":
            step.address, rest = rest[1], rest[2:]
        step.name, step.type, rest = rest[1], rest[2], rest[3:]
        if rest[:2] == ["without", "edns"]:
            step.edns, rest = False, rest[2:]
        while rest[0] == "with":
            step.bits.append(rest[1])
            rest = rest[2:]
        step.outcome = outcome_of(rest)

    @staticmethod
    def _gift(step, giver, words):
        if words[0] == "takes":
            step.command = ["revoke", "--all", words[3], "--by", giver]
            return
        to = words.index("to")
        kind, what, who, rest = words[1], words[2:to], words[to + 1], words[to + 2:]
        length = []
        if "for" in rest:
            length = ["--for", rest[rest.index("for") + 1]]
        if "until" in rest:
            length = ["--until", rest[rest.index("until") + 1]]
        if kind == "bonus":
            step.command = ["bonus", who, re.sub(r"\D", "", length[1])]
        elif kind in ("allow", "close"):
            step.command = [kind, what[0], "--for", who]
            step.command += ["--minutes", re.sub(r"\D", "", length[1])] if length[:1] == ["--for"] else length
        elif kind == "mode":
            step.command = ["mode", who, what[0], *length]
        else:
            step.command = ["open" if kind == "open-all" else kind, who, *length]
        step.command += ["--confirm"] if "confirmed" in rest else []
        step.command += ["--by", giver]
        step.refused = "refused" in rest

    def change(self, step):
        """The family changes its rules."""
        self._understand(step.line, step.change)


def outcome_of(words):
    if words[0] == "gets":
        words = words[1:]
        outcome = Outcome("nothing" if words[0] == "nothing" else "gets")
        if outcome.kind == "nothing":
            words = words[1:]
        while outcome.kind == "gets" and words and words[0] not in TAIL:
            if words[0] in ("cname", "dname", "https", "svcb"):
                outcome.values.append(f"{words[0]} {words[1].lower()}")
                words = words[2:]
            else:
                outcome.values.append(words[0])
                words = words[1:]
        outcome.values.sort()
    else:
        outcome = Outcome(words[0])
        words = words[1:]
        if outcome.kind == "blocked":
            outcome.reason, words = words[0], words[1:]
    while words:
        if words[0] == "ttl" and words[1] == "at":
            outcome.ttl_at_most, words = int(words[3]), words[4:]
        elif words[0] == "ttl":
            outcome.ttl, words = int(words[1]), words[2:]
        elif words[0] == "ede":
            outcome.ede, words = int(words[1]), words[2:]
        elif words[0] == "no":
            outcome.ede, words = -1, words[2:]
        else:
            outcome.origin, words = words[1], words[2:]
    return outcome


def is_address(word):
    return bool(re.fullmatch(r"[0-9a-fA-F]{2}([:-][0-9a-fA-F]{2}){5}|\d+(\.\d+){3}(/\d+)?|[0-9a-fA-F]*:[0-9a-fA-F:]+(/\d+)?", word))


def is_days(word):
    return word == "daily" or word.split("-")[0] in DAYS


def days_of(word):
    if word == "daily":
        return list(range(7))
    first, _, last = word.partition("-")
    first = DAYS.index(first)
    last = DAYS.index(last) if last else first
    return [(first + number) % 7 for number in range((last - first) % 7 + 1)]


def seconds_of(text):
    parts = [int(part) for part in text.split(":")]
    return parts[0] * 3600 + parts[1] * 60 + (parts[2] if len(parts) > 2 else 0)
