#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Calendars as a household meets them: what `darban calendar` shows, what is refused with which place, hostile files, and the real daemon
that takes up a holiday, a change, and nothing from a broken file."""
import datetime
import os
import resource
import shutil
import subprocess
import tempfile
import time
import unittest

import harness
from harness import DARBAN, HOUSEHOLD, TABLET, DaemonTest, addresses

FIXTURES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "fixtures", "calendars")
NOBODY = 65534


def calendar(*events):
    return "BEGIN:VCALENDAR\r\n" + "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events) + "END:VCALENDAR\r\n"


def days(first, last, summary="Holidays"):
    """An all-day event about today: from `first` to `last` days ahead, both inclusive."""
    today = datetime.datetime.now(datetime.timezone.utc).date()
    day = lambda ahead: (today + datetime.timedelta(days=ahead)).strftime("%Y%m%d")
    return f"SUMMARY:{summary}\r\nDTSTART;VALUE=DATE:{day(first)}\r\nDTEND;VALUE=DATE:{day(last + 1)}"


class Read(unittest.TestCase):
    """The command for people, and the process it starts."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="darban-test-")
        self.addCleanup(shutil.rmtree, self.folder)

    def file(self, text, name="c.ics"):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as file:
            file.write(text if isinstance(text, bytes) else text.encode())
        return path

    def read(self, path, *words, zone="Asia/Karachi"):
        return subprocess.run([DARBAN, "calendar", path, "--zone", zone, *words], capture_output=True, text=True, timeout=60)

    def test_an_export_is_shown_day_by_day(self):
        done = self.read(os.path.join(FIXTURES, "google.ics"), "--from", "2026-12-01", "--to", "2026-12-22", "--names")
        self.assertEqual(done.stderr, "")
        self.assertEqual(done.returncode, 0)
        self.assertEqual(
            done.stdout.splitlines(),
            [
                "Thu 2026-12-03 17:00 to 18:00 (line 52)  Piano lesson (moved)",
                "Wed 2026-12-09 16:00 to 17:00 (line 33)  Piano lesson",
                "Thu 2026-12-10 10:00 to 12:00 (line 71)  Exam: Maths",
                "Mon 2026-12-14 16:00 to 17:00 (line 33)  Piano lesson",
                "Wed 2026-12-16 16:00 to 17:00 (line 33)  Piano lesson",
                "Mon 2026-12-21 to Sun 2027-01-03, all day (line 19)  Winter holidays",
                "Mon 2026-12-21 16:00 to 17:00 (line 33)  Piano lesson",
            ],
        )

    def test_names_are_shown_only_when_they_are_asked_for(self):
        path = self.file(calendar("SUMMARY:Doctor\r\nDTSTART;VALUE=DATE:20261221", "SUMMARY:Secret\r\nDTSTART:20261221T080000Z\r\nRRULE:FREQ=HOURLY"))
        done = self.read(path, "--from", "2026-12-01")
        self.assertEqual(done.stdout, "Mon 2026-12-21, all day (line 2)\n")
        self.assertIn(f"{path}:9:7: an event may repeat once a day at most", done.stderr)
        for name in ("Doctor", "Secret"):
            self.assertNotIn(name, done.stdout + done.stderr)

    def test_what_the_household_makes_of_each_date_is_told(self):
        path = self.file(calendar(
            "SUMMARY:Exam: Maths\r\nDTSTART:20261207T050000Z\r\nDTEND:20261207T070000Z",
            "SUMMARY:Holidays\r\nDTSTART;VALUE=DATE:20261221\r\nDTEND;VALUE=DATE:20261228",
            "SUMMARY:Eid\r\nDTSTART;VALUE=DATE:20270310",
            "SUMMARY:Jumble sale\r\nDTSTART;VALUE=DATE:20261205",
        ), "terms.ics")
        self.file("household: household.yaml\n", "darban.yaml")
        self.file(
            "zone: Asia/Karachi\npeople:\n  - {name: Ali, band: 10-12}\nexceptions:\n"
            "  - {label: Exams, calendar: terms.ics, events: exam*, mode: school, for: Ali}\n"
            "  - {label: Free, calendar: ./terms.ics, events: holi*}\n"
            "  - {label: Feast, calendar: terms.ics, events: eid, like: sat}\n"
            "  - {label: Late, calendar: terms.ics, events: e*, windows: [{start: '23:00', end: '07:00', mode: bedtime}]}\n",
            "household.yaml",
        )
        config = os.path.join(self.folder, "darban.yaml")
        done = subprocess.run([DARBAN, "calendar", path, "--config", config, "--from", "2026-12-01"], capture_output=True, text=True, timeout=60)
        self.assertEqual(done.stderr, "")
        self.assertEqual(
            done.stdout.splitlines(),
            [
                "Sat 2026-12-05, all day (line 16)  -> nothing: no exception takes it up",
                "Mon 2026-12-07 10:00 to 12:00 (line 2)  -> 'Exams': mode school for Ali; 'Late': 1 window",
                "Mon 2026-12-21 to Sun 2026-12-27, all day (line 7)  -> 'Free': free, no windows",
                "Wed 2027-03-10, all day (line 12)  -> 'Feast': like sat; 'Late': 1 window",
            ],
        )

    def test_a_pattern_shows_what_an_exception_with_it_would_take_up(self):
        done = self.read(os.path.join(FIXTURES, "google.ics"), "--from", "2026-12-01", "--events", "exam*")
        self.assertEqual(done.stdout, "Thu 2026-12-10 10:00 to 12:00 (line 71)\n")
        done = self.read(os.path.join(FIXTURES, "google.ics"), "--from", "2027-06-01", "--to", "2027-06-30", "--events", "exam*")
        self.assertEqual(done.stdout, "no event from Tue 2027-06-01 to Wed 2027-06-30\n")

    def test_what_is_not_understood_is_told_with_its_line_and_the_rest_is_shown(self):
        path = self.file(calendar("SUMMARY:Bell\r\nDTSTART:20261221T080000Z\r\nRRULE:FREQ=HOURLY", "SUMMARY:Good\r\nDTSTART;VALUE=DATE:20261222"))
        done = self.read(path, "--from", "2026-12-01", "--names")
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"{path}:5:7: an event may repeat once a day at most", done.stderr)
        self.assertIn("('Bell')", done.stderr)
        self.assertEqual(done.stdout, "Tue 2026-12-22, all day (line 7)  Good\n")

    def test_files_that_are_no_calendar_are_refused(self):
        fifo = os.path.join(self.folder, "fifo")
        os.mkfifo(fifo)
        for path, said in (
            (self.file("<html>\n", "a.html"), ":1:1: this is no calendar"),
            (self.file("", "empty.ics"), ":1:1: this is no calendar"),
            (self.file("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:2026", "cut.ics"), ":3:1: the file ends in the middle"),
            (self.file("BEGIN:VCALENDAR\nEND:VEVENT\n", "end.ics"), ":2:1: this END belongs to no BEGIN"),
            (self.file(b"BEGIN:VCALENDAR\nX:\0\n", "octets.ics"), ":2:3: the file is not text"),
            (self.file("BEGIN:VCALENDAR\n" + "X:1\n" * 300000, "large.ics"), ": the file is larger than 1 MiB"),
            (os.path.join(self.folder, "missing.ics"), ": the file can not be read"),
            (self.folder, ": the file can not be read"),
            ("/dev/zero", ": the file is larger than 1 MiB"),
            (fifo, ":1:1: this is no calendar"),
        ):
            with self.subTest(said):
                done = self.read(path)
                self.assertEqual(done.returncode, 1)
                self.assertIn(path + said, done.stderr)
                self.assertEqual(done.stdout, "")

    def test_hostile_files_end_soon_with_a_bounded_result_or_a_line(self):
        everything = ";BYDAY=MO,TU,WE,TH,FR,SA,SU;BYMONTHDAY=" + ",".join(map(str, range(1, 32))) + ";BYSETPOS=" + ",".join(map(str, range(1, 366)))
        dates = "20261221T100000Z" + ",20261221T100010Z" * 3800
        hostile = {
            "every second": (calendar("DTSTART:20261221T100000Z\r\nRRULE:FREQ=SECONDLY"), ":4:7: an event may repeat once a day"),
            "every zeroth day": (calendar("DTSTART:20261221T100000Z\r\nRRULE:FREQ=DAILY;INTERVAL=0"), ":4:7: this repetition is not understood"),
            "until the year 9999": (calendar("DTSTART:20261221T100000Z\r\nRRULE:FREQ=DAILY;UNTIL=99991231T235959Z"), ":4:7: this is not a date or time of the years 1583 to 2999"),
            "100,000 events": (calendar(*["DTSTART:20261221T100000Z"] * 100000), ": the file is larger than 1 MiB"),
            "a line without an end": ("BEGIN:VCALENDAR\r\nSUMMARY:" + "a" * 900000, ":2:1: the file is larger than 1 MiB, or holds a line"),
            "a line folded without an end": ("BEGIN:VCALENDAR\r\nSUMMARY:\r\n" + " a\r\n" * 200000, ":2:1: the file is larger than 1 MiB, or holds a line"),
            "a thousand million times": (calendar("DTSTART:20261221T100000Z\r\nRRULE:FREQ=DAILY;COUNT=1000000000"), None),
            "until the year 2999": (calendar("DTSTART:20261221T100000Z\r\nRRULE:FREQ=DAILY;UNTIL=29990101T000000Z"), None),
            "on a day that never comes": (calendar(*["DTSTART:15830101T100000Z\r\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"] * 3000), None),
            "counted from 1583": (calendar(*["DTSTART:15830101T100000Z\r\nRRULE:FREQ=DAILY;COUNT=999999999;BYMONTH=2;BYMONTHDAY=30"] * 4000), ":246:1: the repetitions"),
            "all parts at once": (calendar("DTSTART:20261221T100000Z\r\nRRULE:FREQ=YEARLY" + everything), None),
            "200 MB": ("BEGIN:VCALENDAR\r\n", ": the file is larger than 1 MiB"),
            "too many events": (calendar(*["DTSTART:20261221T100000Z"] * 5001), ":15002:1: the calendar holds more than 5,000"),
            "too many occurrences": (calendar(*["DTSTART:20261221T100000Z\r\nRRULE:FREQ=DAILY"] * 40), ":74:1: the calendar has more than 20,000"),
            "dates and no dates": (calendar("DTSTART:20261221T100000Z\r\n" + "\r\n".join([f"RDATE:{dates}\r\nEXDATE:{dates}"] * 7)), None),
            "rules in a zone": (
                "BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nTZID:X\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n"
                "RRULE:FREQ=MINUTELY\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\nDTSTART;TZID=X:20261221T100000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
                ":2:1: this description of a time zone",
            ),
            "a deep nest": (calendar("BEGIN:X\r\n" * 20000 + "END:X\r\n" * 20000 + "DTSTART:20261221T100000Z"), None),
            "long parameters": (calendar(*["DTSTART" + ";X-A=B" * 10000 + ":20261221T100000Z"] * 15), ":3:60009: this is not a date or time"),
        }
        for what, (text, said) in hostile.items():
            with self.subTest(what):
                path = self.file(text)
                if what == "200 MB":
                    os.truncate(path, 200 << 20)
                before = resource.getrusage(resource.RUSAGE_CHILDREN)
                done = self.read(path, "--from", "2026-12-01", "--to", "2029-12-01")
                after = resource.getrusage(resource.RUSAGE_CHILDREN)
                busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
                self.assertEqual(done.returncode, 1 if said else 0, done.stderr[:500])
                if said:
                    self.assertIn(said, done.stderr)
                if not os.environ.get("ASAN_OPTIONS") and not os.environ.get("TSAN_OPTIONS"):
                    self.assertLess(after.ru_maxrss, 128 << 10, f"{after.ru_maxrss >> 10} MiB in the largest process so far")
                if not os.environ.get("ASAN_OPTIONS") and not os.environ.get("TSAN_OPTIONS"):  # sanitizers take their own time
                    self.assertLess(busy, 8, f"{busy:.2f} s of processor")  # without optimisation and on a busy machine, too

    def test_a_machine_without_the_library_is_told_which_package_is_missing(self):
        path = self.file(calendar("DTSTART;VALUE=DATE:20261221"))
        self.file("no library", "libical.so.3")  # the loader takes it for the library, and gives up
        environment = dict(os.environ, LD_LIBRARY_PATH=self.folder)
        done = subprocess.run([DARBAN, "calendar", path, "--zone", "UTC"], capture_output=True, text=True, timeout=60, env=environment)
        self.assertEqual(done.returncode, 1)
        self.assertIn("calendars need libical, which is not installed here (Debian: libical3)", done.stderr)
        self.file("household: household.yaml\nimage: lists.image\n", "darban.yaml")
        self.file("zone: UTC\npeople:\n  - {name: Ali, band: 10-12}\nexceptions:\n  - {label: Free, calendar: c.ics}\n", "household.yaml")
        config = os.path.join(self.folder, "darban.yaml")
        done = subprocess.run([DARBAN, "check", "--config", config], capture_output=True, text=True, timeout=60, env=environment)
        self.assertIn("household.yaml:5:29: 'c.ics': calendars need libical", done.stderr)

    def test_a_summary_can_not_speak_to_the_terminal(self):
        done = self.read(self.file(calendar("DTSTART;VALUE=DATE:20261221\r\nSUMMARY:a\x1b]0;b\x07\xc2")), "--from", "2026-12-01", "--names")
        self.assertTrue(done.stdout.startswith("Mon 2026-12-21, all day (line 2)  a ]0;b"), done.stdout)
        self.assertFalse(any(ord(character) < 32 for character in done.stdout.replace("\n", "")))

    def test_the_words_of_the_command_are_checked(self):
        path = self.file(calendar("DTSTART;VALUE=DATE:20261221"))
        for words, code in ((["--from", "tomorrow"], 2), (["--from", "2026-12-01", "--to", "2026-11-01"], 2), (["--form", "2026-12-01"], 2)):
            self.assertEqual(self.read(path, *words).returncode, code)
        self.assertEqual(self.read(path, zone="Mars/Olympus").returncode, 1)
        done = subprocess.run([DARBAN, "calendar", path, "--config", "/nonexistent/darban.yaml"], capture_output=True, text=True, timeout=60)
        self.assertIn("--zone ZONE says the time zone instead", done.stderr)

    @unittest.skipUnless(os.geteuid() == 0, "only root can become somebody else")
    def test_root_gives_its_rights_up_before_the_file_is_looked_at(self):
        path = self.file(calendar("DTSTART;VALUE=DATE:20261221"))
        os.chmod(path, 0o600)
        words = ["calendar", "read-step", "--zone", "UTC", "--from", "1795240000", "--to", "1800000000", "--user", "nobody", "--", path]
        done = subprocess.run([DARBAN, *words], capture_output=True, text=True, timeout=60)
        self.assertEqual(done.stdout, "event 2 1 0 day \nspan 20808 20809\nend 1 1\n")


