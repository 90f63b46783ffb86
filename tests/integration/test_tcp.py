#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""TCP as RFC 7766 wants it: pipelining, answers out of order, idle connections, limits, and clients that stop in the middle."""
import contextlib
import socket
import struct
import threading

import dns.message

import harness
from harness import DaemonTest, addresses, receive_framed

GATE = threading.Event()


def slow_names_wait(query, transport):
    if query.question[0].name.labels[0].lower().startswith(b"slow"):
        GATE.wait(harness.PATIENCE)
    return None


def framed(name, number, kind="A"):
    octets = dns.message.make_query(name, kind, id=number, use_edns=0).to_wire()
    return struct.pack("!H", len(octets)) + octets


def is_closed(connection):
    """Whether the daemon hung up; waits for it."""
    connection.settimeout(harness.PATIENCE)
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True
    except socket.timeout:
        return False


class Tcp(DaemonTest):
    script = staticmethod(slow_names_wait)
    daemon_settings = {
        "timeout_ms": 8000,
        "tries": 1,
        "limits": "tcp-idle: 1s, tcp-clients-per-address: 4, tcp-clients: 8, tcp-pipeline: 8",
    }

    def setUp(self):
        GATE.clear()

    def tearDown(self):
        GATE.set()

    def test_many_questions_in_one_segment_are_all_answered(self):
        with self.daemon.connect() as connection:
            connection.sendall(b"".join(framed(f"p{number}.example", number) for number in range(8)))
            answered = {dns.message.from_wire(receive_framed(connection)).id for _ in range(8)}
        self.assertEqual(answered, set(range(8)))

    def test_more_questions_than_the_pipeline_holds_are_answered_in_the_end(self):
        with self.daemon.connect() as connection:
            connection.sendall(b"".join(framed(f"m{number}.example", number) for number in range(100)))
            answered = {dns.message.from_wire(receive_framed(connection)).id for _ in range(100)}
        self.assertEqual(answered, set(range(100)))

    def test_a_fast_answer_overtakes_a_slow_one(self):
        with self.daemon.connect() as connection:
            connection.sendall(framed("slow.example", 1) + framed("localhost", 2))
            self.assertEqual(dns.message.from_wire(receive_framed(connection)).id, 2)
            GATE.set()
            slow = dns.message.from_wire(receive_framed(connection))
            self.assertEqual((slow.id, addresses(slow)), (1, ["192.0.2.1"]))

    def test_a_question_that_comes_octet_by_octet_is_answered(self):
        with self.daemon.connect() as connection:
            for octet in framed("localhost", 7):
                connection.sendall(bytes([octet]))
            self.assertEqual(dns.message.from_wire(receive_framed(connection)).id, 7)

    def test_an_idle_connection_is_closed(self):
        with self.daemon.connect() as connection:
            connection.sendall(framed("localhost", 1))
            receive_framed(connection)
            self.assertTrue(is_closed(connection))

    def test_a_half_message_and_then_nothing_is_closed(self):
        with self.daemon.connect() as connection:
            connection.sendall(framed("localhost", 1)[:9])
            self.assertTrue(is_closed(connection))

    def test_a_half_message_and_then_the_end_costs_nothing(self):
        for size in (0, 1, 2, 3, 13, 20):
            with self.daemon.connect() as connection:
                connection.sendall(framed("localhost", 1)[:size])
        self.assert_alive()

    def test_a_length_of_zero_is_no_message(self):
        with self.daemon.connect() as connection:
            connection.sendall(b"\0\0" + framed("localhost", 3))
            connection.settimeout(harness.PATIENCE)
            with contextlib.suppress(EOFError, ConnectionResetError):  # hanging up is fine as well
                self.assertEqual(dns.message.from_wire(receive_framed(connection)).id, 3)
        self.assert_alive()

    def test_a_client_that_closes_its_side_still_gets_its_answers(self):
        with self.daemon.connect() as connection:
            connection.sendall(framed("slow2.example", 1) + framed("localhost", 2))
            connection.shutdown(socket.SHUT_WR)
            self.assertEqual(dns.message.from_wire(receive_framed(connection)).id, 2)
            GATE.set()
            self.assertEqual(dns.message.from_wire(receive_framed(connection)).id, 1)

    def test_a_client_that_goes_away_while_its_question_travels_costs_nothing(self):
        for number in range(4):
            with self.daemon.connect() as connection:
                connection.sendall(framed(f"slow{number}.gone.example", number))
                harness.eventually(lambda name=f"slow{number}.gone.example": self.upstream.asked_for(name), "the question travels")
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # a reset, not a farewell
        GATE.set()
        self.assert_alive()

    def test_one_address_has_a_limit_of_connections_and_others_have_their_own(self):
        with contextlib.ExitStack() as open_ones:
            client = "127.0.8.8"  # of no other test: their connections may still be closing
            held = [open_ones.enter_context(self.daemon.connect(client)) for _ in range(4)]
            for number, connection in enumerate(held):
                connection.sendall(framed(f"slow{number}.held.example", number))  # none of them is idle
            for number in range(4):
                harness.eventually(lambda name=f"slow{number}.held.example": self.upstream.asked_for(name), "the question travels")
            fifth = open_ones.enter_context(self.daemon.connect(client))
            with contextlib.suppress(ConnectionResetError, BrokenPipeError):
                fifth.sendall(framed("localhost", 5))
            fifth_is_served = True
            try:
                receive_framed(fifth)
            except (EOFError, ConnectionResetError):
                fifth_is_served = False
            self.assertEqual(addresses(self.daemon.ask("localhost", client="127.0.9.9", tcp=True)), ["127.0.0.1"])
            GATE.set()
            for connection in held:
                with contextlib.suppress(EOFError, ConnectionResetError):
                    receive_framed(connection)
            self.assertFalse(fifth_is_served, "the fifth connection of one address is turned away")

    def test_closed_names_and_errors_look_the_same_over_tcp(self):
        udp = self.daemon.ask("games.example", client=harness.TABLET)
        tcp = self.daemon.ask("games.example", client=harness.TABLET, tcp=True)
        self.assertEqual(addresses(udp), addresses(tcp))
        self.assertEqual(harness.ede(udp), harness.ede(tcp))


if __name__ == "__main__":
    harness.main()
