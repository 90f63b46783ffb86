// SPDX-License-Identifier: Apache-2.0
#include "app/awaited_replies.h"

#include <algorithm>

namespace darban {

void AwaitedReplies::add(ControlServer::ClientId client, ControlReply reply, std::uint64_t generation, MonoTime now) {
  waiting_.push_back({client, std::move(reply), generation, now + kPatience});
}

void AwaitedReplies::tick(std::uint64_t in_force, MonoTime now,
                          const std::function<void(ControlServer::ClientId, const ControlReply&)>& send) {
  for (Waiting& each : waiting_) {
    const bool late = in_force < each.generation && now >= each.until;
    if (late) each.reply.text += "It is written down, but not every worker has taken it up yet: they are very busy.\n";
    if (late || in_force >= each.generation) {
      send(each.client, each.reply);
      each.generation = 0;
    }
  }
  std::erase_if(waiting_, [](const Waiting& each) { return each.generation == 0; });
}

}  // namespace darban
