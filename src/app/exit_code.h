// SPDX-License-Identifier: Apache-2.0
// What a command returns to the shell.
#pragma once

namespace darban {

inline constexpr int kExitOk = 0;
inline constexpr int kExitFailed = 1;  // refused, or it went wrong; the reason was printed
inline constexpr int kExitUsage = 2;   // the command line itself was not understood

}  // namespace darban
