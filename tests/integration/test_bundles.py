#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Lists that travel: maintainers sign and publish, a family's machine imports, un-blocks and seals. Each refusal by its words."""
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

import harness
from harness import DARBAN, DaemonTest, FakeUpstream, Daemon, PHONE, TABLET, addresses
from mirror import copy_of_blocklists

DATE = "2026-11-21"
SOURCES = "# ours\ncurated\tOur own lists\tApache-2.0\t\t2\nother\tSomebody's list\tCC-BY-4.0\thttps://lists.example/\t1\n"


class Maintainers(unittest.TestCase):
    """A folder with two maintainers' keys, a trust file that wants both, and a list to compile."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.at = pathlib.Path(folder.name)
        self.good("keygen", "amna", "--comment", "Amna, Lahore")
        self.good("keygen", "bilal")
        self.write("lists.keys", "threshold: 2\n" + self.read("amna.pub") + self.read("bilal.pub"))
        self.write("sources.tsv", SOURCES)
        self.image("games.example", "lists.image")

    def write(self, name, text):
        path = self.at / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def read(self, name):
        return (self.at / name).read_text()

    def octets(self, name):
        return (self.at / name).read_bytes()

    def darban(self, *words, stdin="", environment=None):
        environment = {**os.environ, **(environment or {})}
        return subprocess.run([DARBAN, "lists", *map(str, words)], cwd=self.at, input=stdin, capture_output=True, text=True, timeout=60, env=environment)

    def good(self, *words, **more):
        done = self.darban(*words, **more)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def refused(self, *words, because, **more):
        done = self.darban(*words, **more)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn(because, done.stderr)
        return done.stderr

    def image(self, name, path):
        self.write("lists/gaming/a.txt", f"||{name}^\n")
        self.good("build", "lists", "-o", path, "--reproducible")

    def bundle(self, number, *options, image="lists.image", keys="amna.key,bilal.key", to="lists.bundle", date=DATE, expires="300d"):
        words = ["sign", "--key", keys, "--publisher", "Families' lists", "--number", number, "--sources", "sources.tsv", "--expires", expires]
        return self.good(*words, *(["--date", date] if date else []), "-o", to, *options, image)

    def unblock(self, number, names, *options, keys="amna.key,bilal.key", to="lists.unblock", expires="48h"):
        self.write("names.txt", names)
        return self.good("sign", "--unblock", "--key", keys, "--publisher", "Families' lists", "--number", number, "--expires", expires, "-o", to, *options, "names.txt")


class Keys(Maintainers):
    def test_a_key_is_private_and_its_public_half_is_a_line_for_the_trust_file(self):
        self.assertEqual((self.at / "amna.key").stat().st_mode & 0o777, 0o600)
        key_id, key, comment = self.read("amna.pub").rstrip("\n").split(" ", 2)
        self.assertEqual((len(key_id), len(key), comment), (16, 44, "Amna, Lahore"))
        self.assertNotIn(self.read("amna.key").split()[-1], self.read("amna.pub"))

    def test_a_key_that_is_there_is_never_overwritten(self):
        before = self.read("amna.key")
        self.refused("keygen", "amna", because="is there already")
        self.assertEqual(self.read("amna.key"), before)

    def test_a_signing_key_that_others_can_read_is_refused_with_the_cure(self):
        (self.at / "amna.key").chmod(0o640)
        self.refused("sign", "--key", "amna.key", "lists.image", because="chmod 600 amna.key")

    def test_a_public_key_does_not_sign(self):
        (self.at / "amna.pub").chmod(0o600)
        self.refused("sign", "--key", "amna.pub", "lists.image", because="not a signing key")

    def test_every_command_answers_help(self):
        for command in ("keygen", "sign", "verify", "publish", "import"):
            self.assertIn(f"usage: darban lists {command}", self.good(command, "--help"))
            self.assertEqual(self.darban(command).returncode, 2)


class Bundles(Maintainers):
    def test_two_maintainers_sign_one_after_the_other_and_the_bundle_is_good(self):
        self.bundle(1, keys="amna.key", date=None)
        self.refused("verify", "lists.bundle", because="fewer good signatures than the trust file asks for")
        shown = self.good("sign", "--key", "bilal.key", "lists.bundle")
        self.assertIn('bundle 1 of "Families\' lists"', shown)
        self.assertIn("other: Somebody's list, CC-BY-4.0, 1 entries, https://lists.example/", shown)
        self.assertIn("Amna, Lahore", self.good("verify", "lists.bundle"))

    def test_two_builds_are_the_same_octets(self):
        self.bundle(1, to="a.bundle")
        shutil.rmtree(self.at / "lists")
        self.image("games.example", "again.image")
        self.bundle(1, to="b.bundle", image="again.image", keys="bilal.key,amna.key")
        self.assertEqual(self.octets("a.bundle"), self.octets("b.bundle"))
        self.bundle(1, to="c.bundle", date=None)
        self.good("sign", "--key", "amna.key,bilal.key", "--publisher", "Families' lists", "--number", 1, "--sources", "sources.tsv", "--expires", "300d",
                  "-o", "d.bundle", "lists.image", environment={"SOURCE_DATE_EPOCH": "1795219200"})
        self.assertEqual(self.octets("a.bundle"), self.octets("d.bundle"))

    def test_unsigned_and_strangers_bundles_are_refused_by_name(self):
        self.bundle(1, date=None)
        self.good("keygen", "stranger")
        self.write("strangers.keys", "threshold: 1\n" + self.read("stranger.pub"))
        self.refused("verify", "--keys", "strangers.keys", "lists.bundle", because="keys that are not in the trust file")
        octets = self.octets("lists.bundle")
        at = 16 + int.from_bytes(octets[12:16], "little")
        head = octets[:at] + bytes(4)
        (self.at / "bare.bundle").write_bytes(head + bytes(-len(head) % 64) + self.octets("lists.image"))
        self.refused("verify", "bare.bundle", because="nobody has signed it")

    def test_damage_truncation_age_and_other_files_are_refused_by_name(self):
        self.bundle(1, date=None)
        octets = self.octets("lists.bundle")
        cases = {
            "it ends too early": octets[:-1],
            "it is damaged": octets[:-1] + bytes([octets[-1] ^ 1]),
            "a signature does not fit": octets[:25] + bytes([octets[25] ^ 1]) + octets[26:],
            "it is made for a later darban": octets[:8] + b"\x02" + octets[9:],
            "it is another kind of file": b"<!DOCTYPE html>" + octets,
        }
        for words, changed in cases.items():
            with self.subTest(words):
                (self.at / "bad.bundle").write_bytes(changed)
                self.refused("verify", "bad.bundle", because=words)
        self.bundle(1, date="2020-01-01", expires="1d")
        self.refused("verify", "lists.bundle", because="its time is over")

    def test_what_a_manifest_must_say_is_asked_for(self):
        self.refused("sign", "--key", "amna.key", "lists.image", because="--publisher")
        words = ["sign", "--key", "amna.key", "--publisher", "Ours"]
        self.refused(*words, "lists.image", because="--sources FILE")
        self.refused(*words, "--sources", "sources.tsv", "lists.image", because="--number takes a whole number")
        self.refused(*words, "--sources", "sources.tsv", "--number", "1", "--expires", "900d", "lists.image", because="400 days at most")
        self.write("bad.tsv", "ours\tOur lists\tApache-2.0\n")
        self.refused(*words, "--sources", "bad.tsv", "--number", "1", "lists.image", because="bad.tsv:1: a line is")
        self.refused(*words, "sources.tsv", because="not a darban list image")

    def test_a_trust_file_with_a_mistake_is_refused_with_its_line(self):
        self.bundle(1, date=None)
        self.write("wrong.keys", "threshold: 1\n\nno key at all\n")
        self.refused("verify", "--keys", "wrong.keys", "lists.bundle", because="wrong.keys:3")
        self.refused("verify", "--keys", "missing.keys", "lists.bundle", because="it is the trust file")


class Import(Maintainers):
    def take(self, *words, **more):
        return self.good("import", "--image", "home/lists.image", "--keys", "lists.keys", *words, **more)

    def not_taken(self, *words, because):
        before = self.home()
        self.refused("import", "--image", "home/lists.image", "--keys", "lists.keys", *words, because=because)
        self.assertEqual(self.home(), before)

    def home(self):
        """Every file below home, but for the lock: path -> content."""
        paths = (path for path in (self.at / "home").rglob("*") if path.is_file() and path.name != "lock")
        return {str(path.relative_to(self.at / "home")): path.read_bytes() for path in paths}

    def setUp(self):
        super().setUp()
        (self.at / "home").mkdir()

    def lists(self, command, *words, code=0):
        places = ["--image", "home/lists.image", "--folder", "home/lists", "--blocklists", "no-catalogue-here"]
        done = self.darban(command, *places, *words)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def take_four(self):
        images = []
        for number in (1, 2, 3, 4):
            self.image(f"games-{number}.example", "lists.image")
            images.append(self.octets("lists.image"))
            self.bundle(number, date=None)
            self.take("lists.bundle")
        return images

    def test_an_imported_bundle_is_the_image_and_the_two_before_it_stay(self):
        images = self.take_four()
        self.assertEqual(self.octets("home/lists.image"), images[3])
        kept = {int(path.name): (path / "lists.image").read_bytes() for path in (self.at / "home/lists/generations").iterdir()}
        self.assertEqual(kept, {2: images[1], 3: images[2], 4: images[3]})
        self.assertEqual(self.octets("home/lists.manifest"), self.octets("home/lists/generations/4/lists.manifest"))

    def test_the_status_says_whose_bundle_is_in_force_and_which_number(self):
        self.bundle(7, date=None)
        self.take("lists.bundle")
        said = self.lists("status")
        self.assertIn('A bundle of "Families\' lists" is in force: number 7, 1 name', said)
        self.assertIn("Generations: 1 with 1 names of bundle 7 in force.", said)
        self.assertIn("CC-BY-4.0  Somebody's list", said)
        self.assertIn("the clock fetches no lists of the catalogue", said)
        facts = json.loads(self.lists("status", "--json"))
        self.assertEqual((facts["kind"], facts["generation"]), ("signed", 1))
        self.assertEqual((facts["bundle_in_force"]["publisher"], facts["bundle_in_force"]["number"]), ("Families' lists", 7))

    def test_going_back_over_a_bundle_takes_its_head_along(self):
        images = self.take_four()
        self.assertIn("Generation 3 is in force again", self.lists("rollback"))
        self.assertEqual(self.octets("home/lists.image"), images[2])
        self.assertEqual(self.octets("home/lists.manifest"), self.octets("home/lists/generations/3/lists.manifest"))
        self.assertIn("number 3,", self.lists("status"))
        self.bundle(3, date=None)
        self.not_taken("lists.bundle", because="older than what is installed, which is number 4")
        self.image("games-4.example", "lists.image")
        self.bundle(4, date=None)
        self.take("lists.bundle")  # by hand, and so the clock may go on
        self.assertEqual(self.octets("home/lists.image"), images[3])
        self.assertNotIn("Updates by the clock rest", self.lists("status"))

    def test_the_clock_leaves_an_imported_bundle_alone_and_the_hand_changes_over(self):
        self.bundle(1, date=None)
        self.take("lists.bundle")
        before = self.octets("home/lists.image")
        self.lists("update", "--due")  # else it would say that there is no catalogue
        self.assertEqual(self.octets("home/lists.image"), before)
        blocklists = copy_of_blocklists(self.at / "blocklists", "  []\n")
        self.good("update", "--image", "home/lists.image", "--folder", "home/lists", "--blocklists", blocklists)
        self.assertFalse((self.at / "home/lists.manifest").exists())
        self.assertNotEqual(self.octets("home/lists.image"), before)
        self.lists("rollback")
        self.assertEqual(self.octets("home/lists.image"), before)
        self.assertIn("number 1,", self.lists("status"))

    def test_the_same_bundle_again_pushes_no_older_image_out(self):
        self.take_four()
        self.take("lists.bundle")
        self.take("lists.bundle")
        self.assertEqual(sorted(path.name for path in (self.at / "home/lists/generations").iterdir()), ["2", "3", "4"])
        os.remove(self.at / "home/lists.image")
        self.take("lists.bundle")
        self.assertEqual(self.octets("home/lists.image"), self.octets("lists.image"))

    def test_older_reused_and_foreign_bundles_change_nothing(self):
        self.bundle(7, date=None)
        self.take("lists.bundle")
        self.take("lists.bundle")
        self.bundle(6, date=None)
        self.not_taken("lists.bundle", because="older than what is installed, which is number 7")
        self.image("other.example", "other.image")
        self.bundle(7, image="other.image", date=None)
        self.not_taken("lists.bundle", because="the number of what is installed, but another content")
        self.good("sign", "--key", "amna.key,bilal.key", "--publisher", "Somebody else", "--number", 1, "--sources", "sources.tsv", "-o", "lists.bundle", "other.image")
        self.not_taken("lists.bundle", because="--new-publisher")
        self.take("--new-publisher", "lists.bundle")
        self.assertEqual(self.octets("home/lists.image"), self.octets("other.image"))

    def test_what_verify_refuses_is_not_imported(self):
        self.bundle(1, keys="amna.key", date=None)
        self.not_taken("lists.bundle", because="fewer good signatures")
        self.bundle(1, date="2020-01-01", expires="1d")
        self.not_taken("lists.bundle", because="its time is over")

    def test_an_older_un_block_file_does_not_replace_a_newer_one(self):
        self.unblock(8, "games.example\n")
        self.assertIn("opens     games.example", self.take("lists.unblock"))
        self.unblock(7, "other.example\n")
        self.not_taken("lists.unblock", because="older than what is installed")

    def test_nobody_can_un_block_a_public_suffix(self):
        self.write("names.txt", "clinic.example\ncom.pk\n")
        self.refused("sign", "--unblock", "--key", "amna.key", "--publisher", "Ours", "--number", 1, "names.txt", because="name 2 is a public suffix")
        self.write("names.txt", "clinic.example\nbad..name\n")
        self.refused("sign", "--unblock", "--key", "amna.key", "--publisher", "Ours", "--number", 1, "names.txt", because="names.txt:2")


class Publish(Maintainers):
    def setUp(self):
        super().setUp()
        (self.at / "www").mkdir()
        shutil.copy(self.at / "lists.keys", self.at / "www/lists.keys")
        for number in (1, 2):
            self.image(f"games-{number}.example", f"{number}.image")
            self.bundle(number, image=f"{number}.image", to=f"{number}.bundle")

    def publish(self, *words):
        return self.good("publish", "--date", DATE, *words, "www")

    def index(self):
        return json.loads(self.read("www/index.json"))

    def test_the_folder_says_numbers_and_hashes_and_is_the_same_each_time(self):
        self.publish("--bundle", "1.bundle")
        self.unblock(3, "clinic.example\n", "--date", DATE)
        self.publish("--bundle", "2.bundle", "--unblock", "lists.unblock")
        index = self.index()
        self.assertEqual([each["number"] for each in index["bundles"]], [2, 1])
        newest = index["bundles"][0]
        self.assertEqual(newest["sha256"], hashlib.sha256(self.octets("www/lists-2.bundle")).hexdigest())
        self.assertEqual(newest["image_blake2b256"], hashlib.blake2b(self.octets("2.image"), digest_size=32).hexdigest())
        self.assertEqual(newest["size"], (self.at / "www/lists-2.bundle").stat().st_size)
        self.assertEqual((index["unblock"]["number"], index["unblock"]["names"]), (3, 1))
        before = self.octets("www/index.json")
        self.publish()
        self.assertEqual(self.octets("www/index.json"), before)

    def test_only_what_a_receiver_takes_is_published(self):
        self.publish("--bundle", "2.bundle")
        self.refused("publish", "--date", DATE, "--bundle", "1.bundle", "www", because="the newest that is published is number 2")
        self.bundle(3, keys="amna.key", to="3.bundle")
        self.refused("publish", "--date", DATE, "--bundle", "3.bundle", "www", because="let another maintainer run")
        self.assertEqual([each["number"] for each in self.index()["bundles"]], [2])

    def test_going_back_is_one_command_and_a_new_number_that_receivers_follow(self):
        self.publish("--bundle", "1.bundle")
        self.publish("--bundle", "2.bundle")
        (self.at / "home").mkdir()
        home = ["--image", "home/lists.image", "--keys", "lists.keys"]
        self.bundle(2, image="2.image", date=None)
        self.good("import", *home, "lists.bundle")
        shown = self.good("publish", "--rollback-to", 1, "--key", "amna.key,bilal.key", "www")
        self.assertIn("back to   the image of number 1", shown)
        self.assertEqual(self.index()["bundles"][0]["rollback_of"], 1)
        self.good("import", *home, "www/lists-3.bundle")
        self.assertEqual(self.octets("home/lists.image"), self.octets("1.image"))

    def test_a_way_back_can_wait_for_the_second_signature(self):
        self.publish("--bundle", "1.bundle")
        self.publish("--bundle", "2.bundle")
        self.refused("publish", "--date", DATE, "--rollback-to", 1, "--key", "amna.key", "www", because="fewer good signatures")
        self.publish("--rollback-to", 1, "--key", "amna.key", "-o", "back.bundle")
        self.good("sign", "--key", "bilal.key", "back.bundle")
        self.publish("--bundle", "back.bundle")
        self.assertEqual(self.index()["bundles"][0]["number"], 3)

    def test_nobody_signs_again_what_somebody_changed_in_the_folder(self):
        self.publish("--bundle", "1.bundle")
        self.publish("--bundle", "2.bundle")
        octets = bytearray(self.octets("www/lists-1.bundle"))
        octets[-1] ^= 1
        (self.at / "www/lists-1.bundle").write_bytes(octets)
        self.refused("publish", "--date", DATE, "--rollback-to", 1, "--key", "amna.key,bilal.key", "www", because="damaged")
        self.refused("publish", "--date", DATE, "--rollback-to", 7, "--key", "amna.key,bilal.key", "www", because="no number after 7")


class InForce(DaemonTest):
    """The daemon with a bundle's companions beside its image."""

    def setUp(self):
        self.keys = self.daemon.file("maintainer")
        if not os.path.exists(self.keys + ".key"):
            self.daemon.command("lists", "keygen", self.keys)
        with open(self.keys + ".pub", encoding="utf-8") as line:
            self.daemon.write("lists.keys", "threshold: 1\n" + line.read())

    def tearDown(self):
        for name in ("lists.unblock", "lists.keys"):
            if os.path.exists(self.daemon.file(name)):
                os.remove(self.daemon.file(name))
        harness.eventually(lambda: not self.problems() and self.is_closed("games.example"), "everything is as it was")

    def is_closed(self, name, client=TABLET):
        return addresses(self.daemon.ask(name, client=client)) == ["0.0.0.0"]

    def problems(self):
        return self.daemon.status()["rules"]["problems"]

    def make_unblock(self, number, names, *options):
        self.daemon.write("names.txt", names)
        out = self.daemon.file("made.unblock")
        self.daemon.command("lists", "sign", "--unblock", "--key", self.keys + ".key", "--publisher", "Ours", "--number", str(number), *options, "-o", out, self.daemon.file("names.txt"))
        return out

    def put(self, path):
        os.replace(path, self.daemon.file("lists.unblock"))

    def test_what_maintainers_opened_opens_by_itself_and_closes_again_when_the_file_goes(self):
        self.assertTrue(self.is_closed("www.games.example"))
        made = self.make_unblock(1, "games.example\n")
        self.daemon.command("lists", "import", "--image", self.daemon.file("lists.image"), made)
        harness.eventually(lambda: not self.is_closed("www.games.example"), "the un-blocked name is open")
        self.assertEqual(self.problems(), [])
        os.remove(self.daemon.file("lists.unblock"))
        harness.eventually(lambda: self.is_closed("www.games.example"), "it is closed again")

    def test_an_expired_file_opens_nothing_and_the_status_says_so(self):
        self.put(self.make_unblock(2, "games.example\n", "--date", "2020-01-01", "--expires", "1d"))
        harness.eventually(self.problems, "the status names the problem")
        self.assertIn("its time is over", self.problems()[0])
        self.assertTrue(self.is_closed("games.example"))

    def test_a_file_of_strangers_or_without_a_trust_file_opens_nothing(self):
        self.put(self.make_unblock(3, "games.example\n"))
        harness.eventually(lambda: not self.is_closed("games.example"), "the un-blocked name is open")
        os.remove(self.daemon.file("lists.keys"))
        harness.eventually(lambda: self.is_closed("games.example"), "without a trust file it is closed")
        self.assertIn("nobody knows whether to trust it", self.problems()[0])
        stranger = self.daemon.file("stranger")
        self.daemon.command("lists", "keygen", stranger)
        with open(stranger + ".pub", encoding="utf-8") as line:
            self.daemon.write("lists.keys", "threshold: 1\n" + line.read())
        harness.eventually(lambda: "not in the trust file" in "".join(self.problems()), "the status names the problem")
        self.assertTrue(self.is_closed("games.example"))

    def test_rubbish_opens_nothing_and_nothing_fails(self):
        self.daemon.write("lists.unblock", "rubbish")
        harness.eventually(lambda: "another kind of file" in "".join(self.problems()), "the status names the problem")
        self.assertTrue(self.is_closed("games.example"))
        self.assert_alive()


