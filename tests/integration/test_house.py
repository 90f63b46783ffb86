#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A house: a network namespace with a bridge, in which the real daemon, a real dnsmasq and the kernel's own neighbour tables stand, and devices in
namespaces of their own with MAC addresses, a real DHCP client and IPv6 privacy addresses that the kernel makes up. Needs namespaces (root, or
user namespaces), Debian's iproute2, dnsmasq-base, busybox and bind9-dnsutils; without them it says that it skips. Nothing leaves it."""
import json
import os
import re
import shutil
import subprocess
import sys
import unittest

import harness
from harness import Daemon, FakeUpstream

INSIDE = "DARBAN_TEST_HOUSE"
NEEDED = ("ip", "unshare", "nsenter", "dnsmasq", "busybox", "dig", "sleep")
BOX = "192.168.77.1"
PREFIXES = ("fd77:1", "fd77:2", "fd77:3")
PHONE_MAC, LAPTOP_MAC, VISITOR_MAC = "02:00:5e:10:00:01", "02:00:5e:10:00:02", "06:00:5e:10:00:09"

HOUSEHOLD = f"""
zone: UTC
people:
  - name: Sara
    band: 10-12
    close: [gaming]
    devices:
      - {{label: phone, mac: "{PHONE_MAC}"}}
  - name: Amna
    band: adult
    devices:
      - {{label: laptop, mac: "{LAPTOP_MAC}"}}
guest:
  band: adult
  block: [shop.example]
"""
# What asks for an address does with it.
UDHCPC_SCRIPT = """#!/bin/sh
[ "$1" = bound ] && ip addr replace "$ip/24" dev "$interface"
exit 0
"""


def run(*words, check=True):
    done = subprocess.run(words, capture_output=True, text=True, timeout=60)
    if check and done.returncode != 0:
        raise AssertionError(f"{' '.join(words)} failed with {done.returncode}: {done.stdout}{done.stderr}")
    return done.stdout


class Device:
    """Something with a MAC address on the bridge, in a network namespace that a sleeping process holds open."""

    def __init__(self, house, name, mac):
        self.name, self.mac = name, mac
        self.holder = subprocess.Popen(["unshare", "-n", "sleep", "infinity"])
        own = os.readlink("/proc/self/ns/net")
        harness.eventually(lambda: os.readlink(f"/proc/{self.holder.pid}/ns/net") != own, "the device has a network of its own")
        run("ip", "link", "add", f"to-{name}", "type", "veth", "peer", "name", "eth0", "netns", str(self.holder.pid), "address", mac)
        run("ip", "link", "set", f"to-{name}", "master", "home0", "up")
        for key in ("accept_dad", "use_tempaddr"):
            value = "2" if key == "use_tempaddr" else "0"
            self.run("sh", "-c", f"echo {value} > /proc/sys/net/ipv6/conf/eth0/{key}")
        self.run("ip", "link", "set", "lo", "up")
        self.run("ip", "link", "set", "eth0", "up")
        self.script = os.path.join(house.folder, "udhcpc.sh")

    def close(self):
        run("ip", "link", "del", f"to-{self.name}", check=False)
        self.holder.kill()
        self.holder.wait()

    def run(self, *words, check=True):
        return run("nsenter", "-t", str(self.holder.pid), "-n", *words, check=check)

    def ask_for_address(self):
        """Its IPv4 address, from the DHCP server."""
        self.run("busybox", "udhcpc", "-i", "eth0", "-n", "-q", "-f", "-t", "5", "-T", "1", "-s", self.script)
        return re.search(r"inet (192\.168\.77\.\d+)/", self.run("ip", "addr", "show", "eth0")).group(1)

    def make_up_addresses(self):
        """One IPv6 privacy address for each prefix, which the kernel makes up (RFC 8981)."""
        for number, prefix in enumerate(PREFIXES):
            self.run("ip", "addr", "add", f"{prefix}::{self.mac[-1]}:{number}/64", "dev", "eth0", "mngtmpaddr", "nodad")

        def made_up():
            found = re.findall(r"inet6 ([0-9a-f:]+)/64 scope global temporary", self.run("ip", "-6", "addr", "show", "eth0"))
            return found if len(found) == len(PREFIXES) else None

        return harness.eventually(made_up, "the kernel has made up the privacy addresses")

    def set_address(self, address):
        self.run("ip", "addr", "replace", f"{address}/24", "dev", "eth0")

    def announce(self, address):
        """As phones do when they have taken an address."""
        self.run("busybox", "arping", "-U", "-c", "2", "-I", "eth0", address, check=False)

    def dig(self, name, source, *options):
        server = BOX if "." in source else next(f"{prefix}::1" for prefix in PREFIXES if source.startswith(prefix + ":"))
        words = ["dig", "+short", "+time=2", "+tries=2", f"@{server}", "-b", source, *options, name]
        return self.run(*words, check=False).strip()


