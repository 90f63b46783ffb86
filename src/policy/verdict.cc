// SPDX-License-Identifier: Apache-2.0
#include "policy/verdict.h"

namespace darban {

Text text_of(Step step) {
  switch (step) {
    case Step::local:
      return "local name";
    case Step::canary:
      return "canary";
    case Step::never_block:
      return "never-block";
    case Step::sealed:
      return "sealed list";
    case Step::time:
      return "time";
    case Step::grant:
      return "grant";
    case Step::own_rule:
      return "own rule";
    case Step::safe_search:
      return "safe search";
    case Step::category:
      return "category";
    case Step::standard:
      return "standard";
  }
  return "unknown step";
}

Text text_of(Group group) {
  switch (group) {
    case Group::none:
      return "none";
    case Group::scams_and_malware:
      return "scams & malware";
    case Group::ads_and_trackers:
      return "ads & trackers";
    case Group::age_doors:
      return "age doors";
    case Group::ways_round:
      return "ways round the filter";
    case Group::closed_by_time:
      return "closed by time";
    case Group::own_rules:
      return "your own rules";
    case Group::other:
      return "closed";
  }
  return "unknown group";
}

}  // namespace darban
