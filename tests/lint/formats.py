#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every row of the table of list syntaxes (src/lists/format.cc) has a parser in src/lists/formats/, a unit test that names it and seeds for its
fuzz target; and no parser stands there without a row."""
import re

from source_tree import Complaint, main

TABLE = "src/lists/format.cc"
ROW = re.compile(r'^\s*\{\s*"([^"]+)",\s*Scope::\w+,\s*(\w+),\s*(\w+)\s*\},', re.MULTILINE)
PARSER = re.compile(r"^void (parse_\w+)\(ListReading& \w+\)", re.MULTILINE)


def check(tree):
    if TABLE not in tree.paths:
        return []
    table = tree.text(TABLE)
    parsers = {name: path for path in tree.under("src/lists/formats/", ".cc") for name in PARSER.findall(tree.text(path))}
    tests = "".join(tree.text(path) for path in tree.under("tests/unit/lists/", ".cc"))
    complaints, used = [], set()
    for row in ROW.finditer(table):
        key, parser = row.group(1), row.group(3)
        line = table.count("\n", 0, row.start(1)) + 1
        used.add(parser)
        if parser not in parsers:
            complaints.append(Complaint(TABLE, line, f"{parser} is not in src/lists/formats/"))
        if not tree.under(f"tests/fuzz/corpus/list_{key}/"):
            complaints.append(Complaint(TABLE, line, f"the fuzz target list_{key} needs seeds in tests/fuzz/corpus/list_{key}/"))
        if f'"{key}"' not in tests:
            complaints.append(Complaint(TABLE, line, f"no test in tests/unit/lists/ reads the syntax \"{key}\""))
    if not used:
        complaints.append(Complaint(TABLE, 0, "no rows found: this lint reads `{\"key\", Scope::x, speaks, parse},`"))
    for parser, path in parsers.items():
        if parser not in used:
            complaints.append(Complaint(path, 0, f"{parser} has no row in {TABLE}"))
    return complaints


if __name__ == "__main__":
    main(check)
