// SPDX-License-Identifier: Apache-2.0
// Anything an adult gives or takes for a while (decisions.md 6): a pause, bonus time, a site opened for an hour, an exam. Plain
// values, as they are stored and listed; a Policy is made with those in force (Policy::with_grants). Text is what adults typed.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/showable.h"
#include "config/household.h"
#include "dns/name.h"

namespace darban {

struct GrantWho {
  enum class Kind : std::uint8_t { everyone, person, room, device };
  Kind kind = Kind::everyone;
  std::string name;   // the person's or room's; of a device its label
  std::string owner;  // of a device: its person
  friend bool operator==(const GrantWho&, const GrantWho&) = default;
};
Text text_of(GrantWho::Kind kind);

enum class GrantWhat : std::uint8_t {
  pause,     // nothing but vital names: the open doors are closed too, for a pause is short
  open_all,  // everything but scams, malware and sealed lists
  mode,      // that mode, whatever the timetable says: bonus time is `free`
  service,   // one category or service, opened or closed
  site,      // one name and everything below it, opened or closed
};
Text text_of(GrantWhat what);

struct Grant {
  enum class Door : std::uint8_t { open, close };

  std::int64_t id = 0;  // ascending: where two contradict each other, the later one counts
  GrantWho who;
  GrantWhat what = GrantWhat::pause;
  Mode mode = Mode::free;    // of GrantWhat::mode
  Door door = Door::open;    // of service and site
  std::string key;           // of service: the category's or service's; of site: the name as typed
  std::optional<Name> site;  // of site: `key` read
  bool confirmed = false;    // of service and site: the adult said a second time that scams and malware may be behind it

  // In force from `from` on and before `until` by the clock on the wall, and never after `ends`, which no change of that clock
  // moves: whichever comes first. A clock that was set back can not stretch a grant; one that is not trusted is not asked.
  WallTime given{};
  WallTime from{};
  WallTime until{};
  MonoTime ends{};

  std::string by;    // who gave it
  std::string note;  // why, in the adult's words

  bool is_over(const Now& now) const { return now.mono >= ends || (now.wall_trusted && now.wall >= until); }
  // One that began when it was given has begun, however far the clock is set back.
  bool has_begun(const Now& now) const { return from <= given || (now.wall_trusted && now.wall >= from); }
  bool in_force(const Now& now) const { return has_begun(now) && !is_over(now); }
  // When one that is not over ends, by the wall clock as it runs now: later than now.
  WallTime end_at(const Now& now) const;
};

}  // namespace darban
