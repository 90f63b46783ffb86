#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every source file says its licence on its first line (its second where the first is `#!`)."""
from source_tree import Complaint, main

ENDINGS = (".h", ".cc", ".py", ".cmake", ".ts", ".tsx", ".css", ".sh", ".scn", ".yaml", ".yml", ".service", "CMakeLists.txt")
FOLDERS_OF_CAPTURED_FILES = ("tests/fixtures/", "tests/fuzz/corpus/")  # other people's octets, kept as they came


def check(tree):
    complaints = []
    for path in tree.under("", *ENDINGS):
        if path.startswith(FOLDERS_OF_CAPTURED_FILES):
            continue
        first = (tree.text(path) or "").split("\n")[:2]
        line = first[1] if first[0].startswith("#!") and len(first) > 1 else first[0]
        if "SPDX-License-Identifier: Apache-2.0" not in line:
            complaints.append(Complaint(path, 1, "the first line must hold SPDX-License-Identifier: Apache-2.0"))
    return complaints


if __name__ == "__main__":
    main(check)
