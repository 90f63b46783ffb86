# SPDX-License-Identifier: Apache-2.0
"""Hours and days for the real daemon, by Debian's faketime. It is noon in the house (in UTC) when it begins. Both clocks of the daemon, the one on the wall and the
one nobody sets, are moved together."""
import datetime
import glob
import os
import subprocess
import time

import harness

MINUTE, HOUR = 60, 3600


def has_sanitizer():
    """Whether the daemon has one in it, which must be loaded before anything else."""
    linked = subprocess.run(["ldd", harness.DARBAN], capture_output=True, text=True).stdout
    return "libasan" in linked or "libtsan" in linked


def library_of_faketime():
    """Empty where it is not installed (Debian: faketime), or can not be loaded."""
    libraries = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")
    return "" if not libraries or has_sanitizer() else libraries[0]


FAKETIME = library_of_faketime()


class MovedClock:
    """Of a daemon that is not started yet."""

    def __init__(self, daemon):
        self.daemon = daemon
        now = datetime.datetime.now(datetime.timezone.utc)
        noon = now.replace(hour=12, minute=0, second=0, microsecond=0)
        if noon < now:
            noon += datetime.timedelta(days=1)
        self.today = noon.date().isoformat()
        self.monday = (noon.date() - datetime.timedelta(days=noon.weekday())).isoformat()
        self.ahead = noon.timestamp() - time.time()

    def start(self):
        self.pass_time(0)
        moved = {"LD_PRELOAD": FAKETIME, "FAKETIME_TIMESTAMP_FILE": self.daemon.file("clock"), "FAKETIME_NO_CACHE": "1"}
        self.daemon.start(env={**os.environ, **moved})

    def pass_time(self, seconds):
        self.ahead += seconds
        self.daemon.write("clock", f"+{self.ahead:.3f}\n")
        if self.daemon.is_alive():
            for _ in range(2):  # it looks at its clock now and not in ten minutes, and has done what it saw to be due before it listens again
                self.daemon.command("status", "--config", self.daemon.file("darban.yaml"))
