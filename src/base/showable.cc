// SPDX-License-Identifier: Apache-2.0
#include "base/showable.h"

namespace darban {

std::string identifier_of(Text words) {
  std::string identifier;
  for (const char c : words.view()) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (plain)
      identifier.push_back(c);
    else if (!identifier.empty() && identifier.back() != '_')
      identifier.push_back('_');
  }
  while (identifier.ends_with('_')) identifier.pop_back();
  return identifier;
}

}  // namespace darban
