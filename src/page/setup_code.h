// SPDX-License-Identifier: Apache-2.0
// The one-time code with which the first owner is made: eight digits in two groups, which the operator reads in the log or in
// `darban status`. It lives in memory only, and after ten wrong tries there is a new one. One thread.
#pragma once
#include <cstdint>
#include <string_view>

namespace darban::page {

class SetupCode {
 public:
  static constexpr std::uint32_t kMostTries = 10;
  SetupCode();  // a new one
  // The two groups, 1000 to 9999: no zero in front that could get lost.
  std::uint32_t first() const { return first_; }
  std::uint32_t second() const { return second_; }
  // As typed, with anything between the digits. A wrong one counts.
  bool is(std::string_view typed);
  bool is_used_up() const { return wrong_ >= kMostTries; }

 private:
  std::uint32_t first_;
  std::uint32_t second_;
  std::uint32_t wrong_ = 0;
};

}  // namespace darban::page
