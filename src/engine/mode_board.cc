// SPDX-License-Identifier: Apache-2.0
#include "engine/mode_board.h"

#include <cstdlib>

namespace darban {
namespace {

constexpr std::int64_t kJump = 2;  // seconds; below it two coarse clocks may differ by rounding

}  // namespace

void ModeBoard::use(const Policy& policy, std::uint64_t generation, const Now& now) {
  const std::int64_t offset = now.wall.time_since_epoch().count() - now.mono.time_since_epoch().count() / 1000;
  const bool jumped = std::abs(offset - offset_) >= kJump;
  policy_ = &policy;
  if (generation == generation_ && !jumped && trusted_ == now.wall_trusted) return;
  generation_ = generation;
  offset_ = offset;
  trusted_ = now.wall_trusted;
  entries_.assign(policy.seats(), {});
}

}  // namespace darban
