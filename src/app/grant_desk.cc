// SPDX-License-Identifier: Apache-2.0
#include "app/grant_desk.h"

#include <algorithm>

#include "app/grant_change.h"
#include "base/check.h"
#include "base/log.h"
#include "policy/grant_hours.h"
#include "policy/grant_people.h"

namespace darban {
namespace {

constexpr Milliseconds kLook{5000};    // at the clocks, while something is in force
constexpr Milliseconds kAgain{60000};  // at a disk that refused
constexpr Milliseconds kNap{500};      // less is rounding of two clocks

GrantDesk::Outcome outcome_of(const GrantRefusal& refusal) {
  if (refusal.fault == GrantFault::already_open) return GrantDesk::Outcome::nothing_to_do;
  return refusal.is_misunderstanding() ? GrantDesk::Outcome::misunderstood : GrantDesk::Outcome::refused;
}

bool holds(const std::vector<std::int64_t>& ids, std::int64_t id) { return std::find(ids.begin(), ids.end(), id) != ids.end(); }

GrantStore::Ending ending_of(const GrantRow& row, GrantEnd how, const std::string& by, const Now& now) {
  return {row.given.grant.id, {now.wall, how, by, 0, row.given.ran(now)}};
}

}  // namespace

GrantDesk::GrantDesk(std::string path, Controller& controller, const Moment& moment)
    : path_(std::move(path)),
      controller_(controller),
      slept_(moment.boot.since - moment.now.mono.time_since_epoch()),
      time_known_(moment.now.wall_trusted) {
  open(moment);
  if (!live_.empty()) log::info("{} grant(s) given before are in force", live_.size());
  if (!live_.empty()) publish();
  tick(moment);
}

// --- the file

void GrantDesk::open(const Moment& moment) {
  file_.reset();
  auto opened = StateFile::open(path_, moment.now.wall);
  if (!opened) {
    if (trouble_ != opened.error()) log::error("GRANTS CAN NOT BE GIVEN: the state database: {}", text_of(opened.error()));
    trouble_ = opened.error();
    return;
  }
  file_.emplace(std::move(*opened));
  if (trouble_) log::info("the state database can be written again: grants can be given");
  trouble_.reset();
  if (const auto loaded = load(moment); !loaded) trouble_ = loaded.error();
}

void GrantDesk::open_again(const Moment& moment) {
  open(moment);
  publish();
  plan_next(moment);
}

// What the file has and we do not, and the other way round: after a file was lost under our hands, what is in force is written
// into the new one.
Result<void, StoreTrouble> GrantDesk::load(const Moment& moment) {
  GrantStore store(file_->database());
  auto rows = store.open_ones();
  if (!rows) return rows.error();
  std::vector<GrantRow> lost;
  for (const GrantRow& mine : live_) {
    const auto is_mine = [&](const GrantRow& row) {
      return row.given.grant.id == mine.given.grant.id && row.given.grant.given == mine.given.grant.given;
    };
    if (std::none_of(rows->begin(), rows->end(), is_mine)) lost.push_back(mine);
  }
  std::vector<const GrantRow*> moved;
  for (GrantRow& row : *rows) {
    const bool same_boot = moment.boot.is_same_boot(row.boot);
    const bool time_was_known = row.given.wall_known;
    wake(row, moment);
    learn_the_time(row, moment);
    if (!same_boot || row.given.wall_known != time_was_known) moved.push_back(&row);
  }
  if (!moved.empty()) {
    if (const auto kept = store.keep_anchors(moved); !kept) return kept;
  }
  if (moment.now.wall_trusted) {
    if (const auto dated = store.date_ended(moment); !dated) return dated;
  }
  if (!lost.empty()) {
    const auto last = store.last_id();
    if (!last) return last.error();
    for (GrantRow& row : lost) row.given.grant.id = row.given.grant.id > *last ? row.given.grant.id : 0;
    if (const auto given = store.give(lost, {}, WallTime{}); !given) return given;
    for (GrantRow& row : lost) rows->push_back(std::move(row));
  }
  live_ = std::move(*rows);
  return {};
}

// Opens the file again where that may help. False: trouble_ says why not.
bool GrantDesk::can_write(const Moment& moment) {
  const bool gone = file_ && file_->is_gone();
  if (gone) log::error("the state database was taken away while darban ran: it is opened anew");
  if (gone || !file_ || trouble_) {
    open(moment);
    publish();
  }
  if (trouble_) return false;
  if (!unwritten_ends_.empty() && GrantStore(file_->database()).end(unwritten_ends_)) unwritten_ends_.clear();
  return true;
}

GrantDesk::Answer GrantDesk::could_not_write(StoreTrouble trouble) {
  log::error("a grant could not be written: {}", text_of(trouble));
  if (trouble != StoreTrouble::busy && trouble != StoreTrouble::disk_full) trouble_ = trouble;
  return {.outcome = Outcome::refused,
          .text = "Nothing was changed: " + path_ + " could not be written, " + std::string(text_of(trouble).view()) + "."};
}

// --- giving and taking back

GrantDesk::Answer GrantDesk::give(const GrantWish& wish, const Moment& moment, RevokeHint hint) {
  tick(moment);
  if (!can_write(moment)) return could_not_write(*trouble_);
  GrantStore store(file_->database());
  const auto history = history_of(store, moment);
  if (!history) return could_not_write(history.error());
  auto plan = plan_grants(controller_.current(), *history, moment.now, wish);
  if (!plan) return {.outcome = outcome_of(plan.error()), .text = words_of(plan.error(), wish), .refusal = plan.error()};

  std::vector<GrantRow> rows;
  std::vector<GrantStore::Replacing> replacing;
  for (const GrantPlan::Item& item : plan->items) {
    for (const GrantRow& row : live_) {
      if (holds(item.replaces, row.given.grant.id))
        replacing.push_back({ending_of(row, GrantEnd::replaced, wish.by, moment.now), rows.size()});
    }
    rows.push_back({.given = item.given, .boot = {}});
    anchor(rows.back(), moment);
  }
  const WallTime forget = moment.now.wall_trusted ? moment.now.wall - GrantStore::kKept : WallTime{};
  if (const auto written = write_given(rows, replacing, forget, moment.now); !written) return could_not_write(written.error());

  Answer answer{.outcome = Outcome::done, .text = {}};
  std::vector<Grant> replaced;
  for (const GrantStore::Replacing& each : replacing) replaced.push_back(take(each.ending.id).given.grant);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    plan->items[i].given.grant.id = rows[i].given.grant.id;
    answer.ids.push_back(rows[i].given.grant.id);
    live_.push_back(std::move(rows[i]));
  }
  publish();
  plan_next(moment);
  answer.generation = controller_.policy().generation();
  answer.text = words_of(*plan, replaced, controller_.current(), moment.now, hint);
  log::info("{}: given to {}, {} in force", text_of(wish.kind), answer.ids.size(), live_.size());
  return answer;
}

