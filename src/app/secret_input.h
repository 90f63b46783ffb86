// SPDX-License-Identifier: Apache-2.0
// A password from the person at the keyboard, which the terminal does not show, or from a script through standard input; never an
// argument, because those can be read by everybody on the machine. Blocks.
#pragma once
#include <string>
#include <string_view>

#include "base/result.h"

namespace darban {

struct TypedSecret {
  std::string text;
};
// Asked twice at a terminal; elsewhere the one line of standard input. A sentence when there is none.
Result<TypedSecret, std::string> read_new_secret(std::string_view prompt);
// One that exists already: asked once.
Result<TypedSecret, std::string> read_secret(std::string_view prompt);

}  // namespace darban
