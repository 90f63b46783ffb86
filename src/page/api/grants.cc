// SPDX-License-Identifier: Apache-2.0
// /grants: what adults gave for a while, giving and taking back. A helper gives pauses and bonus time, a teacher gives in the rooms
// that an owner named for them, and each takes back no more than they could give.
#include <algorithm>
#include <array>
#include <charconv>

#include "page/api/body.h"
#include "page/api/grant_json.h"
#include "page/api/routes.h"
#include "page/family_text.h"
#include "policy/grant_people.h"

namespace darban::page {
namespace {

constexpr std::size_t kMostNamed = 32;
constexpr std::size_t kLongestName = 200;  // octets, of a person, a device, a site
constexpr std::size_t kLongestNote = 200;
constexpr std::int64_t kMostMinutes = 24 * 60;

constexpr std::array kKeys{Text("kind"),    Text("who"),   Text("what"),      Text("mode"),
                           Text("minutes"), Text("until"), Text("confirmed"), Text("note")};
constexpr std::array kKinds{Text("pause"), Text("bonus"), Text("open_all"), Text("mode"), Text("allow"), Text("close")};
constexpr std::array kKindsInOrder{GrantWish::Kind::pause, GrantWish::Kind::bonus, GrantWish::Kind::open_all,
                                   GrantWish::Kind::mode,  GrantWish::Kind::allow, GrantWish::Kind::close};
constexpr std::array kModeWords{Text("free"), Text("homework"), Text("school"), Text("bedtime"), Text("off")};
constexpr std::array kModesInOrder{Mode::free, Mode::homework, Mode::school, Mode::bedtime, Mode::off};

GrantWish wish_of(Body& body) {
  GrantWish wish;
  wish.kind = kKindsInOrder[body.choice_needed("kind", kKinds)];
  wish.who = body.texts("who", kMostNamed, kLongestName);
  wish.what = body.text_or_nothing("what", kLongestName);
  const auto mode = body.choice("mode", kModeWords);
  if (mode) wish.mode = kModesInOrder[*mode];
  wish.minutes = static_cast<std::uint32_t>(body.whole("minutes", 1, kMostMinutes).value_or(0));
  wish.until = body.text_or_nothing("until", kLongestName);
  wish.confirmed = body.flag("confirmed");
  wish.note = body.text_or_nothing("note", kLongestNote);
  const bool is_door = wish.kind == GrantWish::Kind::allow || wish.kind == GrantWish::Kind::close;
  if (is_door && wish.what.empty())
    body.object_to("what", "It does not say what is to be opened or closed.",
                   "Send a site, or the key of a category or service.");
  if (!is_door && !wish.what.empty())
    body.object_to("what", "A site or key belongs to the kinds allow and close only.", "Leave it out, or send another kind.");
  if (wish.kind == GrantWish::Kind::mode && !mode) body.object_to("mode", "It does not say which mode.", "Send a mode.");
  if (wish.kind != GrantWish::Kind::mode && mode)
    body.object_to("mode", "A mode belongs to the kind mode only.", "Leave it out, or send another kind.");
  return wish;
}

// Which member a refusal is about.
Spot spot_of(GrantFault fault, const GrantWish& wish) {
  switch (fault) {
    case GrantFault::nobody_named:
    case GrantFault::unknown_who:
    case GrantFault::ambiguous_who:
    case GrantFault::never_paused:
      return {"/who", {}};
    case GrantFault::unknown_what:
    case GrantFault::not_a_name:
    case GrantFault::vital:
    case GrantFault::already_open:
    case GrantFault::local_name:
    case GrantFault::canary:
      return {"/what", {}};
    case GrantFault::needs_confirmation:
      return {"/confirmed", {}};
    case GrantFault::odd_length:
    case GrantFault::until_is_not_for_bonus:
    case GrantFault::too_long_night:
      return {"/until", {}};
    case GrantFault::two_lengths:
    case GrantFault::no_length:
    case GrantFault::over_bonus_cap:
    case GrantFault::over_pause_cap:
      return {"/minutes", {}};
    case GrantFault::too_long:
    case GrantFault::clock_unknown:
      return {wish.until.empty() ? "/minutes" : "/until", {}};
    case GrantFault::misunderstood:
    case GrantFault::nothing_closes:
    case GrantFault::too_many:
    case GrantFault::not_in_force:
      break;
  }
  return {};
}

web::Response refused(const Said& said, const GrantWish& wish) {
  if (!said.refusal)
    return trouble(503, "This could not be written down", {said.text, "Make room on the disk, or try again later."});
  const GrantFault fault = said.refusal->fault;
  const bool confirm = fault == GrantFault::needs_confirmation;
  Advice advice = advice_of(said.text);
  if (confirm) advice.cure = "Only if it is really meant: send it again with \"confirmed\": true.";
  return trouble(fault == GrantFault::not_in_force ? 404 : 422, "This is not given", advice, spot_of(fault, wish),
                 [confirm, &said](JsonWriter& json) {
                   write_refusal(json, *said.refusal);
                   if (confirm) json.field("needs_confirmation", true);
                 });
}

web::Response answered(const Said& said, unsigned done) {
  JsonWriter json;
  json.open_object();
  json.field("text", family_text(said.text));
  json.open_list("ids");
  for (const std::int64_t id : said.ids) json.item(id);
  json.close_list();
  if (said.refusal) write_refusal(json, *said.refusal);
  json.close_object();
  return json_answer(json.take(), said.outcome == Said::Outcome::done ? done : 200);
}

bool went_well(const Said& said) { return said.outcome == Said::Outcome::done || said.outcome == Said::Outcome::nothing_to_do; }

std::string joined(const std::vector<std::string>& rooms) {
  std::string text;
  for (const std::string& room : rooms) text += (text.empty() ? "" : ", ") + room;
  return text;
}

web::Response not_yours(const Adult& adult, const Spot& spot = {}) {
  if (!adult.roles.shares_one_with(kGiveInRooms))
    return trouble(403, "This is not for helpers", {"Helpers give pauses and bonus time only.", "Ask an owner or parent."}, spot);
  if (adult.rooms.empty())
    return trouble(403, "You have no room yet",
                   {"Teachers give in rooms that an owner named for them.", "Ask an owner to name your rooms in Settings."}, spot);
  return trouble(403, "This is not one of your rooms",
                 {"You give in " + joined(adult.rooms) + " only.", "Name one of them, or ask an owner or parent."}, spot);
}

bool is_time(const Grant& grant) {
  return grant.what == GrantWhat::pause || (grant.what == GrantWhat::mode && grant.mode == Mode::free);
}
bool is_time(const GrantWish& wish) { return wish.kind == GrantWish::Kind::pause || wish.kind == GrantWish::Kind::bonus; }

// `time`: a pause or bonus time; `own_rooms`: in the adult's own rooms only.
bool may_give(const Adult& adult, bool time, bool own_rooms) {
  return adult.roles.shares_one_with(kGiveAll) || (time && adult.roles.shares_one_with(kGiveTime)) ||
         (own_rooms && adult.roles.shares_one_with(kGiveInRooms));
}

// By the name that the room has now: of one that is called otherwise since, or is there no more, nobody is the teacher.
bool is_own_room(const Adult& adult, const GrantWho& who) {
  return who.kind == GrantWho::Kind::room && std::find(adult.rooms.begin(), adult.rooms.end(), who.name) != adult.rooms.end();
}

// Whom a teacher names must be rooms of their own. Words that name nobody are refused later, by the rules.
bool only_own_rooms(const Policy& policy, const Adult& adult, const std::vector<std::string>& who) {
  if (adult.rooms.empty()) return false;
  const GrantPeople people(policy);
  return std::all_of(who.begin(), who.end(), [&](const std::string& typed) {
    const auto found = people.find(typed);
    return !found || is_own_room(adult, *found);
  });
}

web::Response list_all(House& house) {
  const Now now = house.now();
  const auto policy = house.policy();
  JsonWriter json;
  json.open_list();
  for (const Grant& grant : house.grants()) write_grant_object(json, grant, policy->zone(), now);
  json.close_list();
  return json_answer(json.take());
}

web::Answer give(const Api& api, const web::Request& request) {
  Body body(request, kKeys);
  GrantWish wish = wish_of(body);
  if (!body.good()) return body.refusal();
  const Adult adult = api.adult(request);
  wish.by = adult.name;
  return answer_in_time(api.control, [wish, adult](House& house, const web::PendingReply& reply) {
    if (!may_give(adult, is_time(wish), only_own_rooms(*house.policy(), adult, wish.who)))
      return reply.answer(not_yours(adult, {"/who", {}}));
    house.give(wish,
               [wish, reply](const Said& said) { reply.answer(went_well(said) ? answered(said, 201) : refused(said, wish)); });
  });
}

std::optional<std::int64_t> id_of(const std::string& text) {
  std::int64_t id = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), id);
  return problem == std::errc() && end == text.data() + text.size() && id > 0 ? std::optional(id) : std::nullopt;
}

