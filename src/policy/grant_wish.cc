// SPDX-License-Identifier: Apache-2.0
#include "policy/grant_wish.h"

namespace darban {

Text text_of(GrantWish::Kind kind) {
  switch (kind) {
    case GrantWish::Kind::pause:
      return "pause";
    case GrantWish::Kind::bonus:
      return "bonus";
    case GrantWish::Kind::open_all:
      return "open";
    case GrantWish::Kind::mode:
      return "mode";
    case GrantWish::Kind::allow:
      return "allow";
    case GrantWish::Kind::close:
      return "close";
  }
  return "unknown wish";
}

Text text_of(GrantFault fault) {
  switch (fault) {
    case GrantFault::nobody_named:
      return "nobody-named";
    case GrantFault::unknown_who:
      return "unknown-who";
    case GrantFault::ambiguous_who:
      return "ambiguous-who";
    case GrantFault::unknown_what:
      return "unknown-what";
    case GrantFault::not_a_name:
      return "not-a-name";
    case GrantFault::two_lengths:
      return "two-lengths";
    case GrantFault::no_length:
      return "no-length";
    case GrantFault::odd_length:
      return "odd-length";
    case GrantFault::until_is_not_for_bonus:
      return "until-is-not-for-bonus";
    case GrantFault::misunderstood:
      return "misunderstood";
    case GrantFault::too_long:
      return "too-long";
    case GrantFault::too_long_night:
      return "too-long-night";
    case GrantFault::over_bonus_cap:
      return "over-bonus-cap";
    case GrantFault::over_pause_cap:
      return "over-pause-cap";
    case GrantFault::never_paused:
      return "never-paused";
    case GrantFault::vital:
      return "vital";
    case GrantFault::already_open:
      return "already-open";
    case GrantFault::local_name:
      return "local-name";
    case GrantFault::canary:
      return "canary";
    case GrantFault::needs_confirmation:
      return "needs-confirmation";
    case GrantFault::clock_unknown:
      return "clock-unknown";
    case GrantFault::nothing_closes:
      return "nothing-closes";
    case GrantFault::too_many:
      return "too-many";
    case GrantFault::not_in_force:
      return "not-in-force";
  }
  return "unknown fault";
}

}  // namespace darban
