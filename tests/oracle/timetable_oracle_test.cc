// SPDX-License-Identifier: Apache-2.0
// Plans, courses and the walk over the zone's changes, against the obvious way: every minute of ten years in fifteen zones, what
// the C library's clock shows then, and whether a window is open at that minute of that date. The whole way from the household is
// tried: windows of the week, exceptions by date, by calendar, like another weekday, and events that are windows themselves.
// DARBAN_EXHAUSTIVE=1 tries twenty households a zone, and asks at every minute.
#include <doctest/doctest.h>
#include <time.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "policy/timetable.h"
#include "tests/unit/policy/home.h"

using namespace darban;
using namespace darban::test;

namespace {

struct ZoneYears {
  const char* zone;
  int first_year;  // of ten with something to see
  int phase = 0;   // the second of a UTC minute at which a local minute begins
};

constexpr ZoneYears kZones[] = {
    {"Asia/Karachi", 2002},                // summer time in 2002, 2008 and 2009
    {"Europe/London", 2026},               //
    {"America/New_York", 2026},            //
    {"Australia/Sydney", 2026},            //
    {"Australia/Lord_Howe", 2026},         // half an hour
    {"Asia/Tehran", 2016},                 // the last summer times, at midnight
    {"Asia/Kolkata", 2026},                //
    {"America/St_Johns", 2004},            // changed at one minute past midnight until 2011
    {"Pacific/Apia", 2009},                // a day that never was
    {"Africa/Casablanca", 2026},           // back for Ramadan
    {"Antarctica/Troll", 2026},            // two hours
    {"Asia/Beirut", 2026},                 // goes back over midnight
    {"UTC", 2026},                         //
    {"CET-1CEST,M3.5.0,M10.5.0/3", 2036},  //
    {"<+0317>-03:17:05", 2026, 55},
};

using Minute = std::int32_t;  // of the clock on the wall, since 1970-01-01 00:00

std::int32_t day_of(Minute shown) { return shown / kMinutesPerDay; }
int weekday_of(std::int32_t day) { return (day + 3) % 7; }

std::int64_t first_second(int year) {
  struct tm date {};
  date.tm_year = year - 1900;
  date.tm_mday = 1;
  return ::timegm(&date);
}

Minute shown_at(std::int64_t second) {
  const time_t moment = second;
  struct tm local {};
  ::localtime_r(&moment, &local);
  local.tm_sec = 0;
  local.tm_isdst = 0;
  return static_cast<Minute>(::timegm(&local) / 60);
}

// What the wall clock shows at each minute. Where a quarter of an hour later it shows a quarter of an hour more, nothing jumped.
std::vector<Minute> shown_minutes(const ZoneYears& where, std::int64_t first, std::size_t minutes) {
  ::setenv("TZ", where.zone, 1);
  ::tzset();
  std::vector<Minute> shown(minutes);
  constexpr std::size_t kQuarter = 15;
  const auto second = [&](std::size_t i) { return first + static_cast<std::int64_t>(i) * 60; };
  Minute here = shown_at(first);
  for (std::size_t i = 0; i < minutes; i += kQuarter) {
    const Minute next = shown_at(second(i + kQuarter));
    for (std::size_t k = 0; k < kQuarter && i + k < minutes; ++k)
      shown[i + k] = next == here + static_cast<Minute>(kQuarter) ? here + static_cast<Minute>(k) : shown_at(second(i + k));
    here = next;
  }
  ::unsetenv("TZ");
  ::tzset();
  return shown;
}

// Ten years of one zone.
struct Years {
  const ZoneYears& where;
  std::int64_t first;
  std::vector<Minute> shown;
  std::vector<std::size_t> jumps;  // minutes after which the clock shows something else than one minute more
};

Years years_of(const ZoneYears& where) {
  Years years{where, first_second(where.first_year) + where.phase, {}, {}};
  years.shown =
      shown_minutes(where, years.first, static_cast<std::size_t>((first_second(where.first_year + 10) - years.first) / 60));
  const Minute* shown = years.shown.data();
  for (std::size_t i = 0, last = years.shown.size() - 1; i < last; ++i) {
    if (shown[i + 1] != shown[i] + 1) years.jumps.push_back(i);
  }
  return years;
}

// ---- a family at random

class Dice {
 public:
  explicit Dice(unsigned seed) : random_(seed) {}
  unsigned below(unsigned bound) { return static_cast<unsigned>(random_() % bound); }
  bool one_in(unsigned bound) { return below(bound) == 0; }
  // Many where clocks change: at night, and at the very hour; some anywhere.
  std::uint16_t minute_of_day() {
    switch (below(4)) {
      case 0:
        return static_cast<std::uint16_t>(below(5) * 60);
      case 1:
        return static_cast<std::uint16_t>(below(4 * 60));
      case 2:
        return static_cast<std::uint16_t>(below(24) * 60);
      default:
        return static_cast<std::uint16_t>(below(kMinutesPerDay));
    }
  }

