#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The daemon among people and programs: dig and kdig, a port in use, status, check, a graceful stop, wrong files at the start."""
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import unittest

import harness
import moved_clock
from harness import Daemon, DaemonTest, FakeUpstream, HOUSEHOLD, PHONE, TABLET, addresses, ede, rcode


class Clients(DaemonTest):
    def run_client(self, *words):
        if shutil.which(words[0]) is None:
            self.skipTest(f"{words[0]} is not installed")
        done = subprocess.run(words, capture_output=True, text=True, timeout=30)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def dig(self, *words):
        return self.run_client("dig", "-p", str(self.daemon.port), "@127.0.0.1", *words)

    def kdig(self, *words):
        return self.run_client("kdig", "-p", str(self.daemon.port), "@127.0.0.1", *words)

    def test_dig_gets_an_open_answer_over_udp_and_tcp(self):
        self.assertEqual(self.dig("+short", "open.example").strip(), "192.0.2.1")
        self.assertEqual(self.dig("+short", "+tcp", "open.example", "AAAA").strip(), "2001:db8::1")

    def test_dig_shows_why_a_name_is_closed(self):
        output = self.dig("-b", TABLET, "games.example")
        self.assertIn("0.0.0.0", output)
        self.assertIn("EDE: 17", output)
        self.assertIn("status: NOERROR", output)

    def test_dig_without_edns_gets_no_opt(self):
        self.assertNotIn("OPT PSEUDOSECTION", self.dig("+noedns", "-b", TABLET, "games.example"))

    def test_kdig_gets_the_same(self):
        self.assertEqual(self.kdig("+short", "open.example").strip(), "192.0.2.1")
        self.assertIn("0.0.0.0", self.kdig("+tcp", "-b", TABLET, "games.example"))

    def test_kdig_keeps_its_connection_open(self):
        output = self.kdig("+tcp", "+keepopen", "one.example", "two.example", "three.example")
        self.assertEqual(output.count("192.0.2.1"), 3)

    def test_the_child_and_the_adult_get_different_answers_to_the_same_name(self):
        self.assertEqual(addresses(self.daemon.ask("games.example", client=TABLET)), ["0.0.0.0"])
        self.assertEqual(addresses(self.daemon.ask("games.example", client=PHONE)), ["192.0.2.1"])
        self.assertEqual(addresses(self.daemon.ask("games.example", client=TABLET)), ["0.0.0.0"])

    def test_malware_is_closed_for_everybody_with_its_own_code(self):
        for client in (TABLET, PHONE, "127.0.0.1"):
            response = self.daemon.ask("bad.example", client=client)
            self.assertEqual((addresses(response), ede(response)), (["0.0.0.0"], 15))

    def test_the_case_of_the_question_comes_back_as_it_was(self):
        output = self.dig("OpEn.ExAmPlE")
        self.assertIn("OpEn.ExAmPlE.", output)

    def test_the_same_question_at_once_travels_once(self):
        sockets = []
        query = harness.dns.message.make_query("together.example", "A").to_wire()
        for _ in range(30):
            udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            udp.settimeout(harness.PATIENCE)
            udp.connect((harness.LOOPBACK, self.daemon.port))
            sockets.append(udp)
        for udp in sockets:
            udp.send(query)
        for udp in sockets:
            self.assertEqual(addresses(harness.dns.message.from_wire(udp.recv(4096))), ["192.0.2.1"])
            udp.close()
        self.assertLessEqual(len(self.upstream.asked_for("together.example")), 2)

    def test_the_upstream_sees_random_ids_ports_and_spelling(self):
        before = len(self.upstream.seen)
        for number in range(40):
            self.daemon.ask(f"spelt-with-many-letters-{number}.example")
        seen = self.upstream.seen[before:]
        self.assertEqual(len(seen), 40)
        self.assertGreater(len({number for number, _, _ in seen}), 35)
        self.assertGreater(len({port for _, _, port in seen}), 8)  # out of a pool of 32
        mixed = [name for _, name, _ in seen if name != name.lower() and name != name.upper()]
        self.assertEqual(len(mixed), 40)


