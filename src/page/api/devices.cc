// SPDX-License-Identifier: Apache-2.0
// /devices: devices nobody has named yet, and everybody's; naming one writes it into household.yaml. A day and nothing finer, and
// nobody's presence.
#include <algorithm>
#include <array>

#include "config/household_writer.h"
#include "config/scalars.h"
#include "config/spelling.h"
#include "page/api/body.h"
#include "page/api/editions.h"
#include "page/api/moments.h"
#include "page/api/routes.h"
#include "page/family_text.h"

namespace darban::page {
namespace {

constexpr std::array kKeys{Text("mac"), Text("person"), Text("label")};
constexpr std::size_t kLongestMac = 32;
constexpr std::size_t kLongestName = 200;
constexpr std::size_t kLongestLabel = 64;

void write_device(JsonWriter& json, const WrittenDevice& device) {
  const auto is_private = [](const WrittenMac& mac) { return mac.mac.is_locally_administered(); };
  json.open_object();
  json.field("label", family_text(device.label));
  json.field("macs", device.macs.size());
  json.field("private_macs", std::count_if(device.macs.begin(), device.macs.end(), is_private));
  json.close_object();
}

web::Response listed(House& house) {
  const auto edition = house.household();
  if (!edition) return unreadable_answer(edition.error());
  const auto household = house.read(edition->text);
  if (!household) return unreadable_answer(household.error());
  JsonWriter json;
  json.open_object();
  json.open_list("new");
  for (const FreshDevice& device : house.fresh_devices()) {
    json.open_object();
    json.field("mac", family_text(device.mac));
    json.field("private", device.is_private);
    if (device.noticed)
      json.field("noticed", date_text_of(*device.noticed));
    else
      json.null_field("noticed");
    json.close_object();
  }
  json.close_list();
  json.field("more", house.more_fresh_devices());
  json.open_list("people");
  for (const WrittenPerson& person : (*household)->people) {
    json.open_object();
    json.field("name", family_text(person.name));
    json.open_list("devices");
    for (const WrittenDevice& device : person.devices) write_device(json, device);
    json.close_list();
    json.close_object();
  }
  json.close_list();
  json.close_object();
  web::Response response = json_answer(json.take());
  response.more.push_back({"ETag", etag_of(*edition)});
  return response;
}

web::Response named(House& house, const WrittenDevice& device, const std::string& owner, const std::string& tag,
                    const std::string& by) {
  const auto edition = house.household();
  if (!edition) return unreadable_answer(edition.error());
  if (edition->tag != tag) return not_saved_answer({NotSaved::Why::stale, edition->tag, {}}, {});
  const auto read = house.read(edition->text);
  if (!read) return unreadable_answer(read.error());
  Household household = **read;
  const auto person = std::find_if(household.people.begin(), household.people.end(),
                                   [&](const WrittenPerson& each) { return each.name == owner; });
  if (person == household.people.end())
    return trouble(422, "There is nobody of that name", {quote(owner) + " is no person in the household.", "Name one who is."},
                   {"/person", {}});
  const auto same = std::find_if(person->devices.begin(), person->devices.end(),
                                 [&](const WrittenDevice& each) { return each.label == device.label; });
  if (same != person->devices.end())
    same->macs.push_back(device.macs.front());  // the same device with another address
  else
    person->devices.push_back(device);
  const auto saved = house.save_household(household_text(household), tag, by, {});
  return saved ? saved_answer(*saved, 201) : not_saved_answer(saved.error(), {"/mac", {}});
}

web::Answer name_one(const Api& api, const web::Request& request) {
  auto tag = tag_wanted(request);
  if (auto* refusal = std::get_if<web::Response>(&tag)) return *refusal;
  Body body(request, kKeys);
  const std::string written = body.text("mac", kLongestMac);
  const std::string person = body.text("person", kLongestName);
  WrittenDevice device;
  device.label = body.text("label", kLongestLabel);
  const auto mac = read_mac(written);
  if (body.good() && !mac) {
    const Advice advice = advice_of(mac.error().sentence);
    body.object_to("mac", advice.detail, advice.cure);
  }
  if (!body.good()) return body.refusal();
  device.macs.push_back({*mac, written});
  return answer_by_house(api.control, [device, person, tag = std::get<std::string>(tag), by = api.adult(request).name](
                                          House& house) { return named(house, device, person, tag, by); });
}

}  // namespace

std::vector<web::Route> device_routes(const Api& api) {
  return {
      {web::Method::get, "/api/v1/devices", kReaders,
       [api](const web::Request&) { return answer_by_house(api.control, listed); }},
      {web::Method::post, "/api/v1/devices", kWriters, [api](const web::Request& request) { return name_one(api, request); }},
  };
}

}  // namespace darban::page
