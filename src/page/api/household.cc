// SPDX-License-Identifier: Apache-2.0
// GET and PUT /household: the family's file as JSON. Who writes says which version was read, and who has another name now
// ("renamed"), because a file does not tell that from one who left and one who came.
#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "page/api/body.h"
#include "page/api/editions.h"
#include "page/api/household_body.h"
#include "page/api/routes.h"
#include "web/asset.h"

namespace darban::page {
namespace {

constexpr std::array kKeys{Text("household"), Text("renamed")};
constexpr std::size_t kMostRenamed = 16;
constexpr std::size_t kLongestName = 512;  // octets; the household's own rule is stricter

// [{"from","to"}]; empty where it is not there or was objected to.
std::vector<Renamed> renamed_in(Body& body) {
  std::vector<Renamed> all;
  const web::JsonValue::List* const list = body.list("renamed", kMostRenamed);
  if (list == nullptr) return all;
  for (const web::JsonValue& each : *list) {
    const web::JsonValue* const from = each.find("from");
    const web::JsonValue* const to = each.find("to");
    const bool are_names = from != nullptr && to != nullptr && from->text() != nullptr && to->text() != nullptr &&
                           from->text()->size() <= kLongestName && to->text()->size() <= kLongestName;
    if (are_names)
      all.push_back({*from->text(), *to->text()});
    else
      body.object_to("renamed", "Each is a name until now and the name from now on.",
                     "Send [{\"from\": \"Ali\", \"to\": \"Aliyan\"}].");
  }
  return all;
}

bool has_person(const Household& household, const std::string& name) {
  return std::any_of(household.people.begin(), household.people.end(),
                     [&](const WrittenPerson& each) { return each.name == name; });
}

// Whoever is renamed was there under one name alone and is there under the other alone: nobody's numbers become another's.
std::optional<web::Response> objection_to(const House& house, const std::vector<Renamed>& renamed, const std::string& text) {
  if (renamed.empty()) return std::nullopt;
  const auto before = house.written();
  const auto after = house.read(text);
  if (!before || !after) return std::nullopt;  // saving says it
  std::set<std::string> names;
  for (const Renamed& each : renamed) {
    const bool is_so = has_person(**before, each.from) && !has_person(**before, each.to) && !has_person(**after, each.from) &&
                       has_person(**after, each.to) && names.insert(each.from).second && names.insert(each.to).second;
    if (!is_so)
      return trouble(422, "This is no new name",
                     {"\"renamed\" says what the household does not: the first name must go, and the second must be new.",
                      "Read the household again, and change the name there too."},
                     {"/renamed", {}});
  }
  return std::nullopt;
}

web::Response shown(House& house, const std::string& if_none_match) {
  const auto edition = house.household();
  if (!edition) return unreadable_answer(edition.error());
  const auto household = house.read(edition->text);
  if (!household) {
    web::Response response = unreadable_answer(household.error());
    response.more.push_back({"ETag", etag_of(*edition)});
    return response;
  }
  web::Response response;
  if (web::has_etag(if_none_match, etag_of(*edition))) {
    response.status = 304;
  } else {
    JsonWriter json;
    json.open_object();
    write_household(json, **household);
    json.close_object();
    response = json_answer(json.take());
  }
  response.more.push_back({"ETag", etag_of(*edition)});
  return response;
}

web::Answer put(const Api& api, const web::Request& request) {
  auto tag = tag_wanted(request);
  if (auto* refusal = std::get_if<web::Response>(&tag)) return *refusal;
  Body body(request, kKeys);
  const web::JsonValue* household = body.object("household");
  auto renamed = renamed_in(body);
  if (!body.good()) return body.refusal();
  return answer_by_house(api.control, [written = household_body(*household, "/household"), tag = std::get<std::string>(tag),
                                       by = api.adult(request).name, renamed = std::move(renamed)](House& house) {
    const auto today = house.household();
    if (today && today->tag == tag) {
      if (auto objection = objection_to(house, renamed, written.text)) return std::move(*objection);
    }
    const auto saved = house.save_household(written.text, tag, by, renamed);
    if (saved) return saved_answer(*saved);
    return not_saved_answer(saved.error(), spot_in(written, saved.error().error, house.settings().household));
  });
}

}  // namespace

std::vector<web::Route> household_routes(const Api& api) {
  return {
      {web::Method::get, "/api/v1/household", kReaders,
       [api](const web::Request& request) {
         return answer_by_house(api.control,
                                [tags = request.field(web::Field::if_none_match)](House& house) { return shown(house, tags); });
       }},
      {web::Method::put, "/api/v1/household", kWriters, [api](const web::Request& request) { return put(api, request); }},
  };
}

}  // namespace darban::page
