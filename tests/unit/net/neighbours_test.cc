// SPDX-License-Identifier: Apache-2.0
#include "net/neighbours.h"

#include <doctest/doctest.h>
#include <linux/neighbour.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <poll.h>
#include <sys/socket.h>

#include <cstring>

#include "net/neighbour_book.h"
#include "net/neighbour_message.h"
#include "net/neighbour_watch.h"
#include "tests/support/literals.h"

using namespace darban;
using namespace darban::literals;

namespace {

const MacAddress kPhone = *MacAddress::from_text("02:00:00:00:00:01");
const MacAddress kTablet = *MacAddress::from_text("02:00:00:00:00:02");
MonoTime at(std::int64_t milliseconds) { return MonoTime(Milliseconds(milliseconds)); }

struct Netlink {
  std::uint16_t type = RTM_NEWNEIGH;
  std::uint8_t family = AF_INET;
  std::uint16_t state = NUD_REACHABLE;
  std::uint8_t flags = 0;
  std::vector<std::uint8_t> address{192, 0, 2, 1};
  std::vector<std::uint8_t> mac{2, 0, 0, 0, 0, 1};

  std::vector<std::uint8_t> octets() const {
    std::vector<std::uint8_t> message(NLMSG_LENGTH(sizeof(ndmsg)));
    const auto attribute = [&message](unsigned short kind, const std::vector<std::uint8_t>& value) {
      const rtattr header{static_cast<unsigned short>(RTA_LENGTH(value.size())), kind};
      const std::size_t start = message.size();
      message.resize(start + RTA_SPACE(value.size()));
      std::memcpy(message.data() + start, &header, sizeof header);
      if (!value.empty()) std::memcpy(message.data() + start + RTA_LENGTH(0), value.data(), value.size());
    };
    attribute(NDA_CACHEINFO, std::vector<std::uint8_t>(16));
    if (!address.empty()) attribute(NDA_DST, address);
    if (!mac.empty()) attribute(NDA_LLADDR, mac);
    nlmsghdr header{};
    header.nlmsg_len = static_cast<std::uint32_t>(message.size());
    header.nlmsg_type = type;
    ndmsg body{};
    body.ndm_family = family;
    body.ndm_ifindex = 3;
    body.ndm_state = state;
    body.ndm_flags = flags;
    std::memcpy(message.data(), &header, sizeof header);
    std::memcpy(message.data() + NLMSG_HDRLEN, &body, sizeof body);
    return message;
  }
};

NeighbourNews news(const char* address, const MacAddress& mac, std::uint32_t interface = 1) {
  return {interface, *IpAddress::from_text(address), mac};
}
NeighbourNews gone(const char* address, std::uint32_t interface = 1) {
  return {interface, *IpAddress::from_text(address), std::nullopt};
}

Neighbours table_at(NeighbourBook& book, MonoTime now) {
  REQUIRE(book.tick(now));
  return Neighbours(book.table(), HashSeed{1});
}

bool knows(const Neighbours& table, const char* address, const MacAddress& mac) {
  const MacAddress* found = table.find(*IpAddress::from_text(address));
  return found != nullptr && *found == mac;
}

}  // namespace

TEST_CASE("a table finds what it was given, IPv4 and IPv6, and nothing else") {
  const std::vector<Neighbour> given{{"192.0.2.1"_ip, kPhone}, {"2001:db8::1"_ip, kPhone}, {"192.0.2.2"_ip, kTablet}};
  const Neighbours table(given, HashSeed{9});
  CHECK(table.size() == 3);
  CHECK(knows(table, "192.0.2.1", kPhone));
  CHECK(knows(table, "2001:db8::1", kPhone));
  CHECK(knows(table, "192.0.2.2", kTablet));
  CHECK(table.find("192.0.2.3"_ip) == nullptr);
  CHECK(Neighbours().find("192.0.2.1"_ip) == nullptr);
}

