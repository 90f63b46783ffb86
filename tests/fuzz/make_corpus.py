#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the seeds of the DNS fuzz targets to corpus/{name,message,edns,engine,record_copy}/. Needs dnspython; the seeds are committed, so this runs by hand only."""
import os
import struct

import dns.edns
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset

HERE = os.path.dirname(os.path.abspath(__file__))


def save(target, name, octets):
    folder = os.path.join(HERE, "corpus", target)
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, name), "wb") as file:
        file.write(octets)


def names():
    label = lambda size, letter: bytes([size]) + letter * size
    seeds = {
        "plain": b"\3www\7example\3com\0",
        "root": b"\0",
        "upper": b"\3WWW\7eXaMpLe\0",
        "pointer_back": b"\3com\0\3www\xc0\0",
        "pointer_chain": b"\0\1a\xc0\0\1b\xc0\1\1c\xc0\5",
        "pointer_self": b"\xc0\0",
        "pointer_forward": b"\xc0\2\1a\0",
        "pointer_circle": b"\xc0\2\xc0\0",
        "pointer_cut": b"\1a\xc0",
        "label_63": label(63, b"a") + b"\0",
        "label_64": label(64, b"a") + b"\0",
        "label_80": label(128, b"a") + b"\0",
        "name_255": label(63, b"a") * 3 + label(61, b"b") + b"\0",
        "name_256": label(63, b"a") * 3 + label(62, b"b") + b"\0",
        "labels_127": b"\1x" * 127 + b"\0",
        "cut": b"\3www\7exam",
        "odd_octets": b"\4\0\xff.\\\0",
        "typed": b"www.example.com.",
        "typed_escapes": rb"a\.b.\065\000.example",
        "typed_bad": b"a..b",
    }
    for key, octets in seeds.items():
        for at in (0, 4, 9):
            if at < len(octets) and (at == 0 or "pointer" in key):
                save("name", f"{key}_{at}", bytes([at]) + octets)


def messages():
    ask = lambda name, kind="A", **more: dns.message.make_query(name, kind, id=0x1234, **more)
    save("message", "query", ask("www.example.com").to_wire())
    save("message", "query_edns", ask("www.example.com", use_edns=0, payload=1232, want_dnssec=True).to_wire())
    save("message", "query_version_1", ask("www.example.com", use_edns=1).to_wire())
    save("message", "query_any", ask("example", "ANY").to_wire())
    save("message", "header_only", struct.pack("!6H", 1, 0x0100, 0, 0, 0, 0))
    save("message", "two_questions", struct.pack("!6H", 1, 0x0100, 2, 0, 0, 0) + b"\1a\0\0\1\0\1" * 2)
    save("message", "counts_lie", struct.pack("!6H", 1, 0x8180, 1, 65535, 65535, 65535) + b"\1a\0\0\1\0\1")
    save("message", "qname_points_to_header", struct.pack("!6H", 1, 0x0100, 1, 0, 0, 0) + b"\xc0\4\0\1\0\1")
    answers = {
        "a": ["www.example.com. 300 IN A 192.0.2.1", "www.example.com. 300 IN A 192.0.2.2"],
        "cname": ["www.example.com. 300 IN CNAME a.example.net.", "a.example.net. 60 IN AAAA 2001:db8::1"],
        "dname": ["example.com. 300 IN DNAME example.net.", "www.example.com. 0 IN CNAME www.example.net."],
        "https": ["www.example.com. 300 IN HTTPS 1 svc.example.net. alpn=h2 ipv4hint=192.0.2.1,10.0.0.1 ipv6hint=fd00::1"],
        "svcb_alias": ["www.example.com. 300 IN SVCB 0 other.example."],
        "mx": ["www.example.com. 300 IN MX 10 mail.example.com.", "www.example.com. 300 IN TXT \"one\" \"two\""],
        "odd_ttl": ["www.example.com. 2147483647 IN A 192.0.2.1"],
    }
    for key, records in answers.items():
        response = dns.message.make_response(ask("www.example.com"), recursion_available=True)
        for record in records:
            response.answer.append(dns.rrset.from_text(*record.split(" ", 4)))
        response.authority.append(dns.rrset.from_text("example.com.", 60, "IN", "NS", "ns.example.com."))
        response.additional.append(dns.rrset.from_text("ns.example.com.", 60, "IN", "A", "192.0.2.53"))
        response.use_edns(0, payload=1232)
        save("message", f"response_{key}", response.to_wire())
    nothing = dns.message.make_response(ask("no.example.com"), recursion_available=True)
    nothing.set_rcode(dns.rcode.NXDOMAIN)
    nothing.authority.append(dns.rrset.from_text("example.com.", 900, "IN", "SOA", "ns.example.com. root.example.com. 1 2 3 4 300"))
    save("message", "response_nxdomain", nothing.to_wire())


