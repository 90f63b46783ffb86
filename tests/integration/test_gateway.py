#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Gateway mode, as a family meets it: the real daemon and the real darban-gateway on a router, real nftables and conntrack, two devices in the house
and one host that is the Internet, in network namespaces. Needs root and Debian's nftables, iproute2 and curl; skips where they are missing.

What was measured is printed at the end. What happens when one of the two goes: test_gateway_ends.py.
"""
import os
import subprocess
import sys
import time

import harness
from gateway_house import (
    GATEWAY,
    SITE4,
    SITE6,
    SHOP4,
    SHOP6,
    HELP4,
    HELP6,
    TALK4,
    TALK6,
    LEARN4,
    LEARN6,
    UNRESOLVED4,
    UNRESOLVED6,
    OFF,
    BEDTIME,
    RESOLVED_ONLY,
    household,
    Download,
    GatewayTest,
)
from harness import eventually
from internet_host import FOREIGN_ANSWER, FOREIGN_RESOLVER, UPSTREAM, addresses_of
from network import ADULT4, CHILD4, CHILD_MAC, CHILD_PRIVATE6, ROUTER4, ROUTER6, measured, milliseconds, run_and_tell


class Redirection(GatewayTest):
    def test_a_hard_coded_resolver_is_answered_by_darban(self):
        for server in FOREIGN_RESOLVER:
            for tcp in (False, True):
                self.assertEqual(self.child.resolve("site.example", server=server, tcp=tcp), [SITE4], f"{server} tcp={tcp}")
                self.assertEqual(self.child.resolve("site.example", "AAAA", server=server, tcp=tcp), [SITE6])
            eventually(lambda: self.child.resolve("games.example", server=server) == ["0.0.0.0"], "the child is known by this address too, and its rules hold")
            self.assertEqual(self.adult.resolve("games.example", server=server), [addresses_of("60")[0]], "and the adult's")
            self.assertNotIn(FOREIGN_ANSWER["A"], self.child.resolve("anything.example", server=server))
        measured("a resolver built into an app (UDP and TCP, IPv4 and IPv6)", "answered by darban, with the asker's rules")

    def test_an_address_where_nobody_listens_is_answered_too(self):
        self.assertEqual(self.child.resolve("site.example", server="203.0.113.200"), [SITE4])

    def test_questions_to_the_router_itself_go_on_as_they_were(self):
        for server in (ROUTER4, ROUTER6):
            self.assertEqual(self.child.resolve("site.example", server=server), [SITE4])

    def test_the_routers_own_questions_are_not_redirected(self):
        self.assertEqual(self.network.router.resolve("anything.example", server=FOREIGN_RESOLVER[0]), [FOREIGN_ANSWER["A"]])

    def test_a_flow_to_port_53_that_began_before_does_not_go_round_us(self):
        self.daemon.stop_helper()
        self.assertEqual(self.child.resolve("anything.example", server=FOREIGN_RESOLVER[0]), [FOREIGN_ANSWER["A"]], "without gateway mode it does")
        words = ["dig", "+short", "+time=1", "+tries=1", "-b", f"{CHILD4}#5353", "@" + FOREIGN_RESOLVER[0], "anything.example"]
        self.assertEqual(self.child.run(*words).stdout.strip(), FOREIGN_ANSWER["A"])
        self.daemon.start_helper()
        eventually(self.daemon.in_force, "gateway mode is in force again")
        self.assertNotIn(FOREIGN_ANSWER["A"], self.child.run(*words).stdout)


class WaysRound(GatewayTest):
    def test_dns_over_tls_is_rejected_at_once(self):
        for address in (*FOREIGN_RESOLVER, SITE4, SITE6):
            word, took = self.child.connects(address, 853).split()
            self.assertIn(word, ("refused", "unreachable"), address)
            self.assertLess(int(took), 500)
            self.assertIn(self.child.echoes(address, 853).split()[0], ("refused", "unreachable"), "DNS over QUIC too")
            measured(f"DNS over TLS to {address}", f"{word} after {took} ms")

    def test_known_resolvers_are_rejected_on_443_too_and_nobody_else(self):
        for address in FOREIGN_RESOLVER:
            self.closed(self.child, address, 443)
            self.assertTrue(self.child.fetches(address)[0], "other ports of theirs are left alone")
        for address in (SITE4, SITE6):
            self.assertEqual(self.child.connects(address, 443).split()[0], "yes")

    def test_whose_level_is_off_may_use_them(self):
        self.daemon.rules(sara="    bypass: off")
        self.wait_for(CHILD_MAC, "open")
        for address in FOREIGN_RESOLVER:
            self.assertEqual(self.child.connects(address, 853).split()[0], "yes")
            self.assertEqual(self.child.connects(address, 443).split()[0], "yes")

    def test_strict_closes_the_ports_of_tunnels_and_standard_does_not(self):
        for address in (SITE4, SITE6):
            self.assertEqual(self.child.echoes(address, 1194).split()[0], "yes")
        self.daemon.rules(sara="    bypass: strict")
        self.wait_for(CHILD_MAC, "open_strict")
        for address in (SITE4, SITE6):
            self.assertIn(self.child.echoes(address, 1194).split()[0], ("refused", "unreachable"))
            self.assertTrue(self.child.fetches(address)[0])
            self.assertEqual(self.adult.echoes(address, 1194).split()[0], "yes", "the adult's stay open")

    def test_darbans_own_upstream_answers_it_although_devices_may_not_ask_it(self):
        self.closed(self.child, UPSTREAM[0], 443)
        self.assertEqual(self.child.resolve("learn.example"), [LEARN4])


class ClosedDoors(GatewayTest):
    def test_a_running_download_stops_when_the_door_closes(self):
        for address in (SITE4, SITE6):
            self.open_doors()
            download = Download(self.child, address)
            self.addCleanup(download.stop)
            other = Download(self.adult, address)
            self.addCleanup(other.stop)
            took = download.stopped_after(self.daemon.rules(sara=OFF))
            self.assertLess(took, 3.0)
            measured(f"a running download from {address}, from the rule to its last octet", milliseconds(took))
            self.assertTrue(other.runs(1.5), "the adult's runs on")
            self.closed(self.child, address)

    def test_pause_as_a_parent_types_it_stops_a_running_download(self):
        """From the moment the command is typed; and back."""
        config = ("--config", self.daemon.file("darban.yaml"))
        for address in (SITE4, SITE6):
            download = Download(self.child, address)
            self.addCleanup(download.stop)
            began = time.monotonic()
            pause = subprocess.Popen([harness.DARBAN, "pause", "Sara", "--minutes", "5", *config], stdout=subprocess.PIPE, text=True)
            took = download.stopped_after(began)
            self.assertIn("Sara is paused", pause.communicate()[0])
            self.assertLess(took, 3.0)
            measured(f"a running download from {address}, from `darban pause` being typed to its last octet", milliseconds(took))
            self.closed(self.child, address)
            self.daemon.command("revoke", "--all", "Sara", *config)
            self.wait_for(CHILD_MAC, "open_standard")
            self.assertTrue(self.child.fetches(address)[0])

    def test_datagrams_that_come_without_being_asked_for_stop_too(self):
        for address, source in ((SITE4, CHILD4), (SITE6, CHILD_PRIVATE6)):
            self.open_doors()
            helper = os.path.join(os.path.dirname(os.path.abspath(__file__)), "lan_host.py")
            stream = self.child.start(sys.executable, "-B", helper, "stream", address, source, stdout=subprocess.PIPE, text=True)
            self.addCleanup(stream.kill)
            self.assertEqual(stream.stdout.readline(), "streaming\n")
            began = self.daemon.rules(sara=OFF)
            took = float(stream.stdout.readline()) - began
            stream.communicate()
            self.assertLess(took, 3.0)
            measured(f"a stream of datagrams from {address}, likewise", milliseconds(max(took, 0)))

    def test_a_download_over_a_flowtable_stops_too(self):
        """Routers let established connections pass the rules by (software flow offloading); cutting the connection is what ends them."""
        table = "table inet fast { flowtable f { hook ingress priority 0; devices = { lan1, wan }; }\nchain f { type filter hook forward priority 0; meta l4proto tcp flow add @f\n }\n}\n"
        made = self.network.router.run("nft", "-f", "-", input=table)
        if made.returncode != 0:
            self.skipTest("the kernel has no flowtables")
        self.addCleanup(self.network.router.run, "nft", "delete", "table", "inet", "fast")
        download = Download(self.child, SITE4)
        self.addCleanup(download.stop)
        self.assertTrue(download.runs(1))
        took = download.stopped_after(self.daemon.rules(sara=OFF))
        self.assertLess(took, 3.0)
        measured("a download that a flowtable carries past the rules, likewise", milliseconds(took))

    def test_it_opens_again_by_itself_when_the_mode_ends(self):
        self.daemon.rules(sara=OFF)
        self.wait_for(CHILD_MAC, "closed_standard")
        self.closed(self.child, SITE4)
        self.open_doors()
        for address in (SITE4, SITE6):
            self.assertTrue(self.child.fetches(address)[0])

    def test_a_bedtime_closes_at_its_minute(self):
        """The zone is chosen so that bedtime comes in about three seconds."""
        download = Download(self.child, SITE4)
        self.addCleanup(download.stop)
        edge = int(time.time()) + 4
        offset = (21 * 3600 - edge) % 86400  # what must be added to UTC so that the edge is 21:00:00
        sign = "-"  # POSIX counts westward
        if offset > 12 * 3600:
            offset, sign = 86400 - offset, "+"
        zone = f"TST{sign}{offset // 3600:02}:{offset // 60 % 60:02}:{offset % 60:02}"
        self.daemon.rules(sara="    timetable: [{days: daily, start: 21:00, end: 22:00, mode: bedtime}]", zone=zone)
        took = download.stopped_after(0) - time.monotonic() + time.time() - edge
        self.assertGreater(took, -0.1, "not before its time")
        self.assertLess(took, 1.5)
        measured("a running download at a bedtime of the timetable, after the edge", milliseconds(took))
        self.assertEqual(self.child.resolve("site.example"), ["0.0.0.0"])

    def test_helplines_and_open_doors_go_on(self):
        self.daemon.rules(sara=BEDTIME)
        self.wait_for(CHILD_MAC, "closed_standard")
        for name, v4, v6 in (("help.example", HELP4, HELP6), ("learn.example", LEARN4, LEARN6)):
            for kind, address in (("A", v4), ("AAAA", v6)):
                self.closed(self.child, address)
                self.assertEqual(self.child.resolve(name, kind), [address])
                fetched, why = self.child.fetches(address)
                self.assertTrue(fetched, f"{name} {address}: {why}")
        self.closed(self.child, SITE4)
        measured("a helpline and an open door at bedtime", "open, as soon as they are asked for")

    def test_a_helplines_connection_is_not_cut(self):
        self.assertEqual(self.child.resolve("talk.example"), [TALK4])
        self.assertEqual(self.child.resolve("talk.example", "AAAA"), [TALK6])
        talks = [Download(self.child, address) for address in (TALK4, TALK6)]
        for talk in talks:
            self.addCleanup(talk.stop)
        self.daemon.rules(sara=OFF)
        self.wait_for(CHILD_MAC, "closed_standard")
        for talk in talks:
            self.assertTrue(talk.runs(2))
        measured("a talk with a helpline that runs when the door closes", "goes on")

    def test_an_address_that_was_answered_before_does_not_outlive_the_closing(self):
        self.daemon.rules(sara=RESOLVED_ONLY)
        self.wait_for(CHILD_MAC, "answered_standard")
        self.assertEqual(self.child.resolve("site.example"), [SITE4])
        self.assertTrue(self.child.fetches(SITE4)[0])
        self.daemon.rules(sara=OFF)
        self.wait_for(CHILD_MAC, "closed_standard")
        self.closed(self.child, SITE4)

    def test_a_guest_and_a_network_close_as_devices_do(self):
        self.daemon.write("household.yaml", harness.household_file(household(guest=OFF[2:])).replace(CHILD_MAC, "02:00:00:00:00:99"))
        self.daemon.reload()
        eventually(lambda: self.child.connects(SITE4, 80).split()[0] != "yes", "the guest's door closes")
        self.assertTrue(self.adult.fetches(SITE4)[0])
        room = f"rooms:\n  - {{label: nursery, prefix: {CHILD4}/29, band: under-10, timetable: [{{days: daily, start: 00:00, end: 24:00, mode: off}}]}}\n"
        self.daemon.write("household.yaml", harness.household_file(household().replace(CHILD_MAC, "02:00:00:00:00:99") + room))
        self.daemon.reload()
        eventually(lambda: self.child.connects(SITE6, 80).split()[0] == "yes", "IPv6 is not in that room")
        self.closed(self.child, SITE4)
        self.assertTrue(self.adult.fetches(SITE4)[0], "the adult's phone is known by its MAC, wherever it is")


class ResolvedOnly(GatewayTest):
    def setUp(self):
        self.daemon.rules(sara=OFF)  # nothing of another case is left
        self.wait_for(CHILD_MAC, "closed_standard")
        self.daemon.rules(sara=RESOLVED_ONLY)
        self.wait_for(CHILD_MAC, "answered_standard")

    def test_an_address_that_was_never_answered_fails_at_once(self):
        for address in (UNRESOLVED4, UNRESOLVED6):
            word, took = self.child.connects(address, 80).split()
            self.assertIn(word, ("refused", "unreachable"))
            self.assertIn(self.child.echoes(address, 1194).split()[0], ("refused", "unreachable"), "a VPN by address")
            self.assertTrue(self.adult.fetches(address)[0], "the adult is not held to it")
            measured(f"under resolved-only, {address} that was never answered", f"{word} after {took} ms")

    def test_an_ordinary_site_and_its_cdn_work_at_once(self):
        waits = []
        for name, kind, address in (
            ("site.example", "A", SITE4),
            ("site.example", "AAAA", SITE6),
            ("www.shop.example", "A", SHOP4),
            ("www.shop.example", "AAAA", SHOP6),
        ):
            self.closed(self.child, address)
            self.assertEqual(self.child.resolve(name, kind)[-1], address)
            began = time.monotonic()
            fetched, why = self.child.fetches(address)
            waits.append(time.monotonic() - began)
            self.assertTrue(fetched, f"{name} {address}: {why}")
        measured("an ordinary site and its CDN under resolved-only (IPv4 and IPv6)", f"open with the first connection, {milliseconds(max(waits))} for page and curl")

    def test_hints_of_https_records_count(self):
        v4, v6 = addresses_of("50")
        self.closed(self.child, v4)
        self.assertIn(v4, " ".join(self.child.resolve("hinted.example", "HTTPS")))
        for address in (v4, v6):
            self.assertTrue(self.child.fetches(address)[0], address)

    def test_what_one_device_was_answered_is_no_way_for_another(self):
        self.assertEqual(self.adult.resolve("site.example"), [SITE4])
        self.closed(self.child, SITE4)

    def test_whoever_asked_by_tcp_is_served_too(self):
        self.assertEqual(self.child.resolve("site.example", tcp=True), [SITE4])
        self.assertTrue(self.child.fetches(SITE4)[0])

    def test_answers_out_of_the_cache_open_the_way_as_well(self):
        self.adult.resolve("www.shop.example")
        self.assertEqual(self.child.resolve("www.shop.example")[-1], SHOP4)
        self.assertTrue(self.child.fetches(SHOP4)[0])

    def test_exceptions_and_the_own_network_are_always_within_reach(self):
        self.assertEqual(self.child.connects(ADULT4, 1).split()[0], "refused", "by the neighbour itself")
        word = self.child.connects("192.0.2.7", 80).split()[0]
        self.assertIn(word, ("silence", "unreachable"))  # nobody lives there; the router lets it pass
        self.assertIn("192.0.2.0/24", self.daemon.table())

    def test_established_connections_go_on(self):
        self.daemon.rules()
        self.wait_for(CHILD_MAC, "open_standard")
        download = Download(self.child, UNRESOLVED4)
        self.addCleanup(download.stop)
        self.daemon.rules(sara=RESOLVED_ONLY)
        self.wait_for(CHILD_MAC, "answered_standard")
        self.assertTrue(download.runs(1.5))
        self.closed(self.child, UNRESOLVED4)

    def test_a_closed_name_opens_nothing(self):
        eventually(lambda: self.child.resolve("games.example") == ["0.0.0.0"], "the child is known")
        self.daemon.rules(sara=OFF)  # nothing is left of what it was told while it was not
        self.wait_for(CHILD_MAC, "closed_standard")
        self.daemon.rules(sara=RESOLVED_ONLY)
        self.wait_for(CHILD_MAC, "answered_standard")
        self.assertEqual(self.child.resolve("games.example"), ["0.0.0.0"])
        self.closed(self.child, addresses_of("60")[0])

    def test_no_reply_overtakes_the_kernel(self):
        """Fifty names with addresses of their own, each connected to as soon as its answer is there."""
        self.assertEqual(self.child.python("race", ROUTER4, 50).split(), ["yes"] * 50)


if __name__ == "__main__":
    run_and_tell(GATEWAY)
