#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What is left of gateway mode when darban or darban-gateway goes, and comes back; where test_gateway.py is. Two of them wait half a minute: that long
restrictions outlive a darban that hangs or died.
"""
import os
import signal
import time

import harness
from gateway_house import GATEWAY, SITE4, SITE6, HELP4, UNRESOLVED4, OFF, RESOLVED_ONLY, household, Router, HouseTest
from harness import eventually
from internet_host import FOREIGN_ANSWER, FOREIGN_RESOLVER
from network import CHILD4, CHILD6, CHILD_MAC, Network, measured, run_and_tell


class Lifetime(HouseTest):
    """What is left of gateway mode when one of the two goes."""

    def setUp(self):
        self.network = Network()
        self.addCleanup(self.network.close)
        self.child = self.network.child
        self.daemon = Router(self.network)
        self.addCleanup(self.daemon.close)

    def start(self):
        self.daemon.start_helper()
        eventually(lambda: os.path.exists(self.daemon.gateway_socket), "darban-gateway listens")
        self.daemon.start()
        eventually(self.daemon.in_force, "gateway mode is in force")

    def close_the_child(self):
        self.daemon.rules(sara=OFF)
        eventually(lambda: self.daemon.treatment_of(CHILD_MAC) == "closed_standard", "the child's door is closed")

    def test_without_the_helper_darban_answers_and_says_so(self):
        self.daemon.start()
        self.assertEqual(self.child.resolve("site.example"), [SITE4])
        self.assertFalse(self.daemon.in_force())
        self.assertIn("is darban-gateway running", self.daemon.command("status", "--config", self.daemon.file("darban.yaml")).stdout)
        self.assertIn("gateway mode is not in force", self.daemon.log())
        self.daemon.start_helper()
        eventually(self.daemon.in_force, "it is taken up when it comes")
        self.close_the_child()

    def test_the_table_is_gone_when_the_helper_ends_however_it_ends(self):
        self.start()
        for how in (signal.SIGTERM, signal.SIGKILL):
            self.close_the_child()
            self.daemon.stop_helper(how)
            self.assertEqual(self.daemon.table(), "")
            self.assertTrue(self.child.fetches(SITE4)[0])
            eventually(lambda: not self.daemon.in_force(), "status says so")
            self.daemon.start_helper()
            eventually(self.daemon.in_force, "it is taken up again")
            eventually(lambda: self.daemon.treatment_of(CHILD_MAC) == "closed_standard", "with the child's door closed")

    def test_nobody_else_can_change_the_table(self):
        self.start()
        self.close_the_child()
        self.network.router.run("nft", "flush", "ruleset")
        self.assertNotEqual(self.network.router.run("nft", "delete", "table", "inet", "darban").returncode, 0)
        self.assertEqual(self.daemon.treatment_of(CHILD_MAC), "closed_standard")
        self.assertEqual(self.child.connects(SITE6, 80).split()[0], "refused")

    def test_a_device_that_just_woke_up_finds_its_way_with_its_first_question(self):
        """darban knows it a moment later; the kernel had to know it to take its question."""
        self.daemon.write("household.yaml", harness.household_file(household(sara=RESOLVED_ONLY)))
        self.start()
        self.assertEqual(self.child.resolve("site.example"), [SITE4])
        self.assertTrue(self.child.fetches(SITE4)[0])
        self.assertEqual(self.child.connects(UNRESOLVED4, 80).split()[0], "refused")

    def test_a_restart_of_darban_is_not_felt(self):
        self.start()
        self.daemon.rules(sara=RESOLVED_ONLY)
        eventually(lambda: self.daemon.treatment_of(CHILD_MAC) == "answered_standard", "the child is resolved-only")
        self.assertEqual(self.child.resolve("site.example"), [SITE4])
        self.assertEqual(self.daemon.stop(), 0)
        self.assertTrue(self.child.fetches(SITE4)[0])
        self.assertEqual(self.child.connects(UNRESOLVED4, 80).split()[0], "refused", "the rules stand meanwhile")
        self.daemon.start()
        eventually(self.daemon.in_force, "gateway mode is in force")
        self.assertTrue(self.child.fetches(SITE4)[0], "what was answered before is still open")
        self.assertEqual(self.child.connects(UNRESOLVED4, 80).split()[0], "refused")

    def seconds_until_the_table_is_gone(self):
        began = time.monotonic()
        while self.daemon.table() and time.monotonic() - began < 60:
            time.sleep(0.2)
        return time.monotonic() - began

    def test_restrictions_lift_when_darban_hangs(self):
        self.start()
        self.close_the_child()
        self.daemon.process.send_signal(signal.SIGSTOP)
        try:
            took = self.seconds_until_the_table_is_gone()
        finally:
            self.daemon.process.send_signal(signal.SIGCONT)
        self.assertTrue(15 < took < 35, took)
        measured("restrictions lift when darban hangs, after", f"{took:.0f} s")
        eventually(lambda: self.daemon.treatment_of(CHILD_MAC) == "closed_standard", "they are back when it wakes up")

    def test_restrictions_lift_when_darban_dies_and_does_not_come_back(self):
        self.start()
        self.close_the_child()
        self.daemon.process.kill()
        self.daemon.process.wait()
        self.closed(self.child, SITE4)
        self.assertTrue(self.network.adult.fetches(SITE4)[0], "who was open is open meanwhile")
        took = self.seconds_until_the_table_is_gone()
        self.assertTrue(15 < took < 35, took)
        measured("restrictions lift when darban was killed, after", f"{took:.0f} s")
        for address in (SITE4, SITE6):
            self.assertTrue(self.child.fetches(address)[0])
        self.assertEqual(self.child.resolve("anything.example", server=FOREIGN_RESOLVER[0]), [FOREIGN_ANSWER["A"]], "other resolvers are themselves again")
        self.assertIn("every door is open until it comes back", self.daemon.helper_log())
        self.daemon.start()
        eventually(lambda: self.daemon.treatment_of(CHILD_MAC) == "closed_standard", "they are back when it is")

    def test_gateway_mode_ends_with_its_setting(self):
        self.start()
        self.close_the_child()
        self.daemon.write("darban.yaml", self.daemon.settings_text.replace("socket: gateway.sock", 'socket: ""'))
        self.daemon.reload()
        eventually(lambda: not self.daemon.table(), "the table is gone")
        self.assertFalse(self.daemon.status()["gateway"]["wanted"])
        self.assertTrue(self.child.fetches(SITE4)[0])

    def test_settings_that_are_not_in_order_are_said(self):
        self.daemon.write("darban.yaml", self.daemon.settings_text.replace("interfaces: [br-lan], ", ""))
        self.daemon.start_helper()
        self.daemon.start()
        text = self.daemon.command("status", "--config", self.daemon.file("darban.yaml")).stdout
        self.assertIn("gateway.interfaces names no interface", text)
        self.assertEqual(self.child.resolve("site.example"), [SITE4])

    def test_neither_log_holds_a_name_or_an_address(self):
        self.start()
        self.daemon.rules(sara=RESOLVED_ONLY)
        eventually(lambda: self.daemon.treatment_of(CHILD_MAC) == "answered_standard", "the child is resolved-only")
        self.child.resolve("site.example")
        self.close_the_child()
        self.child.resolve("help.example")
        self.daemon.stop_helper()
        said = self.daemon.helper_log() + self.daemon.log()
        for trace in (SITE4, HELP4, CHILD4, CHILD6, CHILD_MAC, "site.example", "help.example", "Sara", "tablet"):
            self.assertNotIn(trace, said)

    def test_the_helper_keeps_one_capability_and_no_way_back(self):
        self.start()
        processes = self.network.router.run("ip", "netns", "pids", self.network.router.name).stdout.split()
        for process in processes:
            with open(f"/proc/{process}/status", encoding="utf-8") as file:
                status = dict(line.split(":\t") for line in file.read().splitlines() if ":\t" in line)
            if status["Name"] != "darban-gateway":
                continue
            self.assertEqual({status[key] for key in ("CapPrm", "CapEff", "CapBnd")}, {"0000000000001000"})
            self.assertEqual({status[key] for key in ("CapInh", "CapAmb")}, {"0000000000000000"})
            self.assertEqual(status["NoNewPrivs"], "1")
            return
        self.fail("darban-gateway does not run")


if __name__ == "__main__":
    run_and_tell(GATEWAY)
