// SPDX-License-Identifier: Apache-2.0
// A POSIX TZ string (POSIX.1-2017 section 8.3, with the wider hours of RFC 9636 section 3.3.1): an offset, and perhaps a second
// one for summer with the two days of the year when the clock changes. Also the footer of a zone file. A value; pure.
#pragma once
#include <array>
#include <cstdint>
#include <string_view>

#include "base/result.h"

namespace darban {

class PosixTz {
 public:
  // Errc::unknown_zone; error.at is the character. A summer name without rules follows the United States, as everywhere.
  static Result<PosixTz> from_text(std::string_view text);

  struct Span {
    std::int64_t begin;  // Unix seconds, [begin, end); INT64_MIN and INT64_MAX where nothing changes
    std::int64_t end;
    std::int32_t east;  // seconds east of UTC
  };
  // For moments of the years 1 to 9999; others are taken as the nearest of them.
  Span span_at(std::int64_t unix_seconds) const;
  friend bool operator==(const PosixTz&, const PosixTz&) = default;

 private:
  enum class Kind : std::uint8_t { julian, day_of_year, week_of_month };  // Jn, n, Mm.w.d
  struct Rule {
    Kind kind = Kind::day_of_year;
    std::uint16_t day = 0;  // 1 to 365 without 29 February, 0 to 365, or the weekday (0 = Sunday)
    std::uint8_t month = 0;
    std::uint8_t week = 0;     // 1 to 5; 5 is the last
    std::int32_t time = 7200;  // seconds of local time, -167 to 167 hours
    friend bool operator==(const Rule&, const Rule&) = default;
  };
  class Reader;
  static std::int64_t moment(const Rule& rule, int year, std::int32_t east_before);
  std::int32_t standard_ = 0;
  std::int32_t summer_ = 0;
  bool has_summer_ = false;
  Rule begins_;
  Rule ends_;
};

}  // namespace darban
