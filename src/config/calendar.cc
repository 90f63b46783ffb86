// SPDX-License-Identifier: Apache-2.0
#include "config/calendar.h"

namespace darban {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

Text text_of(CalendarFault fault) {
  switch (fault) {
    case CalendarFault::none:
      return "nothing is wrong";
    case CalendarFault::no_start:
      return "an event needs exactly one DTSTART";
    case CalendarFault::bad_time:
      return "this is not a date or time of the years 1583 to 2999 as calendars write them, such as 20261221 or 20261203T100000Z";
    case CalendarFault::bad_rule:
      return "this repetition is not understood; darban knows FREQ=DAILY, WEEKLY, MONTHLY and YEARLY with INTERVAL, COUNT or "
             "UNTIL, "
             "WKST, BYMONTH, BYMONTHDAY, BYDAY, BYYEARDAY, BYWEEKNO and BYSETPOS";
    case CalendarFault::rule_too_fine:
      return "an event may repeat once a day at most: FREQ=HOURLY, MINUTELY and SECONDLY, BYHOUR, BYMINUTE and BYSECOND are not "
             "taken up";
    case CalendarFault::rule_of_another_calendar:
      return "repetitions by another calendar (RSCALE) are not taken up; write the dates themselves";
    case CalendarFault::unknown_zone:
      return "nobody knows this time zone: it is neither described in the file (VTIMEZONE) nor an IANA name such as Asia/Karachi";
    case CalendarFault::bad_zone:
      return "this description of a time zone is not understood";
    case CalendarFault::ends_before_it_starts:
      return "the event ends before it starts";
    case CalendarFault::too_long:
      return "the event lasts longer than five years";
    case CalendarFault::this_and_future:
      return "changes to all later occurrences (RANGE=THISANDFUTURE) are not taken up";
    case CalendarFault::unreadable:
      return "the file can not be read: it is not there, or this user may not";
    case CalendarFault::no_calendar:
      return "this is no calendar: an iCalendar file starts with BEGIN:VCALENDAR";
    case CalendarFault::cut_off:
      return "the file ends in the middle; fetch it again";
    case CalendarFault::wrong_end:
      return "this END belongs to no BEGIN";
    case CalendarFault::not_text:
      return "the file is not text";
    case CalendarFault::too_large:
      return "the file is larger than 1 MiB, or holds a line of more than 64 KiB";
    case CalendarFault::too_many_events:
      return "the calendar holds more than 5,000 events";
    case CalendarFault::too_many_occurrences:
      return "the calendar has more than 20,000 occurrences in the time that is looked at";
    case CalendarFault::too_much_work:
      return "the repetitions up to here ask for too many steps";
    case CalendarFault::no_library:
      return "calendars need libical, which is not installed here (Debian: libical3)";
    case CalendarFault::no_reader:
      return "the process that reads calendars did not do its work";
    case CalendarFault::took_too_long:
      return "reading it took too long";
  }
  return "nothing is wrong";
}

// Greedy with one way back: after a mismatch the last star takes one more character. At most size(text) * size(pattern) steps.
bool fits_pattern(std::string_view text, std::string_view pattern) {
  std::size_t at = 0;
  std::size_t in = 0;
  std::size_t star = std::string_view::npos;
  std::size_t taken = 0;
  while (at < text.size()) {
    if (in < pattern.size() && pattern[in] == '*') {
      star = in++;
      taken = at;
    } else if (in < pattern.size() && lower(pattern[in]) == lower(text[at])) {
      ++in;
      ++at;
    } else if (star != std::string_view::npos) {
      in = star + 1;
      at = ++taken;
    } else {
      return false;
    }
  }
  while (in < pattern.size() && pattern[in] == '*') ++in;
  return in == pattern.size();
}

}  // namespace darban
