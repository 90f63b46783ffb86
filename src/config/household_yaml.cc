// SPDX-License-Identifier: Apache-2.0
// household.yaml: who lives here and what is closed for whom. The words are for parents, so lists may be single words, words may
// have commas between them, and every refusal says what to write instead.
#include <algorithm>
#include <array>

#include "config/exceptions_yaml.h"
#include "config/node.h"
#include "config/own_rules_yaml.h"
#include "config/profile_yaml.h"
#include "config/scalars.h"
#include "config/spelling.h"
#include "config/yaml.h"

namespace darban {
namespace {

constexpr std::array<std::string_view, 11> kTopKeys{"zone",  "country",     "people", "rooms",    "guest",     "allow",
                                                    "block", "never-block", "rules",  "services", "exceptions"};
constexpr std::array<std::string_view, 6> kDeviceKeys{"label", "mac", "address", "never-pause", "kind", "tags"};
constexpr std::array<std::string_view, 2> kPersonOnly{"name", "devices"};
constexpr std::array<std::string_view, 2> kRoomOnly{"label", "prefix"};
constexpr std::array<std::string_view, 0> kNothingOnly{};

class HouseholdReader {
 public:
  explicit HouseholdReader(Objection& objection) : objection_(objection), profiles_(objection) {}

  Household household(const Node& root) {
    const Members members(root, "the household file", kTopKeys, objection_);
    Household household;
    household.file = objection_.file();
    if (const Node* zone = members.find("zone")) {
      household.zone = word_of(*zone, "a time zone such as Asia/Karachi", objection_);
      household.zone_place = zone->place;
    }
    if (const Node* country = members.find("country")) household.country = country_of(*country);
    if (const Node* people = members.find("people")) {
      for (const auto& item : items_of(*people, "a person", objection_)) household.people.push_back(person(item));
    }
    if (const Node* rooms = members.find("rooms")) {
      for (const auto& item : items_of(*rooms, "a room", objection_)) household.rooms.push_back(room(item));
    }
    if (const Node* guest = members.find("guest"); guest != nullptr && guest->kind != Node::Kind::empty)
      household.guest = guest_of(*guest);
    household.allow = profiles_.domains(members, "allow");
    household.block = profiles_.domains(members, "block");
    household.never_block = profiles_.domains(members, "never-block");
    household.rules = read_own_rules(members, objection_);
    household.services = read_own_services(members, profiles_, objection_);
    household.exceptions = read_exceptions(members, objection_);
    refuse_same_names(household);
    refuse_times_without_zone(household);
    return household;
  }

 private:
  std::string country_of(const Node& node) {
    std::string word = word_of(node, "a country such as PK", objection_);
    if (!word.empty() && !is_country(word))
      objection_.at(node.place, quote(word) + " is not a country; write its two letters as PK, a part of one as PK-PB, or EU");
    return word;
  }

  WrittenPerson person(const Node& node) {
    static const auto keys = ProfileReader::keys_with(kPersonOnly);
    const Members members(node, "a person", keys, objection_);
    WrittenPerson person;
    person.place = node.place;
    if (const Node* name = members.required("name")) person.name = word_of(*name, "a name", objection_);
    members.required("band");
    person.profile = profiles_.profile(members);
    if (const Node* devices = members.find("devices")) {
      for (const auto& item : items_of(*devices, "a device", objection_)) person.devices.push_back(device(item));
    }
    return person;
  }

  WrittenRoom room(const Node& node) {
    static const auto keys = ProfileReader::keys_with(kRoomOnly);
    const Members members(node, "a room", keys, objection_);
    WrittenRoom room;
    room.place = node.place;
    if (const Node* label = members.required("label")) room.label = word_of(*label, "a label", objection_);
    if (const Node* prefix = members.required("prefix")) {
      const std::string word = word_of(*prefix, "a network such as 192.168.20.0/24", objection_);
      if (!word.empty()) room.prefix = {profiles_.keep(read_prefix(word), prefix->place), word};
    }
    members.required("band");
    room.profile = profiles_.profile(members);
    return room;
  }

  WrittenDevice device(const Node& node) {
    const Members members(node, "a device", kDeviceKeys, objection_);
    WrittenDevice device;
    device.place = node.place;
    if (const Node* label = members.required("label")) device.label = word_of(*label, "a label", objection_);
    if (const Node* mac = members.find("mac")) {
      for (const auto& word : words_of(*mac, "a MAC address", objection_))
        device.macs.push_back({profiles_.keep(read_mac(word.text), word.place), word.text});
    }
    if (const Node* address = members.find("address")) {
      for (const auto& word : words_of(*address, "an address", objection_))
        device.addresses.push_back({profiles_.keep(read_prefix(word.text), word.place), word.text});
    }
    device.never_pause = profiles_.flag(members, "never-pause");
    device.tags = read_device_tags(members, objection_);
    if (device.macs.empty() && device.addresses.empty()) {
      objection_.at(node.place, "a device needs 'mac' or 'address': without one nobody can tell whose it is");
    }
    return device;
  }

  WrittenProfile guest_of(const Node& node) {
    static const auto keys = ProfileReader::keys_with(kNothingOnly);
    return profiles_.profile(Members(node, "'guest'", keys, objection_));
  }

  // `darban explain --person` and the page call people and rooms by name.
  void refuse_same_names(const Household& household) {
    std::vector<std::pair<std::string_view, Place>> names;
    for (const auto& person : household.people) names.emplace_back(person.name, person.place);
    for (const auto& room : household.rooms) names.emplace_back(room.label, room.place);
    std::stable_sort(names.begin(), names.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    const auto same =
        std::adjacent_find(names.begin(), names.end(), [](const auto& a, const auto& b) { return a.first == b.first; });
    if (same != names.end())
      objection_.at(std::next(same)->second, "the name " + quote(same->first) + " is taken; give this one another");
  }

  // A bedtime in the wrong zone is worse than none: it looks as if it worked.
  void refuse_times_without_zone(const Household& household) {
    if (household.zone_place.line > 0) return;
    const auto check = [&](const WrittenProfile& profile) {
      if (!profile.timetable.empty())
        objection_.at(profile.timetable.front().place, "a timetable needs 'zone' at the top of the file, such as Asia/Karachi");
    };
    for (const auto& person : household.people) check(person.profile);
    for (const auto& room : household.rooms) check(room.profile);
    check(household.guest);
    if (const WrittenRule* rule = first_timed_rule(household))
      objection_.at(rule->place, "a rule with $time needs 'zone' at the top of the file, such as Asia/Karachi");
    if (!household.exceptions.empty())
      objection_.at(household.exceptions.front().place, "exceptions need 'zone' at the top of the file, such as Asia/Karachi");
  }

  Objection& objection_;
  ProfileReader profiles_;
};

}  // namespace

Result<Household, ConfigError> parse_household(std::string_view text, const std::string& file_name) {
  const auto root = read_document(text, file_name);
  if (!root) return root.error();
  Objection objection(file_name);
  if (root->kind == Node::Kind::empty) {
    objection.at({}, "the file says nothing; it needs at least 'zone' or 'people'");
    return objection.error();
  }
  Household household = HouseholdReader(objection).household(*root);
  if (!objection.none()) return objection.error();
  return household;
}

}  // namespace darban
