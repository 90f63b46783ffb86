# SPDX-License-Identifier: Apache-2.0
"""darban lists build, stats and explain as a maintainer uses them: files in, an image, a report, sentences when something is wrong."""
import gzip
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

DARBAN = os.environ["DARBAN"]
CATEGORIES = """categories:
  - id: 7
    key: gaming
    name: Games
    urdu: Games
    covers: games
    never: nothing
    risk: contact
"""

SERVICE = """id: 128
key: chess
name: Chess
urdu: Chess
group: gaming
risk: none
covers: Plays chess.
also-stops: ""
never: Other games.
core:
  - chess.example
shared: [cdn.example]
reviewed: 2026-11-21
"""


class ListsCommands(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.at = pathlib.Path(self.folder.name)

    def write(self, name, content):
        path = self.at / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def darban(self, *words, stdin=""):
        return subprocess.run([DARBAN, "lists", *map(str, words)], cwd=self.at, input=stdin, capture_output=True, text=True, timeout=60)

    def two_lists(self):
        self.write("lists/gaming/a.txt", "||games.example^\n@@||school.games.example^\n||x.example^$third-party\n")
        self.write("lists/ads/b.txt", "0.0.0.0 ads.example\n0.0.0.0 ads.example\n0.0.0.0 bad..name.example\n")

    def test_a_folder_becomes_an_image_and_a_report(self):
        self.two_lists()
        built = self.darban("build", "lists", "-o", "out.image", "--json")
        self.assertEqual(built.returncode, 0, built.stderr)
        report = json.loads(built.stdout)
        self.assertEqual(report["names"], 3)
        ads, gaming = report["sources"]
        self.assertEqual((ads["category"], ads["format"], ads["accepted"], ads["duplicates"], ads["refused"]), ("ads", "hosts", 1, 1, 1))
        self.assertEqual(ads["complaints"][0]["line"], 3)
        self.assertEqual((gaming["accepted"], gaming["ignored"]["rules_that_only_a_browser_can_follow"]), (2, 1))
        self.assertEqual(report["octets"], (self.at / "out.image").stat().st_size)

    def test_the_report_for_people_names_file_and_line(self):
        self.two_lists()
        built = self.darban("build", "lists")
        self.assertEqual(built.returncode, 0, built.stderr)
        self.assertIn("lists/ads/b.txt:3: an empty label", built.stdout)
        self.assertIn("3 names in lists.image", built.stdout)
        self.assertNotIn("games.example", built.stdout)

    def test_a_file_that_is_no_list_stops_the_build_and_the_old_image_stays(self):
        self.two_lists()
        self.assertEqual(self.darban("build", "lists").returncode, 0)
        before = (self.at / "lists.image").read_bytes()
        self.write("lists/ads/page.txt", "<!DOCTYPE html>\n<html></html>\n")
        refused = self.darban("build", "lists")
        self.assertEqual(refused.returncode, 1)
        self.assertIn("lists/ads/page.txt:1: not a block list", refused.stderr)
        self.assertEqual((self.at / "lists.image").read_bytes(), before)
        self.assertEqual(sorted(entry.name for entry in self.at.iterdir()), ["lists", "lists.image"])
        self.assertEqual(self.darban("build", "lists", "--keep-going").returncode, 0)

    def test_a_packed_file_says_how_to_unpack_it(self):
        self.write("lists/ads/packed.txt", gzip.compress(b"ads.example\n"))
        refused = self.darban("build", "lists")
        self.assertEqual(refused.returncode, 1)
        self.assertIn("packed with gzip; unpack it first", refused.stderr)

    def test_files_with_other_endings_are_mentioned(self):
        self.two_lists()
        self.write("lists/ads/more.txt.xz", b"\xfd7zXZ\0")
        built = self.darban("build", "lists")
        self.assertEqual(built.returncode, 0)
        self.assertIn("lists/ads/more.txt.xz", built.stderr)

    def test_a_category_that_the_table_does_not_know_is_refused_with_what_to_do(self):
        self.write("categories.yaml", CATEGORIES)
        self.write("lists/gamming/a.txt", "games.example\n")
        refused = self.darban("build", "lists", "--categories", "categories.yaml")
        self.assertEqual(refused.returncode, 1)
        self.assertIn("did you mean 'gaming'?", refused.stderr)

    def our_own_folder(self):
        self.write("ours/categories.yaml", CATEGORIES)
        self.write("ours/curated/gaming.tsv", "# hand-written\ngames.example\tgaming\t2026-11-21\t2027-11-21\tReserved by RFC 2606.\n")
        self.write("ours/services/chess.yaml", SERVICE)

    def test_our_own_folder_is_curated_lists_and_services_with_their_groups(self):
        self.our_own_folder()
        built = self.darban("build", "ours", "--quiet")
        self.assertEqual((built.returncode, built.stderr), (0, ""))
        answer = self.darban("explain", "-", "--quiet", stdin="games.example\nplay.chess.example\ncdn.example\n")
        self.assertEqual(answer.stdout, "games.example\tgaming\nplay.chess.example\tgaming,service:chess\ncdn.example\t-\n")
        explained = self.darban("explain", "play.chess.example").stdout
        self.assertIn("ours/services/chess.yaml:11 blocks chess.example and everything below", explained)
        self.assertIn("ours/curated/gaming.tsv:2 blocks", self.darban("explain", "games.example").stdout)

    def test_a_mistake_in_our_own_folder_is_named_by_file_line_and_column(self):
        self.our_own_folder()
        self.write("ours/curated/gaming.tsv", "games.example\tgaming\t2026-11-21\t2026-11-20\tReserved by RFC 2606.\n")
        refused = self.darban("build", "ours")
        self.assertEqual(refused.returncode, 1)
        self.assertIn("ours/curated/gaming.tsv:1:33: the review of '2026-11-20' is before the day it was added", refused.stderr)
        self.assertFalse((self.at / "lists.image").exists())

    def test_a_manifest_gives_format_and_flags(self):
        self.write("plain.txt", "games.example\nfun.example\n")
        self.write("manifest.yaml", "lists:\n  gaming:\n    - file: plain.txt\n      format: domains\n      exact: true\n")
        built = self.darban("build", "manifest.yaml", "--quiet")
        self.assertEqual((built.returncode, built.stdout), (0, ""), built.stderr)
        answer = self.darban("explain", "-", "--quiet", stdin="games.example\nwww.games.example\n")
        self.assertEqual(answer.stdout, "games.example\tgaming\nwww.games.example\t-\n")

    def test_an_unknown_format_lists_those_there_are(self):
        self.write("plain.txt", "games.example\n")
        self.write("manifest.yaml", "lists:\n  gaming:\n    - file: plain.txt\n      format: host\n")
        refused = self.darban("build", "manifest.yaml")
        self.assertEqual(refused.returncode, 1)
        self.assertIn("there is no list format 'host'", refused.stderr)
        self.assertIn("hosts", refused.stderr)

    def test_the_same_files_give_the_same_octets(self):
        self.two_lists()
        self.darban("build", "lists", "-o", "one", "--reproducible")
        self.darban("build", "lists", "-o", "two", "--reproducible")
        self.assertEqual((self.at / "one").read_bytes(), (self.at / "two").read_bytes())

    def test_explain_shows_the_lines_of_every_list_that_speaks_about_a_name(self):
        self.two_lists()
        self.darban("build", "lists")
        answer = self.darban("explain", "www.School.games.example.", "--json")
        self.assertEqual(answer.returncode, 0, answer.stderr)
        told = json.loads(answer.stdout)
        self.assertEqual((told["name"], told["categories"]), ("www.school.games.example", []))
        self.assertEqual([(each["line"], each["says"], each["about"]) for each in told["lines"]],
                         [(1, "blocks", "games.example"), (2, "allows", "school.games.example")])
        self.assertIn("in gaming\n", self.darban("explain", "games.example").stdout)
        self.assertIn("in no category\n", self.darban("explain", "other.example").stdout)

    def test_explain_says_which_lists_it_could_not_read_again(self):
        self.two_lists()
        self.darban("build", "lists")
        os.utime(self.at / "lists/gaming/a.txt", (1, 1))
        (self.at / "lists/ads/b.txt").unlink()
        answer = self.darban("explain", "games.example")
        self.assertEqual(answer.returncode, 0)
        self.assertIn("in gaming", answer.stdout)
        self.assertIn("a.txt: changed since the image was built", answer.stderr)
        self.assertIn("b.txt: is not there any more", answer.stderr)

    def test_a_name_that_is_none_is_refused_with_its_line_and_the_others_are_answered(self):
        self.two_lists()
        self.darban("build", "lists")
        answer = self.darban("explain", "-", "--quiet", stdin="ads.example\r\n\na..b\n")
        self.assertEqual(answer.returncode, 1)
        self.assertEqual(answer.stdout, "ads.example\tads\n")
        self.assertIn("line 3: 'a..b'", answer.stderr)

    def test_stats_shows_sources_and_no_names(self):
        self.two_lists()
        self.darban("build", "lists")
        stats = self.darban("stats", "lists.image")
        self.assertEqual(stats.returncode, 0)
        self.assertIn("lists/gaming/a.txt", stats.stdout)
        self.assertNotIn("games.example", stats.stdout)
        self.assertEqual(json.loads(self.darban("stats", "--json", "lists.image").stdout)["names"], 3)

    def test_a_damaged_image_is_refused_with_the_octet(self):
        self.two_lists()
        self.darban("build", "lists")
        image = bytearray((self.at / "lists.image").read_bytes())
        image[100] ^= 1
        self.write("lists.image", bytes(image))
        for command in (("stats", "lists.image"), ("explain", "games.example")):
            refused = self.darban(*command)
            self.assertEqual(refused.returncode, 1)
            self.assertIn("lists.image: octet 24: the checksum does not match", refused.stderr)
        self.assertIn("no such file", self.darban("stats", "none.image").stderr)

    def test_wrong_command_lines_are_usage_errors(self):
        for words in ((), ("bild",), ("build",), ("build", "a", "b"), ("build", "a", "--nope"), ("stats",), ("explain",)):
            self.assertEqual(self.darban(*words).returncode, 2, words)
        for words in (("--help",), ("build", "--help"), ("stats", "-h"), ("explain", "--help")):
            answer = self.darban(*words)
            self.assertEqual((answer.returncode, answer.stdout[:6]), (0, "usage:"), words)

    def test_a_folder_that_is_missing_or_empty_is_refused(self):
        self.assertEqual(self.darban("build", "nowhere").returncode, 1)
        (self.at / "empty").mkdir()
        self.assertEqual(self.darban("build", "empty").returncode, 1)

    def test_an_image_that_can_not_be_written_is_an_error_with_its_path(self):
        self.two_lists()
        refused = self.darban("build", "lists", "-o", "no/such/folder.image")
        self.assertEqual(refused.returncode, 1)
        self.assertIn("no/such/folder.image: no such file", refused.stderr)


if __name__ == "__main__":
    unittest.main()
