// SPDX-License-Identifier: Apache-2.0
#include "policy/grant_rules.h"

#include <algorithm>

#include "policy/grant_caps.h"
#include "policy/grant_door.h"
#include "policy/grant_hours.h"
#include "policy/grant_length.h"
#include "policy/grant_people.h"

namespace darban {
namespace {

GrantRefusal refusal(GrantFault fault, std::string subject = {}) { return {.fault = fault, .subject = std::move(subject)}; }

class Planner {
 public:
  Planner(const Policy& policy, std::span<const GivenGrant> history, const Now& now, const GrantWish& wish)
      : policy_(policy), people_(policy), history_(history.begin(), history.end()), now_(now), wish_(wish) {}

  Result<GrantPlan, GrantRefusal> plan() {
    if (wish_.who.empty()) return refusal(GrantFault::nobody_named);
    std::vector<GrantWho> whos;
    for (const std::string& typed : wish_.who) {
      const auto who = people_.find(typed);
      if (!who) return who.error();
      if (std::find(whos.begin(), whos.end(), *who) == whos.end()) whos.push_back(*who);
    }
    if (const auto fault = words_do_not_fit()) return *fault;
    for (const GrantWho& who : whos) {
      const auto done = wish_.kind == GrantWish::Kind::bonus ? add_bonus(who) : add_plain(who);
      if (!done) return done.error();
    }
    if (const auto fault = too_many()) return *fault;
    return std::move(plan_);
  }

 private:
  using Done = Result<void, GrantRefusal>;

  std::optional<GrantRefusal> words_do_not_fit() const {
    if (wish_.minutes != 0 && !wish_.until.empty()) return refusal(GrantFault::two_lengths);
    if (wish_.kind != GrantWish::Kind::bonus) return std::nullopt;
    if (!wish_.until.empty()) return refusal(GrantFault::until_is_not_for_bonus);
    return wish_.minutes == 0 ? std::optional(refusal(GrantFault::no_length)) : std::nullopt;
  }

  // --- pause, mode, open-all, sites and services: from now, for so long

  Done add_plain(const GrantWho& who) {
    GivenGrant given = begun(who);
    if (const auto fault = say_what(given.grant)) return *fault;
    if (is_pause(given.grant) && people_.is_never_paused(who)) return refusal(GrantFault::never_paused, words_of(who));
    const auto asker = people_.asker_of(who);
    const auto until = end_of(given.grant, wish_, policy_, asker ? std::optional(asker->profile) : std::nullopt, now_);
    if (!until) return until.error();
    set_end(given, now_.wall, *until);
    count(given);
    GrantPlan::Item item{.given = std::move(given)};
    for (const GivenGrant& each : history_) {
      if (!each.ended && stands_in_place_of(item.given.grant, each.grant)) item.replaces.push_back(each.grant.id);
    }
    if (is_pause(item.given.grant)) {
      for (GrantWho& each : people_.left_out(who)) plan_.left_out.push_back(std::move(each));
    }
    return keep(std::move(item));
  }

  GivenGrant begun(const GrantWho& who) const {
    GivenGrant given;
    given.wall_known = now_.wall_trusted;
    given.grant.who = who;
    given.grant.given = now_.wall;
    given.grant.by = wish_.by;
    given.grant.note = wish_.note;
    return given;
  }

  std::optional<GrantRefusal> say_what(Grant& grant) const {
    switch (wish_.kind) {
      case GrantWish::Kind::pause:
        grant.what = GrantWhat::pause;
        return std::nullopt;
      case GrantWish::Kind::open_all:
        grant.what = GrantWhat::open_all;
        return std::nullopt;
      case GrantWish::Kind::mode:
      case GrantWish::Kind::bonus:
        grant.what = GrantWhat::mode;
        grant.mode = wish_.kind == GrantWish::Kind::bonus ? Mode::free : wish_.mode;
        return std::nullopt;
      case GrantWish::Kind::allow:
      case GrantWish::Kind::close:
        grant.door = wish_.kind == GrantWish::Kind::allow ? Grant::Door::open : Grant::Door::close;
        return say_which_door(policy_, people_.asker_of(grant.who), wish_, grant);
    }
    return std::nullopt;
  }

