#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a device in the house of tests/integration/network.py does with a socket of its own: prints one line and ends.

  connects ADDRESS PORT PATIENCE   "yes", "refused", "unreachable" or "silence", and the milliseconds it took
  echoes ADDRESS PORT PATIENCE     the same for a datagram that should come back
  stream ADDRESS SOURCE            asks for a stream of datagrams once; "streaming", and when it has ended the moment (CLOCK_MONOTONIC) of the last
  race SERVER COUNT                asks for n0.many.example, n1... and connects to each as soon as the answer is there: a word for each
"""
import errno
import socket
import sys
import time

import dns.message
import dns.query


def family_of(address):
    return socket.AF_INET6 if ":" in address else socket.AF_INET


def outcome(error):
    if isinstance(error, socket.timeout):
        return "silence"
    if error.errno in (errno.ECONNREFUSED, errno.ECONNRESET):
        return "refused"
    if error.errno in (errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EACCES, errno.EPERM):
        return "unreachable"
    return errno.errorcode.get(error.errno, "?")


def timed(attempt):
    began = time.monotonic()
    try:
        attempt()
        word = "yes"
    except OSError as error:
        word = outcome(error)
    print(word, int((time.monotonic() - began) * 1000))


def connects(address, port, patience):
    def attempt():
        with socket.socket(family_of(address), socket.SOCK_STREAM) as sock:
            sock.settimeout(float(patience))
            sock.connect((address, int(port)))

    timed(attempt)


def echoes(address, port, patience):
    def attempt():
        with socket.socket(family_of(address), socket.SOCK_DGRAM) as sock:
            sock.settimeout(float(patience))
            sock.connect((address, int(port)))
            sock.send(b"anybody?")
            sock.recv(100)

    timed(attempt)


def stream(address, source):
    """Never sends again: only what is done to the flow stops it."""
    with socket.socket(family_of(address), socket.SOCK_DGRAM) as sock:
        sock.bind((source, 0))
        sock.settimeout(10)
        sock.sendto(b"go", (address, 4000))
        sock.recv(1000)
        print("streaming", flush=True)
        sock.settimeout(1)
        last = time.monotonic()
        try:
            while True:
                sock.recv(1000)
                last = time.monotonic()
        except OSError:  # a second without anything, or an ICMP message
            print(f"{last:.3f}", flush=True)


def race(server, count):
    for i in range(int(count)):
        query = dns.message.make_query(f"n{i}.many.example", "A" if i % 2 else "AAAA")
        address = dns.query.udp(query, server, timeout=3).answer[0][0].address
        with socket.socket(family_of(address), socket.SOCK_STREAM) as sock:
            sock.settimeout(2)
            try:
                sock.connect((address, 80))
                print("yes", end=" ")
            except OSError as error:
                print(outcome(error), end=" ")
    print()


if __name__ == "__main__":
    {"connects": connects, "echoes": echoes, "stream": stream, "race": race}[sys.argv[1]](*sys.argv[2:])
