// SPDX-License-Identifier: Apache-2.0
// One line of somebody's own rules: an ad blocker's rule, a hosts line, a plain name, or a regular expression that only says a
// name. It is read by the reader of lists (lists/format.h), so it means here what it means there. Pure; any thread.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace darban {

struct RuleName {
  enum class Scope { exact, subtree, below } scope = Scope::subtree;
  bool allow = false;
  bool important = false;
  std::string name;  // lower case, A-labels
};

struct RuleLine {
  std::vector<RuleName> names;  // what it closes or opens
  bool comment = false;         // nothing is lost with it
  std::string why;              // a sentence, when it says nothing that a name could
};

RuleLine read_rule_line(std::string_view line);

}  // namespace darban
