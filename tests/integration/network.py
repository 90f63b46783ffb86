# SPDX-License-Identifier: Apache-2.0
"""A house with a router and the Internet outside, in network namespaces: two hosts on the household's side, the router between, one host that is
everybody else. Nothing of it touches the machine's own network, and nothing is left when it is closed.
"""
import os
import shutil
import subprocess
import sys
import unittest

import internet_host

CHILD_MAC = "02:00:00:00:00:07"
ADULT_MAC = "02:00:00:00:00:08"
ROUTER4, ROUTER6 = "10.77.0.1", "fd77::1"
CHILD4, CHILD6 = "10.77.0.7", "fd77::7"
ADULT4, ADULT6 = "10.77.0.8", "fd77::8"
CHILD_PRIVATE6 = "fd77::abcd:7"  # a second address of the child, as privacy extensions make them
# For darban-gateway, which has given up all files when it ends: the leak sanitizer would insist on /proc. Means nothing to other builds.
WITHOUT_LEAK_CHECK = {**os.environ, "ASAN_OPTIONS": "detect_leaks=0"}


def skip(why):
    print("skipped: " + why)
    sys.exit(77)


def skip_without_namespaces():
    for program, package in {"ip": "iproute2", "nft": "nftables", "curl": "curl", "dig": "bind9-dnsutils"}.items():
        if not shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin"):
            skip(f"these tests need {program} (Debian: {package})")
    if os.geteuid() != 0:
        skip("these tests make network namespaces, which needs root")
    name = f"gateway-{os.getpid()}-try"
    made = subprocess.run(["ip", "netns", "add", name], capture_output=True, text=True)
    if made.returncode != 0:
        skip("no network namespace can be made here: " + made.stderr.strip())
    try:
        table = "table inet t { flags owner; chain c { type nat hook prerouting priority 0; udp dport 53 redirect to :53\n }\n }\n"
        tried = subprocess.run(["ip", "netns", "exec", name, "nft", "-c", "-f", "-"], input=table, capture_output=True, text=True)
    finally:
        subprocess.run(["ip", "netns", "del", name], check=False)
    if tried.returncode != 0:
        skip("the kernel has no nftables with NAT: " + tried.stderr.strip().split("\n")[0])


MEASURED = []  # (what, result)


def measured(what, result):
    MEASURED.append((what, result))


def milliseconds(seconds):
    return f"{seconds * 1000:.0f} ms"


def run_and_tell(gateway):
    """The tests of the calling file, and what they measured as rows of a table."""
    if not gateway or not os.access(gateway, os.X_OK):
        skip("DARBAN_GATEWAY names no program: it was not built (cmake -DDARBAN_GATEWAY=ON)")
    skip_without_namespaces()
    program = unittest.main(verbosity=2, exit=False)
    for what, result in MEASURED:
        print(f"| {what} | {result} |")
    sys.exit(not program.result.wasSuccessful())


