// SPDX-License-Identifier: Apache-2.0
// Lease files as the four DHCP servers write them, and short questions about what was read. For the tests of leases.
#pragma once
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "leases/format.h"
#include "tests/support/literals.h"

namespace darban {

inline Leases read_file(std::string_view text, const char* format = nullptr) {
  const auto said = read_leases(text, HashSeed{3}, format == nullptr ? nullptr : lease_format_named(format));
  REQUIRE(said);
  return *said;
}
inline Error refusal_of(std::string_view text, const char* format = nullptr) {
  const auto said = read_leases(text, HashSeed{3}, format == nullptr ? nullptr : lease_format_named(format));
  REQUIRE_FALSE(said);
  return said.error();
}
inline std::string_view format_of(std::string_view text) { return read_file(text).format->key.view(); }

inline const Lease* lease_of(const std::vector<Lease>& leases, const char* address) {
  const auto found = std::find_if(leases.begin(), leases.end(),
                                  [&](const Lease& lease) { return lease.address == *IpAddress::from_text(address); });
  return found == leases.end() ? nullptr : &*found;
}
inline bool says(const std::vector<Lease>& leases, const char* address, const char* mac) {
  const Lease* lease = lease_of(leases, address);
  return lease != nullptr && lease->mac == *MacAddress::from_text(mac);
}
inline bool says(const Leases& said, const char* address, const char* mac) { return says(said.leases, address, mac); }
inline bool is_over(const Leases& said, const char* address) {
  return std::find(said.over.begin(), said.over.end(), *IpAddress::from_text(address)) != said.over.end();
}
inline std::int64_t end_of(const Leases& said, const char* address) {
  const Lease* lease = lease_of(said.leases, address);
  REQUIRE(lease != nullptr);
  return lease->ends == kNever ? -1 : lease->ends.time_since_epoch().count();
}

}  // namespace darban
