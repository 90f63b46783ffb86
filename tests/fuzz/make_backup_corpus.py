#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the seeds of the fuzz target backup to corpus/backup/, by the description in src/store/backup_archive.h and without darban's code. The seeds are
committed, so this runs by hand only."""
import hashlib
import io
import os
import tarfile

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "corpus", "backup")
DAY = 20784  # 2026-11-27


def header(name, size, kind=b"0"):
    block = bytearray(512)
    for at, octets in ((0, name.encode()), (100, b"0000600"), (108, b"0000000"), (116, b"0000000"), (124, b"%011o" % size), (136, b"%011o" % (DAY * 86400)), (148, b" " * 8), (156, kind), (257, b"ustar\x0000")):
        block[at : at + len(octets)] = octets
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def member(name, content, kind=b"0"):
    return header(name, len(content), kind) + content + bytes(-len(content) % 512)


def backup(members, version="1", made="2026-11-27", extra=""):
    text = f"darban backup {version}\nmade {made}\nby 0.1.0\n"
    text += "".join(f"file {len(content)} {hashlib.sha256(content).hexdigest()} {name}\n" for name, content in members) + extra
    text += f"end {hashlib.sha256(text.encode()).hexdigest()}\n"
    return member("darban-backup", text.encode()) + b"".join(member(*each) for each in members) + bytes(1024)


def main():
    os.makedirs(FOLDER, exist_ok=True)
    good = backup([("household.yaml", b"people: []\n"), ("editions/1", b""), ("calendars/terms.ics", b"BEGIN:VCALENDAR\r\n" * 40), ("state.db", b"\0\1\2")])
    with tarfile.open(fileobj=io.BytesIO(good)) as archive:  # any tar opens it
        assert archive.getnames() == ["darban-backup", "household.yaml", "editions/1", "calendars/terms.ics", "state.db"]
    seeds = {
        "good": good,
        "empty": backup([]),
        "newer": backup([], version="2"),
        "cut": good[:1700],
        "climbs": backup([("../../etc/passwd", b"x")]),
        "hidden": backup([("calendars/.profile", b"x")]),
        "twice": backup([("a", b"x"), ("a", b"x")]),
        "link": backup([("a", b"")]).replace(b"0" + bytes(100) + b"ustar", b"2" + bytes(100) + b"ustar"),
        "more-lines": backup([("a", b"x")], extra="also this\n"),
        "no-date": backup([], made="2026-02-31"),
        "huge": backup([("a", b"x")]).replace(b"file 1 ", b"file 99999999999999999999 "),
        "sealed": b"darban sealed backup 1\n" + bytes(30),
        "another-tar": member("readme.txt", b"hello") + bytes(1024),
    }
    for name, octets in seeds.items():
        with open(os.path.join(FOLDER, name), "wb") as file:
            file.write(octets)


if __name__ == "__main__":
    main()
