// SPDX-License-Identifier: Apache-2.0
// /requests: what children ask for, and an adult's answer. An answer that opens something is given first and noted after it is in
// force; what the rules refuse leaves the request where it was. With the answer the name is gone. Nobody raises a request for a
// child here, and how often something was tried is not known to anybody (product.md 3.8).
#include <algorithm>
#include <array>
#include <charconv>

#include "config/household_writer.h"
#include "config/spelling.h"
#include "lists/idn.h"
#include "page/api/body.h"
#include "page/api/editions.h"
#include "page/api/grant_json.h"
#include "page/api/moments.h"
#include "page/api/routes.h"
#include "page/family_text.h"
#include "page/reasons.h"
#include "page/roles.h"
#include "policy/explain.h"
#include "policy/grant_people.h"

namespace darban::page {
namespace {

constexpr std::uint32_t kHour = 60;  // minutes
constexpr std::string_view kRoom = "room ";

constexpr std::array kKeys{Text("answer"), Text("reason"), Text("confirmed")};
constexpr std::array kAnswers{Text("hour"), Text("always"), Text("not_now"), Text("talk")};
constexpr std::array kAnswersInOrder{RequestAnswer::hour, RequestAnswer::always, RequestAnswer::not_now, RequestAnswer::talk};

struct Reply {
  std::int64_t id = 0;
  RequestAnswer answer = RequestAnswer::talk;
  std::string reason{};
  bool confirmed = false;
  std::string by{};
};

std::optional<Asker> asker_of(const Policy& policy, const std::string& person) {
  const GrantPeople people(policy);
  const auto who = people.find(person);
  return who ? people.asker_of(*who) : std::nullopt;
}

// Why the site is closed for the one who asks, now.
void write_because(JsonWriter& json, const Policy& policy, const Now& now, const ChildRequest& request) {
  const auto name = request.site.empty() ? Result<Name>(Error{Errc::empty, 0}) : name_from_text_idn(request.site);
  const auto asker = asker_of(policy, request.person);
  if (!name || !asker) {
    json.field("reason", Text(""));
    json.field("because", Text(""));
    return;
  }
  const Inquiry inquiry{*asker, now};
  const Explanation found = explain(policy, inquiry, *name, request.site);
  json.field("reason", reason_text_of(policy, inquiry, found));
  json.field("because", family_text(found.because));
}

void write_request(JsonWriter& json, const Policy& policy, const Now& now, const ChildRequest& request) {
  json.open_object();
  json.field("id", request.id);
  json.field("person", family_text(request.person));
  if (const auto asker = asker_of(policy, request.person)) json.field("band", policy.profile(*asker).band);
  json.field("whom", family_text(request.whom));
  json.field("what", request.what);
  if (!request.site.empty()) {
    json.field("site", family_text(request.site));
    if (const auto ascii = a_labels_of(request.site)) json.field("site_ascii", family_text(*ascii));
  }
  json.field("note", family_text(request.note));
  write_because(json, policy, now, request);
  json.field("asked", local_moment(request.asked, policy.zone()));
  json.close_object();
}

web::Response listed(House& house) {
  const auto policy = house.policy();
  const Now now = house.now();
  JsonWriter json;
  json.open_list();
  if (Database* database = house.database()) {
    for (const ChildRequest& request : house.requests().open_ones(*database, now)) write_request(json, *policy, now, request);
  }
  json.close_list();
  return json_answer(json.take());
}

web::Response not_there() {
  return trouble(404, "There is no such request",
                 {"It was answered or taken back, or it is a day old.", "Look at the list again."});
}

web::Response not_kept() {
  return trouble(503, "This could not be written down",
                 {"state.db can not be written now.", "Make room on the disk, or try again."});
}

web::Response noted(House& house, const Reply& reply, std::string text) {
  Database* database = house.database();
  if (database == nullptr) return not_kept();
  if (!house.requests().answer(*database, house.now(), reply.id, reply.answer, reply.reason, reply.by)) return not_there();
  house.news().say(News::requests);
  JsonWriter json;
  json.open_object();
  json.field("text", family_text(std::move(text)));
  json.close_object();
  return json_answer(json.take());
}

// An hour of the site, or an hour more of time where no site was named.
GrantWish hour_of(const ChildRequest& request, const Reply& reply) {
  GrantWish wish;
  wish.kind = request.site.empty() ? GrantWish::Kind::bonus : GrantWish::Kind::allow;
  wish.who = {request.person};
  wish.what = request.site;
  wish.minutes = kHour;
  wish.confirmed = reply.confirmed;
  wish.by = reply.by;
  return wish;
}

WrittenProfile* profile_of(Household& household, std::string_view person) {
  if (person == "guest") return &household.guest;
  for (WrittenPerson& each : household.people) {
    if (each.name == person) return &each.profile;
  }
  for (WrittenRoom& each : household.rooms) {
    if (person.starts_with(kRoom) && each.label == person.substr(kRoom.size())) return &each.profile;
  }
  return nullptr;
}

// `allow: site` for that person, in the household file. It is read and written within one errand, so nobody's change is lost.
web::Response opened_for_good(House& house, const ChildRequest& request, const Reply& reply) {
  if (request.site.empty())
    return trouble(422, "This is not given", {"The request names no site, and time is never given for good.", "Give an hour."},
                   {"/answer", {}});
  const auto edition = house.household();
  if (!edition) return unreadable_answer(edition.error());
  const auto read = house.read(edition->text);
  if (!read) return unreadable_answer(read.error());
  Household household = **read;
  WrittenProfile* profile = profile_of(household, request.person);
  if (profile == nullptr) return not_there();
  const auto ascii = a_labels_of(request.site);
  profile->allow.push_back({ascii ? *ascii : request.site, {}});
  const auto saved = house.save_household(household_text(household), edition->tag, reply.by, {});
  if (!saved) return not_saved_answer(saved.error(), {"/answer", {}});
  return noted(house, reply, quote(request.site) + " is open for " + request.person + " from now on.");
}

void answer_it(House& house, const Reply& reply, const web::PendingReply& pending) {
  Database* database = house.database();
  if (database == nullptr) return pending.answer(not_kept());
  const auto request = house.requests().find(*database, house.now(), reply.id);
  if (!request || request->state != RequestState::open) return pending.answer(not_there());
  if (reply.answer == RequestAnswer::always) return pending.answer(opened_for_good(house, *request, reply));
  if (reply.answer != RequestAnswer::hour) return pending.answer(noted(house, reply, "The answer stands on the child's page."));
  house.give(hour_of(*request, reply), [&house, reply, pending](const Said& said) {
    const bool well = said.outcome == Said::Outcome::done || said.outcome == Said::Outcome::nothing_to_do;
    if (well) return pending.answer(noted(house, reply, said.text));
    const bool confirm = said.refusal && said.refusal->fault == GrantFault::needs_confirmation;
    pending.answer(trouble(said.refusal ? 422 : 503, "This is not given", advice_of(said.text),
                           {confirm ? "/confirmed" : "/answer", {}}, [confirm, &said](JsonWriter& json) {
                             if (said.refusal) write_refusal(json, *said.refusal);
                             if (confirm) json.field("needs_confirmation", true);
                           }));
  });
}

web::Answer answer(const Api& api, const web::Request& request) {
  const std::string& part = request.parts.at(0);
  Reply reply;
  const auto [end, problem] = std::from_chars(part.data(), part.data() + part.size(), reply.id);
  if (problem != std::errc() || end != part.data() + part.size()) return web::problem(web::Refusal::no_such_page);
  Body body(request, kKeys);
  reply.answer = kAnswersInOrder[body.choice_needed("answer", kAnswers)];
  reply.reason = body.text_or_nothing("reason", 32);
  reply.confirmed = body.flag("confirmed");
  if (!reply.reason.empty() && !is_request_reason(reply.reason))
    body.object_to("reason", "The child's page has no words for that reason.",
                   "Send late, homework, meal, age, together or tomorrow, or leave it out.");
  if (!body.good()) return body.refusal();
  const Adult adult = api.adult(request);
  reply.by = adult.name;
  if (reply.answer == RequestAnswer::always && !may(adult.roles, Right::change_rules))
    return trouble(403, "This is not for this token",
                   {"Opening for good changes the rules.", "Give an hour, or ask an owner or parent."}, {"/answer", {}});
  return answer_in_time(api.control,
                        [reply](House& house, const web::PendingReply& pending) { answer_it(house, reply, pending); });
}

}  // namespace

std::vector<web::Route> request_routes(const Api& api) {
  return {
      {web::Method::get, "/api/v1/requests", who_may(Right::answer_requests),
       [api](const web::Request&) { return answer_by_house(api.control, listed); }},
      {web::Method::post, "/api/v1/requests/{id}", who_may(Right::answer_requests),
       [api](const web::Request& request) { return answer(api, request); }},
  };
}

}  // namespace darban::page
