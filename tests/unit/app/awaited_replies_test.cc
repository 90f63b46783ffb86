// SPDX-License-Identifier: Apache-2.0
#include "app/awaited_replies.h"

#include <doctest/doctest.h>

namespace darban {
namespace {

using Reach = AwaitedReplies::Reach;

struct Heard {
  std::vector<Reach> all;
  AwaitedReplies::Answer listener() {
    return [this](Reach reach) { all.push_back(reach); };
  }
};

TEST_CASE("an answer waits until the slowest worker has the policy, and is given once") {
  AwaitedReplies awaited;
  Heard heard;
  awaited.add(heard.listener(), 5, MonoTime{});
  awaited.tick(4, MonoTime(Milliseconds(10)));
  CHECK(heard.all.empty());
  CHECK_FALSE(awaited.empty());
  awaited.tick(5, MonoTime(Milliseconds(12)));
  awaited.tick(6, MonoTime(Milliseconds(14)));
  CHECK(heard.all == std::vector<Reach>{Reach::every_worker});
  CHECK(awaited.empty());
}

TEST_CASE("it does not wait for ever: then it says so") {
  AwaitedReplies awaited;
  Heard heard;
  awaited.add(heard.listener(), 5, MonoTime{});
  awaited.tick(4, MonoTime(AwaitedReplies::kPatience - Milliseconds(1)));
  CHECK(heard.all.empty());
  awaited.tick(4, MonoTime(AwaitedReplies::kPatience));
  CHECK(heard.all == std::vector<Reach>{Reach::not_yet_every});
  CHECK(awaited.empty());
}

TEST_CASE("whoever hears an answer may wait for the next one") {
  AwaitedReplies awaited;
  Heard heard;
  awaited.add([&](Reach) { awaited.add(heard.listener(), 7, MonoTime{}); }, 5, MonoTime{});
  awaited.tick(6, MonoTime{});
  CHECK(heard.all.empty());
  awaited.tick(7, MonoTime{});
  CHECK(heard.all.size() == 1);
}

}  // namespace
}  // namespace darban
