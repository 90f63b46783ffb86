# SPDX-License-Identifier: Apache-2.0
"""What is measured this time: the command line, with BENCH_SIZES as its one companion from the environment."""
import argparse
import os
import re

SETS = ["cached", "closed", "missed", "mixed"]
SERVERS = ["echo", "darban", "family", "dnsmasq"]
SUFFIXES = {"": 1, "k": 1_000, "m": 1_000_000}
MOST_NAMES = 5_000_000


def size_from(word):
    """'100k' -> 100000."""
    match = re.fullmatch(r"(\d+)([km]?)", word.strip().lower())
    size = int(match[1]) * SUFFIXES[match[2]] if match else 0
    if not 1_000 <= size <= MOST_NAMES:
        raise argparse.ArgumentTypeError(f"'{word}' is no list size; write 100k, 1m or 5m (at least 1k, at most 5m)")
    return size


def text_of_size(size):
    for suffix, factor in (("m", 1_000_000), ("k", 1_000)):
        if size % factor == 0:
            return f"{size // factor}{suffix}"
    return str(size)


def words_among(known):
    def read(text):
        words = [word.strip() for word in text.split(",") if word.strip()]
        for word in words:
            if word not in known:
                raise argparse.ArgumentTypeError(f"'{word}' is not one of: {', '.join(known)}")
        return [word for word in known if word in words]

    return read


def sizes_from(text):
    return sorted({size_from(word) for word in text.split(",") if word.strip()})


def read(words):
    parser = argparse.ArgumentParser(prog="./dev bench", description="CPU, memory and time of darban beside a bare echo and dnsmasq, in one run.")
    parser.add_argument("--rounds", type=int, default=5, help="rounds for the main list (default 5); the others get 2")
    parser.add_argument("--seconds", type=float, default=1.2, help="how long each figure is taken (default 1.2)")
    parser.add_argument("--sizes", type=sizes_from, default=os.environ.get("BENCH_SIZES", "100k,1m"), help="list sizes, e.g. 100k,1m,5m (default BENCH_SIZES or 100k,1m)")
    parser.add_argument("--sets", type=words_among(SETS), default=SETS, help="of: " + ",".join(SETS))
    parser.add_argument("--servers", type=words_among(SERVERS), default=SERVERS, help="of: " + ",".join(SERVERS))
    parser.add_argument("--seed", type=int, default=7, help="of the made-up names (default 7)")
    parser.add_argument("--programs", help="a folder with darban and the bench_* tools; without it the preset 'release' is built")
    parser.add_argument("--quick", action="store_true", help="one short round, no micro benchmarks: does it all work?")
    options = parser.parse_args(words)
    if isinstance(options.sizes, str):  # argparse reads a default's text, but not an environment's mistake kindly
        options.sizes = sizes_from(options.sizes)
    if options.quick:
        options.rounds, options.seconds = 1, 0.4
    options.rounds = min(max(options.rounds, 1), 50)
    options.seconds = min(max(options.seconds, 0.2), 30.0)
    options.main_size = 1_000_000 if 1_000_000 in options.sizes else options.sizes[-1]
    return options
