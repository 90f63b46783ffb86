#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""darban lists update from a publisher's folder, as a household meets it: `lists publish` makes the folder, a real nginx hands it out, newer bundles
and un-block files come, and whatever is wrong with one is refused by its name while what was in force stays in force."""
import hashlib
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

from harness import DARBAN, Daemon, FakeUpstream, LISTS, TABLET, addresses, eventually, free_port
from web_server import CuttingProxy, WebServer

PUBLISHER = "Families' lists"
SOURCES = "ours\tOur own lists\tApache-2.0\thttps://lists.example/\t2\n"
KILLS = int(os.environ.get("DARBAN_KILLS", "30"))
FILLER = 30_000  # names in a bundle that is long on its way


def run(*words, at, code=0):
    done = subprocess.run([DARBAN, "lists", *map(str, words)], cwd=at, capture_output=True, text=True, timeout=100)
    if done.returncode != code:
        raise AssertionError(f"{words}: {done.returncode}\n{done.stdout}{done.stderr}")
    return done


class Publisher:
    """A maintainer's desk in `at`, and the folder `www` that is handed out."""

    def __init__(self, at, www):
        self.at, self.www, self.stamps = at, www, {}
        www.mkdir()
        run("keygen", "amna", at=at)
        self.trust = "threshold: 1\n" + (at / "amna.pub").read_text()
        (www / "lists.keys").write_text(self.trust)
        (at / "sources.tsv").write_text(SOURCES)

    def image(self, names):
        folder = self.at / "lists" / "gaming"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "a.txt").write_text("".join(f"||{name}^\n" for name in names))
        run("build", "lists", "-o", "lists.image", "--reproducible", at=self.at)
        return self.at / "lists.image"

    def bundle(self, number, names, *options, key="amna.key", expires="300d"):
        self.image(names)
        run("sign", "--key", key, "--publisher", PUBLISHER, "--number", number, "--sources", "sources.tsv", "--expires", expires, *options,
            "-o", "new.bundle", "lists.image", at=self.at)
        return self.at / "new.bundle"

    def unblock(self, number, names, *options, key="amna.key", expires="48h"):
        (self.at / "names.txt").write_text("".join(name + "\n" for name in names))
        run("sign", "--unblock", "--key", key, "--publisher", PUBLISHER, "--number", number, "--expires", expires, *options, "-o", "new.unblock",
            "names.txt", at=self.at)
        return self.at / "new.unblock"

    def publish(self, *words):
        run("publish", *words, self.www, at=self.at)
        self.stamp()

    def put(self, name, octets):
        (self.www / name).write_bytes(octets)
        self.stamp()

    def stamp(self):
        """nginx makes its ETag of the second and the size: what changed gets a second of its own."""
        for path in self.www.iterdir():
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            if self.stamps.get(path.name, (None,))[0] != digest:
                self.stamps[path.name] = (digest, max((second for _, second in self.stamps.values()), default=1_700_000_000) + 1)
                os.utime(path, (self.stamps[path.name][1],) * 2)

    def publish_bundle(self, number, names):
        self.publish("--bundle", self.bundle(number, names))

    def publish_unblock(self, number, names):
        self.publish("--unblock", self.unblock(number, names))

    def slip_in(self, number, octets):
        """What `publish` never would: these octets as the bundle of that number, and an index that announces it."""
        self.put(f"lists-{number}.bundle", octets)
        self.announce(bundle=number, octets=len(octets))

    def announce(self, **changed):
        lines = dict(line.split("\t") for line in (self.www / "index.tsv").read_text().splitlines())
        lines.update({key: str(value) for key, value in changed.items()})
        self.put("index.tsv", "".join(f"{key}\t{value}\n" for key, value in lines.items()).encode())


class Household(unittest.TestCase):
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
        (self.at / "desk").mkdir()
        (self.at / "home").mkdir()
        self.path = f"lists/{self._testMethodName}"
        self.publisher = Publisher(self.at / "desk", pathlib.Path(self.web_folder.name) / "www" / self.path)
        self.image = self.at / "home" / "lists.image"
        self.settings(self.web.url(self.path))
        self.trust(self.publisher.trust)

    def settings(self, url):
        (self.at / "home" / "darban.yaml").write_text(
            f"image: lists.image\nlists: {{catalogue: no-catalogue-here, folder: lists, bundle-url: \"{url}\"}}\nupstreams: {{servers: [127.0.0.1:9]}}\n"
        )

    def trust(self, text):
        (self.at / "home" / "lists.keys").write_text(text)

    def words(self, command, *words):
        return [command, "--config", self.at / "home" / "darban.yaml", *words]

    def update(self, *words, code=0):
        return json.loads(run(*self.words("update", "--json", *words), at=self.at, code=code).stdout)

    def status(self):
        return run(*self.words("status"), at=self.at).stdout

    def closes(self, name):
        return "gaming" in run("explain", name, "--image", self.image, "--no-sources", at=self.at).stdout

    def digest(self):
        return hashlib.sha256(self.image.read_bytes()).hexdigest()

    def asked(self, name):
        return self.web.asked(f"{self.path}/{name}")


