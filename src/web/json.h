// SPDX-License-Identifier: Apache-2.0
// JSON that a visitor sent (RFC 8259), as values; bounded in depth and number, every key once, numbers exact or refused. The only
// file that knows nlohmann-json is json.cc. Any octets give a value or a fault at a line and column. Pure.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"
#include "base/showable.h"
#include "web/response.h"

namespace darban::web {

inline constexpr std::size_t kDeepestJson = 16;
inline constexpr std::size_t kMostJsonValues = 10000;

class JsonValue {
 public:
  using List = std::vector<JsonValue>;
  using Members = std::vector<std::pair<std::string, JsonValue>>;  // in the order in which they were written

  JsonValue() = default;  // null
  template <typename T>
  explicit JsonValue(T value) : value_(std::move(value)) {}

  bool is_null() const { return std::holds_alternative<std::monostate>(value_); }
  // Null pointers when it is something else.
  const bool* flag() const { return std::get_if<bool>(&value_); }
  const std::int64_t* whole() const { return std::get_if<std::int64_t>(&value_); }
  const double* fraction() const { return std::get_if<double>(&value_); }  // written with a point or an exponent
  const std::string* text() const { return std::get_if<std::string>(&value_); }
  const List* list() const { return std::get_if<List>(&value_); }
  const Members* members() const { return std::get_if<Members>(&value_); }
  List* list() { return std::get_if<List>(&value_); }
  Members* members() { return std::get_if<Members>(&value_); }
  // The member of that key; null when there is none, or when this is no object.
  const JsonValue* find(std::string_view key) const;

 private:
  std::variant<std::monostate, bool, std::int64_t, double, std::string, List, Members> value_;
};

enum class JsonFault : std::uint8_t { not_json, too_deep, too_many, repeated_key, large_number };
struct JsonError {
  JsonFault fault = JsonFault::not_json;
  std::uint32_t line = 1;
  std::uint32_t column = 1;  // in octets
};

Result<JsonValue, JsonError> read_json(std::string_view text);
Response problem(const JsonError& error);

}  // namespace darban::web
