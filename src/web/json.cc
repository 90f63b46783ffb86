// SPDX-License-Identifier: Apache-2.0
// The only file that knows nlohmann-json (in this room). Its events build our values; its parser keeps no stack of calls, so
// depth costs only what we let it.
#include "web/json.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>

namespace darban::web {
namespace {

using Json = nlohmann::json;

// An iterator that tells how far the parser has read: events come without a place.
struct Counting {
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  const char* at;
  std::size_t* read;
  reference operator*() const { return *at; }
  Counting& operator++() {
    ++at;
    ++*read;
    return *this;
  }
  Counting operator++(int) {
    Counting before = *this;
    ++*this;
    return before;
  }
  friend bool operator==(const Counting& a, const Counting& b) { return a.at == b.at; }
  friend bool operator!=(const Counting& a, const Counting& b) { return a.at != b.at; }
};

class Builder final : public nlohmann::json_sax<Json> {
 public:
  std::optional<JsonFault> fault;
  JsonValue root;

  bool null() override { return put(JsonValue()) != nullptr; }
  bool boolean(bool value) override { return put(JsonValue(value)) != nullptr; }
  bool number_integer(number_integer_t value) override { return put(JsonValue(std::int64_t{value})) != nullptr; }
  bool number_unsigned(number_unsigned_t value) override {
    if (value > static_cast<number_unsigned_t>(std::numeric_limits<std::int64_t>::max())) return refuse(JsonFault::large_number);
    return put(JsonValue(static_cast<std::int64_t>(value))) != nullptr;
  }
  bool number_float(number_float_t value, const string_t& text) override {
    // An integer beyond 64 bits comes as a float that is not what was written.
    if (text.find_first_of(".eE") == std::string::npos) return refuse(JsonFault::large_number);
    return put(JsonValue(double{value})) != nullptr;
  }
  bool string(string_t& text) override { return put(JsonValue(std::move(text))) != nullptr; }
  bool binary(binary_t&) override { return refuse(JsonFault::not_json); }
  bool start_object(std::size_t) override { return open(JsonValue(JsonValue::Members())); }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override { return open(JsonValue(JsonValue::List())); }
  bool end_array() override { return close(); }
  bool key(string_t& text) override {
    const auto& members = *open_.back()->members();
    if (std::any_of(members.begin(), members.end(), [&](const auto& member) { return member.first == text; }))
      return refuse(JsonFault::repeated_key);
    key_ = std::move(text);
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const Json::exception&) override { return refuse(JsonFault::not_json); }

 private:
  bool refuse(JsonFault why) {
    if (!fault) fault = why;
    return false;
  }
  // Where it stands now; null after a refusal. A parent's storage does not move while a child of it is open.
  JsonValue* put(JsonValue value) {
    if (++count_ > kMostJsonValues) {
      refuse(JsonFault::too_many);
      return nullptr;
    }
    if (open_.empty()) return &(root = std::move(value));
    if (JsonValue::List* list = open_.back()->list()) return &list->emplace_back(std::move(value));
    return &open_.back()->members()->emplace_back(std::move(key_), std::move(value)).second;
  }
  bool open(JsonValue value) {
    if (open_.size() == kDeepestJson) return refuse(JsonFault::too_deep);
    JsonValue* const place = put(std::move(value));
    if (place == nullptr) return false;
    open_.push_back(place);
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }

  std::vector<JsonValue*> open_;
  std::string key_;
  std::size_t count_ = 0;
};

JsonError error_at(std::string_view text, std::size_t read, JsonFault fault) {
  const std::string_view before = text.substr(0, read == 0 ? 0 : read - 1);  // the last octet read is where it went wrong
  const auto line_start = before.rfind('\n');
  const std::size_t column = line_start == std::string_view::npos ? before.size() : before.size() - line_start - 1;
  return {fault, static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n') + 1),
          static_cast<std::uint32_t>(column + 1)};
}

}  // namespace

const JsonValue* JsonValue::find(std::string_view key) const {
  const Members* all = members();
  if (all == nullptr) return nullptr;
  const auto found = std::find_if(all->begin(), all->end(), [&](const auto& member) { return member.first == key; });
  return found == all->end() ? nullptr : &found->second;
}

Result<JsonValue, JsonError> read_json(std::string_view text) {
  Builder builder;
  std::size_t read = 0;
  const Counting begin{text.data(), &read};
  const Counting end{text.data() + text.size(), &read};
  // A byte order mark is skipped by the parser; RFC 8259 section 8.1 lets us.
  if (!Json::sax_parse(begin, end, &builder)) return error_at(text, read, builder.fault.value_or(JsonFault::not_json));
  return std::move(builder.root);
}

Response problem(const JsonError& error) {
  const auto sentences = [&]() -> Sentences {
    switch (error.fault) {
      case JsonFault::not_json:
        return {400, "This is not JSON", "The body can not be read from this place on.",
                "Send JSON as RFC 8259 has it, in UTF-8."};
      case JsonFault::too_deep:
        return {400, "This is too deep", "More than 16 lists and objects stand in one another.",
                "Send what the API's description shows."};
      case JsonFault::too_many:
        return {400, "This is too much", "More than 10,000 values are in the body.", "Send less, in several requests."};
      case JsonFault::repeated_key:
        return {400, "This says one thing twice", "A key stands twice in one object.", "Write each key once."};
      case JsonFault::large_number:
        return {400, "This number is too large", "It does not fit into 64 bits.", "Write a smaller one."};
    }
    return sentences_of(Refusal::failed);
  }();
  return problem(sentences, {{}, error.line, error.column});
}

}  // namespace darban::web
