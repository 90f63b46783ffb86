// SPDX-License-Identifier: Apache-2.0
#include "config/exceptions_yaml.h"

#include <array>
#include <bit>
#include <chrono>
#include <set>
#include <string>

#include "config/profile_yaml.h"
#include "config/text_file.h"

namespace darban {
namespace {

constexpr std::array<std::string_view, 12> kKeys{"label",   "on",       "from",   "to",   "for",      "like",
                                                 "windows", "calendar", "events", "mode", "services", "open"};
constexpr std::size_t kMostExceptions = 1000;
constexpr std::size_t kMostCalendars = 8;        // each is read by a process of its own
constexpr std::int32_t kMostDays = 5 * 365 + 2;  // five years, whatever leap days are in them

// Of a date that read_date accepted.
std::int32_t day_number(const std::string& date) {
  using namespace std::chrono;
  const year_month_day day{year(std::stoi(date.substr(0, 4))), month(static_cast<unsigned>(std::stoi(date.substr(5, 2)))),
                           std::chrono::day(static_cast<unsigned>(std::stoi(date.substr(8, 2))))};
  return static_cast<std::int32_t>(sys_days(day).time_since_epoch().count());
}

void refuse_too_many_calendars(const std::vector<WrittenException>& exceptions, Objection& objection) {
  std::set<std::string> files;
  for (const WrittenException& each : exceptions) {
    if (!each.calendar.empty() && files.insert(each.calendar).second && files.size() > kMostCalendars)
      objection.at(each.calendar_place, "8 calendar files are the most; put their events into one file");
  }
}

class ExceptionReader {
 public:
  ExceptionReader(const Node& node, Objection& objection)
      : node_(node), members_(node, "an exception", kKeys, objection), profiles_(objection), objection_(objection) {}

  WrittenException exception() {
    WrittenException made;
    made.place = node_.place;
    if (const Node* label = members_.required("label")) made.label = word_of(*label, "a label", objection_);
    if (members_.find("calendar") != nullptr)
      read_calendar(made);
    else
      read_dates(made);
    read_whom(made);
    read_what(made);
    return made;
  }

 private:
  void read_dates(WrittenException& made) {
    for (const std::string_view key : {"events", "mode", "services", "open"}) {
      if (const Node* node = members_.find(key))
        objection_.at(node->key_place, "'" + std::string(key) + "' goes with 'calendar'; for dates write 'windows'");
    }
    const Node* on = members_.find("on");
    const Node* from = members_.find("from");
    const Node* to = members_.find("to");
    if (on != nullptr) {
      refuse_beside("on", from != nullptr ? from : to);
      made.first_day = made.last_day = date(*on);
      return;
    }
    if (from == nullptr && to == nullptr) {
      objection_.at(node_.place, "an exception needs dates: 'on', 'from' and 'to', or a 'calendar'");
      return;
    }
    if (from == nullptr) members_.required("from");
    if (to == nullptr) members_.required("to");
    if (from == nullptr || to == nullptr) return;
    made.first_day = date(*from);
    made.last_day = date(*to);
    if (!objection_.none()) return;
    if (made.last_day < made.first_day)
      objection_.at(to->place, "'to' is before 'from'; an exception runs from its first day to its last");
    if (made.last_day - made.first_day >= kMostDays)
      objection_.at(to->place, "an exception lasts five years at most; what holds always belongs into the timetable");
  }

  void read_calendar(WrittenException& made) {
    for (const std::string_view key : {"on", "from", "to"}) refuse_beside("calendar", members_.find(key));
    const Node& calendar = *members_.find("calendar");
    made.calendar_place = calendar.place;
    const std::string path = word_of(calendar, "the path of an iCalendar file, such as terms.ics", objection_);
    if (!path.empty()) made.calendar = path_beside(objection_.file(), path);
    made.calendar_written = path;
    const Node* events = members_.find("events");
    if (events == nullptr) return;
    for (auto& pattern : words_of(*events, "a pattern for the events' names, such as exam*", objection_))
      made.events.push_back(std::move(pattern.text));
    if (made.events.empty())
      objection_.at(place_of(*events), "without a pattern no event fits; leave 'events' out to take them all");
  }

  void read_whom(WrittenException& made) {
    const Node* whom = members_.find("for");
    if (whom == nullptr) return;
    made.whom.emplace();
    for (auto& word : words_of(*whom, "the name of a person or a room", objection_))
      made.whom->push_back({std::move(word.text), word.place});
    if (made.whom->empty())
      objection_.at(place_of(*whom),
                    "this would be for nobody; name people or rooms, or leave 'for' out for everybody with a timetable");
  }

  void read_what(WrittenException& made) {
    const Node* like = members_.find("like");
    const Node* windows = members_.find("windows");
    const Node* mode = members_.find("mode");
    if (like != nullptr) refuse_beside("like", windows);
    if (mode != nullptr) refuse_beside("mode", like != nullptr ? like : windows);
    if (like != nullptr) {
      const auto days = profiles_.keep(read_days(word_of(*like, "a day of the week, such as sat", objection_)), like->place);
      if (std::popcount(days) == 1)
        made.like = static_cast<std::uint8_t>(std::countr_zero(days));
      else
        objection_.at(like->place, "one day of the week belongs here, such as sat");
    }
    if (windows != nullptr) {
      for (const auto& item : items_of(*windows, "a window", objection_))
        made.windows.push_back(profiles_.window(item, ProfileReader::Days::given));
    }
    if (mode != nullptr && !made.calendar.empty()) {
      made.span_mode = profiles_.effect(members_);
      made.span_mode->place = mode->place;
    }
    for (const std::string_view key : {"services", "open"}) {
      const Node* node = members_.find(key);
      if (node != nullptr && mode == nullptr)
        objection_.at(node->key_place, "'" + std::string(key) + "' goes with 'mode' here, or into a window");
    }
  }

  void refuse_beside(std::string_view key, const Node* other) {
    if (other != nullptr)
      objection_.at(other->key_place, "'" + other->key + "' can not stand beside '" + std::string(key) + "'; keep one of them");
  }

  std::int32_t date(const Node& node) {
    const std::string word = word_of(node, "a date such as 2026-12-21", objection_);
    const std::string date = word.empty() ? std::string() : profiles_.keep(read_date(word), node.place);
    return date.empty() ? 0 : day_number(date);
  }

  const Node& node_;
  Members members_;
  ProfileReader profiles_;
  Objection& objection_;
};

}  // namespace

std::vector<WrittenException> read_exceptions(const Members& household, Objection& objection) {
  std::vector<WrittenException> exceptions;
  const Node* written = household.find("exceptions");
  if (written == nullptr) return exceptions;
  const auto items = items_of(*written, "an exception", objection);
  if (items.size() > kMostExceptions) objection.at(items[kMostExceptions].place, "1,000 exceptions are the most");
  for (const auto& item : items) exceptions.push_back(ExceptionReader(item, objection).exception());
  refuse_too_many_calendars(exceptions, objection);
  return exceptions;
}

}  // namespace darban
