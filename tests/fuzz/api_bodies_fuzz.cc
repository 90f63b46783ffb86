// SPDX-License-Identifier: Apache-2.0
// Any body, sent to the resources that read one: a wish for a grant, and a household. An answer with a status that the
// description knows; a household that is accepted reads back the same from JSON, and a complaint points into the body.
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "config/household_writer.h"
#include "config/yaml.h"
#include "page/api/body.h"
#include "page/api/household_body.h"
#include "tests/fuzz/expect.h"

namespace {

using namespace darban;

constexpr std::array kKeys{Text("kind"),      Text("who"),  Text("mode"),     Text("minutes"),
                           Text("confirmed"), Text("note"), Text("household")};
constexpr std::array kWords{Text("free"), Text("homework")};

void read_members(const web::Request& request) {
  page::Body body(request, kKeys);
  const auto kind = body.choice_needed("kind", kWords);
  const auto who = body.texts("who", 4, 20);
  const auto mode = body.choice("mode", kWords);
  const auto minutes = body.whole("minutes", 1, 1440);
  body.flag("confirmed");
  const std::string note = body.text_or_nothing("note", 20);
  EXPECT(kind < kWords.size() && who.size() <= 4 && note.size() <= 20);
  EXPECT(!mode || *mode < kWords.size());
  EXPECT(!minutes || (*minutes >= 1 && *minutes <= 1440));
  if (body.good()) {
    EXPECT(!who.empty());
    for (const std::string& each : who) EXPECT(!each.empty() && each.size() <= 20);
    return;
  }
  EXPECT(body.refusal().status == 400 || body.refusal().status == 422);
  EXPECT(web::read_json(body.refusal().body));
}

bool leads_somewhere(const web::JsonValue& root, std::string_view pointer) {
  const web::JsonValue* at = &root;
  while (!pointer.empty()) {
    EXPECT(pointer.front() == '/');
    pointer.remove_prefix(1);
    std::string piece;
    for (; !pointer.empty() && pointer.front() != '/'; pointer.remove_prefix(1)) {
      if (pointer.front() == '~') {
        pointer.remove_prefix(1);
        piece += pointer.front() == '0' ? '~' : '/';
      } else {
        piece += pointer.front();
      }
    }
    if (const auto* list = at->list()) {
      const std::size_t index = std::stoul(piece);
      if (index >= list->size()) return false;
      at = &(*list)[index];
    } else {
      at = at->find(piece);
      if (at == nullptr) return false;
    }
  }
  return true;
}

void read_household(std::string_view text) {
  const auto json = web::read_json(text);
  if (!json) return;
  const page::HouseholdBody body = page::household_body(*json, "");
  const auto household = parse_household(body.text, "f.yaml");
  if (!household) {
    EXPECT(leads_somewhere(*json, page::spot_in(body, household.error(), "f.yaml").pointer));
    return;
  }
  JsonWriter writer;
  writer.open_object();
  page::write_household(writer, *household);
  writer.close_object();
  const auto again = web::read_json(writer.take());
  EXPECT(again);
  const auto same = parse_household(page::household_body(*again->find("household"), "").text, "f.yaml");
  EXPECT(same);
  EXPECT(household_text(*same) == household_text(*household));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(octets), size);
  web::Request request;
  request.body = text;
  request.head.fields[static_cast<std::size_t>(web::Field::content_type)] = "application/json";
  read_members(request);
  read_household(text);
  return 0;
}