def copies():
    """Answers whose records hold names in every way there is."""
    records = {
        "chain": ["safe.example. 300 IN CNAME edge.safe.example.", "edge.safe.example. 60 IN A 192.0.2.1", "edge.safe.example. 60 IN A 192.0.2.2"],
        "dname": ["example. 300 IN DNAME example.net.", "safe.example. 0 IN CNAME safe.example.net.", "safe.example.net. 60 IN AAAA 2001:db8::1"],
        "service": ["safe.example. 300 IN HTTPS 1 . mandatory=alpn,ech alpn=h2 ipv4hint=192.0.2.1 ech=AAAA ipv6hint=2001:db8::1"],
        "service_only_ech": ["safe.example. 300 IN SVCB 2 svc.safe.example. mandatory=ech ech=AAAA"],
        "zone": ["safe.example. 300 IN NS ns.safe.example.", "safe.example. 300 IN SOA ns.safe.example. root.safe.example. 1 2 3 4 5"],
        "mail": ["safe.example. 300 IN MX 10 mx.safe.example.", "safe.example. 300 IN SRV 1 2 443 mx.safe.example."],
        "signed": [
            "safe.example. 300 IN A 192.0.2.1",
            "safe.example. 300 IN RRSIG A 13 2 300 20261201000000 20261101000000 7 example. AAAAAAAA",
            "safe.example. 300 IN NSEC z.safe.example. A RRSIG NSEC",
        ],
        "words": ['safe.example. 300 IN TXT "one" "two"', "safe.example. 300 IN TYPE65280 \\# 3 c00c01"],
        "people": ["safe.example. 300 IN RP a.safe.example. b.safe.example.", "safe.example. 300 IN PX 1 a.safe.example. b.safe.example."],
    }
    for key, texts in records.items():
        answer = dns.message.make_response(dns.message.make_query("safe.example", "A", id=0x1234), recursion_available=True)
        for text in texts:
            answer.answer.append(dns.rrset.from_text(*text.split(" ", 4)))
        save("record_copy", key, answer.to_wire())
    for key, rdata in {"cname_cut": b"\3x", "cname_trailing": b"\1a\0z", "cname_self": b"\xc0\x1e", "cname_behind": b"\1a\xc0\x40"}.items():
        head = struct.pack("!6H", 1, 0x8180, 1, 1, 0, 0) + b"\4safe\7example\0\0\1\0\1"
        save("record_copy", key, head + b"\xc0\x0c" + struct.pack("!HHIH", 5, 1, 60, len(rdata)) + rdata)


def options():
    head = lambda size=1232, flag=0, version=0: struct.pack("!HBB", size, flag, version)
    save("edns", "none", head())
    save("edns", "small_size", head(16, 1))
    save("edns", "version_1", head(4096, 0, 1))
    save("edns", "cookie", head() + b"\0\x0a\0\x08abcdefgh")
    save("edns", "client_subnet", head() + b"\0\x08\0\x07\0\1\x18\0\xc0\0\2")
    save("edns", "padding_and_cookie", head() + b"\0\x0c\0\4\0\0\0\0" + b"\0\x0a\0\x08abcdefgh")
    save("edns", "mac_65001", head() + struct.pack("!HH", 65001, 6) + b"\2\0\0\0\0\7")
    save("edns", "mac_text", head() + struct.pack("!HH", 65073, 17) + b"02:00:00:00:00:07")
    save("edns", "mac_base64", head() + struct.pack("!HH", 65073, 8) + b"AgAAAAAH")
    save("edns", "mac_group", head() + struct.pack("!HH", 65001, 6) + b"\1\0\x5e\0\0\1")
    save("edns", "two_macs", head() + struct.pack("!HH", 65001, 6) + b"\2\0\0\0\0\7" + struct.pack("!HH", 65073, 8) + b"AgAAAAAI")
    save("edns", "whole_subnet", head() + b"\0\x08\0\x08\0\1\x20\0\xc0\0\2\7")
    save("edns", "whole_subnet_6", head() + b"\0\x08\0\x14\0\2\x80\0" + b"\x20\1\x0d\xb8" + b"\0" * 11 + b"\7")
    save("edns", "two_subnets", head() + b"\0\x08\0\x08\0\1\x20\0\xc0\0\2\7" + b"\0\x08\0\x08\0\1\x20\0\xc0\0\2\x08")
    save("edns", "length_too_long", head() + b"\0\x0a\0\x09abcdefgh")
    save("edns", "cut_header", head() + b"\0\x0a\0")
    save("edns", "many_empty", head(512, 1) + b"\0\1\0\0" * 64)
    save("edns", "second_opt", head(1232, 2) + (b"\0" + struct.pack("!HHIH", 41, 1232, 0, 0)) * 2)
    save("edns", "opt_not_at_root", head(1232, 1) + b"\1a\0" + struct.pack("!HHIH", 41, 1232, 0, 0))
    save("edns", "owner_is_pointer", head(1232, 1) + b"\xc0\x0c" + struct.pack("!HHIH", 41, 1232, 0, 0))


