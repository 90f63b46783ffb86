// SPDX-License-Identifier: Apache-2.0
#include "calendar/calendar_lines.h"

#include <doctest/doctest.h>

using namespace darban;

namespace {

const Calendar kTwo{"",
                    {{10, true, CalendarFault::none, "Half term", {{20808, 20813}, {21000, 21001}}},
                     {30, false, CalendarFault::bad_rule, "", {}, 7},
                     {41, false, CalendarFault::none, "Maths  exam: 7", {{1795275000, 1795275000}}}}};

bool refused(std::string_view text) {
  const auto read = read_calendar_lines(text);
  return !read && read.error() == IcsFault{CalendarFault::no_reader, 0};
}

}  // namespace

TEST_CASE("what the reading process wrote is read as it was") {
  const auto read = read_calendar_lines(lines_of(kTwo));
  REQUIRE(read);
  CHECK(*read == kTwo);
  CHECK(read_calendar_lines(lines_of(Calendar{}))->events.empty());
  const IcsFault fault{CalendarFault::cut_off, 17, 4};
  const auto refusal = read_calendar_lines(lines_of(fault));
  REQUIRE_FALSE(refusal);
  CHECK(refusal.error() == fault);
}

TEST_CASE("a report that ends early, anywhere, is not believed") {
  const std::string whole = lines_of(kTwo);
  for (std::size_t length = 0; length < whole.size(); ++length) CHECK(refused(std::string_view(whole).substr(0, length)));
  CHECK(refused(whole + "end 0 0\n"));
  CHECK(refused(whole + whole));
}

TEST_CASE("nothing beyond the bounds of a calendar comes through") {
  CHECK(refused("span 1 2\nend 0 1\n"));                                // of no event
  CHECK(refused("event 1 1 0 day A\nspan 5 5\nend 1 1\n"));             // no day at all
  CHECK(refused("event 1 1 0 time A\nspan 5 4\nend 1 1\n"));            // backwards
  CHECK(refused("event 1 1 0 day A\nspan 1 2000\nend 1 1\n"));          // more than five years
  CHECK(refused("event 1 1 0 day A\nspan 9 10\nspan 8 9\nend 1 2\n"));  // out of order
  CHECK(refused("event 1 1 0 day A\nspan 999999 1000000\nend 1 1\n"));  // year 4700
  CHECK(refused("event 1 1 2 day A\nspan 9 10\nend 1 1\n"));            // a fault has no spans
  CHECK(refused("event 1 1 99 day A\nend 1 0\n"));                      // no such fault
  CHECK(refused("event 1 -1 0 day A\nend 1 0\n"));
  CHECK(refused("event 1 0 day A\nend 1 0\n"));
  CHECK(refused("event -1 1 0 day A\nend 1 0\n"));
  CHECK(refused("event 1 1 0 week A\nend 1 0\n"));
  CHECK(refused("event 1 1 0 day A\x1b[31m\nend 1 0\n"));
  CHECK(refused("event 1 1 0 day A\nend 2 0\n"));
  CHECK(refused("event 1 1 0 day A\nend 1 1\n"));
  CHECK(refused("fault 1 1 0\n"));
  CHECK(refused("event 1 1 0 day A\nfault 1 1 1\n"));
  CHECK(refused("hello\n"));
  CHECK(refused(""));
}
