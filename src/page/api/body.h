// SPDX-License-Identifier: Apache-2.0
// The JSON object that a visitor sent, asked member by member for what it should be. The first thing that is wrong is kept, with
// its place; harmless values come back meanwhile, so that a handler reads straight on and looks once at the end. Any octets give
// values or a refusal. One thread.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "page/api/trouble.h"
#include "web/json.h"
#include "web/request.h"

namespace darban::page {

class Body {
 public:
  // Refuses what is not JSON, not an object, or has a member that is not among `known`.
  Body(const web::Request& request, std::span<const Text> known);

  // Text has no control characters and at most `most` octets.
  std::string text(Text key, std::size_t most);  // must be there, and say something
  std::string text_or_nothing(Text key, std::size_t most);
  std::vector<std::string> texts(Text key, std::size_t most_items, std::size_t most);      // must be there, one at least
  std::optional<std::int64_t> whole(Text key, std::int64_t lowest, std::int64_t highest);  // nothing: it is not there
  std::int64_t whole_needed(Text key, std::int64_t lowest, std::int64_t highest);
  bool flag(Text key);                                                       // not there: false
  std::optional<std::size_t> choice(Text key, std::span<const Text> words);  // which of them; nothing: it is not there
  std::size_t choice_needed(Text key, std::span<const Text> words);
  const web::JsonValue* object(Text key);  // must be there; null after a refusal
  const web::JsonValue::List* list(Text key, std::size_t most);  // null: it is not there, or after a refusal

  void object_to(Text key, std::string detail, std::string cure);  // an objection of the handler's own
  bool good() const { return !refusal_; }
  const web::Response& refusal() const { return *refusal_; }

 private:
  const web::JsonValue* needed(Text key);
  const web::JsonValue* find(Text key) const;  // null also where it is null
  void refuse(std::string pointer, std::string detail, std::string cure);
  std::string text_at(const web::JsonValue& value, const std::string& pointer, std::size_t most);
  web::JsonValue root_;
  std::optional<web::Response> refusal_;
};

}  // namespace darban::page