TEST_CASE("an address with two MACs is nobody's, with the same one twice it is known") {
  const std::vector<Neighbour> given{
      {"fe80::1"_ip, kPhone}, {"fe80::1"_ip, kTablet}, {"fe80::2"_ip, kPhone}, {"fe80::2"_ip, kPhone}};
  const Neighbours table(given, HashSeed{9});
  CHECK(table.find("fe80::1"_ip) == nullptr);
  CHECK(knows(table, "fe80::2", kPhone));
}

TEST_CASE("a full table has every one of its neighbours") {
  std::vector<Neighbour> given;
  for (std::uint32_t i = 0; i < 5000; ++i) {
    const std::array<std::uint8_t, 4> four{10, 0, static_cast<std::uint8_t>(i >> 8), static_cast<std::uint8_t>(i)};
    given.push_back({IpAddress::from_v4(four), i % 2 == 0 ? kPhone : kTablet});
  }
  const Neighbours table(given, HashSeed{9});
  for (const Neighbour& one : given) REQUIRE(*table.find(one.address) == one.mac);
}

TEST_CASE("a netlink message becomes news") {
  const auto read = read_neighbour(Netlink().octets());
  REQUIRE(read.has_value());
  CHECK(read->interface == 3);
  CHECK(read->address == "192.0.2.1"_ip);
  CHECK(read->mac == kPhone);
}

TEST_CASE("deleted, failed and incomplete neighbours are gone") {
  Netlink deleted;
  deleted.type = RTM_DELNEIGH;
  Netlink failed;
  failed.state = NUD_FAILED;
  Netlink incomplete;
  incomplete.state = NUD_INCOMPLETE;
  incomplete.mac.clear();
  for (const Netlink& message : {deleted, failed, incomplete}) {
    const auto read = read_neighbour(message.octets());
    REQUIRE(read.has_value());
    CHECK_FALSE(read->mac.has_value());
  }
}

TEST_CASE("what names no device is no news") {
  Netlink proxy;
  proxy.flags = NTF_PROXY;
  Netlink multicast;
  multicast.mac = {1, 0, 0x5e, 0, 0, 1};
  Netlink loopback;
  loopback.mac = {0, 0, 0, 0, 0, 0};
  Netlink tunnel;
  tunnel.mac = {192, 0, 2, 9};
  Netlink without_arp;
  without_arp.state = NUD_NOARP;
  Netlink bridge;
  bridge.family = AF_BRIDGE;
  Netlink addressless;
  addressless.address.clear();
  Netlink route;
  route.type = RTM_NEWROUTE;
  for (const Netlink& message : {proxy, multicast, loopback, tunnel, without_arp, bridge, addressless, route}) {
    CHECK_FALSE(read_neighbour(message.octets()).has_value());
  }
}

TEST_CASE("a netlink message cut anywhere, with any length, is read within its bounds") {
  const auto whole = Netlink().octets();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CHECK_FALSE(
        read_neighbour(std::vector<std::uint8_t>(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size))).has_value());
  }
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (const std::uint8_t octet : std::array<std::uint8_t, 4>{0, 1, 0x7f, 0xff}) {
      auto changed = whole;
      changed[at] = octet;
      static_cast<void>(read_neighbour(changed));
    }
  }
}

TEST_CASE("the first change is published at once, those that follow are gathered for a moment") {
  NeighbourBook book(HashSeed{1});
  CHECK_FALSE(book.due().has_value());
  book.take(news("192.0.2.9", kPhone), at(1000));
  CHECK(book.due() == at(1000));
  CHECK(table_at(book, at(1000)).size() == 1);
  book.take(news("192.0.2.9", kTablet), at(1100));
  book.take(news("192.0.2.2", kTablet), at(1150));
  CHECK(book.due() == at(1200));
  CHECK_FALSE(book.tick(at(1199)));
  const Neighbours table = table_at(book, at(1200));
  CHECK(table.size() == 2);
  CHECK_FALSE(book.due().has_value());
}

