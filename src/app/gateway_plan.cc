// SPDX-License-Identifier: Apache-2.0
#include "app/gateway_plan.h"

#include <algorithm>

#include "gateway/roster.h"

namespace darban {
namespace {

using gateway::Door;
using gateway::Plan;
using gateway::Treatment;
using gateway::Ways;

Ways ways_of(BypassLevel level) {
  switch (level) {
    case BypassLevel::off:
      return Ways::open;
    case BypassLevel::standard:
      return Ways::standard;
    case BypassLevel::strict:
      return Ways::strict;
  }
  return Ways::open;
}

// Everybody's treatment, and the first moment at which one of them changes.
class Treatments {
 public:
  Treatments(const Policy& policy, const Now& now) : policy_(policy), now_(now) {}
  Treatment of(const Asker& asker) {
    const ModeAt mode = policy_.mode_at(asker, now_);
    until_ = std::min(until_, mode.until);
    const Profile& profile = policy_.profile(asker);
    const Door door = door_closed(mode) ? Door::closed : profile.resolved_only ? Door::answered : Door::open;
    return {door, ways_of(profile.bypass)};
  }
  WallTime until() const { return until_; }

 private:
  const Policy& policy_;
  const Now& now_;
  WallTime until_ = kNever;
};

// The port we answer on for a family: where everybody can be answered, else the first that is not for this machine alone.
std::uint16_t port_for(const std::vector<Endpoint>& listen, bool v4) {
  std::uint16_t port = 0;
  for (const Endpoint& endpoint : listen) {
    // [::] answers IPv6 only here (listeners are bound with IPV6_V6ONLY).
    if (endpoint.address.is_v4() != v4 || endpoint.address.is_loopback()) continue;
    if (endpoint.address.is_unspecified()) return endpoint.port;
    if (port == 0) port = endpoint.port;
  }
  return port;
}

void add_ways(Plan& plan, const BypassFile& bypass) {
  for (const BypassAddress& address : bypass.addresses) plan.resolvers.push_back(address.prefix);
  for (const BypassPort& port : bypass.ports) {
    using Protocol = Plan::Tunnel::Protocol;
    plan.tunnels.push_back({port.protocol == BypassPort::Protocol::tcp ? Protocol::tcp : Protocol::udp, port.port});
  }
  std::sort(plan.tunnels.begin(), plan.tunnels.end());
}

// Those the gateway must find: who is closed by now, and who has a MAC of his own in somebody's network. All others it treats by
// their address alone, and need not know.
void add_whereabouts(Plan& plan, const Neighbours& neighbours) {
  const gateway::Roster roster(plan);
  for (const Neighbour& neighbour : neighbours.all()) {
    const Treatment treatment = roster.treatment_of(neighbour.address, neighbour.mac);
    const Treatment without_mac = roster.treatment_of(neighbour.address, std::nullopt);
    if (treatment.door == Door::closed || without_mac.door == Door::closed)
      plan.whereabouts.push_back({neighbour.address, neighbour.mac});
  }
  std::sort(plan.whereabouts.begin(), plan.whereabouts.end(),  // so that the same neighbours make the same plan
            [](const auto& a, const auto& b) { return gateway::point_of(a.address) < gateway::point_of(b.address); });
}

}  // namespace

std::optional<std::string> what_is_wrong_for_gateway(const Settings& settings) {
  if (settings.gateway_interfaces.empty())
    return "gateway.interfaces names no interface: write those of the household's side, such as [br-lan]";
  if (port_for(settings.listen, true) == 0 && port_for(settings.listen, false) == 0)
    return "gateway mode needs darban to listen on an address of the household's side, such as 0.0.0.0 and [::]";
  return std::nullopt;
}

GatewayPlan gateway_plan(const Policy& policy, const Settings& settings, const BypassFile& bypass, const Neighbours& neighbours,
                         const Now& now) {
  GatewayPlan result;
  Plan& plan = result.plan;
  for (const std::string& written : settings.gateway_interfaces) {
    if (const auto name = gateway::InterfaceName::from_text(written)) plan.lan.push_back(*name);
  }
  plan.port4 = port_for(settings.listen, true);
  plan.port6 = port_for(settings.listen, false);
  plan.answered_for = settings.gateway_answered_for;
  plan.exceptions = settings.gateway_exceptions;
  Treatments treatments(policy, now);
  plan.others = treatments.of(policy.asker_of(kNoDevice));
  for (const Mark& mark : policy.marks()) {
    const Treatment treatment = treatments.of(policy.asker_of(mark));
    if (const auto* mac = std::get_if<MacAddress>(&mark.of))
      plan.devices.push_back({*mac, treatment});
    else
      plan.places.push_back({std::get<IpPrefix>(mark.of), treatment});
  }
  add_ways(plan, bypass);
  add_whereabouts(plan, neighbours);
  result.until = treatments.until();
  return result;
}

}  // namespace darban
