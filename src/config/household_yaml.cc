// SPDX-License-Identifier: Apache-2.0
// household.yaml: who lives here and what is closed for whom. The words are for parents, so lists may be single words, words may
// have commas between them, and every refusal says what to write instead.
#include <algorithm>
#include <array>

#include "config/node.h"
#include "config/scalars.h"
#include "config/spelling.h"
#include "config/yaml.h"

namespace darban {
namespace {

constexpr std::array<std::string_view, 7> kTopKeys{"zone", "people", "rooms", "guest", "allow", "block", "never-block"};
constexpr std::array<std::string_view, 3> kDeviceKeys{"label", "mac", "address"};
constexpr std::array<std::string_view, 5> kWindowKeys{"days", "start", "end", "mode", "services"};

// What a person, a room and the guest have in common.
constexpr std::array<std::string_view, 12> kProfileKeys{"band",        "close",     "open",      "open-doors", "open-door-names",
                                                        "allow",       "block",     "timetable", "answer",     "bypass",
                                                        "blocked-ttl", "allow-list"};
constexpr std::array<std::string_view, 2> kPersonOnly{"name", "devices"};
constexpr std::array<std::string_view, 2> kRoomOnly{"label", "prefix"};

constexpr std::array kBands{Band::under_10, Band::age_10_12,     Band::age_13_15,       Band::age_16_17, Band::adult, Band::guest,
                            Band::things,   Band::pupil_primary, Band::pupil_secondary, Band::staff,     Band::exam};
constexpr std::array kModesWritten{Mode::free, Mode::homework, Mode::school, Mode::bedtime, Mode::off};
constexpr std::array kAnswers{AnswerMode::null, AnswerMode::nxdomain, AnswerMode::refused};
constexpr std::array kLevels{BypassLevel::off, BypassLevel::standard, BypassLevel::strict};

std::vector<std::string_view> with_profile_keys(std::span<const std::string_view> own) {
  std::vector<std::string_view> keys(own.begin(), own.end());
  keys.insert(keys.end(), kProfileKeys.begin(), kProfileKeys.end());
  return keys;
}

class HouseholdReader {
 public:
  explicit HouseholdReader(Objection& objection) : objection_(objection) {}

  Household household(const Node& root) {
    const Members members(root, "the household file", kTopKeys, objection_);
    Household household;
    household.file = objection_.file();
    if (const Node* zone = members.find("zone")) {
      household.zone = word_of(*zone, "a time zone such as Asia/Karachi", objection_);
      household.zone_place = zone->place;
    }
    if (const Node* people = members.find("people")) {
      for (const auto& item : items_of(*people, "a person", objection_)) household.people.push_back(person(item));
    }
    if (const Node* rooms = members.find("rooms")) {
      for (const auto& item : items_of(*rooms, "a room", objection_)) household.rooms.push_back(room(item));
    }
    if (const Node* guest = members.find("guest"); guest != nullptr && guest->kind != Node::Kind::empty)
      household.guest = profile(Members(*guest, "'guest'", kProfileKeys, objection_));
    household.allow = domains(members, "allow");
    household.block = domains(members, "block");
    household.never_block = domains(members, "never-block");
    refuse_same_names(household);
    refuse_times_without_zone(household);
    return household;
  }

 private:
  WrittenPerson person(const Node& node) {
    static const auto keys = with_profile_keys(kPersonOnly);
    const Members members(node, "a person", keys, objection_);
    WrittenPerson person;
    person.place = node.place;
    if (const Node* name = members.required("name")) person.name = word_of(*name, "a name", objection_);
    members.required("band");
    person.profile = profile(members);
    if (const Node* devices = members.find("devices")) {
      for (const auto& item : items_of(*devices, "a device", objection_)) person.devices.push_back(device(item));
    }
    return person;
  }

  WrittenRoom room(const Node& node) {
    static const auto keys = with_profile_keys(kRoomOnly);
    const Members members(node, "a room", keys, objection_);
    WrittenRoom room;
    room.place = node.place;
    if (const Node* label = members.required("label")) room.label = word_of(*label, "a label", objection_);
    if (const Node* prefix = members.required("prefix")) {
      const std::string word = word_of(*prefix, "a network such as 192.168.20.0/24", objection_);
      if (!word.empty()) room.prefix = keep(read_prefix(word), prefix->place);
    }
    members.required("band");
    room.profile = profile(members);
    return room;
  }

  WrittenDevice device(const Node& node) {
    const Members members(node, "a device", kDeviceKeys, objection_);
    WrittenDevice device;
    device.place = node.place;
    if (const Node* label = members.required("label")) device.label = word_of(*label, "a label", objection_);
    if (const Node* mac = members.find("mac")) {
      for (const auto& word : words_of(*mac, "a MAC address", objection_))
        device.macs.push_back(keep(read_mac(word.text), word.place));
    }
    if (const Node* address = members.find("address")) {
      for (const auto& word : words_of(*address, "an address", objection_))
        device.addresses.push_back(keep(read_prefix(word.text), word.place));
    }
    if (device.macs.empty() && device.addresses.empty()) {
      objection_.at(node.place, "a device needs 'mac' or 'address': without one nobody can tell whose it is");
    }
    return device;
  }

