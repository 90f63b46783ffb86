// SPDX-License-Identifier: Apache-2.0
// Days of review: nothing is believed for ever. Dates are text of the form YYYY-MM-DD, which sorts as days do.
#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

#include "config/spelling.h"
#include "update/lint_checks.h"

namespace darban {
namespace {

namespace chrono = std::chrono;

chrono::year_month_day day_of(std::string_view date) {
  const auto number = [&](std::size_t at, std::size_t length) {
    unsigned value = 0;
    if (date.size() >= at + length) std::from_chars(date.data() + at, date.data() + at + length, value);
    return value;
  };
  return {chrono::year(static_cast<int>(number(0, 4))), chrono::month(number(5, 2)), chrono::day(number(8, 2))};
}

std::string date_of(chrono::year_month_day day) {
  const auto two = [](unsigned number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return std::to_string(static_cast<int>(day.year())) + "-" + two(static_cast<unsigned>(day.month())) + "-" +
         two(static_cast<unsigned>(day.day()));
}

std::string days_later(std::string_view date, int days) { return date_of(chrono::sys_days(day_of(date)) + chrono::days(days)); }

// The same day of a later month, or that month's last one.
std::string months_later(std::string_view date, std::uint32_t months) {
  const chrono::year_month_day day = day_of(date);
  const chrono::year_month month = chrono::year_month(day.year(), day.month()) + chrono::months(static_cast<int>(months));
  const chrono::year_month_day same(month.year(), month.month(), day.day());
  return date_of(same.ok() ? same : chrono::year_month_day(month / chrono::last));
}

Place review_place(const CuratedEntry& entry) {
  const std::size_t before = entry.name.size() + entry.category.size() + entry.added.size() + 3;  // and three tabs
  return {entry.place.line, static_cast<int>(before) + 1};
}

// How long an entry of this category may go without a look; 0: the category is not known.
std::uint32_t lapse_of(const OwnFolder& folder, std::string_view key) {
  const auto found = std::find_if(folder.categories.begin(), folder.categories.end(),
                                  [&](const WrittenCategory& category) { return category.key == key; });
  return found == folder.categories.end() ? 0 : found->lapse_months;
}

class DateChecks {
 public:
  explicit DateChecks(LintSubject& subject)
      : subject_(subject), today_(subject.order().today), soon_(days_later(today_, kReviewSoonDays)) {}

  void check(const CuratedList& list) {
    const std::uint32_t lapse = lapse_of(subject_.folder(), list.category);
    for (const CuratedEntry& entry : list.entries) {
      if (is_at_or_under(entry.name, "example")) continue;  // reserved for ever (RFC 2606)
      check_review(list.file, entry);
      if (lapse == 0 || entry.review_by <= months_later(entry.added, lapse)) continue;
      subject_.find(
          LintRule::review_late, list.file, review_place(entry),
          "entries of " + quote(list.category) + " are looked at again after " + std::to_string(lapse) + " months at most",
          "write " + months_later(entry.added, lapse) + " or earlier");
    }
  }

  // Nobody wrote a day for these; they are not wrong only because they are old.
  void check_age(const std::string& file, Place place, const std::string& reviewed, std::uint32_t months) {
    if (months_later(reviewed, months) > soon_) return;
    subject_.find(LintRule::review_soon, file, place, "it was looked at on " + reviewed,
                  "look at it again after " + std::to_string(months) + " months, and write the day");
  }

 private:
  void check_review(const std::string& file, const CuratedEntry& entry) {
    if (entry.review_by < today_)
      subject_.find(LintRule::review_past, file, review_place(entry), "the day of review, " + entry.review_by + ", has passed",
                    "look at it again and write a new day, or drop it");
    else if (entry.review_by <= soon_)
      subject_.find(LintRule::review_soon, file, review_place(entry), "the review is due on " + entry.review_by,
                    "look at it again and write a new day");
  }

  LintSubject& subject_;
  std::string today_;
  std::string soon_;
};

}  // namespace

void check_dates(LintSubject& subject) {
  DateChecks checks(subject);
  for (const CuratedList& list : subject.folder().curated) checks.check(list);
  constexpr std::uint32_t kServiceMonths = 24;
  for (const WrittenService& service : subject.folder().services)
    checks.check_age(service.file, service.place, service.reviewed, kServiceMonths);
  constexpr std::uint32_t kSourceMonths = 12;
  const auto& catalogue = subject.folder().catalogue;
  if (!catalogue) return;
  for (const CatalogueSource& source : catalogue->sources)
    checks.check_age(catalogue->file, source.place, source.reviewed, kSourceMonths);
}

}  // namespace darban
