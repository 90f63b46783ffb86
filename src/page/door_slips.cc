// SPDX-License-Identifier: Apache-2.0
#include "page/door_slips.h"

#include <algorithm>
#include <array>

#include "base/crypto.h"

namespace darban::page {

std::string DoorSlips::give(const Why& why, MonoTime now) {
  if (slips_.size() == kMost) slips_.pop_front();
  std::array<std::uint8_t, 16> octets;
  crypto::fill_random(octets);
  slips_.push_back({crypto::to_hex(octets), why, now + kGood});
  return slips_.back().word;
}

std::optional<Why> DoorSlips::find(std::string_view word, MonoTime now) {
  while (!slips_.empty() && slips_.front().until <= now) slips_.pop_front();
  const auto found = std::find_if(slips_.begin(), slips_.end(), [&](const Slip& slip) { return slip.word == word; });
  return found == slips_.end() ? std::nullopt : std::optional(found->why);
}

}  // namespace darban::page
