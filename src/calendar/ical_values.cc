// SPDX-License-Identifier: Apache-2.0
// The only file that knows libical. It is taken with the types of its header, function by function, so a wrong type does not
// compile; that a function of this name has this type is libical.so.3's promise.
#include "calendar/ical_values.h"

#include <libical/ical.h>

#include <span>

#include "base/loaded_library.h"

namespace darban {
namespace {

constexpr const char* kLibrary = "libical.so.3";
constexpr int kFirstYear = 1583;  // the first whole year of this calendar
constexpr int kLastYear = 2999;

bool looks_like_an_offset(std::string_view text) {  // "+0500", "-033015"
  const bool sign = text.starts_with('+') || text.starts_with('-');
  return sign && (text.size() == 5 || text.size() == 7) && text.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

}  // namespace

struct IcalValues::Library {
  decltype(&::icalerror_set_errors_are_fatal) set_errors_are_fatal = nullptr;
  decltype(&::icalparser_parse_string) parse_string = nullptr;
  decltype(&::icalcomponent_free) component_free = nullptr;
  decltype(&::icalcomponent_get_first_property) first_property = nullptr;
  decltype(&::icalcomponent_get_next_property) next_property = nullptr;
  decltype(&::icalproperty_isa) kind_of = nullptr;
  decltype(&::icalproperty_get_first_parameter) first_parameter = nullptr;
  decltype(&::icalparameter_get_tzid) tzid = nullptr;
  decltype(&::icalproperty_get_dtstart) dtstart = nullptr;
  decltype(&::icalproperty_get_dtend) dtend = nullptr;
  decltype(&::icalproperty_get_exdate) exdate = nullptr;
  decltype(&::icalproperty_get_recurrenceid) recurrence_id = nullptr;
  decltype(&::icalproperty_get_rdate) rdate = nullptr;
  decltype(&::icalproperty_get_duration) duration = nullptr;
  decltype(&::icalproperty_get_tzoffsetfrom) offset_from = nullptr;
  decltype(&::icalproperty_get_tzoffsetto) offset_to = nullptr;
  decltype(&::icalproperty_get_summary) summary = nullptr;
  decltype(&::icalproperty_get_rrule) rrule = nullptr;
  decltype(&::icaltime_is_null_time) is_null = nullptr;
  decltype(&::icaltime_is_utc) is_utc = nullptr;
  decltype(&::icaldurationtype_as_int) seconds_of = nullptr;
  decltype(&::icaldurationtype_is_bad_duration) is_bad = nullptr;
  decltype(&::icalrecurrencetype_day_day_of_week) weekday_of = nullptr;
  decltype(&::icalrecurrencetype_day_position) position_of = nullptr;

  bool take(const LoadedLibrary& opened) {
    return opened.find("icalerror_set_errors_are_fatal", set_errors_are_fatal) &&
           opened.find("icalparser_parse_string", parse_string) && opened.find("icalcomponent_free", component_free) &&
           opened.find("icalcomponent_get_first_property", first_property) &&
           opened.find("icalcomponent_get_next_property", next_property) && opened.find("icalproperty_isa", kind_of) &&
           opened.find("icalproperty_get_first_parameter", first_parameter) && opened.find("icalparameter_get_tzid", tzid) &&
           opened.find("icalproperty_get_dtstart", dtstart) && opened.find("icalproperty_get_dtend", dtend) &&
           opened.find("icalproperty_get_exdate", exdate) && opened.find("icalproperty_get_recurrenceid", recurrence_id) &&
           opened.find("icalproperty_get_rdate", rdate) && opened.find("icalproperty_get_duration", duration) &&
           opened.find("icalproperty_get_tzoffsetfrom", offset_from) && opened.find("icalproperty_get_tzoffsetto", offset_to) &&
           opened.find("icalproperty_get_summary", summary) && opened.find("icalproperty_get_rrule", rrule) &&
           opened.find("icaltime_is_null_time", is_null) && opened.find("icaltime_is_utc", is_utc) &&
           opened.find("icaldurationtype_as_int", seconds_of) && opened.find("icaldurationtype_is_bad_duration", is_bad) &&
           opened.find("icalrecurrencetype_day_day_of_week", weekday_of) &&
           opened.find("icalrecurrencetype_day_position", position_of);
  }

  // Calls `take` with each property that the line holds (EXDATE and RDATE: one for each value). Whether there was one at least,
  // and libical complained about nothing, and `take` neither.
  template <typename Take>
  bool each_property(const IcsLine& line, const Take& take) const {
    const std::string block = "BEGIN:VEVENT\r\n" + line.text + "\r\nEND:VEVENT\r\n";
    icalcomponent* const component = parse_string(block.c_str());
    if (component == nullptr) return false;
    int found = 0;
    bool fine = true;
    for (icalproperty* each = first_property(component, ICAL_ANY_PROPERTY); each != nullptr && fine;
         each = next_property(component, ICAL_ANY_PROPERTY)) {
      fine = kind_of(each) != ICAL_XLICERROR_PROPERTY && take(each);
      ++found;
    }
    component_free(component);
    return fine && found > 0;
  }

