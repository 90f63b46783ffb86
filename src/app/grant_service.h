// SPDX-License-Identifier: Apache-2.0
// Grants in the running daemon: takes wishes from the control socket and from the page to the desk, wakes the workers, and
// answers when what was given is in force on all of them. Control thread only.
#pragma once
#include <functional>
#include <optional>
#include <string>

#include "app/awaited_replies.h"
#include "app/control_protocol.h"
#include "app/grant_desk.h"
#include "app/worker_crew.h"
#include "base/boot.h"

namespace darban {

class GrantService {
 public:
  // What is passed by reference must outlive this, but the crew may come later: nobody is woken before use_crew().
  GrantService(const std::string& state, Controller& controller, const Clock& clock);
  void use_crew(WorkerCrew& crew) { crew_ = &crew; }

  // For the control socket. Nothing: `later` is called with the answer.
  std::optional<ControlReply> answer(const ControlRequest& request, std::function<void(const ControlReply&)> later);

  // For the page, whose words do not speak of commands. `heard` is called once, here or later, unless darban ends first.
  using Heard = std::function<void(const GrantDesk::Answer&)>;
  void give(const GrantWish& wish, Heard heard);
  void revoke(const RevokeWish& wish, Heard heard);

  void rename(const std::string& from, const std::string& to) { desk_.rename(from, to, moment()); }

  // Whoever waits for what every worker has by now hears of it.
  void finish();

  // Grants end, clocks are looked at.
  void tick();
  MonoTime due(MonoTime now) const;
  void stop();

  // state.db, for what else is kept in it. Null: trouble() says why. Until the next call of anything here.
  Database* database();
  // Closes it, lets `work` have it and what lies around it, and opens what is there then. Grants stay in force meanwhile.
  void while_closed(const std::function<void()>& work);
  std::vector<Grant> in_force() const { return desk_.not_over(clock_.now()); }
  // For the operator; empty: grants can be given.
  std::optional<StoreTrouble> trouble() const { return desk_.trouble(); }

 private:
  Moment moment() const { return {clock_.now(), boot_.now()}; }
  void say(GrantDesk::Answer answer, Heard heard);  // when it is in force
  ControlReply listed(ReportForm form) const;
  void wake_if_changed(std::uint64_t before);
  Controller& controller_;
  const Clock& clock_;
  BootClock boot_;
  WorkerCrew* crew_ = nullptr;
  GrantDesk desk_;
  AwaitedReplies awaited_;
};

}  // namespace darban
