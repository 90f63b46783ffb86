# SPDX-License-Identifier: Apache-2.0
"""darban lists update, status and rollback as a household meets them: lists from a real nginx, every guard with a list bent its way, the old lists
in force whenever something is wrong, and whenever the update is killed."""
import hashlib
import json
import os
import pathlib
import random
import signal
import subprocess
import tempfile
import time
import unittest

from harness import LOOPBACK, FakeUpstream, eventually, free_port  # skips where dnspython is not there
from mirror import ROOT, copy_of_blocklists, entry, unpacked
from web_server import WebServer, gzip_bomb

import dns.exception
import dns.message
import dns.query

DARBAN = os.environ["DARBAN"]
DATA = ROOT.parent / "shared" / "data"
NAMES = [f"site{number}.list.example" for number in range(400)]
KILLS = int(os.environ.get("DARBAN_KILLS", "50"))


def digest(path):
    return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()


class UpdateTest(unittest.TestCase):
    changes = 0

    @classmethod
    def setUpClass(cls):
        cls.web_folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.web_folder.cleanup)
        cls.web = WebServer(cls.web_folder.name)
        cls.addClassCleanup(cls.web.close)

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.at = pathlib.Path(folder.name)
        self.image = self.at / "lists.image"

    def catalogue(self, *entries):
        self.blocklists = self.at / "blocklists"
        if self.blocklists.exists():
            (self.blocklists / "catalogue.yaml").write_text("sources:\n" + "".join(entries), encoding="utf-8")
        else:
            copy_of_blocklists(self.blocklists, "".join(entries))

    def one(self, **fields):
        """A catalogue of one list, `one`, of category gambling."""
        self.catalogue(entry("one", "gambling", [self.web.url("lists/one")], **fields))

    def serve(self, text, name="lists/one"):
        if isinstance(text, list):
            text = "\n".join(text) + "\n"
        path = self.web.write(name, text)
        UpdateTest.changes += 1
        os.utime(path, (1_790_000_000 + UpdateTest.changes,) * 2)  # nginx makes its ETag of seconds and size

    def words(self, command, *words):
        places = ["--blocklists", self.blocklists, "--folder", self.at / "state", "--image", self.image]
        return [DARBAN, "lists", command, *map(str, places), *map(str, words)]

    def run_lists(self, command, *words, code=0):
        result = subprocess.run(self.words(command, *words), cwd=self.at, capture_output=True, text=True, timeout=100)
        self.assertEqual(result.returncode, code, result.stdout + result.stderr)
        return result

    def update(self, *words, code=0):
        return json.loads(self.run_lists("update", "--json", *words, code=code).stdout)

    def source(self, report, id="one"):
        return next(source for source in report["sources"] if source["id"] == id)

    def categories_of(self, name):
        found = subprocess.run([DARBAN, "lists", "explain", name, "--image", str(self.image), "--no-sources"], capture_output=True, text=True, timeout=60)
        return found.stdout


