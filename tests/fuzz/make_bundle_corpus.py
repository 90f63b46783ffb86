#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the seeds of the fuzz targets bundle, unblock, sealed and bundle_keys to corpus/, from the layouts of src/lists/BUNDLE.md. The
signatures are not real: the targets sign for themselves. The seeds are committed, so this runs by hand only."""
import base64
import hashlib
import os
import struct

HERE = os.path.dirname(os.path.abspath(__file__))
CREATED = 1795219200  # 2026-11-21


def save(target, name, octets):
    folder = os.path.join(HERE, "corpus", target)
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, name), "wb") as file:
        file.write(octets)


def line(text):
    octets = text.encode() if isinstance(text, str) else text
    return struct.pack("<H", len(octets)) + octets


def envelope(magic, body, signatures=(), version=1):
    head = magic + struct.pack("<II", version, len(body)) + body
    head += struct.pack("<I", len(signatures))
    for key in signatures:
        head += key + bytes(range(64))
    return head


def wire(name):
    return b"".join(bytes([len(label)]) + label.encode() for label in name.split(".") if label) + b"\0"


def manifest(image, sources=(), number=42, rollback_of=0, publisher="Families' lists", life=30 * 86400):
    body = line(publisher) + struct.pack("<QQqq", number, rollback_of, CREATED, CREATED + life)
    body += struct.pack("<Q", len(image)) + hashlib.blake2b(image, digest_size=32).digest() + struct.pack("<I", 1)
    body += struct.pack("<I", len(sources))
    for identity, title, licence, url, entries in sources:
        body += line(identity) + line(title) + line(licence) + line(url) + struct.pack("<Q", entries)
    return body


BUNDLE, UNBLOCK, SEALED = b"\x8ddarbnd\n", b"\x8ddarbub\n", b"\x8ddarbsl\n"
KEYS = [bytes([1] * 8), bytes([2] * 8)]
SOURCES = [("curated", "Our own lists", "Apache-2.0", "", 2), ("other", "Somebody's list", "CC-BY-4.0", "https://lists.example/", 1)]


def bundle(body, image, signatures=KEYS[:1], **more):
    head = envelope(BUNDLE, body, signatures, **more)
    return head + bytes(-len(head) % 64) + image


def bundles():
    with open(os.path.join(HERE, "corpus", "image", "tiny"), "rb") as file:
        image = file.read()
    save("bundle", "tiny", bundle(manifest(image, SOURCES), image))
    scrap = b"no image" * 9
    save("bundle", "unsigned", bundle(manifest(scrap), scrap, ()))
    save("bundle", "two_signatures", bundle(manifest(scrap, SOURCES[:1]), scrap, KEYS))
    save("bundle", "signatures_out_of_order", bundle(manifest(scrap), scrap, KEYS[::-1]))
    save("bundle", "rollback", bundle(manifest(scrap, rollback_of=40), scrap))
    save("bundle", "sources_out_of_order", bundle(manifest(scrap, SOURCES[::-1]), scrap))
    save("bundle", "control_characters", bundle(manifest(scrap, publisher="\x1b[2J"), scrap))
    save("bundle", "turned_text", bundle(manifest(scrap, publisher="a\u202eb"), scrap))
    save("bundle", "too_long_a_life", bundle(manifest(scrap, life=401 * 86400), scrap))
    save("bundle", "newer", bundle(manifest(scrap), scrap, version=2))


def unblocks():
    def body(names, life=2 * 86400):
        records = sorted(bytes([subtree]) + wire(name) for name, subtree in names)
        return line("Families' lists") + struct.pack("<QqqI", 7, CREATED, CREATED + life, len(records)) + b"".join(records)

    names = [("clinic.example", 1), ("www.school.example", 0)]
    save("unblock", "two_names", envelope(UNBLOCK, body(names), KEYS[:1]))
    save("unblock", "none", envelope(UNBLOCK, body([]), KEYS))
    save("unblock", "public_suffix", envelope(UNBLOCK, body([("com.pk", 1)]), KEYS[:1]))
    save("unblock", "upper_case", envelope(UNBLOCK, body([("Clinic.example", 1)]), KEYS[:1]))
    save("unblock", "doubles", envelope(UNBLOCK, body(names + names), KEYS[:1]))
    save("unblock", "pointer", envelope(UNBLOCK, body(names)[:-1] + b"\xc0\x00", KEYS[:1]))
    save("unblock", "long_life", envelope(UNBLOCK, body(names, 32 * 86400), KEYS[:1]))
    save("unblock", "names.txt", b"# report 412\nclinic.example\n=www.school.example # Lahore\nbad..name\n")


def sealed():
    def file(hashes, depths=0b1100, note="Example School", version=1):
        head = SEALED + struct.pack("<IIq", version, depths, CREATED) + line(note) + struct.pack("<I", len(hashes))
        return head + b"".join(struct.pack("<Q", each) for each in hashes) + bytes(32)

    some = [int.from_bytes(hashlib.sha256(bytes([i])).digest()[:8], "little") for i in range(24)]
    save("sealed", "some", file(sorted(some)))
    save("sealed", "one", file([1]))
    save("sealed", "none", file([]))
    save("sealed", "descending", file(sorted(some, reverse=True)))
    save("sealed", "one_cell", file([i << 1 for i in range(1, 20)]))
    save("sealed", "every_depth", file(sorted(some), 0xffffffff))
    save("sealed", "newer", file(sorted(some), version=2))
    save("sealed", "names.txt", b"licensed-1.example\n# none\nwww.licensed-2.example\r\n")


def keys():
    def trusted(seed):
        key = bytes([seed] * 32)
        return hashlib.blake2b(key, digest_size=32).digest()[:8].hex() + " " + base64.b64encode(key).decode() + " somebody\n"

    save("bundle_keys", "two", ("# ours\nthreshold: 2\n" + trusted(1) + trusted(2)).encode())
    save("bundle_keys", "twice", ("threshold: 1\n" + trusted(1) + trusted(1)).encode())
    save("bundle_keys", "too_few", ("threshold: 2\r\n" + trusted(1)).encode())
    save("bundle_keys", "wrong_id", ("threshold: 1\n0123456789abcdef" + trusted(1)[16:]).encode())
    save("bundle_keys", "signing_key", b"# secret\ndarban-signing-key 0123456789abcdef " + base64.b64encode(bytes(32)) + b"\n")


bundles()
unblocks()
sealed()
keys()
