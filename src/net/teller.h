// SPDX-License-Identifier: Apache-2.0
// Gateway mode: tells darban-gateway which addresses a device is about to be given, and holds the reply back until the kernel
// knows them, so that the connection which follows finds its way. A worker never waits for it: the reply is set aside, and leaves
// without the gateway's word after kPatience. What was told lately is remembered, so that most replies cost one look.
//
// Only replies of Query::gated queries come here; a household without a gateway never does. One worker's own; one thread.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/unique_fd.h"
#include "engine/engine.h"
#include "gateway/message.h"
#include "net/loop.h"
#include "net/workplace.h"

namespace darban {

class Teller {
 public:
  static constexpr Milliseconds kPatience{100};
  static constexpr Milliseconds kTryAgain{1000};  // to reach a gateway that was not there
  static constexpr std::size_t kMostHeld = 256;   // replies at once

  // `deliver` gets each held reply when it may leave, as Engine::answered gives them: query.reply holds during the call.
  Teller(Workplace& place, Engine::Deliver deliver);

  // Takes the reply of a gated query. True: it leaves later, by `deliver`; the query must stay. False: it may leave now, because
  // the gateway knows all of it, or can not be told.
  bool hold(Query& query);
  // The client went away: the query will not be delivered.
  void forget(const Query& query);
  void tick();  // every Upstream::kTick while busy()
  bool busy() const { return !held_.empty(); }

 private:
  struct Held {
    Query* query;
    std::uint32_t number;  // of the message that must be answered first
    MonoTime until;
    std::vector<std::uint8_t> reply;
  };
  struct Remembered {
    std::uint64_t key = 0;
    std::uint32_t number = 0;
    MonoTime until;
  };
  // What a worker remembers to have told. A place that two share is the later one's: the other is told again.
  static constexpr std::size_t kRemembered = 2048;

  bool connected();
  void disconnect();
  void readable();
  void answered(std::uint32_t number);
  // The number of the message to wait for; the last answered one when there is none.
  std::optional<std::uint32_t> tell(const Query& query, std::span<const IpAddress> addresses);
  bool send(const Query& query, std::span<const IpAddress> addresses);
  Remembered& place_of(std::uint64_t key) { return remembered_[key % kRemembered]; }
  std::uint64_t key_of(const Query& query, const IpAddress& address) const;
  bool is_answered(std::uint32_t number) const { return static_cast<std::int32_t>(number - answered_) <= 0; }
  template <typename Which>
  void let_go(Which which);

  Workplace& place_;
  Engine::Deliver deliver_;
  HashSeed seed_;
  UniqueFd fd_;
  std::optional<Poll> poll_;
  std::optional<MonoTime> try_again_;
  std::uint32_t last_ = 0;      // number of the last message
  std::uint32_t answered_ = 0;  // everything up to it was answered
  std::vector<Held> held_;
  std::vector<Remembered> remembered_;
};

}  // namespace darban
