#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The Internet of tests/integration/test_gateway.py: runs inside a network namespace of its own and is everything outside the house. Web servers, darban's
upstream, a foreign resolver that a device may have built in, and listeners on ports of encrypted DNS and of tunnels. Says "ready" when all listen.

Addresses are those for documentation (RFC 5737, RFC 3849).
"""
import contextlib
import socket
import threading
import time

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

UPSTREAM = ("198.51.100.2", "2001:db8:5::2")
FOREIGN_RESOLVER = ("203.0.113.53", "2001:db8:53::53")
FOREIGN_ANSWER = {"A": "192.0.2.66", "AAAA": "2001:db8:66::66"}
SITES = {  # last part of both addresses
    "site.example": "10",
    "shop.cdn.example": "20",
    "help.example": "30",
    "talk.example": "35",
    "learn.example": "40",
    "hinted.example": "50",
    "games.example": "60",
}
MANY = {f"n{i}.many.example": str(100 + i) for i in range(50)}
ALIASES = {"www.shop.example": "shop.cdn.example"}


def addresses_of(part):
    return f"198.51.100.{part}", f"2001:db8:5::{part}"


def all_addresses():
    pairs = [UPSTREAM, FOREIGN_RESOLVER] + [addresses_of(part) for part in (*SITES.values(), *MANY.values())] + [addresses_of("99")]
    return [address for pair in pairs for address in pair]


def family_of(address):
    return socket.AF_INET6 if ":" in address else socket.AF_INET


# ---- resolvers


def upstream_answer(query):
    """Short lives, so that nothing in the way hides behind an old answer."""
    question = query.question[0]
    response = dns.message.make_response(query, recursion_available=True)
    name = question.name.to_text().lower()
    plain = name.rstrip(".")
    if plain in ALIASES:
        response.answer.append(dns.rrset.from_text(name, 30, "IN", "CNAME", ALIASES[plain] + "."))
        plain = ALIASES[plain]
    part = SITES.get(plain) or MANY.get(plain)
    if part:
        v4, v6 = addresses_of(part)
        values = {"A": v4, "AAAA": v6}
        if plain == "hinted.example":  # only the hints tell
            values = {"HTTPS": f"1 . alpn=h2 ipv4hint={v4} ipv6hint={v6}"}
        kind = dns.rdatatype.to_text(question.rdtype)
        if kind in values:
            response.answer.append(dns.rrset.from_text(plain + ".", 30, "IN", kind, values[kind]))
        else:
            response.authority.append(dns.rrset.from_text("example.", 30, "IN", "SOA", "ns.example. root.example. 1 2 3 4 30"))
    else:
        response.set_rcode(dns.rcode.NXDOMAIN)
        response.authority.append(dns.rrset.from_text("example.", 30, "IN", "SOA", "ns.example. root.example. 1 2 3 4 30"))
    return response


def foreign_answer(query):
    question = query.question[0]
    response = dns.message.make_response(query, recursion_available=True)
    kind = dns.rdatatype.to_text(question.rdtype)
    if kind in FOREIGN_ANSWER:
        response.answer.append(dns.rrset.from_text(question.name, 30, "IN", kind, FOREIGN_ANSWER[kind]))
    return response


def serve_udp_dns(address, answer):
    sock = socket.socket(family_of(address), socket.SOCK_DGRAM)
    sock.bind((address, 53))
    while True:
        octets, peer = sock.recvfrom(65535)
        with contextlib.suppress(Exception):
            sock.sendto(answer(dns.message.from_wire(octets)).to_wire(), peer)


# ---- the web: /small, and /endless that never ends by itself


def serve_web(connection):
    with connection, contextlib.suppress(OSError):
        request = connection.recv(4096)
        if b" /endless" in request:
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
            while True:
                connection.sendall(b"x" * 16384)
                time.sleep(0.02)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nhello\n")


def serve_silence(connection):
    with connection, contextlib.suppress(OSError):
        connection.recv(1)


def serve_tcp(address, port, serve):
    sock = socket.socket(family_of(address), socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind((address, port))
    sock.listen(64)
    while True:
        connection, _ = sock.accept()
        threading.Thread(target=serve, args=(connection,), daemon=True).start()


# ---- datagrams: port 4000 streams to whoever sent one, for a minute; the others echo


def serve_stream(address):
    sock = socket.socket(family_of(address), socket.SOCK_DGRAM)
    sock.bind((address, 4000))
    while True:
        _, peer = sock.recvfrom(2048)

        def stream(to=peer):
            end = time.monotonic() + 60
            while time.monotonic() < end:
                with contextlib.suppress(OSError):  # what ICMP said of another one
                    sock.sendto(b"y" * 500, to)
                time.sleep(0.02)

        threading.Thread(target=stream, daemon=True).start()


def serve_echo(address, port):
    sock = socket.socket(family_of(address), socket.SOCK_DGRAM)
    sock.bind((address, port))
    while True:
        octets, peer = sock.recvfrom(2048)
        with contextlib.suppress(OSError):
            sock.sendto(octets, peer)


def main():
    def start(*target):
        threading.Thread(target=target[0], args=target[1:], daemon=True).start()

    for address in UPSTREAM:
        start(serve_udp_dns, address, upstream_answer)
    for address in FOREIGN_RESOLVER:
        start(serve_udp_dns, address, foreign_answer)
    for address in all_addresses():
        start(serve_tcp, address, 80, serve_web)
        start(serve_tcp, address, 443, serve_silence)
        start(serve_tcp, address, 853, serve_silence)
        start(serve_stream, address)
        start(serve_echo, address, 1194)
        start(serve_echo, address, 853)
    print("ready", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main()
