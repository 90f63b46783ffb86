// SPDX-License-Identifier: Apache-2.0
// Answers that wait until every worker has a policy: what was given is in force when it is said to be. Whoever waits, a client of
// the control socket or a visitor of the page, leaves a function. Control thread only.
#pragma once
#include <cstdint>
#include <functional>
#include <vector>

#include "base/clock.h"

namespace darban {

class AwaitedReplies {
 public:
  // After that it is said that it takes longer: what was given is written down in any case.
  static constexpr Milliseconds kPatience{900};
  static constexpr Milliseconds kLook{2};

  enum class Reach : std::uint8_t { every_worker, not_yet_every };
  using Answer = std::function<void(Reach)>;

  void add(Answer answer, std::uint64_t generation, MonoTime now);
  // `in_force`: the oldest generation any worker works with. Answers what is due, each once.
  void tick(std::uint64_t in_force, MonoTime now);
  bool empty() const { return waiting_.empty(); }

 private:
  struct Waiting {
    Answer answer;
    std::uint64_t generation;
    MonoTime until;
  };
  std::vector<Waiting> waiting_;
};

}  // namespace darban