  WrittenProfile profile(const Members& members) {
    WrittenProfile profile;
    if (const Node* band = members.find("band")) profile.band = one_of<Band>(*band, "an age band", kBands);
    profile.close = keys_of(members, "close");
    profile.open = keys_of(members, "open");
    refuse_both(profile.close, profile.open);
    profile.open_doors = keys_of(members, "open-doors");
    profile.open_door_names = domains(members, "open-door-names");
    profile.allow = domains(members, "allow");
    profile.block = domains(members, "block");
    if (const Node* windows = members.find("timetable")) {
      for (const auto& item : items_of(*windows, "a window", objection_)) profile.timetable.push_back(window(item));
    }
    if (const Node* answer = members.find("answer")) profile.answer = one_of<AnswerMode>(*answer, "a kind of answer", kAnswers);
    if (const Node* bypass = members.find("bypass")) profile.bypass = one_of<BypassLevel>(*bypass, "a level", kLevels);
    if (const Node* ttl = members.find("blocked-ttl")) {
      const std::string word = word_of(*ttl, "a number of seconds", objection_);
      if (!word.empty()) profile.blocked_ttl = static_cast<std::uint32_t>(keep(read_count(word, 1, 300), ttl->place));
    }
    if (const Node* only = members.find("allow-list")) {
      const std::string word = word_of(*only, "true or false", objection_);
      if (!word.empty()) profile.allow_list = keep(read_flag(word), only->place);
    }
    return profile;
  }

  Window window(const Node& node) {
    const Members members(node, "a window", kWindowKeys, objection_);
    Window window;
    window.place = node.place;
    if (const Node* days = members.required("days")) {
      for (const auto& word : words_of(*days, "a day", objection_)) window.days |= keep(read_days(word.text), word.place);
      if (window.days == 0) objection_.at(place_of(*days), "at least one day belongs here, such as mon-thu or daily");
    }
    if (const Node* start = members.required("start")) window.start = time_of_day(*start, DayEdge::start);
    if (const Node* end = members.required("end")) window.end = time_of_day(*end, DayEdge::end);
    if (const Node* mode = members.required("mode")) window.mode = one_of<Mode>(*mode, "a mode", kModesWritten);
    window.services = keys_of(members, "services");
    return window;
  }

  std::uint16_t time_of_day(const Node& node, DayEdge edge) {
    const std::string word = word_of(node, "a time such as 21:00", objection_);
    return word.empty() ? std::uint16_t{0} : keep(read_time_of_day(word, edge), node.place);
  }

  std::vector<WrittenKey> keys_of(const Members& members, std::string_view key) {
    std::vector<WrittenKey> keys;
    const Node* node = members.find(key);
    if (node == nullptr) return keys;
    for (auto& word : words_of(*node, "a category or service", objection_)) keys.push_back({std::move(word.text), word.place});
    return keys;
  }

  std::vector<WrittenDomain> domains(const Members& members, std::string_view key) {
    std::vector<WrittenDomain> names;
    const Node* node = members.find(key);
    if (node == nullptr) return names;
    for (auto& word : words_of(*node, "a domain name", objection_)) {
      refuse_web_address(word);
      names.push_back({std::move(word.text), word.place});
    }
    return names;
  }

  // Parents copy from the address bar; the name's own grammar is dns/'s and judged by the builder.
  void refuse_web_address(const Word& word) {
    if (word.text.find_first_not_of("*. ") == std::string::npos && !word.text.empty()) {
      objection_.at(word.place, quote(word.text) + " would mean every name there is; use 'allow-list: true' to close everything");
    }
    if (word.text.find_first_of("/:?@ ") != std::string::npos) {
      objection_.at(word.place, quote(word.text) + " is not a domain name; write only the name, such as games.example");
    }
  }

  template <typename E>
  E one_of(const Node& node, std::string_view what, std::span<const E> values) {
    const std::string word = word_of(node, what, objection_);
    std::string right;
    for (const E value : values) {
      if (text_of(value).view() == word) return value;
      right += (right.empty() ? "" : ", ") + std::string(text_of(value).view());
    }
    objection_.at(node.place, quote(word) + " is not " + std::string(what) + "; write one of: " + right);
    return values.front();
  }

  template <typename T>
  T keep(const Read<T>& value, Place place) {
    if (value) return *value;
    objection_.at(place, value.error().sentence);
    return {};
  }

  void refuse_both(const std::vector<WrittenKey>& close, const std::vector<WrittenKey>& open) {
    for (const auto& key : open) {
      const bool both = std::any_of(close.begin(), close.end(), [&](const WrittenKey& other) { return other.key == key.key; });
      if (both) objection_.at(key.place, quote(key.key) + " stands under 'close' and under 'open'; keep one of them");
    }
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
  }

  Objection& objection_;
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
