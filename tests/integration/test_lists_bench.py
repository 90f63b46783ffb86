# SPDX-License-Identifier: Apache-2.0
"""darban lists lint, diff, simulate and sites as a maintainer uses them: on the project's own folder, and on copies of it with one change."""
import json
import lzma
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

DARBAN = os.environ["DARBAN"]
PROJECT = pathlib.Path(__file__).resolve().parents[2]
BLOCKLISTS = PROJECT / "blocklists"
MUST_OPEN = PROJECT / "tests" / "fixtures" / "must-open"
TOP_SITES = PROJECT.parent / "shared" / "data" / "topsites" / "tranco_top_100k.csv.xz"
EVERY_FINDING_IS_REVIEWED_ON = "2026-11-21"


def row(name, category, reason="Is so (one.example; two.example)."):
    return f"{name}\t{category}\t2026-11-21\t2027-02-21\t{reason}\n"


class Bench(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.at = pathlib.Path(self.folder.name)

    def darban(self, *words):
        return subprocess.run([DARBAN, "lists", *map(str, words)], cwd=self.at, capture_output=True, text=True, timeout=120)

    def copy(self, name="changed"):
        return pathlib.Path(shutil.copytree(BLOCKLISTS, self.at / name))

    def append(self, file, text):
        with open(file, "a", encoding="utf-8") as out:
            out.write(text)
        return len(file.read_text(encoding="utf-8").splitlines())

    def image_of(self, folder, name):
        built = self.darban("build", folder, "-o", name, "--reproducible", "--quiet")
        self.assertEqual(built.returncode, 0, built.stderr)
        return self.at / name

    def top_sites(self):
        if not TOP_SITES.exists():
            self.skipTest("no top sites beside the project (../shared/data/topsites)")
        file = self.at / "top.txt"
        file.write_bytes(lzma.decompress(TOP_SITES.read_bytes()))
        return file


class Lint(Bench):
    def test_nothing_is_wrong_with_the_project_s_own_folder(self):
        lint = self.darban("lint", BLOCKLISTS, "--date", EVERY_FINDING_IS_REVIEWED_ON)
        self.assertEqual(lint.returncode, 0, lint.stdout + lint.stderr)

    def test_a_name_that_must_stay_open_is_found_at_its_place(self):
        changed = self.copy()
        line = self.append(changed / "curated" / "ads.tsv", row("push.apple.com", "ads"))
        lint = self.darban("lint", changed, "--date", EVERY_FINDING_IS_REVIEWED_ON, "--json")
        self.assertEqual(lint.returncode, 1, lint.stderr)
        found = [each for each in json.loads(lint.stdout)["findings"] if each["rule"] == "never-block"]
        self.assertEqual([(each["file"], each["line"], each["column"]) for each in found], [(str(changed / "curated" / "ads.tsv"), line, 1)])

    def test_the_table_for_a_pull_request_says_what_and_where(self):
        changed = self.copy()
        line = self.append(changed / "curated" / "gambling.tsv", row("co.uk", "gambling"))
        lint = self.darban("lint", changed, "--date", EVERY_FINDING_IS_REVIEWED_ON, "--markdown")
        self.assertEqual(lint.returncode, 1, lint.stderr)
        self.assertIn("### The lists need a change", lint.stdout)
        self.assertIn(f"gambling.tsv:{line}:1 | error | 'co.uk' is a public suffix", lint.stdout)

    def test_every_broken_file_is_reported_not_only_the_first(self):
        changed = self.copy()
        for name in ("bypass.yaml", "safe-search.yaml", "services/tiktok.yaml"):
            (changed / name).write_text("nonsense: [\n")
        lint = self.darban("lint", changed, "--json")
        self.assertEqual(lint.returncode, 1)
        broken = {pathlib.Path(each["file"]).name for each in json.loads(lint.stdout)["findings"] if each["rule"] == "schema"}
        self.assertLessEqual({"bypass.yaml", "safe-search.yaml", "tiktok.yaml"}, broken)

    def test_an_id_that_changed_its_owner_is_found_against_the_folder_before(self):
        changed = self.copy()
        table = changed / "categories.yaml"
        table.write_text(table.read_text(encoding="utf-8").replace("key: gambling\n", "key: betting\n"), encoding="utf-8")
        lint = self.darban("lint", changed, "--since", BLOCKLISTS, "--json")
        self.assertIn("id-reused", [each["rule"] for each in json.loads(lint.stdout)["findings"]])

    def test_top_sites_bring_warnings_and_no_error(self):
        lint = self.darban("lint", BLOCKLISTS, "--top-sites", self.top_sites(), "--date", EVERY_FINDING_IS_REVIEWED_ON, "--json")
        report = json.loads(lint.stdout)
        rules = {each["rule"] for each in report["findings"] if each["severity"] == "error"}
        self.assertFalse(rules & {"top-site", "one-source"})
        self.assertTrue(any("of the top sites" in each["sentence"] for each in report["findings"]))

    def test_a_day_that_is_none_and_two_styles_at_once_are_refused(self):
        self.assertEqual(self.darban("lint", BLOCKLISTS, "--date", "2026-02-30").returncode, 2)
        self.assertEqual(self.darban("lint", BLOCKLISTS, "--json", "--markdown").returncode, 2)
        self.assertEqual(self.darban("lint").returncode, 2)


class Diff(Bench):
    def test_a_folder_and_itself_do_not_differ(self):
        diff = self.darban("diff", BLOCKLISTS, BLOCKLISTS)
        self.assertEqual((diff.returncode, diff.stdout), (0, "nothing changed\n"), diff.stderr)

    def test_people_read_counts_reasons_and_no_adult_name(self):
        before, after = self.copy("before"), self.copy("after")
        self.append(before / "curated" / "adult.tsv", row("clinic.example", "adult"))
        self.append(after / "curated" / "adult.tsv", "# removed clinic.example: clinic (report #412)\n")
        for name in ("a", "b", "c"):
            self.append(after / "curated" / "nudify.tsv", row(f"{name}.nudify.example.net", "nudify"))
        self.append(after / "curated" / "gambling.tsv", row("bets.example.net", "gambling", "Takes bets (bets.example.net)."))
        diff = self.darban("diff", before, after)
        self.assertEqual(diff.returncode, 0, diff.stderr)
        headline = diff.stdout.splitlines()[0]
        for part in ("+3 nudify", "-1 adult: clinic (report #412)", "+1 gambling"):
            self.assertIn(part, headline)
        self.assertIn("+ bets.example.net  Takes bets (bets.example.net).", diff.stdout)
        self.assertNotIn("clinic.example", diff.stdout)
        self.assertNotIn("nudify.example.net", diff.stdout)
        for style in ("--json", "--markdown"):
            shown = self.darban("diff", before, after, style).stdout
            self.assertNotIn("clinic.example", shown)
            self.assertIn("clinic (report #412)", shown)

    def test_a_changed_licence_and_a_changed_host_are_told(self):
        changed = self.copy()
        catalogue = changed / "catalogue.yaml"
        catalogue.write_text(catalogue.read_text(encoding="utf-8").replace('licence: "MIT"', 'licence: "MIT-0"', 1), encoding="utf-8")
        tiktok = changed / "services" / "tiktok.yaml"
        tiktok.write_text(tiktok.read_text(encoding="utf-8").replace("  - tiktok.com\n", "  - tiktok.com\n  - tiktok.example.net\n"), encoding="utf-8")
        report = json.loads(self.darban("diff", BLOCKLISTS, changed, "--json").stdout)
        self.assertEqual([each["change"] for each in report["others"]], ["licence: MIT, now MIT-0"])
        self.assertEqual([(each["category"], each["added"][0]["name"]) for each in report["categories"]], [("service:tiktok", "tiktok.example.net")])

    def test_a_broken_file_is_no_empty_one(self):
        changed = self.copy()
        (changed / "curated" / "gambling.tsv").write_text("nonsense\n")
        diff = self.darban("diff", BLOCKLISTS, changed)
        self.assertEqual((diff.returncode, diff.stdout), (1, ""))
        self.assertIn("gambling.tsv:1:1: ", diff.stderr)

    def test_between_images_there_are_counts_and_no_names(self):
        changed = self.copy()
        self.append(changed / "curated" / "gambling.tsv", row("bets.example.net", "gambling"))
        images = self.image_of(BLOCKLISTS, "old.image"), self.image_of(changed, "new.image")
        report = json.loads(self.darban("diff", *images, "--json").stdout)
        self.assertEqual(report["names_after"] - report["names_before"], 1)
        gambling = next(each for each in report["categories"] if each["key"] == "gambling")
        self.assertEqual(gambling["after"] - gambling["before"], 1)
        text = self.darban("diff", *images).stdout
        self.assertIn("(+1)", text)
        self.assertNotIn("bets.example.net", text)

    def test_a_folder_and_an_image_are_not_compared(self):
        self.assertEqual(self.darban("diff", BLOCKLISTS, self.image_of(BLOCKLISTS, "one.image")).returncode, 2)


class Simulate(Bench):
    def test_the_project_s_own_lists_close_nothing_that_must_stay_open(self):
        simulate = self.darban("simulate", BLOCKLISTS, BLOCKLISTS, "--must-open", MUST_OPEN, "--json")
        self.assertEqual(simulate.returncode, 0, simulate.stdout[:2000] + simulate.stderr)
        report = json.loads(simulate.stdout)
        self.assertGreater(report["must_open_sites"], 100)
        self.assertEqual(report["must_open_closed"], [])

    def test_a_list_that_closes_a_site_that_must_stay_open_fails_and_is_named(self):
        changed = self.copy()
        self.append(changed / "curated" / "gambling.tsv", row("nasa.gov", "gambling"))
        simulate = self.darban("simulate", BLOCKLISTS, changed, "--must-open", MUST_OPEN, "--json")
        self.assertEqual(simulate.returncode, 1, simulate.stderr)
        closed = json.loads(simulate.stdout)["must_open_closed"]
        self.assertEqual([each["site"] for each in closed], ["nasa.gov"])
        self.assertIn("under-10", closed[0]["profiles"])
        self.assertIn("gambling", closed[0]["categories"])
        self.assertIn(str(changed / "curated" / "gambling.tsv"), closed[0]["sources"])
        self.assertFalse(closed[0]["closed_before"])
        text = self.darban("simulate", BLOCKLISTS, changed, "--must-open", MUST_OPEN).stdout
        self.assertIn("1 of them would be closed", text)

    def test_a_helpline_stays_open_although_a_list_has_it(self):
        changed = self.copy()
        self.append(changed / "curated" / "gambling.tsv", row("childline.org.uk", "gambling"))
        simulate = self.darban("simulate", BLOCKLISTS, changed, "--must-open", MUST_OPEN)
        self.assertEqual(simulate.returncode, 0, simulate.stdout)

    def test_an_image_without_shelter_is_judged_as_the_daemon_would(self):
        lists = self.at / "lists" / "gambling"
        lists.mkdir(parents=True)
        (lists / "wild.txt").write_text("childline.org.uk\nnasa.gov\n")
        shutil.copy(BLOCKLISTS / "categories.yaml", self.at / "lists" / "categories.yaml")
        image = self.image_of(self.at / "lists", "wild.image")
        simulate = self.darban("simulate", image, image, "--must-open", MUST_OPEN, "--json")
        self.assertEqual([each["site"] for each in json.loads(simulate.stdout)["must_open_closed"]], ["nasa.gov"])

    def test_what_a_change_closes_among_the_top_sites_is_told_by_profile(self):
        (self.at / "top.txt").write_text("top.example.net\nother.example.net\n")
        changed = self.copy()
        self.append(changed / "curated" / "gambling.tsv", row("top.example.net", "gambling"))
        simulate = self.darban("simulate", BLOCKLISTS, changed, "--top-sites", "top.txt", "--json")
        report = json.loads(simulate.stdout)
        by_profile = {each["profile"]: each["closes"] for each in report["top"]}
        self.assertEqual((by_profile["under-10"], by_profile["adult"]), (1, 0))
        self.assertEqual([(each["rank"], each["site"]) for each in report["changes"]], [(1, "top.example.net")])
        markdown = self.darban("simulate", BLOCKLISTS, changed, "--top-sites", "top.txt", "--markdown").stdout
        self.assertIn("| under-10 | 1 (+1) |", markdown)

    def test_the_corpus_beside_the_folder_is_taken_when_none_is_named(self):
        simulate = self.darban("simulate", BLOCKLISTS, BLOCKLISTS)
        self.assertIn("sites must stay open: all of them do", simulate.stdout)

    def test_real_top_sites_give_a_table_of_three_cuts(self):
        simulate = self.darban("simulate", BLOCKLISTS, BLOCKLISTS, "--top-sites", self.top_sites(), "--json")
        report = json.loads(simulate.stdout)
        self.assertEqual(sorted({each["sites"] for each in report["top"]}), [1000, 10000, 100000])
        self.assertEqual(report["changes"], [])


class Sites(Bench):
    def test_the_share_of_a_category_is_the_same_for_a_folder_and_its_image(self):
        top = self.top_sites()
        folder = self.darban("sites", BLOCKLISTS, "--top-sites", top, "--json")
        image = self.darban("sites", self.image_of(BLOCKLISTS, "own.image"), "--top-sites", top, "--json")
        self.assertEqual(folder.returncode, 0, folder.stderr)
        self.assertEqual(json.loads(folder.stdout), json.loads(image.stdout))
        cuts = json.loads(folder.stdout)["cuts"]
        self.assertEqual([each["sites"] for each in cuts], [1000, 10000])
        table = self.darban("sites", BLOCKLISTS, "--top-sites", top, "--markdown").stdout
        self.assertIn("| category | of the top 1,000 | share | of the top 10,000 | share |", table)

    def test_without_top_sites_it_says_what_is_missing(self):
        sites = self.darban("sites", BLOCKLISTS)
        self.assertEqual(sites.returncode, 2)
        self.assertIn("--top-sites is needed", sites.stderr)

    def test_a_file_of_top_sites_that_is_none_is_named_with_its_line(self):
        (self.at / "top.txt").write_text("good.example\nnot a site\n")
        sites = self.darban("sites", BLOCKLISTS, "--top-sites", "top.txt")
        self.assertEqual(sites.returncode, 1)
        self.assertIn("top.txt:2:1: ", sites.stderr)


if __name__ == "__main__":
    unittest.main()
