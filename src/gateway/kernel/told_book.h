// SPDX-License-Identifier: Apache-2.0
// Which addresses each device was told of and until when: what stands in the kernel's sets, so that a renewal can be told from
// news, a device's entries can be taken back when its door closes, and a flow to a vital name is not cut. Pure: time is an
// argument. It holds addresses as the kernel does, in memory only.
#pragma once
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/hash.h"
#include "gateway/plan.h"
#include "gateway/ranges.h"

namespace darban::gateway {

// A device by its MAC, or by its address where no MAC is known.
struct DeviceKey {
  bool by_mac = false;
  Point octets{};  // the MAC stands in the first six
  static DeviceKey of(const std::optional<MacAddress>& mac, const IpAddress& address);
  friend bool operator==(const DeviceKey&, const DeviceKey&) = default;
};

class ToldBook {
 public:
  static constexpr std::size_t kMost = 65536;  // entries; each costs about 100 octets

  enum class News : std::uint8_t { none, fresh, renewed, no_room };
  struct Entry {
    DeviceKey device;
    Point destination{};
    bool vital = false;
    friend bool operator==(const Entry&, const Entry&) = default;
  };

  explicit ToldBook(HashSeed seed) : entries_(0, Hash{seed}) {}

  // Notes an entry for `lasts`. none: it stands for at least half of that already, and need not be told again. `asker`: where the
  // device asked from; `door_closed`: it was judged behind a closed door.
  News note(const Entry& entry, const IpAddress& asker, bool door_closed, MonoTime now, Seconds lasts);
  bool holds(const Entry& entry, MonoTime now) const;
  // The doors of some devices close: takes back what was judged while they were open and is not vital, and hands it out.
  // `closes(device, asker)`.
  template <typename Closes>
  std::vector<Entry> take_back(Closes closes) {
    std::vector<Entry> taken;
    std::erase_if(entries_, [&](const auto& each) {
      const bool goes = !each.first.vital && !each.second.door_closed && closes(each.first.device, each.second.asker);
      if (goes) taken.push_back(each.first);
      return goes;
    });
    return taken;
  }
  void forget_the_ended(MonoTime now);
  void clear() { entries_.clear(); }
  std::size_t size() const { return entries_.size(); }

 private:
  struct Hash {
    HashSeed seed;
    std::size_t operator()(const Entry& entry) const;
  };
  struct Standing {
    MonoTime until;
    IpAddress asker;
    bool door_closed = false;
  };
  std::unordered_map<Entry, Standing, Hash> entries_;
};

}  // namespace darban::gateway
