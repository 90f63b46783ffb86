# SPDX-License-Identifier: Apache-2.0
"""All block lists of ../shared/data (4.2 million entries) through `darban lists build`, then asked back: 1,000 sampled names of each format
must be found on their lines, 100,000 names that no list has must be in no category. Time and peak memory are printed, not judged: they
belong to the machine. Skips (77) where there is no such data."""
import collections
import json
import lzma
import os
import pathlib
import random
import re
import resource
import subprocess
import sys
import tempfile
import time

DARBAN = os.environ["DARBAN"]
DATA = pathlib.Path(sys.argv[1])
NO_BLOCK_LISTS = {"allow", "psl", "services", "topsites"}
SAMPLES = 1000
UNLISTED = 100_000

# How a line of each format that is nothing but a block looks to someone who never read our parsers.
NAME = r"((?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)+[a-z][a-z0-9-]*[a-z0-9])"
SIMPLE_LINES = {
    "hosts": re.compile(r"^(?:0\.0\.0\.0|127\.0\.0\.1) " + NAME + r"$"),
    "domains": re.compile(r"^" + NAME + r"$"),
    "wildcard": re.compile(r"^\*\." + NAME + r"$"),
    "adblock": re.compile(r"^\|\|" + NAME + r"\^$"),
    "dnsmasq": re.compile(r"^(?:local|server)=/" + NAME + r"/$"),
    "unbound": re.compile(r'^local-zone: "' + NAME + r'\." always_nxdomain$'),
    "rpz": re.compile(r"^" + NAME + r" cname \.$"),
}


def unpack(into):
    """FOLDER/<category>/*.txt, as a maintainer would lay them out."""
    for packed in sorted(DATA.rglob("*.txt*")):
        category = packed.parent.relative_to(DATA).parts[0]
        if category in NO_BLOCK_LISTS:
            continue
        if category == "categories":  # one file a category there: gaming, social, ...
            category = packed.name.split(".")[0]
        octets = packed.read_bytes()
        path = into / category / packed.name.removesuffix(".xz")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(lzma.decompress(octets) if packed.suffix == ".xz" else octets)


def run(words, stdin=""):
    begun = time.monotonic()
    result = subprocess.run([DARBAN, "lists", *words], input=stdin, capture_output=True, text=True, timeout=1200)
    return result, time.monotonic() - begun


def samples(report):
    """format -> [(name, path, line)], spread over all sources of the format."""
    chosen = collections.defaultdict(list)
    for source in report["sources"]:
        pattern = SIMPLE_LINES.get(source["format"])
        if pattern is None:
            continue
        lines = pathlib.Path(source["path"]).read_text(errors="replace").split("\n")
        for number, line in enumerate(lines, 1):
            match = pattern.match(line.strip().lower())
            if match:
                chosen[source["format"]].append((match.group(1), source["path"], number))
    random.seed(20261121)
    return {key: random.sample(all_of, min(SAMPLES, len(all_of))) for key, all_of in chosen.items()}


def check(condition, sentence):
    if not condition:
        print("FAILED:", sentence)
        sys.exit(1)


def check_sampled(image, report):
    for key, chosen in sorted(samples(report).items()):
        answer, seconds = run(["explain", "-", "--image", image, "--json"], "\n".join(name for name, _, _ in chosen) + "\n")
        check(answer.returncode == 0, f"explain of {key} names ended with {answer.returncode}")
        told = [json.loads(line) for line in answer.stdout.splitlines()]
        check(len(told) == len(chosen), f"{len(chosen)} {key} names were asked, {len(told)} answered")
        missing = closed = 0
        for (name, path, line), answered in zip(chosen, told):
            lines = {(each["path"], each["line"]) for each in answered["lines"]}
            missing += answered["name"] != name or (path, line) not in lines
            allowed = any("allows" in each["says"] or "exception" in each["says"] for each in answered["lines"])
            too_wide = not answered["lines"]
            closed += bool(answered["categories"]) or allowed or too_wide
        print(f"{key}: {len(chosen)} names, {missing} not found on their line, {len(chosen) - closed} open without a reason, {seconds:.1f} s")
        check(missing == 0, f"{missing} of {len(chosen)} {key} names are not found on their lines")
        check(closed == len(chosen), f"{len(chosen) - closed} {key} names are open although nothing allows them")


def check_unlisted(image):
    random.seed(7)
    letters = "abcdefghijklmnopqrstuvwxyz"
    names = ["".join(random.choices(letters, k=18)) + random.choice((".com", ".org", ".net", ".example", ".co.uk")) for _ in range(UNLISTED)]
    answer, seconds = run(["explain", "-", "--image", image, "--quiet"], "\n".join(names) + "\n")
    found = [line for line in answer.stdout.splitlines() if not line.endswith("\t-")]
    print(f"unlisted: {len(names)} names, {len(found)} in a category, {seconds:.1f} s")
    check(answer.returncode == 0 and len(answer.stdout.splitlines()) == len(names), "every unlisted name is answered")
    check(not found, "no unlisted name is in a category")


def main():
    if not DATA.is_dir():
        print("skipped: there is no shared data beside the project")
        sys.exit(77)
    with tempfile.TemporaryDirectory() as folder:
        lists = pathlib.Path(folder) / "lists"
        unpack(lists)
        image = str(pathlib.Path(folder) / "lists.image")
        built, seconds = run(["build", str(lists), "-o", image, "--keep-going", "--json"])
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        check(built.returncode == 0, "the build ends well: " + built.stderr[-500:])
        report = json.loads(built.stdout)
        entries = sum(source["entries"] for source in report["sources"])
        per_name = report["octets"] / report["names"]
        print(f"build: {len(report['sources'])} lists, {entries} entries, {report['names']} names, {per_name:.2f} octets a name, "
              f"{seconds:.1f} s, peak {peak // 1024} MiB, {len(report['files_left_out'])} files are no lists")
        check(entries > 4_000_000, "4 million entries were read")
        check(per_name <= 8, "a name costs at most 8 octets")
        check_sampled(image, report)
        check_unlisted(image)


main()