// With what children can read of it: both, or nothing.
Result<void, StoreTrouble> GrantDesk::write_given(std::vector<GrantRow>& rows, std::vector<GrantStore::Replacing>& replacing,
                                                  WallTime forget, const Now& now) {
  Database::Transaction both(file_->database());
  if (const auto begun = both.begun(); !begun) return begun;
  if (const auto given = GrantStore(file_->database()).give(rows, replacing, forget); !given) return given;
  std::vector<Change> changes;
  for (const GrantRow& row : rows) changes.push_back(change_of_given(row.given.grant, controller_.current().zone(), now));
  if (const auto told = ChangeStore(file_->database()).add(changes); !told) return told;
  return both.commit();
}

Result<void, StoreTrouble> GrantDesk::write_taken_back(std::span<const GrantStore::Ending> endings,
                                                       std::span<const Change> changes) {
  Database::Transaction both(file_->database());
  if (const auto begun = both.begun(); !begun) return begun;
  if (const auto ended = GrantStore(file_->database()).end(endings); !ended) return ended;
  if (const auto told = ChangeStore(file_->database()).add(changes); !told) return told;
  return both.commit();
}

Result<std::vector<GivenGrant>, StoreTrouble> GrantDesk::history_of(GrantStore& store, const Moment& moment) const {
  const Now& now = moment.now;
  // Without the time: whatever this boot saw (the store's own condition), for no day is known.
  const WallTime since = now.wall_trusted ? day_begin(now.wall, controller_.current().zone()) : kNever;
  auto history = store.counted_since(since, moment.boot.boot);
  if (!history) return history;
  for (const GrantRow& row : live_) history->push_back(row.given);
  return history;
}

