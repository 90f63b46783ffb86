// SPDX-License-Identifier: Apache-2.0
#include "update/fetch_plan.h"

#include <algorithm>

namespace darban {

FetchPlan::FetchPlan(std::size_t urls, std::uint32_t rounds, const BackOff& back_off)
    : out_(urls, false), rounds_(std::max(rounds, 1u)), back_off_(back_off) {}

std::optional<std::size_t> FetchPlan::next_from(std::size_t url) const {
  for (; url < out_.size(); ++url) {
    if (!out_[url]) return url;
  }
  return std::nullopt;
}

std::optional<FetchPlan::Step> FetchPlan::after(const Failure& failure, std::uint64_t random) {
  if (remedy_of(failure.trouble) == Remedy::stop) return std::nullopt;
  if (failure.can_continue && continuations_ < kMostContinuations) {
    ++continuations_;
    return Step{at_, wait_after(1, random, back_off_)};
  }
  continuations_ = 0;
  const Milliseconds wish = failure.retry_after.value_or(Seconds{0});
  // A wish we can not grant within this run is granted by leaving the address alone: the caller hears of it for the next run.
  if (remedy_of(failure.trouble) == Remedy::other_address || wish > back_off_.longest) out_[at_] = true;
  if (!out_[at_]) asked_for_ = std::max(asked_for_, wish);

  if (const auto mirror = next_from(at_ + 1)) return Step{at_ = *mirror, Milliseconds{0}};
  const auto first = next_from(0);
  if (!first || round_ >= rounds_) return std::nullopt;
  const Milliseconds wait = std::max(wait_after(round_, random, back_off_), asked_for_);
  ++round_;
  asked_for_ = Milliseconds{0};
  at_ = *first;
  return Step{at_, wait};
}

}  // namespace darban
