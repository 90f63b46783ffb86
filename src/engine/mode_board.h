// SPDX-License-Identifier: Apache-2.0
// The mode of everybody grants can tell apart, worked out once and kept until its edge, so that a question costs no calendar. One
// worker's own.
#pragma once
#include <vector>

#include "base/clock.h"
#include "policy/policy.h"

namespace darban {

class ModeBoard {
 public:
  // Forgets everything when the policy changed or the wall clock jumped against the monotonic one, which moves every edge.
  void use(const Policy& policy, std::uint64_t generation, const Now& now);
  const ModeAt& mode_of(const Asker& asker, const Now& now) {
    Entry& entry = entries_[asker.seat];
    if (now.wall >= entry.mode.until || !entry.known) entry = {policy_->mode_at(asker, now), true};
    return entry.mode;
  }

 private:
  struct Entry {
    ModeAt mode;
    bool known = false;
  };
  const Policy* policy_ = nullptr;
  std::uint64_t generation_ = 0;
  std::int64_t offset_ = 0;  // seconds between wall and monotonic clock
  bool trusted_ = false;
  std::vector<Entry> entries_;
};

}  // namespace darban
