// SPDX-License-Identifier: Apache-2.0
// Gateway mode on the control thread: at each change of rules, grants, settings, neighbours and the time of day it works out what
// darban-gateway should do and sees to it that it knows. Rules and neighbours it watches where they are published. Off while
// gateway.socket is empty. Control thread only.
#pragma once
#include <optional>

#include "app/gateway_link.h"
#include "app/gateway_plan.h"
#include "base/published.h"

namespace darban {

class GatewayDesk {
 public:
  // What is passed by reference must outlive it.
  GatewayDesk(EventLoop& loop, const Clock& clock, const Published<Policy>& policy, const Published<Neighbours>& neighbours)
      : clock_(clock), policy_(policy), neighbours_(neighbours), link_(loop, clock) {}

  // The files were read again: the settings, and the ways round the filter beside the catalogue.
  void take_up(const Settings& settings);
  // After everything that may publish something, and at due().
  void tick(const Settings& settings);
  std::optional<MonoTime> due() const;

  GatewayState state() const { return link_.state(); }
  gateway::Refusal refusal() const { return link_.refusal(); }
  // What an operator should mend.
  const std::optional<std::string>& problem() const { return problem_; }

 private:
  void renew(const Settings& settings);
  void switch_off(GatewayState why);
  const Clock& clock_;
  const Published<Policy>& policy_;
  const Published<Neighbours>& neighbours_;
  GatewayLink link_;
  BypassFile bypass_;
  std::optional<std::string> problem_;
  std::uint64_t rules_seen_ = 0;  // generations behind the last plan
  std::uint64_t neighbours_seen_ = 0;
  std::optional<MonoTime> next_;  // when the plan may be another although nothing is published; nothing: off
};

}  // namespace darban
