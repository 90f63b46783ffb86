// SPDX-License-Identifier: Apache-2.0
// What a name in a data file stands for. Same words as lists/entry.h, which this layer can not see. Any thread.
#pragma once
#include <cstdint>

#include "base/showable.h"

namespace darban {

enum class WrittenScope : std::uint8_t {
  exact,   // the name alone
  subtree  // the name and everything below it
};
Text text_of(WrittenScope scope);

}  // namespace darban
