// SPDX-License-Identifier: Apache-2.0
// The answer to "may this person open this name now": what to do, the first rule that said so, and how long it holds.
#pragma once
#include <cstdint>

#include "base/clock.h"
#include "base/showable.h"

namespace darban {

enum class Action : std::uint8_t { allow, block, rewrite };  // rewrite: led to a safe name

// The steps of decisions.md section 2, in order: the first that hits wins. Steps 0 and 1 are the engine's (malformed questions,
// names that never leave the house).
enum class Step : std::uint8_t {
  local = 1,
  canary = 2,
  never_block = 3,
  sealed = 4,  // licensed and law lists
  time = 5,    // pause, off, bedtime
  grant = 6,
  own_rule = 7,
  safe_search = 8,
  category = 9,   // services, then categories
  standard = 10,  // open, or closed in an allow-list profile
};
Text text_of(Step step);

// Why a name is closed, for the answer (EDE) and the counters. Never finer than the groups of decisions.md 9.
enum class Group : std::uint8_t {
  none,
  scams_and_malware,
  ads_and_trackers,
  age_doors,
  ways_round,
  closed_by_time,
  own_rules,
  other
};
Text text_of(Group group);

// The form a rule of the family wants for what it closes ($dnsrewrite), or a signal's file; else the profile's.
enum class ClosedAs : std::uint8_t { profile_says, nxdomain, refused, nodata };

struct Verdict {
  Action action = Action::allow;
  Step step = Step::standard;
  Group group = Group::none;
  bool counted = true;      // never-block and sensitive topics are not counted (decisions.md 9)
  WallTime until = kNever;  // the next edge of the timetable that decided; reply TTLs may not reach past it
  ClosedAs closed_as = ClosedAs::profile_says;
  std::uint8_t safe_name = 0;  // of a rewrite: where to, as Policy::safe_name knows
};

}  // namespace darban
