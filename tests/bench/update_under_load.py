#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`darban lists update` while the daemon answers 20,000 questions a second: no answer is wrong, whatever lists are in force at that moment. What is
lost is printed and judged only when the machine had time for both (a loader that could not send its rate says nothing about the server).

usage: update_under_load.py FOLDER_OF_PROGRAMS [SECONDS]      skips (77) without nginx or dnspython"""
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

PROGRAMS = pathlib.Path(sys.argv[1]).resolve()
SECONDS = float(sys.argv[2]) if len(sys.argv) > 2 else 12
ROOT = pathlib.Path(__file__).resolve().parents[2]
os.environ.setdefault("DARBAN", str(PROGRAMS / "darban"))
sys.path.insert(0, str(ROOT / "tests" / "integration"))

from harness import LOOPBACK, free_port  # noqa: E402
from mirror import copy_of_blocklists, entry  # noqa: E402
from web_server import WebServer  # noqa: E402

DARBAN = os.environ["DARBAN"]
RATE = 20_000
NAMES = 300_000
ASKED = 20_000
UPDATES = 3
TAKEN_UP_SECONDS = 10  # until the last image must be in force


def names(day):
    """What is closed every day, and a tenth that changes from day to day."""
    return [f"host{n}.site{n % 90_000}.example" for n in range(NAMES)] + [f"day{day}-{n}.new{n}.example" for n in range(NAMES // 10)]


def main():
    with tempfile.TemporaryDirectory() as name:
        at = pathlib.Path(name)
        (at / "web").mkdir()
        web = WebServer(at / "web")
        try:
            return measure(at, web)
        finally:
            web.close()


def closed_at_last(ask):
    """What `ask` counts once every name is closed. A daemon looks at its image once a second, so the last one may not be in force yet."""
    deadline = time.monotonic() + TAKEN_UP_SECONDS
    while True:
        counts = ask()
        if counts["right"] == counts["sent"] or time.monotonic() > deadline:
            return counts
        time.sleep(0.2)


def measure(at, web):
    blocklists = copy_of_blocklists(at / "blocklists", entry("daily", "gambling", [web.url("lists/daily")]))
    update = [DARBAN, "lists", "update", "--blocklists", blocklists, "--folder", at / "state", "--image", at / "lists.image", "--json"]

    def renew(day):
        path = web.write("lists/daily", "\n".join(names(day)) + "\n")
        os.utime(path, (1_790_000_000 + day, 1_790_000_000 + day))  # nginx makes its ETag of seconds and size
        done = subprocess.run(list(map(str, update)), capture_output=True, text=True, timeout=120)
        report = json.loads(done.stdout) if done.returncode == 0 else {}
        assert report.get("end") == "installed", done.stdout + done.stderr
        return report

    renew(0)
    # The middle of the list is closed on all days; the open names are nobody's.
    questions = [f"-host{n}.site{n % 90_000}.example" for n in range(0, NAMES, NAMES // ASKED)] + [f"+open{n}.free.example" for n in range(ASKED)]
    (at / "questions").write_text("\n".join(questions) + "\n")
    port, upstream_port = free_port(), free_port()
    (at / "household.yaml").write_text("zone: UTC\n")  # everybody is a guest, for whom gambling is closed
    (at / "darban.yaml").write_text(
        f"listen: ['{LOOPBACK}:{port}']\nhousehold: household.yaml\nimage: lists.image\nstate: state.db\nupstreams: {{servers: ['{LOOPBACK}:{upstream_port}']}}\n"
        f"lists: {{update: false}}\nlimits: {{workers: 1}}\ncache: {{size: 16MiB}}\nprocess: {{control-socket: control.sock}}\nclock: {{wait-for-sync: false}}\n")
    upstream = subprocess.Popen([PROGRAMS / "bench_upstream", str(upstream_port)])
    daemon = subprocess.Popen([DARBAN, "run", "--config", at / "darban.yaml"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        load = [str(PROGRAMS / "bench_load"), "--port", str(port), "--set", str(at / "questions")]
        time.sleep(1)
        subprocess.run([*load, "--once", "--window", "20", "--seconds", "60"], check=True, capture_output=True, timeout=120)  # fills the cache
        quiet = json.loads(subprocess.run([*load, "--rate", str(RATE), "--seconds", "3"], check=True, capture_output=True, text=True, timeout=60).stdout)
        running = subprocess.Popen([*load, "--rate", str(RATE), "--seconds", str(SECONDS)], stdout=subprocess.PIPE, text=True)
        time.sleep(0.5)
        begun = time.monotonic()
        for day in range(1, UPDATES + 1):
            renew(day)
        took = time.monotonic() - begun
        busy = json.loads(running.communicate(timeout=120)[0])
        (at / "new").write_text("".join(f"-day{UPDATES}-{n}.new{n}.example\n" for n in range(1000)))
        new = closed_at_last(lambda: json.loads(subprocess.run([*load[:-1], str(at / "new"), "--once"], check=True, capture_output=True, text=True, timeout=60).stdout))
    finally:
        daemon.send_signal(signal.SIGTERM)
        daemon.wait(timeout=30)
        upstream.kill()
        upstream.wait()
    wrong = {key: count for key, count in busy.items() if key in
             ("open_was_closed", "closed_was_open", "wrong_address", "servfail", "refused", "other_rcode", "other_question", "garbled") and count}
    print(f"without an update: {quiet['sent']} asked, {quiet['lost']} lost")
    print(f"{UPDATES} updates of {NAMES + NAMES // 10:,} names in {took:.1f} s while {busy['sent']} were asked in {SECONDS:g} s: "
          f"{busy['lost']} lost, wrong: {wrong or 'none'}")
    print(json.dumps(busy))
    if took > SECONDS:
        print("the updates took longer than the load: nothing is said about the end of it")
    print(f"of the names that only the last list has, {new['right']} of {new['sent']} are closed")
    if wrong or busy["right"] + busy["lost"] != busy["sent"] or new["right"] != new["sent"]:
        return 1
    had_time = busy["sent"] > 0.98 * RATE * SECONDS and quiet["lost"] == 0
    return 1 if busy["lost"] and had_time and busy["lost"] > busy["sent"] // 1000 else 0


if __name__ == "__main__":
    sys.exit(main())
