#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every row of a table of syntaxes (src/lists/format.cc, src/leases/format.cc) has a parser beside it in formats/, a unit test that names it and seeds
for its fuzz target; and no parser stands there without a row."""
import re
from typing import NamedTuple, Pattern

from source_tree import Complaint, main


class Table(NamedTuple):
    room: str
    row: Pattern[str]  # key, parser
    shape: str
    parser: Pattern[str]
    corpus: str


TABLES = [
    Table(
        "lists",
        re.compile(r'^\s*\{\s*"([^"]+)",\s*Scope::\w+,\s*\w+,\s*(\w+)\s*\},', re.MULTILINE),
        '{"key", Scope::x, speaks, parse},',
        re.compile(r"^void (parse_\w+)\(ListReading& \w+\)", re.MULTILINE),
        "list_",
    ),
    Table(
        "leases",
        re.compile(r'^\s*\{\s*"([^"]+)",\s*Absence::\w+,\s*\w+,\s*(\w+)\s*\},', re.MULTILINE),
        '{"key", Absence::x, speaks, parse},',
        re.compile(r"^void (parse_\w+)\(LeaseReading& \w+\)", re.MULTILINE),
        "leases_",
    ),
]


def check(tree):
    return [complaint for table in TABLES for complaint in check_table(tree, table)]


def check_table(tree, table):
    path = f"src/{table.room}/format.cc"
    if path not in tree.paths:
        return []
    text = tree.text(path)
    parsers = {name: file for file in tree.under(f"src/{table.room}/formats/", ".cc") for name in table.parser.findall(tree.text(file))}
    tests = "".join(tree.text(file) for file in tree.under(f"tests/unit/{table.room}/", ".cc"))
    complaints, used = [], set()
    for row in table.row.finditer(text):
        key, parser = row.group(1), row.group(2)
        line = text.count("\n", 0, row.start(1)) + 1
        used.add(parser)
        if parser not in parsers:
            complaints.append(Complaint(path, line, f"{parser} is not in src/{table.room}/formats/"))
        if not tree.under(f"tests/fuzz/corpus/{table.corpus}{key}/"):
            complaints.append(Complaint(path, line, f"the fuzz target {table.corpus}{key} needs seeds in tests/fuzz/corpus/{table.corpus}{key}/"))
        if f'"{key}"' not in tests:
            complaints.append(Complaint(path, line, f"no test in tests/unit/{table.room}/ reads the syntax \"{key}\""))
    if not used:
        complaints.append(Complaint(path, 0, f"no rows found: this lint reads `{table.shape}`"))
    for parser, file in parsers.items():
        if parser not in used:
            complaints.append(Complaint(file, 0, f"{parser} has no row in {path}"))
    return complaints


if __name__ == "__main__":
    main(check)
