// SPDX-License-Identifier: Apache-2.0
#include "policy/devices.h"

#include <algorithm>

#include "policy/networks.h"

namespace darban {

std::optional<ProfileId> Devices::add(const IpPrefix& prefix, Owner owner) {
  if (prefix.is_single()) return addresses_.add(prefix.base(), owner);
  auto at =
      std::find_if(prefixes_.begin(), prefixes_.end(), [&](const Length& length) { return length.bits <= prefix.length(); });
  if (at == prefixes_.end() || at->bits != prefix.length())
    at = prefixes_.insert(at, {prefix.length(), OwnerTable<IpAddress>(seed_)});
  return at->bases.add(prefix.base(), owner);
}

Owner Devices::owner_of(const IpAddress& address, const MacAddress* mac) const {
  if (mac != nullptr) {
    if (const Owner* owner = macs_.find(*mac)) return *owner;
  }
  if (const Owner* owner = addresses_.find(address)) return *owner;
  if (prefixes_.empty()) return {};
  const AddressWords words = AddressWords::of(address);
  for (const Length& length : prefixes_) {
    if (const Owner* owner = length.bases.find(words.cut(length.bits).address())) return *owner;
  }
  return {};
}

}  // namespace darban
