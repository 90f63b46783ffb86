// SPDX-License-Identifier: Apache-2.0
#include "page/child/child_pages.h"

#include <charconv>
#include <optional>
#include <utility>

#include "page/child/changes.h"
#include "page/child/closed_door.h"
#include "page/child/help.h"
#include "page/child/my_rules.h"
#include "page/child/recorded.h"
#include "page/child/test_it.h"
#include "page/embedded.h"
#include "store/change_store.h"
#include "web/form.h"

namespace darban::page {
namespace {

constexpr Text kAskForm = "/ask";
constexpr Text kTestForm = "/test";
constexpr Text kNumbersForm = "/recorded";

web::Response see_other(std::string location) {
  web::Response response;
  response.status = 303;
  response.type = web::ContentType::html;
  response.more.push_back({"Location", std::move(location)});
  return response;
}

// The same page without the word that switched the language; a closed door keeps its slip.
web::Response in_language(const Words& words, const web::Request& request) {
  std::string place;
  for (const std::string& segment : request.target.segments) place += "/" + segment;  // of our own routes
  if (place.empty()) place = "/";
  const std::string_view slip = request.target.asked("t");
  const bool hexadecimal = slip.find_first_not_of("0123456789abcdef") == std::string_view::npos;
  if (!slip.empty() && hexadecimal) place += "?t=" + std::string(slip);
  web::Response response = see_other(std::move(place));
  response.more.push_back({"Set-Cookie", "lang=" + words.tag() + "; Path=/; Max-Age=31536000; SameSite=Lax"});
  return response;
}

std::chrono::sys_days today_in(const Policy& policy, const Now& now) {
  const WallTime known = now.wall_trusted ? now.wall : std::max(now.wall, kBuildDate);
  return std::chrono::sys_days(std::chrono::floor<std::chrono::days>(policy.zone().local(known)).time_since_epoch());
}

}  // namespace

struct ChildPages::Visit {
  House& house;
  Reader reader;
  const web::Request& request;
  std::shared_ptr<const Policy> policy;
  Asker asker;
  Now now;
  Result<std::shared_ptr<const Household>, ConfigError> household;

