// SPDX-License-Identifier: Apache-2.0
// What is known of the neighbours from the news about them, and when that is worth a new table. Pure: time is an argument.
#pragma once
#include <optional>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/hash.h"
#include "net/neighbour_message.h"
#include "net/neighbours.h"

namespace darban {

class NeighbourBook {
 public:
  // The first change is published at once, because the device's next question is a moment away; what follows is gathered, because
  // changes come in bursts: a whole school wakes up at eight.
  static constexpr Milliseconds kGather{200};
  static constexpr Seconds kRemember{3600};  // a tablet that wakes up must be known with its first question

  explicit NeighbourBook(HashSeed seed) : entries_(0, Hash{seed}) {}
  void take(const NeighbourNews& news, MonoTime now);
  void whole_table_seen(MonoTime now) { publish_at_ = now; }
  // When tick() has something to do.
  std::optional<MonoTime> due() const;
  // Whether there is a new table to publish; forgets those who left long ago.
  bool tick(MonoTime now);
  std::vector<Neighbour> table() const;

 private:
  struct Key {
    std::uint32_t interface = 0;  // link-local addresses are the same everywhere
    IpAddress address;
    friend bool operator==(const Key&, const Key&) = default;
  };
  struct Hash {
    HashSeed seed;
    std::size_t operator()(const Key& key) const { return key.address.hash({seed.value ^ key.interface}); }
  };
  struct Entry {
    MacAddress mac;
    std::optional<MonoTime> left;
  };
  void changed(MonoTime now);
  void forget_the_gone(MonoTime now);
  std::unordered_map<Key, Entry, Hash> entries_;
  std::optional<MonoTime> publish_at_;
  std::optional<MonoTime> published_;  // the last time
  std::optional<MonoTime> forget_at_;
};

}  // namespace darban
