#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Privacy ring 5: text leaves src/ only through the files named in doors.txt, and what is kept is asked only there; no line of that table is stale."""
import re

from source_tree import Complaint, beside, code_only, main, rows_of

# What each door looks like in code whose comments and strings were taken out.
DOORS = {
    "printf": r"(?<!\w)v?(f|d)?printf\s*\(|(?<!\w)(f?puts|f?putc|putchar|perror|fwrite)\s*\(|(?<!\w)fmt::print",
    "iostream": r"std::(cout|cerr|clog|wcout|wcerr)\b",
    "syslog": r"(?<!\w)v?syslog\s*\(|(?<!\w)openlog\s*\(|sd_journal_\w+",
    "fstream": r"\b(basic_)?o?fstream\b(?!>)|\b(basic_)?filebuf\b",
    "fopen": r"(?<!\w)(fopen|fdopen|freopen|popen|tmpfile|open_memstream)\s*\(",
    "write": r"(?<![\w.>:])::p?writev?\s*\(|(?<![\w.>:])::p?writev2?\s*\(",
    "stream-out": r"\boperator\s*<<(?!=)",
    "fmt/ranges.h": r"#include <(spdlog/)?fmt/(bundled/)?ranges\.h>",
    "fmt/ostream.h": r"#include <(spdlog/)?fmt/(bundled/)?(ostream|ostr)\.h>",
    "fmt/std.h": r"#include <(spdlog/)?fmt/(bundled/)?std\.h>",
    "bin_to_hex.h": r"#include <spdlog/fmt/bin_to_hex\.h>",
    "formatter": r"\bstruct\s+(fmt::)?formatter\s*<|\bformat_as\s*\(",
    "from_operator": r"\bfrom_operator\s*\(",
    "new-device-mac": r"\bmac_for_the_household_file\s*\(",
    "counts": r"\bCountStore\b",
    "sql": r"\bdatabase\w*(\(\))?\s*(\.|->)\s*(prepare|run)\s*\(",
}
COMPILED = {door: re.compile(pattern) for door, pattern in DOORS.items()}
# Where the function itself stands.
DECLARED_IN = {
    ("src/base/showable.h", "from_operator"),
    ("src/app/new_devices.h", "new-device-mac"),
    ("src/app/new_devices.cc", "new-device-mac"),
    ("src/store/count_store.h", "counts"),
    ("src/store/count_store.cc", "counts"),
    ("src/store/harvest.h", "counts"),
}


def allowed():
    """(file, door) -> line in doors.txt, and complaints about the table itself."""
    rows, complaints = {}, []
    for line, columns in rows_of(beside("doors.txt")):
        if len(columns) < 3 or columns[1] not in DOORS:
            complaints.append(Complaint("tests/lint/doors.txt", line, "needs a file, a known door and a reason"))
        else:
            rows[(columns[0], columns[1])] = line
    return rows, complaints


def check(tree):
    rows, complaints = allowed()
    used = set(DECLARED_IN)
    for path in tree.under("src/", ".h", ".cc"):
        for line, code in enumerate(code_only(tree.text(path) or "").split("\n"), 1):
            for door, pattern in COMPILED.items():
                if not pattern.search(code):
                    continue
                used.add((path, door))
                if (path, door) not in rows and (path, door) not in DECLARED_IN:
                    complaints.append(Complaint(path, line, f"a new way out of the process ({door}): text may leave only through the files of tests/lint/doors.txt"))
    for (path, door), line in rows.items():
        if path in tree.paths and (path, door) not in used:
            complaints.append(Complaint("tests/lint/doors.txt", line, f"{path} has no {door} any more: close the door"))
        elif path not in tree.paths and tree.under("src/"):
            complaints.append(Complaint("tests/lint/doors.txt", line, f"there is no {path}"))
    return complaints


if __name__ == "__main__":
    main(check)
