// SPDX-License-Identifier: Apache-2.0
// Nobody but Tally learns who had a moment in the window that is open: it would say who is there.
// refused: is private within this context
#include "policy/moments.h"

namespace darban {

void test(MomentBoard& board) {
#ifdef BAD
  board.take_moments([](const MomentHolder&, GroupSet) {});
#else
  board.note(kGuest, Group::ads_and_trackers);
#endif
}

}  // namespace darban
