// SPDX-License-Identifier: Apache-2.0
#include "policy/devices.h"

#include <algorithm>

namespace darban {
namespace {

// The address with all but the first `bits` bits of its IPv6 form cleared.
IpAddress cut(const IpAddress& address, int bits) {
  std::array<std::uint8_t, 16> octets{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  ByteWriter out(address.is_v4() ? std::span(octets).last(4) : std::span(octets));
  address.append_to(out);
  for (std::size_t i = 0; i < octets.size(); ++i) {
    const int kept = std::clamp(bits - static_cast<int>(i) * 8, 0, 8);
    octets[i] = static_cast<std::uint8_t>(octets[i] & (0xff00 >> kept));
  }
  return IpAddress::from_v6(octets);
}

}  // namespace

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
  for (const Length& length : prefixes_) {
    if (const auto profile = length.bases.find(cut(address, length.bits))) return *profile;
  }
  return kGuest;
}

}  // namespace darban
