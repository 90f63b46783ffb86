#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every log line has as many `{}` as arguments: the compiler checks the arguments' types, fmt would find a missing one only when the line runs."""
import re

from source_tree import Complaint, main

CALL = re.compile(r"\blog::(debug|info|warn|error)\s*\(")
LITERAL = re.compile(r'\s*"((?:\\.|[^"\\\n])*)"')


def arguments_of(text, at):
    """(message, number of arguments) of the call whose '(' stands before `at`; (None, 0) when the message is not a plain literal."""
    message, literal = "", LITERAL.match(text, at)
    if not literal:
        return None, 0
    while literal:  # adjacent literals are one
        message += literal.group(1)
        at = literal.end()
        literal = LITERAL.match(text, at)
    depth, commas, inside_literal = 1, 0, None
    while depth > 0 and at < len(text):
        here = text[at]
        if inside_literal:
            if here == "\\":
                at += 1
            elif here == inside_literal:
                inside_literal = None
        elif here in "\"'":
            inside_literal = here
        elif here in "([{":
            depth += 1
        elif here in ")]}":
            depth -= 1
        elif here == "," and depth == 1:
            commas += 1
        at += 1
    return message, commas


def check(tree):
    complaints = []
    for path in tree.under("src/", ".h", ".cc"):
        text = tree.text(path) or ""
        for call in CALL.finditer(text):
            line = text.count("\n", 0, call.start()) + 1
            if "//" in text.split("\n")[line - 1].split("log::")[0]:
                continue
            message, arguments = arguments_of(text, call.end())
            if message is None:
                continue
            places = message.replace("{{", "").replace("}}", "").count("{}")
            if places != arguments:
                complaints.append(Complaint(path, line, f"{places} places in the sentence, {arguments} arguments"))
    return complaints


if __name__ == "__main__":
    main(check)
