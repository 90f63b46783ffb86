// SPDX-License-Identifier: Apache-2.0
// From the rules and services a household wrote to OwnRules, OwnServices, their clock and their sources. Used by build.cc, for
// the length of one build, in this order: services (before any key is looked up), rules as they are met, `place` when everybody
// is known, `finish` when the table of names is built.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "config/household.h"
#include "policy/category_keys.h"
#include "policy/own_rules.h"
#include "policy/own_services.h"
#include "policy/policy.h"
#include "policy/rule_sources.h"
#include "policy/rule_text.h"

namespace darban {

struct BuildHooks {
  std::function<void(Place, std::string)> refuse;  // the first refusal ends the build, sooner or later
  std::function<void(Place, std::string)> note;
};

class OwnServicesBuilder {
 public:
  // Gives every service an id the image does not use, and its key to `keys`.
  OwnServicesBuilder(const std::vector<WrittenOwnService>& written, const Image& image, const BuildHooks& hooks);
  void give_keys(CategoryKeys& keys) const;
  void add_name(std::size_t service, const Name& name, SpecialNamesBuilder& names);
  OwnServices build(const SpecialNames& names, HashSeed seed);

 private:
  OwnServices services_;
  struct Hung {
    std::size_t service;
    Name name;
  };
  std::vector<Hung> names_;
};

class OwnRulesBuilder {
 public:
  // What it refers to must outlive it.
  OwnRulesBuilder(const Household& household, const BuildHooks& hooks, SpecialNamesBuilder& names)
      : household_(household), hooks_(hooks), names_(names) {}

  void read(const std::vector<WrittenRule>& rules, SpecialNames::Owner owner);
  // A name under `allow`, `block` or `open-door-names`, which build.cc has added to the names.
  void remember(const Name& name, SpecialNames::Owner owner, RuleKind kind, const WrittenDomain& written);

  struct Everybody {  // whom $client may name
    const std::unordered_map<std::string, ProfileId>& people;
    const std::unordered_map<std::string, ProfileId>& rooms;
  };
  // Settles what $badfilter takes back and whom $client means, and gives the names of the rest to the table.
  void place(const Everybody& everybody);
  struct Built {
    OwnRules rules;
    RuleClocks clocks;
    RuleSources sources;
  };
  Built finish(const SpecialNames& names, HashSeed seed, std::size_t profiles);

 private:
  struct Pending {
    RuleText text;
    const WrittenRule* written;
    SpecialNames::Owner owner;
    bool taken_back = false;
    OwnRule rule{};
  };
  struct Plain {
    Name name;
    SpecialNames::Owner owner;
    RuleKind kind;
    std::string text;
    Place place;
  };
  void take_back(const Pending& taker);
  void settle(Pending& pending, const Everybody& everybody);
  void settle_client(const Pending& pending, const RuleClient& client, const Everybody& everybody, OwnRule& rule);
  std::vector<DeviceId> devices_called(const std::string& name) const;
  void refuse_nobody(Place place, const RuleClient& client, const Everybody& everybody);

  const Household& household_;
  const BuildHooks& hooks_;
  SpecialNamesBuilder& names_;
  RuleClockBuilder clock_;
  std::vector<Pending> pending_;
  std::vector<Plain> plain_;
};

}  // namespace darban
