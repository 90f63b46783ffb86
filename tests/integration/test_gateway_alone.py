#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""darban-gateway alone, told by hand over its socket: what it puts into the kernel, what it refuses, who may speak to it. In a network namespace with
nothing in it. Needs root and Debian's nftables and iproute2; skips where they are missing.
"""
import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

import gateway_client
from gateway_client import (
    ANSWERED,
    BAD_MESSAGE,
    BEAT,
    CLEAR,
    CLOSED,
    COMMIT,
    DONE,
    DOOR_CLOSED,
    NO_PLAN,
    NOT_LEADER,
    OPEN,
    OTHER_VERSION,
    OVERTAKEN,
    REFUSED,
    VITAL,
    GatewayClient,
)
from harness import PATIENCE, eventually
from network import ADULT_MAC, CHILD_MAC, WITHOUT_LEAK_CHECK, Host, measured, milliseconds, run_and_tell

GATEWAY = os.environ.get("DARBAN_GATEWAY", "")


class Alone(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="darban-test-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.host = Host(f"gateway-{os.getpid()}-helper")
        subprocess.run(["ip", "netns", "add", self.host.name], check=True)
        self.addCleanup(subprocess.run, ["ip", "netns", "del", self.host.name])
        self.path = os.path.join(self.folder, "socket")
        self.log = open(os.path.join(self.folder, "log"), "wb")
        self.addCleanup(self.log.close)
        self.process = self.start()
        self.addCleanup(self.stop)

    def start(self, user="root", under=(), program=GATEWAY):
        process = self.host.start(*under, program, "--socket", self.path, "--user", user, "--journal", env=WITHOUT_LEAK_CHECK, stdout=self.log, stderr=self.log)
        eventually(lambda: process.poll() is not None or self.answers(), "darban-gateway listens")
        return process

    def answers(self):
        with contextlib.suppress(OSError):
            GatewayClient(self.path).close()
            return True
        return False

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
        self.assertEqual(self.process.wait(timeout=PATIENCE), 0, self.said())

    def said(self):
        with open(self.log.name, encoding="utf-8") as file:
            return file.read()

    def table(self):
        return self.host.run("nft", "list", "table", "inet", "darban").stdout

    def client(self):
        client = GatewayClient(self.path)
        self.addCleanup(client.close)
        return client

    def by(self, user, script):
        """What becomes of this script in the hands of that user."""
        with open(gateway_client.__file__, encoding="utf-8") as file:
            whole = f"{file.read()}\nclient = GatewayClient({self.path!r})\n{script}"
        return subprocess.run([sys.executable, "-B", "-c", whole], capture_output=True, text=True, user=user, group=user, extra_groups=[])

    def plan(self, client, **changes):
        return client.plan(
            **{
                "devices": [(CHILD_MAC, CLOSED + 2), (ADULT_MAC, OPEN)],
                "places": [("192.168.20.0/24", ANSWERED + 1), ("192.168.20.9/32", OPEN), ("fd77::/64", OPEN + 1)],
                "whereabouts": [("10.77.0.7", CHILD_MAC), ("fd77::7", CHILD_MAC)],
                "resolvers": ["8.8.8.8/32", "1.1.1.0/24", "2001:db8:53::53/128"],
                "tunnels": [("udp", 1194), ("tcp", 9001)],
                "exceptions": ["203.0.113.0/24"],
                "others": OPEN + 2,
                **changes,
            }
        )

    def test_the_table_is_the_one_on_paper(self):
        client = self.client()
        self.assertEqual(self.plan(client)[0], DONE)
        self.assertEqual(client.tell("10.77.0.7", "192.0.2.1", "2001:db8::1", device=CHILD_MAC, flags=DOOR_CLOSED)[0], DONE)
        self.assertEqual(client.tell("10.77.0.7", "192.0.2.2", device=CHILD_MAC, flags=VITAL)[0], DONE)
        self.assertEqual(client.tell("192.168.20.5", "192.0.2.3")[0], DONE)
        shown = re.sub(r" expires \w+", "", self.table().replace(" # progname darban-gateway", ""))
        with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "fixtures", "gateway", "table.nft"), encoding="utf-8") as file:
            on_paper = file.read()
        self.maxDiff = None
        self.assertEqual(shown, on_paper[on_paper.index("\ntable inet") + 1 :])

    def test_from_one_plan_to_any_other(self):
        client = self.client()
        plans = [
            {},
            {"devices": [(CHILD_MAC, OPEN + 1)], "places": [], "whereabouts": []},
            {"devices": [], "others": CLOSED + 2, "lan": ("br-lan", "eth1"), "port6": 0},
            {"resolvers": [], "tunnels": [], "exceptions": [], "places": [("192.168.0.0/16", CLOSED), ("192.168.20.0/24", OPEN)]},
        ]
        fresh = []
        for changes in plans:
            self.process.terminate()
            self.process.wait(timeout=PATIENCE)
            self.process = self.start()
            self.assertEqual(self.plan(self.client(), **changes)[0], DONE)
            fresh.append(self.sorted_table())
        client = self.client()
        for one in range(len(plans)):
            for other in range(len(plans)):
                self.assertEqual(self.plan(client, **plans[one])[0], DONE)
                self.assertEqual(self.plan(client, **plans[other])[0], DONE)
                self.assertEqual(self.sorted_table(), fresh[other], f"from plan {one} to {other}")

    def sorted_table(self):
        return sorted(re.findall(r"[^\s,{}]+", self.table()))

    def test_a_device_can_be_told_and_taken_back_a_hundred_times(self):
        client = self.client()
        for _ in range(100):
            self.assertEqual(self.plan(client, devices=[(CHILD_MAC, ANSWERED)])[0], DONE)
            self.assertEqual(client.tell("10.77.0.7", "192.0.2.1", "2001:db8::1", device=CHILD_MAC)[0], DONE)
            self.assertEqual(self.plan(client)[0], DONE)
            self.assertNotIn("192.0.2.1", self.table())

    def test_what_was_judged_before_a_door_closed_opens_nothing(self):
        client = self.client()
        self.plan(client)
        self.assertEqual(client.tell("10.77.0.7", "192.0.2.1", device=CHILD_MAC), (REFUSED, client.number, OVERTAKEN))
        self.assertEqual(client.tell("10.77.0.7", "192.0.2.1", device=CHILD_MAC, flags=DOOR_CLOSED)[0], DONE)
        self.assertEqual(client.tell("10.77.0.7", "192.0.2.2", device=CHILD_MAC, flags=VITAL)[0], DONE)

    def test_what_a_room_was_told_is_taken_back_when_the_room_closes(self):
        """Told under the device's MAC, from its IPv6 address; the room is an IPv4 network."""
        client = self.client()
        device = "02:00:00:00:00:09"
        self.plan(client, places=[("192.168.20.0/24", ANSWERED)])
        self.assertEqual(client.tell("fd77::9", "192.0.2.9", device=device)[0], DONE)
        self.assertIn("192.0.2.9", self.table())
        self.plan(client, places=[("192.168.20.0/24", CLOSED)], whereabouts=[("192.168.20.5", device)])
        self.assertNotIn("192.0.2.9", self.table())

    def test_nothing_is_told_before_there_is_a_plan(self):
        client = self.client()
        self.assertEqual(client.tell("10.77.0.7", "192.0.2.1")[2], NO_PLAN)
        client.send(COMMIT)
        self.assertEqual(client.answer()[2], NOT_LEADER)
        self.assertEqual(self.table(), "")

    def test_octets_that_are_no_message_end_the_connection_and_change_nothing(self):
        leader = self.client()
        self.plan(leader)
        before = self.table()
        for octets in (b"", b"x", b"\0" * 6, b"\x01\x63\0\0\0\x01", b"\x01\x02\0\0\0\x01abc", b"\x01\x01\0\0\0\x01" + b"\xff" * 40, b"\x01" * 16385):
            client = self.client()
            client.socket.send(octets)
            answer = client.answer()
            if answer is not None:
                self.assertEqual(answer[0], REFUSED)
                self.assertIsNone(client.answer(), "hung up")
        self.assertEqual(self.table(), before)
        client = self.client()
        client.send(BEAT, version=2)
        self.assertEqual(client.answer()[2], OTHER_VERSION)
        leader.send(BEAT)
        self.assertEqual(leader.answer()[0], DONE)

    def test_an_interface_is_a_name_and_never_more(self):
        for name in ("br-lan; drop", 'a"b', "eth*", "a b", "abcdefghijklmnop"):
            client = self.client()
            client.begin(lan=(name,))
            self.assertEqual(client.answer()[2], BAD_MESSAGE, name)
        self.assertEqual(self.table(), "")

    def test_who_begins_a_plan_leads_from_then_on(self):
        first, second = self.client(), self.client()
        self.assertEqual(self.plan(first)[0], DONE)
        second.send(CLEAR)
        self.assertEqual(second.answer()[2], NOT_LEADER)
        self.assertEqual(self.plan(second, devices=[])[0], DONE)
        self.assertIsNone(first.answer(), "the first was hung up on")
        second.send(CLEAR)
        self.assertEqual(second.answer()[0], DONE)
        self.assertEqual(self.table(), "")

    def test_nobody_but_darban_and_root_may_speak(self):
        os.chmod(self.folder, 0o755)
        self.assertEqual(os.stat(self.path).st_mode & 0o777, 0o660)
        speaks = "client.send(BEAT)\nprint(client.answer())"
        self.assertIn("Permission", self.by(65534, speaks).stderr)
        os.chmod(self.path, 0o666)
        self.assertIn(self.by(65534, speaks).stdout, ("None\n", ""), "hung up on without an answer, before or after it spoke")
        self.assertIn("somebody who is not darban", self.said())

    def test_it_needs_no_root_but_one_capability(self):
        """As its unit for systemd starts it: a user of its own, in the group of darban's user, which is `daemon` here."""
        self.stop()
        program = shutil.copy(GATEWAY, self.folder)  # the tree may be out of that user's reach
        os.chown(self.folder, 65534, 1)
        os.chmod(self.folder, 0o750)
        capability = ("--inh-caps=-all,+net_admin", "--ambient-caps=-all,+net_admin", "--bounding-set=-all,+net_admin")
        self.process = self.start("daemon", ("setpriv", "--reuid=65534", "--regid=65534", "--groups=1", *capability), program)
        where = os.stat(self.path)
        self.assertEqual((where.st_uid, where.st_gid, where.st_mode & 0o777), (65534, 1, 0o660))
        with open(f"/proc/{self.process.pid}/status", encoding="utf-8") as file:
            status = dict(line.split(":\t") for line in file.read().splitlines() if ":\t" in line)
        self.assertEqual({status[key] for key in ("CapPrm", "CapEff", "CapBnd")}, {"0000000000001000"})
        self.assertEqual({status[key] for key in ("CapInh", "CapAmb")}, {"0000000000000000"})
        said = self.by(1, "print(client.plan())")
        self.assertEqual(said.stdout, f"({DONE}, 1, 0)\n", said.stderr + self.said())
        self.assertIn("table inet darban", self.table())

    def test_a_second_one_does_not_start_and_the_socket_of_a_dead_one_is_replaced(self):
        second = self.host.run(GATEWAY, "--socket", self.path, "--user", "root")
        self.assertEqual(second.returncode, 1)
        self.assertIn("another darban-gateway is running", second.stdout + second.stderr)
        self.process.kill()
        self.process.wait()
        self.process = self.start()
        self.assertEqual(self.plan(self.client())[0], DONE)

    def test_what_is_wrong_with_the_command_line_is_said(self):
        self.assertEqual(self.host.run(GATEWAY, "--what").returncode, 2)
        self.assertIn("usage:", self.host.run(GATEWAY, "--help").stdout)
        nobody = self.host.run(GATEWAY, "--socket", self.path + "2", "--user", "nobody-has-this-name")
        self.assertEqual(nobody.returncode, 1)
        self.assertIn("there is no user", nobody.stdout + nobody.stderr)
        powerless = self.host.run("setpriv", "--bounding-set=-net_admin", "--inh-caps=-net_admin", GATEWAY, "--socket", self.path + "2", "--user", "root")
        self.assertEqual(powerless.returncode, 1)
        self.assertIn("CAP_NET_ADMIN is missing", powerless.stdout + powerless.stderr)

    def test_a_school_and_somebody_elses_large_sets_do_not_slow_it_down(self):
        ranges = ",".join(f"11.{i >> 8}.{i & 255}.0-11.{i >> 8}.{i & 255}.77" for i in range(60000))
        self.host.run("nft", "-f", "-", input=f"table inet big {{ set s {{ type ipv4_addr; flags interval; elements = {{ {ranges} }}\n}}\n}}\n", check=True)
        client = self.client()
        devices = [(f"02:00:00:00:{i >> 8:02x}:{i & 255:02x}", i % 9) for i in range(10000)]
        began = time.monotonic()
        self.assertEqual(client.plan(devices=devices)[0], DONE)
        measured("10,000 devices, the first plan until it is in force", milliseconds(time.monotonic() - began))
        began = time.monotonic()
        self.assertEqual(client.plan(devices=[(device, (treatment + 1) % 9) for device, treatment in devices])[0], DONE)
        measured("10,000 devices treated differently in one step", milliseconds(time.monotonic() - began))
        worst = 0
        for i in range(500):
            began = time.monotonic()
            client.tell("10.77.0.7", f"192.0.2.{i % 250}", f"2001:db8::{i:x}", device="02:00:00:00:00:03")
            worst = max(worst, time.monotonic() - began)
        measured("telling two addresses, with that and somebody's set of 60,000 ranges, the slowest of 500", f"{worst * 1000:.1f} ms")
        self.assertLess(worst, PATIENCE / 10)


if __name__ == "__main__":
    run_and_tell(GATEWAY)
