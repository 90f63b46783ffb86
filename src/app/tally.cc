// SPDX-License-Identifier: Apache-2.0
#include "app/tally.h"

#include <array>
#include <atomic>
#include <chrono>

namespace darban {
namespace {

// Longer than a worker holds on to a salt it has read.
constexpr Milliseconds kSaltRest{1000};
constexpr Milliseconds kAgain{10 * 60 * 1000};

constexpr std::array<std::pair<Total, DayVerdict>, kDayVerdicts> kVerdicts{{{Total::opened, DayVerdict::opened},
                                                                            {Total::closed, DayVerdict::closed},
                                                                            {Total::closed_by_time, DayVerdict::closed_by_time},
                                                                            {Total::safer, DayVerdict::safer},
                                                                            {Total::failed, DayVerdict::failed}}};
constexpr std::array<std::pair<Health, DayHealth>, kDayHealth + 1> kHealths{
    {{Health::cache_hits, DayHealth::cache_hits},
     {Health::upstream_timeouts, DayHealth::upstream_errors},
     {Health::upstream_errors, DayHealth::upstream_errors},
     {Health::answered_within_1ms, DayHealth::within_1ms},
     {Health::answered_within_10ms, DayHealth::within_10ms},
     {Health::answered_within_100ms, DayHealth::within_100ms},
     {Health::answered_within_1s, DayHealth::within_1s},
     {Health::answered_later, DayHealth::later}}};

}  // namespace

Tally::Tally(const Now& now, const Policy& policy, const CounterSums& sums)
    : zone_(policy.zone()),
      window_ends_(now.mono + kWindow),
      hour_ends_(now.mono + kStoreEvery),
      sums_(sums),
      store_at_(now.mono + kStoreEvery) {
  watch(policy);
}

void Tally::watch(const Policy& policy) {
  auto board = policy.moment_board();
  if (!boards_.empty() && boards_.back() == board) return;
  zone_ = policy.zone();
  if (!salt_at_) board->use_salt(random_.seed());
  boards_.push_back(std::move(board));
}

void Tally::tick(const Now& now, const Policy& policy, const CounterSums& sums, std::int64_t lists_built) {
  watch(policy);
  if (salt_at_ && *salt_at_ <= now.mono) {
    salt_at_.reset();
    boards_.back()->take_devices([](const MomentHolder&, GroupSet) {});  // of who read the old salt late
    boards_.back()->use_salt(random_.seed());
  }
  if (now.mono < window_ends_) return;
  empty_boards();
  if (hour_ends_ <= now.mono) end_hour(now.mono);
  close_window(now, sums, lists_built);
  window_ends_ = now.mono + kWindow;
}

void Tally::stop(const Now& now, const CounterSums& sums, std::int64_t lists_built) {
  empty_boards();
  close_window(now, sums, lists_built);
  store_at_ = now.mono;
}

// A board that only we hold can not be written to any more: its policy is gone, and with it every worker's hold on it.
void Tally::empty_boards() {
  for (std::size_t i = 0; i < boards_.size();) {
    const bool is_last_time = i + 1 < boards_.size() && boards_[i].use_count() == 1;
    if (is_last_time) std::atomic_thread_fence(std::memory_order_acquire);  // use_count() alone orders nothing
    boards_[i]->take_moments([&](const MomentHolder& holder, GroupSet groups) {
      Noted& noted = window_[{holder.kind, holder.name}];
      noted.groups = static_cast<GroupSet>(noted.groups | groups);
    });
    if (is_last_time) read_rooms(*boards_[i]);
    if (is_last_time)
      boards_.erase(boards_.begin() + static_cast<std::ptrdiff_t>(i));
    else
      ++i;
  }
}

// For a moment no device is told from another; then they are anew, by another salt.
void Tally::end_hour(MonoTime now) {
  hour_ends_ = now + kStoreEvery;
  salt_at_ = now + kSaltRest;
  for (const auto& board : boards_) {
    board->use_salt({});
    read_rooms(*board);
  }
}

void Tally::read_rooms(MomentBoard& board) {
  board.take_devices([&](const MomentHolder& holder, GroupSet groups) {
    Noted& noted = window_[{holder.kind, holder.name}];
    noted.enough = static_cast<GroupSet>(noted.enough | groups);
  });
}

void Tally::close_window(const Now& now, const CounterSums& sums, std::int64_t lists_built) {
  if (now.wall_trusted) {
    const auto half = std::chrono::duration_cast<Seconds>(kWindow) / 2;
    begin_day(count_day(now.wall - half, zone_), now.mono);
    for (const auto& [holder, noted] : window_) {
      harvest_->add_window(holder.first, holder.second, noted.groups);
      harvest_->add_enough(holder.first, holder.second, noted.enough);
    }
    add_totals(sums);
    harvest_->set_lists_built(lists_built);
  }
  for (auto& [holder, noted] : window_) noted = {};  // freed memory keeps what stood in it
  window_.clear();
  sums_ = sums;
}

// The day's first store says that it began, even if nobody asked anything: that is what releases the day before.
void Tally::begin_day(CountDay day, MonoTime now) {
  if (harvest_ && harvest_->day() == day) return;
  if (harvest_ && !harvest_->empty()) waiting_.push_back(std::move(*harvest_));
  if (waiting_.size() > kMostWaiting) waiting_.erase(waiting_.begin());
  harvest_.emplace(day);
  day_is_known_to_disk_ = false;
  store_at_ = now;
}

void Tally::add_totals(const CounterSums& sums) {
  for (const auto& [total, verdict] : kVerdicts) harvest_->add(verdict, sums.of(total) - sums_.of(total));
  for (const auto& [health, what] : kHealths) harvest_->add(what, sums.of(health) - sums_.of(health));
}

void Tally::put_off(MonoTime now) { store_at_ = now + kAgain; }

bool Tally::wants_store(MonoTime now) const {
  if (now < store_at_) return false;
  return !waiting_.empty() || (harvest_ && (!day_is_known_to_disk_ || !harvest_->empty()));
}

Result<void, StoreTrouble> Tally::store(Database& database, MonoTime now) {
  CountStore counts(database);
  const auto holders = boards_.back()->holders();
  put_off(now);
  while (!waiting_.empty()) {
    if (const auto done = counts.add(waiting_.front(), holders); !done) return done;
    waiting_.erase(waiting_.begin());
  }
  if (harvest_ && (!day_is_known_to_disk_ || !harvest_->empty())) {
    if (const auto done = counts.add(*harvest_, holders); !done) return done;
    harvest_.emplace(harvest_->day());
    day_is_known_to_disk_ = true;
  }
  store_at_ = now + kStoreEvery;
  return {};
}

Result<void, StoreTrouble> Tally::start_fresh(Database& database, const std::string& person) {
  if (const auto wiped = CountStore(database).start_fresh(person); !wiped) return wiped;
  forget(person);
  return {};
}

Result<void, StoreTrouble> Tally::lend(Database& database, const std::string& from, const std::string& to) {
  return CountStore(database).lend_to(to, from);
}

Result<void, StoreTrouble> Tally::take_back(Database& database, const std::string& to) { return CountStore(database).leave(to); }

Result<void, StoreTrouble> Tally::rename(Database& database, const std::string& from, const std::string& to) {
  empty_boards();
  window_.erase({HolderKind::person, to});
  if (auto noted = window_.extract({HolderKind::person, from}); !noted.empty()) {
    noted.key().second = to;
    window_.insert(std::move(noted));
  }
  if (harvest_) harvest_->rename(from, to);
  for (Harvest& harvest : waiting_) harvest.rename(from, to);
  return CountStore(database).leave(from);
}

Result<void, StoreTrouble> Tally::choose(Database& database, const std::string& person, Band band, const CountChoices& choices) {
  CountStore counts(database);
  const auto before = counts.choices_of(person);
  if (!before) return before.error();
  if (const auto kept = counts.choose(person, band, choices); !kept) return kept;
  const auto is_counted = [&](const CountChoices& said) { return is_kept(HolderKind::person, band, said); };
  if (is_counted(*before) != is_counted(choices)) forget(person);
  return {};
}

void Tally::forget(const std::string& person) {
  empty_boards();
  window_.erase({HolderKind::person, person});
  if (harvest_) harvest_->forget(person);
  for (Harvest& harvest : waiting_) harvest.forget(person);
}

}  // namespace darban
