// SPDX-License-Identifier: Apache-2.0
#include "base/posix_tz.h"

#include <algorithm>
#include <chrono>
#include <limits>

namespace darban {
namespace {

constexpr std::int64_t kSecondsPerDay = 86400;
constexpr std::string_view kUnitedStates = ",M3.2.0,M11.1.0";
constexpr int kFirstYear = 1;
constexpr int kLastYear = 9999;

std::int64_t day_number(int year, unsigned month, unsigned day) {
  using namespace std::chrono;
  return sys_days{std::chrono::year{year} / static_cast<int>(month) / static_cast<int>(day)}.time_since_epoch().count();
}

int year_of(std::int64_t local_seconds) {
  using namespace std::chrono;
  const auto date = year_month_day{floor<days>(sys_seconds{seconds{local_seconds}})};
  return static_cast<int>(date.year());
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

// A cursor over the text that remembers the first thing that went wrong, as ByteReader does for octets.
class PosixTz::Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  void name() {
    const bool quoted = take('<');
    const std::size_t from = at_;
    while (at_ < text_.size() &&
           (is_letter(text_[at_]) || (quoted && (is_digit(text_[at_]) || text_[at_] == '+' || text_[at_] == '-'))))
      ++at_;
    const std::size_t length = at_ - from;
    if (quoted ? length == 0 || !take('>') : length < 3) fail();  // unquoted names have three letters at least
  }
  // [+-]hh[:mm[:ss]], hh up to `most_hours`.
  std::int32_t time(int most_hours) {
    const std::int32_t sign = take('-') ? -1 : 1;
    if (sign == 1) take('+');
    std::int32_t seconds = number(0, most_hours) * 3600;
    if (take(':')) {
      seconds += number(0, 59) * 60;
      if (take(':')) seconds += number(0, 59);
    }
    return sign * seconds;
  }
  Rule rule() {
    Rule rule;
    if (take('M')) {
      rule.kind = Kind::week_of_month;
      rule.month = static_cast<std::uint8_t>(number(1, 12));
      need('.');
      rule.week = static_cast<std::uint8_t>(number(1, 5));
      need('.');
      rule.day = static_cast<std::uint16_t>(number(0, 6));
    } else if (take('J')) {
      rule.kind = Kind::julian;
      rule.day = static_cast<std::uint16_t>(number(1, 365));
    } else {
      rule.kind = Kind::day_of_year;
      rule.day = static_cast<std::uint16_t>(number(0, 365));
    }
    if (take('/')) rule.time = time(167);
    return rule;
  }
  bool take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  void need(char c) {
    if (!take(c)) fail();
  }
  bool at_end() const { return at_ == text_.size(); }
  bool starts_time() const { return at_ < text_.size() && (is_digit(text_[at_]) || text_[at_] == '+' || text_[at_] == '-'); }
  void fail() {
    if (ok_) failed_at_ = at_;
    ok_ = false;
  }
  bool ok() const { return ok_; }
  Error error() const { return {Errc::unknown_zone, static_cast<std::uint32_t>(failed_at_)}; }

 private:
  std::int32_t number(int least, int most) {
    int value = 0;
    const std::size_t from = at_;
    while (at_ < text_.size() && is_digit(text_[at_]) && at_ - from < 3) value = value * 10 + (text_[at_++] - '0');
    if (at_ == from || value < least || value > most) fail();
    return value;
  }
  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t failed_at_ = 0;
  bool ok_ = true;
};

Result<PosixTz> PosixTz::from_text(std::string_view text) {
  constexpr int kMostHours = 24;  // RFC 9636 section 3.3.1
  PosixTz zone;
  Reader in(text);
  in.name();
  if (!in.starts_time()) in.fail();
  zone.standard_ = -in.time(kMostHours);  // POSIX counts west of Greenwich
  if (!in.ok()) return in.error();
  if (in.at_end()) return zone;

  in.name();
  zone.has_summer_ = true;
  zone.summer_ = in.starts_time() ? -in.time(kMostHours) : zone.standard_ + 3600;
  Reader americas(kUnitedStates);
  Reader& rules = in.at_end() ? americas : in;
  rules.need(',');
  zone.begins_ = rules.rule();
  rules.need(',');
  zone.ends_ = rules.rule();
  if (!rules.at_end()) rules.fail();
  if (!in.ok()) return in.error();
  return zone;
}

// The moment a rule strikes in a year. Its time is local, by the offset in force before it.
std::int64_t PosixTz::moment(const Rule& rule, int year, std::int32_t east_before) {
  std::int64_t day = day_number(year, 1, 1);
  const bool leap = std::chrono::year{year}.is_leap();
  switch (rule.kind) {
    case Kind::julian:
      day += rule.day - 1 + (leap && rule.day >= 60 ? 1 : 0);
      break;  // J60 is always 1 March
    case Kind::day_of_year:
      day += rule.day;
      break;
    case Kind::week_of_month: {
      const std::int64_t first = day_number(year, rule.month, 1);
      const std::int64_t weekday = ((first + 4) % 7 + 7) % 7;  // 1970-01-01 was a Thursday
      const std::int64_t next_month = rule.month == 12 ? day_number(year + 1, 1, 1) : day_number(year, rule.month + 1U, 1);
      day = first + (rule.day - weekday + 7) % 7 + 7 * (rule.week - 1);
      if (day >= next_month) day -= 7;
      break;
    }
  }
  return day * kSecondsPerDay + rule.time - east_before;
}

PosixTz::Span PosixTz::span_at(std::int64_t unix_seconds) const {
  constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  if (!has_summer_) return {kLeast, kMost, standard_};

  static const std::int64_t kEarliest = day_number(kFirstYear + 2, 1, 1) * kSecondsPerDay;
  static const std::int64_t kLatest = day_number(kLastYear - 2, 1, 1) * kSecondsPerDay;
  const std::int64_t time = std::clamp(unix_seconds, kEarliest, kLatest);
  const int year = year_of(time + standard_);

  // The changes of five years around the moment, in order. Where two fall together (summer all year: it ends when it begins) the
  // later rule has the word, so a change is only one if the offset differs.
  struct Change {
    std::int64_t at;
    std::int32_t east;
  };
  std::array<Change, 10> changes;
  std::size_t count = 0;
  for (int y = year - 2; y <= year + 2; ++y) {
    changes[count++] = {moment(begins_, y, standard_), summer_};
    changes[count++] = {moment(ends_, y, summer_), standard_};
  }
  std::stable_sort(changes.begin(), changes.end(), [](const Change& a, const Change& b) { return a.at < b.at; });

  constexpr std::int32_t kNone = std::numeric_limits<std::int32_t>::min();
  Span span{changes.front().at, changes.back().at, kNone};
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const bool overruled = i + 1 < changes.size() && changes[i + 1].at == changes[i].at;
    if (overruled || changes[i].east == span.east) continue;
    if (changes[i].at > time) {
      span.end = changes[i].at;
      break;
    }
    span.begin = changes[i].at;
    span.east = changes[i].east;
  }
  if (unix_seconds > kLatest) span.end = kMost;
  if (unix_seconds < kEarliest) span.begin = kLeast;
  return span;
}

}  // namespace darban
