// SPDX-License-Identifier: Apache-2.0
// "My rules": the mode now and until when, this week's times in words, what is closed and why, who may change it. Every rule is
// visible to the person it applies to (invariant I6). Pure.
#pragma once
#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "page/child/frame.h"
#include "page/reasons.h"
#include "page/week_plan.h"
#include "policy/grant.h"
#include "policy/policy.h"

namespace darban::page {

struct MyRules {
  bool known = false;  // whose device it is
  std::string name{};  // of the person or room

  // Now
  bool time_known = false;
  ModeAt now{};
  std::optional<Mode> next{};  // when that ends
  std::string note{};          // why, in the words of whoever gave it
  std::string noted_by{};

  std::array<PlannedDay, 7> week{};

  // Closed at any time
  bool only_listed = false;
  std::vector<Reason> reasons{};        // groups, each once
  std::vector<std::string> topics{};    // keys of other categories
  std::vector<std::string> services{};  // keys
  // Closed besides while this mode is on, where the week has it
  struct Besides {
    Mode mode = Mode::free;
    std::vector<std::string> keys{};
  };
  std::vector<Besides> besides{};
  std::vector<std::string> open_doors{};  // keys, and names as the family wrote them
  // The family's own rules
  std::vector<std::string> own_closed{};
  std::vector<std::string> own_open{};
  std::size_t own_conditions = 0;  // rules with conditions
};

// `household` may be null: the file can not be read now, and its own words are left out. `grants` are those in force.
MyRules my_rules(const Policy& policy, const Asker& asker, const Now& now, const Household* household,
                 std::span<const Grant> grants);

struct Clockwork {  // what times are told by
  const Zone& zone;
  Now now;
};
web::Response my_rules_page(const Reader& reader, const Clockwork& clockwork, const MyRules& rules, const Household* household);

// What the household file says of this profile; null: nothing of its own.
const WrittenProfile* written_profile(const Household& household, std::string_view who);

}  // namespace darban::page
