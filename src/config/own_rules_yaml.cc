// SPDX-License-Identifier: Apache-2.0
#include "config/own_rules_yaml.h"

#include <algorithm>
#include <array>

#include "config/spelling.h"

namespace darban {
namespace {

constexpr std::array<std::string_view, 3> kServiceKeys{"key", "names", "title"};
constexpr std::array<std::string_view, 5> kModeNames{"free", "homework", "school", "bedtime", "off"};
constexpr std::array<std::string_view, 3> kModeKeys{"close", "open", "allow-list"};
constexpr std::array kEditable{Mode::free, Mode::homework, Mode::school};
constexpr std::size_t kLongestKey = 40;
constexpr std::string_view kServicePrefix = "service:";

WrittenRule rule_of(const Node& node, Objection& objection) {
  Place place = node.place;
  if (node.quoted) ++place.column;
  return {word_of(node, "a rule such as \"||games.example^\"", objection), place};
}

bool is_key(std::string_view key) {
  return !key.empty() && key.size() <= kLongestKey && key.front() != '-' &&
         key.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

WrittenOwnService service_of(const Node& node, ProfileReader& profiles, Objection& objection) {
  const Members members(node, "a service", kServiceKeys, objection);
  WrittenOwnService service;
  service.place = node.place;
  if (const Node* key = members.required("key")) {
    service.key = word_of(*key, "a key such as football-club", objection);
    service.place = key->place;
    if (service.key.starts_with(kServicePrefix)) service.key.erase(0, kServicePrefix.size());
    if (!is_key(service.key))
      objection.at(key->place,
                   quote(service.key) + " can not be a key; write small letters, digits and '-', such as football-club");
  }
  if (const Node* title = members.find("title")) service.title = word_of(*title, "a title", objection);
  members.required("names");
  service.names = profiles.domains(members, "names");
  if (service.names.empty()) objection.at(node.place, "a service needs at least one name, such as club.example");
  return service;
}

WrittenModeEdit edit_of(const Node& node, Mode mode, ProfileReader& profiles, Objection& objection) {
  const Members members(node, "a mode", kModeKeys, objection);
  WrittenModeEdit edit;
  edit.mode = mode;
  edit.close = profiles.keys_of(members, "close");
  edit.open = profiles.keys_of(members, "open");
  for (const auto& key : edit.open) {
    const bool both =
        std::any_of(edit.close.begin(), edit.close.end(), [&](const WrittenKey& other) { return other.key == key.key; });
    if (both) objection.at(key.place, quote(key.key) + " stands under 'close' and under 'open'; keep one of them");
  }
  edit.allow_list = profiles.flag(members, "allow-list");
  return edit;
}

}  // namespace

std::vector<WrittenRule> read_own_rules(const Members& members, Objection& objection) {
  std::vector<WrittenRule> rules;
  const Node* node = members.find("rules");
  if (node == nullptr) return rules;
  if (node->kind == Node::Kind::word) return {rule_of(*node, objection)};
  for (const Node& item : items_of(*node, "a rule in quotes", objection)) rules.push_back(rule_of(item, objection));
  return rules;
}

std::vector<WrittenOwnService> read_own_services(const Members& members, ProfileReader& profiles, Objection& objection) {
  std::vector<WrittenOwnService> services;
  const Node* node = members.find("services");
  if (node == nullptr) return services;
  for (const Node& item : items_of(*node, "a service", objection)) {
    WrittenOwnService service = service_of(item, profiles, objection);
    const bool taken = std::any_of(services.begin(), services.end(), [&](const auto& each) { return each.key == service.key; });
    if (taken) objection.at(service.place, "the service " + quote(service.key) + " is written twice; keep one of them");
    services.push_back(std::move(service));
  }
  return services;
}

std::vector<WrittenModeEdit> read_mode_edits(const Members& members, ProfileReader& profiles, Objection& objection) {
  std::vector<WrittenModeEdit> edits;
  const Node* node = members.find("modes");
  if (node == nullptr || (node->kind == Node::Kind::empty && node->text.empty())) return edits;
  const Members modes(*node, "'modes'", kModeNames, objection);
  for (const Node& member : node->items) {
    const auto mode =
        std::find_if(kEditable.begin(), kEditable.end(), [&](Mode each) { return text_of(each).view() == member.key; });
    if (mode != kEditable.end())
      edits.push_back(edit_of(member, *mode, profiles, objection));
    else
      objection.at(member.key_place, "in " + quote(member.key) + " everything is closed but the open doors: write 'open-doors'");
  }
  return edits;
}

const WrittenRule* first_timed_rule(const Household& household) {
  const auto first_of = [](const std::vector<WrittenRule>& rules) -> const WrittenRule* {
    for (const WrittenRule& rule : rules) {
      const auto dollar = rule.text.find('$');
      if (dollar != std::string::npos && rule.text.find("time=", dollar) != std::string::npos) return &rule;
    }
    return nullptr;
  };
  if (const WrittenRule* rule = first_of(household.rules)) return rule;
  if (const WrittenRule* rule = first_of(household.guest.rules)) return rule;
  for (const auto& person : household.people) {
    if (const WrittenRule* rule = first_of(person.profile.rules)) return rule;
  }
  for (const auto& room : household.rooms) {
    if (const WrittenRule* rule = first_of(room.profile.rules)) return rule;
  }
  return nullptr;
}

std::vector<WrittenKey> read_device_tags(const Members& members, Objection& objection) {
  std::vector<WrittenKey> tags;
  if (const Node* kind = members.find("kind")) {
    std::string word = word_of(*kind, "what the device is, such as tv, phone or tablet,", objection);
    if (!word.empty()) tags.push_back({word.starts_with("device_") ? word : "device_" + word, kind->place});
  }
  if (const Node* node = members.find("tags")) {
    for (auto& word : words_of(*node, "a tag such as os_android", objection)) tags.push_back({std::move(word.text), word.place});
  }
  return tags;
}

}  // namespace darban
