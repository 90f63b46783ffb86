// SPDX-License-Identifier: Apache-2.0
// Answers that wait until every worker has a policy: what was given is in force when it is said to be. Control thread only.
#pragma once
#include <cstdint>
#include <functional>
#include <vector>

#include "app/control_server.h"
#include "base/clock.h"

namespace darban {

class AwaitedReplies {
 public:
  // After that it is said that it takes longer: what was given is written down in any case.
  static constexpr Milliseconds kPatience{900};
  static constexpr Milliseconds kLook{2};

  void add(ControlServer::ClientId client, ControlReply reply, std::uint64_t generation, MonoTime now);
  // `in_force`: the oldest generation any worker works with. Sends what is due.
  void tick(std::uint64_t in_force, MonoTime now, const std::function<void(ControlServer::ClientId, const ControlReply&)>& send);
  bool empty() const { return waiting_.empty(); }

 private:
  struct Waiting {
    ControlServer::ClientId client;
    ControlReply reply;
    std::uint64_t generation;
    MonoTime until;
  };
  std::vector<Waiting> waiting_;
};

}  // namespace darban