def conversations():
    """A client's message and the upstream's answer to it."""

    def talk(key, name, kind, records=(), rcode=dns.rcode.NOERROR, authority=(), edns=True, led_to=None):
        query = dns.message.make_query(name, kind, id=0x1234, use_edns=0 if edns else None, payload=1232)
        asked = dns.message.make_query(led_to, kind, id=0x1234) if led_to else query
        answer = dns.message.make_response(asked, recursion_available=True)
        answer.set_rcode(rcode)
        for section, texts in ((answer.answer, records), (answer.authority, authority)):
            for text in texts:
                section.append(dns.rrset.from_text(*text.split(" ", 4)))
        octets = query.to_wire()
        save("engine", key, struct.pack("!H", len(octets)) + octets + answer.to_wire(max_size=65535))

    soa = ["example. 60 IN SOA ns.example. root.example. 1 2 3 4 60"]
    talk("open", "www.example", "A", ["www.example. 300 IN A 192.0.2.1"])
    talk("open_without_edns", "www.example", "A", ["www.example. 300 IN A 192.0.2.1"], edns=False)
    talk("closed", "games.example", "A")
    talk("rule", "rule.example", "AAAA")
    talk("cname_to_tracker", "shop.example", "A", ["shop.example. 60 IN CNAME t.tracker.example.", "t.tracker.example. 60 IN A 192.0.2.66"])
    talk("cname_chain", "a.example", "A", [f"{a}.example. 60 IN CNAME {b}.example." for a, b in zip("abcdefg", "bcdefgh")])
    talk("cname_loop", "a.example", "A", ["a.example. 60 IN CNAME b.example.", "b.example. 60 IN CNAME a.example."])
    talk("dname", "x.a.example", "A", ["a.example. 60 IN DNAME b.example.", "x.a.example. 60 IN CNAME x.b.example."])
    talk("https_to_tracker", "a.example", "HTTPS", ["a.example. 60 IN HTTPS 1 s.tracker.example. ipv4hint=192.0.2.66"])
    talk("https_private_hint", "a.example", "HTTPS", ["a.example. 60 IN HTTPS 1 . ipv4hint=10.0.0.1"])
    talk("private", "a.example", "A", ["a.example. 60 IN A 192.168.1.1"])
    talk("never_block", "help.example", "A", ["help.example. 60 IN CNAME t.tracker.example."])
    talk("nxdomain", "no.example", "A", rcode=dns.rcode.NXDOMAIN, authority=soa)
    talk("nodata", "a.example", "MX", authority=soa)
    talk("servfail", "a.example", "A", rcode=dns.rcode.SERVFAIL)
    talk("local", "localhost", "AAAA")
    talk("own_name", "darban.home.arpa", "A")
    talk("canary", "use-application-dns.net", "A")
    talk("any", "a.example", "ANY")
    safe = "forcesafesearch.google.com"
    talk("led", "www.google.com", "A", [f"{safe}. 60 IN CNAME edge.google.com.", "edge.google.com. 60 IN A 192.0.2.1"], led_to=safe)
    talk("led_https", "www.GOOGLE.de", "HTTPS", [f"{safe}. 60 IN HTTPS 1 . alpn=h2 ipv4hint=192.0.2.1 ech=AAAA"], led_to=safe)
    talk("led_nowhere", "www.google.com", "A", rcode=dns.rcode.NXDOMAIN, authority=soa, led_to=safe)
    talk("led_to_nothing", "search.brave.com", "AAAA", authority=soa, led_to="forcesafe.search.brave.com")
    talk("led_by_name", "www.bing.com", "CNAME")
    talk("led_mail", "yandex.ru", "MX", ["yandex.ru. 60 IN MX 10 mx.yandex.ru."])
    talk("ech", "a.example", "HTTPS", ["a.example. 60 IN HTTPS 1 . mandatory=ech ech=AAAA ipv6hint=2001:db8::1"])
    talk("axfr", "a.example", "AXFR")
    talk("big", "a.example", "TXT", [f'a.example. 60 IN TXT "{"x" * 200}{number}"' for number in range(20)])


if __name__ == "__main__":
    names()
    messages()
    options()
    copies()
    conversations()
