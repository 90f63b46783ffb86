// SPDX-License-Identifier: Apache-2.0
#include "app/address_book.h"

#include <doctest/doctest.h>

#include "tests/support/literals.h"

using namespace darban;
using namespace darban::literals;

namespace {

const MacAddress kPhone = "02:00:5e:10:00:01"_mac;
const MacAddress kTablet = "02:00:5e:10:00:02"_mac;

Neighbours table(const std::vector<Neighbour>& neighbours, const std::vector<Lease>& leases) {
  return Neighbours(address_book(neighbours, leases, HashSeed{5}), HashSeed{6});
}
bool knows(const Neighbours& table, const char* address, const MacAddress& mac) {
  const MacAddress* found = table.find(*IpAddress::from_text(address));
  return found != nullptr && *found == mac;
}

}  // namespace

TEST_CASE("a device is one on all its addresses, whether the kernel or a lease knows them") {
  const auto known =
      table({{"192.0.2.21"_ip, kPhone}, {"fe80::1"_ip, kPhone}, {"2001:db8::a1"_ip, kPhone}},
            {{"192.0.2.21"_ip, kPhone, kNever}, {"fd00::21"_ip, kPhone, kNever}, {"192.0.2.22"_ip, kTablet, kNever}});
  CHECK(known.size() == 5);
  for (const char* address : {"192.0.2.21", "fe80::1", "2001:db8::a1", "fd00::21"}) CHECK(knows(known, address, kPhone));
  CHECK(knows(known, "192.0.2.22", kTablet));
}

TEST_CASE("who answers at an address wins over whom it was given to") {
  CHECK(knows(table({{"192.0.2.21"_ip, kTablet}}, {{"192.0.2.21"_ip, kPhone, kNever}}), "192.0.2.21", kTablet));
}

TEST_CASE("whom an address was given to wins over who was there before") {
  const Neighbour gone{"192.0.2.21"_ip, kTablet, true};
  CHECK(knows(table({gone}, {{"192.0.2.21"_ip, kPhone, kNever}}), "192.0.2.21", kPhone));
  CHECK(knows(table({gone}, {}), "192.0.2.21", kTablet));
}

TEST_CASE("an address that two devices have on two links is nobody's, a remembered one beside a living one does not count") {
  CHECK(table({{"fe80::1"_ip, kPhone}, {"fe80::1"_ip, kTablet}}, {}).find("fe80::1"_ip) == nullptr);
  CHECK(knows(table({{"fe80::1"_ip, kPhone}, {"fe80::1"_ip, kTablet, true}}, {}), "fe80::1", kPhone));
  CHECK(table({{"fe80::1"_ip, kPhone, true}, {"fe80::1"_ip, kTablet, true}}, {}).find("fe80::1"_ip) == nullptr);
}

TEST_CASE("when not all have room, invented leases leave out leases and not neighbours") {
  std::vector<Lease> leases;
  for (std::uint32_t i = 0; i < kMostNeighbours; ++i)
    leases.push_back(
        {IpAddress::from_v4(std::array<std::uint8_t, 4>{10, 0, static_cast<std::uint8_t>(i >> 8), static_cast<std::uint8_t>(i)}),
         kTablet, kNever});
  const auto known = table({{"192.0.2.21"_ip, kPhone}, {"192.0.2.22"_ip, kPhone, true}}, leases);
  CHECK(known.size() == kMostNeighbours);
  CHECK(knows(known, "192.0.2.21", kPhone));
  CHECK(known.find("192.0.2.22"_ip) == nullptr);
}