class House(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        run("ip", "link", "set", "lo", "up")
        # An address of its own: else the bridge takes the lowest of its ports', and changes it when a device leaves.
        run("ip", "link", "add", "home0", "address", "02:00:5e:10:77:01", "type", "bridge")
        with open("/proc/sys/net/ipv6/conf/home0/accept_dad", "w", encoding="ascii") as file:
            file.write("0")
        run("ip", "addr", "add", f"{BOX}/24", "dev", "home0")
        for prefix in PREFIXES:
            run("ip", "addr", "add", f"{prefix}::1/64", "dev", "home0", "nodad")
        run("ip", "link", "set", "home0", "up")

    @classmethod
    def tearDownClass(cls):
        run("ip", "link", "del", "home0")

    def setUp(self):
        self.upstream = FakeUpstream()
        self.addCleanup(self.upstream.close)
        self.daemon = Daemon([self.upstream.port], household=HOUSEHOLD, settings="leases: [dnsmasq.leases]")
        self.addCleanup(self.daemon.close)
        self.folder = self.daemon.folder
        listen = ", ".join(f'"{address}"' for address in [f"127.0.0.1:{self.daemon.port}", BOX] + [f"[{prefix}::1]" for prefix in PREFIXES])
        self.daemon.settings_text = re.sub(r"listen: \[.*?\]\n", f"listen: [{listen}]\n", self.daemon.settings_text)
        self.daemon.write("darban.yaml", self.daemon.settings_text)
        self.daemon.write("udhcpc.sh", UDHCPC_SCRIPT)
        os.chmod(self.daemon.file("udhcpc.sh"), 0o755)

    def start_dnsmasq(self, *options):
        words = ["dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--pid-file=", "--user=root", "--group=root", "--bind-interfaces"]
        with open(self.daemon.file("dnsmasq.log"), "ab") as log:
            server = subprocess.Popen([*words, *options], stdout=log, stderr=log)
        self.addCleanup(lambda: (server.terminate(), server.wait()))
        return server

    def start_dhcp(self):
        leases = self.daemon.file("dnsmasq.leases")
        self.start_dnsmasq("--port=0", "--interface=home0", "--dhcp-range=192.168.77.100,192.168.77.150,1h", "--no-ping", "--dhcp-authoritative", f"--dhcp-leasefile={leases}")

    def device(self, name, mac):
        device = Device(self, name, mac)
        self.addCleanup(device.close)
        return device

    def who(self, device, source, *options):
        """Sara, Amna or a guest, by what is closed for them."""
        closed = tuple(device.dig(name, source, *options) == "0.0.0.0" for name in ("games.example", "shop.example"))
        return {(True, False): "Sara", (False, False): "Amna", (False, True): "guest"}[closed]

    def assert_becomes(self, who, device, source):
        harness.eventually(lambda: self.who(device, source) == who, f"{device.name} at {source} is {who}")
        for _ in range(3):
            self.assertEqual(self.who(device, source), who)

    def devices(self):
        return json.loads(self.daemon.command("devices", "--json", "--config", self.daemon.file("darban.yaml")).stdout)

    # ---- the stories

    def test_a_phone_with_a_lease_and_three_privacy_addresses_is_one_person_on_all_of_them(self):
        self.start_dhcp()
        self.daemon.start()
        phone = self.device("phone", PHONE_MAC)
        addresses = [phone.ask_for_address(), *phone.make_up_addresses()]
        self.assertEqual(len(set(addresses)), 4)
        for address in addresses:
            self.assert_becomes("Sara", phone, address)
        self.assertIn(PHONE_MAC, open(self.daemon.file("dnsmasq.leases"), encoding="ascii").read())
        neighbours = run("ip", "neigh", "show", "dev", "home0")
        for address in addresses:
            self.assertRegex(neighbours, rf"(?m)^{re.escape(address)} .*{PHONE_MAC}")
        for secret in (PHONE_MAC, *addresses):
            self.assertNotIn(secret, self.daemon.log())

    def test_another_device_is_a_guest_until_it_is_written_down(self):
        self.start_dhcp()
        self.daemon.start()
        visitor, phone = self.device("visitor", VISITOR_MAC), self.device("phone", PHONE_MAC)
        address = visitor.ask_for_address()
        self.assert_becomes("guest", visitor, address)
        self.assert_becomes("Sara", phone, phone.ask_for_address())
        harness.eventually(lambda: self.devices()["new"], "the visitor is noticed")
        [new] = self.devices()["new"]
        self.assertEqual((new["mac"], new["private_address"]), (VISITOR_MAC, True))
        self.assertRegex(new["since"], r"^\d{4}-\d\d-\d\d$")
        self.assertEqual(self.daemon.status()["new_devices"]["devices"], 1)
        told = self.daemon.command("status", "--config", self.daemon.file("darban.yaml")).stdout
        self.assertIn("1 new device since today, 1 with a private address: it has the guests' rules", told)
        text = self.daemon.command("devices", "--config", self.daemon.file("darban.yaml")).stdout
        self.assertIn(f"{VISITOR_MAC} since today, private address", text)
        self.assertIn("Sara\n  phone        private address", text)
        for known in (PHONE_MAC, LAPTOP_MAC, address):  # nobody else's address, and nobody's presence
            self.assertNotIn(known, text)
        self.assertNotIn(VISITOR_MAC, self.daemon.log())
        self.daemon.write("household.yaml", harness.household_file(HOUSEHOLD.replace(f'"{LAPTOP_MAC}"', f'["{LAPTOP_MAC}", "{VISITOR_MAC}"]')))
        self.daemon.reload()
        self.assert_becomes("Amna", visitor, address)
        self.assertEqual(self.devices()["new"], [])

    def test_an_address_set_by_hand_keeps_the_childs_rules_even_one_that_was_given_to_another(self):
        self.start_dhcp()
        self.daemon.start()
        laptop, phone = self.device("laptop", LAPTOP_MAC), self.device("phone", PHONE_MAC)
        self.assert_becomes("Sara", phone, phone.ask_for_address())
        phone.set_address("192.168.77.200")
        self.assert_becomes("Sara", phone, "192.168.77.200")
        adults = laptop.ask_for_address()
        self.assert_becomes("Amna", laptop, adults)
        laptop.close()
        phone.set_address(adults)  # the lease still says that it is Amna's
        phone.announce(adults)
        self.assert_becomes("Sara", phone, adults)

    def test_what_a_device_opened_before_it_was_known_ends_soon(self):
        self.daemon.start()
        visitor = self.device("visitor", VISITOR_MAC)
        visitor.set_address("192.168.77.9")
        self.assert_becomes("guest", visitor, "192.168.77.9")  # the table knows somebody now, and the box is in the visitor's
        visitor.run("ip", "addr", "add", "192.168.77.210/24", "dev", "eth0")

        def ttl():
            return int(visitor.run("dig", "+noall", "+answer", f"@{BOX}", "-b", "192.168.77.210", "open.example").split()[1])

        self.assertLessEqual(ttl(), 10)
        harness.eventually(lambda: ttl() > 10, "the new address is known")

    def test_behind_a_real_dnsmasq_every_device_meets_its_own_rules(self):
        self.daemon.settings_text = re.sub(r"listen: \[.*?\]\n", f'listen: ["127.0.0.1:{self.daemon.port}"]\n', self.daemon.settings_text)
        self.daemon.write("darban.yaml", self.daemon.settings_text + "trusted-forwarders: [127.0.0.1]\n")
        self.daemon.start()
        forward = ("--port=53", f"--listen-address={BOX}", "--no-resolv", "--no-hosts", f"--server=127.0.0.1#{self.daemon.port}")
        phone, visitor = self.device("phone", PHONE_MAC), self.device("visitor", VISITOR_MAC)
        phone.set_address("192.168.77.7")
        visitor.set_address("192.168.77.9")
        forged = f"+ednsopt=65001:{LAPTOP_MAC.replace(':', '')}"
        for form in ("--add-mac", "--add-mac=text", "--add-mac=base64"):
            server = self.start_dnsmasq(*forward, form, "--strip-mac", "--add-subnet=32,128", "--strip-subnet")
            with self.subTest(form=form):
                self.assert_becomes("Sara", phone, "192.168.77.7")
                self.assert_becomes("guest", visitor, "192.168.77.9")
                self.assertEqual(self.who(phone, "192.168.77.7", forged), "Sara")
                self.assertEqual(self.who(phone, "192.168.77.7", "+subnet=192.168.77.20/32"), "Sara")
            server.terminate()
            server.wait()
        # Why README.md asks for strip-mac: without it dnsmasq passes on what a device wrote itself.
        self.start_dnsmasq(*forward, "--add-mac")
        self.assert_becomes("Sara", phone, "192.168.77.7")
        self.assertEqual(self.who(phone, "192.168.77.7", forged), "Amna")


def skip(why):
    print(f"skipped: {why}")
    sys.exit(77)


def enter_a_house_of_our_own():
    """Runs this file again in a network namespace with nothing in it."""
    missing = [program for program in NEEDED if not shutil.which(program)]
    if missing:
        skip(f"this needs {', '.join(missing)}")
    unshare = ["unshare", "-n"] if os.geteuid() == 0 else ["unshare", "-Urn"]
    probe = subprocess.run([*unshare, "sh", "-c", "ip link add x type veth peer name y"], capture_output=True, text=True)
    if probe.returncode != 0:
        skip(f"no network namespaces can be made here: {probe.stderr.strip()}")
    os.environ[INSIDE] = "yes"
    os.execvp(unshare[0], [*unshare, sys.executable, "-B", *sys.argv])


if __name__ == "__main__":
    if INSIDE not in os.environ:
        enter_a_house_of_our_own()
    harness.main()
