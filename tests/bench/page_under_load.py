#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Names are answered at half the rate the machine can do, with and without eight people using the page meanwhile: 200 requests a second, the API's answers, the
children's pages and the app's files. In each pair of runs both happen, in turn first; what is printed is the ratio of the names' p99. No time is judged. What
fails is: an answer of the page that is not the right one, a name that is answered wrongly, and, where the loader could send its rate, names that are lost.

usage: page_under_load.py FOLDER_OF_PROGRAMS [SECONDS [PAIRS]]      skips (77) without dnspython"""
import collections
import contextlib
import itertools
import json
import os
import pathlib
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

PROGRAMS = pathlib.Path(sys.argv[1]).resolve()
SECONDS = float(sys.argv[2]) if len(sys.argv) > 2 else 5
PAIRS = int(sys.argv[3]) if len(sys.argv) > 3 else 1
ROOT = pathlib.Path(__file__).resolve().parents[2]
os.environ.setdefault("DARBAN", str(PROGRAMS / "darban"))
sys.path.insert(0, str(ROOT / "tests" / "integration"))

from harness import LOOPBACK, PATIENCE, eventually, free_port  # noqa: E402
from page_client import API, Browser  # noqa: E402

DARBAN = os.environ["DARBAN"]
RATE = 200  # requests a second to the page
VISITORS = 8
NAMES = 2000
URGENT, MODEST = -15, -5  # priorities: of everything here, and of the visitors, who would be other machines and for whom the load must not wait
WRONG = ("open_was_closed", "closed_was_open", "wrong_address", "servfail", "refused", "other_rcode", "other_question", "garbled")
HOUSEHOLD = """
zone: Asia/Karachi
country: PK
block: [closed.example]
people:
  - name: Ali
    band: 10-12
    devices: [{label: tablet, address: 127.0.9.1}]
    timetable: [{days: daily, start: "21:00", end: "06:30", mode: bedtime}]
  - name: Zara
    band: 13-15
    devices: [{label: phone, address: 127.0.9.2}]
  - name: Amna
    band: adult
    devices: [{label: phone, address: 127.0.9.3}]
rooms:
  - {label: Lab 2, prefix: 127.0.20.0/24, band: pupil-secondary}
