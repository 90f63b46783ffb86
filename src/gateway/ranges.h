// SPDX-License-Identifier: Apache-2.0
// Networks inside networks as a row of ranges that do not touch each other's addresses, the longest prefix winning: the kernel's
// interval sets know no longest prefix. Addresses of both families stand in one order, IPv4 as its IPv4-mapped form, as
// everywhere in darban; split() hands out each family's part. Pure.
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "gateway/plan.h"

namespace darban::gateway {

using Point = std::array<std::uint8_t, 16>;  // an address; array comparison is address order
Point point_of(const IpAddress& address);

struct Range {  // both ends included
  Point first{};
  Point last{};
  Treatment treatment;
  friend bool operator==(const Range&, const Range&) = default;
};

// Sorted, disjoint, and two neighbours without a gap are treated differently. Of two places with the same prefix the later wins.
std::vector<Range> flatten(std::span<const Plan::Place> places);
// The same where there is only in or out.
std::vector<Range> flatten(std::span<const IpPrefix> prefixes);

enum class Family : std::uint8_t { v4, v6 };
// What of the ranges is of one family: IPv4 addresses in the last four octets of their points.
std::vector<Range> split(std::span<const Range> ranges, Family family);

// The range an address is in, or null.
const Range* find(std::span<const Range> ranges, const Point& address);

}  // namespace darban::gateway
