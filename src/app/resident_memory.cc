// SPDX-License-Identifier: Apache-2.0
#include "app/resident_memory.h"

#include <unistd.h>

#include <charconv>

#include "app/small_file.h"

namespace darban {

std::uint64_t resident_memory() {
  constexpr std::uint64_t kMebi = std::uint64_t{1} << 20;
  const auto text = read_small_file("/proc/self/statm");  // pages: all, resident, ...
  if (!text) return 0;
  const auto space = text->find(' ');
  if (space == std::string::npos) return 0;
  std::uint64_t pages = 0;
  const auto [end, problem] = std::from_chars(text->data() + space + 1, text->data() + text->size(), pages);
  if (problem != std::errc()) return 0;
  const std::uint64_t octets = pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  return (octets + kMebi - 1) / kMebi * kMebi;
}

}  // namespace darban
