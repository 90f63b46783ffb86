// SPDX-License-Identifier: Apache-2.0
#include "policy/devices.h"

#include <algorithm>

#include "policy/networks.h"

namespace darban {

std::optional<ProfileId> Devices::add(const IpPrefix& prefix, ProfileId profile) {
  if (prefix.is_single()) return addresses_.add(prefix.base(), profile);
  auto at =
      std::find_if(prefixes_.begin(), prefixes_.end(), [&](const Length& length) { return length.bits <= prefix.length(); });
  if (at == prefixes_.end() || at->bits != prefix.length())
    at = prefixes_.insert(at, {prefix.length(), ProfileTable<IpAddress>(seed_)});
  return at->bases.add(prefix.base(), profile);
}

ProfileId Devices::profile_of(const IpAddress& address, const MacAddress* mac) const {
  if (mac != nullptr) {
    if (const auto profile = macs_.find(*mac)) return *profile;
  }
  if (const auto profile = addresses_.find(address)) return *profile;
  if (prefixes_.empty()) return kGuest;
  const AddressWords words = AddressWords::of(address);
  for (const Length& length : prefixes_) {
    if (const auto profile = length.bases.find(words.cut(length.bits).address())) return *profile;
  }
  return kGuest;
}

}  // namespace darban