 private:
  std::mt19937 random_;
};

const std::vector<WrittenKey> kServices{{"service:youtube", {}}, {"service:roblox", {}}, {"gaming", {}}};

Window random_window(Dice& dice) {
  Window window;
  window.days = static_cast<std::uint8_t>(1 + dice.below(127));
  window.start = dice.minute_of_day();
  window.end = dice.one_in(8) ? window.start : dice.minute_of_day();
  if (window.end == 0) window.end = kMinutesPerDay;
  window.mode = static_cast<Mode>(dice.below(5));
  if (dice.one_in(3)) window.services.push_back(kServices[dice.below(3)]);
  if (dice.one_in(3)) window.open.push_back(kServices[dice.below(3)]);
  return window;
}

// The spans of a calendar: of whole days, and of minutes that begin at a minute of the wall clock.
Calendar random_calendar(Dice& dice, const Years& years) {
  Calendar calendar{"terms.ics", {}};
  const auto anywhere = [&] { return std::int64_t{dice.below(static_cast<unsigned>(years.shown.size() - 20 * kMinutesPerDay))}; };
  for (unsigned count = 1 + dice.below(6); count > 0; --count) {
    CalendarEvent event;
    event.summary = dice.one_in(2) ? "Exam" : "Outing";
    event.all_day = dice.one_in(2);
    for (unsigned spans = 1 + dice.below(4); spans > 0; --spans) {
      const std::int64_t begin = anywhere();
      if (event.all_day) {
        const std::int64_t day = (years.first + begin * 60) / 86400;
        event.spans.push_back({day, day + 1 + dice.below(4)});
      } else {
        const std::int64_t length = dice.one_in(4) ? dice.below(3 * kMinutesPerDay) : dice.below(300);
        event.spans.push_back({years.first + begin * 60, years.first + (begin + length) * 60});
      }
    }
    calendar.events.push_back(event);
  }
  return calendar;
}

// Dates anywhere, and half of them about a day on which the clock jumps.
std::int32_t random_day(Dice& dice, const Years& years) {
  if (years.jumps.empty() || dice.one_in(2)) return day_of(years.shown[dice.below(static_cast<unsigned>(years.shown.size()))]);
  const std::size_t jump = years.jumps[dice.below(static_cast<unsigned>(years.jumps.size()))];
  return day_of(years.shown[jump]) - static_cast<std::int32_t>(dice.below(3));
}

WrittenException random_exception(Dice& dice, const Years& years) {
  WrittenException made;
  made.label = "exception";
  made.whom.emplace().push_back({"Ali", {}});
  if (dice.one_in(3)) {
    made.calendar = "terms.ics";
    if (dice.one_in(2)) made.events = {"exam*"};
    if (dice.one_in(2)) {
      made.span_mode = random_window(dice);
      return made;
    }
  } else {
    made.first_day = random_day(dice, years);
    made.last_day = made.first_day + static_cast<std::int32_t>(dice.one_in(6) ? dice.below(400) : dice.below(5));
  }
  if (dice.one_in(3)) {
    made.like = static_cast<std::uint8_t>(dice.below(7));
  } else {
    for (unsigned count = dice.below(4); count > 0; --count) made.windows.push_back(random_window(dice));
  }
  return made;
}

// A quiet week never changes or hardly does, so that the next change is an exception months away, or none ever.
enum class Week : bool { busy, quiet };

Household random_household(Dice& dice, const Years& years, Week week) {
  Household household = family();
  household.zone = years.where.zone;
  for (unsigned count = week == Week::busy ? 1 + dice.below(5) : dice.below(2); count > 0; --count)
    household.people[0].profile.timetable.push_back(random_window(dice));
  household.calendars.push_back(random_calendar(dice, years));
  for (unsigned count = 1 + dice.below(week == Week::busy ? 14 : 3); count > 0; --count)
    household.exceptions.push_back(random_exception(dice, years));
  return household;
}

// ---- the slow twin

class SlowTwin {
 public:
  struct State {
    Mode mode = Mode::free;
    CategorySet closes;
    CategorySet opens;
    friend bool operator==(const State&, const State&) = default;
  };

