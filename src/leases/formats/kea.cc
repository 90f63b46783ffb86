// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "leases/formats/formats.h"
#include "leases/hardware.h"
#include "leases/reading.h"

namespace darban {
namespace {

enum Column : std::size_t { kAddress, kMac, kDuid, kLifetime, kExpire, kState, kType, kColumns };
constexpr std::array<std::string_view, kColumns> kNames{"address", "hwaddr", "duid",      "valid_lifetime",
                                                        "expire",  "state",  "lease_type"};

using Row = std::array<std::string_view, kColumns>;

// Calls `each` with every value and its place. A comma inside a value is written as an escape, so columns are counted by commas.
template <typename Each>
std::size_t for_each_value(std::string_view line, Each each) {
  for (std::size_t place = 0;; ++place) {
    const auto comma = line.find(',');
    each(line.substr(0, comma), place);
    if (comma == std::string_view::npos) return place + 1;
    line.remove_prefix(comma + 1);
  }
}

// Which column is where, by the first line: releases add columns, and IPv6 has others than IPv4.
class Columns {
 public:
  explicit Columns(std::string_view header) {
    places_.fill(kNowhere);
    for_each_value(header, [this](std::string_view name, std::size_t place) {
      const auto column = static_cast<std::size_t>(std::find(kNames.begin(), kNames.end(), name) - kNames.begin());
      if (column < kColumns) places_[column] = place;
    });
  }
  bool complete() const { return has(kAddress) && has(kLifetime) && has(kExpire) && (has(kMac) || has(kDuid)); }

  // Nothing if the line ends before a column that is needed.
  std::optional<Row> row(std::string_view line) const {
    Row row;
    const std::size_t count = for_each_value(line, [&](std::string_view value, std::size_t place) {
      for (std::size_t column = 0; column < kColumns; ++column) {
        if (places_[column] == place) row[column] = value;
      }
    });
    const bool cut = std::any_of(places_.begin(), places_.end(), [&](auto place) { return place != kNowhere && place >= count; });
    return cut ? std::nullopt : std::optional(row);
  }

 private:
  static constexpr std::size_t kNowhere = SIZE_MAX;
  bool has(Column column) const { return places_[column] != kNowhere; }
  std::array<std::size_t, kColumns> places_;
};

// Kea learns an IPv6 client's MAC address by several ways and writes it beside the DUID.
std::optional<MacAddress> mac_of(const Row& row) {
  if (const auto mac = mac_of_text(row[kMac])) return mac;
  const auto duid = octets_of_hex(row[kDuid]);
  return duid ? mac_of_duid(*duid) : std::nullopt;
}

void read_row(LeaseReading& in, const Columns& columns, std::string_view line) {
  constexpr std::int64_t kForEver = 0xffffffff;
  const auto found = columns.row(line);
  if (!found) return in.refuse(Errc::truncated);
  const Row& row = *found;
  const auto address = IpAddress::from_text(row[kAddress]);
  if (!address) return in.refuse(Errc::bad_address);
  if (row[kType] == "2") return;  // a network given to another router (IA_PD)
  const auto lifetime = number_of(row[kLifetime]);
  const auto expire = number_of(row[kExpire]);
  if (!lifetime || !expire) {
    in.over(*address);  // what stood there before is not the last word any more
    return in.refuse(Errc::bad_date);
  }
  const bool held = *lifetime != 0 && (row[kState].empty() || row[kState] == "0");  // 1 is declined, 2 and more have ended
  const auto mac = mac_of(row);
  if (!held || !mac) return in.over(*address);
  in.lease(*address, *mac,
           *lifetime == kForEver ? kNever : WallTime(Seconds(std::clamp<std::int64_t>(*expire, 0, kForEver * 2))));
}

}  // namespace

bool kea_leases_speak(std::string_view line) { return line.starts_with("address,") && Columns(line).complete(); }

void parse_kea_leases(LeaseReading& in) {
  std::string_view line;
  if (!in.next_line(line)) return;
  const Columns columns(line);
  if (!columns.complete()) return in.refuse(Errc::unknown_leases);
  while (in.next_line(line)) read_row(in, columns, line);
}

}  // namespace darban
