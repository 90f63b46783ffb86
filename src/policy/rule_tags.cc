// SPDX-License-Identifier: Apache-2.0
#include "policy/rule_tags.h"

#include <array>

namespace darban {
namespace {

constexpr std::array<std::string_view, 20> kTags{"user_child",         "user_regular",  "device_audio",   "device_camera",
                                                 "device_gameconsole", "device_laptop", "device_nas",     "device_other",
                                                 "device_pc",          "device_phone",  "device_printer", "device_securityalarm",
                                                 "device_tablet",      "device_tv",     "os_android",     "os_ios",
                                                 "os_linux",           "os_macos",      "os_other",       "os_windows"};
constexpr TagSet kChild = 1;
constexpr TagSet kRegular = 2;
constexpr std::size_t kOfPeople = 2;  // the first two

std::string listed(std::size_t from) {
  std::string all;
  for (std::size_t i = from; i < kTags.size(); ++i) all += (all.empty() ? "" : ", ") + std::string(kTags[i]);
  return all;
}

}  // namespace

std::optional<TagSet> tag_named(std::string_view word) {
  for (std::size_t i = 0; i < kTags.size(); ++i) {
    if (kTags[i] == word) return TagSet{1} << i;
  }
  return std::nullopt;
}

TagSet tags_of(Band band) {
  switch (band) {
    case Band::under_10:
    case Band::age_10_12:
    case Band::age_13_15:
    case Band::age_16_17:
    case Band::pupil_primary:
    case Band::pupil_secondary:
    case Band::exam:
      return kChild;
    case Band::adult:
    case Band::staff:
      return kRegular;
    case Band::guest:
    case Band::things:
      return 0;
  }
  return 0;
}

std::string known_tags() { return listed(0); }
std::string known_device_tags() { return listed(kOfPeople); }

bool is_of_device(TagSet tag) { return (tag & (kChild | kRegular)) == 0; }

}  // namespace darban
