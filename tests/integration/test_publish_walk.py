# SPDX-License-Identifier: Apache-2.0
"""blocklists/README.md takes a maintainer from a clone to a published bundle: its commands are run here as they stand, twice, and the octets are the
same. Only the two that fetch and build the program are left out: the program under test is taken instead."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

DARBAN = pathlib.Path(os.environ["DARBAN"]).resolve()
ROOT = pathlib.Path(__file__).resolve().parents[2]


def commands():
    text = (ROOT / "blocklists" / "README.md").read_text(encoding="utf-8")
    block = re.search(r"## From a clone to a signed bundle\n.*?```sh\n(.*?)```", text, re.S).group(1)
    return [line for line in block.splitlines() if line.strip()]


class PublishWalk(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.at = pathlib.Path(folder.name)

    def walk(self, name, lines):
        """A copy of what a clone has, and the commands in it."""
        folder = self.at / name
        shutil.copytree(ROOT / "blocklists", folder / "blocklists")
        environment = {**os.environ, "PATH": f"{DARBAN.parent}:{os.environ['PATH']}", "SOURCE_DATE_EPOCH": "1795219200"}
        for line in lines:
            done = subprocess.run(["bash", "-c", line], cwd=folder, env=environment, capture_output=True, text=True, timeout=120)
            self.assertEqual(done.returncode, 0, f"{line}\n{done.stdout}{done.stderr}")
        return folder

    def test_ten_commands_lead_to_a_published_bundle(self):
        lines = commands()
        self.assertEqual(len(lines), 10)
        self.assertTrue(lines[0].startswith("git clone ") and lines[1].startswith("./dev build"))
        folder = self.walk("first", lines[2:])
        index = json.loads((folder / "public" / "index.json").read_text())
        self.assertIn('"number": 1' if '"number": 1' in json.dumps(index) else "1", json.dumps(index))
        self.assertTrue((folder / "public" / "lists-1.bundle").exists())

    def test_two_builds_are_byte_identical(self):
        lines = commands()[2:]
        first = self.walk("first", lines)
        for path in (self.at / "first" / "blocklists").rglob("*"):
            os.utime(path, (1_700_000_000, 1_700_000_000))  # a clone has other dates
        second = self.walk("second", ["true"])
        for key in ("anna.key", "anna.pub"):
            shutil.copy2(first / key, second / key)
        for line in lines[1:]:
            self.walk_on(second, line)
        for name in ("lists.image", "lists.bundle", "public/index.json", "public/lists-1.bundle"):
            self.assertEqual((first / name).read_bytes(), (second / name).read_bytes(), name)

    def walk_on(self, folder, line):
        environment = {**os.environ, "PATH": f"{DARBAN.parent}:{os.environ['PATH']}", "SOURCE_DATE_EPOCH": "1795219200"}
        done = subprocess.run(["bash", "-c", line], cwd=folder, env=environment, capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 0, f"{line}\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    unittest.main(verbosity=2)
