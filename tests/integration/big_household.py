# SPDX-License-Identifier: Apache-2.0
"""A household as large as a small school's, made by dice: people with windows, edits of modes and rules of their own, hundreds of devices told apart by
their addresses in 127/8, rooms, own services, rules of every kind. The same seed gives the same household.
"""
import random

BANDS = ["under-10", "10-12", "13-15", "16-17", "adult", "guest", "things", "pupil-primary", "pupil-secondary", "staff", "exam"]
DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
KINDS = ["tablet", "phone", "tv", "laptop", "gameconsole"]
TYPES = ["A", "AAAA", "HTTPS", "TXT"]
# One category each, beside the bands' own; and names that half the web stands on, or that are vital.
LISTS = {
    "gaming": ["games.example", "play.mixed.example"],
    "trackers": ["tracker.example", "gravatar.com"],
    "malware": ["bad.example"],
    "social": ["social.example", "mixed.example"],
    "gambling": ["casino.example"],
    "ads": ["ads.example"],
    "learning": ["school.example"],
    "bypass-dns": ["doh.example"],
    "service:videotube": ["video.example"],
}
SERVICES = {"club": ["club.example", "tickets.example"], "choir": ["choir.example", "sub.games.example"], "shop": ["shop.example"]}
CATEGORIES = ["gaming", "trackers", "social", "gambling", "ads", "learning", "service:videotube", "service:club", "service:choir", "shop"]
RULED = [f"r{number}.example" for number in range(40)]  # what most rules are about
BASES = sorted({name for names in LISTS.values() for name in names} | {name for names in SERVICES.values() for name in names} | set(RULED))
VITAL = ["connectivitycheck.gstatic.com", "childline.org.uk", "captive.apple.com", "pool.ntp.org"]
CANARIES = ["use-application-dns.net", "mask.icloud.com"]
LOCAL = ["printer.local", "localhost", "4.3.2.1.home.arpa", "a.test", "darban.home.arpa"]