class TheGoodDay(Household):
    def test_one_command_puts_what_maintainers_published_in_force(self):
        self.publisher.publish_bundle(7, ["games.example"])
        report = self.update()
        self.assertEqual((report["end"], report["bundle"]["fate"], report["bundle"]["number"]), ("installed", "fresh", 7))
        self.assertEqual((report["bundle_in_force"]["publisher"], report["bundle_in_force"]["number"]), (PUBLISHER, 7))
        self.assertTrue(self.closes("www.games.example"))
        self.assertIn(f'A bundle of "{PUBLISHER}" is in force: number 7, 1 name', self.status())
        self.assertIn("The publisher's folder was asked last at ", self.status())

    def test_the_next_number_comes_and_an_hour_without_news_costs_two_short_answers(self):
        self.publisher.publish_bundle(7, ["games.example"])
        self.publisher.publish_unblock(1, ["clinic.example"])
        self.update()
        report = self.update()
        self.assertEqual((report["end"], report["index"]["fate"], report["unblock"]["fate"], report["bundle"]["fate"]),
                         ("nothing-new", "unchanged", "unchanged", "unchanged"))
        self.assertEqual([self.asked(name)[-1]["status"] for name in ("index.tsv", "lists.unblock")], ["304", "304"])
        self.assertEqual(len(self.asked("lists-7.bundle")), 1)
        self.publisher.publish_bundle(8, ["games.example", "more.example"])
        self.assertEqual(self.update()["bundle_in_force"]["number"], 8)
        self.assertTrue(self.closes("more.example"))

    def test_a_folder_without_an_un_block_file_is_nothing_to_speak_of(self):
        self.publisher.publish_bundle(1, ["games.example"])
        self.assertEqual(self.update()["unblock"], {"fate": "resting"})
        self.assertNotIn("un-block", self.status())

    def test_what_maintainers_take_back_is_back_with_the_next_update(self):
        self.publisher.publish_bundle(1, ["games.example"])
        self.publisher.publish_bundle(2, ["games.example", "mistake.example"])
        self.update()
        self.assertTrue(self.closes("mistake.example"))
        self.publisher.publish("--rollback-to", 1, "--key", self.at / "desk" / "amna.key")
        report = self.update()
        self.assertEqual((report["bundle_in_force"]["number"], report["bundle_in_force"]["rollback_of"]), (3, 1))
        self.assertFalse(self.closes("mistake.example"))
        self.assertIn("number 3, which is number 1 once more", self.status())

    def test_the_clock_asks_once_an_hour_and_the_hand_whenever_it_likes(self):
        self.publisher.publish_bundle(1, ["games.example"])
        run(*self.words("update", "--due"), at=self.at)
        self.assertTrue(self.closes("games.example"))
        run(*self.words("update", "--due"), at=self.at)
        self.assertEqual(len(self.asked("index.tsv")), 1)
        self.update()
        self.assertEqual(len(self.asked("index.tsv")), 2)

    def test_after_going_back_the_clock_brings_un_block_files_only(self):
        self.publisher.publish_bundle(1, ["games.example"])
        self.update()
        self.publisher.publish_bundle(2, ["games.example", "mistake.example"])
        self.update()
        run(*self.words("rollback"), at=self.at)
        self.assertFalse(self.closes("mistake.example"))
        self.publisher.publish_unblock(1, ["games.example"])
        shutil.rmtree(self.at / "home" / "lists" / "cache")  # else it was asked a moment ago
        report = self.update("--due")
        self.assertEqual((report["held"], report["unblock"]["fate"], report["bundle_in_force"]["number"]), (True, "fresh", 1))
        self.assertEqual(self.update()["bundle_in_force"]["number"], 2)

    def test_a_bundle_carried_here_by_hand_and_one_from_the_network_are_the_same(self):
        bundle = self.publisher.bundle(5, ["games.example"])
        run("import", "--config", self.at / "home" / "darban.yaml", bundle, at=self.at)
        self.publisher.publish("--bundle", bundle)
        report = self.update()
        self.assertEqual((report["end"], report["bundle"]["fate"]), ("nothing-new", "unchanged"))
        self.assertEqual(self.asked("lists-5.bundle"), [])

    def test_a_bundle_that_was_cut_on_its_way_goes_on_where_it_ended(self):
        self.publisher.publish_bundle(1, [f"site{number}.example" for number in range(FILLER)])
        proxy = CuttingProxy(self.web, 150_000, times=0)
        self.addCleanup(proxy.close)
        self.settings(proxy.url(self.path))
        size = (self.publisher.www / "lists-1.bundle").stat().st_size
        self.assertGreater(size, 160_000)
        proxy.times = 3  # index.tsv and lists.unblock are shorter than the cut, so only the bundle is
        self.assertEqual(self.update()["bundle"]["fate"], "fresh")
        self.assertEqual(self.asked("lists-1.bundle")[-1]["status"], "206")

    def test_changing_over_to_another_publisher_is_said_out_loud(self):
        self.publisher.publish_bundle(9, ["games.example"])
        self.update()
        other = self.at / "other"
        other.mkdir()
        global PUBLISHER
        first, PUBLISHER = PUBLISHER, "Somebody else"
        try:
            theirs = Publisher(other, self.publisher.www.parent / (self.publisher.www.name + "-other"))
            theirs.publish_bundle(1, ["other.example"])
        finally:
            PUBLISHER = first
        self.settings(self.web.url(self.path + "-other"))
        self.trust(theirs.trust)
        report = self.update(code=1)
        self.assertEqual((report["bundle"]["refusal"], report["bundle_in_force"]["number"]), ("another-publisher", 9))
        self.assertEqual(self.update("--new-publisher")["bundle_in_force"]["publisher"], "Somebody else")
        self.assertEqual(self.update()["bundle"]["fate"], "unchanged")


