// SPDX-License-Identifier: Apache-2.0
#include "page/api/body.h"

#include <algorithm>
#include <utility>

#include "config/spelling.h"

namespace darban::page {
namespace {

using web::JsonValue;

bool says_json(std::string_view content_type) {
  constexpr std::string_view kJson = "application/json";
  if (content_type.size() < kJson.size()) return false;
  const bool same = std::equal(kJson.begin(), kJson.end(), content_type.begin(),
                               [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b - 'A' + 'a' : b); });
  const std::string_view rest = content_type.substr(kJson.size());
  return same && (rest.empty() || rest.front() == ';' || rest.front() == ' ');
}

std::string pointer_to(Text key) { return "/" + std::string(key.view()); }

std::string joined(std::span<const Text> words) {
  std::string text;
  for (const Text word : words) text += (text.empty() ? "" : ", ") + std::string(word.view());
  return text;
}

bool has_control(const std::string& text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

std::string kind_of(const JsonValue& value) {
  if (value.is_null()) return "nothing";
  if (value.flag() != nullptr) return "true or false";
  if (value.whole() != nullptr) return "a number";
  if (value.fraction() != nullptr) return "a broken number";
  if (value.text() != nullptr) return "text";
  return value.list() != nullptr ? "a list" : "an object";
}

}  // namespace

Body::Body(const web::Request& request, std::span<const Text> known) {
  if (!says_json(request.field(web::Field::content_type))) {
    refusal_ = trouble(415, "Only JSON is read here",
                       {"The request does not say that its body is JSON.", "Send it with Content-Type: application/json."});
    return;
  }
  auto read = web::read_json(request.body);
  if (!read) {
    refusal_ = web::problem(read.error());
    return;
  }
  root_ = std::move(*read);
  const JsonValue::Members* members = root_.members();
  if (members == nullptr) {
    refuse("", "The body is " + kind_of(root_) + ".", "Send an object: " + joined(known) + ".");
    return;
  }
  for (const auto& [key, value] : *members) {
    const bool is_known = std::any_of(known.begin(), known.end(), [&](const Text word) { return word.view() == key; });
    if (!is_known) refuse("", "Nobody knows the key " + quote(key) + " here.", "The keys are " + joined(known) + ".");
  }
}

void Body::refuse(std::string pointer, std::string detail, std::string cure) {
  if (refusal_) return;
  refusal_ = trouble(422, "This can not be heeded", {std::move(detail), std::move(cure)}, {std::move(pointer), {}});
}

void Body::object_to(Text key, std::string detail, std::string cure) {
  refuse(pointer_to(key), std::move(detail), std::move(cure));
}

const JsonValue* Body::find(Text key) const {
  const JsonValue* value = root_.find(key.view());
  return value == nullptr || value->is_null() ? nullptr : value;
}

const JsonValue* Body::needed(Text key) {
  const JsonValue* value = find(key);
  if (value == nullptr) refuse(pointer_to(key), quote(key.view()) + " is missing.", "Send it.");
  return value;
}

std::string Body::text_at(const JsonValue& value, const std::string& pointer, std::size_t most) {
  const std::string* text = value.text();
  if (text == nullptr) {
    refuse(pointer, "Text belongs here, not " + kind_of(value) + ".", "Send it in quotes.");
  } else if (text->size() > most) {
    refuse(pointer, "This is longer than " + std::to_string(most) + " octets.", "Send less.");
  } else if (has_control(*text)) {
    refuse(pointer, "A line break or another control character is in the text.", "Send one line without them.");
  } else {
    return *text;
  }
  return {};
}

std::string Body::text(Text key, std::size_t most) {
  const JsonValue* value = needed(key);
  if (value == nullptr) return {};
  std::string text = text_at(*value, pointer_to(key), most);
  if (text.find_first_not_of(' ') == std::string::npos) refuse(pointer_to(key), "Nothing is written here.", "Write something.");
  return text;
}

std::string Body::text_or_nothing(Text key, std::size_t most) {
  const JsonValue* value = find(key);
  return value == nullptr ? std::string() : text_at(*value, pointer_to(key), most);
}

std::vector<std::string> Body::texts(Text key, std::size_t most_items, std::size_t most) {
  std::vector<std::string> all;
  const JsonValue* value = needed(key);
  if (value == nullptr) return all;
  const JsonValue::List* list = value->list();
  if (list == nullptr) {
    refuse(pointer_to(key), "A list belongs here, not " + kind_of(*value) + ".", "Send [\"...\"].");
    return all;
  }
  if (list->empty()) refuse(pointer_to(key), "The list is empty.", "Name one at least.");
  if (list->size() > most_items)
    refuse(pointer_to(key), "More than " + std::to_string(most_items) + " are named.", "Name fewer, in several requests.");
  for (std::size_t i = 0; i < std::min(list->size(), most_items); ++i) {
    const std::string pointer = pointer_to(key) + "/" + std::to_string(i);
    all.push_back(text_at((*list)[i], pointer, most));
    if (all.back().empty()) refuse(pointer, "Nothing is written here.", "Write a name.");
  }
  return all;
}

std::optional<std::int64_t> Body::whole(Text key, std::int64_t lowest, std::int64_t highest) {
  const JsonValue* value = find(key);
  if (value == nullptr) return std::nullopt;
  const std::string range = std::to_string(lowest) + " to " + std::to_string(highest);
  const std::int64_t* number = value->whole();
  if (number == nullptr) {
    refuse(pointer_to(key), "A whole number belongs here, not " + kind_of(*value) + ".", "Send " + range + ", without quotes.");
  } else if (*number < lowest || *number > highest) {
    refuse(pointer_to(key), "This number can not be.", "Send " + range + ".");
  } else {
    return *number;
  }
  return lowest;
}

std::int64_t Body::whole_needed(Text key, std::int64_t lowest, std::int64_t highest) {
  return needed(key) == nullptr ? lowest : whole(key, lowest, highest).value_or(lowest);
}

bool Body::flag(Text key) {
  const JsonValue* value = find(key);
  if (value == nullptr) return false;
  if (const bool* flag = value->flag()) return *flag;
  refuse(pointer_to(key), "True or false belongs here, not " + kind_of(*value) + ".", "Send true or false, without quotes.");
  return false;
}

std::optional<std::size_t> Body::choice(Text key, std::span<const Text> words) {
  const JsonValue* value = find(key);
  if (value == nullptr) return std::nullopt;
  const std::string cure = "Send one of: " + joined(words) + ".";
  const std::string* text = value->text();
  if (text == nullptr) {
    refuse(pointer_to(key), "A word belongs here, not " + kind_of(*value) + ".", cure);
    return 0;
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i].view() == *text) return i;
  }
  refuse(pointer_to(key), quote(*text) + " is none of the words that may stand here.", cure);
  return 0;
}

std::size_t Body::choice_needed(Text key, std::span<const Text> words) {
  return needed(key) == nullptr ? 0 : choice(key, words).value_or(0);
}

const JsonValue::List* Body::list(Text key, std::size_t most) {
  const JsonValue* value = find(key);
  if (value == nullptr) return nullptr;
  const JsonValue::List* list = value->list();
  if (list == nullptr) refuse(pointer_to(key), "A list belongs here, not " + kind_of(*value) + ".", "Send [...].");
  if (list != nullptr && list->size() > most) {
    refuse(pointer_to(key), "More than " + std::to_string(most) + " are named.", "Send fewer.");
    return nullptr;
  }
  return list;
}

const JsonValue* Body::object(Text key) {
  const JsonValue* value = needed(key);
  if (value == nullptr || value->members() != nullptr) return value;
  refuse(pointer_to(key), "An object belongs here, not " + kind_of(*value) + ".", "Send {...}.");
  return nullptr;
}

}  // namespace darban::page
