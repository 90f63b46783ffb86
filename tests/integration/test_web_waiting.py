#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The page's HTTP server with those who are slow, many, asleep or gone: deadlines, places, answers that come later, news, and its end in the middle of it all."""
import contextlib
import http.client
import os
import resource
import socket
import sys
import threading
import time
import unittest

from harness import LOOPBACK, PATIENCE, eventually
from raw_http import answer_of, head, hung_up
from web_probe import ANSWER, REQUEST, SWEEP, WEB_PROBE, Probe, ProbeTest


class Waiting(ProbeTest):
    # -- slowness

    def test_a_head_that_drips_is_ended_at_the_deadline(self):
        self.assert_ended_while_dripping(head()[:-2], b"X-A: ")

    def test_a_body_that_drips_is_ended_at_the_deadline(self):
        self.assert_ended_while_dripping(head("POST", "/body", "darban.home", "HTTP/1.1", "Content-Length: 60000"), b"")

    def assert_ended_while_dripping(self, begin, more):
        started = time.monotonic()
        with self.probe.connect() as connection:
            connection.sendall(begin + more)
            with self.assertRaises(ConnectionError):
                while time.monotonic() - started < PATIENCE:
                    connection.sendall(b"a")
                    time.sleep(0.05)
                self.fail("it is still open")
        took = time.monotonic() - started
        self.assertGreater(took, REQUEST - 0.2)
        self.assertLess(took, REQUEST + 2 * SWEEP + 1)

    def test_who_says_nothing_is_ended_and_who_keeps_a_connection_too(self):
        for before in (b"", head()):
            with self.probe.connect() as connection:
                started = time.monotonic()
                connection.sendall(before)
                self.assertTrue(hung_up(connection, REQUEST + 2 * SWEEP + 1))
                self.assertGreater(time.monotonic() - started, REQUEST - 0.2)

    def test_who_does_not_read_the_answer_is_ended(self):
        with self.probe.connect() as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
            with self.assertRaises(ConnectionError):
                for _ in range(2000):
                    connection.sendall(head(path="/asset.js") * 10)
                    time.sleep(0.005)
                self.fail("it is still open")

    # -- many

    def test_a_thousand_connections_leave_room_for_the_next_visitor(self):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096), hard))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        with contextlib.ExitStack() as stack:
            held = []
            for number in range(1000):
                with contextlib.suppress(OSError):
                    held.append(stack.enter_context(self.probe.connect(client=f"127.0.1.{1 + number % 200}")))
            self.assertGreater(len(held), 900)
            # A full house of those who have just come: within two seconds they have settled and may be sent away.
            eventually(lambda: self.answers("127.0.2.1"), "a newcomer is answered")
            opened = sum(1 for connection in held if not self.was_ended(connection))
            self.assertLessEqual(opened, 64)

    def test_one_address_has_sixteen_connections(self):
        with contextlib.ExitStack() as stack:
            held = [stack.enter_context(self.probe.connect(client="127.0.3.1")) for _ in range(20)]
            eventually(lambda: sum(map(self.was_ended, held)) == 4, "four of twenty are hung up on")
            self.assertTrue(self.answers("127.0.3.2"))

    # -- later

    def test_work_off_the_thread_holds_nobody_up(self):
        with self.probe.connect() as waiting:
            waiting.sendall(head(path="/desk"))
            started = time.monotonic()
            self.assertEqual(self.probe.get("/number").status, 200)
            self.assertLess(time.monotonic() - started, 0.09)
            self.assertEqual(answer_of(waiting).body, b'{"number":7}')

    def test_an_answer_before_one_could_sleep_arrives(self):
        with self.probe.connect() as connection:
            for _ in range(50):
                connection.sendall(head(path="/at-once"))
                self.assertEqual(answer_of(connection).body, b'{"number":2}')

    def test_an_answer_nobody_will_give_is_an_apology(self):
        self.assertEqual(self.probe.get("/dropped").status, 500)

    def test_an_answer_that_does_not_come_is_given_up(self):
        started = time.monotonic()
        answer = self.probe.get("/never")
        self.assertEqual((answer.status, answer.getheader("Retry-After")), (503, "5"))
        self.assertGreater(time.monotonic() - started, ANSWER - 0.2)

    def test_who_goes_while_waiting_costs_nothing(self):
        for _ in range(10):
            with self.probe.connect() as connection:
                connection.sendall(head(path="/desk"))
        eventually(lambda: self.probe.get("/desk", client="127.0.4.1").status == 200, "the desk is free again")

    # -- news

    def listen(self, client=LOOPBACK):
        connection = self.probe.connect(client)
        connection.sendall(head(path="/news"))
        return connection

    @staticmethod
    def until(connection, octets):
        seen = b""
        while octets not in seen:
            more = connection.recv(4096)
            if not more:
                raise AssertionError(f"hung up after {seen!r}")
            seen += more
        return seen

    def test_news_arrive_at_a_sleeping_connection_again_and_again(self):
        with self.listen() as connection:
            begin = self.until(connection, b"\r\n\r\n")
            self.assertIn(b"200 OK", begin)
            self.assertIn(b"text/event-stream", begin)
            for _ in range(20):
                self.probe.get("/tell", method="POST")
                self.assertIn(b'data: {"number":1}\n\n', self.until(connection, b"\n\n"))
            time.sleep(REQUEST + SWEEP)  # a stream has no deadline
            self.probe.get("/tell", method="POST")
            self.until(connection, b"told")

    def test_streams_are_counted(self):
        eventually(lambda: self.probe.get("/tell", method="POST").octets == b'{"number":0}', "earlier listeners are gone")
        with contextlib.ExitStack() as stack:
            for host in range(4):
                for _ in range(2):
                    connection = stack.enter_context(self.listen(f"127.0.5.{host + 1}"))
                    self.assertIn(b"200 OK", self.until(connection, b"\r\n\r\n"))
                with self.listen(f"127.0.5.{host + 1}") as third:
                    self.assertEqual(answer_of(third).status, 503)
            with self.listen("127.0.5.9") as ninth:
                answer = answer_of(ninth)
                self.assertEqual(answer.status, 503)
                self.assertIn("ask again", answer.problem()["cure"])
        # All went away: the next write notices.
        eventually(self.one_can_listen, "there is room again")

    def test_a_page_that_is_loaded_again_and_again_always_listens(self):
        for _ in range(50):
            with self.listen("127.0.8.1") as one, self.listen("127.0.8.1") as other:
                for connection in (one, other):
                    self.assertIn(b"200 OK", self.until(connection, b"\r\n\r\n"))

    def one_can_listen(self):
        self.probe.get("/tell", method="POST", client="127.0.6.1")
        with self.listen("127.0.6.2") as connection:
            return b" 200 " in connection.recv(4096)

    def test_a_visitor_who_does_not_read_news_holds_nobody_up(self):
        with self.listen("127.0.7.1") as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
            self.until(connection, b"\r\n\r\n")
            started = time.monotonic()
            for _ in range(500):
                self.assertEqual(self.probe.get("/tell", method="POST", client="127.0.7.2").status, 200)
            self.assertLess(time.monotonic() - started, PATIENCE)

    def answers(self, client):
        with contextlib.suppress(OSError, http.client.HTTPException):
            return self.probe.get("/number", client=client).status == 200
        return False

    @staticmethod
    def was_ended(connection):
        connection.setblocking(False)
        try:
            return connection.recv(1) == b""
        except BlockingIOError:
            return False
        except OSError:
            return True