class TheGoodDay(UpdateTest):
    def test_one_command_makes_lists_that_are_in_force(self):
        self.serve(NAMES)
        self.one()
        report = self.update()
        self.assertEqual((report["end"], report["generation"]), ("installed", 1))
        self.assertEqual((self.source(report)["fate"], self.source(report)["entries"]), ("fresh", 400))
        self.assertIn("gambling", self.categories_of("www.site7.list.example"))
        self.assertIn("malware", self.categories_of("malware.example"))  # our own lists are in it too

    def test_what_did_not_change_is_neither_transferred_nor_compiled(self):
        self.serve(NAMES)
        self.one()
        self.update()
        before = self.image.stat()
        report = self.update()
        self.assertEqual((report["end"], self.source(report)["fate"]), ("nothing-new", "unchanged"))
        self.assertEqual(self.web.asked("lists/one")[-1]["status"], "304")
        self.assertEqual(self.image.stat().st_mtime_ns, before.st_mtime_ns)

    def test_by_the_clock_only_lists_whose_time_has_come_are_asked(self):
        self.serve(NAMES)
        self.one()
        self.update("--due")
        asked = len(self.web.asked("lists/one"))
        report = self.update("--due")
        self.assertEqual((len(self.web.asked("lists/one")), self.source(report)["fate"]), (asked, "resting"))

    def test_names_that_stand_in_a_list_wrongly_are_taken_out_and_the_report_counts_them(self):
        self.serve(NAMES + ["clinic.example", "www.clinic.example"])
        text = entry("one", "gambling", [self.web.url("lists/one")]).replace("without: []", 'without: [{name: clinic.example, why: "A clinic."}]')
        self.catalogue(text)
        report = self.update()
        self.assertEqual((self.source(report)["taken_out"], report["end"]), (2, "installed"))
        self.assertEqual(self.source(report)["taken_out_for"], ["clinic.example"])
        self.assertNotIn("gambling", self.categories_of("www.clinic.example"))

    def test_no_list_closes_a_vital_or_shared_name_and_the_report_says_which_wanted_to(self):
        self.serve(NAMES + ["push.apple.com", "akamaized.net", "captive.apple.com"])
        self.one()
        report = self.update()
        wanted = {hit["name"]: hit["wanted_by"] for hit in report["sheltered"]}
        self.assertEqual(set(wanted), {"push.apple.com", "akamaized.net", "captive.apple.com"})
        self.assertEqual(wanted["push.apple.com"], ["one"])
        for name in ("1-courier.push.apple.com", "captive.apple.com", "x.akamaized.net"):
            self.assertNotIn("gambling", self.categories_of(name))
        self.image.unlink()
        self.assertIn("push.apple.com stays open (push), though a list closes it: one", self.run_lists("update", "--offline").stdout)

    def test_explain_shows_the_line_of_a_fetched_list_and_of_our_own(self):
        self.serve(NAMES)
        self.one()
        self.update()
        words = [DARBAN, "lists", "explain", "--image", str(self.image), "--folder", str(self.at / "state")]
        said = subprocess.run([*words, "www.site7.list.example"], capture_output=True, text=True, timeout=60)
        self.assertIn("one:8", said.stdout)
        self.assertEqual(said.stderr, "")
        self.assertIn("curated", subprocess.run([*words, "malware.example"], capture_output=True, text=True, timeout=60).stdout)

    def test_a_hosts_list_that_means_everything_below_its_names_is_read_so(self):
        self.serve(["0.0.0.0 " + name for name in NAMES])
        text = entry("one", "gambling", [self.web.url("lists/one")], format="hosts")
        self.catalogue(text)
        self.update()
        self.assertNotIn("gambling", self.categories_of("www.site7.list.example"))
        self.catalogue(text.replace("format: hosts", "format: hosts\n    plain: subtree"))
        self.update()
        self.assertIn("gambling", self.categories_of("www.site7.list.example"))

    def test_an_update_without_the_network_compiles_what_is_here(self):
        self.serve(NAMES)
        self.one()
        self.update()
        self.image.unlink()
        asked = len(self.web.asked("lists/one"))
        self.assertEqual(self.update("--offline")["end"], "installed")
        self.assertEqual(len(self.web.asked("lists/one")), asked)

    def test_a_list_that_nobody_knows_is_a_slip_and_said_so(self):
        self.one()
        result = self.run_lists("update", "--only", "onee", code=1)
        self.assertIn("the catalogue has no list 'onee'; did you mean 'one'?", result.stderr)

    def test_the_last_address_that_answers_is_enough(self):
        self.serve(NAMES)
        self.catalogue(entry("one", "gambling", [self.web.url("nowhere"), self.web.url("lists/one")]))
        self.assertEqual(self.source(self.update())["fate"], "fresh")


