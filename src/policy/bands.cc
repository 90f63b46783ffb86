// SPDX-License-Identifier: Apache-2.0
#include "policy/bands.h"

#include <algorithm>

#include "config/categories.h"

namespace darban {
namespace {

// One letter a band, in the order of Band: under-10, 10-12, 13-15, 16-17, adult | guest, things | pupil-primary, pupil-secondary,
// staff, exam.
//   B closed   K closed, ask an adult   S open in free time only   L open   - open
// guest is what an unnamed device is, a child's new phone too: no looser than a teenager's. exam is an allow-list besides. The
// two bypass categories are open in the table: the bypass level closes them, in defaults_of().
using Letters = std::string_view;

enum class Focus : bool { no, yes };  // yes: entertainment, closed in homework and school for every band
enum class Sensitive : bool { no, yes };

struct Topic {
  std::string_view key;
  Letters letters;
  Focus focus;
  Group group;
  Sensitive sensitive;
};

constexpr Topic kTopics[] = {
#include "policy/band_table.inc"  // every category of blocklists/categories.yaml
    // Keys without a list of ours, which a household may name all the same.
    {"csam", "BBBBBBBBBBB", Focus::no, Group::other, Sensitive::yes},           // a licence holder's slot
    {"disinformation", "-----------", Focus::no, Group::other, Sensitive::no},  // known, never closed by us
};
static_assert(std::all_of(std::begin(kTopics), std::end(kTopics),
                          [](const Topic& topic) { return topic.letters.size() == kBandLetters; }));

const Topic* topic_of(std::string_view key) {
  const auto* topic = std::find_if(std::begin(kTopics), std::end(kTopics), [&](const Topic& each) { return each.key == key; });
  return topic == std::end(kTopics) ? nullptr : topic;
}

bool closed_in(const Topic& topic, Band band, Mode mode) {
  const char letter = topic.letters[static_cast<std::size_t>(band)];
  if (letter == 'B' || letter == 'K') return true;
  const bool busy = mode == Mode::homework || mode == Mode::school;
  return busy && (letter == 'S' || topic.focus == Focus::yes);
}

}  // namespace

BypassLevel bypass_of(Band band) {
  switch (band) {
    case Band::under_10:
    case Band::age_10_12:
    case Band::age_13_15:
    case Band::guest:
    case Band::pupil_primary:
    case Band::pupil_secondary:
    case Band::exam:
      return BypassLevel::strict;
    case Band::age_16_17:
    case Band::things:
    case Band::staff:
      return BypassLevel::standard;
    case Band::adult:
      return BypassLevel::off;
  }
  return BypassLevel::strict;
}

BandDefaults defaults_of(Band band, BypassLevel bypass, const CategoryKeys& keys) {
  BandDefaults defaults;
  defaults.allow_list = band == Band::exam;
  for (std::size_t mode = 0; mode < kModes; ++mode) {
    CategorySet& closed = defaults.closed[mode];
    const auto close = [&](std::string_view key) {
      if (const auto id = keys.id_of(key)) closed.add(*id);
    };
    for (const Topic& topic : kTopics) {
      if (closed_in(topic, band, static_cast<Mode>(mode))) close(topic.key);
    }
    if (bypass >= BypassLevel::standard) close("bypass-dns");
    if (bypass == BypassLevel::strict) close("bypass-vpn");
  }
  return defaults;
}

bool is_topic(std::string_view key) { return topic_of(key) != nullptr; }

Counting counting_of(const Category& category) {
  if (const Topic* topic = topic_of(category.key)) return {topic->group, topic->sensitive == Sensitive::no};
  // A category of the family's or of a later list: by its risk.
  if (category.risk == Risk::security) return {Group::scams_and_malware};
  if (category.risk == Risk::bypass) return {Group::ways_round};
  return {};
}

}  // namespace darban