class BigHousehold:
    def __init__(self, seed, people=50, devices=400, rules=200, rooms=4):
        self.dice = random.Random(seed)
        self.devices = []  # (person's number, label, address)
        for number in range(devices):
            self.devices.append((number % people, f"device {number}", f"127.{20 + number % 4}.{number // 200}.{number % 200 + 1}"))
        self.people = [f"Person {number}" for number in range(people)]
        self.rooms = [(f"Room {number}", f"127.{60 + number}") for number in range(rooms)]
        self.rules = [self.rule() for _ in range(rules)]
        self.profiles = [self.profile(own) for own in range(people + rooms)]

    # ---- who may ask

    def askers(self):
        """Addresses: every device, some of each room, some guests."""
        return [address for _, _, address in self.devices] + [f"{base}.0.{n}" for _, base in self.rooms for n in (7, 8)] + ["127.0.0.9", "127.0.0.10"]

    def name(self):
        dice = self.dice.random()
        if dice < 0.03:
            return self.dice.choice(VITAL)
        if dice < 0.05:
            return self.dice.choice(CANARIES)
        if dice < 0.07:
            return self.dice.choice(LOCAL)
        name = self.dice.choice(RULED if dice < 0.5 else BASES)
        for _ in range(self.dice.choice([0, 0, 1, 2])):
            name = self.dice.choice("abc") + "." + name
        return name

    # ---- rules

    def days(self):
        first, length = self.dice.randrange(7), self.dice.randrange(1, 7)
        return DAYS[first] if length == 1 else f"{DAYS[first]}-{DAYS[(first + length - 1) % 7]}"

    def clock(self, colon):
        return f"{self.dice.randrange(24):02}{colon}{self.dice.choice([0, 0, 15, 30, 45]):02}"

    def client(self):
        owner, label, address = self.dice.choice(self.devices)
        return self.dice.choice(
            [f"'{self.dice.choice(self.people)}'", f"'{self.people[owner]}/{label}'", f"'{label}'", address, address.rsplit(".", 1)[0] + ".0/24", "guest", f"'{self.dice.choice(self.rooms)[0]}'"]
        )

    def rule(self):
        dice = self.dice
        name = self.name_for_rule()
        modifiers = []
        allow, exact = dice.random() < 0.35, dice.random() < 0.15
        if dice.random() < 0.15:
            modifiers.append("important")
        if dice.random() < 0.25:
            sign = "~" if dice.random() < 0.3 else ""
            modifiers.append("dnstype=" + "|".join(sign + kind for kind in dice.sample(TYPES, dice.choice([1, 2]))))
        if dice.random() < 0.5:
            modifiers.append("client=" + "|".join(("~" if dice.random() < 0.3 else "") + self.client() for _ in range(dice.choice([1, 2, 3]))))
        if dice.random() < 0.2:
            modifiers.append("ctag=" + ("~" if dice.random() < 0.3 else "") + dice.choice(["user_child", "user_regular", "device_tv", "device_phone", "os_ios"]))
        if dice.random() < 0.3:
            windows = self.windows_of_rules
            modifiers.append("time=" + "|".join(dice.choice(windows) for _ in range(dice.choice([1, 1, 2]))))
        if not allow and not exact and dice.random() < 0.1:
            modifiers.append(f"denyallow=a.{name}|b.{name}")
        if not allow and dice.random() < 0.15:
            modifiers.append("dnsrewrite=" + dice.choice(["NXDOMAIN", "REFUSED", "NODATA"]))
        dice.shuffle(modifiers)
        pattern = ("@@" if allow else "") + ("|" if exact else "||") + name + "^"
        return pattern + ("$" + ",".join(modifiers) if modifiers else "")

    @property
    def windows_of_rules(self):
        if not hasattr(self, "_windows"):
            self._windows = [f"{self.days()}:{self.clock('.')}-{self.clock('.')}" for _ in range(30)]
        return self._windows

    def name_for_rule(self):
        name = self.dice.choice(RULED if self.dice.random() < 0.8 else BASES)
        return self.dice.choice("abc") + "." + name if self.dice.random() < 0.3 else name

    # ---- profiles

    def some(self, words, most):
        return self.dice.sample(words, self.dice.randrange(most + 1))

    def profile(self, own):
        dice = self.dice
        close = self.some(CATEGORIES, 3)
        rows = [f"band: {dice.choice(BANDS)}"]
        rows.append(f"close: [{', '.join(close)}]")
        rows.append(f"open: [{', '.join(key for key in self.some(CATEGORIES, 3) if key not in close)}]")
        rows.append(f"allow: [{', '.join(self.name_for_rule() for _ in range(dice.randrange(3)))}]")
        rows.append(f"block: [{', '.join(self.name_for_rule() for _ in range(dice.randrange(3)))}]")
        rows.append(f"open-doors: [{', '.join(self.some(CATEGORIES, 2))}]")
        rows.append(f"open-door-names: [{', '.join(self.name_for_rule() for _ in range(dice.randrange(3)))}]")
        rows.append(f"answer: {dice.choice(['null', 'null', 'nxdomain', 'refused'])}")
        rows.append(f"blocked-ttl: {dice.randrange(1, 301)}")
        if dice.random() < 0.3:
            rows.append("bypass: " + dice.choice(['"off"', "standard", "strict"]))
        if dice.random() < 0.15:
            rows.append("allow-list: true")
        if dice.random() < 0.4:
            rows += ["modes:", f"  homework: {{close: [{', '.join(self.some(CATEGORIES, 2))}], allow-list: {dice.choice(['true', 'false'])}}}"]
        windows = dice.randrange(4)
        if windows:
            rows.append("timetable:")
        for _ in range(windows):
            mode = dice.choice(["free", "homework", "school", "bedtime", "off"])
            services = self.some(CATEGORIES, 2)
            opens = [key for key in self.some(CATEGORIES, 2) if key not in services]
            rows.append(
                f'  - {{days: {self.days()}, start: "{self.clock(":")}", end: "{self.clock(":")}", mode: "{mode}", services: [{", ".join(services)}], open: [{", ".join(opens)}]}}'
            )
        if dice.random() < 0.5:
            rows += ["rules:"] + [f'  - "{self.rule()}"' for _ in range(dice.randrange(1, 4))]
        return rows

    # ---- the file

    def text(self, zone, marker):
        """`marker` is a name that is refused for everybody as soon as this file is in force."""
        rows = [f'zone: "{zone}"', "people:"]
        for number, name in enumerate(self.people):
            rows += [f"  - name: {name}"] + ["    " + row for row in self.profiles[number]] + ["    devices:"]
            for owner, label, address in self.devices:
                if owner == number:
                    rows.append(f"      - {{label: {label}, address: {address}, kind: {KINDS[hash_of(label) % len(KINDS)]}}}")
        rows.append("rooms:")
        for number, (label, base) in enumerate(self.rooms):
            rows += [f"  - label: {label}", f"    prefix: {base}.0.0/16"] + ["    " + row for row in self.profiles[len(self.people) + number]]
        rows += ["guest: {band: guest}", "services:"]
        rows += [f"  - {{key: {key}, title: The {key}, names: [{', '.join(names)}]}}" for key, names in SERVICES.items()]
        rows += ["rules:", f'  - "||{marker}^$important,dnsrewrite=REFUSED"'] + [f'  - "{rule}"' for rule in self.rules]
        return "\n".join(rows) + "\n"


def hash_of(text):
    return sum(text.encode())
