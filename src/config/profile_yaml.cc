// SPDX-License-Identifier: Apache-2.0
#include "config/profile_yaml.h"

#include <algorithm>
#include <array>

#include "config/own_rules_yaml.h"
#include "config/safe_search_choice_yaml.h"

namespace darban {
namespace {

constexpr std::array<std::string_view, 21> kProfileKeys{
    "band",      "close",  "open",      "open-doors",  "open-door-names", "allow",       "block",
    "timetable", "answer", "bypass",    "blocked-ttl", "allow-list",      "never-pause", "resolved-only",
    "rules",     "modes",  "bonus-cap", "pause-cap",   "safe-search",     "youtube",     "strip-ech"};
constexpr std::array<std::string_view, 6> kWindowKeys{"days", "start", "end", "mode", "services", "open"};

constexpr std::array kBands{Band::under_10, Band::age_10_12,     Band::age_13_15,       Band::age_16_17, Band::adult, Band::guest,
                            Band::things,   Band::pupil_primary, Band::pupil_secondary, Band::staff,     Band::exam};
constexpr std::array kModesWritten{Mode::free, Mode::homework, Mode::school, Mode::bedtime, Mode::off};
constexpr std::array kAnswers{AnswerMode::null, AnswerMode::nxdomain, AnswerMode::refused, AnswerMode::page};
constexpr std::array kLevels{BypassLevel::off, BypassLevel::standard, BypassLevel::strict};

}  // namespace

std::vector<std::string_view> ProfileReader::keys_with(std::span<const std::string_view> own) {
  std::vector<std::string_view> keys(own.begin(), own.end());
  keys.insert(keys.end(), kProfileKeys.begin(), kProfileKeys.end());
  return keys;
}

WrittenProfile ProfileReader::profile(const Members& members) {
  WrittenProfile profile;
  if (const Node* band = members.find("band")) profile.band = one_of<Band>(*band, "an age band", kBands);
  profile.close = keys_of(members, "close");
  profile.open = keys_of(members, "open");
  refuse_both(profile.close, "close", profile.open);
  profile.open_doors = keys_of(members, "open-doors");
  profile.open_door_names = domains(members, "open-door-names");
  profile.allow = domains(members, "allow");
  profile.block = domains(members, "block");
  if (const Node* windows = members.find("timetable")) {
    for (const auto& item : items_of(*windows, "a window", objection_)) profile.timetable.push_back(window(item, Days::written));
  }
  if (const Node* answer = members.find("answer")) profile.answer = one_of<AnswerMode>(*answer, "a kind of answer", kAnswers);
  if (const Node* bypass = members.find("bypass")) profile.bypass = one_of<BypassLevel>(*bypass, "a level", kLevels);
  if (const Node* ttl = members.find("blocked-ttl")) {
    const std::string word = word_of(*ttl, "a number of seconds", objection_);
    if (!word.empty()) profile.blocked_ttl = static_cast<std::uint32_t>(keep(read_count(word, 1, 300), ttl->place));
  }
  profile.allow_list = flag(members, "allow-list");
  profile.never_pause = flag(members, "never-pause");
  profile.resolved_only = flag(members, "resolved-only");
  profile.rules = read_own_rules(members, objection_);
  profile.modes = read_mode_edits(members, *this, objection_);
  profile.caps = read_caps(members, objection_);
  profile.safe_search = read_safe_search_choice(members, objection_);
  profile.strip_ech = flag(members, "strip-ech");
  return profile;
}

Window ProfileReader::window(const Node& node, Days days) {
  const auto known = days == Days::written ? std::span<const std::string_view>(kWindowKeys) : std::span(kWindowKeys).subspan(1);
  const Members members(node, "a window", known, objection_);
  std::uint8_t on = 0;
  if (days == Days::written) {
    if (const Node* written = members.required("days")) {
      for (const auto& word : words_of(*written, "a day", objection_)) on |= keep(read_days(word.text), word.place);
      if (on == 0) objection_.at(place_of(*written), "at least one day belongs here, such as mon-thu or daily");
    }
  }
  std::uint16_t first = 0;
  std::uint16_t last = 0;
  if (const Node* start = members.required("start")) first = time_of_day(*start, DayEdge::start);
  if (const Node* end = members.required("end")) last = time_of_day(*end, DayEdge::end);
  Window window = effect(members);
  window.days = on;
  window.start = first;
  window.end = last;
  window.place = node.place;
  return window;
}

Window ProfileReader::effect(const Members& members) {
  Window window;
  if (const Node* mode = members.required("mode")) window.mode = one_of<Mode>(*mode, "a mode", kModesWritten);
  window.services = keys_of(members, "services");
  window.open = keys_of(members, "open");
  refuse_both(window.services, "services", window.open);
  return window;
}

std::uint16_t ProfileReader::time_of_day(const Node& node, DayEdge edge) {
  const std::string word = word_of(node, "a time such as 21:00", objection_);
  return word.empty() ? std::uint16_t{0} : keep(read_time_of_day(word, edge), node.place);
}

std::vector<WrittenKey> ProfileReader::keys_of(const Members& members, std::string_view key) {
  std::vector<WrittenKey> keys;
  const Node* node = members.find(key);
  if (node == nullptr) return keys;
  for (auto& word : words_of(*node, "a category or service", objection_)) keys.push_back({std::move(word.text), word.place});
  return keys;
}

std::vector<WrittenDomain> ProfileReader::domains(const Members& members, std::string_view key) {
  std::vector<WrittenDomain> names;
  const Node* node = members.find(key);
  if (node == nullptr) return names;
  for (auto& word : words_of(*node, "a domain name", objection_)) {
    refuse_web_address(word);
    names.push_back({std::move(word.text), word.place});
  }
  return names;
}

bool ProfileReader::flag(const Members& members, std::string_view key) {
  const Node* node = members.find(key);
  if (node == nullptr) return false;
  const std::string word = word_of(*node, "true or false", objection_);
  return !word.empty() && keep(read_flag(word), node->place);
}

// Parents copy from the address bar; the name's own grammar is dns/'s and judged by the builder.
void ProfileReader::refuse_web_address(const Word& word) {
  if (word.text.find_first_not_of("*. ") == std::string::npos && !word.text.empty()) {
    objection_.at(word.place, quote(word.text) + " would mean every name there is; use 'allow-list: true' to close everything");
  }
  if (word.text.find_first_of("/:?@ ") != std::string::npos) {
    objection_.at(word.place, quote(word.text) + " is not a domain name; write only the name, such as games.example");
  }
}

void ProfileReader::refuse_both(const std::vector<WrittenKey>& close, std::string_view key_of_close,
                                const std::vector<WrittenKey>& open) {
  for (const auto& key : open) {
    const bool both = std::any_of(close.begin(), close.end(), [&](const WrittenKey& other) { return other.key == key.key; });
    if (both)
      objection_.at(key.place,
                    quote(key.key) + " stands under '" + std::string(key_of_close) + "' and under 'open'; keep one of them");
  }
}

}  // namespace darban
