// SPDX-License-Identifier: Apache-2.0
#include "app/household_reading.h"

#include <utility>

#include "config/yaml.h"

namespace darban {

Result<std::shared_ptr<const Household>, ConfigError> HouseholdReading::of(const std::string& text, const std::string& path) {
  asked_for_ = true;
  if (household_ && text == text_ && path == path_) return household_;
  auto read = parse_household(text, path);
  if (!read) return read.error();
  household_ = std::make_shared<const Household>(std::move(*read));
  text_ = text;
  path_ = path;
  return household_;
}

void HouseholdReading::tidy() {
  if (!asked_for_) *this = HouseholdReading();
  asked_for_ = false;
}

}  // namespace darban
