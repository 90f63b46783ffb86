// SPDX-License-Identifier: Apache-2.0
#include "app/standard_input.h"

#include <errno.h>
#include <unistd.h>

#include <array>

#include "base/system_error.h"

namespace darban {

Result<std::string> read_standard_input(std::size_t limit) {
  std::string text;
  std::array<char, 65536> piece;
  for (;;) {
    const ssize_t count = ::read(STDIN_FILENO, piece.data(), piece.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return system_error();
    if (count == 0) return text;
    text.append(piece.data(), static_cast<std::size_t>(count));
    if (text.size() > limit) return Error{Errc::too_large};
  }
}

}  // namespace darban
