// SPDX-License-Identifier: Apache-2.0
// What the lines of a calendar mean, by libical: dates and times, lengths, repetitions, text. A line that it does not understand
// is nothing here; where it stands, the caller knows. libical (with ICU behind it, 30 MB of mapped files) is opened when a
// calendar is read and by the process that reads it, never linked: the daemon does not map it, and a box without calendars needs
// none. One thread.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "calendar/ics_lines.h"
#include "calendar/recurrence.h"

namespace darban {

// As it is written, without a zone's rules.
struct IcsTime {
  LocalTime time;
  bool is_date = false;
  bool is_utc = false;
  std::string zone;  // TZID; empty: none, the time is the household's
};

// One of RDATE's values: a moment, or with VALUE=PERIOD a span.
struct IcsPeriod {
  IcsTime begin;
  std::optional<IcsTime> end;
  std::optional<Seconds> length;
};

class IcalValues {
 public:
  // Nothing when libical.so.3 is not installed, or lacks what is needed.
  static std::optional<IcalValues> load();
  IcalValues(IcalValues&&) noexcept;
  IcalValues& operator=(IcalValues&&) = delete;
  ~IcalValues();

  // DTSTART, DTEND, RECURRENCE-ID: one; EXDATE: any number. Years 1583 to 2999, else nothing.
  std::optional<std::vector<IcsTime>> times(const IcsLine& line) const;
  std::optional<std::vector<IcsPeriod>> periods(const IcsLine& line) const;  // RDATE
  std::optional<Seconds> length(const IcsLine& line) const;                  // DURATION
  std::optional<Seconds> offset(const IcsLine& line) const;                  // TZOFFSETFROM, TZOFFSETTO
  std::optional<std::string> text(const IcsLine& line) const;                // SUMMARY
  bool has_range(const IcsLine& line) const;                                 // RECURRENCE-ID with a RANGE
  // RRULE: sound (recurrence.h), or the fault of it.
  Result<RecurrenceRule, CalendarFault> rule(const IcsLine& line) const;

 private:
  struct Library;
  explicit IcalValues(std::unique_ptr<Library> library);
  std::unique_ptr<Library> library_;
};

}  // namespace darban
