// SPDX-License-Identifier: Apache-2.0
// An enum without text_of can not be logged: nobody said in which words.
// refused: privacy: only numbers, enums, durations, literals and ConfigText may be logged
#include "base/log.h"

namespace darban {

enum class Colour { red };

void test() {
#ifdef BAD
  log::info("colour: {}", Colour::red);
#else
  log::info("level: {}", log::Level::debug);
#endif
}

}  // namespace darban
