#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The bench's tools work: the echo echoes, the upstream answers what the load asks, wrong answers are seen, the micro benchmarks run.

No figure is judged. usage: smoke.py FOLDER_OF_PROGRAMS
"""
import contextlib
import json
import os
import socket
import struct
import subprocess
import sys
import tempfile
import time

NAMES = 2000
ENOUGH_SECONDS = 0.3


def run(*command):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, f"{command} ended with {done.returncode}: {done.stderr}"
    return done.stdout


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port):
    """Whether anything comes back from the port, asked up to 500 times."""
    question = struct.pack(">6H", 1, 0x0100, 1, 0, 0, 0) + b"\x05smoke\x07example\0" + struct.pack(">2H", 1, 1)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.settimeout(0.02)
        probe.connect(("127.0.0.1", port))
        for _ in range(500):
            with contextlib.suppress(OSError):
                probe.send(question)
                return len(probe.recv(512)) > 0
            time.sleep(0.02)
    return False


@contextlib.contextmanager
def server(program, *more):
    port = free_port()
    process = subprocess.Popen([program, str(port), *more])
    try:
        assert answers(port), f"{program} does not answer"
        yield port
    finally:
        process.kill()
        process.wait()


def load(programs, port, question_set, *more):
    return json.loads(run(f"{programs}/bench_load", "--port", port, "--set", question_set, "--seconds", ENOUGH_SECONDS, *more))


def lists_are_the_same_for_the_same_seed(programs, folder):
    for name in ("one", "two"):
        os.mkdir(f"{folder}/{name}")
        run(f"{programs}/bench_lists", f"{folder}/{name}", 7, NAMES // 2, NAMES)
    for name in os.listdir(f"{folder}/one"):
        with open(f"{folder}/one/{name}", "rb") as one, open(f"{folder}/two/{name}", "rb") as two:
            assert one.read() == two.read(), name
    with open(f"{folder}/one/list-{NAMES}.txt", encoding="ascii") as lines:
        names = lines.read().split()
    assert len(set(names)) == NAMES
    return f"{folder}/one"


def echo_echoes(programs, sets):
    with server(f"{programs}/bench_echo") as port:
        figures = load(programs, port, f"{sets}/mixed.set", "--echo")
    assert figures["answers"] > 0 and figures["right"] == figures["answers"], figures


def upstream_answers_and_wrong_answers_are_seen(programs, sets, folder):
    count_file = f"{folder}/count"
    with server(f"{programs}/bench_upstream", count_file) as port:
        warm = load(programs, port, f"{sets}/warm.set", "--once", "--window", 20, "--seconds", 60)
        missed = load(programs, port, f"{sets}/missed.set", "--edns", "--rate", 2000, "--fresh-from", 5)
        closed = load(programs, port, f"{sets}/closed.set")
        with open(count_file, "rb") as count:
            asked = struct.unpack("=Q", count.read())[0]
    assert warm["right"] == warm["sent"] == 10000, warm
    assert missed["right"] == missed["answers"] > 0 and missed["fresh_next"] >= 5 + missed["sent"], missed
    assert closed["closed_was_open"] == closed["answers"] > 0, closed  # the stub closes nothing, and the load says so
    assert asked >= warm["answers"] + missed["answers"] + closed["answers"], asked


def silence_is_loss(programs, sets):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as deaf:
        deaf.bind(("127.0.0.1", 0))
        figures = load(programs, deaf.getsockname()[1], f"{sets}/closed.set", "--window", 10)
    assert figures["lost"] == figures["sent"] > 0 and figures["answers"] == 0, figures


def micro_benchmarks_run(programs):
    figures = json.loads(run(f"{programs}/bench_micro", "--names", NAMES, "--seconds", 0.001))
    assert figures["names"] == NAMES, figures
    assert len(figures["cases"]) > 10 and all(case["ns"] > 0 for case in figures["cases"]), figures


def main(programs):
    with tempfile.TemporaryDirectory(prefix="darban-bench-") as folder:
        sets = lists_are_the_same_for_the_same_seed(programs, folder)
        echo_echoes(programs, sets)
        upstream_answers_and_wrong_answers_are_seen(programs, sets, folder)
        silence_is_loss(programs, sets)
        micro_benchmarks_run(programs)
    print("the bench's tools work")


if __name__ == "__main__":
    main(sys.argv[1])
