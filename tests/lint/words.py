#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Words matter (invariant I11): material that shows abuse is called CSAM or CSEM, in code, lists, pages and translations alike.

The refused words stand here reversed, so that this file does not hold them either.
"""
import re

from source_tree import Complaint, main

REVERSED = ["yhpargonrop dlihc", "nrop dlihc", "nrop eiddik", "yhpargonrop s'nerdlihc", "yhpargonrop nerdlihc", "noitutitsorp dlihc", "etutitsorp dlihc"]
REFUSED = re.compile("|".join(re.escape(words[::-1]).replace(r"\ ", r"[\s_-]*") for words in REVERSED), re.IGNORECASE)


def check(tree):
    complaints = []
    for path in tree.paths:
        text = tree.text(path)
        if text is None:
            continue
        for match in REFUSED.finditer(text):
            complaints.append(Complaint(path, text.count("\n", 0, match.start()) + 1, "say CSAM or CSEM (invariant I11)"))
    return complaints


if __name__ == "__main__":
    main(check)
