#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""DHCP servers' lease files under the real daemon: a device is known by its lease, and a file that is caught in the middle of something takes
nothing from anybody."""
import os
import time
import unittest

import harness
from harness import Daemon, FakeUpstream, addresses

HOUSEHOLD = """
zone: UTC
people:
  - name: Sara
    band: 10-12
    close: [gaming]
    devices:
      - {label: tablet, mac: "02:00:5e:10:00:01"}
guest:
  band: adult
"""
TABLET, OTHER = "127.0.1.50", "127.0.1.51"
TABLETS_LINE = f"0 02:00:5e:10:00:01 {TABLET} tablet 01:02:00:5e:10:00:01\n"
OTHERS_LINE = f"0 02:00:5e:10:00:02 {OTHER} * *\n"
DNSMASQ = TABLETS_LINE + OTHERS_LINE
KEA = "address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context\n"
SETTINGS = "leases: [dnsmasq.leases, kea.csv]"


class Leases(unittest.TestCase):
    def setUp(self):
        self.upstream = FakeUpstream()
        self.daemon = Daemon([self.upstream.port], household=HOUSEHOLD, settings=SETTINGS)
        self.addCleanup(self.upstream.close)
        self.addCleanup(self.daemon.close)

    def is_sara(self, client=TABLET):
        return addresses(self.daemon.ask("games.example", client=client)) == ["0.0.0.0"]

    def wait_for_sara(self, client=TABLET):
        harness.eventually(lambda: self.is_sara(client), f"{client} is Sara's")

    def assert_it_stays_saras(self, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.assertTrue(self.is_sara())

    def problems(self):
        return self.daemon.status()["rules"]["problems"]

    def write_in_place(self, *pieces):
        """As dnsmasq does it: the file stays the same one, is cut to nothing and written again."""
        with open(self.daemon.file("dnsmasq.leases"), "w", encoding="ascii") as file:
            for piece in pieces:
                file.write(piece)
                file.flush()
                yield

    def test_a_lease_file_that_is_there_counts_from_the_first_question(self):
        self.daemon.write("dnsmasq.leases", DNSMASQ)
        self.daemon.start()
        self.assertTrue(self.is_sara())
        self.assertFalse(self.is_sara(OTHER))

    def test_a_lease_file_that_appears_counts_and_an_address_follows_the_device(self):
        self.daemon.start()
        self.assertFalse(self.is_sara())
        self.daemon.write("dnsmasq.leases", DNSMASQ)
        self.wait_for_sara()
        self.daemon.write("dnsmasq.leases", DNSMASQ.replace(TABLET, "127.0.1.60"))
        self.wait_for_sara("127.0.1.60")

    def test_a_file_held_open_is_followed_while_it_grows(self):
        with open(self.daemon.file("dnsmasq.leases"), "a", encoding="ascii") as file:
            self.daemon.start()
            file.write(OTHERS_LINE)
            file.flush()
            file.write(TABLETS_LINE)
            file.flush()
            self.wait_for_sara()

    def test_a_file_caught_in_the_middle_takes_nothing_away(self):
        self.daemon.write("dnsmasq.leases", DNSMASQ)
        self.daemon.start()
        self.assertTrue(self.is_sara())

        for _ in self.write_in_place("", "0 02:00:5e", ":10:00:02 127.0.1.51 * *\n"):
            self.assert_it_stays_saras(0.8)  # longer than the moment of quiet after which a file is read
        for _ in self.write_in_place(DNSMASQ):
            self.assert_it_stays_saras(0.4)
        self.daemon.write("dnsmasq.leases", "")  # another file by rename, empty
        self.assert_it_stays_saras(0.8)
        self.daemon.write("dnsmasq.leases", DNSMASQ)
        self.assert_it_stays_saras(0.4)
        os.remove(self.daemon.file("dnsmasq.leases"))
        self.assert_it_stays_saras(0.8)
        self.assertEqual(self.problems(), [])

    def test_a_file_of_rubbish_is_a_problem_with_its_place_and_the_last_good_leases_hold(self):
        self.daemon.write("dnsmasq.leases", DNSMASQ)
        self.daemon.start()
        self.daemon.write("dnsmasq.leases", "<html>\nnot here\n")
        harness.eventually(self.problems, "the problem is told")
        self.assertIn("dnsmasq.leases:2: not a lease file of dnsmasq, odhcpd, Kea or ISC dhcpd", self.problems()[0])
        self.assertTrue(self.is_sara())
        self.daemon.write("dnsmasq.leases", DNSMASQ)
        harness.eventually(lambda: not self.problems(), "the problem is over")

    def test_a_bad_line_is_told_once_with_its_number_and_the_others_count(self):
        self.daemon.write("dnsmasq.leases", f"0 02:00:5e {OTHER} * *\n" + TABLETS_LINE)
        self.daemon.start()
        self.assertTrue(self.is_sara())
        self.assertEqual(self.daemon.log().count("dnsmasq.leases:1: a lease that can not be read: not a MAC address"), 1)
        for secret in ("02:00:5e", OTHER):
            self.assertNotIn(secret, self.daemon.log())

    def test_in_keas_journal_the_last_line_counts_and_a_new_journal_ends_nothing(self):
        given = f"{TABLET},02:00:5e:10:00:01,,3600,4102444800,1,0,0,tablet,0,\n"
        self.daemon.write("kea.csv", KEA + given)
        self.daemon.start()
        self.assertTrue(self.is_sara())
        self.daemon.write("kea.csv", KEA)
        self.assert_it_stays_saras(0.8)
        with open(self.daemon.file("kea.csv"), "a", encoding="ascii") as journal:
            journal.write(f"{TABLET},02:00:5e:10:00:01,,0,1795464000,1,0,0,tablet,0,\n")
        harness.eventually(lambda: not self.is_sara(), "the lease was taken back")

    def test_an_ended_lease_counts_for_nothing(self):
        self.daemon.write("dnsmasq.leases", TABLETS_LINE.replace("0 ", "1700000000 ", 1))
        self.daemon.start()
        self.assertFalse(self.is_sara())

    def test_other_files_may_be_named_while_it_runs(self):
        self.daemon.start()
        self.daemon.write("elsewhere", DNSMASQ)
        self.daemon.write("darban.yaml", self.daemon.settings_text.replace(SETTINGS, 'leases: ["dnsmasq:elsewhere"]'))
        self.daemon.reload()
        self.wait_for_sara()

    def test_many_leases_at_once_hold_nobody_up(self):
        self.daemon.write("dnsmasq.leases", DNSMASQ)
        self.daemon.start()
        lines = [f"0 02:01:00:00:{i >> 8:02x}:{i & 255:02x} 10.9.{i >> 8}.{i & 255} * *\n" for i in range(10000)]
        self.daemon.write("dnsmasq.leases", "".join(lines) + DNSMASQ.replace(TABLET, "127.0.1.61"))
        self.wait_for_sara("127.0.1.61")


if __name__ == "__main__":
    harness.main()
