# SPDX-License-Identifier: Apache-2.0
"""The house of the gateway's tests: the real darban and the real darban-gateway on a router (network.py), rules of a small family, and what its devices do.
DARBAN_GATEWAY is the path of darban-gateway.
"""
import os
import re
import signal
import subprocess
import time
import unittest

import harness
from harness import PATIENCE, eventually
from internet_host import FOREIGN_RESOLVER, UPSTREAM, addresses_of
from network import ADULT_MAC, CHILD_MAC, WITHOUT_LEAK_CHECK, Network

GATEWAY = os.environ.get("DARBAN_GATEWAY", "")
SITE4, SITE6 = addresses_of("10")
SHOP4, SHOP6 = addresses_of("20")
HELP4, HELP6 = addresses_of("30")
TALK4, TALK6 = addresses_of("35")
LEARN4, LEARN6 = addresses_of("40")
UNRESOLVED4, UNRESOLVED6 = addresses_of("99")
SILENCE = 2.0  # seconds; the server sends fifty times in one
LISTS = {"gaming": ["games.example"], "learning": ["learn.example"]}


def household(sara="", guest="", zone="UTC"):
    if "bypass" not in sara:
        sara += "\n    bypass: standard"
    return f"""
zone: {zone}
never-block: [help.example, talk.example]
people:
  - name: Sara
    band: 10-12
    close: [gaming]
    open-doors: [learning]
    devices: [{{label: tablet, mac: "{CHILD_MAC}"}}]
{sara}
  - name: Amna
    band: adult
    devices: [{{label: phone, mac: "{ADULT_MAC}"}}]
guest:
  band: adult
{guest}
"""


OFF = "    timetable: [{days: daily, start: 00:00, end: 24:00, mode: off}]"
BEDTIME = "    timetable: [{days: daily, start: 00:00, end: 24:00, mode: bedtime}]"
RESOLVED_ONLY = "    resolved-only: true"


class Router(harness.Daemon):
    """darban on the router, listening on its port 53."""

    def __init__(self, network, **settings):
        self.host = network.router
        super().__init__([], household=household(), lists=LISTS)
        self.gateway_socket = self.file("gateway.sock")
        self.write("bypass.yaml", self.bypass())
        self.settings_text = "\n".join(
            [
                'listen: ["0.0.0.0:53", "[::]:53"]',
                "household: household.yaml",
                "image: lists.image",
                "state: state.db",
                f"upstreams: {{servers: [{UPSTREAM[0]}], timeout: 400ms}}",
                "lists: {catalogue: ., update: false}",
                "clock: {wait-for-sync: false}",
                "process: {control-socket: control.sock}",
                "log: {level: debug, sink: journal}",
                "limits: {workers: 2}",
                f'gateway: {{socket: {settings.get("socket", "gateway.sock")}, interfaces: [br-lan], exceptions: ["192.0.2.0/24"], answered-for: 10min}}',
                "",
            ]
        )
        self.write("darban.yaml", self.settings_text)
        self.helper = None

    @staticmethod
    def bypass():
        """Ours, with the foreign resolver of the tests, and darban's own upstream, among the known ones."""
        project = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "blocklists", "bypass.yaml")
        with open(project, encoding="utf-8") as file:
            known = "".join(f'    - "{address}"\n' for address in (*FOREIGN_RESOLVER, *UPSTREAM))
            return file.read().replace("  addresses:\n", "  addresses:\n" + known, 1)

    def start(self, **process):
        with open(self.log_path, "ab") as log:
            words = self.host.command(harness.DARBAN, "run", "--config", self.file("darban.yaml"))
            self.process = subprocess.Popen(words, stdout=log, stderr=log, cwd=self.folder, **process)
        eventually(self._answers_in_the_house, "the daemon answers")
        return self

    def _answers_in_the_house(self):
        if self.process.poll() is not None:
            raise AssertionError(f"the daemon ended with {self.process.returncode}:\n{self.log()}")
        return self.host.resolve("localhost", server="127.0.0.1")

    # -- darban-gateway

    def start_helper(self):
        with open(self.file("gateway.log"), "ab") as log:
            words = self.host.command(GATEWAY, "--socket", self.gateway_socket, "--user", "root", "--journal")
            self.helper = subprocess.Popen(words, env=WITHOUT_LEAK_CHECK, stdout=log, stderr=log)
        return self.helper

    def stop_helper(self, how=signal.SIGTERM):
        if self.helper and self.helper.poll() is None:
            self.helper.send_signal(how)
            self.helper.wait(timeout=PATIENCE)
        return self.helper.returncode if self.helper else None

    def helper_log(self):
        with open(self.file("gateway.log"), encoding="utf-8") as file:
            return file.read()

    def table(self):
        """`nft list table inet darban`, empty when there is none."""
        return self.host.run("nft", "list", "table", "inet", "darban").stdout

    def in_force(self):
        return self.status()["gateway"]["in_force"]

    def treatment_of(self, mac):
        found = re.search(mac + r" : goto door_(\w+)", self.table())
        return found.group(1) if found else None

    def rules(self, **parts):
        """A new household in one step, taken up at once."""
        self.write("household.yaml", harness.household_file(household(**parts)))
        began = time.monotonic()
        self.reload()
        return began

    def close(self):
        code = self.stop_helper()
        said = self.helper_log() if self.helper else ""
        super().close()
        if code not in (0, None):
            raise AssertionError(f"darban-gateway ended with {code}:\n{said}")


