#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Pause and bonus while two workers answer 10,000 questions a second: in force on each worker less than a second after the command was started, and
no answer is wrong any more once it came back. Which worker a socket belongs to is seen in the kernel's table of sockets while the daemon is stopped.
"""
import os
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
import unittest

import grant_client
import harness
from grant_client import ALI, OMAR, SARA, Giver

ROUNDS = int(os.environ.get("DARBAN_ROUNDS", "50"))
RATE = 10_000
BOUND = 1.0  # seconds (decisions.md 6 and 13)

LOADER = """
import select, socket, sys, time
port, rate, client = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
sockets = []
for _ in range(32):
    one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    one.bind((client, 0)); one.connect(("127.0.0.1", port)); one.setblocking(False)
    sockets.append(one)
questions = [b"\\x12\\x34\\x01\\x00\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00" + bytes([len(n)]) + n + b"\\x07example\\x00\\x00\\x01\\x00\\x01"
             for n in (b"load%d" % i for i in range(200))]
poll = select.poll(); poll.register(sys.stdin, select.POLLIN)
begun = time.monotonic(); sent = answered = lost = 0
while True:
    due = int((time.monotonic() - begun) * rate)
    for _ in range(min(due - sent, 500)):
        try:
            sockets[sent % 32].send(questions[sent % 200])
        except BlockingIOError:
            lost += 1
        sent += 1
    for one in sockets:
        try:
            while True:
                one.recv(512); answered += 1
        except BlockingIOError:
            pass
    if poll.poll(1):
        break
