// SPDX-License-Identifier: Apache-2.0
#include "policy/grant.h"

#include <algorithm>

namespace darban {

WallTime Grant::end_at(const Now& now) const {
  const WallTime by_mono = now.wall + std::chrono::ceil<Seconds>(ends - now.mono);
  return now.wall_trusted ? std::min(until, by_mono) : by_mono;
}

Text text_of(GrantWho::Kind kind) {
  switch (kind) {
    case GrantWho::Kind::everyone:
      return "everyone";
    case GrantWho::Kind::person:
      return "person";
    case GrantWho::Kind::room:
      return "room";
    case GrantWho::Kind::device:
      return "device";
  }
  return "unknown";
}

Text text_of(GrantWhat what) {
  switch (what) {
    case GrantWhat::pause:
      return "pause";
    case GrantWhat::open_all:
      return "open-all";
    case GrantWhat::mode:
      return "mode";
    case GrantWhat::service:
      return "service";
    case GrantWhat::site:
      return "site";
  }
  return "unknown grant";
}

}  // namespace darban