GrantDesk::Answer GrantDesk::revoke(const RevokeWish& wish, const Moment& moment) {
  tick(moment);
  if (!can_write(moment)) return could_not_write(*trouble_);
  std::vector<const GrantRow*> found;
  const auto not_in_force = [](const std::string& subject) {
    const GrantRefusal refusal{.fault = GrantFault::not_in_force, .subject = subject};
    return Answer{.outcome = Outcome::refused, .text = words_of(refusal, {}), .refusal = refusal};
  };
  if (!wish.all_of.empty()) {
    const auto who = GrantPeople(controller_.current()).find(wish.all_of);
    if (!who) return {.outcome = outcome_of(who.error()), .text = words_of(who.error(), {}), .refusal = who.error()};
    for (const GrantRow& row : live_) {
      const bool everyones = row.given.grant.who.kind == GrantWho::Kind::everyone;
      if (row.given.grant.who == *who ||
          (!everyones && who->kind == GrantWho::Kind::person && concerns(row.given.grant.who, *who)))
        found.push_back(&row);
    }
    if (found.empty()) return not_in_force("for " + words_of(*who));
  }
  for (const std::int64_t id : wish.ids) {
    const auto row = std::find_if(live_.begin(), live_.end(), [&](const GrantRow& each) { return each.given.grant.id == id; });
    if (row == live_.end()) return not_in_force(std::to_string(id));
    if (std::find(found.begin(), found.end(), &*row) == found.end()) found.push_back(&*row);
  }
  return end_them(found, wish.by, moment);
}

GrantDesk::Answer GrantDesk::end_them(const std::vector<const GrantRow*>& rows, const std::string& by, const Moment& moment) {
  std::vector<GrantStore::Ending> endings;
  std::vector<Change> changes;
  Answer answer{.outcome = Outcome::done, .text = {}};
  for (const GrantRow* row : rows) {
    const Grant& grant = row->given.grant;
    endings.push_back(ending_of(*row, GrantEnd::revoked, by, moment.now));
    changes.push_back(change_of_taken_back(grant, by, controller_.current().zone(), moment.now));
    answer.ids.push_back(grant.id);
    const std::string giver = giver_of(grant);
    answer.text +=
        "Taken back: " + words_of(grant, controller_.current().zone(), moment.now) + (giver.empty() ? "" : " " + giver) + "\n";
  }
  if (const auto written = write_taken_back(endings, changes); !written) return could_not_write(written.error());
  for (const std::int64_t id : answer.ids) take(id);
  publish();
  plan_next(moment);
  answer.generation = controller_.policy().generation();
  log::info("{} grant(s) taken back, {} in force", answer.ids.size(), live_.size());
  return answer;
}

void GrantDesk::rename(const std::string& from, const std::string& to, const Moment& moment) {
  if (!can_write(moment) || !GrantStore(file_->database()).rename(from, to))
    log::warn("what was given to who gets another name could not be written: it is in force until darban ends");
  for (GrantRow& row : live_) {
    GrantWho& who = row.given.grant.who;
    if (who.kind == GrantWho::Kind::person && who.name == from) who.name = to;
    if (who.kind == GrantWho::Kind::device && who.owner == from) who.owner = to;
  }
  controller_.use_grants_next(all());
}

GrantRow GrantDesk::take(std::int64_t id) {
  const auto row = std::find_if(live_.begin(), live_.end(), [&](const GrantRow& each) { return each.given.grant.id == id; });
  CHECK_INVARIANT(row != live_.end());
  GrantRow taken = *row;
  live_.erase(row);
  return taken;
}

