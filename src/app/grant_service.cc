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

std::optional<ControlReply> GrantService::answer(const ControlRequest& request, std::function<void(const ControlReply&)> later) {
  if (const auto* grants = std::get_if<GrantsRequest>(&request)) return listed(grants->form);
  const std::uint64_t before = controller_.policy().generation();
  const auto* wish = std::get_if<GrantWish>(&request);
  const auto* back = std::get_if<RevokeWish>(&request);
  if (wish == nullptr && back == nullptr) return ControlReply{ControlOutcome::misunderstood, "nothing is asked\n"};
  GrantDesk::Answer answer = wish != nullptr ? desk_.give(*wish, moment()) : desk_.revoke(*back, moment());
  wake_if_changed(before);
  if (answer.generation == 0 || crew_ == nullptr) return ControlReply{outcome_of(answer.outcome), std::move(answer.text)};
  say(std::move(answer), [later = std::move(later)](const GrantDesk::Answer& said) {
    later({outcome_of(said.outcome), said.text});
  });
  return std::nullopt;
}

void GrantService::give(const GrantWish& wish, Heard heard) {
  const std::uint64_t before = controller_.policy().generation();
  GrantDesk::Answer answer = desk_.give(wish, moment(), RevokeHint::none);
  wake_if_changed(before);
  say(std::move(answer), std::move(heard));
}

void GrantService::revoke(const RevokeWish& wish, Heard heard) {
  const std::uint64_t before = controller_.policy().generation();
  GrantDesk::Answer answer = desk_.revoke(wish, moment());
  wake_if_changed(before);
  say(std::move(answer), std::move(heard));
}

void GrantService::say(GrantDesk::Answer answer, Heard heard) {
  if (answer.generation == 0 || crew_ == nullptr) return heard(answer);
  const std::uint64_t generation = answer.generation;
  auto tell = [answer = std::move(answer), heard = std::move(heard)](AwaitedReplies::Reach reach) mutable {
    if (reach == AwaitedReplies::Reach::not_yet_every)
      answer.text += "It is written down, but not every worker has taken it up yet: they are very busy.\n";
    heard(answer);
  };
  awaited_.add(std::move(tell), generation, clock_.now().mono);
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

void GrantService::while_closed(const std::function<void()>& work) {
  const std::uint64_t before = controller_.policy().generation();
  desk_.close();
  work();
  desk_.open_again(moment());
  wake_if_changed(before);
}

void GrantService::finish() {
  if (!awaited_.empty()) awaited_.tick(crew_->generation(), clock_.now().mono);
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
