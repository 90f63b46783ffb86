// SPDX-License-Identifier: Apache-2.0
// The family's word on a name: step 7. Plain rules (`allow`, `block`, and rules that say no more) stand in SpecialNames; rules
// with conditions stand here, found by the number that SpecialNames gives their name, so a name without rules costs nothing.
//
// Which rule decides, of all that are about the name or a suffix of it and whose conditions hold:
//   1. an opening one with $important
//   2. a closing one with $important
//   3. the one on the longest suffix (a rule on the name alone counts as on the whole name); at equal length the person's own
//      before everybody's; then the opening one before the closing one
// and among the important ones of one kind, for who asks why, again as in 3. $badfilter has taken rules away before (build).
// Immutable once made; any thread may read. Slow twin: tests/oracle/own_rules_oracle_test.cc walks the written rules.
#pragma once
#include <array>
#include <cstdint>
#include <vector>

#include "base/net_address.h"
#include "dns/name.h"
#include "dns/registry.h"
#include "policy/networks.h"
#include "policy/profile.h"
#include "policy/rule_clock.h"
#include "policy/rule_tags.h"
#include "policy/special_names.h"
#include "policy/verdict.h"

namespace darban {

// Which rule of all that were written, as RuleSources knows them; 0: none.
using RuleNumber = std::uint32_t;

struct RuleAsker {
  Asker who;
  TagSet tags = 0;
  const IpAddress* address = nullptr;  // null: not known, and no condition on it holds
  const MacAddress* mac = nullptr;
};

// People, devices, networks and MACs, of which a rule names some.
struct Circle {
  std::vector<ProfileId> profiles;
  std::vector<DeviceId> devices;
  Networks networks;
  std::vector<MacAddress> macs;
  bool empty() const { return profiles.empty() && devices.empty() && networks.empty() && macs.empty(); }
  bool holds(const RuleAsker& asker) const;
};

struct OwnRule {
  SpecialNames::Owner owner = SpecialNames::kEverybody;
  bool allow = false;
  bool important = false;
  int only_labels = 0;  // of a rule on the name alone: how many the name has
  ClosedAs closed_as = ClosedAs::profile_says;
  RuleTimes times = 0;  // in one of these windows; 0: always
  TagSet tags = 0;
  TagSet not_tags = 0;
  std::vector<RrType> types;
  bool types_left_out = false;
  Circle for_whom;  // empty: for everybody
  Circle not_for;
  struct Hole {
    std::uint64_t hash = 0;
    int labels = 0;
  };
  std::vector<Hole> holes;
  RuleNumber number = 0;
};

class OwnRules {
 public:
  enum class Word : std::uint8_t { silent, allow, block };
  struct Ruling {
    Word word = Word::silent;
    ClosedAs closed_as = ClosedAs::profile_says;
    const OwnRule* rule = nullptr;  // null: silent, or a plain one:
    std::uint32_t suffix = 0;       // the number of its name,
    SpecialNames::Owner owner = SpecialNames::kEverybody;
  };
  struct Question {
    const SuffixHashes& hashes;
    RrType type;
    RuleTimes times;  // windows that are on
  };

  OwnRules() = default;
  // Rules by the number of their name.
  struct Placed {
    std::uint32_t suffix;
    OwnRule rule;
  };
  OwnRules(const SpecialNames& names, std::vector<Placed> rules);

  // `rules`: the longest suffix with rules, as NameFacts says it; not 0.
  Ruling ruling(const SpecialNames& names, std::uint32_t rules, const RuleAsker& asker, const Question& question) const;

 private:
  struct Group {  // the rules of one name
    std::uint32_t begin = 0;
    std::uint32_t count = 0;
    bool important_here_or_wider = false;
  };
  struct Finding;
  using Slots = std::array<Ruling, 4>;
  void look_at(std::uint32_t suffix, const RuleAsker& asker, const Question& question, Slots& slots, Finding& finding) const;
  std::vector<OwnRule> rules_;
  std::vector<Group> groups_;  // by number of the name; empty: no rules here at all
};

}  // namespace darban