  // `shown` is what the wall clock shows at each minute from the second `first` on.
  SlowTwin(const Household& household, const std::vector<Minute>& shown, std::int64_t first)
      : home_(household), shown_(shown), first_(first), first_day_(day_of(shown.front())) {
    for (const WrittenException& exception : home_.exceptions) {
      if (exception.span_mode) mark_each_minute(exception);
    }
    for (std::int32_t day = first_day_; day <= day_of(shown.back()) + 1; ++day) days_.push_back(whole_day(day));
  }

  // Minute by minute, the number of the state that holds then: what the wall clock shows, looked up in its day.
  std::vector<std::uint8_t> minute_by_minute() const {
    std::vector<std::uint8_t> numbers;
    numbers.reserve(shown_.size());
    for (std::size_t i = 0; i < shown_.size();) {
      const auto& day = days_[static_cast<std::size_t>(day_of(shown_[i]) - first_day_)];
      const auto minute = static_cast<std::size_t>(shown_[i] % kMinutesPerDay);
      std::size_t length =
          std::min(shown_.size() - i, kMinutesPerDay - minute);  // of the rest of this day, if no clock jumps in it
      if (shown_[i + length - 1] != shown_[i] + static_cast<Minute>(length - 1)) length = 1;
      numbers.insert(numbers.end(), day.begin() + static_cast<std::ptrdiff_t>(minute),
                     day.begin() + static_cast<std::ptrdiff_t>(minute + length));
      i += length;
    }
    return numbers;
  }
  const State& state(std::uint8_t number) const { return states_[number]; }

 private:
  static bool fits(const WrittenException& exception, const CalendarEvent& event) {
    return exception.events.empty() || event.summary == "Exam";
  }
  Minute shown_then(std::int64_t second) const { return shown_[static_cast<std::size_t>((second - first_) / 60)]; }

  void mark_each_minute(const WrittenException& exception) {
    for (const CalendarEvent& event : home_.calendars[0].events) {
      if (!fits(exception, event)) continue;
      for (const CalendarSpan& span : event.spans) {
        if (event.all_day) {
          for (std::int64_t minute = span.begin * kMinutesPerDay; minute < span.end * kMinutesPerDay; ++minute)
            on_top_[static_cast<Minute>(minute)].push_back(&*exception.span_mode);
        } else {
          for (std::int64_t second = span.begin; second < span.end; second += 60)
            on_top_[shown_then(second)].push_back(&*exception.span_mode);
        }
      }
    }
  }

  bool covers(const WrittenException& exception, std::int32_t day) const {
    if (exception.calendar.empty()) return exception.first_day <= day && day <= exception.last_day;
    if (exception.span_mode) return false;
    for (const CalendarEvent& event : home_.calendars[0].events) {
      if (!fits(exception, event)) continue;
      for (const CalendarSpan& span : event.spans) {
        if (event.all_day && span.begin <= day && day < span.end) return true;
        if (event.all_day) continue;
        const std::int32_t begin = day_of(shown_then(span.begin));
        const std::int32_t end = day_of(shown_then(std::max(span.begin, span.end - 60)));
        if (std::min(begin, end) <= day && day <= std::max(begin, end)) return true;
      }
    }
    return false;
  }

  // All that starts on a date, as pointers to where it is written.
  std::vector<const Window*> starting_on(std::int32_t day) const {
    std::vector<const Window*> windows;
    const auto add_weekday = [&](int weekday) {
      for (const Window& window : home_.people[0].profile.timetable) {
        if ((window.days >> weekday & 1) != 0) windows.push_back(&window);
      }
    };
    bool covered = false;
    for (const WrittenException& exception : home_.exceptions) {
      if (!covers(exception, day)) continue;
      covered = true;
      if (exception.like) add_weekday(*exception.like);
      for (const Window& window : exception.windows) windows.push_back(&window);
    }
    if (!covered) add_weekday(weekday_of(day));
    return windows;
  }

  // Days with the same windows yesterday and today are worked out once, unless events lie on top.
  std::vector<std::uint8_t> whole_day(std::int32_t day) {
    const auto yesterday = starting_on(day - 1);
    const auto today = starting_on(day);
    const auto event = on_top_.lower_bound(day * kMinutesPerDay);
    if (event != on_top_.end() && event->first < (day + 1) * kMinutesPerDay) return each_minute(day, yesterday, today);
    auto& known = alike_[{yesterday, today}];
    if (known.empty()) known = each_minute(day, yesterday, today);
    return known;
  }

