// SPDX-License-Identifier: Apache-2.0
// POST /household/preview: what would come of a household for one person, before anybody saves it. Nothing is changed.
#include <array>

#include "config/spelling.h"
#include "page/api/body.h"
#include "page/api/household_body.h"
#include "page/api/routes.h"
#include "page/api/week.h"
#include "page/family_text.h"

namespace darban::page {
namespace {

constexpr std::array kKeys{Text("household"), Text("person")};
constexpr std::size_t kLongestName = 200;

void write_remark(JsonWriter& json, const std::string& what, const Spot& spot) {
  json.open_object();
  json.field("what", family_text(what));
  if (!spot.pointer.empty()) json.field("pointer", family_text(spot.pointer));
  if (spot.place.line > 0) {
    json.field("line", spot.place.line);
    json.field("column", spot.place.column);
  }
  json.close_object();
}

web::Response preview(House& house, const HouseholdBody& written, const std::string& person) {
  const std::string& file = house.settings().household;
  const auto policy = house.tried(written.text);
  const auto who = policy ? profile_called(**policy, person) : std::nullopt;
  const WallTime now = house.now().wall;
  JsonWriter json;
  json.open_object();
  json.open_list("problems");
  if (!policy) write_remark(json, policy.error().what, spot_in(written, policy.error(), file));
  if (policy && !who) write_remark(json, quote(person) + " is nobody in this household", {"/person", {}});
  json.close_list();
  json.open_list("notes");
  if (policy) {
    for (const ConfigError& note : (*policy)->notes()) write_remark(json, note.what, spot_in(written, note, file));
  }
  json.close_list();
  json.open_list("week");
  if (who) write_week(json, week_of(**policy, *who, now), (*policy)->zone());
  json.close_list();
  json.open_list("sentences");
  if (who) {
    for (const std::string& sentence : sentences_of(**policy, *who, now)) json.item(family_text(sentence));
  }
  json.close_list();
  json.close_object();
  return json_answer(json.take());
}

web::Answer answer(const Api& api, const web::Request& request) {
  Body body(request, kKeys);
  const web::JsonValue* household = body.object("household");
  const std::string person = body.text("person", kLongestName);
  if (!body.good()) return body.refusal();
  return answer_by_house(api.control, [written = household_body(*household, "/household"), person](House& house) {
    return preview(house, written, person);
  });
}

}  // namespace

std::vector<web::Route> preview_routes(const Api& api) {
  return {{web::Method::post, "/api/v1/household/preview", kWriters,
           [api](const web::Request& request) { return answer(api, request); }}};
}

}  // namespace darban::page
