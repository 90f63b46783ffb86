# SPDX-License-Identifier: Apache-2.0
"""Giving and taking back, as people do it (the commands) and as quickly as can be (the control socket itself)."""
import json
import os
import socket
import sqlite3

import harness

HOUSEHOLD = """
zone: UTC
people:
  - name: Ali
    band: 10-12
    devices:
      - {label: tablet, address: 127.0.1.7}
      - {label: work, address: 127.0.1.17, never-pause: true}
    timetable: []
  - name: Sara
    band: adult
    devices:
      - {label: phone, address: 127.0.1.8}
  - name: Omar
    band: 13-15
    pause-cap: 20
    devices:
      - {label: phone, address: 127.0.1.9}
    timetable: [{days: daily, start: "00:00", end: "24:00", mode: bedtime}]
rooms:
  - {label: Lab 2, prefix: 127.0.20.0/24, band: pupil-secondary}
guest:
  band: adult
"""
ALI, WORK, SARA, OMAR, LAB, GUEST = "127.0.1.7", "127.0.1.17", "127.0.1.8", "127.0.1.9", "127.0.20.3", "127.0.0.1"
SETTINGS = "lists: {update: false}"


class Giver:
    """The commands against one daemon."""

    def __init__(self, daemon):
        self.daemon = daemon

    def run(self, *words, code=0):
        """What the command said, on whichever stream; the exit code must be that."""
        done = self.daemon.command(*words, "--config", self.daemon.file("darban.yaml"), check=False)
        if done.returncode != code:
            raise AssertionError(f"darban {' '.join(words)}: exit code {done.returncode} and not {code}:\n{done.stdout}{done.stderr}")
        return done.stdout if code == 0 else done.stderr

    def grants(self):
        return json.loads(self.run("grants", "--json"))["grants"]

    def ids(self):
        return {grant["id"] for grant in self.grants()}

    def closed(self, client, name="open.example"):
        return harness.addresses(self.daemon.ask(name, client=client)) == ["0.0.0.0"]


def ask_control(path, line, timeout=30):
    """(outcome, text) of one request; None when the daemon went away before the answer was whole."""
    try:
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(timeout)
            client.connect(path)
            client.sendall(line.encode() + b"\n")
            octets = b""
            while True:
                piece = client.recv(65536)
                if not piece:
                    break
                octets += piece
    except OSError:
        return None
    outcome, _, text = octets.decode().partition("\n")
    return (outcome, text) if octets else None


def rows(daemon, what, where="1=1"):
    """Straight out of the file, for what no command shows."""
    with sqlite3.connect(daemon.file("state.db")) as database:
        return database.execute(f"SELECT {what} FROM grants WHERE {where} ORDER BY id").fetchall()


def change_rows(daemon, sql, *values):
    database = sqlite3.connect(daemon.file("state.db"))
    with database:
        database.execute(sql, values)
    database.close()


def files_of_state(daemon):
    return sorted(name for name in os.listdir(daemon.folder) if name.startswith("state.db"))
