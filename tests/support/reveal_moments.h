// SPDX-License-Identifier: Apache-2.0
// The only code besides Tally that reads a MomentBoard. For tests; src/ has no such door.
#pragma once
#include <map>
#include <string>

#include "policy/moments.h"

namespace darban {

struct RevealMoments {
  using ByName = std::map<std::string, GroupSet>;
  // Reads and wipes.
  static ByName moments(MomentBoard& board) {
    ByName found;
    board.take_moments([&](const MomentHolder& holder, GroupSet groups) { found[holder.name] = groups; });
    return found;
  }
  static ByName enough(MomentBoard& board) {
    ByName found;
    board.take_devices([&](const MomentHolder& holder, GroupSet groups) { found[holder.name] = groups; });
    return found;
  }
  static void salt(MomentBoard& board, HashSeed salt) { board.use_salt(salt); }
};

}  // namespace darban
