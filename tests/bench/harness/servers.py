# SPDX-License-Identifier: Apache-2.0
"""The servers that are compared, each set up as a household would: one upstream, one core, answers kept, no log of questions."""
import os
import shutil
import signal
import subprocess

from harness import family
from harness.processes import Process

CATEGORY = "gaming"  # the one the made-up names are put under
HOT_NAMES_AND_ROOM = 12_000  # answers dnsmasq keeps; with many more it slows down at each one it lets go

DARBAN_SETTINGS = """\
listen: [127.0.0.1:{port}]
allow-from: [127.0.0.0/8]
household: household.yaml
image: lists.image
state: state.db
upstreams:
  servers: [127.0.0.1:{upstream}]
limits:
  workers: 1
clock:
  wait-for-sync: false
process:
  control-socket: control.sock
log:
  level: warn
"""
DARBAN_HOUSEHOLD = """\
zone: UTC
people:
  - name: Sara
    band: 10-12
    close: [{category}]
    devices:
      - label: tablet
        address: 127.0.0.1
"""
DNSMASQ_SETTINGS = """\
port={port}
listen-address=127.0.0.1
bind-interfaces
no-resolv
no-hosts
no-poll
server=127.0.0.1#{upstream}
cache-size={cache}
dns-forward-max=10000
pid-file
servers-file={folder}/closed.conf
"""


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


class Server:
    """`start` with a list of some size, `stop`; those that filter can `reload` another."""

    key = title = ""
    filters = True

    def __init__(self, place, port, upstream_port, core):
        self.folder, self.port, self.upstream_port, self.core = os.path.join(place.run, self.key), port, upstream_port, core
        self.place = place
        self.process = None

    def missing(self):
        """Why it can not run here, or nothing."""
        return None

    def start(self, size):
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(self.folder)
        self.process = Process(self.command(size), self.core, os.path.join(self.folder, "log"), self.folder)
        return self.process

    def command(self, size):
        raise NotImplementedError

    def stop(self):
        if self.process:
            self.process.stop()
            self.process = None

    def prepare_reload(self, source):
        """Whatever takes long and needs no server: the list in the server's own form."""

    def path(self, name):
        return os.path.join(self.folder, name)


class Echo(Server):
    key, title, filters = "echo", "bare echo", False

    def command(self, size):
        return [self.place.program("bench_echo"), self.port]


class Darban(Server):
    key, title = "darban", "darban"

    def missing(self):
        return None if os.access(self.place.program("darban"), os.X_OK) else "darban is not built"

    def command(self, size):
        write(self.path("darban.yaml"), DARBAN_SETTINGS.format(port=self.port, upstream=self.upstream_port))
        write(self.path("household.yaml"), self.household())
        shutil.copyfile(self.place.image(size), self.path("lists.image"))
        return [self.place.program("darban"), "run", "--config", self.path("darban.yaml")]

    def household(self):
        return DARBAN_HOUSEHOLD.format(category=CATEGORY)

    def reload(self, image):
        shutil.copyfile(image, self.path("lists.image.new"))
        os.replace(self.path("lists.image.new"), self.path("lists.image"))
        self.process.signal(signal.SIGHUP)


class DarbanFamily(Darban):
    """The same program and the same answers, with a household as large as they come."""
    key, title = "family", "darban, 50 people, 400 devices, 200 rules"

    def household(self):
        return family.household(CATEGORY)


class Dnsmasq(Server):
    key, title = "dnsmasq", "dnsmasq"

    def missing(self):
        program = shutil.which("dnsmasq", path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
        if not program:
            return "dnsmasq is not installed (Debian: dnsmasq-base)"
        self.program = program
        version = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=10).stdout.split()
        self.title = f"dnsmasq {version[2]}" if len(version) > 2 else self.title
        return None

    def command(self, size):
        settings = DNSMASQ_SETTINGS.format(port=self.port, upstream=self.upstream_port, cache=HOT_NAMES_AND_ROOM, folder=self.folder)
        if os.geteuid() == 0:
            settings += "user=root\n"
        write(self.path("dnsmasq.conf"), settings)
        self.write_list(self.place.list(size), "closed.conf")
        return [self.program, "--keep-in-foreground", "--conf-file=" + self.path("dnsmasq.conf"), "--log-facility=-"]

    def write_list(self, source, name):
        with open(source, encoding="ascii") as names, open(self.path(name), "w", encoding="ascii") as rules:
            rules.writelines(f"server=/{line.strip()}/\n" for line in names)

    def prepare_reload(self, source):
        self.write_list(source, "closed.conf.new")

    def reload(self, _):
        os.replace(self.path("closed.conf.new"), self.path("closed.conf"))
        self.process.signal(signal.SIGHUP)


KINDS = {kind.key: kind for kind in (Echo, Darban, DarbanFamily, Dnsmasq)}
