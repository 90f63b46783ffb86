#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A pause ends when it says, by a real clock: the shortest there is takes a minute."""
import time
import unittest

import grant_client
import harness
from grant_client import ALI, Giver
from harness import addresses


class OnTime(unittest.TestCase):
    def test_a_pause_of_a_minute_ends_after_a_minute(self):
        upstream = harness.FakeUpstream()
        daemon = harness.Daemon([upstream.port], household=grant_client.HOUSEHOLD, settings=grant_client.SETTINGS).start()
        try:
            giver = Giver(daemon)
            before = time.time()
            giver.run("pause", "Ali", "--minutes", "1")
            after = time.time()
            last_closed, first_open = after, None
            while first_open is None:
                at = time.time()
                if addresses(daemon.ask("edge.example", client=ALI)) == ["0.0.0.0"]:
                    last_closed = at
                else:
                    first_open = time.time()
                self.assertLess(at, before + 70, "it does not end")
                time.sleep(0.5 if at < before + 58 else 0.02)
            print(f"a pause of 60 s: last closed answer after {last_closed - after:.2f} s, first open one after {first_open - before:.2f} s")
            self.assertGreaterEqual(last_closed, before + 59)
            self.assertLessEqual(first_open, after + 61)
            harness.eventually(lambda: giver.grants() == [], "it is not listed any more")
            harness.eventually(lambda: grant_client.rows(daemon, "ended_how") == [("time",)], "its end is written down")
        finally:
            daemon.close()
            upstream.close()


if __name__ == "__main__":
    harness.main()
