// SPDX-License-Identifier: Apache-2.0
// The control thread's connection to darban-gateway: carries plans over, gives signs of life, and comes back by itself when the
// other side was away. Nothing here waits: what the socket does not take now leaves with a later tick. Control thread only.
#pragma once
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "app/event_loop.h"
#include "base/clock.h"
#include "base/showable.h"
#include "base/unique_fd.h"
#include "gateway/message.h"
#include "gateway/plan.h"

namespace darban {

enum class GatewayState : std::uint8_t {
  off,         // the settings name none
  away,        // nobody answers, or we may not speak to it
  waiting,     // a plan is on its way
  in_force,    // the kernel has what we want
  refused,     // it has not; refusal() says why
  misordered,  // the settings are not in order
};
Text text_of(GatewayState state);

class GatewayLink {
 public:
  static constexpr Seconds kBeat{10};  // a third of the helper's patience
  static constexpr Seconds kTryAgain{2};
  static constexpr Seconds kAfterRefusal{30};

  GatewayLink(EventLoop& loop, const Clock& clock) : loop_(loop), clock_(clock) {}
  ~GatewayLink() { hang_up(); }  // the table stays for Server::kPatience: a restart of ours is not felt
  GatewayLink(const GatewayLink&) = delete;
  GatewayLink& operator=(const GatewayLink&) = delete;

  // What the other side should bring about; sent when it is something else than before, and again after every reconnection.
  void want(const std::string& socket, const gateway::Plan& plan);
  // Takes the table down and hangs up.
  void stop(GatewayState why);
  void tick();
  std::optional<MonoTime> due() const { return next_; }
  GatewayState state() const { return state_; }
  gateway::Refusal refusal() const { return refusal_; }

 private:
  void connect();
  void hang_up();
  void send_plan();
  void send_short(gateway::Verb verb);
  void flush();
  void readable();
  void heard(const gateway::Message& message);

  MonoTime now() const { return clock_.now().mono; }
  EventLoop& loop_;
  const Clock& clock_;
  std::string socket_;
  std::optional<gateway::Plan> plan_;
  GatewayState state_ = GatewayState::off;
  gateway::Refusal refusal_ = gateway::Refusal::none;
  UniqueFd fd_;
  std::deque<std::vector<std::uint8_t>> outgoing_;
  std::uint32_t number_ = 0;
  std::uint32_t plan_number_ = 0;
  std::optional<MonoTime> next_;       // when tick() has something to do
  std::optional<MonoTime> once_more_;  // the same plan, after a refusal
};

}  // namespace darban
