// SPDX-License-Identifier: Apache-2.0
#include "app/awaited_replies.h"

#include <utility>

namespace darban {

void AwaitedReplies::add(Answer answer, std::uint64_t generation, MonoTime now) {
  waiting_.push_back({std::move(answer), generation, now + kPatience});
}

void AwaitedReplies::tick(std::uint64_t in_force, MonoTime now) {
  std::vector<Waiting> rest;
  std::vector<Waiting> all = std::exchange(waiting_, {});  // an answer may make somebody wait anew
  for (Waiting& each : all) {
    if (in_force >= each.generation)
      each.answer(Reach::every_worker);
    else if (now >= each.until)
      each.answer(Reach::not_yet_every);
    else
      rest.push_back(std::move(each));
  }
  for (Waiting& each : waiting_) rest.push_back(std::move(each));
  waiting_ = std::move(rest);
}

}  // namespace darban