  void set_end(GivenGrant& given, WallTime from, WallTime until) const {
    given.grant.from = from;
    given.grant.until = given.wall_known ? until : kNever;
    given.grant.ends = now_.mono + (until - now_.wall);
    given.granted = until - from;
  }

  // What it counts for: a pause from its beginning, and whatever makes time milder than the timetable from the moment it does.
  void count(GivenGrant& given) const {
    const Grant& grant = given.grant;
    if (is_pause(grant)) return count_from(given, GrantCap::pause, grant.from);
    if (grant.what != GrantWhat::mode && grant.what != GrantWhat::open_all) return;
    if (!now_.wall_trusted) return;  // no timetable says anything then
    const Mode mode = grant.what == GrantWhat::mode ? grant.mode : Mode::free;
    std::optional<WallTime> milder;
    for (const GrantWho& subject : people_.subjects_of(grant.who)) {
      const auto asker = people_.asker_of(subject);
      const auto from =
          asker ? first_stricter(policy_, asker->profile, mode, grant.from, grant.from + given.granted) : std::nullopt;
      if (from && (!milder || *from < *milder)) milder = from;
    }
    if (milder) count_from(given, GrantCap::bonus, *milder);
  }

  static void count_from(GivenGrant& given, GrantCap cap, WallTime from) {
    given.cap = cap;
    given.counted_from = from;
    given.counted = given.granted - (from - given.grant.from);
  }

  static bool stands_in_place_of(const Grant& later, const Grant& earlier) {
    if (later.who != earlier.who || later.what != earlier.what) return false;
    // Bonus time lies on top of other modes, which go on after it.
    if (later.what == GrantWhat::mode) return (later.mode == Mode::free) == (earlier.mode == Mode::free);
    if (later.what == GrantWhat::site) return later.site == earlier.site;
    return later.what != GrantWhat::service || later.key == earlier.key;
  }

  // --- bonus time

  Done add_bonus(const GrantWho& who) {
    if (who.kind != GrantWho::Kind::everyone) return add_bonus_for(who);
    // Everybody's evening closes at another time: each person gets a grant of their own.
    for (const GrantWho& person : people_.people()) {
      const auto done = add_bonus_for(person);
      if (done) continue;
      if (done.error().fault != GrantFault::nothing_closes) return done;
      plan_.without.push_back(person);
    }
    return plan_.items.empty() ? Done(refusal(GrantFault::nothing_closes, "everyone")) : Done();
  }

  Done add_bonus_for(const GrantWho& who) {
    const Asker asker = people_.asker_of(who).value_or(Asker());
    const Seconds more{std::int64_t{wish_.minutes} * 60};
    GrantPlan::Item item{.given = begun(who)};
    (void)say_what(item.given.grant);
    if (is_closed(policy_.mode_at(asker, now_))) {
      set_end(item.given, now_.wall, now_.wall + more);
    } else {
      if (!now_.wall_trusted) return refusal(GrantFault::clock_unknown, words_of(who));
      const auto edge = closing_edge(policy_, asker, now_);
      if (!edge) return refusal(GrantFault::nothing_closes, words_of(who));
      const GivenGrant* first = bonus_until(who, *edge);
      const WallTime from = first != nullptr ? std::max(first->grant.from, now_.wall) : *edge;
      set_end(item.given, from, *edge + more);
      item.instead_of = edge;
      item.adds = first != nullptr;
      if (first != nullptr) item.replaces.push_back(first->grant.id);
    }
    count_from(item.given, GrantCap::bonus, item.given.grant.from);
    return keep(std::move(item));
  }

  // The bonus of theirs that ends when time closes.
  const GivenGrant* bonus_until(const GrantWho& who, WallTime edge) const {
    for (auto each = history_.rbegin(); each != history_.rend(); ++each) {
      const Grant& grant = each->grant;
      const bool bonus = grant.what == GrantWhat::mode && grant.mode == Mode::free && grant.who == who && grant.id != 0;
      if (bonus && !each->ended && !grant.is_over(now_) && grant.end_at(now_) == edge) return &*each;
    }
    return nullptr;
  }

