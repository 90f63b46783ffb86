// SPDX-License-Identifier: Apache-2.0
// What every kind of field can do: be read from a node, be printed, describe itself to a schema. A new kind is a new visitor arm
// in each.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "config/fields.h"
#include "config/node.h"

namespace darban {

// The section ("upstreams", empty at the top) and the key in it.
struct FieldKey {
  std::string_view section;
  std::string_view name;
};
FieldKey split_key(const Field& field);
std::vector<std::string_view> field_sections();  // in the table's order; the empty one is the top

void read_field(const Field& field, const Node& node, Settings& settings, Objection& objection);
void set_default_lists(Settings& settings);  // those a row of the table gives

// As YAML: one word, or a list in brackets.
std::string print_field(const Field& field, const Settings& settings);

// What may be written there, for a person: "100ms to 10s", "one of: debug, info"; empty when the help says it all.
std::string range_of(const Field& field);

// A word as YAML and JSON read it alike: bare where that is safe, else in double quotes.
std::string yaml_word(std::string_view text);
std::string json_text(std::string_view text);

}  // namespace darban
