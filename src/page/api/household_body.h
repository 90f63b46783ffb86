// SPDX-License-Identifier: Apache-2.0
// The household as JSON, both ways, without a second list of its keys. Out: the canonical YAML tree (config/household_writer.h),
// value by value. In: JSON is written as YAML with one value a line and read by the loader of household.yaml itself, so it means
// what the file would mean and is refused in the same words; the line of a complaint then tells the JSON pointer. Pure.
#pragma once
#include <string>
#include <vector>

#include "base/json_writer.h"
#include "config/household.h"
#include "page/api/trouble.h"
#include "web/json.h"

namespace darban::page {

// The tree under "household". Numbers and true/false stay what they are; all else is text.
void write_household(JsonWriter& json, const Household& household);

struct HouseholdBody {
  std::string text;                   // YAML
  std::vector<std::string> pointers;  // of line i + 1
};
HouseholdBody household_body(const web::JsonValue& household, const std::string& pointer);
// Where a complaint about that text stands in the JSON; the file's place where it is about another file (a calendar).
Spot spot_in(const HouseholdBody& body, const ConfigError& error, const std::string& household_file);

}  // namespace darban::page
