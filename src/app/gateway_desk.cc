// SPDX-License-Identifier: Apache-2.0
#include "app/gateway_desk.h"

#include <algorithm>

#include "base/log.h"

namespace darban {
namespace {

// Also without an edge in sight: clocks are set, and become trusted.
constexpr Seconds kRound{10};
// The wall clock is read in whole seconds: near an edge it is looked at more often, so that a door closes when it should.
constexpr Milliseconds kNearEdge{100};

MonoTime next_look(WallTime until, const Now& now) {
  const Milliseconds left = until == kNever ? Milliseconds(kRound) : Milliseconds(std::min<Seconds>(until - now.wall, kRound));
  return now.mono + std::max(left - Milliseconds(1000), kNearEdge);
}

}  // namespace

void GatewayDesk::take_up(const Settings& settings) {
  problem_.reset();
  if (settings.gateway_socket.empty()) return switch_off(GatewayState::off);
  problem_ = what_is_wrong_for_gateway(settings);
  if (problem_) return switch_off(GatewayState::misordered);
  auto bypass = load_bypass(settings.blocklists + "/bypass.yaml");
  if (bypass)
    bypass_ = std::move(*bypass);
  else
    log::warn("other resolvers' addresses and tunnels stay open: {}", text_of(bypass.error()));
  renew(settings);
}

void GatewayDesk::switch_off(GatewayState why) {
  next_.reset();
  if (link_.state() != why) link_.stop(why);
}

void GatewayDesk::renew(const Settings& settings) {
  const Now now = clock_.now();
  rules_seen_ = policy_.generation();
  neighbours_seen_ = neighbours_.generation();
  const GatewayPlan wanted = gateway_plan(*policy_.copy(), settings, bypass_, *neighbours_.copy(), now);
  next_ = next_look(wanted.until, now);
  link_.want(settings.gateway_socket, wanted.plan);
}

void GatewayDesk::tick(const Settings& settings) {
  if (!next_) return;
  const bool news = rules_seen_ != policy_.generation() || neighbours_seen_ != neighbours_.generation();
  if (news || *next_ <= clock_.now().mono) renew(settings);
  link_.tick();
}

std::optional<MonoTime> GatewayDesk::due() const {
  const auto link = link_.due();
  if (next_ && link) return std::min(*next_, *link);
  return next_ ? next_ : link;
}

}  // namespace darban
