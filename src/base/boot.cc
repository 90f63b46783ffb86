// SPDX-License-Identifier: Apache-2.0
#include "base/boot.h"

#include <fcntl.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <array>

#include "base/unique_fd.h"

namespace darban {
namespace {

constexpr const char* kKernels = "/proc/sys/kernel/random/boot_id";
constexpr const char* kHandedOver = "DARBAN_BOOT_ID";  // a unit with ProcSubset=pid has no /proc/sys: it says Environment=...=%b
constexpr std::size_t kDigits = 32;

std::string kernels_boot_id() {
  const UniqueFd fd(::open(kKernels, O_RDONLY | O_CLOEXEC));
  std::array<char, 64> text;
  const ssize_t count = fd.valid() ? ::read(fd.get(), text.data(), text.size()) : 0;
  return count > 0 ? boot_id_of({text.data(), static_cast<std::size_t>(count)}) : std::string();
}

}  // namespace

std::string boot_id_of(std::string_view written) {
  std::string digits;
  for (const char c : written) {
    if (c == '-' || c == '\n') continue;
    const char lower = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
    if (!((lower >= '0' && lower <= '9') || (lower >= 'a' && lower <= 'f'))) return {};
    digits.push_back(lower);
  }
  return digits.size() == kDigits ? digits : std::string();
}

BootClock::BootClock() : boot_(kernels_boot_id()) {
  if (!boot_.empty()) return;
  if (const char* given = ::getenv(kHandedOver)) boot_ = boot_id_of(given);
}

BootTime BootClock::now() const {
  struct timespec since {};
  ::clock_gettime(CLOCK_BOOTTIME, &since);
  return {boot_, Milliseconds(since.tv_sec * 1000 + since.tv_nsec / 1000000)};
}

}  // namespace darban
