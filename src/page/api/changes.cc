// SPDX-License-Identifier: Apache-2.0
// GET /changes: what adults changed, the newest first, and whether the log is whole (store/change_store.h).
#include <algorithm>

#include "base/json_writer.h"
#include "page/api/moments.h"
#include "page/api/routes.h"
#include "page/api/trouble.h"
#include "page/family_text.h"
#include "store/change_store.h"

namespace darban::page {
namespace {

constexpr std::size_t kMostShown = 500;

void write_text(JsonWriter& json, Text key, const std::string& text) {
  if (text.empty()) return json.null_field(key);
  json.field(key, family_text(text));
}

void write_change(JsonWriter& json, const Change& change, const Zone& zone) {
  json.open_object();
  json.field("at", local_moment(change.at, zone));
  json.field("by", family_text(change.actor));
  write_text(json, "concerns", change.concerns);
  json.field("setting", family_text(change.setting));
  write_text(json, "was", change.was);
  write_text(json, "became", change.became);
  json.close_object();
}

web::Response unreadable() {
  return trouble(503, "The log can not be read now",
                 {"darban can not open the file in which it keeps what adults changed.", "Try again in a minute."});
}

web::Response listed(House& house) {
  Database* const database = house.database();
  if (database == nullptr) return unreadable();
  const ChangeStore store(*database);
  const auto changes = store.all();
  const auto whole = store.verify();
  if (!changes || !whole) return unreadable();
  const Zone& zone = house.policy()->zone();
  JsonWriter json;
  json.open_object();
  json.open_list("changes");
  const std::size_t shown = std::min(changes->size(), kMostShown);
  for (std::size_t i = 0; i < shown; ++i) write_change(json, (*changes)[i], zone);
  json.close_list();
  json.field("more", shown < changes->size());
  json.field("whole", *whole);
  json.close_object();
  return json_answer(json.take());
}

}  // namespace

std::vector<web::Route> change_routes(const Api& api) {
  return {{web::Method::get, "/api/v1/changes", kReaders,
           [api](const web::Request&) { return answer_by_house(api.control, listed); }}};
}

}  // namespace darban::page
