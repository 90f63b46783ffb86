// SPDX-License-Identifier: Apache-2.0
// What `darban status` shows: how the program is, and the household's sums in whole-hour steps. Never a name, an address of a
// question, a person or a finer time (decisions.md 9). Grants name people, because adults gave them: they are settings. Pure.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "app/devices_report.h"
#include "app/gateway_link.h"
#include "app/hourly_counts.h"
#include "base/zone.h"
#include "config/settings.h"
#include "policy/policy.h"

namespace darban {

struct StatusFacts {
  Milliseconds running{0};
  Now now;
  Zone zone = Zone::utc();

  std::vector<Endpoint> listen;
  std::uint64_t workers = 0;
  std::vector<Endpoint> upstreams;

  WallTime rules_built;
  std::uint64_t people = 0;
  GatewayState gateway = GatewayState::off;
  gateway::Refusal gateway_refusal = gateway::Refusal::none;

  std::vector<ConfigText> problems;
  std::vector<Text> restart_needed;

  std::vector<Grant> grants;             // in force, or to begin later
  std::shared_ptr<const Policy> policy;  // that has them; may be null where there are none

  std::uint64_t names = 0;
  std::uint64_t categories = 0;
  std::int64_t lists_built = 0;  // Unix seconds; 0: not known

  NewDeviceCount new_devices;

  struct SetUpDigits {
    std::uint32_t first = 0;
    std::uint32_t second = 0;
  };
  std::optional<SetUpDigits> set_up;  // nothing: there is an owner, or no page

  CounterSums since_start;  // only what moves_live may be shown of it
  CounterSums settled;      // all of it, as it was at the last whole hour
  std::uint64_t memory_octets = 0;  // at the last whole hour, in whole MiB; 0: not known
  CounterSums today;
  std::optional<CounterSums> yesterday;
};

std::string status_text(const StatusFacts& facts);
std::string status_json(const StatusFacts& facts);

}  // namespace darban
