// SPDX-License-Identifier: Apache-2.0
// What an adult wants to give or take, in their own words, and what is said when it can not be. Plain values: the command line
// makes them, the page will, and tests do.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/showable.h"
#include "config/household.h"

namespace darban {

struct GrantWish {
  enum class Kind : std::uint8_t { pause, bonus, open_all, mode, allow, close };

  Kind kind = Kind::pause;
  std::vector<std::string> who{};  // as typed: "everyone", "guest", a person, a room, "Ali/tablet", "tablet", "room Lab 2"
  std::string what{};              // of allow and close: a site or the key of a category or service, as typed
  Mode mode = Mode::free;          // of mode
  std::uint32_t minutes = 0;       // for so long; 0: not said
  std::string until{};             // "20:15", "morning", "end-of-day"; empty: not said
  bool confirmed = false;          // said a second time, knowing of scams and malware
  std::string by{};
  std::string note{};
};
Text text_of(GrantWish::Kind kind);

// What is to be taken back.
struct RevokeWish {
  std::vector<std::int64_t> ids{};
  std::string all_of{};  // everything that is for this one (and, of a person, for their devices), as typed
  std::string by{};
};

// Why a wish is not heeded. What stands before `misunderstood` is about the words, what stands behind it about the rules.
enum class GrantFault : std::uint8_t {
  nobody_named,
  unknown_who,    // subject; choices: who may be meant
  ambiguous_who,  // subject; choices
  unknown_what,   // subject is no key of the lists; choices: what may be meant
  not_a_name,     // subject can not be a site
  two_lengths,    // minutes and until
  no_length,      // a bonus without minutes
  odd_length,     // subject is no time to end at
  until_is_not_for_bonus,
  misunderstood,       // not a fault: the border
  too_long,            // most: the longest that may be
  too_long_night,      // until morning is further away than `most`
  over_bonus_cap,      // subject: whose; most: the cap; left: what is left of it
  over_pause_cap,      // the same
  never_paused,        // subject
  vital,               // a vital name is never closed
  already_open,        // a vital name is open anyway: nothing to do
  local_name,          // it never leaves the house
  canary,              // it answers whether this network filters
  needs_confirmation,  // scams or malware
  clock_unknown,       // only minutes are possible
  nothing_closes,      // subject: no time to add to, today
  too_many,            // number: as many are in force already
  not_in_force,        // subject: no grant with that number, or of that person
};
Text text_of(GrantFault fault);  // "over-bonus-cap"

struct GrantRefusal {
  GrantFault fault = GrantFault::nobody_named;
  std::string subject{};
  std::vector<std::string> choices{};
  Seconds most{0};
  Seconds left{0};
  std::uint64_t number = 0;
  bool is_misunderstanding() const { return fault < GrantFault::misunderstood; }
};

}  // namespace darban
