// SPDX-License-Identifier: Apache-2.0
#include "app/grant_service.h"

#include <algorithm>

#include "app/grant_report.h"

namespace darban {
namespace {

ControlOutcome outcome_of(GrantDesk::Outcome outcome) {
  switch (outcome) {
    case GrantDesk::Outcome::done:
    case GrantDesk::Outcome::nothing_to_do:
      return ControlOutcome::done;
    case GrantDesk::Outcome::refused:
      return ControlOutcome::refused;
    case GrantDesk::Outcome::misunderstood:
      break;
  }
  return ControlOutcome::misunderstood;
}

}  // namespace

GrantService::GrantService(const std::string& state, Controller& controller, const Clock& clock)
    : controller_(controller), clock_(clock), desk_(state, controller, {clock.now(), boot_.now()}) {}

std::optional<ControlReply> GrantService::answer(ControlServer::ClientId client, const ControlRequest& request) {
  if (const auto* grants = std::get_if<GrantsRequest>(&request)) return listed(grants->form);
  const std::uint64_t before = controller_.policy().generation();
  const auto* wish = std::get_if<GrantWish>(&request);
  const auto* back = std::get_if<RevokeWish>(&request);
  if (wish == nullptr && back == nullptr) return ControlReply{ControlOutcome::misunderstood, "nothing is asked\n"};
  const GrantDesk::Answer answer = wish != nullptr ? desk_.give(*wish, moment()) : desk_.revoke(*back, moment());
  wake_if_changed(before);
  return said(client, answer);
}

std::optional<ControlReply> GrantService::said(ControlServer::ClientId client, const GrantDesk::Answer& answer) {
  ControlReply reply{outcome_of(answer.outcome), answer.text};
  if (answer.generation == 0 || crew_ == nullptr) return reply;
  awaited_.add(client, std::move(reply), answer.generation, clock_.now().mono);
  return std::nullopt;
}

ControlReply GrantService::listed(ReportForm form) const {
  const Now now = clock_.now();
  const auto grants = desk_.not_over(now);
  if (form == ReportForm::text) return {ControlOutcome::done, grants_text(grants, controller_.current(), now)};
  JsonWriter json;
  json.open_object();
  json.field("clock_trusted", now.wall_trusted);
  write_grants(json, "grants", grants, controller_.current(), now);
  json.close_object();
  return {ControlOutcome::done, json.take() + "\n"};
}

void GrantService::wake_if_changed(std::uint64_t before) {
  if (crew_ != nullptr && controller_.policy().generation() != before) crew_->poke();
}

Database* GrantService::database() {
  const std::uint64_t before = controller_.policy().generation();
  Database* const database = desk_.database(moment());
  wake_if_changed(before);  // a file that was opened again may have other grants
  return database;
}

void GrantService::finish(ControlServer& control) {
  if (awaited_.empty()) return;
  awaited_.tick(crew_->generation(), clock_.now().mono,
                [&](ControlServer::ClientId client, const ControlReply& reply) { control.reply(client, reply); });
}

void GrantService::tick() {
  if (clock_.now().mono < desk_.due()) return;
  const std::uint64_t before = controller_.policy().generation();
  desk_.tick(moment());
  wake_if_changed(before);
}

MonoTime GrantService::due(MonoTime now) const {
  return awaited_.empty() ? desk_.due() : std::min(desk_.due(), now + AwaitedReplies::kLook);
}

void GrantService::stop() { desk_.stop(moment()); }

}  // namespace darban
