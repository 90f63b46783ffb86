// SPDX-License-Identifier: Apache-2.0
// The socket of darban-gateway and who may speak on it: root and the daemon's user, by what the kernel says of the other end
// (SO_PEERCRED), on a socket of mode 0660 that belongs to the daemon's group. One connection leads (it sends plans and beats),
// the daemon's workers tell on their own. All tells that wait are put into the kernel together, so a burst costs one transaction.
//
// When the leader gives no sign of life for kPatience the table goes: a family is not left without network because a program
// hangs. One thread: run() does not return before stop_descriptor becomes readable.
#pragma once
#include <map>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "base/unique_fd.h"
#include "gateway/kernel/gate.h"
#include "gateway/message.h"

namespace darban::gateway {

struct Owner {
  unsigned user = 0;
  unsigned group = 0;
};

class Server {
 public:
  static constexpr Seconds kPatience{30};
  static constexpr std::size_t kMostConnections = 80;

  // Binds `path` for `owner`, or a sentence about why not. The socket of a helper that is gone is replaced.
  static Result<UniqueFd, std::string> bind(const std::string& path, const Owner& owner);

  Server(UniqueFd listener, Gate& gate, const Owner& owner);
  void run(int stop_descriptor);

 private:
  struct Connection {
    UniqueFd fd;
    PlanDraft draft;
    std::optional<std::uint32_t> told;  // the last number that waits for the kernel
    bool gone = false;
  };
  void accept();
  void read(Connection& connection);
  void react(Connection& connection, Octets packet);
  void lead(Connection& connection, Message message);
  void put_in_force(Connection& connection, std::uint32_t number);
  void answer(Connection& connection, Verb verb, std::uint32_t number, Refusal refusal = Refusal::none);
  void acknowledge_tells();
  void hang_up_on_leader();
  void look_at_time();
  int next_wait() const;
  MonoTime now() const { return clock_.now().mono; }

  SystemClock clock_{false};
  UniqueFd listener_;
  Gate& gate_;
  Owner owner_;
  UniqueFd epoll_;
  std::map<int, Connection> connections_;
  int leader_ = -1;
  MonoTime last_beat_;
  MonoTime next_look_;
};

}  // namespace darban::gateway
