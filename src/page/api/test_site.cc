// SPDX-License-Identifier: Apache-2.0
// POST /test: is this site open for them now, and why (`darban explain`). A POST, so that the name stands in no address and no
// history; it is answered and forgotten. Sealed lists are not asked.
#include <array>

#include "config/spelling.h"
#include "lists/idn.h"
#include "page/api/body.h"
#include "page/api/moments.h"
#include "page/api/routes.h"
#include "page/family_text.h"
#include "page/reasons.h"
#include "policy/explain.h"
#include "policy/grant_people.h"

namespace darban::page {
namespace {

constexpr std::array kKeys{Text("site"), Text("who")};
constexpr std::size_t kLongestSite = 1024;
constexpr std::size_t kLongestName = 200;

Text verdict_of(Action action) {
  switch (action) {
    case Action::allow:
      return "open";
    case Action::block:
      return "closed";
    case Action::rewrite:
      return "safe";
  }
  return "closed";
}

web::Response not_heeded(std::string detail, std::string cure, std::string pointer) {
  return trouble(422, "This can not be tested", {std::move(detail), std::move(cure)}, {std::move(pointer), {}});
}

web::Response explained(House& house, const Name& name, const std::string& site, const std::string& typed) {
  const auto policy = house.policy();
  const GrantPeople people(*policy);
  const auto who = people.find(typed);
  const auto asker = who ? people.asker_of(*who) : std::nullopt;
  if (!asker) {
    std::string cure = "Name a person, a room, a device or guest";
    if (!who && who.error().choices.size() == 1) cure += "; did you mean " + who.error().choices.front() + "?";
    return not_heeded(quote(typed) + " is nobody whose rules could be asked.", cure, "/who");
  }
  Inquiry inquiry;
  inquiry.asker = *asker;
  inquiry.now = house.now();
  const Explanation found = explain(*policy, inquiry, name, site);
  JsonWriter json;
  json.open_object();
  json.field("verdict", verdict_of(found.verdict.action));
  json.field("reason", reason_text_of(*policy, inquiry, found));
  json.field("because", family_text(found.because));
  json.field("rule", family_text(found.rule));
  json.field("remedy", family_text(found.remedy));
  json.field("change", family_text(found.change));
  if (found.changes != kNever) json.field("changes", local_moment(found.changes, policy->zone()));
  json.field("mode", found.mode);
  json.open_list("categories");
  for (const std::string& key : found.categories) json.item(family_text(key));
  json.close_list();
  json.close_object();
  return json_answer(json.take());
}

// People paste what the address bar shows.
std::string bare_name(std::string site) {
  const auto scheme = site.find("://");
  if (scheme != std::string::npos) site.erase(0, scheme + 3);
  site.erase(std::min(site.find_first_of("/?#"), site.size()));
  const auto user = site.rfind('@');
  if (user != std::string::npos) site.erase(0, user + 1);
  const auto port = site.rfind(':');
  if (port != std::string::npos && site.find_first_not_of("0123456789", port + 1) == std::string::npos) site.erase(port);
  const auto first = site.find_first_not_of(' ');
  if (first == std::string::npos) return {};
  return site.substr(first, site.find_last_not_of(' ') - first + 1);
}

web::Answer test(const Api& api, const web::Request& request) {
  Body body(request, kKeys);
  const std::string site = bare_name(body.text("site", kLongestSite));
  const std::string who = body.text("who", kLongestName);
  if (!body.good()) return body.refusal();
  const auto name = name_from_text_idn(site);
  if (!name || site.empty())
    return not_heeded("That is not a site's name.", "Write only the name, such as games.example.", "/site");
  return answer_by_house(api.control, [name = *name, site, who](House& house) { return explained(house, name, site, who); });
}

}  // namespace

std::vector<web::Route> test_routes(const Api& api) {
  return {{web::Method::post, "/api/v1/test", kReaders, [api](const web::Request& request) { return test(api, request); }}};
}

}  // namespace darban::page
