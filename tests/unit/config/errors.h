// SPDX-License-Identifier: Apache-2.0
// What a loader said about a text, as the operator reads it: "f.yaml:2:3: …", or "accepted".
#pragma once
#include <string>

#include "config/yaml.h"

namespace darban {

template <typename T>
std::string said(const Result<T, ConfigError>& result) {
  return result ? "accepted" : text_of(result.error()).view();
}
inline std::string settings_said(const std::string& text) { return said(parse_settings(text, "f.yaml")); }
inline std::string household_said(const std::string& text) { return said(parse_household(text, "f.yaml")); }

inline bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace darban
