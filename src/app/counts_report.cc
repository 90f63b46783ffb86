// SPDX-License-Identifier: Apache-2.0
#include "app/counts_report.h"

#include <algorithm>
#include <string>
#include <vector>

#include "app/devices_report.h"
#include "config/spelling.h"
#include "store/released_numbers.h"

namespace darban {
namespace {

constexpr std::string_view kNothingYet = "Nothing to show yet: a day begins at 04:00 and is shown when it is over.\n";

ControlReply unreadable(StoreTrouble trouble) {
  return {ControlOutcome::refused, "the counts can not be read: " + std::string(text_of(trouble).view()) + "\n"};
}

std::string words_of(ShownCount count) {
  const std::string words(text_of(count.form()).view());
  return count.form() == ShownCount::Form::about ? words + " " + std::to_string(count.about()) : words;
}

using Row = std::vector<std::string>;

// Columns as wide as what stands in them. ASCII only.
std::string table(const std::vector<Row>& rows) {
  std::vector<std::size_t> widths(rows.front().size());
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  std::string text;
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      text += "  " + row[i];
      if (i + 1 < row.size()) text.append(widths[i] - row[i].size(), ' ');
    }
    text += "\n";
  }
  return text;
}

ControlReply household(const ReleasedNumbers& numbers) {
  const auto days = numbers.household();
  if (!days) return unreadable(days.error());
  if (days->empty()) return {ControlOutcome::done, std::string(kNothingYet)};
  std::vector<Row> rows{{"day"}};
  for (std::size_t i = 0; i < kDayVerdicts; ++i) rows.front().emplace_back(text_of(static_cast<DayVerdict>(i)).view());
  for (const HouseholdDay& day : *days) {
    rows.push_back({date_text(number_of(day.day))});
    for (const ShownCount count : day.counts) rows.back().push_back(words_of(count));
  }
  std::string text = "Questions of the whole house, by days from 04:00 to 04:00:\n" + table(rows);
  if (numbers.leaves_out_age_doors())
    text += "Age doors are not in it: with a young person in the house the number would be theirs.\n";
  return {ControlOutcome::done, text};
}

std::string weeks_text(const HolderWeeks& found) {
  std::vector<Row> rows{{"week from"}};
  for (const Group group : kCountedGroups) rows.front().emplace_back(text_of(group).view());
  for (const MomentWeek& week : found.weeks) {
    rows.push_back({date_text(number_of(week.monday))});
    for (const Group group : kCountedGroups)
      rows.back().push_back(found.is_counted(group) ? words_of(week.of(group)) : "not counted");
  }
  return found.holder.name + ", by weeks: in how many windows of ten minutes something was closed\n" + table(rows);
}

ControlReply holder(const HolderWeeks& found) {
  if (!found.weeks.empty()) return {ControlOutcome::done, weeks_text(found)};
  if (found.holder.kind != HolderKind::room) return {ControlOutcome::done, std::string(kNothingYet)};
  return {ControlOutcome::done,
          "Nothing to show: of a room it takes a day that is over, 20 devices in an hour, 5 of them with a part in it, and 10 "
          "windows.\n"};
}

std::string nobody(const std::string& who, const ReleasedNumbers& numbers) {
  const auto names = numbers.names();
  const std::string_view meant = nearest(who, std::vector<std::string_view>(names.begin(), names.end()));
  const std::string question = meant.empty() ? "" : "; did you mean " + quote(meant) + "?";
  return "there is no person and no room called " + quote(who) + question + "\n";
}

ControlReply refusal(const NotShown& why, const std::string& who, const ReleasedNumbers& numbers) {
  switch (why.why) {
    case NotShown::Why::nobody:
      return {ControlOutcome::refused, nobody(who, numbers)};
    case NotShown::Why::uncounted:
      return {ControlOutcome::refused, "Nothing is counted of " + who + ".\n"};
    case NotShown::Why::their_own:
    case NotShown::Why::no_guardian:
      return {ControlOutcome::refused, who + " alone may see these numbers, and can let a guardian see them too.\n"};
    case NotShown::Why::their_word:
      return {ControlOutcome::refused,
              "Whether anything is counted of " + who + " is up to " + who + ", who alone may see it.\n"};
    case NotShown::Why::unreadable:
      break;
  }
  return unreadable(why.trouble);
}

}  // namespace

ControlReply counts_reply(const CountsRequest& request, Database& database, const MomentBoard& board) {
  const ReleasedNumbers numbers(database, board);
  if (request.who.empty()) return household(numbers);
  const auto found = numbers.of(request.who, Viewer::guardian);
  return found ? holder(*found) : refusal(found.error(), request.who, numbers);
}

}  // namespace darban