class WhatIsRefused(UpdateTest):
    """Each row: a list bent in one way, and the word that refuses it. The lists before stay in force."""

    def refuse(self, bent, key, address="lists/one", **fields):
        self.serve(NAMES)
        self.one(**fields)
        self.assertEqual(self.update()["end"], "installed")
        before = digest(self.image)
        if bent is not None:
            self.serve(bent)
        if address != "lists/one":
            self.catalogue(entry("one", "gambling", [self.web.url(address)], **fields))
        report = self.update(code=1 if key in self.GUARDS else 0)
        source = self.source(report)
        self.assertEqual((source.get("refusal") or source.get("trouble"), source["entries"]), (key, 400))
        if report["end"] == "nothing-new":
            self.assertEqual(digest(self.image), before)
        self.assertIn("gambling", self.categories_of("site7.list.example"))
        said = self.run_lists("status").stdout
        self.assertIn(source.get("refusal_words") or source.get("trouble_words"), said)
        self.assertIn("The last good one stays in use.", said)

    GUARDS = {"shrunk", "grown", "error-message", "octets", "empty", "other-syntax", "too-few", "too-many", "bad-lines", "public-suffixes",
              "canary-missing", "forbidden-name", "closes-vital-names", "closes-top-sites"}

    def test_a_list_that_lost_more_than_half(self):
        self.refuse(NAMES[:150], "shrunk")

    def test_a_list_that_is_more_than_three_times_as_long(self):
        self.refuse(NAMES + [f"more{n}.list.example" for n in range(1200)], "grown")

    def test_a_json_error(self):
        self.refuse('{"message":"API rate limit exceeded"}\n', "error-message")

    def test_a_packed_file(self):
        self.refuse(b"\x1f\x8b\x08\x00" + bytes(range(256)) * 10, "octets")

    def test_nothing_but_comments(self):
        self.refuse("# gone\n# moved\n", "empty")

    def test_another_syntax(self):
        self.refuse(["0.0.0.0 " + name for name in NAMES], "other-syntax")

    def test_fewer_names_than_the_catalogue_expects(self):
        self.refuse(NAMES[:300], "too-few", least=350)

    def test_more_names_than_the_catalogue_expects(self):
        self.refuse(NAMES + [f"more{n}.list.example" for n in range(200)], "too-many", most=500)

    def test_lines_that_make_no_sense(self):
        self.refuse(NAMES + [f"bad..name{n}.example" for n in range(100)], "bad-lines")

    def test_public_suffixes(self):
        prefectures = """aichi akita aomori chiba ehime fukui fukuoka fukushima gifu gunma hiroshima hokkaido hyogo ibaraki ishikawa iwate kagawa
            kagoshima kanagawa kochi kumamoto kyoto mie miyagi miyazaki nagano nagasaki nara niigata oita okayama okinawa osaka saga saitama shiga
            shimane shizuoka tochigi tokushima tokyo tottori toyama wakayama yamagata yamaguchi yamanashi""".split()
        countries = [f"{each}.jp" for each in prefectures] + [f"{each}.uk" for each in ("co", "org", "me", "ltd", "plc", "net", "sch", "ac", "gov")]
        self.refuse(NAMES + countries, "public-suffixes")

    def test_a_canary_that_is_gone(self):
        self.refuse([name for name in NAMES if name != "site9.list.example"], "canary-missing", contains=["site9.list.example"])

    def test_a_hashed_canary_that_is_gone(self):
        canary = "sha256:" + hashlib.sha256(b"site9.list.example").hexdigest()
        self.refuse([name for name in NAMES if name != "site9.list.example"], "canary-missing", contains=[canary])

    def test_a_name_that_must_never_be_inside(self):
        self.refuse(NAMES + ["wikipedia.org"], "forbidden-name", never=["wikipedia.org"])

    def test_vital_names_in_number(self):
        self.refuse(NAMES + ["time.apple.com", "time.windows.com", "ocsp.digicert.com", "push.apple.com", "captive.apple.com", "childline.org.uk",
                             "detectportal.firefox.com"], "closes-vital-names")

    def test_an_html_page(self):
        self.refuse(None, "web-page", address="page")

    def test_an_html_page_that_says_it_is_text(self):
        self.refuse(None, "web-page", address="page-as-text")

    def test_a_server_that_says_404(self):
        self.refuse(None, "not-there", address="nothing-here")

    def test_a_gzip_bomb(self):
        self.web.write("bomb.gz", gzip_bomb(300 << 20))
        self.refuse(None, "too-large", address="bomb")

    def test_a_redirect_loop(self):
        self.refuse(None, "redirect-loop", address="round")

    def test_lists_that_somebody_looked_at_are_believed_anyway(self):
        self.serve(NAMES)
        self.one()
        self.update()
        self.serve(NAMES[:150])
        report = self.update("--anyway")
        self.assertEqual((report["end"], self.source(report)["entries"]), ("installed", 150))

    def test_a_refused_list_that_never_was_good_closes_nothing_and_the_others_are_in_force(self):
        self.serve("<html>")
        self.serve(NAMES, "lists/two")
        self.catalogue(entry("one", "gambling", [self.web.url("lists/one")]), entry("two", "dating", [self.web.url("lists/two")]))
        report = self.update()
        self.assertEqual((self.source(report)["entries"], self.source(report, "two")["entries"], report["end"]), (0, 400, "installed"))
        self.assertIn("dating", self.categories_of("site1.list.example"))


