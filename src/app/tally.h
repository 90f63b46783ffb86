// SPDX-License-Identifier: Apache-2.0
// The counts' way from the workers to the disk. Every ten minutes the board is read and wiped (policy/moments.h) and becomes one
// more in a day's number; once an hour, and when a day ends, the disk is asked to take what came together. Nothing finer than a
// window is anywhere for longer than that window; nothing finer than a day is on the disk.
//
// Windows are counted by the clock nobody sets, so that a step of the clock on the wall makes no moment. To which day a window
// belongs says the clock on the wall, once it can be trusted: what came before is nobody's day and is forgotten. A window that
// lies across 04:00 belongs to the day that has more of it.
//
// An hour that the power cuts short is lost; that is the price of writing to flash 24 times a day and not 144 times. Control
// thread only.
#pragma once
#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/hourly_counts.h"
#include "base/clock.h"
#include "base/random.h"
#include "policy/policy.h"
#include "store/count_store.h"
#include "store/harvest.h"

namespace darban {

class Tally {
 public:
  static constexpr Milliseconds kWindow{10 * 60 * 1000};
  static constexpr Milliseconds kStoreEvery{60 * 60 * 1000};
  static constexpr std::size_t kMostWaiting = 8;  // harvests the disk did not take; the oldest are given up

  // From then on, and with what was counted before left out.
  Tally(const Now& now, const Policy& policy, const CounterSums& sums);

  // After every publish, and whenever due(). `sums` of all workers; `lists_built` in Unix seconds.
  void tick(const Now& now, const Policy& policy, const CounterSums& sums, std::int64_t lists_built);
  MonoTime due() const { return salt_at_ ? std::min(window_ends_, *salt_at_) : window_ends_; }

  bool wants_store(MonoTime now) const;
  // There is no disk now: asks again in ten minutes.
  void put_off(MonoTime now);
  // What failed stays and is tried again in ten minutes.
  Result<void, StoreTrouble> store(Database& database, MonoTime now);
  // The last call, at a clean stop: the open window counts, however short it was.
  void stop(const Now& now, const CounterSums& sums, std::int64_t lists_built);

  // "Start fresh": wipes a person's numbers, those on the disk and those that were not stored yet. What failed wiped nothing.
  Result<void, StoreTrouble> start_fresh(Database& database, const std::string& person);
  // A person is to have another name, as the page says (CountStore::lend_to): lend() before the household file is written; after
  // it rename(), which takes along what was not stored yet too, or take_back() where it was not written. What of the two failed
  // is done when the day ends.
  Result<void, StoreTrouble> lend(Database& database, const std::string& from, const std::string& to);
  Result<void, StoreTrouble> rename(Database& database, const std::string& from, const std::string& to);
  Result<void, StoreTrouble> take_back(Database& database, const std::string& to);
  // What a young person says about their numbers (CountStore::choose). What came together before they said "count me" is not
  // counted afterwards.
  Result<void, StoreTrouble> choose(Database& database, const std::string& person, Band band, const CountChoices& choices);

 private:
  void forget(const std::string& person);
  void watch(const Policy& policy);
  void empty_boards();
  void end_hour(MonoTime now);
  void read_rooms(MomentBoard& board);
  void close_window(const Now& now, const CounterSums& sums, std::int64_t lists_built);
  void begin_day(CountDay day, MonoTime now);
  void add_totals(const CounterSums& sums);

  struct Noted {
    GroupSet groups = 0;
    GroupSet enough = 0;
  };
  using Holder = std::pair<HolderKind, std::string>;

  Random random_;
  Zone zone_;
  // The newest last. Older ones stay until the last worker let go of their policy.
  std::vector<std::shared_ptr<MomentBoard>> boards_;
  std::map<Holder, Noted> window_;  // what was read in the window that is open
  MonoTime window_ends_;
  MonoTime hour_ends_;
  std::optional<MonoTime> salt_at_;
  CounterSums sums_;
  std::optional<Harvest> harvest_;  // of the day that goes on
  std::vector<Harvest> waiting_;    // of days that are over, or that could not be stored
  bool day_is_known_to_disk_ = false;
  MonoTime store_at_;
};

}  // namespace darban