  std::optional<IcsTime> time_of(const icaltimetype& written, icalproperty* property) const {
    using namespace std::chrono;
    if (is_null(written) || written.year < kFirstYear || written.year > kLastYear) return std::nullopt;
    const year_month_day date{year(written.year), month(static_cast<unsigned>(written.month)),
                              day(static_cast<unsigned>(written.day))};
    if (!date.ok()) return std::nullopt;
    IcsTime time{LocalTime(local_days(date)), written.is_date != 0, is_utc(written) != 0, {}};
    if (time.is_date) return time;
    const auto below = [](int number, int bound) { return number >= 0 && number < bound; };
    constexpr int kSecondsWithLeap = 61;
    if (!below(written.hour, 24) || !below(written.minute, 60) || !below(written.second, kSecondsWithLeap)) return std::nullopt;
    time.time += hours(written.hour) + minutes(written.minute) + seconds(written.second);
    if (icalparameter* const zone = first_parameter(property, ICAL_TZID_PARAMETER); zone != nullptr && !time.is_utc) {
      if (const char* const name = tzid(zone); name != nullptr) time.zone = name;
    }
    return time;
  }

  std::optional<IcsTime> time_of(icalproperty* property) const {
    switch (kind_of(property)) {
      case ICAL_DTSTART_PROPERTY:
        return time_of(dtstart(property), property);
      case ICAL_DTEND_PROPERTY:
        return time_of(dtend(property), property);
      case ICAL_EXDATE_PROPERTY:
        return time_of(exdate(property), property);
      case ICAL_RECURRENCEID_PROPERTY:
        return time_of(recurrence_id(property), property);
      default:
        return std::nullopt;
    }
  }

  std::optional<Seconds> length_of(const icaldurationtype& written) const {
    constexpr unsigned kMost = 100000;  // of any part: beyond is no event, and the sum must fit an int
    if (is_bad(written) || written.is_neg != 0 || written.weeks > 1000 || written.days > 10000) return std::nullopt;
    if (written.hours > kMost || written.minutes > kMost || written.seconds > kMost * 1000) return std::nullopt;
    return Seconds(seconds_of(written));
  }

  std::optional<IcsPeriod> period_of(icalproperty* property) const {
    if (kind_of(property) != ICAL_RDATE_PROPERTY) return std::nullopt;
    const icaldatetimeperiodtype written = rdate(property);
    if (!is_null(written.time)) {
      const auto begin = time_of(written.time, property);
      return begin ? std::optional(IcsPeriod{*begin, {}, {}}) : std::nullopt;
    }
    const auto begin = time_of(written.period.start, property);
    if (!begin) return std::nullopt;
    if (!is_null(written.period.end)) {
      const auto end = time_of(written.period.end, property);
      return end ? std::optional(IcsPeriod{*begin, *end, {}}) : std::nullopt;
    }
    const auto length = length_of(written.period.duration);
    return length ? std::optional(IcsPeriod{*begin, {}, *length}) : std::nullopt;
  }

  // Numbers up to the mark that ends a list that is not full.
  static std::vector<int> numbers_of(std::span<const short> all) {
    std::vector<int> numbers;
    for (const short each : all) {
      if (each == ICAL_RECURRENCE_ARRAY_MAX) break;
      numbers.push_back(each);
    }
    return numbers;
  }

  Result<RecurrenceRule, CalendarFault> rule_of(const icalrecurrencetype& written) const {
    using Every = RecurrenceRule::Every;
    if (written.rscale != nullptr) return CalendarFault::rule_of_another_calendar;
    const bool by_time =
        !numbers_of(written.by_hour).empty() || !numbers_of(written.by_minute).empty() || !numbers_of(written.by_second).empty();
    if (by_time) return CalendarFault::rule_too_fine;
    RecurrenceRule rule;
    switch (written.freq) {
      case ICAL_DAILY_RECURRENCE:
        rule.every = Every::day;
        break;
      case ICAL_WEEKLY_RECURRENCE:
        rule.every = Every::week;
        break;
      case ICAL_MONTHLY_RECURRENCE:
        rule.every = Every::month;
        break;
      case ICAL_YEARLY_RECURRENCE:
        rule.every = Every::year;
        break;
      case ICAL_SECONDLY_RECURRENCE:
      case ICAL_MINUTELY_RECURRENCE:
      case ICAL_HOURLY_RECURRENCE:
        return CalendarFault::rule_too_fine;
      default:
        return CalendarFault::bad_rule;
    }
    rule.interval = written.interval;
    if (written.count != 0) rule.count = written.count;
    if (!is_null(written.until)) {
      const auto until = time_of(written.until, nullptr);
      if (!until) return CalendarFault::bad_time;
      rule.until = RecurrenceRule::Until{until->time, until->is_date, until->is_utc};
    }
    if (written.week_start != ICAL_NO_WEEKDAY) rule.week_start = monday_first(written.week_start);
    rule.months = numbers_of(written.by_month);
    rule.month_days = numbers_of(written.by_month_day);
    rule.year_days = numbers_of(written.by_year_day);
    rule.weeks = numbers_of(written.by_week_no);
    rule.positions = numbers_of(written.by_set_pos);
    for (const int each : numbers_of(written.by_day)) {
      const auto code = static_cast<short>(each);
      rule.weekdays.push_back({position_of(code), monday_first(weekday_of(code))});
    }
    if (!is_sound(rule)) return CalendarFault::bad_rule;
    return rule;
  }

