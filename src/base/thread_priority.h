// SPDX-License-Identifier: Apache-2.0
// Who gets a core first where there are fewer cores than work: the threads that answer questions. Everything else in the daemon
// (the page, the control thread with its rules, lists and counts) steps back a little, so that a parent who leafs through the page
// is not felt in a child's look-up. A little: on a core that questions alone could fill it still gets a quarter.
//
// Source: setpriority(2); sched(7) for how Linux weighs the steps (a factor of 1.25 each) and that they are a thread's own.
#pragma once

namespace darban {

inline constexpr int kStepsBack = 5;  // of nice(2)

// The calling thread, and whatever it starts from then on. There is no way back without a privilege. Where the system does not let
// it, nothing changes.
void step_back_for_questions();

}  // namespace darban