  std::vector<std::uint8_t> each_minute(std::int32_t day, const std::vector<const Window*>& yesterday,
                                        const std::vector<const Window*>& today) {
    std::vector<std::uint8_t> numbers;
    for (int minute = 0; minute < kMinutesPerDay; ++minute) {
      State state;
      for (const Window* window : today) {
        if (minute >= window->start && (window->end <= window->start || minute < window->end)) add(*window, state);
      }
      for (const Window* window : yesterday) {
        if (window->end <= window->start && minute < window->end) add(*window, state);
      }
      if (const auto found = on_top_.find(day * kMinutesPerDay + minute); found != on_top_.end()) {
        for (const Window* window : found->second) add(*window, state);
      }
      numbers.push_back(number_of(state));
    }
    return numbers;
  }

  static void add(const Window& window, State& state) {
    state.mode = std::max(state.mode, window.mode);
    for (const WrittenKey& key : window.services) state.closes.add(id_of(key));
    for (const WrittenKey& key : window.open) state.opens.add(id_of(key));
  }
  static CategoryId id_of(const WrittenKey& key) {
    return key.key == "gaming" ? kGaming : key.key == "service:roblox" ? kRoblox : kYoutube;
  }

  std::uint8_t number_of(const State& state) {
    const auto known = std::find(states_.begin(), states_.end(), state);
    const auto number = static_cast<std::uint8_t>(known - states_.begin());
    if (known == states_.end()) states_.push_back(state);
    if (states_.size() > 255) FAIL("a random household has too many states for this test");
    return number;
  }

  const Household& home_;
  const std::vector<Minute>& shown_;
  std::int64_t first_;
  std::int32_t first_day_;
  std::map<Minute, std::vector<const Window*>> on_top_;  // events that are windows, by what the clock shows
  std::map<std::pair<std::vector<const Window*>, std::vector<const Window*>>, std::vector<std::uint8_t>> alike_;
  std::vector<std::vector<std::uint8_t>> days_;  // minute by minute: which state
  std::vector<State> states_;
};

// ---- both, side by side

// Differences between the policy and its twin: around every change and every jump of the clock, and at moments in between.
int differences(const Household& household, const Years& years, bool every_minute, Dice& dice) {
  const auto policy = built(household);
  const ProfileId ali = *policy->profile_of_person("Ali");
  const SlowTwin twin(household, years.shown, years.first);
  const std::size_t minutes = years.shown.size();
  const std::vector<std::uint8_t> numbers = twin.minute_by_minute();
  const auto moment = [&](std::size_t minute) { return years.first + static_cast<std::int64_t>(minute) * 60; };

  std::size_t change = minutes;  // the next one after minute i; `minutes`: not within these years
  int wrong = 0;
  const auto compare = [&](std::size_t i, int second) {
    const ModeAt found = policy->mode_at(ali, {MonoTime{}, WallTime(Seconds(moment(i) + second)), true});
    const auto& expected = twin.state(numbers[i]);
    const CategorySet closed =
        (policy->profile(ali).closed[static_cast<std::size_t>(expected.mode)] - expected.opens) | expected.closes;
    const std::int64_t until = found.until.time_since_epoch().count();
    const bool same_change = change == minutes ? until >= moment(minutes) : until == moment(change);
    if (found.mode == expected.mode && policy->closed(ali, found) == closed && same_change) return;
    if (++wrong < 3)
      MESSAGE("differs at " << moment(i) + second << ": mode " << text_of(found.mode).view() << " until " << until);
  };
  // From the end to the beginning, a run of minutes with one state at a time: its last second, its first, and some between.
  auto jump = years.jumps.rbegin();
  const std::uint8_t* number = numbers.data();
  for (std::size_t end = minutes; end > 0;) {
    std::size_t begin = end - 1;
    while (begin > 0 && number[begin - 1] == number[end - 1]) --begin;
    if (change != minutes) compare(end - 1, 59);
    for (; jump != years.jumps.rend() && *jump >= begin; ++jump) compare(*jump, 59), compare(*jump, 0);
    for (std::size_t i = begin; i < end; i += every_minute ? 1 : 1 + dice.below(2000))
      compare(i, static_cast<int>(dice.below(60)));
    if (begin > 0) compare(begin, 0);
    change = begin;
    end = begin;
  }
  return wrong;
}

}  // namespace

TEST_CASE("over ten years, mode and next change are those of a loop over every minute") {
  const bool exhaustive = std::getenv("DARBAN_EXHAUSTIVE") != nullptr;
  Dice dice(20261121);
  for (const ZoneYears& where : kZones) {
    CAPTURE(where.zone);
    const Years years = years_of(where);
    for (int round = 0; round < (exhaustive ? 10 : 1); ++round) {
      CAPTURE(round);
      for (const Week week : {Week::busy, Week::quiet, Week::quiet}) {
        const Household household = random_household(dice, years, week);
        CHECK(differences(household, years, exhaustive, dice) == 0);
      }
    }
  }
}
