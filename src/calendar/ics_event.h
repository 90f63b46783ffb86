// SPDX-License-Identifier: Apache-2.0
// One event as its lines say it. The first thing that is wrong with it is kept with its line; the rest of the calendar is none
// the worse for it. Pure but for libical; one thread.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "calendar/ical_values.h"
#include "calendar/ics_blocks.h"

namespace darban {

struct IcsEvent {
  int line = 0;         // of its BEGIN
  IcsFault fault;       // CalendarFault::none: all is well
  std::string summary;  // cleaned: see CalendarEvent
  std::string uid;
  std::int64_t sequence = 0;
  bool cancelled = false;
  IcsTime start;
  IcsFault start_at;  // where it stands, should its zone be nobody's
  std::optional<IcsTime> end;
  IcsFault end_at;
  std::optional<Seconds> length;
  std::optional<RecurrenceRule> rule;
  std::vector<IcsPeriod> also;        // RDATE
  std::vector<IcsTime> except;        // EXDATE
  std::optional<IcsTime> instead_of;  // RECURRENCE-ID: it stands in place of that occurrence of the event with its UID
};

IcsEvent ics_event(const IcsBlock& block, const IcalValues& values);

// What may be shown of a text from a calendar: UTF-8, at most kLongestSummary octets, blanks in place of control characters, '?'
// in place of octets that are no UTF-8.
std::string cleaned(std::string_view text);

}  // namespace darban
