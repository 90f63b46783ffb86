# SPDX-License-Identifier: Apache-2.0
"""A word that appears nowhere else, and the search for it in every form in which somebody could have written it down."""
import base64
import os
import secrets


def new_word():
    """A label of its own: letters and digits, small."""
    return "canary" + secrets.token_hex(12)


def spellings(word):
    """Forms that are looked for as they are: the word in base64, in either case and at each place in a longer text."""
    return {base64.b64encode(b"\0" * shift + octets)[2 + shift : -4] for octets in (word.encode(), word.upper().encode()) for shift in range(3)}


def folded_spellings(word):
    """Forms that are looked for whatever their case: as text and in wire form (a label is its text), turned round, in UTF-16 and in hexadecimal."""
    plain = (word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be"))
    hexadecimal = {text.encode(code).hex().encode() for text in (word, word.upper()) for code in ("ascii", "utf-16-le", "utf-16-be")}
    return {form for octets in plain for form in (octets, octets[::-1])} | hexadecimal


class Search:
    """For some words and some addresses (IPv4) at once."""

    def __init__(self, words, addresses=()):
        self.exact = set().union(*map(spellings, words))
        self.folded = set().union(*map(folded_spellings, words)) | {address.encode() for address in addresses}

    def finds(self, octets):
        """What of it is in these octets, or None."""
        small = octets.lower()
        return next((form for form in self.folded if form in small), None) or next((form for form in self.exact if form in octets), None)


def files_of(*folders):
    """(path, octets) of every file below."""
    for folder in folders:
        for place, _, names in os.walk(folder):
            for path in (os.path.join(place, name) for name in names):
                if os.path.isfile(path):  # no socket
                    with open(path, "rb") as file:
                        yield path, file.read()
