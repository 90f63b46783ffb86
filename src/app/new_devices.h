// SPDX-License-Identifier: Apache-2.0
// Devices in the house that nobody has named yet, so that an adult can write them into household.yaml. They are guests until then
// (decisions.md 4). Known by the neighbour table and the leases only, never by a question; with the day they were noticed first
// and nothing finer, and whether they are there now is not told (product.md 3.4). In memory only: a restart begins anew.
// Control thread only.
//
// The one place where a MAC address becomes text: an adult can not write down a device without it. A NewDevice can only be made
// here, of a device that is nobody's; its address can be shown to whoever asks `darban devices` and can not be logged.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/showable.h"
#include "net/neighbours.h"
#include "policy/policy.h"

namespace darban {

// "02:00:5e:10:00:01".
class NewDeviceMac {
 public:
  const std::string& view() const { return text_; }

 private:
  friend class NewDevice;
  explicit NewDeviceMac(std::string text) : text_(std::move(text)) {}
  std::string text_;
};
template <>
inline constexpr bool is_showable<NewDeviceMac> = true;  // and not Loggable

class NewDevice {
 public:
  // Days since 1970-01-01 in the household's zone; nothing while the clock was not to be trusted.
  const std::optional<std::int64_t>& noticed() const { return noticed_; }
  bool is_private() const { return mac_.is_locally_administered(); }
  // A door of its own in tests/lint/doors.txt.
  NewDeviceMac mac_for_the_household_file() const;

 private:
  friend class NewDevices;
  NewDevice(const MacAddress& mac, std::optional<std::int64_t> noticed) : mac_(mac), noticed_(noticed) {}
  MacAddress mac_;
  std::optional<std::int64_t> noticed_;
};

class NewDevices {
 public:
  static constexpr std::size_t kMost = 256;  // a stranger can invent MAC addresses

  explicit NewDevices(HashSeed seed) : seed_(seed) {}

  // Compares who is in the house with who is named. `today` as NewDevice::noticed.
  void look(std::span<const Neighbour> table, const Policy& policy, std::optional<std::int64_t> today);
  // The first noticed first.
  std::span<const NewDevice> all() const { return devices_; }
  // Null: it is somebody's, or was not noticed.
  const NewDevice* of(const MacAddress& mac) const;
  // There are more than are kept.
  bool more() const { return more_; }

 private:
  struct Hash {
    HashSeed seed;
    std::size_t operator()(const MacAddress& mac) const { return mac.hash(seed); }
  };
  HashSeed seed_;
  std::vector<NewDevice> devices_;
  bool more_ = false;
};

}  // namespace darban
