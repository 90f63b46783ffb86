#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""No committed file knows the machine it was written on: no home folders, no build folders, no checkout places.

The places stand here in pieces, so that this file does not hold them either.
"""
import re

from source_tree import Complaint, main

PLACES = ["/wo" r"rk\b", "/tmp/bu" r"ild", "/ro" r"ot\b", "/ho" r"me/"]
# Not inside a longer path or word.
REFUSED = re.compile(r"(?<![\w.~*}/-])(" + "|".join(PLACES) + ")")


def check(tree):
    complaints = []
    for path in tree.paths:
        text = tree.text(path)
        if text is None or path.startswith("tests/fixtures/"):
            continue
        for match in REFUSED.finditer(text):
            complaints.append(Complaint(path, text.count("\n", 0, match.start()) + 1, f"{match.group(1)} is a place on one machine"))
    return complaints


if __name__ == "__main__":
    main(check)
