// SPDX-License-Identifier: Apache-2.0
// What a Policy is made of. Only policy.cc, build.cc, resolve_grants.cc and explain*.cc look inside.
#pragma once
#include <array>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/net_address.h"
#include "base/zone.h"
#include "config/household.h"
#include "lists/image.h"
#include "lists/matcher.h"
#include "lists/sealed.h"
#include "policy/bands.h"
#include "policy/category_keys.h"
#include "policy/bypass_signals.h"
#include "policy/devices.h"
#include "policy/moments.h"
#include "policy/networks.h"
#include "policy/own_rules.h"
#include "policy/own_services.h"
#include "policy/policy.h"
#include "policy/rule_clock.h"
#include "policy/rule_sources.h"
#include "policy/safe_search.h"
#include "policy/special_names.h"
#include "policy/timetable.h"

namespace darban {

struct Policy::Parts {
  explicit Parts(std::shared_ptr<const Image> lists) : image(std::move(lists)), matcher(*image), devices(image->seed()) {}

  std::shared_ptr<const Image> image;
  Matcher matcher;
  Zone zone = Zone::utc();
  std::string file;  // the household's, as the operator typed it
  Devices devices;
  SpecialNames names;
  OwnRules rules;
  OwnServices services;
  RuleClocks rule_clocks;
  RuleSources rule_sources;
  BypassSignals signals;
  SafeSearch safe_search;
  std::shared_ptr<const SealedList> sealed;  // null: there is none
  Networks allow_from;
  Networks trusted_forwarders;
  bool gateway = false;  // there is one to be told
  Networks page_at;      // our addresses where the page is answered by plain HTTP on its own port
  std::vector<Mark> marks;
  std::vector<Profile> profiles;  // [0] is the guest's
  std::vector<Timetable> timetables;
  std::vector<std::string> exception_labels;  // by Origin - 1
  CategorySet judged_in_targets;
  std::array<Counting, 256> counting{};  // by CategoryId
  CategorySet security;                  // those whose group is scams_and_malware
  CategorySet sensitive;                 // those that are not counted

  std::shared_ptr<MomentBoard> moments;      // never null once built; what the workers write to

  std::vector<std::string> who;              // by profile
  std::vector<std::vector<Window>> windows;  // by profile: as they were written, for whoever asks why
  std::unordered_map<std::string, ProfileId> people;
  std::unordered_map<std::string, ProfileId> rooms;
  struct Device {
    std::string label;
    ProfileId profile = kGuest;
    bool never_pause = false;
    TagSet tags = 0;
  };
  std::vector<Device> written_devices{1};  // by DeviceId; [0] stands for none
  std::vector<ConfigError> notes;

  // What the windows of a mode close and open besides; null: nothing.
  const Timetable::State* windows_of(const Profile& profile, const ModeAt& mode) const;
  // Whether an allow-list lets this name through, rules aside.
  bool is_listed(const Asker& asker, const ModeAt& mode, const Judged& name, const NameFacts& facts) const;
  // Categories and services closed in a mode and its windows.
  CategorySet closed(const Profile& profile, const ModeAt& mode) const;
  // The family's word; `facts.rules` is not 0.
  OwnRules::Ruling ruling(const Asker& asker, const ModeAt& mode, const Judged& name, const NameFacts& facts) const;
  // Categories and services by key, the family's own among them.
  CategoryKeys keys() const;
  // `hit` is what was closed of the name's categories; not empty.
  Verdict closed_verdict(const Profile& profile, const CategorySet& hit, const ModeAt& mode) const;
  // A stranger's number (a policy that was replaced meanwhile) is the guest.
  const Profile& profile(ProfileId id) const {
    const auto index = static_cast<std::size_t>(id);
    return profiles[index < profiles.size() ? index : 0];
  }
};

}  // namespace darban
