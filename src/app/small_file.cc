// SPDX-License-Identifier: Apache-2.0
#include "app/small_file.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include <array>

#include "base/system_error.h"
#include "base/unique_fd.h"

namespace darban {

Result<std::string> read_small_file(const std::string& path, std::size_t limit) {
  const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!fd.valid()) return system_error();
  std::string text;
  std::array<char, 16384> piece;
  for (;;) {
    const ssize_t count = ::read(fd.get(), piece.data(), piece.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return system_error();
    if (count == 0) return text;
    text.append(piece.data(), static_cast<std::size_t>(count));
    if (text.size() > limit) return Error{Errc::too_large};
  }
}

}  // namespace darban
