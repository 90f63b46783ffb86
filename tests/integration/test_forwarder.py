#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A forwarder that says for whom it asks, and everybody else who would like to be believed: dig writes the EDNS options, the real daemon hears
them."""
import shutil
import struct
import subprocess
import unittest

import harness
from harness import DaemonTest, LOOPBACK, PHONE, TABLET, addresses

import dns.edns

FORWARDER, STRANGER = "127.0.2.1", "127.0.1.9"
CHILD_MAC, ADULT_MAC, NEW_MAC = "020000000007", "020000000008", "020000000009"

HOUSEHOLD = """
zone: UTC
people:
  - name: Sara
    band: 10-12
    close: [gaming]
    devices:
      - {label: tablet, address: 127.0.1.7, mac: "02:00:00:00:00:07"}
  - name: Amna
    band: adult
    devices:
      - {label: phone, address: 127.0.1.8, mac: "02:00:00:00:00:08"}
      - {label: router, address: 127.0.2.1}
guest:
  band: adult
  block: [shop.example]
"""


def subnet(address, source=32):
    octets = bytes(int(part) for part in address.split("."))
    return dns.edns.GenericOption(8, struct.pack("!HBB", 1, source, 0) + octets[: (source + 7) // 8])


def mac(text):
    return dns.edns.GenericOption(65001, bytes.fromhex(text))


class Forwarder(DaemonTest):
    daemon_settings = {"household": HOUSEHOLD, "settings": f"trusted-forwarders: [{FORWARDER}]"}
    left_the_house = []

    @staticmethod
    def script(query, transport):
        Forwarder.left_the_house.append([option.otype for option in query.options])
        return None

    def who(self, client, *options, tcp=False):
        """Sara, Amna or a guest, by what is closed for them."""
        games = addresses(self.daemon.ask("games.example", client=client, options=list(options), tcp=tcp))
        shop = addresses(self.daemon.ask("shop.example", client=client, options=list(options), tcp=tcp))
        return {(True, False): "Sara", (False, False): "Amna", (False, True): "guest"}[(games == ["0.0.0.0"], shop == ["0.0.0.0"])]

    def trouble(self, key):
        return self.daemon.status()["trouble_since_start"][key]

    def test_the_named_client_decides_over_udp_and_tcp(self):
        for tcp in (False, True):
            self.assertEqual(self.who(FORWARDER, mac(CHILD_MAC), tcp=tcp), "Sara")
            self.assertEqual(self.who(FORWARDER, mac(ADULT_MAC), tcp=tcp), "Amna")
            self.assertEqual(self.who(FORWARDER, mac(NEW_MAC), tcp=tcp), "guest")
            self.assertEqual(self.who(FORWARDER, subnet(TABLET), tcp=tcp), "Sara")
            self.assertEqual(self.who(FORWARDER, tcp=tcp), "Amna")

    def test_a_broken_claim_makes_nobody_the_forwarder_and_is_counted(self):
        before = self.trouble("not_believed_a_client_named_unreadably")
        self.assertEqual(self.who(FORWARDER, mac("0200")), "guest")
        self.assertEqual(self.who(FORWARDER, mac(ADULT_MAC), mac(CHILD_MAC)), "guest")
        self.assertEqual(self.trouble("not_believed_a_client_named_unreadably"), before + 4)

    def test_a_forged_claim_is_ignored_and_counted(self):
        before = self.trouble("ignored_a_client_named_by_somebody_untrusted")
        for forged in (mac(ADULT_MAC), subnet(PHONE), dns.edns.GenericOption(65073, b"02:00:00:00:00:08")):
            self.assertEqual(self.who(STRANGER, forged), "guest")
            self.assertEqual(self.who(TABLET, forged), "Sara")
        self.assertEqual(self.trouble("ignored_a_client_named_by_somebody_untrusted"), before + 12)

    @unittest.skipUnless(shutil.which("dig"), "skipped: dig is not there")
    def test_dig_with_a_forged_mac_gets_the_tablets_closed_answer(self):
        def dig(client, *options):
            words = ["dig", "+short", "-p", str(self.daemon.port), f"@{LOOPBACK}", "-b", client, *options, "games.example"]
            return subprocess.run(words, capture_output=True, text=True, timeout=30, check=True).stdout.strip()

        self.assertEqual(dig(TABLET, f"+ednsopt=65001:{ADULT_MAC}"), "0.0.0.0")
        self.assertEqual(dig(TABLET, f"+subnet={PHONE}/32"), "0.0.0.0")
        self.assertEqual(dig(TABLET, f"+ednsopt=65073:{b'02:00:00:00:00:08'.hex()}"), "0.0.0.0")
        self.assertEqual(dig(FORWARDER, f"+ednsopt=65001:{CHILD_MAC}"), "0.0.0.0")
        self.assertEqual(dig(FORWARDER, f"+ednsopt=65001:{ADULT_MAC}"), "192.0.2.1")

    def test_nothing_of_a_claim_goes_upstream(self):
        self.daemon.ask("upstream.example", client=FORWARDER, options=[mac(ADULT_MAC), subnet(PHONE)])
        self.assertTrue(self.upstream.asked_for("upstream.example"))
        self.assertEqual([options for options in self.left_the_house if options], [])

    def test_the_reply_holds_no_claim(self):
        for options in ([mac(CHILD_MAC)], [subnet(TABLET)]):
            reply = self.daemon.ask("games.example", client=FORWARDER, options=options)
            self.assertEqual([option.otype for option in reply.options], [15])

    def test_taking_the_trust_away_works_at_once(self):
        self.addCleanup(self.change_settings, self.daemon.settings_text, "Sara")
        self.change_settings(self.daemon.settings_text.replace(FORWARDER, "127.0.2.2"), "Amna")

    def change_settings(self, text, then):
        self.daemon.write("darban.yaml", text)
        self.daemon.reload()
        harness.eventually(lambda: self.who(FORWARDER, mac(CHILD_MAC)) == then, f"the forwarder's client is {then}")


if __name__ == "__main__":
    harness.main()
