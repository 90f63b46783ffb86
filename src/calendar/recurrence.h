// SPDX-License-Identifier: Apache-2.0
// On which days a repeated event happens (RFC 5545 section 3.3.10), for rules that name days and nothing finer. Such a rule is a
// question asked of each day of a period (day, week, month or year), so the work is the number of days that are looked at,
// whatever the rule says: no combination of parts can explode or search for a 30 February until the year 2582, as libical's
// iterator does (0.7 s for one such rule, which is why it is not used here but as the twin in
// tests/oracle/recurrence_oracle_test.cc). Pure; any thread.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/zone.h"

namespace darban {

using LocalDay = std::chrono::local_days;

struct RecurrenceRule {
  enum class Every : std::uint8_t { day, week, month, year };
  struct Weekday {
    int nth = 0;      // of the month or the year, from its end when negative; 0: each
    int weekday = 0;  // 0 = Monday
  };
  struct Until {  // the last moment an occurrence may start
    LocalTime time;
    bool is_date = false;  // the whole day
    bool is_utc = false;
  };
  Every every = Every::day;
  int interval = 1;
  std::optional<std::int64_t> count;
  std::optional<Until> until;
  int week_start = 0;           // 0 = Monday
  std::vector<int> months;      // 1 to 12
  std::vector<int> month_days;  // 1 to 31, -1 to -31
  std::vector<int> year_days;   // 1 to 366, -1 to -366
  std::vector<int> weeks;       // 1 to 53, -1 to -53
  std::vector<int> positions;   // among the days of one period
  std::vector<Weekday> weekdays;
};

// Whether the parts can stand together (RFC 5545: a rule by week numbers is yearly, an nth weekday monthly or yearly, ...) and
// are within their bounds.
bool is_sound(const RecurrenceRule& rule);

// The days from `from` to `to`, both inclusive, on which the event that first starts at `first` starts again; the first one is
// always among them. `until` is by the event's own clock here. Each day looked at takes a step off `steps`; nothing when they do
// not suffice.
std::optional<std::vector<LocalDay>> occurrences(const RecurrenceRule& rule, LocalTime first, LocalDay from, LocalDay to,
                                                 std::int64_t& steps);

}  // namespace darban
