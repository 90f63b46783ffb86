// SPDX-License-Identifier: Apache-2.0
// Who is treated how, asked one by one: a plan with the look-ups that the kernel makes for each packet, in the same order (MAC,
// then the longest prefix, then the others). Immutable.
#pragma once
#include <optional>
#include <unordered_map>
#include <vector>

#include "gateway/plan.h"
#include "gateway/ranges.h"

namespace darban::gateway {

std::uint64_t number_of(const MacAddress& mac);

class Roster {
 public:
  Roster() = default;  // knows nobody: everybody's door is open
  explicit Roster(const Plan& plan);

  Treatment treatment_of(const IpAddress& address, const std::optional<MacAddress>& mac) const;
  // The MAC of whoever has this address, as far as the plan tells.
  std::optional<MacAddress> mac_at(const IpAddress& address) const;
  // Whether a device is closed by its MAC, at this address, or at any other where the plan says it is.
  bool is_closed(const IpAddress& address, const std::optional<MacAddress>& mac) const;
  const std::vector<Range>& places() const { return places_; }
  // Where closed devices are: what nobody outside may begin to talk to.
  std::vector<Range> closed_places() const;

 private:
  Treatment others_;
  std::unordered_map<std::uint64_t, Treatment> devices_;
  std::vector<Range> places_;
  std::vector<Plan::Whereabouts> whereabouts_;  // by address
  std::vector<Plan::Place> written_;
};

}  // namespace darban::gateway
