// SPDX-License-Identifier: Apache-2.0
// What an importer made of a text, and how to ask it.
#pragma once
#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "config/household_writer.h"
#include "config/yaml.h"
#include "import/imported.h"

namespace darban::test {

inline Imported accepted(const Result<Imported, ConfigError>& result) {
  REQUIRE_MESSAGE(result.has_value(), text_of(result.error()).view());
  return *result;
}

// The household as it would be written; it must read back.
inline std::string household_of(const Imported& imported) {
  const std::string text = household_text(imported.household);
  const auto again = parse_household(text, "household.yaml");
  REQUIRE_MESSAGE(again.has_value(), text_of(again.error()).view() << "\n" << text);
  return text;
}

// "carried | where | what", a line each, of the findings whose text has the word.
inline std::string findings_with(const Imported& imported, const std::string& word) {
  std::string all;
  for (const ImportFinding& finding : imported.findings) {
    const std::string line =
        std::string(text_of(finding.carried).view()) + " | " + finding.where + " | " + finding.what + " | " + finding.why;
    if (line.find(word) != std::string::npos) all += line + "\n";
  }
  return all;
}

inline bool says(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

inline const WrittenPerson& person(const Imported& imported, const std::string& name) {
  const auto& people = imported.household.people;
  const auto found = std::find_if(people.begin(), people.end(), [&](const WrittenPerson& each) { return each.name == name; });
  REQUIRE_MESSAGE(found != people.end(), name);
  return *found;
}

}  // namespace darban::test
