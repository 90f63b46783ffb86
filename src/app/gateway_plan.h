// SPDX-License-Identifier: Apache-2.0
// What darban-gateway should do at this minute, out of the rules, the settings and who is where. Pure.
#pragma once
#include <optional>
#include <string>

#include "base/clock.h"
#include "config/bypass_file.h"
#include "config/settings.h"
#include "gateway/plan.h"
#include "net/neighbours.h"
#include "policy/policy.h"

namespace darban {

struct GatewayPlan {
  gateway::Plan plan;
  WallTime until = kNever;  // when somebody's mode changes, and with it the plan
};

// A sentence about the settings where they name no interface, or nothing.
std::optional<std::string> what_is_wrong_for_gateway(const Settings& settings);

// Needs settings that are in order. `bypass` may be empty: then only the ports of encrypted DNS are closed.
GatewayPlan gateway_plan(const Policy& policy, const Settings& settings, const BypassFile& bypass, const Neighbours& neighbours,
                         const Now& now);

}  // namespace darban
