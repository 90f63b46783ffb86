# SPDX-License-Identifier: Apache-2.0
"""A household as large as they come: 50 people, 400 devices, 200 own rules, timetables for all. `Sara` asks from 127.0.0.1, and the
category of the made-up names is closed for her; no rule changes an answer she gets, but many stand at names above those she asks for,
so that each question meets them and has to find out that they are somebody else's. `python3 -m harness.family CATEGORY` prints it."""
import sys

PEOPLE, DEVICES_EACH, RULES = 50, 8, 200
BANDS = ["under-10", "10-12", "13-15", "16-17", "adult"]
# The suffixes that most made-up names have: what stands there is looked at for nearly every question.
SUFFIXES = ["com", "net", "org", "ru", "xyz", "info", "top", "de", "online", "site"]
CONDITIONS = ["client='P{other}'", "client=~'Sara'", "dnstype=HTTPS", "ctag=device_tv", "client='P{other}',important", "time=mon-sun:03.00-03.01,client='P{other}'"]
SARA = """\
  - name: Sara
    band: 10-12
    close: [{category}]
    safe-search: {{google: "on", bing: "on"}}
    youtube: moderate
    bypass: strict
    timetable:
      - {{days: mon-thu, start: "06:00", end: "14:00", mode: homework, services: [{category}]}}
      - {{days: mon-thu, start: "14:00", end: "18:00", mode: homework, services: [{category}]}}
      - {{days: mon-sun, start: "18:00", end: "23:00", mode: homework}}
      - {{days: "fri, sat, sun", start: "00:00", end: "18:00", mode: homework}}
    devices:
"""


def device(person, number, address):
    return f"      - {{label: device {number}, mac: \"02:00:5e:20:{person:02x}:{number:02x}\", address: {address}}}\n"


def rules():
    """Those for everybody; each person has two of their own beside."""
    return [f"{'@@' if number % 3 == 0 else ''}||{where(number)}^$" + CONDITIONS[number % len(CONDITIONS)].format(other=1 + number % (PEOPLE - 1)) for number in range(RULES - 2 * PEOPLE)]


def where(number):
    return SUFFIXES[number] if number < len(SUFFIXES) else f"rule{number}.{SUFFIXES[number % len(SUFFIXES)]}"


def person(number, category):
    if number == 0:
        return SARA.format(category=category)
    return (f"  - name: P{number}\n    band: {BANDS[number % len(BANDS)]}\n    close: [{category}]\n    allow: [own{number}.allowed.example]\n    block: [own{number}.closed.example]\n"
            f"    timetable:\n      - {{days: sun-thu, start: \"21:{number:02}\", end: \"06:30\", mode: bedtime}}\n"
            f"      - {{days: \"fri, sat\", start: \"22:{number:02}\", end: \"07:00\", mode: bedtime}}\n    devices:\n")


def household(category):
    text = "zone: Asia/Karachi\npeople:\n"
    for number in range(PEOPLE):
        text += person(number, category)
        for each in range(DEVICES_EACH):
            text += device(number, each, "127.0.0.1" if number == each == 0 else f"127.1.{number}.{each + 1}")
    text += "rules:\n" + "".join(f'  - "{rule}"\n' for rule in rules())
    text += "allow: [sara-one.example]\nblock: [sara-two.example]\n"
    return text


if __name__ == "__main__":
    sys.stdout.write(household(sys.argv[1] if len(sys.argv) > 1 else "gaming"))
