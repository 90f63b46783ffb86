// SPDX-License-Identifier: Apache-2.0
#include "tests/scenarios/story_house.h"

#include "config/yaml.h"

namespace darban {
namespace {

std::string list_text(const std::vector<std::string>& words) {
  std::string text = "[";
  for (const std::string& word : words) text += (text.size() == 1 ? "\"" : ", \"") + word + "\"";
  return text + "]";
}

}  // namespace

StoryHouse::Profile& StoryHouse::profile(const std::string& name) {
  if (name == "guest") return guest_;
  for (auto& [known, profile] : people_) {
    if (known == name) return profile;
  }
  for (auto& [label, room] : rooms_) {
    if (label == name) return room.second;
  }
  people_.emplace_back(name, Profile{});
  return people_.back().second;
}

void StoryHouse::add_room(const std::string& label, const std::string& prefix) {
  rooms_.emplace_back(label, std::pair(prefix, Profile{}));
}

std::string StoryHouse::profile_text(const std::string& head, const Profile& profile, const std::vector<Device>* devices) const {
  std::string text = head + "band: " + profile.band;
  for (const auto& [key, words] : profile.lists) text += ", " + key + ": " + list_text(words);
  if (!profile.windows.empty()) {
    text += ", timetable: [";
    for (const std::string& window : profile.windows) text += (text.back() == '[' ? "" : ", ") + window;
    text += "]";
  }
  for (const std::string& member : profile.members) text += ", " + member;
  if (devices != nullptr) {
    text += ", devices: [";
    for (const Device& device : *devices) {
      text += (text.back() == '[' ? "{label: \"" : ", {label: \"") + device.label + "\"";
      if (!device.macs.empty()) text += ", mac: " + list_text(device.macs);
      if (!device.addresses.empty()) text += ", address: " + list_text(device.addresses);
      for (const std::string& member : device.members) text += ", " + member;
      text += "}";
    }
    text += "]";
  }
  return text + "}\n";
}

std::string StoryHouse::text() const {
  std::string text = "zone: \"" + zone_ + "\"\n";
  if (!people_.empty()) text += "people:\n";
  for (const auto& [name, profile] : people_) {
    const auto devices = devices_.find(name);
    text += profile_text("  - {name: \"" + name + "\", ", profile, devices == devices_.end() ? nullptr : &devices->second);
  }
  if (!rooms_.empty()) text += "rooms:\n";
  for (const auto& [label, room] : rooms_)
    text += profile_text("  - {label: \"" + label + "\", prefix: \"" + room.first + "\", ", room.second, nullptr);
  text += profile_text("guest: {", guest_, nullptr);
  for (const auto& [key, words] : everybody_) text += key + ": " + list_text(words) + "\n";
  for (const std::string& member : members_) text += member + "\n";
  return text;
}

Result<Household, ConfigError> StoryHouse::read(const std::string& file) const { return parse_household(text(), file); }

}  // namespace darban
