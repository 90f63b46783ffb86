// SPDX-License-Identifier: Apache-2.0
// Counts on the disk (decisions.md 9): household x day x verdict, holder x day x group, health x day. In: a Harvest. Out: only
// what may be shown, in the form in which it may be shown; the number that is kept can not be had.
//
// The rules, each of them a test:
//   - Released the next morning: the newest day in the file is never shown, whatever the clock is said to be. A day is finished
//     when a later one began, which is at 04:00.
//   - What was shown stays: a clock that went back by a day or less adds nothing until it has caught up. One that went back
//     further was wrong before: what it made in the days that are not yet is forgotten, and counting goes on.
//   - A person's numbers are shown by weeks, to whom product.md 3.2 names. A room's only where product.md 3.3 allows.
//   - What was counted while somebody's numbers were their own (13 to 17) is never shown to a guardian because an adult wrote a
//     younger band: it is wiped when the younger one is first counted, and nobody but the person sees it until then.
//   - 35 days as days, then as weeks for 13 months; health 90 days. Who left the household, or came of an age at which nothing is
//     kept, leaves with the day.
// After every add() the write-ahead log is emptied into the file: else it would hold an hour-by-hour history of one day's row.
// Rows that go are overwritten. What a flash chip keeps of old blocks is out of our power.
//
// One thread. What a function here returned as done is on the disk; what failed left nothing behind.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "policy/moments.h"
#include "store/database.h"
#include "store/harvest.h"
#include "store/shown_count.h"

namespace darban {

struct HouseholdDay {
  CountDay day{};
  std::array<ShownCount, kDayVerdicts> counts;
  const ShownCount& of(DayVerdict verdict) const { return counts[static_cast<std::size_t>(verdict)]; }
};

struct HealthDay {
  CountDay day{};
  std::array<ShownCount, kDayHealth> counts;
  std::int64_t lists_built = 0;  // Unix seconds; 0: not known
  const ShownCount& of(DayHealth health) const { return counts[static_cast<std::size_t>(health)]; }
};

// A person's or a room's, from one Monday to the next; of the newest one the days that are released.
struct MomentWeek {
  CountDay monday{};
  std::array<ShownCount, kCountedGroups.size()> counts;
  const ShownCount& of(Group group) const;  // one of kCountedGroups
};

class CountStore {
 public:
  static constexpr std::int32_t kDaysKept = 35;
  static constexpr std::int32_t kWeeksKept = 56;  // 13 months
  static constexpr std::int32_t kHealthDaysKept = 90;
  static constexpr std::uint64_t kFewestInRoom = 10;  // product.md 3.3

  explicit CountStore(Database& database) : database_(database) {}

  // `household`: everybody there is now (MomentBoard::holders). Of who is not, or may not be counted any more, nothing is taken.
  Result<void, StoreTrouble> add(const Harvest& harvest, std::span<const MomentHolder> household);

  // Ascending by day.
  Result<std::vector<HouseholdDay>, StoreTrouble> household() const;
  Result<std::vector<HealthDay>, StoreTrouble> health() const;
  // Every week that has a released day; empty for who may not see it. `band`: as the household has it now.
  Result<std::vector<MomentWeek>, StoreTrouble> person(const std::string& name, Band band, Viewer viewer) const;
  // Weeks in which anything may be shown. A cell that may not be is hidden, and a second one with it where it would be the only.
  Result<std::vector<MomentWeek>, StoreTrouble> room(const std::string& label) const;

  // A person's numbers that are in the file. In the daemon "Start fresh" is Tally::start_fresh(), which forgets the others too.
  Result<void, StoreTrouble> start_fresh(const std::string& person);
  // The same person under another name, for whoever knows that it is the same: the page, where an adult says so. In two steps
  // with the household file between them, so that no kill loses anything: lend_to() writes everything of `from` under `to` too
  // (what `to` had is gone: it was somebody else's), and when the household has the one name, leave() wipes the other. A kill
  // between leaves both, and the one that the household does not have goes when the day ends; renaming again is as if it was the
  // first time. In a file that was edited by hand nobody can tell a new name from one who left and one who came, and guessing
  // would hand a child's numbers to another: there the old name's numbers and choices go when the day ends, and the new name
  // begins with none.
  Result<void, StoreTrouble> lend_to(const std::string& to, const std::string& from);
  Result<void, StoreTrouble> leave(const std::string& person);

  Result<CountChoices, StoreTrouble> choices_of(const std::string& person) const;
  // Heard as far as their age goes (heard_at). Who takes back `keep` at 16 and 17 has no numbers from then on, nor those from
  // before. In the daemon: Tally::choose().
  Result<void, StoreTrouble> choose(const std::string& person, Band band, const CountChoices& said);

 private:
  struct Week;
  using Kept = std::set<std::pair<HolderKind, std::string_view>>;  // names of the household it was made of
  Result<std::optional<CountDay>, StoreTrouble> newest_day() const;
  Result<void, StoreTrouble> forget_after(CountDay day);
  Result<void, StoreTrouble> add_household(const Harvest& harvest);
  Result<void, StoreTrouble> add_moments(const Harvest& harvest, const Kept& kept);
  Result<void, StoreTrouble> add_health(const Harvest& harvest);
  Result<Kept, StoreTrouble> kept_of(std::span<const MomentHolder> household) const;
  Result<void, StoreTrouble> tidy(CountDay today);
  Result<bool, StoreTrouble> are_own(const std::string& person) const;
  Result<void, StoreTrouble> keep_own_apart(Kept& kept, std::span<const MomentHolder> household);
  Result<void, StoreTrouble> forget_who_left(const Kept& kept, std::span<const MomentHolder> household);
  Result<void, StoreTrouble> forget_words_of_who_left(std::span<const MomentHolder> household);
  Result<void, StoreTrouble> forget_numbers(HolderKind kind, const std::string& holder);
  Result<void, StoreTrouble> forget_all_of(const std::string& person);
  Result<std::vector<Week>, StoreTrouble> weeks_of(HolderKind kind, const std::string& holder) const;
  Result<void, StoreTrouble> run(const char* sql, std::int64_t value);
  Result<void, StoreTrouble> run(const char* sql, std::string_view text, std::string_view second = {});
  void empty_log();
  Database& database_;
};

}  // namespace darban