class End(unittest.TestCase):
    def test_it_stops_while_visitors_wait_listen_and_drip(self):
        probe = Probe(request=60, answer=60)
        with contextlib.ExitStack() as stack:
            waiting = stack.enter_context(probe.connect())
            waiting.sendall(head(path="/never"))
            listening = stack.enter_context(probe.connect())
            listening.sendall(head(path="/news"))
            self.assertIn(b"200 OK", listening.recv(4096))
            dripping = stack.enter_context(probe.connect())
            dripping.sendall(head()[:-2])
            eventually(lambda: probe.get("/number").status == 200, "all were taken in")
            started = time.monotonic()
            probe.close()
            self.assertLess(time.monotonic() - started, 5)
            self.assertTrue(all(map(hung_up, (waiting, listening, dripping))))

    def test_it_stops_in_the_middle_of_everything(self):
        for _ in range(5):
            probe = Probe(request=60, answer=60)
            over = threading.Event()

            def visit(path):
                while not over.is_set():
                    with contextlib.suppress(OSError, http.client.HTTPException):
                        if path == "/news":
                            with probe.connect() as connection:
                                connection.sendall(head(path=path))
                                connection.recv(100)
                        else:
                            probe.get(path)

            threads = [threading.Thread(target=visit, args=(path,)) for path in ("/number", "/desk", "/at-once", "/news", "/asset.js", "/dropped")]
            for thread in threads:
                thread.start()
            time.sleep(0.3)
            try:
                probe.close()
            finally:
                over.set()
                for thread in threads:
                    thread.join()


if __name__ == "__main__":
    if not os.access(WEB_PROBE, os.X_OK):
        print("set WEB_PROBE to the path of web_probe")
        sys.exit(2)
    unittest.main(verbosity=2)