"""


class Visitor(threading.Thread):
    """One connection that is kept, and its share of the rate. Times are taken from when a request was due, so that waiting is in them."""

    def __init__(self, number, port, requests, until):
        super().__init__(daemon=True)
        self.address, self.port, self.until = f"127.0.9.{number + 1}", port, until
        self.requests = itertools.islice(itertools.cycle(requests), number, None)
        self.connection = None
        self.octets = b""
        self.due = time.monotonic() + number / RATE
        self.times = []
        self.failures = collections.Counter()

    def run(self):
        with contextlib.suppress(PermissionError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), MODEST)
        while self.due < self.until:
            time.sleep(max(0, self.due - time.monotonic()))
            octets, wanted = next(self.requests)
            try:
                status = self.answered(octets)
            except OSError as error:
                status, self.connection = type(error).__name__, None
            if status != wanted:
                self.failures[f"{octets.split(b' HTTP')[0].decode()}: {status}"] += 1
            self.times.append(time.monotonic() - self.due)
            self.due += VISITORS / RATE
        if self.connection:
            self.connection.close()

    def answered(self, octets):
        """The status of one whole answer."""
        if self.connection is None:
            self.connection = socket.create_connection((LOOPBACK, self.port), timeout=PATIENCE, source_address=(self.address, 0))
            self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.octets = b""
        self.connection.sendall(octets)
        while b"\r\n\r\n" not in self.octets:
            self.more()
        head, _, self.octets = self.octets.partition(b"\r\n\r\n")
        status = int(head[9:12])
        length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
        rest = int(length) if length and status != 304 else 0
        while len(self.octets) < rest:
            self.more()
        self.octets = self.octets[rest:]
        return status

    def more(self):
        octets = self.connection.recv(65536)
        if not octets:
            raise ConnectionError
        self.octets += octets


def requests_of(browser):
    """What the visitors ask for, one after the other: (octets, the right status)."""
    login = f"Cookie: darban={browser.cookie}\r\n"
    tag = browser.get("household").fields["ETag"]
    files = ("/adult", "/assets/app.js", "/assets/app.css", "/assets/child.css")
    known = {place: browser.send("GET", place, fields={"Accept-Encoding": "gzip"}).fields["ETag"] for place in files}

    def request(method, path, more="", body="", status=200):
        length = f"Content-Type: application/json\r\nX-Darban-Token: {browser.token}\r\nOrigin: http://darban.home\r\nContent-Length: {len(body)}\r\n" if body else ""
        return f"{method} {path} HTTP/1.1\r\nHost: darban.home\r\nAccept-Encoding: gzip\r\n{more}{length}\r\n{body}".encode(), status

    api = [request("GET", f"{API}/{place}", login) for place in ("home", "grants", "household", "people/Ali/week", "catalog", "devices", "requests", "status", "me")]
    api += [request("GET", f"{API}/household", f"{login}If-None-Match: {tag}\r\n", status=304)]
    api += [request("POST", f"{API}/test", login, '{"site":"x.closed.example","who":"Ali"}')]
    children = [request("GET", place) for place in ("/", "/ask", "/help", "/recorded", "/changes", "/test", "/closed")]
    assets = [request("GET", place) for place in files] + [request("GET", place, f"If-None-Match: {etag}\r\n", status=304) for place, etag in known.items()]
    return api + children + assets


def on_core(number):
    """Where there are two or more: the server on one, everything else on another (harness/machine.py)."""
    cores = sorted(os.sched_getaffinity(0))
    return (lambda: os.sched_setaffinity(0, {cores[number]})) if len(cores) > 1 else None


def before_others():
    """Where one may: everything here before what else the machine does. Linux shares a core between sessions first (sched(7), autogroup), then by priority."""
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, URGENT)
    with contextlib.suppress(OSError):
        os.setsid()
    with contextlib.suppress(OSError), open("/proc/self/autogroup", "w", encoding="ascii") as group:
        if os.getsid(0) == os.getpid():
            group.write(str(URGENT))


def load(questions, port, *words):
    words = [PROGRAMS / "bench_load", "--port", str(port), "--set", questions, *words]
    return json.loads(subprocess.run(words, check=True, capture_output=True, text=True, timeout=SECONDS + 120).stdout)


def visited(port, requests, act):
    """What `act` gives while the visitors are there; requests, failures, times."""
    until = time.monotonic() + SECONDS
    visitors = [Visitor(number, port, requests, until) for number in range(VISITORS)]
    for visitor in visitors:
        visitor.start()
    figures = act()
    for visitor in visitors:
        visitor.join()
    return figures, sum((visitor.failures for visitor in visitors), collections.Counter()), sorted(itertools.chain(*(visitor.times for visitor in visitors)))


def measure(at):
    (at / "questions").write_text("".join(f"+open{n}.free.example\n-host{n}.closed.example\n" for n in range(NAMES)))
    (at / "household.yaml").write_text(HOUSEHOLD)
    port, page, upstream_port = free_port(), free_port(), free_port()
    (at / "darban.yaml").write_text(
        f"listen: ['{LOOPBACK}:{port}']\nhousehold: household.yaml\nimage: lists.image\nstate: state.db\nupstreams: {{servers: ['{LOOPBACK}:{upstream_port}']}}\n"
        f"web: {{listen: ['{LOOPBACK}:{page}']}}\nlists: {{update: false, catalogue: '{ROOT / 'blocklists'}'}}\nlimits: {{workers: 1}}\n"
        f"process: {{control-socket: control.sock}}\nclock: {{wait-for-sync: false}}\n")
    before_others()
    os.sched_setaffinity(0, {sorted(os.sched_getaffinity(0))[-1]} if on_core(0) else os.sched_getaffinity(0))
    upstream = subprocess.Popen([PROGRAMS / "bench_upstream", str(upstream_port)])
    daemon = subprocess.Popen([DARBAN, "run", "--config", at / "darban.yaml"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=first_core)
    try:
        browser = Browser(page)
        eventually(lambda: os.path.exists(at / "control.sock"), "the daemon is there")
        words = [DARBAN, "status", "--json", "--config", at / "darban.yaml"]
        status = eventually(lambda: subprocess.run(words, capture_output=True, text=True).stdout, "it says how it is")
        made = browser.post("setup", {"code": json.loads(status)["setup_code"], "name": "Amna", "password": "brown hat 7 and shoes", "language": "en"})
        assert made.status == 200, made
        requests = requests_of(browser)
        load(at / "questions", port, "--once", "--window", "20", "--seconds", "60")  # fills the cache
        most = statistics.median(load(at / "questions", port, "--seconds", "2")["qps"] for _ in range(3))
        half = ("--rate", str(int(most / 2)), "--seconds", str(SECONDS))
        print(f"at most {most:,.0f} names a second with one worker; asked are {most / 2:,.0f}, and {RATE} requests a second of the page for {SECONDS:g} s")
        pairs = [pair(number, at, port, page, requests, half, most / 2) for number in range(PAIRS)]
        print(f"in the median of {PAIRS}: p99 of names {statistics.median(p99 for _, p99, _ in pairs):.2f} x, p50 {statistics.median(p50 for _, _, p50 in pairs):.2f} x")
        return all(good for good, _, _ in pairs)
    finally:
        daemon.send_signal(signal.SIGTERM)
        daemon.wait(timeout=30)
        upstream.kill()
        upstream.wait()


def pair(number, at, port, page, requests, half, rate):
    quiet = None if number % 2 else load(at / "questions", port, *half)
    busy, failures, times = visited(page, requests, lambda: load(at / "questions", port, *half))
    quiet = quiet or load(at / "questions", port, *half)
    in_words = lambda figures: ", ".join(f"{figure} {figures[figure + '_us']:.0f} us" for figure in ("p50", "p90", "p99"))
    at_place = lambda part: times[int(part * (len(times) - 1))] * 1000
    for name, figures in (("without the page", quiet), ("with it", busy)):
        print(f"  names {name}: {figures['sent']} asked, {figures['lost']} lost; {in_words(figures)}")
    print(f"  the page: {len(times)} requests in {SECONDS:g} s, {sum(failures.values())} failed; "
          f"median {at_place(0.5):.1f} ms, p99 {at_place(0.99):.1f} ms, longest {at_place(1):.1f} ms")
    p99, p50 = (busy[figure] / quiet[figure] for figure in ("p99_us", "p50_us"))
    print(f"pair {number + 1}: p99 of names with the page is {p99:.2f} x, p50 {p50:.2f} x that without", flush=True)
    good = not failures and len(times) >= 0.95 * RATE * SECONDS
    if not good:
        print(f"FAILED: {len(times)} requests, {dict(failures)}")
    for figures in (quiet, busy):
        wrong = {key: figures[key] for key in WRONG if figures.get(key)}
        had_time = figures["sent"] > 0.98 * rate * SECONDS and quiet["lost"] == 0
        if wrong or (figures["lost"] and had_time):
            print(f"FAILED: {figures['lost']} names lost, wrong: {wrong}")
            good = False
    return good, p99, p50


first_core = on_core(0)

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(0 if measure(pathlib.Path(folder)) else 1)
