# SPDX-License-Identifier: Apache-2.0
"""The run: which figures are taken, in which order. Everything ends up in one dictionary of plain values."""
import contextlib
import json
import statistics
import struct
import subprocess
import sys
import time

from harness import machine
from harness.load import Loader
from harness.options import text_of_size
from harness.place import RELOAD_MARK
from harness.probe import Probe
from harness.processes import Process
from harness.servers import KINDS, Darban

FIRST_PORT = 5410
UPSTREAM_PORT = 5401
START_SECONDS = 120
STARTS = 3
ROUNDS_OF_OTHER_SIZES = 2
RELOAD_RATE = 1000  # questions a second while the list is swapped
RELOAD_SECONDS = 8
SWAPS = 3
LONG_WAIT_SECONDS = 0.1
SETTLE_SECONDS = 0.5


def say(*words):
    print(*words, file=sys.stderr, flush=True)


class Run:
    def __init__(self, options, place):
        self.options, self.place = options, place
        self.server_core, self.load_core = machine.cores()
        self.loader = Loader(place, self.load_core, lambda: [server.process for server in self.servers if server.process] + [self.upstream])
        self.servers, self.left_out = [], {}
        self.upstream = None
        self.results = {"machine": machine.description(), "date": time.strftime("%Y-%m-%d"), "options": vars(options), "rounds": {}, "lists": {}, "starts": {}}

    def all(self):
        self.choose_servers()
        self.compile_lists()
        count_file = f"{self.place.run}/upstream.count"
        self.upstream = Process([self.place.program("bench_upstream"), UPSTREAM_PORT, count_file], self.load_core, f"{self.place.run}/upstream.log")
        Probe(UPSTREAM_PORT).wait_for("up.example", "open", self.upstream, START_SECONDS)
        try:
            main = self.options.main_size
            for size in [main] + [size for size in self.options.sizes if size != main]:
                self.one_size(size, count_file)
        finally:
            for server in self.servers:
                server.stop()
            self.upstream.stop()
        if not self.options.quick:
            self.results["micro"] = self.micro()
        self.results["left_out"] = self.left_out
        return self.results

    def choose_servers(self):
        for number, key in enumerate(self.options.servers):
            server = KINDS[key](self.place, FIRST_PORT + number, UPSTREAM_PORT, self.server_core)
            missing = server.missing()
            if missing:
                say(f"bench: without {server.title}: {missing}")
                self.left_out[key] = missing
            else:
                self.servers.append(server)
        self.results["titles"] = {server.key: server.title for server in self.servers}

    def has_darban(self):
        return any(isinstance(server, Darban) for server in self.servers)

    # ---- lists

    def compile_lists(self):
        if not self.has_darban():
            return
        for size in self.options.sizes:
            costs = [self.place.compile(size) for _ in range(1 if self.options.quick else STARTS)]
            with open(self.place.image(size), "rb") as image:
                octets = image.seek(0, 2)
            middle = {key: statistics.median(cost[key] for cost in costs) for key in costs[0]}
            self.results["lists"][size] = dict(middle, octets=octets)
            say(f"  {text_of_size(size)}: compiled in {middle['seconds']:.2f} s, peak {middle['peak_kib'] / 1024:.0f} MiB, {octets / size:.2f} octets a name")

    # ---- servers

    def one_size(self, size, count_file):
        say(f"== {text_of_size(size)} names")
        is_main = size == self.options.main_size
        servers = list(self.servers)
        self.results["starts"][size] = {server.key: self.start(server, size) for server in servers}
        rounds = self.options.rounds if is_main else min(ROUNDS_OF_OTHER_SIZES, self.options.rounds)
        self.results["rounds"][size] = [self.round(number, rounds, servers, size, count_file) for number in range(rounds)]
        if is_main:
            self.results["half_load"] = self.half_load(size)
        for server in servers:
            self.results["starts"][size][server.key]["after_load_kib"] = server.process.memory_kib()
        if is_main:
            self.results["reload"] = {server.key: self.reload(server, size) for server in servers if server.filters}
        for server in servers:
            server.stop()

    def start(self, server, size):
        """Exec to the first right answer: a closed one, where the server closes anything."""
        probe = Probe(server.port)
        name, meaning = (self.place.first_closed(), "closed") if server.filters else ("any.example", "closed")
        seconds = []
        for _ in range(STARTS if isinstance(server, Darban) else 1):
            server.stop()
            seconds.append(probe.wait_for(name, meaning, server.start(size), START_SECONDS))
        time.sleep(SETTLE_SECONDS)
        started = {"seconds": statistics.median(seconds), "memory_kib": server.process.memory_kib()}
        if server.filters:
            warm = self.loader.warm(server)
            under = self.loader.finish(self.loader.start(server, "under", "--once", "--window", 20, "--seconds", 60))
            started["check"] = {"open": share(warm), "under_closed": share(under)}
        server.process.pause()
        say(f"  {server.title}: first answer after {started['seconds']:.3f} s, {started['memory_kib']['Pss'] / 1024:.1f} MiB")
        return started

    @contextlib.contextmanager
    def awake(self, server):
        """The other servers sleep: their timers must not share the core."""
        server.process.resume()
        yield
        server.process.pause()

    def round(self, number, rounds, servers, size, count_file):
        taken = {}
        for question_set in self.options.sets:
            for server in servers:
                with self.awake(server):
                    if number and server.filters and question_set in ("cached", "mixed"):
                        self.loader.warm(server)  # the missed ones of the round before took the place of some
                    asked_before = read_count(count_file)
                    figures = self.loader.figure(server, question_set, self.options.seconds)
                    figures["upstream"] = read_count(count_file) - asked_before
                taken.setdefault(question_set, {})[server.key] = figures
            echo = taken[question_set].get("echo", {}).get("cpu_us")
            shown = [f"{key} {one['cpu_us']:.2f} us" + (f" ({one['cpu_us'] / echo:.2f}x)" if echo and key != "echo" else "") for key, one in taken[question_set].items()]
            say(f"  {text_of_size(size)} round {number + 1}/{rounds} {question_set:7}", ", ".join(shown))
        return taken

    def half_load(self, size):
        figures = {}
        question_set = "cached" if "cached" in self.options.sets else self.options.sets[0]
        for server in self.servers:
            most = statistics.median(taken[question_set][server.key]["qps"] for taken in self.results["rounds"][size])
            with self.awake(server):
                if server.filters:
                    self.loader.warm(server)
                figures[server.key] = self.loader.figure(server, question_set, self.options.seconds, "--rate", max(100, int(most / 2)))
        return figures

    def reload(self, server, size):
        """The list is swapped under load. A swap during which the server waited long for its core says little: then another is made."""
        if not self.has_darban():
            return None  # nobody compiled the second list
        source, image = self.place.compile_changed(size)
        self.loader_warm(server)
        swaps = []
        for _ in range(1 if self.options.quick else SWAPS):
            swaps.append(self.swap(server, size, source, image))
            if swaps[-1]["waited"] < LONG_WAIT_SECONDS:
                break
            server.stop()
            Probe(server.port).wait_for(self.place.first_closed(), "closed", server.start(size), START_SECONDS)
            self.loader_warm(server)
        best = min(swaps, key=lambda swap: swap["waited"])
        taken_up = "never" if best["seconds"] is None else f"after {best['seconds']:.3f} s"
        say(f"  {server.title}: swap taken up {taken_up}, {best['during']['lost']} lost, longest {best['during']['longest_us'] / 1000:.1f} ms")
        return best

    def loader_warm(self, server):
        with self.awake(server):
            self.loader.warm(server)

    def swap(self, server, size, source, image):
        """Taken up: when a name that only the new list has is closed."""
        server.prepare_reload(source)
        with self.awake(server):
            probe = Probe(server.port)
            before = self.loader.finish(self.loader.start(server, "cached", "--rate", RELOAD_RATE, "--seconds", 2))
            load = self.loader.start(server, "cached", "--rate", RELOAD_RATE, "--seconds", RELOAD_SECONDS)
            waited_before = server.process.waiting_seconds()
            time.sleep(1)
            if probe.ask(RELOAD_MARK, 2) != "open":  # so it is in the cache, too, and must be closed all the same
                raise RuntimeError(f"{server.title}: a name that only the second list has is not open before it")
            began = time.monotonic()
            server.reload(image)
            taken_up = None
            while taken_up is None and time.monotonic() - began < RELOAD_SECONDS * 3:
                if probe.ask(RELOAD_MARK, 0.25) == "closed":
                    taken_up = time.monotonic() - began
                time.sleep(0.002)
            during = self.loader.finish(load)
            waited = server.process.waiting_seconds() - waited_before
            peak = server.process.memory_kib()["VmHWM"]
        return {"seconds": taken_up, "before": before, "during": during, "waited": waited, "peak_kib": peak}

    def micro(self):
        output = subprocess.run([self.place.program("bench_micro"), "--names", str(self.options.main_size)], capture_output=True, text=True, timeout=300, check=True).stdout
        return json.loads(output)


def share(figures):
    return figures["right"] / figures["sent"] if figures["sent"] else 0.0


def read_count(path):
    with open(path, "rb") as count:
        return struct.unpack("=Q", count.read(8))[0]
