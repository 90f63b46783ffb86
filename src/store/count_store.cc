// SPDX-License-Identifier: Apache-2.0
#include "store/count_store.h"

#include <algorithm>
#include <utility>

namespace darban {
namespace {

// As they stand in the file.
constexpr std::array<std::string_view, kCountedGroups.size()> kGroupKeys{"scams", "ads", "age", "ways", "time", "own"};
constexpr std::string_view kListsBuilt = "lists-built";

std::string_view key_of(HolderKind kind) { return kind == HolderKind::room ? "room" : "person"; }
HolderKind kind_of(const std::string& key) { return key == "room" ? HolderKind::room : HolderKind::person; }

template <typename E, std::size_t kCount>
std::optional<std::size_t> place_of(const std::string& word) {
  for (std::size_t i = 0; i < kCount; ++i) {
    if (text_of(static_cast<E>(i)).view() == word) return i;
  }
  return std::nullopt;
}

std::optional<std::size_t> place_of_group(const std::string& key) {
  const auto found = std::find(kGroupKeys.begin(), kGroupKeys.end(), key);
  if (found == kGroupKeys.end()) return std::nullopt;
  return static_cast<std::size_t>(found - kGroupKeys.begin());
}

CountDay day_in(const Database::Statement& row, int column) { return static_cast<CountDay>(row.number(column)); }
std::uint64_t count_in(const Database::Statement& row, int column) { return static_cast<std::uint64_t>(row.number(column)); }
std::int64_t bound(std::uint64_t count) { return static_cast<std::int64_t>(count); }

}  // namespace

// Numbers as they are kept. Never leaves this file.
struct CountStore::Week {
  std::int32_t week = 0;
  std::array<std::uint64_t, kCountedGroups.size()> numbers{};
  GroupSet enough = 0;
};

const ShownCount& MomentWeek::of(Group group) const {
  const auto found = std::find(kCountedGroups.begin(), kCountedGroups.end(), group);
  static constexpr ShownCount kHidden;
  return found == kCountedGroups.end() ? kHidden : counts[static_cast<std::size_t>(found - kCountedGroups.begin())];
}

// --- in

Result<void, StoreTrouble> CountStore::add(const Harvest& harvest, std::span<const MomentHolder> household) {
  Database::Transaction all(database_);
  if (const auto begun = all.begun(); !begun) return begun;
  const auto newest = newest_day();
  if (!newest) return newest.error();
  const std::int32_t ahead = *newest ? number_of(**newest) - number_of(harvest.day()) : 0;
  if (ahead == 1) return {};  // that day was shown already
  if (ahead > 1) {
    if (const auto done = forget_after(harvest.day()); !done) return done;
  }
  auto kept = kept_of(household);
  if (!kept) return kept.error();
  if (const auto done = keep_own_apart(*kept, household); !done) return done;
  if (const auto done = add_household(harvest); !done) return done;
  if (const auto done = add_moments(harvest, *kept); !done) return done;
  if (const auto done = add_health(harvest); !done) return done;
  // Once a day; and not on the first day after a long gap, which a clock that is wrong for a moment looks like too.
  const bool is_next_day = *newest && ahead < 0 && ahead >= -2;
  if (is_next_day) {
    if (const auto done = forget_who_left(*kept, household); !done) return done;
    if (const auto done = tidy(harvest.day()); !done) return done;
  }
  if (const auto done = all.commit(); !done) return done;
  empty_log();
  return {};
}

Result<std::optional<CountDay>, StoreTrouble> CountStore::newest_day() const {
  auto statement = database_.prepare("SELECT max(day) FROM household_days");
  const auto row = statement.step();
  if (!row) return row.error();
  if (!*row || statement.is_nothing(0)) return std::optional<CountDay>();
  return std::optional(day_in(statement, 0));
}

Result<void, StoreTrouble> CountStore::forget_after(CountDay day) {
  for (const char* sql : {"DELETE FROM household_days WHERE day > ?1", "DELETE FROM moments WHERE day > ?1",
                          "DELETE FROM health_days WHERE day > ?1"}) {
    if (const auto done = run(sql, number_of(day)); !done) return done;
  }
  return run("DELETE FROM moment_weeks WHERE week > ?1", week_of(day));
}

// Zeros too: the row says that the day began.
Result<void, StoreTrouble> CountStore::add_household(const Harvest& harvest) {
  auto statement = database_.prepare(
      "INSERT INTO household_days (day, verdict, number) VALUES (?1, ?2, ?3) "
      "ON CONFLICT (day, verdict) DO UPDATE SET number = number + excluded.number");
  for (std::size_t i = 0; i < kDayVerdicts; ++i) {
    statement.bind(1, number_of(harvest.day())).bind(2, text_of(static_cast<DayVerdict>(i)).view());
    if (const auto done = statement.bind(3, bound(harvest.household_[i])).run(); !done) return done;
  }
  return {};
}

Result<void, StoreTrouble> CountStore::add_moments(const Harvest& harvest, const Kept& kept) {
  auto statement = database_.prepare(
      "INSERT INTO moments (kind, holder, day, grp, number, enough) VALUES (?1, ?2, ?3, ?4, ?5, ?6) "
      "ON CONFLICT (kind, holder, day, grp) DO UPDATE SET number = number + excluded.number, "
      "enough = max(enough, excluded.enough)");
  for (const auto& [holder, row] : harvest.holders_) {
    if (!kept.contains({holder.first, holder.second})) continue;
    for (std::size_t i = 0; i < kCountedGroups.size(); ++i) {
      const bool enough = has(row.enough, kCountedGroups[i]);
      if (row.windows[i] == 0 && !enough) continue;
      statement.bind(1, key_of(holder.first)).bind(2, holder.second).bind(3, number_of(harvest.day())).bind(4, kGroupKeys[i]);
      statement.bind(5, std::int64_t{row.windows[i]}).bind(6, std::int64_t{enough});
      if (const auto done = statement.run(); !done) return done;
    }
  }
  return {};
}

Result<void, StoreTrouble> CountStore::add_health(const Harvest& harvest) {
  auto statement = database_.prepare(
      "INSERT INTO health_days (day, what, number) VALUES (?1, ?2, ?3) "
      "ON CONFLICT (day, what) DO UPDATE SET number = number + excluded.number");
  for (std::size_t i = 0; i < kDayHealth; ++i) {
    if (harvest.health_[i] == 0) continue;
    statement.bind(1, number_of(harvest.day())).bind(2, text_of(static_cast<DayHealth>(i)).view());
    if (const auto done = statement.bind(3, bound(harvest.health_[i])).run(); !done) return done;
  }
  if (harvest.lists_built_ == 0) return {};
  auto built = database_.prepare("INSERT OR REPLACE INTO health_days (day, what, number) VALUES (?1, ?2, ?3)");
  return built.bind(1, number_of(harvest.day())).bind(2, kListsBuilt).bind(3, harvest.lists_built_).run();
}

// --- what goes

Result<void, StoreTrouble> CountStore::tidy(CountDay today) {
  const std::int32_t first = number_of(today) - kDaysKept;  // the first day that stays
  const auto folded =
      run("INSERT INTO moment_weeks (kind, holder, week, grp, number, enough) "
          "SELECT kind, holder, (day + 3) / 7, grp, sum(number), max(enough) FROM moments WHERE day < ?1 GROUP BY 1, 2, 3, 4 "
          "ON CONFLICT (kind, holder, week, grp) DO UPDATE SET number = number + excluded.number, "
          "enough = max(enough, excluded.enough)",
          first);
  if (!folded) return folded;
  if (const auto done = run("DELETE FROM moments WHERE day < ?1", first); !done) return done;
  if (const auto done = run("DELETE FROM household_days WHERE day < ?1", first); !done) return done;
  if (const auto done = run("DELETE FROM moment_weeks WHERE week < ?1", week_of(today) - kWeeksKept); !done) return done;
  return run("DELETE FROM health_days WHERE day < ?1", number_of(today) - kHealthDaysKept);
}

// Of whom there are numbers, by the household and by the young people's own word.
Result<CountStore::Kept, StoreTrouble> CountStore::kept_of(std::span<const MomentHolder> household) const {
  Kept kept;
  for (const MomentHolder& holder : household) {
    CountChoices choices;
    if (holder.kind == HolderKind::person && holder.band == Band::age_16_17) {
      const auto said = choices_of(holder.name);
      if (!said) return said.error();
      choices = *said;
    }
    if (is_kept(holder.kind, holder.band, choices)) kept.insert({holder.kind, holder.name});
  }
  return kept;
}

Result<bool, StoreTrouble> CountStore::are_own(const std::string& person) const {
  auto statement = database_.prepare("SELECT 1 FROM own_numbers WHERE person = ?1");
  const auto row = statement.bind(1, person).step();
  if (!row) return row.error();
  return *row;
}

// Of who was made younger what there was is wiped, and what this harvest has of them is not taken: it may be from before.
Result<void, StoreTrouble> CountStore::keep_own_apart(Kept& kept, std::span<const MomentHolder> household) {
  for (const MomentHolder& holder : household) {
    if (holder.kind != HolderKind::person) continue;
    const auto was_own = are_own(holder.name);
    if (!was_own) return was_own.error();
    const bool is_own = are_their_own(holder.kind, holder.band);
    if (is_own && !*was_own) {
      if (const auto done = run("INSERT INTO own_numbers (person) VALUES (?1)", holder.name); !done) return done;
    }
    if (is_own || !*was_own || !kept.contains({holder.kind, holder.name})) continue;
    if (const auto done = forget_numbers(HolderKind::person, holder.name); !done) return done;
    if (const auto done = run("DELETE FROM own_numbers WHERE person = ?1", holder.name); !done) return done;
    kept.erase({holder.kind, holder.name});
  }
  return {};
}

Result<void, StoreTrouble> CountStore::forget_who_left(const Kept& kept, std::span<const MomentHolder> household) {
  std::vector<std::pair<HolderKind, std::string>> gone;
  auto holders = database_.prepare("SELECT kind, holder FROM moments UNION SELECT kind, holder FROM moment_weeks");
  for (;;) {
    const auto more = holders.step();
    if (!more) return more.error();
    if (!*more) break;
    std::pair<HolderKind, std::string> holder{kind_of(holders.text(0)), holders.text(1)};
    if (!kept.contains({holder.first, holder.second})) gone.push_back(std::move(holder));
  }
  for (const auto& [kind, holder] : gone) {
    if (const auto done = forget_numbers(kind, holder); !done) return done;
  }
  return forget_words_of_who_left(household);
}

// Who comes later under that name did not make the choice, and has no numbers that were somebody's own.
Result<void, StoreTrouble> CountStore::forget_words_of_who_left(std::span<const MomentHolder> household) {
  std::set<std::string_view> people;
  for (const MomentHolder& holder : household) {
    if (holder.kind == HolderKind::person) people.insert(holder.name);
  }
  std::vector<std::string> gone;
  auto chosen = database_.prepare("SELECT person FROM count_choices UNION SELECT person FROM own_numbers");
  for (;;) {
    const auto more = chosen.step();
    if (!more) return more.error();
    if (!*more) break;
    if (!people.contains(chosen.text(0))) gone.push_back(chosen.text(0));
  }
  for (const std::string& person : gone) {
    if (const auto done = run("DELETE FROM count_choices WHERE person = ?1", person); !done) return done;
    if (const auto done = run("DELETE FROM own_numbers WHERE person = ?1", person); !done) return done;
  }
  return {};
}

Result<void, StoreTrouble> CountStore::forget_numbers(HolderKind kind, const std::string& holder) {
  if (const auto done = run("DELETE FROM moments WHERE kind = ?1 AND holder = ?2", key_of(kind), holder); !done) return done;
  return run("DELETE FROM moment_weeks WHERE kind = ?1 AND holder = ?2", key_of(kind), holder);
}

// --- out

Result<std::vector<HouseholdDay>, StoreTrouble> CountStore::household() const {
  auto statement = database_.prepare(
      "SELECT day, verdict, number FROM household_days WHERE day < (SELECT max(day) FROM household_days) ORDER BY day");
  std::vector<HouseholdDay> days;
  for (;;) {
    const auto more = statement.step();
    if (!more) return more.error();
    if (!*more) return days;
    const auto place = place_of<DayVerdict, kDayVerdicts>(statement.text(1));
    if (!place) continue;
    if (days.empty() || days.back().day != day_in(statement, 0)) days.push_back({day_in(statement, 0), {}});
    days.back().counts[*place] = ShownCount::of(count_in(statement, 2));
  }
}

Result<std::vector<HealthDay>, StoreTrouble> CountStore::health() const {
  auto statement = database_.prepare(
      "SELECT day, what, number FROM health_days WHERE day < (SELECT max(day) FROM household_days) ORDER BY day");
  std::vector<HealthDay> days;
  for (;;) {
    const auto more = statement.step();
    if (!more) return more.error();
    if (!*more) return days;
    if (days.empty() || days.back().day != day_in(statement, 0)) {
      days.push_back({day_in(statement, 0), {}, 0});
      days.back().counts.fill(ShownCount::of(0));
    }
    if (statement.text(1) == kListsBuilt) days.back().lists_built = statement.number(2);
    const auto place = place_of<DayHealth, kDayHealth>(statement.text(1));
    if (place) days.back().counts[*place] = ShownCount::of(count_in(statement, 2));
  }
}

Result<std::vector<CountStore::Week>, StoreTrouble> CountStore::weeks_of(HolderKind kind, const std::string& holder) const {
  auto statement = database_.prepare(
      "SELECT week, grp, sum(number), max(enough) FROM ("
      "SELECT (day + 3) / 7 AS week, grp, number, enough FROM moments "
      "WHERE kind = ?1 AND holder = ?2 AND day < (SELECT max(day) FROM household_days) "
      "UNION ALL SELECT week, grp, number, enough FROM moment_weeks WHERE kind = ?1 AND holder = ?2 "
      "UNION ALL SELECT DISTINCT (day + 3) / 7, '', 0, 0 FROM household_days "
      "WHERE day < (SELECT max(day) FROM household_days)) GROUP BY week, grp ORDER BY week, grp");
  statement.bind(1, key_of(kind)).bind(2, holder);
  std::vector<Week> weeks;
  for (;;) {
    const auto more = statement.step();
    if (!more) return more.error();
    if (!*more) return weeks;
    const auto week = static_cast<std::int32_t>(statement.number(0));
    if (weeks.empty() || weeks.back().week != week) weeks.push_back({week, {}, 0});
    const auto place = place_of_group(statement.text(1));
    if (!place) continue;
    weeks.back().numbers[*place] = count_in(statement, 2);
    if (statement.number(3) != 0)
      weeks.back().enough = static_cast<GroupSet>(weeks.back().enough | bit_of(kCountedGroups[*place]));
  }
}

Result<std::vector<MomentWeek>, StoreTrouble> CountStore::person(const std::string& name, Band band, Viewer viewer) const {
  const auto choices = choices_of(name);
  if (!choices) return choices.error();
  std::vector<MomentWeek> shown;
  if (!may_see(band, viewer, *choices)) return shown;
  if (viewer != Viewer::themselves && !are_their_own(HolderKind::person, band)) {
    const auto were_own = are_own(name);
    if (!were_own) return were_own.error();
    if (*were_own) return shown;  // an adult made them younger, and nothing was counted since
  }
  const auto weeks = weeks_of(HolderKind::person, name);
  if (!weeks) return weeks.error();
  for (const Week& week : *weeks) {
    MomentWeek out{monday_of_week(week.week), {}};
    for (std::size_t i = 0; i < week.numbers.size(); ++i) out.counts[i] = ShownCount::of(week.numbers[i]);
    shown.push_back(out);
  }
  return shown;
}

Result<std::vector<MomentWeek>, StoreTrouble> CountStore::room(const std::string& label) const {
  const auto weeks = weeks_of(HolderKind::room, label);
  if (!weeks) return weeks.error();
  std::vector<MomentWeek> shown;
  for (const Week& week : *weeks) {
    MomentWeek out{monday_of_week(week.week), {}};
    std::optional<std::size_t> smallest;
    std::size_t cells = 0;
    for (std::size_t i = 0; i < week.numbers.size(); ++i) {
      if (week.numbers[i] < kFewestInRoom || !has(week.enough, kCountedGroups[i])) continue;
      out.counts[i] = ShownCount::of(week.numbers[i]);
      if (!smallest || week.numbers[i] < week.numbers[*smallest]) smallest = i;
      ++cells;
    }
    if (cells + 1 == week.numbers.size()) out.counts[*smallest] = ShownCount();  // else the one could be worked out
    if (cells > 0) shown.push_back(out);
  }
  return shown;
}

// --- the person's own word

Result<void, StoreTrouble> CountStore::start_fresh(const std::string& person) {
  Database::Transaction all(database_);
  if (const auto begun = all.begun(); !begun) return begun;
  if (const auto done = forget_numbers(HolderKind::person, person); !done) return done;
  if (const auto done = all.commit(); !done) return done;
  empty_log();
  return {};
}

Result<void, StoreTrouble> CountStore::forget_all_of(const std::string& person) {
  if (const auto done = forget_numbers(HolderKind::person, person); !done) return done;
  if (const auto done = run("DELETE FROM count_choices WHERE person = ?1", person); !done) return done;
  return run("DELETE FROM own_numbers WHERE person = ?1", person);
}

Result<void, StoreTrouble> CountStore::lend_to(const std::string& to, const std::string& from) {
  if (from == to) return {};
  Database::Transaction all(database_);
  if (const auto begun = all.begun(); !begun) return begun;
  if (const auto done = forget_all_of(to); !done) return done;
  for (const char* sql : {"INSERT INTO moments (kind, holder, day, grp, number, enough) "
                          "SELECT kind, ?2, day, grp, number, enough FROM moments WHERE kind = 'person' AND holder = ?1",
                          "INSERT INTO moment_weeks (kind, holder, week, grp, number, enough) "
                          "SELECT kind, ?2, week, grp, number, enough FROM moment_weeks WHERE kind = 'person' AND holder = ?1",
                          "INSERT INTO count_choices (person, keep, share) "
                          "SELECT ?2, keep, share FROM count_choices WHERE person = ?1",
                          "INSERT INTO own_numbers (person) SELECT ?2 FROM own_numbers WHERE person = ?1"}) {
    if (const auto done = run(sql, from, to); !done) return done;
  }
  if (const auto done = all.commit(); !done) return done;
  empty_log();
  return {};
}

Result<void, StoreTrouble> CountStore::leave(const std::string& person) {
  Database::Transaction all(database_);
  if (const auto begun = all.begun(); !begun) return begun;
  if (const auto done = forget_all_of(person); !done) return done;
  if (const auto done = all.commit(); !done) return done;
  empty_log();
  return {};
}

Result<CountChoices, StoreTrouble> CountStore::choices_of(const std::string& person) const {
  auto statement = database_.prepare("SELECT keep, share FROM count_choices WHERE person = ?1");
  const auto row = statement.bind(1, person).step();
  if (!row) return row.error();
  if (!*row) return CountChoices();
  return CountChoices{.keep = statement.number(0) != 0, .share = statement.number(1) != 0};
}

Result<void, StoreTrouble> CountStore::choose(const std::string& person, Band band, const CountChoices& said) {
  const CountChoices choices = heard_at(band, said);
  Database::Transaction all(database_);
  if (const auto begun = all.begun(); !begun) return begun;
  auto statement = database_.prepare("INSERT OR REPLACE INTO count_choices (person, keep, share) VALUES (?1, ?2, ?3)");
  statement.bind(1, person).bind(2, std::int64_t{choices.keep}).bind(3, std::int64_t{choices.share});
  if (const auto done = statement.run(); !done) return done;
  if (!is_kept(HolderKind::person, band, choices)) {
    if (const auto done = forget_numbers(HolderKind::person, person); !done) return done;
  }
  if (const auto done = all.commit(); !done) return done;
  empty_log();
  return {};
}

// --- the file

Result<void, StoreTrouble> CountStore::run(const char* sql, std::int64_t value) {
  return database_.prepare(sql).bind(1, value).run();
}

Result<void, StoreTrouble> CountStore::run(const char* sql, std::string_view text, std::string_view second) {
  auto statement = database_.prepare(sql);
  statement.bind(1, text);
  if (!second.empty()) statement.bind(2, second);
  return statement.run();
}

// Somebody who reads along at this moment holds it up; the next one empties it then.
void CountStore::empty_log() { (void)database_.run("PRAGMA wal_checkpoint(TRUNCATE)"); }

}  // namespace darban
