// SPDX-License-Identifier: Apache-2.0
// An iCalendar file as lines that know where they stand: unfolded (RFC 5545 section 3.1), within bounds. What a line means is
// libical's to say (ical_values.h); that it can not say where, and reads a file of any size, is why this is here. Pure; any
// thread.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "config/calendar.h"

namespace darban {

inline constexpr std::size_t kLargestCalendar = std::size_t{1} << 20;
inline constexpr std::size_t kLongestIcsLine = std::size_t{64} << 10;

// What is wrong with a calendar file, and where: line and column, from 1 (0: nowhere in particular).
struct IcsFault {
  CalendarFault fault = CalendarFault::none;
  int line = 0;
  int column = 0;
  friend bool operator==(const IcsFault&, const IcsFault&) = default;
};

struct IcsLine {
  struct Piece {
    std::size_t at;  // where it begins in the text
    int number;      // of its line in the file
  };
  int number = 0;               // of its first piece in the file, from 1
  std::string text;             // without line ends
  std::vector<Piece> folded{};  // its further pieces
  // What stands before the first ';' or ':', in capital letters.
  std::string name() const;
  // What stands behind the first ':' that is not in quotes; BEGIN and END have nothing more than that.
  std::string_view value() const;
  // The fault, at the value's place in the file.
  IcsFault wrong_value(CalendarFault fault) const;
};

// Empty lines are left out. Line ends are CR LF, or LF as many programs write them.
Result<std::vector<IcsLine>, IcsFault> ics_lines(std::string_view text);

}  // namespace darban