web::Answer take_back(const Api& api, const web::Request& request) {
  const auto id = id_of(request.parts.at(0));
  if (!id) return web::problem(web::Refusal::no_such_page);
  const Adult adult = api.adult(request);
  return answer_in_time(api.control, [id = *id, adult](House& house, const web::PendingReply& reply) {
    for (const Grant& grant : house.grants()) {
      if (grant.id != id) continue;
      if (!may_give(adult, is_time(grant), is_own_room(adult, grant.who))) return reply.answer(not_yours(adult));
    }
    RevokeWish wish;
    wish.ids = {id};
    wish.by = adult.name;
    house.revoke(wish, [reply](const Said& said) { reply.answer(went_well(said) ? answered(said, 200) : refused(said, {})); });
  });
}

}  // namespace

std::vector<web::Route> grant_routes(const Api& api) {
  return {
      {web::Method::get, "/api/v1/grants", kHousehold,
       [api](const web::Request&) { return answer_by_house(api.control, list_all); }},
      {web::Method::post, "/api/v1/grants", kGivers, [api](const web::Request& request) { return give(api, request); }},
      {web::Method::remove, "/api/v1/grants/{id}", kGivers,
       [api](const web::Request& request) { return take_back(api, request); }},
  };
}

}  // namespace darban::page
