// SPDX-License-Identifier: Apache-2.0
// GET /people/{name}/week.
#include "page/api/week.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "config/spelling.h"
#include "page/api/moments.h"
#include "page/api/routes.h"
#include "page/api/trouble.h"
#include "page/family_text.h"

namespace darban::page {
namespace {

using std::chrono::days;
using std::chrono::floor;

constexpr std::size_t kMostEdges = 4096;
constexpr std::size_t kMostSentences = 12;

Now moment_at(WallTime time) { return {MonoTime{}, time, true}; }

// Where the mode or its exception changes, from `from` on and before `end`. What windows close besides is no edge here.
std::vector<WeekEdge> edges(const Policy& policy, ProfileId who, WallTime from, WallTime end) {
  std::vector<WeekEdge> all;
  for (WallTime at = from; at < end && all.size() < kMostEdges;) {
    const ModeAt state = policy.timetable_at(who, moment_at(at));
    std::string label(policy.exception_at(who, moment_at(at)));
    if (all.empty() || all.back().mode != state.mode || all.back().exception != label)
      all.push_back({at, state.mode, std::move(label)});
    if (state.until <= at) break;
    at = state.until;
  }
  return all;
}

WallTime monday_of(WallTime now, const Zone& zone) {
  const auto today = floor<days>(zone.local(now));
  const auto since_monday = std::chrono::weekday(today) - std::chrono::Monday;
  return zone.wall(LocalTime(today - since_monday));
}

WallTime week_after(WallTime monday, const Zone& zone) { return zone.wall(LocalTime(floor<days>(zone.local(monday)) + days(7))); }

std::string sentence_of(const WeekEdge& edge, std::optional<WallTime> end, WallTime now, const Zone& zone) {
  const bool already = edge.at <= now;
  const std::string begin = already ? "now" : moment_words_of(edge.at, now, zone);
  const std::string reason = edge.exception.empty() ? "" : " (" + edge.exception + ")";
  const std::string close =
      end ? (already ? moment_words_of(*end, now, zone) : end_words_of(*end, edge.at, zone)) : std::string();
  if (edge.mode >= Mode::bedtime)
    return "Closed " + begin + (end ? ", opens " + close : ", and it does not open within a week") + reason + ".";
  const std::string name = edge.mode == Mode::school ? "School time " : "Homework time ";
  return name + begin + (end ? " until " + close : ", and it does not end within a week") + reason + ".";
}

web::Response week_of_person(House& house, const std::string& name) {
  const auto policy = house.policy();
  const auto who = profile_called(*policy, name);
  if (!who)
    return trouble(404, "There is nobody of that name",
                   {quote(name) + " is no person and no room here.", "Use a name that GET /home has."});
  JsonWriter json;
  json.open_object();
  json.open_list("week");
  write_week(json, week_of(*policy, *who, house.now().wall), policy->zone());
  json.close_list();
  json.close_object();
  return json_answer(json.take());
}

}  // namespace

std::vector<WeekEdge> week_of(const Policy& policy, ProfileId who, WallTime now) {
  const WallTime monday = monday_of(now, policy.zone());
  return edges(policy, who, monday, week_after(monday, policy.zone()));
}

void write_week(JsonWriter& json, const std::vector<WeekEdge>& week, const Zone& zone) {
  for (const WeekEdge& edge : week) {
    json.open_object();
    json.field("at", local_moment(edge.at, zone));
    json.field("mode", edge.mode);
    if (!edge.exception.empty()) json.field("exception", family_text(edge.exception));
    json.close_object();
  }
}

std::vector<std::string> sentences_of(const Policy& policy, ProfileId who, WallTime now) {
  const Zone& zone = policy.zone();
  const auto all = edges(policy, who, now, now + days(7));
  std::vector<std::string> sentences;
  for (std::size_t i = 0; i < all.size() && sentences.size() < kMostSentences; ++i) {
    if (all[i].mode == Mode::free) continue;
    if (all[i].at > now + days(2) && !sentences.empty()) break;
    std::size_t next = i + 1;  // an exception that goes on in the same mode is no end
    while (next < all.size() && all[next].mode == all[i].mode) ++next;
    sentences.push_back(sentence_of(all[i], next < all.size() ? std::optional(all[next].at) : std::nullopt, now, zone));
    i = next - 1;
  }
  if (sentences.empty()) sentences.emplace_back("Nothing closes by time within a week.");
  return sentences;
}

std::optional<ProfileId> profile_called(const Policy& policy, std::string_view name) {
  if (const auto person = policy.profile_of_person(name)) return person;
  if (const auto room = policy.profile_of_room(name)) return room;
  return name == "guest" ? std::optional(kGuest) : std::nullopt;
}

std::vector<web::Route> week_routes(const Api& api) {
  return {{web::Method::get, "/api/v1/people/{name}/week", kHousehold, [api](const web::Request& request) {
             return answer_by_house(api.control,
                                    [name = request.parts.at(0)](House& house) { return week_of_person(house, name); });
           }}};
}

}  // namespace darban::page
