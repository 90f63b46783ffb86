// SPDX-License-Identifier: Apache-2.0
#include "policy/bands.h"

#include "tests/unit/policy/home.h"

using namespace darban;
using namespace darban::test;

namespace {

const CategoryKeys& keys() {
  static const CategoryKeys known(lists()->categories());
  return known;
}
const CategorySet& closed(const BandDefaults& defaults, Mode mode) { return defaults.closed[static_cast<std::size_t>(mode)]; }
BandDefaults of(Band band) { return defaults_of(band, bypass_of(band), keys()); }

constexpr Band kAllBands[] = {Band::under_10,        Band::age_10_12, Band::age_13_15, Band::age_16_17,
                              Band::adult,           Band::guest,     Band::things,    Band::pupil_primary,
                              Band::pupil_secondary, Band::staff,     Band::exam};

}  // namespace

TEST_CASE("malware and phishing are closed for everybody at any hour") {
  for (const Band band : kAllBands) {
    for (const Mode mode : {Mode::free, Mode::homework, Mode::school, Mode::bedtime, Mode::off}) {
      CHECK(closed(of(band), mode).has(kMalware));
      CHECK(closed(of(band), mode).has(kPhishing));
    }
  }
}

TEST_CASE("a child's band closes what the taxonomy says") {
  const CategorySet child = closed(of(Band::age_10_12), Mode::free);
  for (const CategoryId id : {kAdult, kGambling, kSelfHarm, kAds, kTrackers, kSocial, kBypassVpn, kBypassDns})
    CHECK(child.has(id));
  for (const CategoryId id : {kGaming, kStreaming, kLearning, kYoutube}) CHECK_FALSE(child.has(id));
}

TEST_CASE("bands open as children grow") {
  CategorySet before = closed(of(Band::under_10), Mode::free);
  for (const Band band : {Band::age_10_12, Band::age_13_15, Band::age_16_17, Band::adult}) {
    const CategorySet now = closed(of(band), Mode::free);
    CHECK((now - before).empty());
    before = now;
  }
}

TEST_CASE("busy modes close entertainment for every band and open nothing") {
  for (const Band band : kAllBands) {
    const BandDefaults defaults = of(band);
    for (const Mode mode : {Mode::homework, Mode::school}) {
      for (const CategoryId id : {kSocial, kGaming, kStreaming}) CHECK(closed(defaults, mode).has(id));
      CHECK((closed(defaults, Mode::free) - closed(defaults, mode)).empty());
      CHECK_FALSE(closed(defaults, mode).has(kLearning));
    }
  }
}

TEST_CASE("an unnamed device is no looser than a teenager's") {
  for (const CategoryId id : {kAdult, kGambling, kSelfHarm, kBypassVpn, kBypassDns}) {
    CHECK(closed(of(Band::age_13_15), Mode::free).has(id));
    CHECK(closed(of(Band::guest), Mode::free).has(id));
  }
}

TEST_CASE("only the exam band is an allow-list by itself") {
  for (const Band band : kAllBands) CHECK(of(band).allow_list == (band == Band::exam));
}

TEST_CASE("categories the image does not have are skipped") {
  const CategoryKeys none({});
  for (const Band band : kAllBands) CHECK(defaults_of(band, BypassLevel::strict, none).closed[0].empty());
}

TEST_CASE("sensitive topics are not counted and unknown ones go by their risk") {
  const auto counting = [](const char* key, Risk risk = Risk::none) { return counting_of({CategoryId{1}, key, risk, false}); };
  for (const char* key : {"self-harm", "eating-disorders", "csam"}) CHECK_FALSE(counting(key).counted);
  CHECK(counting("gambling").group == Group::age_doors);
  CHECK(counting("phishing").group == Group::scams_and_malware);
  CHECK(counting("trackers").group == Group::ads_and_trackers);
  CHECK(counting("bypass-dns").group == Group::ways_round);
  CHECK(counting("social").group == Group::other);
  CHECK(counting("service:youtube").group == Group::other);
  CHECK(counting("our-own", Risk::security).group == Group::scams_and_malware);
  CHECK(counting("our-own", Risk::bypass).group == Group::ways_round);
  CHECK(counting("our-own", Risk::content).group == Group::other);
}

TEST_CASE("a key is a category, a service in full or a service in short") {
  CHECK(keys().id_of("gambling") == kGambling);
  CHECK(keys().id_of("service:youtube") == kYoutube);
  CHECK(keys().id_of("youtube") == kYoutube);
  CHECK_FALSE(keys().id_of("service:gambling"));
  CHECK_FALSE(keys().id_of(""));
}
