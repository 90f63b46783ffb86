// SPDX-License-Identifier: Apache-2.0
// How much bonus time and how much pause one person may get in a day (product.md AC-b3, AC-c6): a profile's `bonus-cap` and
// `pause-cap`, in minutes. 0: none at all.
#pragma once
#include <cstdint>
#include <optional>

namespace darban {

class Members;
class Objection;

inline constexpr std::uint32_t kLargestCap = 1440;

struct WrittenCaps {
  friend bool operator==(const WrittenCaps&, const WrittenCaps&) = default;
  std::optional<std::uint32_t> bonus;
  std::optional<std::uint32_t> pause;
};

struct GrantCaps {
  std::uint32_t bonus = 90;
  std::uint32_t pause = 180;
};

WrittenCaps read_caps(const Members& profile, Objection& objection);
GrantCaps caps_of(const WrittenCaps& written);

}  // namespace darban