class Host:
    def __init__(self, name):
        self.name = name

    def command(self, *words):
        return ["ip", "netns", "exec", self.name, *words]

    def run(self, *words, check=False, timeout=60, **more):
        done = subprocess.run(self.command(*words), capture_output=True, text=True, timeout=timeout, **more)
        if check and done.returncode != 0:
            raise AssertionError(f"{self.name}: {' '.join(words)} failed with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done

    def start(self, *words, **more):
        return subprocess.Popen(self.command(*words), **more)

    # -- what a device does

    def resolve(self, name, kind="A", server=ROUTER4, tcp=False):
        """What dig +short prints, in lines; an empty list when nothing came."""
        words = ["dig", "+short", "+time=2", "+tries=1", "@" + server, name, kind]
        done = self.run(*words, *(["+tcp"] if tcp else []))
        return done.stdout.split("\n")[:-1] if done.returncode == 0 and ";;" not in done.stdout else []

    def fetches(self, address, path="/small", patience=3):
        """Whether an ordinary page comes from this address, and why not if it does not."""
        host = f"[{address}]" if ":" in address else address
        done = self.run("curl", "-sS", "-m", str(patience), f"http://{host}{path}")
        return (done.returncode == 0 and done.stdout == "hello\n"), done.stderr.strip()

    def connects(self, address, port, patience=2):
        """"yes", or in a word why not, and how long that took in seconds."""
        return self.python("connects", address, port, patience)

    def echoes(self, address, port, patience=2):
        return self.python("echoes", address, port, patience)

    def python(self, what, *arguments):
        helper = os.path.join(os.path.dirname(os.path.abspath(__file__)), "lan_host.py")
        return self.run(sys.executable, "-B", helper, what, *map(str, arguments), check=True).stdout.strip()


class Network:
    def __init__(self):
        self.tag = f"gateway-{os.getpid()}"
        self.hosts = []
        self.processes = []
        try:
            self._build()
        except BaseException:
            self.close()
            raise

    def _host(self, name):
        host = Host(f"{self.tag}-{name}")
        subprocess.run(["ip", "netns", "add", host.name], check=True)
        self.hosts.append(host)
        for sysctl in ("net.ipv6.conf.all.accept_dad=0", "net.ipv6.conf.default.accept_dad=0", "net.ipv6.conf.all.accept_ra=0"):
            self._set(host, sysctl)
        host.run("ip", "link", "set", "lo", "up", check=True)
        return host

    @staticmethod
    def _set(host, sysctl):
        key, value = sysctl.split("=")
        host.run("sh", "-c", f"echo {value} > /proc/sys/{key.replace('.', '/')}", check=True)

    def _link(self, host, device, other, other_device, mac=None):
        """A cable between two hosts."""
        words = ["ip", "link", "add", device, "netns", host.name]
        if mac:
            words += ["address", mac]
        subprocess.run(words + ["type", "veth", "peer", "name", other_device, "netns", other.name], check=True)
        for end, name in ((host, device), (other, other_device)):
            end.run("ip", "link", "set", name, "up", check=True)

    @staticmethod
    def _address(host, device, *addresses):
        for address in addresses:
            nodad = ["nodad"] if ":" in address else []
            host.run("ip", "address", "add", address, "dev", device, *nodad, check=True)

    def _build(self):
        self.router, self.child, self.adult, self.internet = (self._host(name) for name in ("router", "child", "adult", "internet"))
        router = self.router
        for sysctl in ("net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1"):
            self._set(router, sysctl)
        router.run("ip", "link", "add", "br-lan", "type", "bridge", check=True)
        router.run("ip", "link", "set", "br-lan", "up", check=True)
        self._address(router, "br-lan", ROUTER4 + "/24", ROUTER6 + "/64")
        for host, mac, port, v4, v6 in (
            (self.child, CHILD_MAC, "lan1", CHILD4, [CHILD6, CHILD_PRIVATE6]),
            (self.adult, ADULT_MAC, "lan2", ADULT4, [ADULT6]),
        ):
            self._link(host, "eth0", router, port, mac)
            router.run("ip", "link", "set", port, "master", "br-lan", check=True)
            self._address(host, "eth0", v4 + "/24", *(address + "/64" for address in v6))
            host.run("ip", "route", "add", "default", "via", ROUTER4, check=True)
            host.run("ip", "route", "add", "default", "via", ROUTER6, check=True)
        self._link(router, "wan", self.internet, "eth0")
        self._address(router, "wan", "198.51.100.1/24", "2001:db8:ff::1/64")
        self._address(self.internet, "eth0", "198.51.100.254/24", "2001:db8:ff::254/64")
        for address in internet_host.all_addresses():
            self._address(self.internet, "lo", address + ("/128" if ":" in address else "/32"))
        router.run("ip", "route", "add", "default", "via", "198.51.100.254", check=True)
        router.run("ip", "route", "add", "default", "via", "2001:db8:ff::254", check=True)
        self.internet.run("ip", "route", "add", "default", "via", "2001:db8:ff::1", check=True)
        # As routers do: IPv4 behind one address, IPv6 routed as it is.
        router.run("nft", "add table ip homes; add chain ip homes out { type nat hook postrouting priority 100; }; add rule ip homes out oifname wan masquerade", check=True)
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "internet_host.py")
        outside = self.internet.start(sys.executable, "-B", script, stdout=subprocess.PIPE, text=True)
        self.processes.append(outside)
        if outside.stdout.readline() != "ready\n":
            raise AssertionError("the Internet did not come up")

    def close(self):
        for process in self.processes:
            process.kill()
            process.wait()
            if process.stdout:
                process.stdout.close()
        for host in self.hosts:
            subprocess.run(["ip", "netns", "del", host.name], check=False)
