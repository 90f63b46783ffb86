# SPDX-License-Identifier: Apache-2.0
"""The machine: a network of its own for the run, two cores for two sides, and how much others use it meanwhile."""
import fcntl
import os
import re
import shutil
import socket
import struct
import subprocess
import sys

TICKS = os.sysconf("SC_CLK_TCK")
SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 0x1
INSIDE = "DARBAN_BENCH_INSIDE"  # set for the run that is in its namespace already


def enter_own_network():
    """Starts this program again where there is only loopback, so that nothing under test can reach anything else."""
    if os.environ.get(INSIDE):
        set_loopback_up()
        return True
    for how in (["-n"], ["-r", "-n"]):  # as root; else as root of a user namespace
        if shutil.which("unshare") and subprocess.run(["unshare", *how, "true"], capture_output=True).returncode == 0:
            os.environ[INSIDE] = "1"
            os.execvp("unshare", ["unshare", *how, sys.executable, "-B", *sys.argv])
    print("bench: no network namespace can be made here; using this machine's own loopback", file=sys.stderr)
    return False


def set_loopback_up():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = struct.pack("16sh14x", b"lo", 0)
        flags = struct.unpack("16sh14x", fcntl.ioctl(any_socket, SIOCGIFFLAGS, request))[1]
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", flags | IFF_UP))


def cores():
    """(the server's, the load's); the same one where there is only one."""
    usable = sorted(os.sched_getaffinity(0))
    return usable[0], usable[-1 if len(usable) < 3 else 1]


def busy_seconds():
    """What all processes together have used since boot, and what the hypervisor took."""
    with open("/proc/stat", encoding="ascii") as stat:
        columns = [int(word) for word in stat.readline().split()[1:]]
    user, nice, system, _, _, irq, softirq, steal = columns[:8]
    return (user + nice + system + irq + softirq) / TICKS, steal / TICKS


def description():
    """The machine's class in words: nothing that names it."""
    with open("/proc/cpuinfo", encoding="utf-8", errors="replace") as info:
        text = info.read()
    model = re.search(r"^(?:model name|Hardware|Model)\s*: (.*)$", text, re.MULTILINE)
    virtual = "virtual " if re.search(r"^flags\s*:.*\bhypervisor\b", text, re.MULTILINE) else ""
    with open("/proc/meminfo", encoding="ascii") as info:
        gibibytes = int(re.search(r"MemTotal:\s+(\d+)", info.read())[1]) / 2**20
    kernel = ".".join(os.uname().release.split(".")[:2])
    return f"{os.cpu_count()} {virtual}cores ({model[1].strip() if model else os.uname().machine}), {gibibytes:.0f} GiB, Linux {kernel}"
