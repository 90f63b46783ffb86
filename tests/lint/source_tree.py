# SPDX-License-Identifier: Apache-2.0
"""What every lint needs: the files of the project, C++ without its comments and strings, and one way to complain.

A lint is a function `check(tree) -> list of Complaint`; `main(check)` gives it a command line: `lint.py [--root FOLDER]`.
"""
import argparse
import os
import re
import subprocess
import sys
from typing import Callable, NamedTuple

SKIPPED_FOLDERS = {".git", "build", "node_modules", "__pycache__", ".cache"}


class Complaint(NamedTuple):
    path: str
    line: int  # 1-based; 0 = the whole file
    text: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.text}" if self.line else f"{self.path}: {self.text}"


class Tree:
    """The files that are, or would be, committed under a folder. Paths are relative to it and use '/'."""

    def __init__(self, root: str):
        self.root = os.path.abspath(root)
        self.paths = sorted(self._listed_by_git() or self._walked())

    def _listed_by_git(self):
        command = ["git", "-C", self.root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        try:
            found = subprocess.run(command, capture_output=True, check=True).stdout.decode()
        except (OSError, subprocess.CalledProcessError):
            return []  # a tarball, or no git here
        return [p for p in found.split("\0") if p and os.path.isfile(os.path.join(self.root, p))]

    def _walked(self):
        found = []
        for folder, folders, files in os.walk(self.root):
            folders[:] = [f for f in folders if f not in SKIPPED_FOLDERS]
            found += [os.path.relpath(os.path.join(folder, f), self.root).replace(os.sep, "/") for f in files]
        return found

    def under(self, folder: str, *endings: str):
        return [p for p in self.paths if p.startswith(folder) and (not endings or p.endswith(endings))]

    def text(self, path: str):
        """The file's text, or None when it is not text."""
        with open(os.path.join(self.root, path), "rb") as file:
            octets = file.read()
        if b"\0" in octets:
            return None
        try:
            return octets.decode("utf-8")
        except UnicodeDecodeError:
            return octets.decode("latin-1")


_CPP_TOKEN = re.compile(
    r"""//[^\n]*                                # line comment
      | /\*.*?\*/                               # block comment
      | R"(?P<mark>[^()\s\\]{0,16})\(.*?\)(?P=mark)"  # raw string
      | "(?:\\.|[^"\\\n])*"                     # string
      | '(?:\\.|[^'\\\n])+'                     # character (digit separators are not preceded by a quote here)
    """,
    re.VERBOSE | re.DOTALL,
)
_INCLUDE = re.compile(r"^[ \t]*#[ \t]*include[ \t]*([<\"][^>\"\n]+[>\"])", re.MULTILINE)


def includes_of(text: str):
    """(line, '<vector>' or '"base/log.h"') for each include."""
    return [(text.count("\n", 0, m.start(1)) + 1, m.group(1)) for m in _INCLUDE.finditer(text)]


def code_only(text: str):
    """C++ with comments and literals blanked and every line still in its place. Includes keep their header."""

    def blank(match):
        found = match.group(0)
        if found.startswith("'") and match.start() > 0 and text[match.start() - 1].isalnum():
            return found  # 1'000: a digit separator
        return re.sub(r"[^\n]", " ", found)

    kept = {line: header for line, header in includes_of(text)}
    lines = _CPP_TOKEN.sub(blank, text).split("\n")
    for line, header in kept.items():
        lines[line - 1] = f"#include {header}"
    return "\n".join(lines)


def rows_of(path: str):
    """(line, columns) of a table file: blank-separated columns, '#' starts a comment."""
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            columns = line.split("#", 1)[0].split()
            if columns:
                yield number, columns


def beside(name: str):
    return os.path.join(os.path.dirname(os.path.abspath(__file__)), name)


def main(check: Callable):
    parser = argparse.ArgumentParser(description=sys.modules["__main__"].__doc__)
    parser.add_argument("--root", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
    tree = Tree(parser.parse_args().root)
    complaints = check(tree)
    for complaint in complaints:
        print(complaint)
    print(f"{len(tree.paths)} files, {len(complaints)} complaints")
    sys.exit(1 if complaints else 0)