  static int monday_first(icalrecurrencetype_weekday weekday) { return (static_cast<int>(weekday) + 5) % 7; }
};

IcalValues::IcalValues(std::unique_ptr<Library> library) : library_(std::move(library)) {}
IcalValues::IcalValues(IcalValues&&) noexcept = default;
IcalValues::~IcalValues() = default;

std::optional<IcalValues> IcalValues::load() {
  auto library = std::make_unique<Library>();
  if (!library->take(LoadedLibrary({kLibrary}))) return std::nullopt;
  library->set_errors_are_fatal(0);  // a line that is wrong is not a reason to abort
  return IcalValues(std::move(library));
}

std::optional<std::vector<IcsTime>> IcalValues::times(const IcsLine& line) const {
  std::vector<IcsTime> times;
  const bool fine = library_->each_property(line, [&](icalproperty* each) {
    auto time = library_->time_of(each);
    if (time) times.push_back(std::move(*time));
    return time.has_value();
  });
  return fine ? std::optional(std::move(times)) : std::nullopt;
}

std::optional<std::vector<IcsPeriod>> IcalValues::periods(const IcsLine& line) const {
  std::vector<IcsPeriod> periods;
  const bool fine = library_->each_property(line, [&](icalproperty* each) {
    auto period = library_->period_of(each);
    if (period) periods.push_back(std::move(*period));
    return period.has_value();
  });
  return fine ? std::optional(std::move(periods)) : std::nullopt;
}

std::optional<Seconds> IcalValues::length(const IcsLine& line) const {
  std::optional<Seconds> length;
  const bool fine = library_->each_property(line, [&](icalproperty* each) {
    if (library_->kind_of(each) == ICAL_DURATION_PROPERTY) length = library_->length_of(library_->duration(each));
    return length.has_value();
  });
  return fine ? length : std::nullopt;
}

std::optional<Seconds> IcalValues::offset(const IcsLine& line) const {
  std::optional<Seconds> offset;
  if (!looks_like_an_offset(line.value())) return offset;  // libical makes 0 of anything
  const bool fine = library_->each_property(line, [&](icalproperty* each) {
    const auto kind = library_->kind_of(each);
    if (kind == ICAL_TZOFFSETFROM_PROPERTY) offset = Seconds(library_->offset_from(each));
    if (kind == ICAL_TZOFFSETTO_PROPERTY) offset = Seconds(library_->offset_to(each));
    return offset.has_value();
  });
  return fine ? offset : std::nullopt;
}

std::optional<std::string> IcalValues::text(const IcsLine& line) const {
  std::optional<std::string> text;
  const bool fine = library_->each_property(line, [&](icalproperty* each) {
    const char* const written = library_->kind_of(each) == ICAL_SUMMARY_PROPERTY ? library_->summary(each) : nullptr;
    if (written != nullptr) text = written;
    return text.has_value();
  });
  return fine ? text : std::nullopt;
}

bool IcalValues::has_range(const IcsLine& line) const {
  bool range = false;
  (void)library_->each_property(line, [&](icalproperty* each) {
    range = range || library_->first_parameter(each, ICAL_RANGE_PARAMETER) != nullptr;
    return true;
  });
  return range;
}

Result<RecurrenceRule, CalendarFault> IcalValues::rule(const IcsLine& line) const {
  Result<RecurrenceRule, CalendarFault> rule = CalendarFault::bad_rule;
  const bool fine = library_->each_property(line, [&](icalproperty* each) {
    if (library_->kind_of(each) == ICAL_RRULE_PROPERTY) rule = library_->rule_of(library_->rrule(each));
    return true;
  });
  if (!fine && rule) return CalendarFault::bad_rule;
  return rule;
}

}  // namespace darban
