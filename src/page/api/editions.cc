// SPDX-License-Identifier: Apache-2.0
// GET /household/editions, POST /household/undo: the versions before today's.
#include "page/api/editions.h"

#include <array>
#include <limits>

#include "page/api/body.h"
#include "page/api/moments.h"
#include "page/api/routes.h"
#include "page/family_text.h"

namespace darban::page {
namespace {

constexpr std::array kKeys{Text("number")};

web::Response list_editions(House& house) {
  const auto policy = house.policy();
  JsonWriter json;
  json.open_list();
  for (const OldEdition& each : house.old_editions()) {
    json.open_object();
    json.field("number", each.number);
    json.field("saved", local_moment(each.saved, policy->zone()));
    if (each.by.empty())
      json.null_field("by");
    else
      json.field("by", family_text(each.by));
    json.field("size", each.size);
    json.close_object();
  }
  json.close_list();
  return json_answer(json.take());
}

web::Response restored(House& house, std::uint32_t number, const std::string& tag, const std::string& by) {
  for (const OldEdition& each : house.old_editions()) {
    if (each.number != number) continue;
    const auto saved = house.restore_household(number, tag, by);
    return saved ? saved_answer(*saved) : not_saved_answer(saved.error(), {"/number", {}});
  }
  return trouble(
      422, "There is no such version",
      {"Version " + std::to_string(number) + " is not kept (any more).", "Choose one that GET /household/editions has."},
      {"/number", {}});
}

web::Answer undo(const Api& api, const web::Request& request) {
  auto tag = tag_wanted(request);
  if (auto* refusal = std::get_if<web::Response>(&tag)) return *refusal;
  Body body(request, kKeys);
  const auto number = body.whole_needed("number", 1, std::numeric_limits<std::uint32_t>::max());
  if (!body.good()) return body.refusal();
  return answer_by_house(api.control, [number, tag = std::get<std::string>(tag), by = api.adult(request).name](House& house) {
    return restored(house, static_cast<std::uint32_t>(number), tag, by);
  });
}

bool is_hex(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

std::string etag_of(const Edition& edition) { return "\"" + edition.tag + "\""; }

std::variant<std::string, web::Response> tag_wanted(const web::Request& request) {
  const std::string& field = request.field(web::Field::if_match);
  if (field.empty() || field == "*")
    return trouble(428, "Say which version you have read",
                   {"The request has no If-Match field that names one.",
                    "Read the household, and send its ETag as If-Match: so nobody's change is lost."});
  std::string_view tag = field;
  if (tag.size() >= 2 && tag.front() == '"' && tag.back() == '"') tag = tag.substr(1, tag.size() - 2);
  // One that was never ours names no version of today: it is stale as any other.
  return is_hex(tag) ? std::string(tag) : std::string("none of ours");
}

web::Response saved_answer(const Saved& saved, unsigned status) {
  JsonWriter json;
  json.open_object();
  json.open_list("notes");
  for (const ConfigError& note : saved.notes) json.item(family_text(note.what));
  json.close_list();
  json.close_object();
  web::Response response = json_answer(json.take(), status);
  response.more.push_back({"ETag", etag_of(saved.edition)});
  return response;
}

web::Response not_saved_answer(const NotSaved& refusal, const Spot& spot) {
  switch (refusal.why) {
    case NotSaved::Why::stale: {
      web::Response response = trouble(412, "Somebody else changed it meanwhile",
                                       {"The household is not what you have read any more; nothing was saved.",
                                        "Read it again, and make your change once more."});
      response.more.push_back({"ETag", "\"" + refusal.tag + "\""});
      return response;
    }
    case NotSaved::Why::wrong:
      return trouble(422, "The household can not be like this", advice_of(refusal.error.what), spot);
    case NotSaved::Why::unwritten:
      break;
  }
  return trouble(503, "The household could not be written",
                 {std::string(text_of(refusal.error).view()), "Make room on the disk or mend its rights, then save again."});
}

web::Response unreadable_answer(const ConfigError& error) {
  Advice advice = advice_of(error.what);
  advice.detail = error.file + ": " + advice.detail + " What was in force before stays in force.";
  return trouble(409, "The household file has a mistake", advice, {{}, error.place});
}

std::vector<web::Route> edition_routes(const Api& api) {
  return {
      {web::Method::get, "/api/v1/household/editions", kWriters,
       [api](const web::Request&) { return answer_by_house(api.control, list_editions); }},
      {web::Method::post, "/api/v1/household/undo", kWriters, [api](const web::Request& request) { return undo(api, request); }},
  };
}

}  // namespace darban::page
