// SPDX-License-Identifier: Apache-2.0
#include "app/new_devices.h"

#include <algorithm>

namespace darban {

NewDeviceMac NewDevice::mac_for_the_household_file() const {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string text;
  for (const std::uint8_t octet : mac_.octets_) {
    if (!text.empty()) text.push_back(':');
    text.push_back(kHex[octet >> 4]);
    text.push_back(kHex[octet & 15]);
  }
  return NewDeviceMac(std::move(text));
}

void NewDevices::look(std::span<const Neighbour> table, const Policy& policy, std::optional<std::int64_t> today) {
  std::unordered_map<MacAddress, bool, Hash> named(0, Hash{seed_});  // of everybody in the house
  for (const Neighbour& neighbour : table) {
    if (!policy.may_ask(neighbour.address)) continue;  // not in the house: the provider's router
    bool& is_named = named[neighbour.mac];
    is_named = is_named || policy.asker_of(neighbour.address, &neighbour.mac).profile != kGuest;
  }
  std::erase_if(devices_, [&](const NewDevice& device) {
    const auto here = named.find(device.mac_);
    if (here != named.end()) return here->second;
    return policy.asker_of(IpAddress(), &device.mac_).profile != kGuest;
  });
  for (NewDevice& device : devices_) {
    if (!device.noticed_) device.noticed_ = today;
    named.erase(device.mac_);
  }
  more_ = false;
  for (const auto& [mac, is_named] : named) {
    if (is_named) continue;
    if (devices_.size() < kMost)
      devices_.push_back(NewDevice(mac, today));
    else
      more_ = true;
  }
}

const NewDevice* NewDevices::of(const MacAddress& mac) const {
  const auto found = std::find_if(devices_.begin(), devices_.end(), [&](const NewDevice& device) { return device.mac_ == mac; });
  return found == devices_.end() ? nullptr : &*found;
}

}  // namespace darban
