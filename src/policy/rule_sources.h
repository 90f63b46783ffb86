// SPDX-License-Identifier: Apache-2.0
// Where each own rule stands in the household file and how the adult wrote it, for whoever asks why. Immutable once built; any
// thread may read.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "config/household.h"
#include "policy/own_rules.h"
#include "policy/special_names.h"

namespace darban {

struct RuleSource {
  std::string text;
  Place place;
  SpecialNames::Owner owner = SpecialNames::kEverybody;
};

class RuleSources {
 public:
  RuleNumber add(RuleSource source) {
    sources_.push_back(std::move(source));
    return static_cast<RuleNumber>(sources_.size());
  }
  // A plain rule is known by its name's number, whose it is and what it does; the first that says so counts.
  void set_plain(std::uint32_t suffix, SpecialNames::Owner owner, RuleKind kind, RuleNumber number) {
    plain_.try_emplace({suffix, owner, kind}, number);
  }
  const RuleSource* of(RuleNumber number) const { return number == 0 ? nullptr : &sources_[number - 1]; }
  const RuleSource* plain(std::uint32_t suffix, SpecialNames::Owner owner, RuleKind kind) const {
    const auto found = plain_.find({suffix, owner, kind});
    return found == plain_.end() ? nullptr : of(found->second);
  }

 private:
  std::vector<RuleSource> sources_;
  std::map<std::tuple<std::uint32_t, SpecialNames::Owner, RuleKind>, RuleNumber> plain_;
};

}  // namespace darban