class WhatIsRefused(Household):
    """Number 7 is in force. What comes next is bent in one way; 7 stays, and everybody hears why."""

    def setUp(self):
        super().setUp()
        self.publisher.publish_bundle(7, ["games.example"])
        self.update()
        self.before = self.digest()

    def refuse(self, octets, key, words, number=8):
        self.publisher.slip_in(number, octets)
        for _ in range(2):  # the second time the server says that nothing changed, and it is refused all the same
            report = self.update(code=1)
            self.assertEqual((report["bundle"]["fate"], report["bundle"]["refusal"], report["bundle_in_force"]["number"]), ("refused", key, 7))
            self.assertEqual((self.digest(), self.closes("games.example")), (self.before, True))
        self.assertEqual([each["status"] for each in self.asked(f"lists-{number}.bundle")], ["200", "304"])
        said = self.status()
        self.assertIn(f"bundle {number} was refused: {words}", said)
        self.assertIn("What was in force stays.", said)
        self.assertIn("number 7,", said)
        (self.publisher.www / f"lists-{number}.bundle").unlink()
        self.publisher.publish_bundle(number + 1, ["games.example", "more.example"])
        self.assertEqual(self.update()["bundle_in_force"]["number"], number + 1)

    def good(self, number=8, *options, **more):
        return self.publisher.bundle(number, ["bad.example"], *options, **more).read_bytes()

    def test_a_truncated_bundle(self):
        self.refuse(self.good()[:-100], "truncated", "it ends too early")

    def test_a_changed_image(self):
        octets = self.good()
        self.refuse(octets[:-1] + bytes([octets[-1] ^ 1]), "corrupt", "it is damaged")

    def test_a_signature_that_does_not_fit(self):
        octets = self.good()
        self.refuse(octets[:25] + bytes([octets[25] ^ 1]) + octets[26:], "bad-signature", "a signature does not fit: somebody changed the file")

    def test_an_unsigned_bundle(self):
        octets = self.good()
        at = 16 + int.from_bytes(octets[12:16], "little")
        head = octets[:at] + bytes(4)
        image = (self.at / "desk" / "lists.image").read_bytes()
        self.refuse(head + bytes(-len(head) % 64) + image, "unsigned", "nobody has signed it")

    def test_a_key_that_is_not_trusted(self):
        run("keygen", "stranger", at=self.at / "desk")
        self.refuse(self.good(key="stranger.key"), "unknown-keys", "it is signed with keys that are not in the trust file")

    def test_an_expired_bundle(self):
        self.refuse(self.good(8, "--date", "2020-01-01", expires="1d"), "expired", "its time is over")

    def test_an_older_number_under_a_newer_name(self):
        self.refuse(self.good(6), "older", "it is older than what is installed")

    def test_an_index_of_an_older_day(self):
        self.publisher.announce(bundle=6)
        report = self.update(code=1)
        self.assertEqual((report["bundle"]["refusal"], report["bundle_in_force"]["number"]), ("older", 7))
        self.assertIn("bundle 6 was refused: it is older than what is installed", self.status())

    def test_going_back_by_hand_lets_nobody_play_back_what_lies_between(self):
        between = self.good(8)
        self.publisher.publish_bundle(9, ["games.example"])
        self.update()
        run(*self.words("rollback"), at=self.at)
        self.publisher.slip_in(8, between)
        self.assertEqual(self.update(code=1)["bundle"]["refusal"], "older")

    def test_an_index_that_is_something_else(self):
        for text, key in (("not an index\n", "foreign"), ("darban-signed-lists\t2\n", "newer-format"), ("darban-signed-lists\t1\nbundle\tx\n", "corrupt"),
                          ("darban-signed-lists\t1\nbundle\t8", "corrupt")):
            self.publisher.put("index.tsv", text.encode())
            report = self.update(code=1)
            self.assertEqual((report["index"]["refusal"], report["bundle_in_force"]["number"]), (key, 7))
        self.assertIn("index.tsv was refused: it is damaged", self.status())

    def test_a_bundle_that_is_longer_than_announced(self):
        self.publisher.slip_in(8, self.good())
        self.publisher.announce(octets=100)
        report = self.update()
        self.assertEqual((report["bundle"]["trouble"], report["bundle_in_force"]["number"]), ("too-large", 7))

    def test_a_server_that_is_gone_or_has_nothing(self):
        shutil.move(self.publisher.www, self.publisher.www.parent / (self.publisher.www.name + "-gone"))
        report = self.update()
        self.assertEqual((report["index"]["trouble"], report["end"]), ("not-there", "nothing-new"))
        self.assertIn("index.tsv: ", self.status())
        self.settings(f"http://127.0.0.1:{free_port()}/lists")
        self.assertEqual(self.update()["index"]["fate"], "failed")
        self.assertEqual(self.digest(), self.before)

    def test_a_login_page_in_place_of_the_folder(self):
        self.settings(self.web.url("page?").removesuffix("?"))
        self.assertEqual(self.update()["index"]["trouble"], "not-there")
        self.publisher.put("index.tsv", b"<!DOCTYPE html><title>Log in</title>\n")
        self.settings(self.web.url(self.path))
        self.assertEqual(self.update()["index"]["trouble"], "web-page")

    def test_without_a_trust_file_nothing_is_asked(self):
        os.remove(self.at / "home" / "lists.keys")
        asked = len(self.asked("index.tsv"))
        done = run(*self.words("update"), at=self.at, code=1)
        self.assertIn("it is the trust file", done.stderr)
        self.assertEqual(len(self.asked("index.tsv")), asked)
        self.assertIn("it is the trust file", self.status())

    def test_lists_of_the_catalogue_are_not_mixed_in(self):
        self.assertIn("take it out of darban.yaml", run(*self.words("update", "--only", "x"), at=self.at, code=1).stderr)


