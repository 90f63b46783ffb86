// SPDX-License-Identifier: Apache-2.0
// A Household as household.yaml, in one canonical form (decisions.md 11): sections, keys and lists in a fixed order, only what
// differs from the defaults. What is written reads back as the same household, but for the places. Pure; any thread.
#pragma once
#include <span>
#include <string>

#include "config/household.h"
#include "config/yaml_writer.h"

namespace darban {

// The same as values: for whoever compares two, or writes one in another language than YAML.
YamlValue household_value(const Household& household);

// `comment` are lines for the top, without '#'; an empty one is a blank comment line.
std::string household_text(const Household& household, std::span<const std::string> comment = {});

// "mon-thu", "sun-thu", "fri, sat", "daily": bit 0 is Monday.
std::string days_text(std::uint8_t days);
// "06:30"; the end of a day is 24:00.
std::string time_of_day_text(std::uint16_t minute);

}  // namespace darban