class Download:
    """A page that never ends, read by curl."""

    def __init__(self, host, address):
        shown = f"[{address}]" if ":" in address else address
        self.process = host.start("curl", "-sS", "-N", f"http://{shown}/endless", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.process.stdout.read(100_000)  # it runs

    def stopped_after(self, began, patience=PATIENCE):
        """Seconds from `began` to the last octet that came. Whether curl hears of the end is chance: a connection whose device had nothing more to say
        hangs, and is refused with the device's next packet.
        """
        os.set_blocking(self.process.stdout.fileno(), False)
        deadline, last = time.monotonic() + patience, time.monotonic()
        while time.monotonic() - last < SILENCE and self.process.poll() is None:
            if time.monotonic() > deadline:
                raise AssertionError("the download runs on")
            if self.process.stdout.read(1_000_000):
                last = time.monotonic()
            time.sleep(0.005)
        return last - began

    def runs(self, for_seconds):
        """Whether octets come during all this time."""
        os.set_blocking(self.process.stdout.fileno(), False)
        end, last = time.monotonic() + for_seconds, time.monotonic()
        while time.monotonic() < end:
            if self.process.stdout.read(1_000_000):
                last = time.monotonic()
            if self.process.poll() is not None or time.monotonic() - last > 1:
                return False
            time.sleep(0.02)
        return True

    def stop(self):
        self.process.kill()
        self.process.communicate()


class HouseTest(unittest.TestCase):
    def closed(self, host, address, port=80):
        word = host.connects(address, port).split()[0]
        self.assertIn(word, ("refused", "unreachable"), f"{address} port {port}: {word}")


class GatewayTest(HouseTest):
    """One house for all cases of a class."""

    @classmethod
    def setUpClass(cls):
        cls.network = Network()
        cls.child, cls.adult = cls.network.child, cls.network.adult
        cls.daemon = Router(cls.network)
        cls.daemon.start_helper()
        eventually(lambda: os.path.exists(cls.daemon.gateway_socket), "darban-gateway listens")
        cls.daemon.start()
        eventually(cls.daemon.in_force, "gateway mode is in force")

    @classmethod
    def tearDownClass(cls):
        try:
            cls.daemon.close()
        finally:
            cls.network.close()

    def setUp(self):
        self.open_doors()

    def open_doors(self):
        self.daemon.rules()
        self.wait_for(CHILD_MAC, "open_standard")

    def wait_for(self, mac, treatment):
        eventually(lambda: self.daemon.treatment_of(mac) == treatment, f"the kernel treats {mac} as {treatment}")
