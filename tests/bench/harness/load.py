# SPDX-License-Identifier: Apache-2.0
"""One figure: bench_load against one server for a moment, and what the server's process used meanwhile."""
import json
import subprocess
import time

from harness import machine
from harness.processes import settle_on

WRONG = ["open_was_closed", "closed_was_open", "wrong_address", "servfail", "refused", "other_rcode", "other_question", "garbled"]
NOISY = 0.15  # cores that others used


class Loader:
    def __init__(self, place, core, own_processes):
        self.place, self.core, self.own_processes = place, core, own_processes
        self._next_fresh = 0

    def start(self, server, question_set, *more):
        command = [self.place.program("bench_load"), "--port", server.port, "--set", self.place.set(question_set), "--fresh-from", self._next_fresh, *more]
        if server.key == "echo":
            command.append("--echo")
        self._next_fresh += 1 << 26  # more than any run uses, so no name is ever asked twice
        return subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE, text=True, preexec_fn=lambda: settle_on(self.core))

    def finish(self, process, time_limit=180):
        output = process.communicate(timeout=time_limit)[0]
        if process.returncode != 0:
            raise RuntimeError(f"bench_load ended with {process.returncode}")
        figures = json.loads(output)
        figures["wrong"] = sum(figures[kind] for kind in WRONG)
        return figures

    def warm(self, server):
        """Every hot name once, at a pace nobody drops at: afterwards `cached` is cached."""
        return self.finish(self.start(server, "warm", "--once", "--window", 20, "--seconds", 120))

    def figure(self, server, question_set, seconds, *more):
        """Saturated, or as `more` says. A figure taken while others used the machine is taken once again."""
        figures = self._figure(server, question_set, seconds, *more)
        if figures["others"] > NOISY:
            again = self._figure(server, question_set, seconds, *more)
            figures = min(figures, again, key=lambda each: each["others"])
        return figures

    def _figure(self, server, question_set, seconds, *more):
        busy_before, stolen_before = machine.busy_seconds()
        own_before = sum(process.cpu_seconds() for process in self.own_processes())
        cpu_before, began = server.process.cpu_seconds(), time.monotonic()
        figures = self.finish(self.start(server, question_set, "--seconds", seconds, *more))
        elapsed = time.monotonic() - began
        figures["cpu"] = server.process.cpu_seconds() - cpu_before
        busy, stolen = machine.busy_seconds()
        own = sum(process.cpu_seconds() for process in self.own_processes()) - own_before + figures["client_cpu"]
        figures["others"] = max(0.0, busy - busy_before - own) / elapsed
        figures["stolen"] = (stolen - stolen_before) / elapsed
        figures["cpu_us"] = figures["cpu"] / figures["answers"] * 1e6 if figures["answers"] else float("nan")
        figures["core_used"] = figures["cpu"] / figures["seconds"]
        return figures
