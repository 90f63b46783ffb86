// SPDX-License-Identifier: Apache-2.0
#include "policy/grant_length.h"

#include "config/scalars.h"
#include "policy/grant_hours.h"

namespace darban {
namespace {

constexpr int kMinutesOfDay = 1440;

GrantRefusal too_long(GrantFault fault, Seconds most) { return {.fault = fault, .most = most}; }

}  // namespace

bool is_pause(const Grant& grant) {
  return grant.what == GrantWhat::pause || (grant.what == GrantWhat::mode && grant.mode >= Mode::bedtime);
}

bool is_door(const Grant& grant) { return grant.what == GrantWhat::service || grant.what == GrantWhat::site; }

Result<WallTime, GrantRefusal> end_of(const Grant& grant, const GrantWish& wish, const Policy& policy,
                                      std::optional<ProfileId> profile, const Now& now) {
  const Seconds most = is_pause(grant) ? kLongestPause : kLongestGrant;
  if (wish.until.empty()) {
    const std::uint32_t usual = is_door(grant) || grant.what == GrantWhat::mode ? kUsualDoor : kUsualPause;
    const Seconds length{std::int64_t{wish.minutes != 0 ? wish.minutes : usual} * 60};
    if (length > most) return too_long(GrantFault::too_long, most);
    return now.wall + length;
  }
  if (!now.wall_trusted) return GrantRefusal{.fault = GrantFault::clock_unknown};
  if (wish.until == "morning") {
    const WallTime end = morning(policy, profile, now);
    if (is_pause(grant) && end - now.wall > kLongestNightPause) return too_long(GrantFault::too_long_night, kLongestNightPause);
    return end;
  }
  const bool day = wish.until == "end-of-day";
  const auto minute = day ? Read<std::uint16_t>(std::uint16_t{kMinutesOfDay}) : read_time_of_day(wish.until, DayEdge::end);
  if (!minute) return GrantRefusal{.fault = GrantFault::odd_length, .subject = wish.until};
  const WallTime end = next_clock(now.wall, *minute % kMinutesOfDay, policy.zone());
  if (end - now.wall > most) return too_long(GrantFault::too_long, most);
  return end;
}

}  // namespace darban
