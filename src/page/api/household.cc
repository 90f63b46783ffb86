// SPDX-License-Identifier: Apache-2.0
// GET and PUT /household: the family's file as JSON. Who writes says which version was read.
#include <array>

#include "page/api/body.h"
#include "page/api/editions.h"
#include "page/api/household_body.h"
#include "page/api/routes.h"
#include "web/asset.h"

namespace darban::page {
namespace {

constexpr std::array kKeys{Text("household")};

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
    write_household(json, *household);
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
  if (!body.good()) return body.refusal();
  return answer_by_house(api.control, [written = household_body(*household, "/household"), tag = std::get<std::string>(tag),
                                       by = api.adult(request).name](House& house) {
    const auto saved = house.save_household(written.text, tag, by);
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