std::vector<Grant> GrantDesk::not_over(const Now& now) const {
  std::vector<Grant> grants;
  for (const GrantRow& row : live_) {
    if (!row.given.grant.is_over(now)) grants.push_back(row.given.grant);
  }
  return grants;
}

// --- time passes

void GrantDesk::tick(const Moment& moment) {
  bool changed = heed_sleep(moment);
  changed = heed_time(moment) || changed;
  changed = drop_over(moment) || changed;
  if (changed) publish();
  if (trouble_ && moment.now.mono >= due_) can_write(moment);
  plan_next(moment);
}

// The monotonic clock stands still while the machine sleeps, and a grant does not.
bool GrantDesk::heed_sleep(const Moment& moment) {
  const Milliseconds slept = moment.boot.since - moment.now.mono.time_since_epoch();
  const Milliseconds nap = slept - slept_;
  if (nap < kNap) return false;
  slept_ = slept;
  for (GrantRow& row : live_) row.given.grant.ends -= nap;
  return !live_.empty();
}

bool GrantDesk::heed_time(const Moment& moment) {
  if (time_known_ == moment.now.wall_trusted) return false;
  time_known_ = moment.now.wall_trusted;
  if (!time_known_) return false;
  std::vector<const GrantRow*> learnt;
  for (GrantRow& row : live_) {
    if (row.given.wall_known) continue;
    learn_the_time(row, moment);
    anchor(row, moment);
    learnt.push_back(&row);
  }
  if (file_ && !trouble_) {
    GrantStore store(file_->database());
    if (!learnt.empty() && !store.keep_anchors(learnt)) log::warn("when grants end could not be written");
    if (!store.date_ended(moment)) log::warn("when grants ended could not be written");
  }
  return !learnt.empty();
}

// What is over must not come back when the clock is set back and darban is started anew: its end is written down.
bool GrantDesk::drop_over(const Moment& moment) {
  std::vector<std::int64_t> over;
  for (const GrantRow& row : live_) {
    if (!row.given.grant.is_over(moment.now)) continue;
    over.push_back(row.given.grant.id);
    unwritten_ends_.push_back(ending_of(row, GrantEnd::time, {}, moment.now));
  }
  if (over.empty()) return false;
  for (const std::int64_t id : over) take(id);
  if (file_ && !trouble_ && !file_->is_gone() && GrantStore(file_->database()).end(unwritten_ends_)) unwritten_ends_.clear();
  log::info("{} grant(s) ended, {} in force", over.size(), live_.size());
  return true;
}

// Without a clock, what is left is known only as long as this process lives: it is written down for the next boot.
void GrantDesk::stop(const Moment& moment) {
  tick(moment);
  if (moment.now.wall_trusted || live_.empty() || !file_ || trouble_) return;
  std::vector<const GrantRow*> rows;
  for (GrantRow& row : live_) {
    anchor(row, moment);
    rows.push_back(&row);
  }
  if (!GrantStore(file_->database()).keep_anchors(rows)) log::warn("when grants end could not be written");
}

std::vector<Grant> GrantDesk::all() const {
  std::vector<Grant> grants;
  for (const GrantRow& row : live_) grants.push_back(row.given.grant);
  return grants;
}

void GrantDesk::publish() { controller_.use_grants(all()); }

void GrantDesk::plan_next(const Moment& moment) {
  const Now& now = moment.now;
  due_ = now.mono + (trouble_ || !unwritten_ends_.empty() ? kAgain : std::chrono::hours(24));
  if (live_.empty()) return;
  due_ = std::min(due_, now.mono + kLook);
  for (const GrantRow& row : live_) {
    const Grant& grant = row.given.grant;
    due_ = std::min(due_, grant.ends);
    if (now.wall_trusted && row.given.wall_known) due_ = std::min(due_, now.mono + (grant.until - now.wall));
  }
}

}  // namespace darban
