// SPDX-License-Identifier: Apache-2.0
#include "dns/addresses.h"

#include <doctest/doctest.h>

#include <array>

#include "tests/support/literals.h"
#include "tests/support/packet.h"

using namespace darban;
using namespace darban::literals;

namespace {

std::vector<IpAddress> addresses_of(const Packet& packet) {
  std::array<IpAddress, 8> room;
  const std::size_t count = addresses_in(packet.octets(), room);
  return {room.begin(), room.begin() + static_cast<std::ptrdiff_t>(count)};
}

const std::vector<std::uint8_t> kSix{0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

}  // namespace

TEST_CASE("an answer leads to the addresses of its whole chain") {
  auto packet = Packet::response();
  packet.question("www.shop.example").cname("www.shop.example", 60, "shop.cdn.example").a("shop.cdn.example", 60, {192, 0, 2, 1});
  packet.a("shop.cdn.example", 60, {192, 0, 2, 2}).record(1, "shop.cdn.example", RrType::aaaa, 60, kSix);
  CHECK(addresses_of(packet) == std::vector{"192.0.2.1"_ip, "192.0.2.2"_ip, "2001:db8::1"_ip});
}

TEST_CASE("hints of HTTPS records and what stands beside them count") {
  std::vector<std::uint8_t> params{0, 4, 0, 8, 192, 0, 2, 1, 192, 0, 2, 2, 0, 6, 0, 16};
  params.insert(params.end(), kSix.begin(), kSix.end());
  auto packet = Packet::response();
  packet.question("x.example", RrType::https).https("x.example", 60, "y.example", params);
  packet.record(3, "y.example", RrType::a, 60, {192, 0, 2, 3});
  CHECK(addresses_of(packet) == std::vector{"192.0.2.1"_ip, "192.0.2.2"_ip, "2001:db8::1"_ip, "192.0.2.3"_ip});
}

TEST_CASE("no more than there is room for, and nothing behind damage") {
  auto packet = Packet::response();
  packet.question("x.example");
  for (std::uint8_t i = 0; i < 20; ++i) packet.a("x.example", 60, {192, 0, 2, i});
  CHECK(addresses_of(packet).size() == 8);
  auto damaged = Packet::response();
  damaged.question("x.example").a("x.example", 60, {192, 0, 2, 1}).a("x.example", 60, {192, 0, 2, 2});
  damaged.bytes().pop_back();
  CHECK(addresses_of(damaged) == std::vector{"192.0.2.1"_ip});
  CHECK(addresses_of(Packet::response()).empty());
}

TEST_CASE("an A record of another length is no address") {
  auto packet = Packet::response();
  packet.question("x.example")
      .record(1, "x.example", RrType::a, 60, {192, 0, 2})
      .record(1, "x.example", RrType::aaaa, 60, {1, 2, 3, 4});
  CHECK(addresses_of(packet).empty());
}
