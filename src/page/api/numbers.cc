// SPDX-License-Identifier: Apache-2.0
// /numbers: what was counted of the house by days, and of one child or room by weeks. Rough on purpose and a morning late; the
// numbers that are kept can not be had here (store/released_numbers.h), whatever is asked. No ranges, no sums, no other buckets.
#include <array>
#include <utility>

#include "base/json_writer.h"
#include "config/spelling.h"
#include "page/api/moments.h"
#include "page/api/routes.h"
#include "page/api/trouble.h"
#include "page/family_text.h"
#include "store/released_numbers.h"

namespace darban::page {
namespace {

constexpr std::int64_t kDay = 86400;  // seconds

struct GroupKey {
  Group group;
  Text key;
};
constexpr std::array kGroups{GroupKey{Group::scams_and_malware, "scams_malware"},
                             GroupKey{Group::ads_and_trackers, "ads_trackers"},
                             GroupKey{Group::age_doors, "age_doors"},
                             GroupKey{Group::ways_round, "ways_round"},
                             GroupKey{Group::closed_by_time, "closed_by_time"},
                             GroupKey{Group::own_rules, "own_rules"}};
static_assert(kGroups.size() == kCountedGroups.size());
struct VerdictKey {
  DayVerdict verdict;
  Text key;
};
constexpr std::array kVerdicts{VerdictKey{DayVerdict::opened, "opened"}, VerdictKey{DayVerdict::closed, "closed"},
                               VerdictKey{DayVerdict::closed_by_time, "closed_by_time"}, VerdictKey{DayVerdict::safer, "safer"},
                               VerdictKey{DayVerdict::failed, "failed"}};
static_assert(kVerdicts.size() == kDayVerdicts);

Text word_of(ShownCount::Form form) {
  switch (form) {
    case ShownCount::Form::hidden:
      return "hidden";
    case ShownCount::Form::none:
      return "none";
    case ShownCount::Form::few:
      return "few";
    case ShownCount::Form::about:
      break;
  }
  return "about";
}

void write_count(JsonWriter& json, Text key, ShownCount count) {
  json.open_object(key);
  json.field("form", word_of(count.form()));
  if (count.form() == ShownCount::Form::about) json.field("about", count.about());
  json.close_object();
}

web::Response unreadable() {
  return trouble(503, "The numbers can not be read", {"state.db can not be had now.", "Make room on the disk, or try again."});
}

void write_days(JsonWriter& json, const std::vector<HouseholdDay>& days) {
  json.open_list("days");
  for (const HouseholdDay& day : days) {
    json.open_object();
    json.field("day", date_text_of(number_of(day.day)));
    for (const auto& [verdict, key] : kVerdicts) write_count(json, key, day.of(verdict));
    json.close_object();
  }
  json.close_list();
}

void write_health(JsonWriter& json, const std::vector<ReleasedHealth>& health) {
  json.open_list("health");
  for (const ReleasedHealth& day : health) {
    json.open_object();
    json.field("day", date_text_of(number_of(day.day)));
    write_count(json, "cache_hits", day.cache_hits);
    write_count(json, "upstream_errors", day.upstream_errors);
    if (day.lists_built > 0)
      json.field("lists_built", date_text_of(day.lists_built / kDay));
    else
      json.null_field("lists_built");
    json.close_object();
  }
  json.close_list();
}

web::Response of_the_house(House& house) {
  const auto numbers = house.numbers();
  if (!numbers) return unreadable();
  const auto days = numbers->household();
  const auto health = numbers->health();
  if (!days || !health) return unreadable();
  JsonWriter json;
  json.open_object();
  if (days->empty())
    json.null_field("released");
  else
    json.field("released", date_text_of(number_of(days->back().day)));
  json.field("without_age_doors", numbers->leaves_out_age_doors());
  write_days(json, *days);
  write_health(json, *health);
  json.close_object();
  return json_answer(json.take());
}

web::Response nobody(const ReleasedNumbers& numbers, const std::string& name) {
  const auto names = numbers.names();
  const std::string_view meant = nearest(name, std::vector<std::string_view>(names.begin(), names.end()));
  return trouble(404, "There is nobody of that name",
                 {quote(name) + " is no person and no room here.",
                  meant.empty() ? "Use a name that GET /home has." : "Did you mean " + quote(meant) + "?"});
}

web::Response not_shown(const ReleasedNumbers& numbers, const std::string& name, const NotShown& why) {
  constexpr Text kTitle = "These numbers are not shown";
  switch (why.why) {
    case NotShown::Why::nobody:
      return nobody(numbers, name);
    case NotShown::Why::uncounted:
      return trouble(404, "There are no such numbers",
                     {"Nothing is counted of " + name + ".", "Look at the numbers of the whole house."});
    case NotShown::Why::their_own:
      return trouble(403, kTitle,
                     {name + " alone may see these numbers.", name + " can share them, on the page of their own device."});
    case NotShown::Why::their_word:
      return trouble(403, kTitle,
                     {"Whether anything is counted of " + name + " is up to " + name + ".", "They alone may see it."});
    case NotShown::Why::no_guardian:
      return trouble(403, kTitle, {"A child's numbers are for guardians, not for this login.", "Ask an owner or parent."});
    case NotShown::Why::unreadable:
      break;
  }
  return unreadable();
}

web::Response of_somebody(House& house, const std::string& name, Viewer viewer) {
  const auto numbers = house.numbers();
  if (!numbers) return unreadable();
  const auto found = numbers->of(name, viewer);
  if (!found) return not_shown(*numbers, name, found.error());
  JsonWriter json;
  json.open_object();
  json.open_list("weeks");
  for (const MomentWeek& week : found->weeks) {
    json.open_object();
    json.field("monday", date_text_of(number_of(week.monday)));
    json.open_object("groups");
    for (const auto& [group, key] : kGroups) {
      if (found->is_counted(group)) write_count(json, key, week.of(group));
    }
    json.close_object();
    json.close_object();
  }
  json.close_list();
  json.close_object();
  return json_answer(json.take());
}

// The same words whether there was anything: of a young person that is not said.
web::Response wiped(House& house, const std::string& name, const std::string& by) {
  const auto numbers = house.numbers();
  if (!numbers) return unreadable();
  const MomentHolder* holder = numbers->find(name);
  if (holder == nullptr) return nobody(*numbers, name);
  if (holder->kind == HolderKind::room)
    return trouble(422, "This can not be started fresh",
                   {"A room's numbers are nobody's own.", "They go by themselves, after 13 months."});
  if (!is_kept(holder->kind, holder->band, {.keep = true, .share = false}))
    return not_shown(*numbers, name, {NotShown::Why::uncounted});
  if (!house.start_fresh(name, by))
    return trouble(503, "The numbers could not be wiped",
                   {"state.db can not be written now.", "Make room on the disk, or try again."});
  JsonWriter json;
  json.open_object();
  json.field("text", family_text("The numbers of " + name + " are wiped."));
  json.close_object();
  return json_answer(json.take());
}

web::Answer of_somebody(const Api& api, const web::Request& request) {
  const Viewer viewer = may(api.adult(request).roles, Right::guard_children) ? Viewer::guardian : Viewer::auditor;
  return answer_by_house(api.control,
                         [name = request.parts.at(0), viewer](House& house) { return of_somebody(house, name, viewer); });
}

web::Answer wiped(const Api& api, const web::Request& request) {
  return answer_by_house(
      api.control, [name = request.parts.at(0), by = api.adult(request).name](House& house) { return wiped(house, name, by); });
}

}  // namespace

std::vector<web::Route> number_routes(const Api& api) {
  return {
      {web::Method::get, "/api/v1/numbers", who_may(Right::see_numbers),
       [api](const web::Request&) { return answer_by_house(api.control, of_the_house); }},
      {web::Method::get, "/api/v1/numbers/{name}", who_may(Right::see_numbers) | who_may(Right::guard_children),
       [api](const web::Request& request) { return of_somebody(api, request); }},
      {web::Method::remove, "/api/v1/numbers/{name}", who_may(Right::guard_children),
       [api](const web::Request& request) { return wiped(api, request); }},
  };
}

}  // namespace darban::page
