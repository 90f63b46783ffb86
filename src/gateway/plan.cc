// SPDX-License-Identifier: Apache-2.0
#include "gateway/plan.h"

#include <algorithm>

namespace darban::gateway {
namespace {

bool may_stand_in_a_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
}

}  // namespace

std::optional<InterfaceName> InterfaceName::from_text(std::string_view text) {
  if (text.empty() || text.size() >= kRoom || text == "." || text == "..") return std::nullopt;
  if (!std::all_of(text.begin(), text.end(), may_stand_in_a_name)) return std::nullopt;
  InterfaceName name;
  std::copy(text.begin(), text.end(), name.octets_.begin());
  return name;
}

}  // namespace darban::gateway