class Sealed(unittest.TestCase):
    """A licence holder's list. The names are reserved for examples and stand for nothing."""

    NAMES = ["licensed-1.example", "licensed-2.example"]

    def setUp(self):
        self.upstream = FakeUpstream()
        self.addCleanup(self.upstream.close)
        self.daemon = Daemon([self.upstream.port])
        self.addCleanup(self.daemon.close)

    def names_file(self, names=None, mode=0o600):
        self.daemon.write("names.txt", "\n".join(names or self.NAMES) + "\n")
        os.chmod(self.daemon.file("names.txt"), mode)
        return self.daemon.file("names.txt")

    def seal(self, *words, check=True):
        image = self.daemon.file("lists.image")
        return self.daemon.command("lists", "import", "--image", image, "--licence-note", "Example School, contract 7", *words, check=check)

    def is_closed(self, name, client=TABLET):
        return addresses(self.daemon.ask(name, client=client)) == ["0.0.0.0"]

    def test_sealed_names_are_closed_for_all_and_answered_like_any_closed_name(self):
        self.seal("--sealed", self.names_file())
        self.daemon.start()
        before = self.daemon.status()["today"]
        for client in (TABLET, PHONE, harness.LOOPBACK):
            self.assertTrue(self.is_closed("www.licensed-1.example", client))
        for kind in ("A", "AAAA", "HTTPS", "TXT"):
            generic = self.daemon.ask("aaaa.games.example", kind, client=TABLET)
            sealed = self.daemon.ask("licensed-2.example", kind, client=TABLET)
            self.assertEqual([rrset.to_text().split()[1:] for rrset in generic.answer], [rrset.to_text().split()[1:] for rrset in sealed.answer])
            self.assertEqual((generic.rcode(), generic.flags, harness.ede(generic)), (sealed.rcode(), sealed.flags, harness.ede(sealed)))
        self.assertFalse(self.is_closed("licensed-3.example"))
        after = self.daemon.status()["today"]
        self.assertLessEqual(after["closed"], before["closed"] + 4, "only the four questions for the other name may count")

    def test_no_command_and_no_file_says_what_is_sealed(self):
        self.seal("--sealed", self.names_file())
        os.remove(self.daemon.file("names.txt"))
        self.daemon.start()
        self.assertTrue(self.is_closed("licensed-1.example"))
        config, image = ["--config", self.daemon.file("darban.yaml")], self.daemon.file("lists.image")
        for name in ("licensed-1.example", "licensed-3.example"):
            said = self.daemon.command("explain", *config, "--person", "Sara", name).stdout.replace(name, "NAME")
            self.assertIn("NAME is OPEN for Sara", said)
            self.assertIn("in no category", self.daemon.command("lists", "explain", "--image", image, name).stdout)
        self.assertNotIn("sealed", self.daemon.command("lists", "stats", image).stdout)
        status = self.daemon.command("status", *config).stdout
        self.assertNotIn("sealed", status)
        for folder, _, files in os.walk(self.daemon.folder):
            for path in (os.path.join(folder, file) for file in files):
                if not os.path.isfile(path):
                    continue  # the control socket
                with open(path, "rb") as content:
                    self.assertNotIn(b"licensed-1", content.read(), path)

    def test_the_files_are_private_and_looser_ones_are_refused(self):
        self.seal("--sealed", self.names_file())
        for name in ("lists.sealed", "lists.sealed-key"):
            self.assertEqual(os.stat(self.daemon.file(name)).st_mode & 0o777, 0o600)
        os.chmod(self.daemon.file("lists.sealed-key"), 0o640)
        self.daemon.start()
        self.assertFalse(self.is_closed("licensed-1.example"))
        problem = self.daemon.status()["rules"]["problems"][0]
        self.assertIn("the sealed list is not in force", problem)
        self.assertIn("chmod 600", problem)
        again = self.seal("--sealed", self.names_file(), check=False)
        self.assertEqual(again.returncode, 1)
        self.assertIn("chmod 600", again.stderr)

    @unittest.skipUnless(os.geteuid() == 0, "only root can give up root")
    def test_the_list_is_read_before_root_is_given_up_and_kept_over_a_reload(self):
        self.seal("--sealed", self.names_file())
        settings = self.daemon.settings_text.replace("process: {", "process: {user: nobody, ")
        self.daemon.write("darban.yaml", settings)
        os.chmod(self.daemon.folder, 0o755)
        self.daemon.start()
        with open(f"/proc/{self.daemon.process.pid}/status", encoding="ascii") as status:
            self.assertNotIn("\t0\t", next(line for line in status if line.startswith("Uid:")))
        self.assertTrue(self.is_closed("licensed-1.example"))
        self.daemon.write("household.yaml", harness.household_file(harness.HOUSEHOLD + "block: [rule.example]\n"))
        self.daemon.reload()
        harness.eventually(lambda: self.is_closed("rule.example"), "the new rule is in force")
        self.assertTrue(self.is_closed("licensed-1.example"))
        problems = self.daemon.status()["rules"]["problems"]
        self.assertEqual([each for each in problems if "state.db" not in each], [])  # root's folder: not the daemon's to write that into

    def test_a_list_handed_over_by_the_service_manager_goes_before_the_one_beside_the_image(self):
        self.seal("--sealed", self.names_file())
        credentials = self.daemon.file("credentials")
        os.mkdir(credentials)
        for name in ("lists.sealed", "lists.sealed-key"):
            os.rename(self.daemon.file(name), os.path.join(credentials, name))
            os.chmod(os.path.join(credentials, name), 0o440)  # as systemd shows them where it uses access control lists
        self.daemon.start(env={**os.environ, "CREDENTIALS_DIRECTORY": credentials})
        self.assertTrue(self.is_closed("licensed-1.example"))

    def test_a_damaged_list_or_another_machines_key_is_refused_and_darban_serves(self):
        self.seal("--sealed", self.names_file())
        with open(self.daemon.file("lists.sealed-key"), "wb") as key:
            key.write(bytes(32))
        self.daemon.start()
        self.assertIn("damaged, or sealed with another key", self.daemon.status()["rules"]["problems"][0])
        self.assertTrue(self.is_closed("games.example"))

    def test_names_come_from_a_private_file_or_standard_input_and_must_be_names(self):
        loose = self.seal("--sealed", self.names_file(mode=0o644), check=False)
        self.assertEqual(loose.returncode, 1)
        self.assertIn("chmod 600", loose.stderr)
        bad = self.seal("--sealed", self.names_file(["licensed-1.example", "bad..example"]), check=False)
        self.assertEqual(bad.returncode, 1)
        self.assertIn("names.txt:2", bad.stderr)
        self.assertNotIn("bad..example", bad.stderr)
        suffix = self.seal("--sealed", self.names_file(["com.pk"]), check=False)
        self.assertIn("no public suffix", suffix.stderr)
        self.assertFalse(os.path.exists(self.daemon.file("lists.sealed")))
        words = [DARBAN, "lists", "import", "--image", self.daemon.file("lists.image"), "--sealed", "-", "--licence-note", "Example School, contract 7"]
        piped = subprocess.run(words, input="licensed-1.example\n", capture_output=True, text=True, timeout=60)
        self.assertEqual(piped.returncode, 0, piped.stderr)

    def test_a_list_without_a_word_about_its_licence_is_not_taken(self):
        words = [DARBAN, "lists", "import", "--image", self.daemon.file("lists.image"), "--sealed", self.names_file()]
        self.assertEqual(subprocess.run(words, capture_output=True, text=True, timeout=60).returncode, 2)

    def test_the_list_stays_in_force_over_a_reload(self):
        self.seal("--sealed", self.names_file())
        self.daemon.start()
        os.remove(self.daemon.file("lists.sealed"))
        self.daemon.write("household.yaml", harness.household_file(harness.HOUSEHOLD + "block: [rule.example]\n"))
        self.daemon.reload()
        harness.eventually(lambda: self.is_closed("rule.example"), "the new rule is in force")
        self.assertTrue(self.is_closed("licensed-1.example"))


if __name__ == "__main__":
    harness.main()
