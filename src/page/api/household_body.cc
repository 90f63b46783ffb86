// SPDX-License-Identifier: Apache-2.0
#include "page/api/household_body.h"

#include <algorithm>
#include <charconv>
#include <cstdio>

#include "config/household_writer.h"
#include "page/family_text.h"

namespace darban::page {
namespace {

// ---- out

std::optional<std::int64_t> number_in(const YamlValue& value) {
  std::int64_t number = 0;
  const char* const end = value.text.data() + value.text.size();
  const auto [stop, problem] = std::from_chars(value.text.data(), end, number);
  return value.kind == YamlValue::Kind::bare && problem == std::errc() && stop == end ? std::optional(number) : std::nullopt;
}

bool is_flag(const YamlValue& value) {
  return value.kind == YamlValue::Kind::bare && (value.text == "true" || value.text == "false");
}

void write_list(JsonWriter& json, const YamlValue& list);

void write_members(JsonWriter& json, const YamlValue& map) {
  for (const YamlMember& member : map.members) {
    const ConfigText key = family_text(member.key);
    const YamlValue& value = member.value;
    if (value.kind == YamlValue::Kind::map) {
      json.open_object(key);
      write_members(json, value);
      json.close_object();
    } else if (value.kind == YamlValue::Kind::list) {
      json.open_list(key);
      write_list(json, value);
      json.close_list();
    } else if (is_flag(value)) {
      json.field(key, value.text == "true");
    } else if (const auto number = number_in(value)) {
      json.field(key, *number);
    } else {
      json.field(key, family_text(value.text));
    }
  }
}

void write_list(JsonWriter& json, const YamlValue& list) {
  for (const YamlValue& value : list.items) {
    if (value.kind == YamlValue::Kind::map) {
      json.open_object();
      write_members(json, value);
      json.close_object();
    } else if (value.kind == YamlValue::Kind::list) {
      json.open_list();
      write_list(json, value);
      json.close_list();
    } else {
      json.item(family_text(value.text));
    }
  }
}

// ---- in

std::string quoted(const std::string& text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string all = "\"";
  for (const char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    if (octet < 0x20 || octet == 0x7f)  // the loader refuses it, at its place
      all.append("\\x").append(1, kHex[octet >> 4]).append(1, kHex[octet & 15]);
    else if (c == '"' || c == '\\')
      all.append(1, '\\').append(1, c);
    else
      all += c;
  }
  return all + "\"";
}

std::string escaped(const std::string& key) {  // RFC 6901 section 3
  std::string all;
  for (const char c : key) all += c == '~' ? std::string("~0") : c == '/' ? std::string("~1") : std::string(1, c);
  return all;
}

class BodyWriter {
 public:
  HouseholdBody take() { return std::move(body_); }

  // What stands before it on its line is written; its own line ends here, or goes on with brackets.
  void value(const web::JsonValue& value, const std::string& pointer, std::string_view behind) {
    if (const auto* members = value.members()) {
      open("{", pointer);
      for (std::size_t i = 0; i < members->size(); ++i) {
        const auto& [key, member] = (*members)[i];
        body_.text += quoted(key) + ": ";
        this->value(member, pointer + "/" + escaped(key), i + 1 < members->size() ? "," : "");
      }
      end_line("}" + std::string(behind), pointer);
    } else if (const auto* list = value.list()) {
      open("[", pointer);
      for (std::size_t i = 0; i < list->size(); ++i)
        this->value((*list)[i], pointer + "/" + std::to_string(i), i + 1 < list->size() ? "," : "");
      end_line("]" + std::string(behind), pointer);
    } else {
      end_line(scalar(value) + std::string(behind), pointer);
    }
  }

 private:
  static std::string scalar(const web::JsonValue& value) {
    if (const bool* flag = value.flag()) return *flag ? "true" : "false";
    if (const std::int64_t* number = value.whole()) return std::to_string(*number);
    if (const double* number = value.fraction()) return quoted(std::to_string(*number));
    if (const std::string* text = value.text()) return quoted(*text);
    return "null";
  }
  void open(std::string_view bracket, const std::string& pointer) { end_line(std::string(bracket), pointer); }
  void end_line(const std::string& text, const std::string& pointer) {
    body_.text += text + "\n";
    body_.pointers.push_back(pointer);
  }
  HouseholdBody body_;
};

}  // namespace

void write_household(JsonWriter& json, const Household& household) {
  json.open_object("household");
  write_members(json, household_value(household));
  json.close_object();
}

HouseholdBody household_body(const web::JsonValue& household, const std::string& pointer) {
  BodyWriter writer;
  writer.value(household, pointer, "");
  return writer.take();
}

Spot spot_in(const HouseholdBody& body, const ConfigError& error, const std::string& household_file) {
  if (error.file != household_file) return {{}, error.place};
  const auto line = static_cast<std::size_t>(std::max(error.place.line, 1));
  return {body.pointers[std::min(line, body.pointers.size()) - 1], {}};
}

}  // namespace darban::page
