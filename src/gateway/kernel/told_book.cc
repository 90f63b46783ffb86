// SPDX-License-Identifier: Apache-2.0
#include "gateway/kernel/told_book.h"

namespace darban::gateway {

DeviceKey DeviceKey::of(const std::optional<MacAddress>& mac, const IpAddress& address) {
  if (!mac) return {false, point_of(address)};
  DeviceKey key{true, {}};
  ByteWriter out(key.octets);
  mac->append_to(out);
  return key;
}

std::size_t ToldBook::Hash::operator()(const Entry& entry) const {
  const std::uint64_t device = hash_octets(seed.value ^ (entry.device.by_mac ? 2u : 0u) ^ (entry.vital ? 1u : 0u),
                                           entry.device.octets.data(), entry.device.octets.size());
  return hash_octets(device, entry.destination.data(), entry.destination.size());
}

ToldBook::News ToldBook::note(const Entry& entry, const IpAddress& asker, bool door_closed, MonoTime now, Seconds lasts) {
  const auto found = entries_.find(entry);
  if (found != entries_.end()) {
    Standing& standing = found->second;
    standing.asker = asker;
    standing.door_closed = door_closed;
    if (standing.until - now >= Milliseconds(lasts) / 2) return News::none;
    standing.until = now + lasts;
    return News::renewed;
  }
  if (entries_.size() >= kMost) forget_the_ended(now);
  if (entries_.size() >= kMost) return News::no_room;
  entries_.emplace(entry, Standing{now + lasts, asker, door_closed});
  return News::fresh;
}

bool ToldBook::holds(const Entry& entry, MonoTime now) const {
  const auto found = entries_.find(entry);
  return found != entries_.end() && found->second.until > now;
}

void ToldBook::forget_the_ended(MonoTime now) {
  std::erase_if(entries_, [now](const auto& each) { return each.second.until <= now; });
}

}  // namespace darban::gateway