  // --- what there is only so much of

  Done keep(GrantPlan::Item item) {
    if (const auto fault = over_cap(item)) return *fault;
    history_.push_back(item.given);  // for the next of this wish
    plan_.items.push_back(std::move(item));
    return {};
  }

  std::optional<GrantRefusal> over_cap(GrantPlan::Item& item) const {
    const GivenGrant& given = item.given;
    if (given.cap == GrantCap::none) return std::nullopt;
    const GrantCounts counts(history_, policy_.zone(), now_);
    const bool night = given.cap == GrantCap::pause && wish_.until == "morning";  // never refused, but counted
    for (const GrantWho& subject : people_.subjects_of(given.grant.who)) {
      if (given.cap == GrantCap::pause && people_.is_never_paused(subject)) continue;
      const auto asker = people_.asker_of(subject);
      if (!asker) continue;
      const GrantCaps& caps = policy_.profile(*asker).caps;
      const Seconds most{std::int64_t{given.cap == GrantCap::bonus ? caps.bonus : caps.pause} * 60};
      const Seconds with = counts.used(given.cap, subject, given.counted_from, &given, item.replaces);
      if (with > most && !night) {
        const Seconds asked = wish_.kind == GrantWish::Kind::bonus ? Seconds(std::int64_t{wish_.minutes} * 60) : given.granted;
        return GrantRefusal{.fault = given.cap == GrantCap::bonus ? GrantFault::over_bonus_cap : GrantFault::over_pause_cap,
                            .subject = words_of(subject),
                            .most = most,
                            .left = std::max(asked - (with - most), Seconds(0))};
      }
      item.used = std::max(item.used, with);
      item.cap = most;
    }
    return std::nullopt;
  }

  std::optional<GrantRefusal> too_many() const {
    std::size_t live = plan_.items.size();
    std::size_t doors = 0;
    for (const GivenGrant& each : history_) {
      if (each.grant.id == 0 || each.ended || each.grant.is_over(now_) || is_replaced(each.grant.id)) continue;
      ++live;
    }
    for (const GrantPlan::Item& item : plan_.items) {
      if (is_door(item.given.grant)) doors = std::max(doors, doors_of(item.given.grant.who));
    }
    const std::size_t most = policy_.rooms() == 0 ? kMostGrants : kMostGrantsWithRooms;
    if (live <= most && doors <= GrantBook::kMostDoors) return std::nullopt;
    GrantRefusal fault = refusal(GrantFault::too_many);
    fault.number = live > most ? most : GrantBook::kMostDoors;
    return fault;
  }

  bool is_replaced(std::int64_t id) const {
    return std::any_of(plan_.items.begin(), plan_.items.end(), [&](const GrantPlan::Item& item) {
      return std::find(item.replaces.begin(), item.replaces.end(), id) != item.replaces.end();
    });
  }

  // Words on sites and services that reach that one, or for everyone whoever has most of them.
  std::size_t doors_of(const GrantWho& who) const {
    std::size_t most = 0;
    std::vector<GrantWho> subjects{who};
    if (who.kind == GrantWho::Kind::everyone) {
      for (const GivenGrant& each : history_) subjects.push_back(each.grant.who);
    }
    for (const GrantWho& subject : subjects) {
      most = std::max(most, static_cast<std::size_t>(std::count_if(history_.begin(), history_.end(), [&](const GivenGrant& each) {
                        return is_door(each.grant) && !each.ended && !is_replaced(each.grant.id) &&
                               concerns(each.grant.who, subject);
                      })));
    }
    return most;
  }

  const Policy& policy_;
  GrantPeople people_;
  std::vector<GivenGrant> history_;  // and what was planned so far, with id 0
  Now now_;
  const GrantWish& wish_;
  GrantPlan plan_;
};

}  // namespace

Result<GrantPlan, GrantRefusal> plan_grants(const Policy& policy, std::span<const GivenGrant> history, const Now& now,
                                            const GrantWish& wish) {
  return Planner(policy, history, now, wish).plan();
}

}  // namespace darban
