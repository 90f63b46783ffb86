// SPDX-License-Identifier: Apache-2.0
// Which of a list's addresses is tried next, and when. Mirrors are tried in their order, one after the other without waiting;
// when all failed, a round is over and the next begins after a back-off. An address that said something final (404, a web page, a
// wrong certificate) is left out for the rest of the run. After a cut that left a part to continue from, the same address goes
// on. Pure but for its own state; one thread.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "update/back_off.h"
#include "update/fetch_trouble.h"

namespace darban {

inline constexpr std::uint32_t kMostContinuations = 8;  // of one part in a row, before a mirror has its turn

class FetchPlan {
 public:
  struct Step {
    std::size_t url = 0;
    Milliseconds wait{0};
  };
  struct Failure {
    FetchTrouble trouble = FetchTrouble::none;
    bool can_continue = false;           // the same address may give the rest (download.h)
    std::optional<Seconds> retry_after;  // what the server asked for
  };

  // `rounds`: how often each address is tried, at least once. `urls` is not 0.
  FetchPlan(std::size_t urls, std::uint32_t rounds, const BackOff& back_off);
  std::size_t url() const { return at_; }  // the one being tried, from the start the first
  // What to do after the address of the last step failed; nothing: give up.
  std::optional<Step> after(const Failure& failure, std::uint64_t random);

 private:
  std::optional<std::size_t> next_from(std::size_t url) const;
  std::vector<bool> out_;
  std::uint32_t rounds_;
  BackOff back_off_;
  std::size_t at_ = 0;
  std::uint32_t round_ = 1;
  std::uint32_t continuations_ = 0;
  Milliseconds asked_for_{0};  // the longest Retry-After of this round
};

}  // namespace darban
