// SPDX-License-Identifier: Apache-2.0
// The household of a story, collected line by line and written as the family would write it: household.yaml goes through the
// real reader, so a story can say whatever that file can. One thread.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "config/household.h"

namespace darban {

class StoryHouse {
 public:
  struct Profile {
    std::string band = "adult";
    std::map<std::string, std::vector<std::string>> lists;  // close, open, open-doors, allow ...: their words
    std::vector<std::string> windows;                       // as flow maps
    std::vector<std::string> members;                       // "key: value", as the story wrote them
  };
  struct Device {
    std::string label;
    std::vector<std::string> macs;
    std::vector<std::string> addresses;
    std::vector<std::string> members;
  };

  void zone(std::string zone) { zone_ = std::move(zone); }
  // A person is made when first spoken of; `guest` and rooms are known by their names.
  Profile& profile(const std::string& name);
  void add_room(const std::string& label, const std::string& prefix);
  void add_device(const std::string& person, Device device) { devices_[person].push_back(std::move(device)); }
  std::vector<std::string>& everybody(const std::string& key) { return everybody_[key]; }  // allow, block, never-block
  void add_member(std::string member) { members_.push_back(std::move(member)); }           // "key: value" at the top of the file

  std::string text() const;
  Result<Household, ConfigError> read(const std::string& file) const;

 private:
  std::string profile_text(const std::string& head, const Profile& profile, const std::vector<Device>* devices) const;
  std::string zone_ = "Asia/Karachi";
  std::vector<std::pair<std::string, Profile>> people_;
  std::vector<std::pair<std::string, std::pair<std::string, Profile>>> rooms_;  // label, prefix
  Profile guest_{"guest", {}, {}, {}};
  std::map<std::string, std::vector<Device>> devices_;
  std::map<std::string, std::vector<std::string>> everybody_;
  std::vector<std::string> members_;
};

}  // namespace darban
