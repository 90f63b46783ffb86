// SPDX-License-Identifier: Apache-2.0
#include "gateway/roster.h"

#include <algorithm>

namespace darban::gateway {

std::uint64_t number_of(const MacAddress& mac) {
  std::array<std::uint8_t, 6> octets{};
  ByteWriter out(octets);
  mac.append_to(out);
  return std::uint64_t{load_u16(octets.data())} << 32 | load_u32(octets.data() + 2);
}

Roster::Roster(const Plan& plan)
    : others_(plan.others), places_(flatten(plan.places)), whereabouts_(plan.whereabouts), written_(plan.places) {
  for (const Plan::Device& device : plan.devices) devices_[number_of(device.mac)] = device.treatment;
  std::stable_sort(whereabouts_.begin(), whereabouts_.end(),
                   [](const auto& a, const auto& b) { return point_of(a.address) < point_of(b.address); });
}

Treatment Roster::treatment_of(const IpAddress& address, const std::optional<MacAddress>& mac) const {
  if (mac) {
    if (const auto found = devices_.find(number_of(*mac)); found != devices_.end()) return found->second;
  }
  const Range* place = find(places_, point_of(address));
  return place == nullptr ? others_ : place->treatment;
}

std::optional<MacAddress> Roster::mac_at(const IpAddress& address) const {
  const Point asked = point_of(address);
  const auto found = std::lower_bound(whereabouts_.begin(), whereabouts_.end(), asked,
                                      [](const auto& one, const Point& point) { return point_of(one.address) < point; });
  if (found == whereabouts_.end() || found->address != address) return std::nullopt;
  return found->mac;
}

bool Roster::is_closed(const IpAddress& address, const std::optional<MacAddress>& mac) const {
  if (treatment_of(address, mac).door == Door::closed) return true;
  if (!mac || devices_.contains(number_of(*mac))) return false;
  return std::any_of(whereabouts_.begin(), whereabouts_.end(),
                     [&](const auto& one) { return one.mac == *mac && treatment_of(one.address, mac).door == Door::closed; });
}

std::vector<Range> Roster::closed_places() const {
  std::vector<Plan::Place> all = written_;
  for (const auto& one : whereabouts_) all.push_back({*IpPrefix::of(one.address, 128), treatment_of(one.address, one.mac)});
  for (Plan::Place& place : all) place.treatment.ways = Ways::open;  // of no interest here: ranges join
  std::vector<Range> ranges = flatten(all);
  std::erase_if(ranges, [](const Range& range) { return range.treatment.door != Door::closed; });
  return ranges;
}

}  // namespace darban::gateway
