#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compiles one file of this folder twice: as it stands it must compile; with -DBAD it must not, and for the reason it names.

The reason is the line `// refused: TEXT` in the file: TEXT must occur in the compiler's first error messages. A file that
fails for another reason (a typing mistake, a renamed header) is a failure, so the test can not rot silently.

usage: compile_twice.py FILE COMPILER [FLAGS...]
"""
import re
import subprocess
import sys


def compile_once(command):
    done = subprocess.run(command, capture_output=True, text=True, env={"PATH": "/usr/bin:/bin:/usr/local/bin", "LC_ALL": "C"})
    return done.returncode == 0, done.stderr


def main():
    file, compiler = sys.argv[1], sys.argv[2:]
    with open(file, encoding="utf-8") as source:
        reason = re.search(r"^// refused: (.+)$", source.read(), re.MULTILINE)
    if not reason:
        sys.exit(f"{file}: needs a line `// refused: TEXT`")
    command = [*compiler, "-fsyntax-only", file]
    compiled, output = compile_once(command)
    if not compiled:
        sys.exit(f"{file}: the good half must compile and does not:\n{output}")
    compiled, output = compile_once([*command, "-DBAD"])
    if compiled:
        sys.exit(f"{file}: the bad half compiles; it must not")
    errors = [line for line in output.splitlines() if "error:" in line]
    if not any(reason[1] in line for line in errors):
        sys.exit(f"{file}: refused, but not with: {reason[1]}\n" + "\n".join(errors))


if __name__ == "__main__":
    main()
