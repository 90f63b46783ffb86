// SPDX-License-Identifier: Apache-2.0
// A family to test with: an image with a dozen categories and a name in each, and a household that is written down in a line or
// two.
#pragma once
#include <doctest/doctest.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "policy/build.h"
#include "policy/explain.h"
#include "tests/support/image_of.h"
#include "tests/support/literals.h"

namespace darban::test {

using namespace darban::literals;

inline constexpr CategoryId kMalware{1}, kPhishing{2}, kAdult{3}, kGambling{4}, kSocial{5}, kGaming{6}, kStreaming{7}, kAds{8},
    kTrackers{9}, kSelfHarm{10}, kBypassVpn{11}, kBypassDns{12}, kLearning{13}, kYoutube{128}, kRoblox{129};

inline std::shared_ptr<const Image> lists() {
  static const auto image = image_of({{kMalware, "malware", true},
                                      {kPhishing, "phishing", true},
                                      {kAdult, "adult", true},
                                      {kGambling, "gambling"},
                                      {kSocial, "social"},
                                      {kGaming, "gaming"},
                                      {kStreaming, "streaming"},
                                      {kAds, "ads", true},
                                      {kTrackers, "trackers", true},
                                      {kSelfHarm, "self-harm"},
                                      {kBypassVpn, "bypass-vpn", true},
                                      {kBypassDns, "bypass-dns", true},
                                      {kLearning, "learning"},
                                      {kYoutube, "service:youtube"},
                                      {kRoblox, "service:roblox"}},
                                     {{"malware.example", kMalware},
                                      {"adult.example", kAdult},
                                      {"casino.example", kGambling},
                                      {"social.example", kSocial},
                                      {"games.example", kGaming},
                                      {"films.example", kStreaming},
                                      {"ads.example", kAds},
                                      {"tracker.example", kTrackers},
                                      {"hurt.example", kSelfHarm},
                                      {"hurt.example", kAdult},
                                      {"vpn.example", kBypassVpn},
                                      {"doh.example", kBypassDns},
                                      {"school.example", kLearning},
                                      {"films.school.example", kStreaming},
                                      {"tube.example", kYoutube},
                                      {"roblox.example", kRoblox},
                                      {"connectivitycheck.gstatic.com", kTrackers},  // a list that goes too far
                                      {"childline.org.uk", kAdult},
                                      {"gravatar.com", kTrackers},
                                      {"gravatar.com", kGambling},
                                      {"forcesafesearch.google.com", kTrackers}});
  return image;
}

inline Household family(Band band = Band::age_10_12) {
  Household household;
  household.file = "household.yaml";
  household.zone = "Asia/Karachi";
  WrittenPerson child;
  child.name = "Ali";
  child.profile.band = band;
  child.devices.push_back({"tablet", {"02:00:00:00:00:07"_mac}, {"192.168.1.7"_prefix}, {20, 5}});
  WrittenPerson mother;
  mother.name = "Sara";
  mother.profile.band = Band::adult;
  mother.devices.push_back({"laptop", {"02:00:00:00:00:08"_mac}, {}, {30, 5}});
  household.people = {child, mother};
  return household;
}

inline std::shared_ptr<const Policy> built(const Household& household, const Settings& settings = {}) {
  auto policy = build_policy(household, settings, lists());
  if (!policy) FAIL("refused: " << policy.error().what);
  return *policy;
}

inline ConfigError refused(const Household& household, const Settings& settings = {}) {
  const auto policy = build_policy(household, settings, lists());
  REQUIRE_FALSE(policy);
  return policy.error();
}

inline WrittenRoom room(std::string label, const IpPrefix& prefix, Band band = Band::guest, Place place = {}) {
  WrittenRoom room;
  room.label = std::move(label);
  room.prefix = prefix;
  room.profile.band = band;
  room.place = place;
  return room;
}

// A moment in Karachi (UTC+5, no summer time); 2026-11-23 is a Monday.
inline Now karachi(int day, int hour, int minute = 0, int second = 0) {
  using namespace std::chrono;
  const WallTime wall = sys_days{year{2026} / November / day} + hours(hour - 5) + minutes(minute) + seconds(second);
  return {MonoTime{}, wall, true};
}

inline Verdict verdict(const Policy& policy, std::string_view who, const Name& name, const Now& now = karachi(23, 12)) {
  SuffixHashes hashes;
  name.hash_suffixes(policy.seed(), hashes);
  const CategorySet categories = policy.categories_of(hashes, policy.facts_of(hashes));
  const ProfileId id = policy.profile_of_person(who).value_or(kGuest);
  return policy.decide(id, policy.mode_at(id, now), {.hashes = hashes, .categories = categories});
}

inline Verdict target_verdict(const Policy& policy, std::string_view who, const Name& name, const Now& now = karachi(23, 12)) {
  SuffixHashes hashes;
  name.hash_suffixes(policy.seed(), hashes);
  const CategorySet categories = policy.categories_of(hashes, policy.facts_of(hashes));
  const ProfileId id = policy.profile_of_person(who).value_or(kGuest);
  return policy.decide_target(id, policy.mode_at(id, now), {.hashes = hashes, .categories = categories});
}

inline NameFacts facts(const Policy& policy, const Name& name) {
  SuffixHashes hashes;
  name.hash_suffixes(policy.seed(), hashes);
  return policy.facts_of(hashes);
}

inline bool open(const Verdict& verdict) { return verdict.action == Action::allow; }

inline constexpr std::uint8_t kSchoolNights = 0b1000111;  // Monday, Tuesday, Wednesday, Sunday
inline constexpr std::uint8_t kDaily = 0b1111111;
inline Window window(std::uint8_t days, int start_hour, int end_hour, Mode mode, std::vector<WrittenKey> services = {}) {
  return {
      days,   static_cast<std::uint16_t>(start_hour * 60), static_cast<std::uint16_t>(end_hour * 60), mode, std::move(services),
      {40, 7}};
}

}  // namespace darban::test
