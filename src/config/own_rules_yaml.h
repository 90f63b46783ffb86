// SPDX-License-Identifier: Apache-2.0
// What household.yaml says of own rules, own services, edits of a mode and what a device is. Complaints go to the objection. What
// a rule means is read by policy/rule_text.h, which knows names. One thread.
#pragma once
#include <vector>

#include "config/household.h"
#include "config/node.h"
#include "config/profile_yaml.h"

namespace darban {

// rules: a list, each item one rule in quotes, or a single one.
std::vector<WrittenRule> read_own_rules(const Members& members, Objection& objection);
// services: [{key: football-club, names: [a.example, b.example], title: Football club}]
std::vector<WrittenOwnService> read_own_services(const Members& members, ProfileReader& profiles, Objection& objection);
// modes: {school: {close: [...], open: [...], allow-list: true}}
std::vector<WrittenModeEdit> read_mode_edits(const Members& members, ProfileReader& profiles, Objection& objection);
// kind: tv, tags: [os_android]: the tags device_tv and os_android.
std::vector<WrittenKey> read_device_tags(const Members& members, Objection& objection);

// The first rule with $time, which needs a zone; null: there is none.
const WrittenRule* first_timed_rule(const Household& household);

}  // namespace darban
