// SPDX-License-Identifier: Apache-2.0
// The JSON object that a visitor sent, asked key by key. The first thing wrong stays, with its place: a key that is missing, of
// another type or too long, one that nobody asked for, a body that is no JSON or does not say that it is. One handler's.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "web/json.h"
#include "web/request.h"
#include "web/response.h"

namespace darban::page {

class SentFields {
 public:
  explicit SentFields(const web::Request& request);
  std::string text(Text key, std::size_t most);  // octets
  std::optional<std::string> maybe_text(Text key, std::size_t most);
  std::vector<std::string> texts(Text key, std::size_t most_of_them, std::size_t most);
  std::optional<std::vector<std::string>> maybe_texts(Text key, std::size_t most_of_them, std::size_t most);
  std::int64_t whole(Text key, std::int64_t without);
  // Last: nothing may be left over.
  std::optional<web::Response> wrong();

 private:
  const web::JsonValue* asked_for(Text key);
  void refuse(Text key, Text detail, Text cure);
  web::JsonValue body_;
  std::vector<std::string_view> known_;
  std::optional<web::Response> wrong_;
};

}  // namespace darban::page
