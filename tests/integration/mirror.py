# SPDX-License-Identifier: Apache-2.0
"""A mirror of list makers on loopback: the project's own blocklists/ with a catalogue whose addresses lead to a real nginx, which serves
either small lists a test wrote or the real ones of ../shared/data."""
import lzma
import pathlib
import re
import shutil

ROOT = pathlib.Path(__file__).resolve().parents[2]
BLOCKLISTS = ROOT / "blocklists"
MIRROR = ROOT / "tests" / "fixtures" / "mirror.tsv"
NO_BLOCK_LISTS = {"allow", "psl", "services", "topsites"}
CATEGORY_OF_FOLDER = {"ads": "ads", "adult": "adult", "bypass": "bypass-vpn", "gambling": "gambling", "malware": "malware", "phishing": "phishing"}

ENTRY = """  - id: {id}
    category: {category}
    title: "{id}"
    home: https://lists.example/
    maintainer: "Tests"
    urls:
{urls}
    format: {format}
    licence: "MIT"
    redistribute: true
    commercial: true
    interval: 24h
    entries: {{least: {least}, most: {most}}}
    contains: [{contains}]
    never-contains: [{never}]
    without: []
    top-sites: 1000
    use: {use}
    languages: [en]
    quality: A
    reviewed: 2026-11-21
    note: ""
"""


def entry(id, category, urls, format="domains", least=1, most=10_000_000, contains=(), never=(), use="default"):
    lines = "\n".join(f"      - {url}" for url in urls)
    return ENTRY.format(id=id, category=category, urls=lines, format=format, least=least, most=most, contains=", ".join(contains),
                        never=", ".join(never), use=use)


def copy_of_blocklists(folder, catalogue):
    """blocklists/ with another catalogue: the text below `sources:`."""
    shutil.copytree(BLOCKLISTS, folder)
    (folder / "catalogue.yaml").write_text("# SPDX-License-Identifier: Apache-2.0\nsources:\n" + catalogue, encoding="utf-8")
    return folder


def unpacked(path):
    octets = path.read_bytes()
    return lzma.decompress(octets) if path.suffix == ".xz" else octets


def catalogue_entries():
    """id -> the text of its entry in blocklists/catalogue.yaml."""
    text = (BLOCKLISTS / "catalogue.yaml").read_text(encoding="utf-8")
    parts = re.split(r"(?m)^(?=  - id: )", text[text.index("\nsources:\n") + len("\nsources:\n"):])
    return {re.match(r"  - id: (\S+)", part).group(1): part for part in parts if part.startswith("  - id: ")}


def mirrored():
    """source id -> path below shared/data."""
    rows = [line.split("\t") for line in MIRROR.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return {row[0]: row[1] for row in rows if ".tar" not in row[1]}  # one stands inside an archive


def serve_catalogue(server, data, with_off=False):
    """The project's catalogue, as far as its lists are in `data`, served by `server`: the text below `sources:`."""
    text = ""
    paths = mirrored()
    for id, part in catalogue_entries().items():
        if id not in paths:
            continue
        server.write(f"lists/{id}", unpacked(data / paths[id]))
        part = re.sub(r"(?m)^    urls:\n(?:      - .*\n)+", f"    urls:\n      - {server.url('lists/' + id)}\n", part)
        text += part.replace("use: off", "use: optional") if with_off else part
    return text


def serve_rest(server, data, formats):
    """Every block list of `data` that no source of the catalogue is: plain entries. `formats`: file name -> syntax, or None for no list."""
    text = ""
    taken = set(mirrored().values())
    for path in sorted(data.rglob("*.txt*")):
        folder = path.relative_to(data).parts[0]
        name = path.name.removesuffix(".xz")
        if folder in NO_BLOCK_LISTS or str(path.relative_to(data)) in taken or formats.get(name) is None:
            continue
        id = "rest-" + re.sub(r"[^a-z0-9]+", "-", name.lower().removesuffix(".txt"))
        server.write(f"lists/{id}", unpacked(path))
        text += entry(id, CATEGORY_OF_FOLDER.get(folder, "file-hosting"), [server.url("lists/" + id)], formats[name], use="optional")
    return text