print(sent, answered, lost, time.monotonic() - begun)
"""


class Asker(threading.Thread):
    """One socket that asks as fast as it is answered, and remembers when it was told what."""

    def __init__(self, udp, worker):
        super().__init__(daemon=True)
        self.udp, self.worker = udp, worker
        self.heard = []  # (asked at, answered at, closed)
        self.over = False
        self.query = harness.dns.message.make_query("open.example", "A", use_edns=None)

    def run(self):
        number = 0
        while not self.over:
            number = (number + 1) & 0xFFFF
            octets = number.to_bytes(2, "big") + self.query.to_wire()[2:]
            asked = time.monotonic()
            self.udp.send(octets)
            try:
                while True:
                    answer = self.udp.recv(512)
                    if answer[:2] == octets[:2]:
                        break
            except socket.timeout:
                continue
            self.heard.append((asked, time.monotonic(), answer[-4:] == b"\0\0\0\0"))
            time.sleep(0.001)


class UnderLoad(unittest.TestCase):
    def setUp(self):
        self.upstream = harness.FakeUpstream()
        self.addCleanup(self.upstream.close)
        self.daemon = harness.Daemon([self.upstream.port], household=grant_client.HOUSEHOLD, settings=grant_client.SETTINGS, log_level="info")
        self.addCleanup(self.daemon.close)
        self.daemon.settings_text = self.daemon.settings_text.replace("workers: 1", "workers: 2")
        self.daemon.write("darban.yaml", self.daemon.settings_text)
        self.daemon.start()
        self.giver = Giver(self.daemon)

    def queues(self):
        """inode -> octets that wait, of the daemon's sockets."""
        local = f":{self.daemon.port:04X}"
        with open("/proc/net/udp", encoding="ascii") as table:
            rows = [line.split() for line in table.readlines()[1:]]
        return {row[9]: int(row[4].split(":")[1], 16) for row in rows if row[1].endswith(local)}

    def all_threads_stand(self):
        states = []
        for task in os.listdir(f"/proc/{self.daemon.process.pid}/task"):
            with open(f"/proc/{self.daemon.process.pid}/task/{task}/stat", encoding="ascii") as stat:
                states.append(stat.read().rpartition(")")[2].split()[0])
        return all(state in "Tt" for state in states)

    def sockets_by_worker(self, client):
        """One socket of that client for each worker: {inode of the worker's socket: socket}."""
        query = harness.dns.message.make_query("open.example", "A", use_edns=None).to_wire()
        found = {}
        self.daemon.process.send_signal(signal.SIGSTOP)
        harness.eventually(self.all_threads_stand, "every thread of the daemon stands still")  # one that still runs would take a datagram
        try:
            for _ in range(100):
                udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                udp.bind((client, 0))
                udp.connect((harness.LOOPBACK, self.daemon.port))
                udp.settimeout(0.5)
                before = self.queues()
                udp.send(query)
                after = harness.eventually(lambda: (now := self.queues()) != before and now, "the datagram arrives")
                (worker,) = [inode for inode, waits in after.items() if waits != before[inode]]
                if worker in found:
                    udp.close()
                else:
                    found[worker] = udp
                    self.addCleanup(udp.close)
                if len(found) == 2:
                    return found
        finally:
            self.daemon.process.send_signal(signal.SIGCONT)
        self.fail("all sockets belong to one worker")

    def measure(self, askers, closed, *words):
        """Runs the command; for each asker when the first right and the last wrong answer came, in seconds after its start."""
        start = time.monotonic()
        self.giver.run(*words)
        back = time.monotonic()
        marks = [len(asker.heard) for asker in askers]
        harness.eventually(lambda: all(len(asker.heard) > mark + 3 for asker, mark in zip(askers, marks)), "each asker was answered again")
        seen = []
        for asker in askers:
            since = [entry for entry in list(asker.heard) if entry[1] >= start]
            wrong = [answered - start for asked, answered, was_closed in since if was_closed != closed]
            right = [answered - start for asked, answered, was_closed in since if was_closed == closed]
            late = [entry for entry in since if entry[0] > back and entry[2] != closed]
            self.assertEqual(late, [], f"{words}: a wrong answer to a question that was asked after the command came back")
            seen.append((right[0], wrong[-1] if wrong else 0.0))
        return back - start, seen

    def test_in_force_on_every_worker_in_less_than_a_second(self):
        askers = {}
        for client in (ALI, OMAR):
            workers = self.sockets_by_worker(client)
            askers[client] = [Asker(udp, worker) for worker, udp in sorted(workers.items())]
        for asker in askers[ALI] + askers[OMAR]:
            asker.start()
        loader = subprocess.Popen([sys.executable, "-c", LOADER, str(self.daemon.port), str(RATE), SARA], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        try:
            harness.eventually(lambda: all(asker.heard for each in askers.values() for asker in each), "everybody is answered")
            figures = {"pause": [], "bonus": [], "revoke": []}
            for round_ in range(ROUNDS):
                pause = round_ % 2 == 0
                who, mine = ("Ali", askers[ALI]) if pause else ("Omar", askers[OMAR])
                words = ("pause", "Ali") if pause else ("bonus", "Omar", "1")
                figures[words[0]].append(self.measure(mine, pause, *words))
                figures["revoke"].append(self.measure(mine, not pause, "revoke", "--all", who))
        finally:
            said = loader.communicate("stop\n", timeout=60)[0]
            for asker in askers[ALI] + askers[OMAR]:
                asker.over = True
            for asker in askers[ALI] + askers[OMAR]:
                asker.join()
        sent, answered, unsent, took = map(float, said.split())
        print(f"\nload: {sent / took:.0f} questions a second were sent, {answered / took:.0f} answered ({unsent:.0f} not sent: no room)")
        for command, rounds in figures.items():
            if not rounds:
                continue
            back = [took for took, _ in rounds]
            print(f"{command}, {len(rounds)} times: the command took {statistics.median(back) * 1000:.0f} ms (longest {max(back) * 1000:.0f})")
            for place in range(2):
                first = [seen[place][0] for _, seen in rounds]
                last = [seen[place][1] for _, seen in rounds]
                print(f"  worker {place + 1}: first right answer after {statistics.median(first) * 1000:.0f} ms (longest {max(first) * 1000:.0f}), "
                      f"last wrong one after {statistics.median(last) * 1000:.0f} ms (longest {max(last) * 1000:.0f})")
                self.assertLess(max(last), BOUND, f"{command} was not in force in a second on worker {place + 1}")


if __name__ == "__main__":
    harness.main()
