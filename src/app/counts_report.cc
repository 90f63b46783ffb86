// SPDX-License-Identifier: Apache-2.0
#include "app/counts_report.h"

#include <algorithm>
#include <string>
#include <vector>

#include "app/devices_report.h"
#include "config/spelling.h"
#include "store/count_store.h"

namespace darban {
namespace {

constexpr std::string_view kRoom = "room ";
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

ControlReply household(const CountStore& counts, const MomentBoard& board) {
  const auto days = counts.household();
  if (!days) return unreadable(days.error());
  if (days->empty()) return {ControlOutcome::done, std::string(kNothingYet)};
  std::vector<Row> rows{{"day"}};
  for (std::size_t i = 0; i < kDayVerdicts; ++i) rows.front().emplace_back(text_of(static_cast<DayVerdict>(i)).view());
  for (const HouseholdDay& day : *days) {
    rows.push_back({date_text(number_of(day.day))});
    for (const ShownCount count : day.counts) rows.back().push_back(words_of(count));
  }
  std::string text = "Questions of the whole house, by days from 04:00 to 04:00:\n" + table(rows);
  if (board.leaves_out_age_doors())
    text += "Age doors are not in it: with a young person in the house the number would be theirs.\n";
  return {ControlOutcome::done, text};
}

std::string weeks_text(const MomentHolder& holder, const std::vector<MomentWeek>& weeks) {
  std::vector<Row> rows{{"week from"}};
  for (const Group group : kCountedGroups) rows.front().emplace_back(text_of(group).view());
  for (const MomentWeek& week : weeks) {
    rows.push_back({date_text(number_of(week.monday))});
    for (const Group group : kCountedGroups)
      rows.back().push_back(has(holder.groups, group) ? words_of(week.of(group)) : "not counted");
  }
  return holder.name + ", by weeks: in how many windows of ten minutes something was closed\n" + table(rows);
}

std::string why_not_shown(const MomentHolder& holder) {
  switch (holder.band) {
    case Band::age_13_15:
      return holder.name + " alone may see these numbers, and can let a guardian see them too.\n";
    case Band::age_16_17:
      return "Whether anything is counted of " + holder.name + " is up to " + holder.name + ", who alone may see it.\n";
    default:
      return "Nothing is counted of " + holder.name + ".\n";
  }
}

ControlReply person(const CountStore& counts, const MomentHolder& holder) {
  const auto choices = counts.choices_of(holder.name);
  if (!choices) return unreadable(choices.error());
  if (!may_see(holder.band, Viewer::guardian, *choices)) return {ControlOutcome::refused, why_not_shown(holder)};
  const auto weeks = counts.person(holder.name, holder.band, Viewer::guardian);
  if (!weeks) return unreadable(weeks.error());
  return {ControlOutcome::done, weeks->empty() ? std::string(kNothingYet) : weeks_text(holder, *weeks)};
}

ControlReply room(const CountStore& counts, const MomentHolder& holder) {
  const auto weeks = counts.room(holder.name);
  if (!weeks) return unreadable(weeks.error());
  if (!weeks->empty()) return {ControlOutcome::done, weeks_text(holder, *weeks)};
  return {ControlOutcome::done,
          "Nothing to show: of a room it takes a day that is over, 20 devices in an hour, 5 of them with a part in it, and 10 "
          "windows.\n"};
}

std::string who_of(const MomentHolder& holder) {
  return holder.kind == HolderKind::room ? std::string(kRoom) + holder.name : holder.name;
}

}  // namespace

ControlReply counts_reply(const CountsRequest& request, Database& database, const MomentBoard& board) {
  const CountStore counts(database);
  if (request.who.empty()) return household(counts, board);
  std::vector<std::string> whos;
  for (const MomentHolder& holder : board.holders()) {
    if (holder.kind == HolderKind::nobody) continue;
    if (request.who == who_of(holder)) return holder.kind == HolderKind::room ? room(counts, holder) : person(counts, holder);
    whos.push_back(who_of(holder));
  }
  const std::string_view meant = nearest(request.who, std::vector<std::string_view>(whos.begin(), whos.end()));
  const std::string question = meant.empty() ? "" : "; did you mean " + quote(meant) + "?";
  return {ControlOutcome::refused, "there is no person and no room called " + quote(request.who) + question + "\n"};
}

}  // namespace darban
