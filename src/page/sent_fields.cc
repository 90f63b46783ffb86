// SPDX-License-Identifier: Apache-2.0
#include "page/sent_fields.h"

#include <algorithm>

namespace darban::page {
namespace {

// A form of another site can send text and forms, but not this type, without asking us first (CORS).
bool says_json(const std::string& type) {
  constexpr std::string_view kJson = "application/json";
  return type.starts_with(kJson) && (type.size() == kJson.size() || type[kJson.size()] == ';' || type[kJson.size()] == ' ');
}

}  // namespace

SentFields::SentFields(const web::Request& request) {
  if (!says_json(request.field(web::Field::content_type))) {
    wrong_ = web::problem(web::Sentences{415, "This is not JSON", "The body's type is something else, or not said.",
                                         "Send it with Content-Type: application/json."});
    return;
  }
  auto body = web::read_json(request.body);
  if (!body) {
    wrong_ = web::problem(body.error());
    return;
  }
  body_ = std::move(*body);
  if (body_.members() == nullptr)
    wrong_ = web::problem(
        web::Sentences{400, "This is not what was asked for", "The body is no JSON object.", "Send {\"key\": value}."});
}

std::string SentFields::text(Text key, std::size_t most) {
  auto text = maybe_text(key, most);
  if (!text) refuse(key, "This key is missing.", "Send it as text.");
  return text.value_or("");
}

std::optional<std::string> SentFields::maybe_text(Text key, std::size_t most) {
  const web::JsonValue* const value = asked_for(key);
  if (value == nullptr) return std::nullopt;
  if (value->text() == nullptr)
    refuse(key, "This value is no text.", "Write it between quotation marks.");
  else if (value->text()->size() > most)
    refuse(key, "This value is too long.", "Write less.");
  else
    return *value->text();
  return std::nullopt;
}

std::vector<std::string> SentFields::texts(Text key, std::size_t most_of_them, std::size_t most) {
  const web::JsonValue* const value = asked_for(key);
  std::vector<std::string> all;
  if (value == nullptr || value->list() == nullptr || value->list()->size() > most_of_them) {
    refuse(key, "This is no list, or too long a one.", "Send a list of texts.");
    return all;
  }
  for (const web::JsonValue& each : *value->list()) {
    if (each.text() == nullptr || each.text()->size() > most)
      refuse(key, "Something in this list is no text, or too long.", "Send a list of short texts.");
    else
      all.push_back(*each.text());
  }
  return all;
}

std::optional<std::vector<std::string>> SentFields::maybe_texts(Text key, std::size_t most_of_them, std::size_t most) {
  if (asked_for(key) == nullptr) return std::nullopt;
  return texts(key, most_of_them, most);
}

std::int64_t SentFields::whole(Text key, std::int64_t without) {
  const web::JsonValue* const value = asked_for(key);
  if (value == nullptr) return without;
  if (value->whole() == nullptr) {
    refuse(key, "This value is no whole number.", "Write it with digits only.");
    return without;
  }
  return *value->whole();
}

std::optional<web::Response> SentFields::wrong() {
  if (wrong_) return wrong_;
  const auto& members = *body_.members();
  const bool all_known = std::all_of(members.begin(), members.end(), [&](const auto& member) {
    return std::find(known_.begin(), known_.end(), member.first) != known_.end();
  });
  if (!all_known)
    wrong_ = web::problem(web::Sentences{400, "This is not what was asked for", "There is a key that is not known here.",
                                         "Look at the API's description, and at the spelling."});
  return wrong_;
}

const web::JsonValue* SentFields::asked_for(Text key) {
  known_.push_back(key.view());
  return body_.find(key.view());
}

void SentFields::refuse(Text key, Text detail, Text cure) {
  if (wrong_) return;
  web::ProblemPlace place;
  place.pointer.in(key);
  wrong_ = web::problem(web::Sentences{400, "This is not what was asked for", detail, cure}, place);
}

}  // namespace darban::page
