// SPDX-License-Identifier: Apache-2.0
// Who is connected, how much of the house each address may take, and until when each must have said or read something. A time-out
// of idleness is not enough: a visitor who sends one octet a second is never idle (slowloris), so a whole request has a deadline.
// Pure: time is an argument. Not for two threads at a time.
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "base/net_address.h"

namespace darban::web {

enum class VisitorId : std::uint64_t {};

struct VisitorLimits {
  std::size_t all = 64;
  std::size_t of_one_address = 16;
  std::size_t streams = 8;
  std::size_t streams_of_one_address = 2;
  Milliseconds request{15000};  // until it is complete, from the connection or the last answer on
  Milliseconds large_request{120000};  // the same of one that was let in with a large body
  Milliseconds answer{60000};   // until it is made and read
  Milliseconds settled{2000};   // a connection younger than this is not sent away for another
};

class VisitorBook {
 public:
  explicit VisitorBook(VisitorLimits limits) : limits_(limits) {}

  struct Admission {
    std::optional<VisitorId> visitor;    // nothing: there is no room
    std::optional<VisitorId> sent_away;  // whose connection is to be shut for it
  };
  // `address`: nothing for a local socket, which has no limit of its own.
  Admission admit(const std::optional<IpAddress>& address, MonoTime now);
  // These do nothing for a visitor who is gone.
  void brings_much(VisitorId visitor);               // the request that is coming has a large body
  void has_asked(VisitorId visitor, MonoTime now);   // the request is complete, or refused
  void has_answer(VisitorId visitor, MonoTime now);  // the next request may come
  bool begin_stream(VisitorId visitor);              // false: too many
  void has_left(VisitorId visitor);                  // the other end is shut; takes no room any more
  void gone(VisitorId visitor);
  // Whose time is over, each once: their connections are to be shut.
  std::vector<VisitorId> overdue(MonoTime now);
  std::optional<IpAddress> address_of(VisitorId visitor) const;
  std::size_t size() const;  // without those who were sent away

 private:
  enum class State : std::uint8_t { asking, answered, streaming, sent_away };
  struct Visitor {
    VisitorId id{};
    std::optional<IpAddress> address;
    State state = State::asking;
    MonoTime since;
    bool asked_before = false;
    bool brings_much = false;
  };
  Visitor* find(VisitorId id);
  Visitor* least_wanted(MonoTime now);
  VisitorLimits limits_;
  std::vector<Visitor> visitors_;  // in the order in which they came
  std::uint64_t last_ = 0;
};

}  // namespace darban::web