class UnBlockFiles(Household):
    """Games are closed for a child in a running daemon; maintainers open a name."""

    def setUp(self):
        super().setUp()
        self.publisher.publish_bundle(1, LISTS["gaming"])
        self.update()

    def refuse(self, octets, key, words, code=1):
        self.publisher.put("lists.unblock", octets)
        for _ in range(2):
            report = self.update(code=code)
            self.assertEqual((report["unblock"]["fate"], report["unblock"]["refusal"]), ("refused", key))
        self.assertFalse((self.at / "home" / "lists.unblock").exists())
        self.assertIn(words, self.status())

    def test_a_name_closed_by_mistake_is_open_with_one_update(self):
        upstream = FakeUpstream()
        self.addCleanup(upstream.close)
        daemon = Daemon([upstream.port])
        self.addCleanup(daemon.close)
        url = self.web.url(self.path)
        daemon.write("darban.yaml", daemon.settings_text + f'lists: {{folder: lists, update: false, bundle-url: "{url}"}}\n')
        daemon.write("lists.keys", self.publisher.trust)
        daemon.start()
        is_closed = lambda: addresses(daemon.ask("www.games.example", client=TABLET)) == ["0.0.0.0"]
        words = ["update", "--config", daemon.file("darban.yaml"), "--quiet"]
        run(*words, at=self.at)
        eventually(is_closed, "the bundle's image is in force")
        self.publisher.publish_unblock(3, ["games.example"])
        run(*words, at=self.at)
        eventually(lambda: not is_closed(), "the un-blocked name is open")
        self.assertIn("Un-block file 3 opens 1 name until ", run("status", "--config", daemon.file("darban.yaml"), at=self.at).stdout)
        self.publisher.publish_unblock(4, [])
        run(*words, at=self.at)
        eventually(is_closed, "what the one before opened is taken back")
        self.assertEqual(daemon.status()["rules"]["problems"], [])

    def test_a_daemon_without_lists_takes_the_publishers_by_itself(self):
        upstream = FakeUpstream()
        self.addCleanup(upstream.close)
        daemon = Daemon([upstream.port])
        self.addCleanup(daemon.close)
        daemon.write("darban.yaml", daemon.settings_text + f'lists: {{folder: lists, bundle-url: "{self.web.url(self.path)}"}}\n')
        daemon.write("lists.keys", self.publisher.trust)
        os.remove(daemon.file("lists.image"))
        daemon.start()
        eventually(lambda: addresses(daemon.ask("www.games.example", client=TABLET)) == ["0.0.0.0"], "the bundle is in force")

    def test_an_older_one_does_not_replace_a_newer_one(self):
        self.publisher.publish_unblock(5, ["clinic.example"])
        self.update()
        before = (self.at / "home" / "lists.unblock").read_bytes()
        self.publisher.put("lists.unblock", self.publisher.unblock(4, ["other.example"]).read_bytes())
        self.assertEqual(self.update(code=1)["unblock"]["refusal"], "older")
        self.assertEqual((self.at / "home" / "lists.unblock").read_bytes(), before)

    def test_a_strangers_one(self):
        run("keygen", "stranger", at=self.at / "desk")
        octets = self.publisher.unblock(2, ["clinic.example"], key="stranger.key").read_bytes()
        self.refuse(octets, "unknown-keys", "un-block file 2 was refused: it is signed with keys that are not in the trust file")

    def test_a_truncated_one(self):
        self.refuse(self.publisher.unblock(2, ["clinic.example"]).read_bytes()[:-1], "truncated", "un-block file was refused: it ends too early")

    def test_one_whose_time_is_over_opens_nothing_and_needs_nobody(self):
        octets = self.publisher.unblock(2, ["clinic.example"], "--date", "2020-01-01", expires="1d").read_bytes()
        self.refuse(octets, "expired", "its time is over", code=0)


