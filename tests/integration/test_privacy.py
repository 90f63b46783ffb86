#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The privacy canary (ring 6): a random name is asked a thousand times at the most talkative level, open, closed, failing and malformed, over UDP and
TCP; afterwards nothing the daemon wrote or says holds it. Nor the address that asked."""
import glob
import os
import signal
import subprocess
import unittest
import urllib.request

import canary
import harness
from harness import Daemon, FakeUpstream, HOUSEHOLD

ASKED = 1000
NOBODY = 65534
CLIENT = "127.83.71.59"  # appears nowhere else


def fail_some(query, transport):
    first = query.question[0].name.labels[0].lower()
    if first.startswith(b"silent"):
        return []
    if first.startswith(b"broken"):
        return [b"\xff" * 30]
    if first.startswith(b"servfail"):
        return [harness.reply_to(query, rcode=2)]
    return None


class Canary(unittest.TestCase):
    def setUp(self):
        self.word = canary.new_word()
        self.search = canary.Search([self.word], [CLIENT])
        self.upstream = FakeUpstream(fail_some)
        self.page = harness.free_port()
        household = HOUSEHOLD + "block: [closed.example]\n"
        self.daemon = Daemon([self.upstream.port], household=household, timeout_ms=100, tries=1, log_level="debug", settings=f'cache: {{serve-stale: 1h}}\nweb: {{listen: ["{harness.LOOPBACK}:{self.page}"], metrics: this-machine}}')
        self.daemon.start()

    def tearDown(self):
        self.upstream.close()
        self.daemon.close()

    def ask_everything(self):
        """A thousand questions; most are answered, some fail on purpose."""
        places = ["example", "games.example", "closed.example", "bad.example", "local", "invalid", "10.in-addr.arpa", "tracker.example"]
        for number in range(ASKED):
            name = f"{self.word}.{number % 40}.{places[number % len(places)]}"
            client = CLIENT if number % 2 else harness.TABLET
            self.daemon.ask(name, ["A", "AAAA", "HTTPS", "TXT", "ANY"][number % 5], client=client, tcp=number % 3 == 0)
        for kind in ("silent", "broken", "servfail"):
            for number in range(4):
                self.daemon.ask(f"{kind}{number}.{self.word}.example", client=CLIENT, tcp=number % 2 == 0)
        label = bytes([len(self.word)]) + self.word.encode()
        head = b"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00"
        for octets in (head + label, head + label + b"\0\0\1", head + label + b"\0\0\1\0\1junk", head + label + b"\xc0\x0c\0\1\0\1", head + label + b"\0\0\1\0\3"):
            self.daemon.send_udp(octets, wait=0.05)
            self.daemon.send_tcp(octets, wait=0.05)

    def everything_written(self):
        """(what, its octets) of all the daemon wrote or says."""
        yield from canary.files_of(self.daemon.folder)
        config = self.daemon.file("darban.yaml")
        for words in (["status", "--config", config], ["status", "--config", config, "--json"]):
            done = self.daemon.command(*words)
            yield " ".join(words), (done.stdout + done.stderr).encode()
        with urllib.request.urlopen(f"http://{harness.LOOPBACK}:{self.page}/metrics", timeout=harness.PATIENCE) as answer:
            yield "/metrics", answer.read()

    def assert_nowhere(self):
        for what, octets in self.everything_written():
            self.assertIsNone(self.search.finds(octets), f"{what} holds the canary")

    def test_a_name_asked_a_thousand_times_is_found_nowhere(self):
        self.ask_everything()
        self.assertTrue(any(self.word in name for name, _, _ in self.upstream.asked), "the canary did travel")
        self.daemon.reload()
        self.daemon.write("household.yaml", "people: [\n")  # and the error path of a reload speaks as well
        self.daemon.reload()
        harness.eventually(lambda: self.daemon.log().count("household.yaml") > 1, "the refusal is said")
        self.assertGreater(len(self.daemon.log()), 100, "the log was written at all")
        self.assert_nowhere()
        self.daemon.stop()
        self.assert_nowhere_on_disk()

    def assert_nowhere_on_disk(self):
        for path, octets in canary.files_of(self.daemon.folder):
            self.assertIsNone(self.search.finds(octets), f"{path} holds the canary after the end")

    def test_a_killed_daemon_leaves_no_core(self):
        self.daemon.ask(f"{self.word}.example", client=CLIENT)
        with open(f"/proc/{self.daemon.process.pid}/limits", encoding="utf-8") as file:
            core = [line.split() for line in file if line.startswith("Max core file size")][0]
        self.assertEqual(core[4:6], ["0", "0"], "RLIMIT_CORE is 0")
        self.daemon.process.send_signal(signal.SIGSEGV)
        self.daemon.process.wait(timeout=harness.PATIENCE)
        self.assertEqual([name for name in os.listdir(self.daemon.folder) if "core" in name], [])
        self.daemon.process = None

    def test_other_processes_of_the_user_can_not_read_its_memory(self):
        """PR_SET_DUMPABLE 0: /proc/PID belongs to root then, so that a debugger of the same user is refused."""
        if os.geteuid() == 0:  # root owns its processes anyway: be somebody else
            self.daemon.stop()
            for path in (self.daemon.folder, *glob.glob(self.daemon.file("*"))):
                os.chown(path, NOBODY, NOBODY)
            try:
                self.daemon.start(user=NOBODY, group=NOBODY, extra_groups=[])
            except PermissionError:
                self.skipTest("the daemon's program can not be run by another user where it lies")
        owner = os.stat(f"/proc/{self.daemon.process.pid}/environ").st_uid
        self.assertEqual(owner, 0)

    def test_explain_shows_the_name_to_who_typed_it_and_keeps_it_to_itself(self):
        done = subprocess.run(
            [harness.DARBAN, "explain", f"{self.word}.example", "--person", "Sara", "--config", self.daemon.file("darban.yaml")],
            capture_output=True, text=True, timeout=30,
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        for what, octets in self.everything_written():
            self.assertNotIn(self.word.encode(), octets, what)


if __name__ == "__main__":
    harness.main()