class InForce(DaemonTest):
    """The daemon: bedtime all day, but for the days of a calendar."""

    household = HOUSEHOLD.replace(
        "    close: [gaming]\n",
        "    timetable:\n      - {days: daily, start: 00:00, end: 24:00, mode: bedtime}\n",
    ) + (
        "exceptions:\n"
        "  - {label: Holidays, calendar: terms.ics, events: holi*}\n"
    )
    daemon_settings = {"household": household}

    @classmethod
    def setUpClass(cls):
        cls.upstream = harness.FakeUpstream(cls.script)
        cls.daemon = harness.Daemon([cls.upstream.port], **cls.daemon_settings)
        cls.daemon.write("terms.ics", calendar(days(-1, 1)))
        cls.daemon.start()

    def setUp(self):
        self.daemon.write("household.yaml", self.household)
        self.put(calendar(days(-1, 1)))
        harness.eventually(lambda: self.is_open() and not self.problems("terms.ics"), "the holidays are in force")

    def put(self, text):
        self.daemon.write("terms.ics", text)

    def is_open(self):
        return addresses(self.daemon.ask("open.example", client=TABLET)) == ["192.0.2.1"]

    def problems(self, part):
        return [problem for problem in self.daemon.status()["rules"]["problems"] if part in problem]

    def test_a_holiday_of_the_calendar_is_free_and_a_changed_calendar_is_taken_up(self):
        self.put(calendar(days(2, 5)))
        harness.eventually(lambda: not self.is_open(), "the holidays moved")
        self.put(calendar(days(2, 5), days(-1, 1, "Holiday of the town")))
        harness.eventually(self.is_open, "a day came back")
        self.put(calendar(days(-1, 1, "Inspection")))
        harness.eventually(lambda: not self.is_open(), "another event is none")

    def test_a_broken_calendar_keeps_the_days_it_had_and_says_where_it_is_broken(self):
        for broken, said in (
            ("BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "terms.ics:2:1: the file ends in the middle"),
            ("<html>", "terms.ics:1:1: this is no calendar"),
            (calendar(days(5, 6) + "\r\nRRULE:FREQ=SECONDLY"), "terms.ics:6:7: an event may repeat once a day"),
        ):
            with self.subTest(said):
                self.put(broken)
                harness.eventually(lambda: self.problems(said), "the problem is told")
                self.assertTrue(self.is_open())
        os.remove(self.daemon.file("terms.ics"))
        harness.eventually(lambda: self.problems("'terms.ics': the file can not be read"), "the missing file is told")
        self.assertTrue(self.is_open())

    def test_new_lists_and_rules_come_in_all_the_same(self):
        self.put("<html>")
        harness.eventually(lambda: self.problems("terms.ics:1"), "the problem is told")
        self.daemon.write("household.yaml", self.household + "block: [open.example]\n")
        harness.eventually(lambda: not self.is_open(), "the new rule is in force")

    def test_a_household_that_names_a_missing_calendar_is_refused_until_the_file_is_there(self):
        self.daemon.write("household.yaml", self.household.replace("terms.ics", "other.ics"))
        harness.eventually(lambda: self.problems("'other.ics': the file can not be read"), "the refusal is told")
        self.assertTrue(self.is_open())
        self.daemon.write("other.ics", calendar(days(2, 5)))
        harness.eventually(lambda: not self.is_open(), "the other calendar is in force")
        os.remove(self.daemon.file("other.ics"))

    def test_check_says_the_line_of_the_calendar_and_that_of_the_household(self):
        check = lambda: self.daemon.command("check", "--config", self.daemon.file("darban.yaml"), check=False)
        self.assertEqual(check().returncode, 0)
        self.put("BEGIN:VCALENDAR\nBEGIN:VEVENT\n")
        self.assertIn("terms.ics:2:1: the file ends in the middle", check().stderr)
        self.assertEqual(check().returncode, 1)
        os.remove(self.daemon.file("terms.ics"))
        self.assertIn("household.yaml:17:33: 'terms.ics': the file can not be read", check().stderr)

    def test_the_example_of_the_household_file_is_right_when_its_remarks_are_taken_away(self):
        with open(os.path.join(FIXTURES, "..", "..", "..", "config", "household.yaml"), encoding="utf-8") as file:
            lines = file.read().splitlines(keepends=True)
        example = [line.replace("# ", "", 1) if line.startswith(("  # - ", "  #   ")) else line for line in lines]
        self.assertGreater(sum(a != b for a, b in zip(lines, example)), 8)
        self.daemon.write("example.yaml", "".join(example))
        with open(self.daemon.file("darban.yaml"), encoding="utf-8") as file:
            self.daemon.write("example-settings.yaml", file.read().replace("household: household.yaml", "household: example.yaml"))
        config = self.daemon.file("example-settings.yaml")
        done = self.daemon.command("calendar", os.path.join(FIXTURES, "outlook.ics"), "--config", config, "--from", "2026-12-01", check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        shutil.copy(os.path.join(FIXTURES, "outlook.ics"), self.daemon.file("terms.ics"))
        done = self.daemon.command("calendar", self.daemon.file("terms.ics"), "--config", config, "--from", "2027-02-01", "--to", "2027-03-22")
        self.assertIn("Mon 2027-02-15 to Fri 2027-02-19, all day (line 23)  -> 'School holidays': 1 window\n", done.stdout)
        self.assertIn("-> nothing: no exception takes it up\n", done.stdout)

    def test_explain_knows_the_holiday_and_its_end(self):
        done = self.daemon.command("explain", "open.example", "--person", "Sara", "--config", self.daemon.file("darban.yaml"))
        self.assertIn(", free until ", done.stdout)
        self.assertIn("It closes ", done.stdout)

    @unittest.skipUnless(os.geteuid() == 0, "another user may not look at the daemon's memory")
    def test_the_daemon_itself_never_maps_the_library(self):
        with open(f"/proc/{self.daemon.process.pid}/maps", encoding="utf-8") as file:
            maps = file.read()
        self.assertIn("darban", maps)
        for library in ("libical", "libicu"):
            self.assertNotIn(library, maps)


class School(DaemonTest):
    """A school's calendar says when there is school: each weekday, by a rule, but for a holiday that an EXDATE takes out. The zone moves the day."""

    household = HOUSEHOLD.replace("    close: [gaming]\n", "    modes: {school: {allow-list: true}}\n") + (
        "exceptions:\n"
        "  - {label: School, calendar: school.ics, events: school*, mode: school, for: Sara}\n"
    )

    @staticmethod
    def school_but_today():
        today = datetime.datetime.now(datetime.timezone.utc).date()
        day = lambda ahead: (today + datetime.timedelta(days=ahead)).strftime("%Y%m%d")
        return calendar(
            f"SUMMARY:School day\r\nDTSTART;VALUE=DATE:{day(-14)}\r\nRRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;UNTIL={day(60)}\r\n"
            f"EXDATE;VALUE=DATE:{day(0)}"
        )

    @classmethod
    def setUpClass(cls):
        cls.upstream = harness.FakeUpstream(cls.script)
        cls.daemon = harness.Daemon([cls.upstream.port], household=cls.household)
        cls.daemon.write("school.ics", cls.school_but_today())
        cls.daemon.start()

    def in_zone(self, zone, gets, what):
        self.daemon.write("household.yaml", self.household.replace("zone: UTC", f'zone: "{zone}"'))
        harness.eventually(lambda: addresses(self.daemon.ask("open.example", client=TABLET)) == [gets], what)

    def test_a_day_taken_out_of_a_weekly_rule_is_a_holiday_and_the_days_beside_it_are_school_days(self):
        self.daemon.write("school.ics", self.school_but_today())  # should midnight have gone by
        self.in_zone("UTC", "192.0.2.1", "today is a holiday")
        self.in_zone("XXX-24", "0.0.0.0", "the day after is a school day")
        self.in_zone("UTC", "192.0.2.1", "and today still a holiday")
        self.in_zone("XXX+24", "0.0.0.0", "the day before was a school day")


class AtTheStart(unittest.TestCase):
    def test_a_missing_calendar_does_not_keep_the_daemon_from_serving_and_comes_in_later(self):
        upstream = harness.FakeUpstream()
        self.addCleanup(upstream.close)
        daemon = harness.Daemon([upstream.port], household=InForce.household)
        daemon.start()
        try:
            ask = lambda: addresses(daemon.ask("open.example", client=TABLET))
            self.assertEqual(ask(), ["0.0.0.0"])
            self.assertIn("'terms.ics': the file can not be read", " ".join(daemon.status()["rules"]["problems"]))
            self.assertIn("household.yaml:", daemon.log())
            daemon.write("terms.ics", calendar(days(-1, 1)))
            harness.eventually(lambda: ask() == ["192.0.2.1"], "the holidays are in force")
            begun = time.monotonic()
            daemon.reload()
            daemon.status()
            self.assertLess(time.monotonic() - begun, harness.PATIENCE)
        finally:
            daemon.close()


if __name__ == "__main__":
    harness.main()
