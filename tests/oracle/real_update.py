# SPDX-License-Identifier: Apache-2.0
"""`darban lists update` from a loopback mirror (nginx) that holds every block list of ../shared/data: one command to lists in force. Then: what the
report says about each list, that no name of the dangerous false positives is closed under any default profile, and what it took. Numbers are
printed; memory is judged against the promise of image + 8 MB, time is not. Skips (77) where there is no such data or no nginx."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "integration"))
DARBAN = os.environ["DARBAN"]
DATA = pathlib.Path(sys.argv[1])
if not DATA.is_dir():
    print("skipped: there is no ../shared/data beside the project")
    sys.exit(77)

from mirror import copy_of_blocklists, serve_catalogue, serve_rest, unpacked  # noqa: E402
from web_server import WebServer  # noqa: E402

MEMORY = 8 << 20  # beside the image
SANITIZED = os.environ.get("DARBAN_SANITIZED") == "yes"

# lists.md 5: vital and popular names that real lists hold. None may be closed for anybody by a default.
DANGEROUS = """push.apple.com 1-courier.push.apple.com fcm.googleapis.com akamaized.net video.akamaized.net akamaiedge.net b-cdn.net files.b-cdn.net
apple-dns.net gateway.fe2.apple-dns.net yahoodns.net mx.am0.yahoodns.net captive.apple.com gsp1.apple.com msedge.net crl.microsoft.com
login.microsoftonline.com microsoftonline.com gravatar.com secure.gravatar.com ampproject.org cdn.ampproject.org squarespace.com xiaomi.com
naver.com go.com nationalgeographic.com nasa.gov archive.org gutenberg.org pbs.org drugs.com rxlist.com parkinson.org splcenter.org
religioustolerance.org fly.io eventbrite.com meetup.com wordpress.com tumblr.com pages.dev forms.gle goo.gl t.co connectivitycheck.gstatic.com
www.msftconnecttest.com detectportal.firefox.com childline.org.uk 988lifeline.org samaritans.org iwf.org.uk plannedparenthood.org
thetrevorproject.org unicef.org""".split()
# Closed by what they are, on purpose: a social network is `social`, a shortener hides where it leads, free hosting is `file-hosting`.
BY_DESIGN = {"tumblr.com": {"social"}, "t.co": {"social", "service:x", "shorteners"}, "goo.gl": {"shorteners"}, "forms.gle": {"shorteners"},
             "wordpress.com": {"file-hosting"}, "pages.dev": {"file-hosting"}, "meetup.com": {"social"}, "fly.io": {"file-hosting"}, "squarespace.com": {"file-hosting"}}
BANDS = ["under-10", "10-12", "13-15", "16-17", "adult", "guest", "things", "pupil-primary", "pupil-secondary", "staff"]


def run(*words, code=0, folder=None):
    result = subprocess.run([DARBAN, *map(str, words)], cwd=folder, capture_output=True, text=True, timeout=1200)
    if code is not None and result.returncode != code:
        sys.exit(f"FAILED: darban {' '.join(map(str, words))} ended with {result.returncode}:\n{result.stdout[-3000:]}{result.stderr[-3000:]}")
    return result


def check(condition, sentence):
    if not condition:
        sys.exit(f"FAILED: {sentence}")


def formats_of(folder):
    """file name -> syntax, as `lists build` finds it out; files that are no list are not there."""
    for path in sorted(DATA.rglob("*.txt*")):
        if path.relative_to(DATA).parts[0] not in {"allow", "psl", "services", "topsites"}:
            into = folder / "all" / path.name.removesuffix(".xz")
            into.parent.mkdir(exist_ok=True)
            into.write_bytes(unpacked(path))
    run("lists", "build", folder, "-o", folder / "formats.image", "--keep-going", "--quiet")
    report = json.loads(run("lists", "build", folder, "-o", folder / "formats.image", "--keep-going", "--json").stdout)
    return {pathlib.Path(source["path"]).name: source["format"].split(",")[0] for source in report["sources"]}


def closed_for(household, image, names):
    """{(name, band)} that `darban explain` calls closed."""
    people = "".join(f"  - name: P{number}\n    band: {band}\n" for number, band in enumerate(BANDS))
    (household / "household.yaml").write_text(f"zone: UTC\npeople:\n{people}", encoding="utf-8")
    (household / "darban.yaml").write_text(f"household: household.yaml\nimage: {image}\nclock: {{wait-for-sync: false}}\n", encoding="utf-8")
    closed = set()
    for name in names:
        for number, band in enumerate(BANDS):
            said = run("explain", name, "--person", f"P{number}", "--config", household / "darban.yaml", code=None).stdout
            if "closed" in said.splitlines()[0].lower():
                closed.add((name, band, said))
    return closed


def main():
    with tempfile.TemporaryDirectory() as name:
        at = pathlib.Path(name)
        (at / "web").mkdir()
        (at / "formats").mkdir()
        web = WebServer(at / "web")
        try:
            catalogue = serve_catalogue(web, DATA)
            rest = serve_rest(web, DATA, formats_of(at / "formats"))
            one_command(at, catalogue + rest)
            catalogue_only(at, catalogue)
        finally:
            web.close()


def update(at, blocklists, *words, code=None):
    begun = time.monotonic()
    result = run("lists", "update", "--blocklists", blocklists, "--folder", at / "state", "--image", at / "lists.image", "--json", *words, code=code)
    check(result.returncode in (0, 1) and result.stdout.startswith("{"), f"there is a report: {result.stderr[-2000:]}")
    return json.loads(result.stdout), time.monotonic() - begun


def one_command(at, catalogue):
    report, seconds = update(at, copy_of_blocklists(at / "everything", catalogue), "--all")
    fates = {}
    for source in report["sources"]:
        fates.setdefault(source["fate"], []).append(source)
    print(f"every list of shared/data: {len(report['sources'])} lists, {len(fates.get('fresh', []))} in use, {report['entries']:,} entries, "
          f"{report['names']:,} names, image {report['octets']:,} octets, {seconds:.1f} s")
    for source in fates.get("refused", []) + fates.get("failed", []):
        print(f"  {source['id']}: {source.get('refusal_words') or source.get('trouble_words')} {source.get('detail', '')}")
    check(report["end"] == "installed", f"the new lists are in force, not {report['end']} {report.get('why', '')}")
    check(len(fates.get("fresh", [])) > 120, "nearly every real list passes its guards")
    beside = report["peak_octets"] - report["octets"]
    print(f"  most memory of the step that compiles: {report['peak_octets'] / 2**20:.1f} MiB, image {report['octets'] / 2**20:.1f} MiB, "
          f"so {beside / 2**20:.1f} MiB beside the image, the program's own code included")
    check(SANITIZED or beside <= MEMORY, "an update takes no more than the image and 8 MiB")
    print(f"  {len(report['sheltered'])} names stayed open though lists close them, for example:")
    for hit in report["sheltered"][:12]:
        print(f"    {hit['name']} ({hit['purpose']}): {', '.join(hit['wanted_by'])}")
    again, seconds = update(at, at / "everything", "--all", code=None)
    check(again["end"] == "nothing-new", "the same lists again are nothing new")
    print(f"  the same again: {seconds:.1f} s, nothing transferred that was there")


def catalogue_only(at, catalogue):
    """Every list of the project's own catalogue that is not off."""
    report, _ = update(at, copy_of_blocklists(at / "catalogue", catalogue), "--all")
    check(report["end"] == "installed", f"the catalogue's lists are in force, not {report['end']} {report.get('why', '')}")
    refused = [source["id"] for source in report["sources"] if source["fate"] == "refused"]
    print(f"the catalogue: {len(report['sources'])} lists that are not off, {report['names']:,} names; refused: {', '.join(refused) or 'none'}")
    wrong = []
    for name, band, said in sorted(closed_for(at, at / "lists.image", DANGEROUS)):
        if not any(key in said for key in BY_DESIGN.get(name, ())):
            wrong.append(f"{name} for {band}: {' '.join(said.split())}")
    check(not wrong, "no dangerous false positive is closed under a default profile:\n  " + "\n  ".join(wrong))
    print(f"  {len(DANGEROUS)} names that real lists hold wrongly: closed for none of {len(BANDS)} default profiles, but for {len(BY_DESIGN)} by design")
    for source in report["sources"]:
        if source["taken_out"]:
            print(f"    {source['id']} wanted to close {', '.join(source['taken_out_for'])}")
    for hit in report["sheltered"]:
        print(f"    {hit['name']} stayed open ({hit['purpose']}), though listed by {', '.join(hit['wanted_by'])}")


if __name__ == "__main__":
    main()
