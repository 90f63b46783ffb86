// SPDX-License-Identifier: Apache-2.0
// A grant with what is kept about it beyond what a Policy needs: what it counts for, and how it ended. Plain values.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "policy/grant.h"

namespace darban {

// What a day has only so much of for one person (config/caps.h).
enum class GrantCap : std::uint8_t {
  none,
  bonus,  // time that the timetable had closed, or closed more
  pause,  // pauses, and modes that are as strict as bedtime
};
Text text_of(GrantCap cap);

enum class GrantEnd : std::uint8_t { time, revoked, replaced };
Text text_of(GrantEnd end);

struct GivenGrant {
  Grant grant;
  bool wall_known = true;  // false: nobody knew the time when it was given. `until` is kNever then, until somebody does
  Seconds granted{0};      // from its beginning to its end

  GrantCap cap = GrantCap::none;
  WallTime counted_from{};  // it counts from then on, to its end
  Seconds counted{0};       // and so long, if nobody takes it back

  struct Ended {
    WallTime at{};
    GrantEnd how = GrantEnd::time;
    std::string by;          // who took it back or gave another in its place
    std::int64_t other = 0;  // the one in its place
    Seconds ran{0};          // of `counted`, what really passed
  };
  std::optional<Ended> ended;

  // Of `counted`, what has passed by now. By the clock that nobody sets.
  Seconds ran(const Now& now) const;
};

}  // namespace darban
