// SPDX-License-Identifier: Apache-2.0
// What the closed-door page is shown by: a slip for one meeting with a closed door, which says the reason's group and nothing
// else. In memory only, for a minute; nobody can get from it to the name, because it was never there. Control thread only.
#pragma once
#include <deque>
#include <optional>
#include <string>

#include "base/clock.h"
#include "page/reasons.h"

namespace darban::page {

class DoorSlips {
 public:
  static constexpr Seconds kGood{60};
  static constexpr std::size_t kMost = 256;  // the oldest goes

  // Its word for the address: 32 hexadecimal digits.
  std::string give(const Why& why, MonoTime now);
  std::optional<Why> find(std::string_view word, MonoTime now);

 private:
  struct Slip {
    std::string word;
    Why why;
    MonoTime until;
  };
  std::deque<Slip> slips_;  // in the order in which they end
};

}  // namespace darban::page