TEST_CASE("the whole table is published as soon as it is there, even when it is empty") {
  NeighbourBook book(HashSeed{1});
  book.whole_table_seen(at(1000));
  CHECK(table_at(book, at(1000)).empty());
}

TEST_CASE("news that change nothing publish nothing") {
  NeighbourBook book(HashSeed{1});
  book.take(news("192.0.2.1", kPhone), at(0));
  REQUIRE(book.tick(at(200)));
  book.take(news("192.0.2.1", kPhone), at(300));
  CHECK_FALSE(book.due().has_value());
}

TEST_CASE("an address that moves to another device moves at once") {
  NeighbourBook book(HashSeed{1});
  book.take(news("192.0.2.1", kPhone), at(0));
  REQUIRE(book.tick(at(200)));
  book.take(news("192.0.2.1", kTablet), at(300));
  CHECK(knows(table_at(book, at(500)), "192.0.2.1", kTablet));
}

TEST_CASE("a device that sleeps is remembered, one that left long ago is not") {
  NeighbourBook book(HashSeed{1});
  book.take(news("192.0.2.1", kPhone), at(0));
  book.take(news("192.0.2.2", kTablet), at(0));
  REQUIRE(book.tick(at(200)));
  book.take(gone("192.0.2.1"), at(1000));
  CHECK(book.due() == at(1000) + NeighbourBook::kRemember);
  CHECK_FALSE(book.tick(at(2000)));
  const Neighbours table = table_at(book, at(1000) + NeighbourBook::kRemember);
  CHECK(table.find("192.0.2.1"_ip) == nullptr);
  CHECK(knows(table, "192.0.2.2", kTablet));
}

TEST_CASE("a device that comes back is not forgotten by its old leaving") {
  NeighbourBook book(HashSeed{1});
  book.take(news("192.0.2.1", kPhone), at(0));
  REQUIRE(book.tick(at(200)));
  book.take(gone("192.0.2.1"), at(1000));
  book.take(news("192.0.2.1", kPhone), at(2000));
  CHECK_FALSE(book.tick(at(1000) + NeighbourBook::kRemember));
  CHECK_FALSE(book.due().has_value());
}

TEST_CASE("one link-local address on two interfaces belongs to nobody") {
  NeighbourBook book(HashSeed{1});
  book.take(news("fe80::1", kPhone, 1), at(0));
  book.take(news("fe80::1", kTablet, 2), at(0));
  CHECK(table_at(book, at(200)).find("fe80::1"_ip) == nullptr);
}

TEST_CASE("invented addresses do not fill memory without end") {
  NeighbourBook book(HashSeed{1});
  for (std::uint32_t i = 0; i < kMostNeighbours + 100; ++i) {
    const std::array<std::uint8_t, 4> four{10, static_cast<std::uint8_t>(i >> 16), static_cast<std::uint8_t>(i >> 8),
                                           static_cast<std::uint8_t>(i)};
    book.take({1, IpAddress::from_v4(four), kPhone}, at(0));
  }
  REQUIRE(book.tick(at(200)));
  CHECK(book.table().size() == kMostNeighbours);
}

TEST_CASE("who left is still in the table, marked as remembered") {
  NeighbourBook book(HashSeed{1});
  book.take(news("192.0.2.1", kPhone), at(0));
  CHECK_FALSE(book.table().at(0).remembered);
  book.take(gone("192.0.2.1"), at(1000));
  CHECK(book.table().at(0).remembered);
}

TEST_CASE("the kernel's own table arrives") {
  const auto watch = NeighbourWatch::open();
  if (!watch) {
    MESSAGE("skipped: no netlink here");
    return;
  }
  for (int i = 0; i < 20 && !(*watch)->due(); ++i) {
    pollfd watched{(*watch)->fd(), POLLIN, 0};
    REQUIRE(::poll(&watched, 1, 5000) == 1);
    (*watch)->readable(at(1000));
  }
  CHECK((*watch)->tick(at(1000)));
  CHECK_FALSE((*watch)->tick(at(1000)));
}
