// SPDX-License-Identifier: Apache-2.0
#include "policy/networks.h"

#include <doctest/doctest.h>

#include <array>
#include <random>
#include <string>

#include "policy/devices.h"
#include "tests/support/literals.h"

using namespace darban;
using namespace darban::literals;

namespace {

// Few different octets, so that prefixes are hit.
IpAddress random_address(std::mt19937& random) {
  std::array<std::uint8_t, 16> octets{};
  const std::size_t size = random() % 2 == 0 ? 4 : 16;
  for (std::size_t i = 0; i < size; ++i) octets[i] = static_cast<std::uint8_t>(random() % 2 == 0 ? 10 : 11);
  return size == 4 ? IpAddress::from_v4(Octets(octets).first(4)) : IpAddress::from_v6(octets);
}

constexpr const char* kPrefixes[] = {
    "10.0.0.0/8", "10.10.0.0/15", "10.11.10.0/24",  "10.10.11.10/31",           "11.11.11.11",
    "0.0.0.0/1",  "0a0a::/16",    "0a0b:0a00::/24", "0a0a:0a0b:0a0a:0b00::/57", "0a0b:0b0b:0b0b:0b0b:0b00::/71",
    "0b00::/8"};

}  // namespace

TEST_CASE("an address survives as two words, whole or cut") {
  for (const IpAddress& address : {"192.0.2.1"_ip, "2001:db8::1"_ip, "::"_ip, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"_ip})
    CHECK(AddressWords::of(address).address() == address);
  CHECK(AddressWords::of("192.0.2.255"_ip).cut(96 + 24).address() == "192.0.2.0"_ip);
  CHECK(AddressWords::of("2001:db8:1:2:3::1"_ip).cut(64).address() == "2001:db8:1:2::"_ip);
  CHECK(AddressWords::of("2001:db8::1"_ip).cut(0).address() == "::"_ip);
}

TEST_CASE("networks contain what their prefixes contain") {
  std::mt19937 random(3);
  for (const char* text : kPrefixes) {
    const IpPrefix prefix = *IpPrefix::from_text(text);
    Networks networks;
    networks.add(prefix);
    for (int i = 0; i < 500; ++i) {
      const IpAddress address = random_address(random);
      CHECK(networks.contains(address) == prefix.contains(address));
    }
  }
  CHECK_FALSE(Networks().contains("10.0.0.1"_ip));
}

TEST_CASE("the longest prefix says whose an address is, as trying them all does") {
  std::mt19937 random(4);
  Devices devices(HashSeed{9});
  std::uint16_t next = 1;
  for (const char* text : kPrefixes) CHECK_FALSE(devices.add(*IpPrefix::from_text(text), {ProfileId{next++}, kNoDevice}));
  for (int i = 0; i < 3000; ++i) {
    const IpAddress address = random_address(random);
    ProfileId expected = kGuest;
    int longest = -1;
    std::uint16_t at = 1;
    for (const char* text : kPrefixes) {
      const IpPrefix prefix = *IpPrefix::from_text(text);
      if (prefix.contains(address) && prefix.length() > longest) {
        longest = prefix.length();
        expected = ProfileId{at};
      }
      ++at;
    }
    CHECK(devices.owner_of(address, nullptr).profile == expected);
  }
}
