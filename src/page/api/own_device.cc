// SPDX-License-Identifier: Apache-2.0
// GET /me/device: whose device this page is open on, as the DNS side knows it. A device nobody has named yet is said with its
// address, because it can not be named without.
#include "base/json_writer.h"
#include "page/api/routes.h"
#include "page/family_text.h"

namespace darban::page {
namespace {

void write_text(JsonWriter& json, Text key, std::string_view text) {
  if (text.empty()) return json.null_field(key);
  json.field(key, family_text(std::string(text)));
}

web::Response device_at(House& house, const std::optional<IpAddress>& address) {
  const auto policy = house.policy();
  const Asker asker = address ? house.asker_at(*address) : Asker(kGuest);
  const auto fresh = address ? house.fresh_device_at(*address) : std::nullopt;
  JsonWriter json;
  json.open_object();
  write_text(json, "person", asker.profile == kGuest ? std::string_view() : policy->who(asker.profile));
  write_text(json, "label", policy->label_of(asker.device));
  if (fresh) {
    json.open_object("fresh");
    json.field("mac", family_text(fresh->mac));
    json.field("private", fresh->is_private);
    json.close_object();
  } else {
    json.null_field("fresh");
  }
  json.close_object();
  return json_answer(json.take());
}

}  // namespace

std::vector<web::Route> own_device_routes(const Api& api) {
  return {{web::Method::get, "/api/v1/me/device", kHousehold, [api](const web::Request& request) {
             return answer_by_house(api.control, [at = request.visitor](House& house) { return device_at(house, at); });
           }}};
}

}  // namespace darban::page
