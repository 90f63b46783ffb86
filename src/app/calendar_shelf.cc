// SPDX-License-Identifier: Apache-2.0
#include "app/calendar_shelf.h"

#include <algorithm>
#include <chrono>

#include "config/spelling.h"
#include "policy/exception_days.h"

namespace darban {
namespace {

using std::chrono::days;

constexpr days kBack{31};
constexpr days kAhead{3 * 366};
constexpr days kFresh{1};
constexpr std::chrono::minutes kAgain{10};

// A fault of the machine, not of the file: it may be over without anybody changing anything.
bool may_pass(CalendarFault fault) { return fault == CalendarFault::took_too_long || fault == CalendarFault::no_reader; }

// A clock that was never set would look for occurrences in 1970: from the build date on there are some, and once it is set the
// calendars are read again.
WallTime about(WallTime now) { return std::max(now, kBuildDate); }

bool names(const WrittenException& exception, const std::string& calendar) { return exception.calendar == calendar; }

// The first event that an exception of this household would take up and that was not understood.
const CalendarEvent* faulty_event(const Household& household, const Calendar& calendar) {
  for (const CalendarEvent& event : calendar.events) {
    if (event.fault == CalendarFault::none) continue;
    const bool wanted = std::any_of(
        household.exceptions.begin(), household.exceptions.end(),
        [&](const WrittenException& exception) { return names(exception, calendar.file) && takes(exception, event); });
    if (wanted) return &event;
  }
  return nullptr;
}

// Without the event's name: it goes into the log, and it is text of whoever wrote the calendar.
ConfigError problem_of_event(const std::string& path, const CalendarEvent& event) {
  return {path, {event.line, event.column}, std::string(text_of(event.fault).view())};
}

// Where the file itself is the problem, the household's line is where something can be done about it.
ConfigError problem_of_file(const Household& household, const WrittenException& exception, const std::string& path,
                            const IcsFault& fault) {
  const std::string what(text_of(fault.fault).view());
  if (fault.line > 0) return {path, {fault.line, fault.column}, what};
  return {household.file, exception.calendar_place, quote(exception.calendar_written) + ": " + what};
}

}  // namespace

std::optional<ConfigError> CalendarShelf::fill(Household& household, WallTime now, Unreadable first_time) {
  std::vector<const WrittenException*> naming;  // the first exception that names each calendar
  for (const WrittenException& exception : household.exceptions) {
    const bool known =
        std::any_of(naming.begin(), naming.end(), [&](const WrittenException* each) { return names(*each, exception.calendar); });
    if (!exception.calendar.empty() && !known) naming.push_back(&exception);
  }
  files_.clear();
  for (const WrittenException* each : naming) files_.push_back(each->calendar);

  std::vector<ConfigError> problems;
  household.calendars.clear();
  for (const WrittenException* each : naming) {
    if (auto refusal = look_at(household, *each, now, first_time, problems)) return refusal;
    household.calendars.push_back(kept(each->calendar, household.zone)->calendar);
  }
  std::erase_if(kept_, [&](const Kept& each) {
    return each.zone != household.zone || std::find(files_.begin(), files_.end(), each.path) == files_.end();
  });
  problems_ = std::move(problems);
  return std::nullopt;
}

std::optional<ConfigError> CalendarShelf::look_at(const Household& household, const WrittenException& first, WallTime now,
                                                  Unreadable first_time, std::vector<ConfigError>& problems) {
  const std::string& path = first.calendar;
  Kept* known = kept(path, household.zone);
  const FileStamp stamp = stamp_of(path);  // before reading: a change in between is seen the next time
  const bool unchanged = known != nullptr && !known->troubled && known->stamp == stamp && stamp != FileStamp{} &&
                         about(now) - known->read_at < kFresh && known->read_at - about(now) < kFresh;
  if (unchanged && faulty_event(household, known->calendar) == nullptr) return std::nullopt;

  auto read = read_({path, household.zone, about(now) - kBack, about(now) + kAhead, user_});
  Calendar calendar = read ? std::move(*read) : Calendar{};
  calendar.file = first.calendar;
  const CalendarEvent* const faulty = faulty_event(household, calendar);
  const bool fine = read && faulty == nullptr;
  const auto keep = !read && may_pass(read.error().fault) ? kAgain : std::chrono::minutes(kFresh);
  if (!fine) {
    ConfigError problem =
        faulty != nullptr ? problem_of_event(path, *faulty) : problem_of_file(household, first, path, read.error());
    if (known == nullptr && first_time == Unreadable::refuse) return problem;
    problems.push_back(std::move(problem));
  }
  if (known == nullptr) {
    kept_.push_back({path, household.zone, stamp, about(now), keep, std::move(calendar), !fine});
  } else if (fine) {
    *known = {path, household.zone, stamp, about(now), keep, std::move(calendar), false};
  } else {
    known->troubled = true;
    known->read_at = about(now);
    known->keep = keep;
  }
  return std::nullopt;
}

CalendarShelf::Kept* CalendarShelf::kept(const std::string& path, const std::string& zone) {
  const auto found =
      std::find_if(kept_.begin(), kept_.end(), [&](const Kept& each) { return each.path == path && each.zone == zone; });
  return found == kept_.end() ? nullptr : &*found;
}

bool CalendarShelf::is_stale(WallTime now) const {
  return std::any_of(kept_.begin(), kept_.end(), [&](const Kept& each) {
    return about(now) - each.read_at >= each.keep || each.read_at - about(now) >= each.keep;
  });
}

}  // namespace darban
