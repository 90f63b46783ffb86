// SPDX-License-Identifier: Apache-2.0
#include "base/net_address.h"

#include <doctest/doctest.h>
#include <netinet/in.h>

#include <array>
#include <string>
#include <vector>

#include "tests/support/literals.h"
#include "tests/support/reveal.h"

using namespace darban;
using namespace darban::literals;

TEST_CASE("IPv4 and IPv6 addresses are read from text") {
  CHECK(octets_of("192.0.2.7"_ip) == std::vector<std::uint8_t>{192, 0, 2, 7});
  CHECK(octets_of("2001:db8::1"_ip) == std::vector<std::uint8_t>{0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
  CHECK("192.0.2.7"_ip.is_v4());
  CHECK_FALSE("2001:db8::1"_ip.is_v4());
}

TEST_CASE("text that is not an address is refused") {
  for (const char* text : {"", " ", "192.0.2", "192.0.2.256", "192.0.2.7 ", "192.0.2.7:53", "192.00.02.7", "1.2.3.4.5", "::g",
                           ":::", "fe80::1%eth0", "[::1]", "example.com", "0x7f.1", "2001:db8:0:0:0:0:0:0:1"}) {
    CAPTURE(text);
    const auto address = IpAddress::from_text(text);
    REQUIRE_FALSE(address.has_value());
    CHECK(address.error() == Error{Errc::bad_address});
  }
}

TEST_CASE("text with a zero octet inside is not cut off there") {
  CHECK_FALSE(IpAddress::from_text(std::string_view("192.0.2.7\0junk", 14)).has_value());
}

TEST_CASE("an IPv4-mapped IPv6 address is the IPv4 address") {
  CHECK("::ffff:192.0.2.7"_ip == "192.0.2.7"_ip);
  CHECK("::ffff:192.0.2.7"_ip.is_v4());
}

TEST_CASE("addresses come from octets and from sockets and go back") {
  const std::array<std::uint8_t, 4> four{10, 1, 2, 3};
  CHECK(IpAddress::from_v4(four) == "10.1.2.3"_ip);
  const std::array<std::uint8_t, 16> sixteen{0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9};
  CHECK(IpAddress::from_v6(sixteen) == "fd00::9"_ip);
  for (const auto& address : {"10.1.2.3"_ip, "fd00::9"_ip}) {
    sockaddr_storage storage{};
    address.to_socket(reinterpret_cast<sockaddr*>(&storage), 5353);
    CHECK(IpAddress::from_socket(reinterpret_cast<const sockaddr*>(&storage)) == address);
    CHECK(storage.ss_family == (address.is_v4() ? AF_INET : AF_INET6));
    const auto port = address.is_v4() ? reinterpret_cast<const sockaddr_in*>(&storage)->sin_port
                                      : reinterpret_cast<const sockaddr_in6*>(&storage)->sin6_port;
    CHECK(ntohs(port) == 5353);
  }
  sockaddr_storage odd{};
  odd.ss_family = AF_UNIX;
  CHECK(IpAddress::from_socket(reinterpret_cast<const sockaddr*>(&odd)).is_unspecified());
}

TEST_CASE("private, loopback, link-local and unspecified addresses are told apart at their edges") {
  struct Row {
    const char* text;
    bool is_private, loopback, link_local;
  };
  for (const Row& row : std::vector<Row>{{"9.255.255.255", false, false, false},
                                         {"10.0.0.0", true, false, false},
                                         {"10.255.255.255", true, false, false},
                                         {"11.0.0.0", false, false, false},
                                         {"172.15.255.255", false, false, false},
                                         {"172.16.0.0", true, false, false},
                                         {"172.31.255.255", true, false, false},
                                         {"172.32.0.0", false, false, false},
                                         {"192.167.255.255", false, false, false},
                                         {"192.168.0.0", true, false, false},
                                         {"192.168.255.255", true, false, false},
                                         {"192.169.0.0", false, false, false},
                                         {"100.63.255.255", false, false, false},
                                         {"100.64.0.0", true, false, false},
                                         {"100.127.255.255", true, false, false},
                                         {"100.128.0.0", false, false, false},
                                         {"127.0.0.1", true, true, false},
                                         {"127.255.255.255", true, true, false},
                                         {"128.0.0.0", false, false, false},
                                         {"169.253.255.255", false, false, false},
                                         {"169.254.0.0", true, false, true},
                                         {"169.254.255.255", true, false, true},
                                         {"169.255.0.0", false, false, false},
                                         {"0.0.0.0", true, false, false},
                                         {"0.255.255.255", true, false, false},
                                         {"1.0.0.0", false, false, false},
                                         {"255.255.255.255", false, false, false},
                                         {"::", true, false, false},
                                         {"::1", true, true, false},
                                         {"::2", false, false, false},
                                         {"fbff::", false, false, false},
                                         {"fc00::", true, false, false},
                                         {"fdff:ffff::1", true, false, false},
                                         {"fe00::", false, false, false},
                                         {"fe7f::", false, false, false},
                                         {"fe80::1", true, false, true},
                                         {"febf::1", true, false, true},
                                         {"fec0::1", false, false, false},
                                         {"2001:db8::1", false, false, false}}) {
    CAPTURE(row.text);
    const auto address = *IpAddress::from_text(row.text);
    CHECK(address.is_private() == row.is_private);
    CHECK(address.is_loopback() == row.loopback);
    CHECK(address.is_link_local() == row.link_local);
  }
  CHECK("0.0.0.0"_ip.is_unspecified());
  CHECK("::"_ip.is_unspecified());
  CHECK_FALSE("0.0.0.1"_ip.is_unspecified());
}

TEST_CASE("a prefix holds exactly the addresses whose leading bits are its own, at every length") {
  for (int length = 0; length <= 32; ++length) {
    CAPTURE(length);
    const auto prefix = *IpPrefix::from_text("170.85.204.51/" + std::to_string(length));
    CHECK(prefix.length() == 96 + length);
    for (int bit = 0; bit < 32; ++bit) {
      std::array<std::uint8_t, 4> octets{170, 85, 204, 51};
      octets[static_cast<std::size_t>(bit / 8)] =
          static_cast<std::uint8_t>(octets[static_cast<std::size_t>(bit / 8)] ^ 0x80 >> bit % 8);
      CHECK(prefix.contains(IpAddress::from_v4(octets)) == (bit >= length));
    }
  }
  for (int length = 0; length <= 128; ++length) {
    CAPTURE(length);
    const auto prefix = *IpPrefix::from_text("2001:db8:aaaa:5555:cccc:3333:f0f0:0f0f/" + std::to_string(length));
    CHECK(prefix.length() == length);
    CHECK(prefix.is_single() == (length == 128));
    auto octets = octets_of("2001:db8:aaaa:5555:cccc:3333:f0f0:0f0f"_ip);
    for (std::size_t bit = 0; bit < 128; ++bit) {
      octets[bit / 8] = static_cast<std::uint8_t>(octets[bit / 8] ^ 0x80 >> bit % 8);
      CHECK(prefix.contains(IpAddress::from_v6(octets)) == (bit >= static_cast<std::size_t>(length)));
      octets[bit / 8] = static_cast<std::uint8_t>(octets[bit / 8] ^ 0x80 >> bit % 8);
    }
  }
}

TEST_CASE("a prefix made of an address and a length is the one that would be written") {
  CHECK(*IpPrefix::of("192.168.1.77"_ip, 120) == "192.168.1.0/24"_prefix);
  CHECK(*IpPrefix::of("2001:db8::ffff"_ip, 32) == "2001:db8::/32"_prefix);
  CHECK(*IpPrefix::of("2001:db8::1"_ip, 128) == "2001:db8::1"_prefix);
  CHECK(*IpPrefix::of("::1"_ip, 0) == "::/0"_prefix);
  CHECK_FALSE(IpPrefix::of("192.168.1.77"_ip, 95));
  CHECK_FALSE(IpPrefix::of("::1"_ip, 129));
  CHECK_FALSE(IpPrefix::of("::1"_ip, -1));
}

TEST_CASE("the octets of a MAC are the ones it was written with") {
  std::array<std::uint8_t, 6> octets{};
  ByteWriter out(octets);
  (*MacAddress::from_text("02:00:5e:10:00:ff")).append_to(out);
  CHECK(octets == std::array<std::uint8_t, 6>{0x02, 0x00, 0x5e, 0x10, 0x00, 0xff});
}

TEST_CASE("an IPv4 prefix does not hold IPv6 addresses, nor the other way round") {
  CHECK_FALSE("0.0.0.0/0"_prefix.contains("2001:db8::1"_ip));
  CHECK_FALSE("2000::/3"_prefix.contains("192.0.2.7"_ip));
}

TEST_CASE("a single address is a prefix of its full length") {
  CHECK("192.0.2.7"_prefix.is_single());
  CHECK("192.0.2.7"_prefix.contains("192.0.2.7"_ip));
  CHECK_FALSE("192.0.2.7"_prefix.contains("192.0.2.6"_ip));
  CHECK("192.0.2.7/32"_prefix == "192.0.2.7"_prefix);
}

TEST_CASE("prefixes that are not prefixes are refused") {
  for (const char* text :
       {"", "/", "/24", "192.168.1.0/", "192.168.1.0/33", "192.168.1.0/-1", "192.168.1.0/+1", "192.168.1.0/24x",
        "192.168.1.0/ 24", "fd00::/129", "fd00::/8/8", "192.168.1/24", "fd00::/99999999999999999999"}) {
    CAPTURE(text);
    const auto prefix = IpPrefix::from_text(text);
    REQUIRE_FALSE(prefix.has_value());
    CHECK(prefix.error().code == Errc::bad_prefix);
  }
}

TEST_CASE("MAC addresses are read with colons or dashes in either case") {
  CHECK("02:00:5e:00:53:aF"_mac == "02-00-5E-00-53-Af"_mac);
  const std::array<std::uint8_t, 6> octets{0x02, 0x00, 0x5e, 0x00, 0x53, 0xaf};
  CHECK("02:00:5e:00:53:af"_mac == MacAddress::from_octets(octets));
  CHECK("02:00:5e:00:53:af"_mac.is_locally_administered());
  CHECK_FALSE("00:00:5e:00:53:af"_mac.is_locally_administered());
}

TEST_CASE("a MAC address that is not one is refused at the octet that is wrong") {
  for (const char* text :
       {"", "02:00:5e:00:53", "02:00:5e:00:53:a", "02:00:5e:00:53:aff", "02005e0053af", "2:0:5e:0:53:af:00:000"}) {
    CAPTURE(text);
    CHECK(MacAddress::from_text(text).error().code == Errc::bad_mac);
  }
  CHECK(MacAddress::from_text("02:00:5g:00:53:af").error() == Error{Errc::bad_mac, 6});
  CHECK(MacAddress::from_text("02:00:5e.00:53:af").error() == Error{Errc::bad_mac, 6});
}

TEST_CASE("equal addresses hash alike, different ones differ, and the seed matters") {
  CHECK("192.0.2.7"_ip.hash(HashSeed{1}) == "::ffff:192.0.2.7"_ip.hash(HashSeed{1}));
  CHECK("192.0.2.7"_ip.hash(HashSeed{1}) != "192.0.2.8"_ip.hash(HashSeed{1}));
  CHECK("192.0.2.7"_ip.hash(HashSeed{1}) != "192.0.2.7"_ip.hash(HashSeed{2}));
  CHECK("02:00:5e:00:53:af"_mac.hash(HashSeed{1}) != "02:00:5e:00:53:ae"_mac.hash(HashSeed{1}));
}

TEST_CASE("an address is two numbers, of its IPv6 form in either family") {
  CHECK("2001:db8:1:2:3:4:5:6"_ip.high() == 0x20010db800010002);
  CHECK("2001:db8:1:2:3:4:5:6"_ip.low() == 0x0003000400050006);
  CHECK("192.0.2.7"_ip.high() == 0);
  CHECK("192.0.2.7"_ip.low() == 0x0000ffffc0000207);
}
