# SPDX-License-Identifier: Apache-2.0
"""A process under test: started on its core, watched by its numbers in /proc, always ended."""
import contextlib
import os
import signal
import subprocess
import time

from harness.machine import TICKS

NICE = -10  # of servers, stub and load alike, where we may: others' work must not shift a figure
SECONDS_TO_END = 5


class Process:
    def __init__(self, command, core, log_path, folder=None):
        self.log_path = log_path
        self.began = time.monotonic()
        with open(log_path, "ab") as log:
            self._process = subprocess.Popen(
                [str(word) for word in command], stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder, preexec_fn=lambda: settle_on(core)
            )

    @property
    def pid(self):
        return self._process.pid

    def running(self):
        return self._process.poll() is None

    def cpu_seconds(self):
        """utime + stime of all its threads."""
        with open(f"/proc/{self.pid}/stat", encoding="ascii", errors="replace") as stat:
            fields = stat.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def waiting_seconds(self):
        """How long its threads were ready to run and had no core."""
        waited = 0
        for thread in os.listdir(f"/proc/{self.pid}/task"):
            with contextlib.suppress(OSError), open(f"/proc/{self.pid}/task/{thread}/schedstat", encoding="ascii") as schedstat:
                waited += int(schedstat.read().split()[1])
        return waited / 1e9

    def memory_kib(self):
        """{'Rss', 'Pss', 'Anonymous', …} now, and 'VmHWM', the most it ever was."""
        memory = {}
        with open(f"/proc/{self.pid}/smaps_rollup", encoding="ascii") as rollup:
            for line in rollup.read().splitlines()[1:]:
                name, _, rest = line.partition(":")
                memory[name] = int(rest.split()[0])
        with open(f"/proc/{self.pid}/status", encoding="ascii", errors="replace") as status:
            memory.update({line.split(":")[0]: int(line.split()[1]) for line in status if line.startswith("VmHWM:")})
        return memory

    def signal(self, number):
        if self.running():
            self._process.send_signal(number)

    def pause(self):
        self.signal(signal.SIGSTOP)

    def resume(self):
        self.signal(signal.SIGCONT)

    def stop(self):
        self.resume()
        self.signal(signal.SIGTERM)
        try:
            self._process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def last_words(self):
        with open(self.log_path, "rb") as log:
            return log.read()[-400:].decode(errors="replace").strip()


def settle_on(core):
    """For a child before its exec: its core, a session of its own, and the right of way if we may give it."""
    os.sched_setaffinity(0, {core})
    os.setsid()
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, NICE)
    with contextlib.suppress(OSError), open("/proc/self/autogroup", "w", encoding="ascii") as autogroup:
        autogroup.write(str(NICE))  # where sessions are scheduled as groups (sched(7)), nice counts within one only


class Cost:
    """What a command took: seconds by the clock, seconds of a core, peak memory in KiB."""

    def __init__(self, command, core, log_path):
        self.command, self.core, self.log_path = [str(word) for word in command], core, log_path

    def run(self, time_limit):
        began = time.monotonic()
        with open(self.log_path, "wb") as log:
            process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, preexec_fn=lambda: settle_on(self.core))
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            if time.monotonic() - began > time_limit:
                process.kill()
            time.sleep(0.002)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            with open(self.log_path, "rb") as log:
                raise RuntimeError(f"{self.command[0]} ended with {process.returncode}: {log.read()[-600:].decode(errors='replace')}")
        return {"seconds": time.monotonic() - began, "core_seconds": usage.ru_utime + usage.ru_stime, "peak_kib": usage.ru_maxrss}