  const Household* written() const { return household ? household->get() : nullptr; }  // null: the file can not be read now
  std::string who() const { return std::string(policy->who(asker.profile)); }
  Clockwork clockwork() const { return {policy->zone(), now}; }
  Inquiry inquiry() const { return {asker, now, RrType::a, request.visitor}; }
  std::string_view asked(std::string_view name) const { return request.target.asked(name); }
};

ChildPages::ChildPages(ControlThread& control) : control_(control), languages_(embedded_languages()) {}

web::Answer ChildPages::page(const web::Request& request, Make make) {
  if (!web::changes_nothing(request.method()) && !web::is_form(request.field(web::Field::content_type)))
    return web::problem(web::Refusal::no_form);
  const Words* chosen = languages_.find(request.target.asked("lang"));
  if (chosen != nullptr && web::changes_nothing(request.method())) return in_language(*chosen, request);
  const Words& words = languages_.for_visitor(request.field(web::Field::cookie), request.field(web::Field::accept_language));
  return answer_by_house(control_, [this, &words, request, make = std::move(make)](House& house) {
    const auto policy = house.policy();
    const Asker asker = request.visitor ? house.asker_at(*request.visitor) : Asker();
    return make({house, {languages_, words}, request, policy, asker, house.now(), house.written()});
  });
}

web::Handler ChildPages::handler(web::Response (ChildPages::*make)(const Visit&)) {
  return [this, make](const web::Request& request) {
    return page(request, [this, make](const Visit& visit) { return (this->*make)(visit); });
  };
}

std::vector<web::Route> ChildPages::routes() {
  using web::Method;
  const web::Roles anybody{web::Role::anybody};
  std::vector<web::Route> routes;
  const auto add = [&](Method method, Text path, web::Response (ChildPages::*make)(const Visit&)) {
    routes.push_back({method, path, anybody, handler(make)});
  };
  add(Method::get, "/", &ChildPages::rules);
  add(Method::get, "/ask", &ChildPages::ask);
  add(Method::post, "/ask", &ChildPages::asked);
  add(Method::post, "/ask/back", &ChildPages::taken_back);
  add(Method::get, "/help", &ChildPages::help);
  add(Method::get, "/recorded", &ChildPages::recorded);
  add(Method::post, "/recorded/fresh", &ChildPages::started_fresh);
  add(Method::post, "/recorded/choose", &ChildPages::chosen);
  add(Method::get, "/changes", &ChildPages::changes);
  add(Method::get, "/test", &ChildPages::test);
  add(Method::post, "/test", &ChildPages::tested);
  add(Method::get, "/closed", &ChildPages::closed);
  return routes;
}

web::Answer ChildPages::stranger(const web::Request& request) {
  if (!request.head.stranger || !request.visitor) return web::problem(web::Refusal::foreign_host);
  const auto seen = [this](House& house, const Name& name, const IpAddress& visitor) {
    const auto policy = house.policy();
    const Inquiry inquiry{house.asker_at(visitor), house.now(), RrType::a, visitor};
    // Only who has such doors is led to one: whoever else comes with a name that is not ours is refused (rebinding).
    if (policy->profile(inquiry.asker).answer != AnswerMode::page) return web::problem(web::Refusal::foreign_host);
    const Explanation explanation = explain(*policy, inquiry, name, {});
    if (explanation.verdict.action != Action::block) return web::problem(web::Refusal::foreign_host);
    return see_other("http://darban.home.arpa/closed?t=" +
                     slips_.give(why_closed(*policy, inquiry, explanation), inquiry.now.mono));
  };
  return answer_by_house(control_, [seen, name = *request.head.stranger, visitor = *request.visitor](House& house) {
    return seen(house, name, visitor);
  });
}

void ChildPages::tidy(House& house) {
  Database* database = house.database();
  if (database != nullptr && house.requests().tidy(*database, house.now()) > 0) house.news().say(News::requests);
}

web::Response ChildPages::rules(const Visit& visit) {
  const auto rules = my_rules(*visit.policy, visit.asker, visit.now, visit.written(), visit.house.grants());
  return my_rules_page(visit.reader, visit.clockwork(), rules, visit.written());
}

web::Response ChildPages::help(const Visit& visit) {
  return help_page(visit.reader,
                   {visit.written() != nullptr ? visit.written()->country : "", today_in(*visit.policy, visit.now)});
}

web::Response ChildPages::recorded(const Visit& visit) { return recorded_again(visit, numbers_said(visit.asked("said"))); }

web::Response ChildPages::recorded_again(const Visit& visit, NumbersSaid said) {
  RecordedFacts facts;
  facts.said = said;
  facts.numbers = own_numbers(visit.house.numbers(), visit.who());
  facts.band = visit.policy->profile(visit.asker).band;
  for (const Endpoint& upstream : visit.house.settings().upstreams) facts.upstreams.push_back(upstream.written);
  return recorded_page(visit.reader, facts, tokens_.make(kNumbersForm, visit.who(), visit.now.mono));
}

// Both forms are of the person whose device this is, and of nobody else: no name is in them.
web::Response ChildPages::started_fresh(const Visit& visit) {
  const auto form = web::read_form(visit.request.body);
  if (!form || !tokens_.is_good(form->asked("token"), kNumbersForm, visit.who(), visit.now.mono))
    return recorded_again(visit, NumbersSaid::old_form);
  if (!own_numbers(visit.house.numbers(), visit.who()).has_any || !visit.house.start_fresh(visit.who(), ""))
    return recorded_again(visit, NumbersSaid::not_done);
  return see_other("/recorded?said=" + std::string(text_of(NumbersSaid::fresh).view()));
}

web::Response ChildPages::chosen(const Visit& visit) {
  const auto form = web::read_form(visit.request.body);
  const auto choice = form ? chosen_in(*form) : std::nullopt;
  if (!choice || !tokens_.is_good(form->asked("token"), kNumbersForm, visit.who(), visit.now.mono))
    return recorded_again(visit, NumbersSaid::old_form);
  const OwnNumbers own = own_numbers(visit.house.numbers(), visit.who());
  const bool can = own.has_any && !own.unreadable && is_for(own.band, *choice);
  if (!can || !visit.house.choose(visit.who(), choices_after(own.choices, *choice)))
    return recorded_again(visit, NumbersSaid::not_done);
  return see_other("/recorded?said=" + std::string(text_of(*choice).view()));
}

web::Response ChildPages::changes(const Visit& visit) {
  ChangesSeen seen;
  seen.grants = grants_for(visit.house.grants(), visit.who(), visit.now);
  if (Database* database = visit.house.database()) {
    const ChangeStore store(*database);
    const auto log = store.concerning(visit.who());
    if (log) {
      for (const Change& change : *log) seen.log.push_back({change.at, change.actor, change.setting, change.was, change.became});
    }
    const auto whole = store.verify();
    seen.log_whole = whole && *whole;
  }
  return changes_page(visit.reader, visit.clockwork(), seen, visit.written());
}

web::Response ChildPages::test(const Visit& visit) {
  return test_page(visit.reader, visit.clockwork(), {!visit.asked("seen").empty(), std::nullopt},
                   tokens_.make(kTestForm, visit.who(), visit.now.mono));
}

web::Response ChildPages::tested(const Visit& visit) {
  const auto form = web::read_form(visit.request.body);
  SiteTested tested{SiteTested::Found::old_form};
  if (form && tokens_.is_good(form->asked("token"), kTestForm, visit.who(), visit.now.mono))
    tested = tested_site(*visit.policy, visit.inquiry(), form->asked("site"));
  return test_page(visit.reader, visit.clockwork(), {false, tested}, tokens_.make(kTestForm, visit.who(), visit.now.mono));
}

web::Response ChildPages::closed(const Visit& visit) {
  return closed_door_page(visit.reader, visit.clockwork(), slips_.find(visit.asked("t"), visit.now.mono));
}

web::Response ChildPages::ask_again(const Visit& visit, AskSaid said, AskWish wish) {
  AskSeen seen{said, std::move(wish), adults_of(*visit.policy)};
  if (Database* database = visit.house.database()) {
    seen.mine = visit.house.requests().of_person(*database, visit.now, visit.who());
    const auto left = visit.house.requests().left_today(*database, visit.now, visit.policy->zone(), visit.who());
    seen.left = left.value_or(0);
    if (!left) seen.said = AskSaid::not_kept;
  } else {
    seen.said = AskSaid::not_kept;
  }
  return ask_page(visit.reader, seen, tokens_.make(kAskForm, visit.who(), visit.now.mono));
}

web::Response ChildPages::ask(const Visit& visit) {
  return ask_again(visit, ask_said(visit.asked("said")), {request_what(visit.asked("what"))});
}

web::Response ChildPages::asked(const Visit& visit) {
  const auto form = web::read_form(visit.request.body);
  if (!form) return ask_again(visit, AskSaid::old_form, {});
  AskWish wish = ask_wish(*form);
  if (!tokens_.is_good(form->asked("token"), kAskForm, visit.who(), visit.now.mono))
    return ask_again(visit, AskSaid::old_form, std::move(wish));
  const AskSaid said = checked_wish(*visit.policy, visit.asker, visit.now, wish);
  if (said != AskSaid::nothing) return ask_again(visit, said, std::move(wish));
  Database* database = visit.house.database();
  if (database == nullptr) return ask_again(visit, AskSaid::not_kept, std::move(wish));
  ChildRequest request;
  request.person = visit.who();
  request.whom = wish.whom;
  request.what = *wish.what;
  request.site = wish.site;
  request.note = wish.note;
  const auto id = visit.house.requests().ask(*database, visit.now, visit.policy->zone(), std::move(request));
  if (id) visit.house.news().say(News::requests);
  if (id) return see_other("/ask?said=" + std::string(text_of(AskSaid::sent).view()));
  return ask_again(visit, id.error() == RequestDesk::Refused::enough_today ? AskSaid::enough : AskSaid::not_kept,
                   std::move(wish));
}

web::Response ChildPages::taken_back(const Visit& visit) {
  const auto form = web::read_form(visit.request.body);
  Database* database = visit.house.database();
  if (!form || database == nullptr || !tokens_.is_good(form->asked("token"), kAskForm, visit.who(), visit.now.mono))
    return ask_again(visit, AskSaid::old_form, {});
  std::int64_t id = 0;
  const std::string_view text = form->asked("id");
  std::from_chars(text.data(), text.data() + text.size(), id);
  if (!visit.house.requests().take_back(*database, visit.now, id, visit.who()))
    return see_other("/ask");  // answered meanwhile, or gone
  visit.house.news().say(News::requests);
  return see_other("/ask?said=" + std::string(text_of(AskSaid::taken_back).view()));
}

}  // namespace darban::page
