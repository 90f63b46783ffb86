// SPDX-License-Identifier: Apache-2.0
// The JSON Schema of darban.yaml, written line by line in one canonical form, so that the committed file can be compared octet by
// octet.
#include <algorithm>

#include "config/field_values.h"
#include "config/fields.h"
#include "config/scalars.h"

namespace darban {
namespace {

constexpr std::string_view kDuration =
    R"("type": ["string", "integer"], "pattern": "^([0-9]+ ?(ms|s|min|h|d)|0)$", "maximum": 0, "minimum": 0)";
constexpr std::string_view kSize = R"("type": "string", "pattern": "^[0-9]+ ?(GiB|MiB|KiB|B)$")";
constexpr std::string_view kPath = R"("type": "string", "minLength": 1)";
constexpr std::string_view kUrl = R"("type": "string", "pattern": "^(https?://[^/?#][^?#]*)?$")";
constexpr std::string_view kAddresses = R"("type": "array", "items": {"type": "string", "minLength": 2}, "uniqueItems": true)";
constexpr std::string_view kWords = R"("type": "array", "items": {"type": "string", "minLength": 1})";

std::string words_in_json(std::string_view words) {  // "a, b" -> ["a", "b"]
  std::string list = "[";
  while (!words.empty()) {
    const auto end = std::min(words.find(", "), words.size());
    list += (list.size() > 1 ? ", " : "") + json_text(words.substr(0, end));
    words.remove_prefix(std::min(end + 2, words.size()));
  }
  return list + "]";
}

struct Rule {
  const Field& row;

  std::string operator()(const FlagField&) const { return R"("type": "boolean")"; }
  std::string operator()(const CountField& field) const {
    return R"("type": "integer", "minimum": )" + std::to_string(field.lowest) + R"(, "maximum": )" +
           std::to_string(field.highest);
  }
  std::string operator()(const SizeField&) const { return std::string(kSize); }
  std::string operator()(const MillisecondsField&) const { return std::string(kDuration); }
  std::string operator()(const SecondsField&) const { return std::string(kDuration); }
  std::string operator()(const PathField& field) const { return field.may_be_empty ? R"("type": "string")" : std::string(kPath); }
  std::string operator()(const UserField&) const { return R"("type": "string")"; }
  template <typename E>
  std::string operator()(const ChoiceField<E>&) const {
    constexpr std::string_view kStart = "one of: ";
    return R"("enum": )" + words_in_json(std::string_view(range_of(row)).substr(kStart.size()));
  }
  std::string operator()(const EndpointsField& field) const {
    return std::string(kAddresses) + (field.may_be_empty ? "" : R"(, "minItems": 1)");
  }
  std::string operator()(const PrefixesField& field) const {
    return std::string(kAddresses) + (field.defaults.empty() ? "" : R"(, "minItems": 1)");
  }
  std::string operator()(const LeaseFilesField&) const { return std::string(kWords); }
  std::string operator()(const WebListenField&) const { return std::string(kAddresses); }
  std::string operator()(const HostNamesField&) const { return std::string(kWords); }
  std::string operator()(const NamesField&) const { return std::string(kWords); }
  std::string operator()(const InterfacesField&) const {
    return R"("type": "array", "items": {"type": "string", "pattern": "^[A-Za-z0-9._-]{1,15}$"})";
  }
  std::string operator()(const IdsField&) const { return std::string(kWords); }
  std::string operator()(const UrlField&) const { return std::string(kUrl); }
};

// The default as JSON: numbers, booleans and lists bare, words in quotes.
std::string default_in_json(const Field& field, const Settings& defaults) {
  const std::string printed = print_field(field, defaults);
  const bool bare =
      std::holds_alternative<FlagField>(field.kind) || std::holds_alternative<CountField>(field.kind) || printed == "0";
  if (bare || printed.front() == '"') return printed;
  if (printed.front() != '[') return json_text(printed);
  std::string words = printed.substr(1, printed.size() - 2);
  std::erase(words, '"');
  return words_in_json(words);
}

std::string property(const Field& field, const Settings& defaults, std::string_view indent) {
  const std::string description = std::string(field.help.view()) + " (" + range_of(field) + ")";
  return std::string(indent) + json_text(split_key(field).name) + ": {\"description\": " + json_text(description) + ", " +
         std::visit(Rule{field}, field.kind) + ", \"default\": " + default_in_json(field, defaults) + "}";
}

std::string properties_of(std::string_view section, const Settings& defaults) {
  const std::string_view indent = section.empty() ? "    " : "        ";
  std::string properties;
  for (const auto& field : settings_fields()) {
    if (split_key(field).section != section) continue;
    properties += (properties.empty() ? "" : ",\n") + property(field, defaults, indent);
  }
  if (section.empty()) return properties;
  return ",\n    " + json_text(section) +
         ": {\n      \"type\": [\"object\", \"null\"],\n      \"additionalProperties\": false,\n      \"properties\": {\n" +
         properties + "\n      }\n    }";
}

}  // namespace

std::string settings_schema() {
  const Settings defaults = default_settings();
  std::string schema =
      "{\n"
      "  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n"
      "  \"title\": \"darban.yaml: the machine's settings\",\n"
      "  \"description\": \"Written by the program from its table of settings (src/config/fields.cc); do not edit by hand.\",\n"
      "  \"type\": [\"object\", \"null\"],\n"
      "  \"additionalProperties\": false,\n"
      "  \"properties\": {\n";
  for (const auto section : field_sections()) schema += properties_of(section, defaults);
  return schema + "\n  }\n}\n";
}

}  // namespace darban
