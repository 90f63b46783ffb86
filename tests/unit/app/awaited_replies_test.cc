// SPDX-License-Identifier: Apache-2.0
#include "app/awaited_replies.h"

#include <doctest/doctest.h>

namespace darban {
namespace {

constexpr ControlServer::ClientId kAsker{7};

struct Sent {
  std::vector<std::pair<ControlServer::ClientId, std::string>> all;
  void operator()(ControlServer::ClientId client, const ControlReply& reply) { all.emplace_back(client, reply.text); }
};

TEST_CASE("an answer waits until the slowest worker has the policy") {
  AwaitedReplies awaited;
  Sent sent;
  awaited.add(kAsker, {ControlOutcome::done, "paused\n"}, 5, MonoTime{});
  awaited.tick(4, MonoTime(Milliseconds(10)), std::ref(sent));
  CHECK(sent.all.empty());
  CHECK_FALSE(awaited.empty());
  awaited.tick(5, MonoTime(Milliseconds(12)), std::ref(sent));
  REQUIRE(sent.all.size() == 1);
  CHECK(sent.all[0].first == kAsker);
  CHECK(sent.all[0].second == "paused\n");
  CHECK(awaited.empty());
}

TEST_CASE("it does not wait for ever: then it says so") {
  AwaitedReplies awaited;
  Sent sent;
  awaited.add(kAsker, {ControlOutcome::done, "paused\n"}, 5, MonoTime{});
  awaited.tick(4, MonoTime(AwaitedReplies::kPatience - Milliseconds(1)), std::ref(sent));
  CHECK(sent.all.empty());
  awaited.tick(4, MonoTime(AwaitedReplies::kPatience), std::ref(sent));
  REQUIRE(sent.all.size() == 1);
  CHECK(sent.all[0].second.find("not every worker") != std::string::npos);
  CHECK(awaited.empty());
}

}  // namespace
}  // namespace darban