class TheBadDay(Household):
    def test_killed_at_any_moment_the_old_bundle_is_in_force_or_the_new(self):
        names = [f"site{number}.example" for number in range(FILLER)]
        self.publisher.publish_bundle(1, names)
        begun = time.monotonic()
        self.update()
        whole = time.monotonic() - begun
        chance = random.Random(20261121)
        seen = {"old": 0, "new": 0}
        for number in range(2, KILLS + 2):
            old = self.digest()
            bundle = self.publisher.bundle(number, names + [f"kill{number}.example"])
            self.publisher.publish("--bundle", bundle)
            new = hashlib.sha256((self.at / "desk" / "lists.image").read_bytes()).hexdigest()
            process = subprocess.Popen([DARBAN, "lists", *map(str, self.words("update", "--quiet"))], cwd=self.at, start_new_session=True,
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(chance.uniform(0, whole * 1.6))
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            process.wait()
            now = self.digest()
            self.assertIn(now, (old, new), f"neither old nor new after kill {number}")
            self.assertTrue(self.closes("site7.example"))
            seen["new" if now == new else "old"] += 1
        print(f"killed {KILLS} times: {seen['old']} times the old bundle was in force, {seen['new']} times the new")
        self.assertEqual(self.update()["bundle_in_force"]["number"], KILLS + 1)
        manifest = (self.at / "home" / "lists.manifest").read_bytes()
        published = (self.publisher.www / f"lists-{KILLS + 1}.bundle").read_bytes()
        self.assertEqual(manifest, published[: len(manifest)])

    def test_a_state_folder_that_can_not_be_written_says_so_and_changes_nothing(self):
        self.publisher.publish_bundle(1, ["games.example"])
        self.update()
        before = self.digest()
        (self.at / "home" / "lists" / "generations").rename(self.at / "kept")
        (self.at / "home" / "lists" / "generations").write_text("in the way")
        self.publisher.publish_bundle(2, ["games.example", "more.example"])
        report = self.update()
        self.assertEqual((report["bundle"]["fate"], report["bundle"]["trouble"], self.digest()), ("failed", "can-not-write", before))


if __name__ == "__main__":
    unittest.main(verbosity=2)