class Counts(unittest.TestCase):
    def test_status_counts_and_names_nobody(self):
        upstream = FakeUpstream()
        daemon = Daemon([upstream.port]).start()
        try:
            for number in range(20):
                daemon.ask(f"counted{number}.example")
                daemon.ask("games.example", client=TABLET)
            text = daemon.command("status", "--config", daemon.file("darban.yaml")).stdout
            self.assertNotIn("counted", text)
            self.assertNotIn("games", text)
            status = daemon.status()
            self.assertIsInstance(status, dict)
            self.assertIn("people", json.dumps(status))
        finally:
            daemon.close()
            upstream.close()

    def test_status_without_a_daemon_says_so(self):
        upstream = FakeUpstream()
        daemon = Daemon([upstream.port])
        try:
            done = daemon.command("status", "--config", daemon.file("darban.yaml"), check=False)
            self.assertEqual(done.returncode, 1)
            self.assertIn("control.sock", done.stderr)
        finally:
            daemon.close()
            upstream.close()


class Start(unittest.TestCase):
    def setUp(self):
        self.upstream = FakeUpstream()
        self.daemon = Daemon([self.upstream.port])

    def tearDown(self):
        self.daemon.close()
        self.upstream.close()

    def refused_start(self):
        done = self.daemon.command("run", "--config", self.daemon.file("darban.yaml"), check=False)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def test_a_port_in_use_names_who_has_it(self):
        holder = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        with holder:
            holder.bind((harness.LOOPBACK, self.daemon.port))
            said = self.refused_start()
        self.assertIn(str(self.daemon.port), said)
        self.assertIn(str(os.getpid()), said)

    def test_a_tcp_port_in_use_names_who_has_it(self):
        holder = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        with holder:
            holder.bind((harness.LOOPBACK, self.daemon.port))
            holder.listen()
            said = self.refused_start()
        self.assertIn(str(self.daemon.port), said)
        self.assertIn(str(os.getpid()), said)

    def test_wrong_files_are_refused_with_their_place_by_run_and_check_alike(self):
        for name, text, place in (
            ("household.yaml", HOUSEHOLD.replace("band: adult", "band: adlt", 1), "household.yaml:"),
            ("household.yaml", "people: [\n", "household.yaml"),
            ("darban.yaml", self.daemon.settings_text + "lisen: []\n", "darban.yaml:"),
            ("darban.yaml", self.daemon.settings_text.replace("workers: 1", "workers: many"), "darban.yaml:"),
            ("lists.image", "not an image", "lists.image"),
        ):
            with self.subTest(text[-40:]):
                with open(self.daemon.file(name), "rb") as file:
                    good = file.read()
                self.daemon.write(name, text)
                checked = self.daemon.command("check", "--config", self.daemon.file("darban.yaml"), check=False)
                self.assertEqual(checked.returncode, 1)
                self.assertIn(place, checked.stdout + checked.stderr)
                if name != "lists.image":  # without lists the daemon may still serve
                    self.assertIn(place, self.refused_start())
                with open(self.daemon.file(name), "wb") as file:
                    file.write(good)

    def test_check_accepts_good_files(self):
        self.daemon.command("check", "--config", self.daemon.file("darban.yaml"))

    def test_a_settings_file_that_is_not_there_is_named(self):
        done = self.daemon.command("run", "--config", self.daemon.file("missing.yaml"), check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("missing.yaml", done.stderr)

    def test_stopping_answers_what_is_on_its_way(self):
        slow = FakeUpstream(lambda query, transport: [0.3, harness.standard_answer(query)])
        daemon = Daemon([slow.port], timeout_ms=3000).start()
        try:
            udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            with udp:
                udp.settimeout(harness.PATIENCE)
                udp.connect((harness.LOOPBACK, daemon.port))
                udp.send(harness.dns.message.make_query("last.example", "A").to_wire())
                harness.eventually(lambda: slow.asked_for("last.example"), "the question travels")
                self.assertEqual(daemon.stop(), 0)
                self.assertEqual(addresses(harness.dns.message.from_wire(udp.recv(4096))), ["192.0.2.1"])
        finally:
            daemon.close()
            slow.close()

    def test_the_port_and_the_socket_are_free_again_after_a_stop(self):
        self.daemon.start()
        self.assertEqual(self.daemon.stop(), 0)
        self.assertFalse(os.path.exists(self.daemon.file("control.sock")))
        self.daemon.start()
        self.assertEqual(rcode(self.daemon.ask("localhost")), "NOERROR")

    def test_a_kill_leaves_nothing_that_hinders_the_next_start(self):
        self.daemon.start()
        self.daemon.process.kill()
        self.daemon.process.wait()
        self.daemon.start()
        self.assertEqual(rcode(self.daemon.ask("localhost")), "NOERROR")
        self.daemon.status()


NO_MORE_LOOPS = r"""
#include <cerrno>
#include <cstdlib>
#include <sys/syscall.h>
#include <unistd.h>
extern "C" int epoll_create1(int flags) {
  if (access(std::getenv("NO_MORE_LOOPS"), F_OK) != 0) return static_cast<int>(syscall(SYS_epoll_create1, flags));
  errno = ENFILE;
  return -1;
}
"""


@unittest.skipIf(moved_clock.has_sanitizer(), "nothing may be loaded before a sanitizer")
class GivingUp(unittest.TestCase):
    def test_a_darban_whose_workers_can_not_be_renewed_ends_as_one_that_failed(self):
        """So that the service manager starts it anew: our unit does that on failure alone. Here the kernel has no event loop left."""
        upstream = FakeUpstream()
        daemon = Daemon([upstream.port])
        try:
            subprocess.run(["g++", "-shared", "-fPIC", "-o", daemon.file("kernel.so"), "-x", "c++", "-"], input=NO_MORE_LOOPS, text=True, check=True)
            daemon.start(env={**os.environ, "LD_PRELOAD": daemon.file("kernel.so"), "NO_MORE_LOOPS": daemon.file("none")})
            daemon.write("none", "")
            daemon.write("darban.yaml", re.sub(r"timeout: \d+ms", "timeout: 777ms", daemon.settings_text))
            daemon.reload()
            harness.eventually(lambda: not daemon.is_alive(), "it ends")
            self.assertEqual(daemon.process.returncode, 1)
            self.assertIn("a worker could not be renewed", daemon.log())
        finally:
            daemon.process = None
            daemon.close()
            upstream.close()


@unittest.skipIf(moved_clock.has_sanitizer(), "a sanitizer has threads of its own")
class Priorities(unittest.TestCase):
    def threads_of(self, daemon):
        """(is it a worker, its nice) of each."""
        found = []
        for stat in pathlib.Path(f"/proc/{daemon.process.pid}/task").glob("*/stat"):
            name, _, rest = stat.read_text().rpartition(")")
            found.append((name.endswith("(darban-worker"), int(rest.split()[16])))
        return sorted(found)

    def test_what_answers_no_questions_steps_back_for_what_does_also_after_a_renewal(self):
        upstream, page = FakeUpstream(), harness.free_port()
        daemon = Daemon([upstream.port], settings=f"web: {{listen: ['127.0.0.1:{page}']}}")
        try:
            daemon.start()
            ours = os.getpriority(os.PRIO_PROCESS, 0)
            back = min(ours + 5, 19)
            # The control thread, the workers' starter, and of the page: the doorman, libmicrohttpd, the desk.
            harness.eventually(lambda: self.threads_of(daemon) == sorted([(True, ours)] + [(False, ours)] + 4 * [(False, back)]), "they have")
            daemon.write("darban.yaml", re.sub(r"timeout: \d+ms", "timeout: 777ms", daemon.settings_text))
            daemon.reload()
            harness.eventually(lambda: "workers renewed" in daemon.log(), "there are new workers")
            self.assertEqual(self.threads_of(daemon), sorted([(True, ours)] + [(False, ours)] + 4 * [(False, back)]))
        finally:
            daemon.close()
            upstream.close()


class WhoMayAsk(unittest.TestCase):
    def test_strangers_are_refused_and_told_so(self):
        upstream = FakeUpstream()
        daemon = Daemon([upstream.port], settings="allow-from: [127.0.0.0/16]").start()
        try:
            self.assertEqual(rcode(daemon.ask("a.example", client="127.0.3.3")), "NOERROR")
            for tcp in (False, True):
                response = daemon.ask("b.example", client="127.9.0.1", tcp=tcp)
                self.assertEqual((rcode(response), ede(response)), ("REFUSED", 18))
            self.assertEqual(upstream.asked_for("b.example"), [])
        finally:
            daemon.close()
            upstream.close()


if __name__ == "__main__":
    harness.main()
