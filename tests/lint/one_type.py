#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A name stands for one type: no two files of src/ define types of one name in one namespace. Two that never meet in a file are linked all the same, and then
the functions a compiler makes for one of them (a vector's, a destructor) serve the other too, without a word from anybody."""
import re

from source_tree import Complaint, code_only, main

_NAMESPACE = re.compile(r"^namespace (darban[\w:]*) \{", re.MULTILINE)
_NAMELESS = re.compile(r"^namespace \{\n.*?^\}  // namespace$", re.MULTILINE | re.DOTALL)
_TYPE = re.compile(r"^(?:struct|class|union|enum|enum class) (\w+)(?: final)?(?: :[^:;{][^;{]*)? \{", re.MULTILINE)


def types_in(text):
    """(line, qualified name) of the types a file defines at the top of its namespace, nameless ones left out."""
    code = code_only(_NAMELESS.sub(lambda found: "\n" * found.group(0).count("\n"), text))
    spaces = [(found.start(), found.group(1)) for found in _NAMESPACE.finditer(code)]
    for found in _TYPE.finditer(code):
        inside = [name for start, name in spaces if start < found.start()]
        yield code.count("\n", 0, found.start()) + 1, f"{inside[-1] if inside else ''}::{found.group(1)}"


def check(tree):
    complaints, defined = [], {}
    for path in tree.under("src/", ".h", ".cc"):
        for line, name in types_in(tree.text(path) or ""):
            first = defined.setdefault(name, path)
            if first != path:
                complaints.append(Complaint(path, line, f"{name} is a type of {first} already: give one of them another name"))
    return complaints


if __name__ == "__main__":
    main(check)