class RealListsBent(UpdateTest):
    """The same guards with a real list: hagezi's social list, 889 names."""

    def setUp(self):
        super().setUp()
        real = DATA / "gambling" / "sinfonietta-gambling.hosts.txt.xz"
        real = real if real.exists() else next(iter(sorted(DATA.glob("gambling/*hosts*"))), None) if DATA.exists() else None
        if real is None:
            self.skipTest("there is no ../shared/data")
        self.real = unpacked(real)
        self.serve(self.real)
        self.one(format="hosts")
        self.assertEqual(self.update()["end"], "installed")
        self.good = digest(self.image)

    def bend(self, octets, key):
        self.serve(octets)
        report = self.update(code=1)
        self.assertEqual(self.source(report)["refusal"], key)
        self.assertEqual(digest(self.image), self.good)

    def test_the_real_list_cut_to_a_tenth(self):
        self.bend(self.real[: len(self.real) // 10], "shrunk")

    def test_the_real_list_five_times_over(self):
        names = [line.split()[1] for line in self.real.decode().splitlines() if line.startswith(("0.0.0.0 ", "127.0.0.1 ")) and "." in line.split()[1]]
        more = "".join(f"0.0.0.0 x{n}.{name}\n" for name in names for n in range(4))
        self.bend(self.real + more.encode(), "grown")

    def test_the_real_list_with_what_every_device_needs(self):
        vital = ["time.apple.com", "time.windows.com", "ocsp.digicert.com", "push.apple.com", "captive.apple.com", "childline.org.uk", "pool.ntp.org"]
        self.bend(self.real + "".join(f"0.0.0.0 {name}\n" for name in vital).encode(), "closes-vital-names")

    def test_the_real_list_packed_by_mistake(self):
        self.bend(b"\xfd7zXZ\x00" + self.real[:5000], "octets")


class TheWayBack(UpdateTest):
    def generations(self):
        return sorted(int(path.name) for path in (self.at / "state" / "generations").iterdir() if path.name.isdigit())

    def updated(self, *more):
        self.serve(NAMES + list(more))
        return self.update()

    def test_two_older_generations_are_kept(self):
        self.one()
        for number in range(5):
            self.updated(f"day{number}.list.example")
        self.assertEqual(self.generations(), [3, 4, 5])

    def test_one_command_goes_back_and_the_clock_waits_for_a_hand(self):
        self.one()
        self.updated()
        first = digest(self.image)
        self.updated("mistake.list.example")
        self.assertIn("gambling", self.categories_of("mistake.list.example"))
        self.run_lists("rollback")
        self.assertEqual(digest(self.image), first)
        said = self.run_lists("status").stdout
        self.assertIn("Generations: 1 with", said)
        self.assertIn("Updates by the clock rest", said)
        self.assertNotIn("Lists updated", said)
        self.assertEqual(json.loads(self.run_lists("status", "--json").stdout)["in_force"], 1)
        self.run_lists("update", "--due")
        self.assertEqual(digest(self.image), first)
        self.updated("mistake.list.example", "other.list.example")
        self.assertIn("gambling", self.categories_of("other.list.example"))

    def test_with_nothing_to_go_back_to_that_is_said(self):
        self.one()
        self.updated()
        self.assertIn("there is no such generation", self.run_lists("rollback", code=1).stderr)

    def test_a_damaged_generation_is_not_gone_back_to(self):
        self.one()
        self.updated()
        self.updated("a.list.example")
        self.updated("b.list.example")
        path = self.at / "state" / "generations" / "2" / "lists.image"
        path.write_bytes(path.read_bytes()[:-1])
        self.assertIn("Generation 1 is in force", self.run_lists("rollback").stdout)


class TheBadDay(UpdateTest):
    def test_a_second_update_at_the_same_time_is_refused(self):
        self.serve(NAMES)
        self.catalogue(entry("one", "gambling", [self.web.url("slow/one")]))
        first = subprocess.Popen(self.words("update", "--quiet"), cwd=self.at)
        try:
            eventually(lambda: (self.at / "state" / "lock").exists(), "the first update has begun")
            eventually(lambda: "another update" in subprocess.run(self.words("update"), cwd=self.at, capture_output=True, text=True).stderr, "refused")
        finally:
            first.kill()
            first.wait()

    def test_killed_at_any_moment_the_old_lists_are_in_force_or_the_new(self):
        self.serve(NAMES)
        self.one()
        self.update("--reproducible")
        seen = {"old": 0, "new": 0}
        chance = random.Random(20261121)
        begun = time.monotonic()
        self.serve(NAMES + ["first.list.example"])
        self.update("--reproducible")
        whole = time.monotonic() - begun
        for number in range(KILLS):
            old = digest(self.image)
            self.serve(NAMES + [f"kill{number}-{n}.list.example" for n in range(50)])
            process = subprocess.Popen(self.words("update", "--quiet", "--reproducible"), cwd=self.at, start_new_session=True,
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(chance.uniform(0, whole * 1.6))
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            process.wait()
            now = digest(self.image)
            name = f"kill{number}-7.list.example"
            is_new = "gambling" in self.categories_of(name)
            self.assertTrue(is_new or now == old, f"neither old nor new after kill {number}")
            self.assertIn("gambling", self.categories_of("site7.list.example"))
            seen["new" if is_new else "old"] += 1
        print(f"killed {KILLS} times: {seen['old']} times the old lists were in force, {seen['new']} times the new")
        self.serve(NAMES)
        self.assertEqual(self.update()["end"], "installed")

    def test_a_state_folder_that_can_not_be_written_says_so_and_changes_nothing(self):
        self.serve(NAMES)
        self.one()
        self.update()
        before = digest(self.image)
        (self.at / "state" / "generations").rename(self.at / "kept")
        (self.at / "state" / "generations").write_text("in the way")
        self.serve(NAMES + ["new.list.example"])
        report = self.update(code=1)
        self.assertEqual((report["end"], digest(self.image)), ("not-compiled", before))


class TheClock(UpdateTest):
    def test_a_daemon_without_lists_fetches_them_by_itself_and_takes_them_up(self):
        self.serve(NAMES)
        self.one()
        port, upstream = free_port(), FakeUpstream()
        self.addCleanup(upstream.close)
        (self.at / "household.yaml").write_text("zone: UTC\n")
        (self.at / "darban.yaml").write_text(
            f"listen: ['{LOOPBACK}:{port}']\nhousehold: household.yaml\nimage: lists.image\nstate: state.db\nlists: {{catalogue: blocklists, folder: state}}\n"
            f"upstreams: {{servers: ['{LOOPBACK}:{upstream.port}']}}\nprocess: {{control-socket: control.sock}}\nclock: {{wait-for-sync: false}}\n")
        daemon = subprocess.Popen([DARBAN, "run", "--config", self.at / "darban.yaml"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        try:
            question = dns.message.make_query("site7.list.example", "A")

            def closed():
                try:
                    answer = dns.query.udp(question, LOOPBACK, port=port, timeout=1)
                except (OSError, dns.exception.Timeout):
                    return False
                return bool(answer.answer) and answer.answer[0][0].address == "0.0.0.0"

            eventually(closed, "the list is in force")
        finally:
            daemon.terminate()
            said = daemon.communicate(timeout=30)[1]
        self.assertIn("NO LISTS", said)
        self.assertEqual(daemon.returncode, 0, said)


if __name__ == "__main__":
    unittest.main(verbosity=2)
