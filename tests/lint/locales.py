#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The languages of the page say the same things: one file each in webui/locales (README there), with the same keys and the same placeholders, nothing
empty, no word that a child should not read; and every key is used by some page, and every key a page uses is there.
"""
import json
import re

from source_tree import Complaint, main

FOLDER = "webui/locales/"
FIRST = FOLDER + "en.json"
LONGEST_SENTENCE = 15  # words, on the children's pages (product.md 5.2)
PLURALS = {"none": {"other"}, "one": {"one", "other"}, "zero-one": {"one", "other"}, "arabic": {"zero", "one", "two", "few", "many", "other"}}
# Words of blame, of fear and of promises nobody can keep, in pieces of words. A language without a row here has to bring one.
BANNED = {
    "en": ["attempt", "violation", "caught", "suspicious", "porn", "addict", "safe internet", "100 %", "100%"],
    "ur": ["خلاف ورزی", "پکڑا", "مشکوک", "پورن", "نشہ", "محفوظ انٹرنیٹ", "سو فیصد", "100 فیصد", "100 %", "100%"],
}
# Keys that are put together from a fixed beginning and a word of ours: the beginning stands in the sources with its last point.
PUT_TOGETHER = re.compile(r"\"((?:child|adult|shared)\.[a-z0-9.-]*\.)\"")
USED = re.compile(r"[\"'`]((?:child|adult|shared)\.[A-Za-z0-9.-]*[A-Za-z0-9])[\"'`]")
TOLD = "adult.told."  # and a sentence of the daemon, which webui/src/components/problem.tsx finds it by
SOURCES = (("src/page/", (".cc", ".h", ".inc")), ("webui/src/", (".ts", ".tsx")))


class Broken(Exception):
    pass


def pieces(message):
    """The message as a tree: text, ("arg", name), ("plural", name, {arm: tree}), "#" as ("number",)."""

    def read(at, in_arm):
        found, text = [], ""
        while at < len(message):
            c = message[at]
            if c == "}":
                if not in_arm:
                    raise Broken("a brace that closes nothing")
                break
            if c == "{":
                if text:
                    found.append(text)
                    text = ""
                match = re.compile(r"\{([a-z][a-z-]*)\}").match(message, at)
                if match:
                    found.append(("arg", match.group(1)))
                    at = match.end()
                    continue
                match = re.compile(r"\{([a-z][a-z-]*), plural, ").match(message, at)
                if not match or in_arm:
                    raise Broken("a brace that is neither {name} nor {name, plural, ...}")
                arms, at = {}, match.end()
                while message[at : at + 1] != "}":
                    arm = re.compile(r" ?([a-z]+) \{").match(message, at)
                    if not arm or arm.group(1) in arms:
                        raise Broken("an arm that can not be read")
                    arms[arm.group(1)], at = read(arm.end(), True)
                    if message[at : at + 1] != "}":
                        raise Broken("an arm without its end")
                    at += 1
                if "other" not in arms:
                    raise Broken("a plural without `other`")
                found.append(("plural", match.group(1), arms))
                at += 1
                continue
            if c == "#" and in_arm:
                found += [text] if text else []
                text = ""
                found.append(("number",))
            else:
                text += c
            at += 1
        if text:
            found.append(text)
        return found, at

    tree, end = read(0, False)
    if end != len(message):
        raise Broken("text behind its end")
    return tree


def placeholders(tree):
    names = set()
    for piece in tree:
        if isinstance(piece, str):
            continue
        if piece[0] == "arg":
            names.add((piece[1], "text"))
        elif piece[0] == "plural":
            names.add((piece[1], "number"))
            for arm in piece[2].values():
                names |= placeholders(arm)
    return names


def plain(tree):
    """Every wording the tree can have, with one word for each placeholder."""
    wordings = [""]
    for piece in tree:
        if isinstance(piece, str):
            options = [piece]
        elif piece[0] == "plural":
            options = [w for arm in piece[2].values() for w in plain(arm)]
        else:
            options = ["X"]
        wordings = [w + o for w in wordings for o in options]
    return wordings


def arms_of(tree):
    return {arm for piece in tree if not isinstance(piece, str) and piece[0] == "plural" for arm in piece[2]}


class Language:
    def __init__(self, path, text):
        self.path, self.complaints, self.messages, self.lines, self.meta = path, [], {}, {}, {}
        try:
            pairs = json.loads(text, object_pairs_hook=list)
        except json.JSONDecodeError as error:
            self.complain(error.lineno, "this is no JSON: " + error.msg)
            return
        lines = text.split("\n")
        if len(lines) != len(pairs) + 3 or lines[0] != "{" or lines[-2:] != ["}", ""]:
            self.complain(0, "one key a line, `{` and `}` on lines of their own")
        keys = [key for key, _ in pairs]
        if keys[:1] != ["$meta"]:
            self.complain(2, "`$meta` stands first")
        if keys[1:] != sorted(set(keys[1:])):
            self.complain(0, "keys are sorted, each once")
        for number, (key, value) in enumerate(pairs, 2):
            if key == "$meta":
                self.meta = dict(value)
                continue
            self.lines[key] = number
            if not isinstance(value, str) or not value.strip() or value != value.strip():
                self.complain(number, f"{key} needs text, without blanks around it")
                continue
            try:
                self.messages[key] = pieces(value)
            except Broken as error:
                self.complain(number, f"{key}: {error}")
        self.check_meta()

    def complain(self, line, text):
        self.complaints.append(Complaint(self.path, line, text))

    def check_meta(self):
        tag = self.path[len(FOLDER) : -len(".json")]
        if set(self.meta) != {"lang", "dir", "name", "plural"} or self.meta.get("lang") != tag or self.meta.get("dir") not in ("ltr", "rtl"):
            self.complain(2, f'`$meta` needs lang ("{tag}"), dir (ltr or rtl), name and plural')
        if self.meta.get("plural") not in PLURALS:
            self.complain(2, "the plural rule is one of " + ", ".join(PLURALS))
            return
        for key, tree in self.messages.items():
            if not arms_of(tree) <= PLURALS[self.meta["plural"]]:
                self.complain(self.lines[key], f"{key} has an arm that this language's rule does not know")

    def check_words(self):
        banned = BANNED.get(self.meta.get("lang"))
        if banned is None:
            self.complain(2, "this language needs its row of BANNED words in tests/lint/locales.py")
        for key, tree in self.messages.items():
            for wording in plain(tree):
                for word in banned or []:
                    if word in wording.lower() and not key.startswith(("shared.category.", "shared.service.")):
                        self.complain(self.lines[key], f"{key} says {word!r}, which no page says (product.md 5.2)")
                if not key.startswith("child."):
                    continue
                for sentence in re.split(r"[.!?؟۔:]+(?:\s|$)", wording):
                    if len(sentence.split()) > LONGEST_SENTENCE:
                        self.complain(self.lines[key], f"{key} has a sentence of {len(sentence.split())} words; {LONGEST_SENTENCE} are the most")


def check_against(first, other):
    for key in sorted(first.lines.keys() | other.lines.keys()):
        if key not in other.lines:
            other.complain(0, f"{key} is missing")
        elif key not in first.lines:
            other.complain(other.lines[key], f"{key} is not in {first.path}")
        elif key in first.messages and key in other.messages and placeholders(first.messages[key]) != placeholders(other.messages[key]):
            other.complain(other.lines[key], f"{key} has other placeholders than in {first.path}")


def used_keys(tree):
    keys, beginnings = {}, set()
    for folder, endings in SOURCES:
        for path in tree.under(folder, *endings):
            for number, line in enumerate(tree.text(path).split("\n"), 1):
                code = line.split("//", 1)[0]
                for match in USED.finditer(code):
                    keys.setdefault(match.group(1), (path, number))
                beginnings.update(PUT_TOGETHER.findall(code))
    return keys, beginnings


def check_use(tree, first):
    keys, beginnings = used_keys(tree)
    for key, (path, line) in sorted(keys.items()):
        if key not in first.lines:
            yield Complaint(path, line, f"{key} is in no language")
    for key, line in first.lines.items():
        if key not in keys and not any(key.startswith(beginning) for beginning in beginnings):
            yield Complaint(first.path, line, f"{key} is used by no page")


def slug(sentence):
    return re.sub(r"[^a-z0-9]+", " ", sentence.lower()).strip().replace(" ", "-")


def check_told(tree, first):
    """A sentence of the daemon that was written anew has no words in any language: its old key says so."""
    told = [key for key in first.lines if key.startswith(TOLD)]
    if not told:
        return
    said = {slug(sentence) for path in tree.under("src/", ".cc", ".h") for sentence in re.findall(r'"([^"\n]+)"', tree.text(path))}
    for key in told:
        if key[len(TOLD) :] not in said:
            yield Complaint(first.path, first.lines[key], f"{key} is no sentence of the daemon any more")


def word_of(line, key):
    match = re.match(r"\s*(?:- )?" + key + r": (.*)$", line)
    return match and (json.loads(match.group(1)) if match.group(1).startswith('"') else match.group(1))


def check_titles(tree, languages):
    """shared.category.* and shared.service.* are what the lists' own files say, in the languages those know."""
    for path in tree.under("blocklists/", ".yaml"):
        kind = "service" if path.startswith("blocklists/services/") else "category" if path == "blocklists/categories.yaml" else None
        key = None
        for number, line in enumerate(tree.text(path).split("\n") if kind else [], 1):
            key = word_of(line, "key") or key
            for field, tag in (("name", "en"), ("urdu", "ur")):
                title = word_of(line, field)
                language = languages.get(FOLDER + tag + ".json")
                if title and key and language and language.messages.get(f"shared.{kind}.{key}") != [title]:
                    yield Complaint(path, number, f"{language.path} says otherwise, or nothing, under shared.{kind}.{key}")


def check(tree):
    languages = {path: Language(path, tree.text(path)) for path in tree.under(FOLDER, ".json")}
    if FIRST not in languages:
        return [Complaint(FIRST, 0, "is missing")] if tree.under("webui/") else []
    first = languages[FIRST]
    for path, language in languages.items():
        language.check_words()
        if path != FIRST:
            check_against(first, language)
    complaints = [complaint for language in languages.values() for complaint in language.complaints]
    complaints += check_use(tree, first)
    complaints += check_told(tree, first)
    complaints += check_titles(tree, languages)
    return complaints


if __name__ == "__main__":
    main(check)
