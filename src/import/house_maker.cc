// SPDX-License-Identifier: Apache-2.0
#include "import/house_maker.h"

#include <algorithm>

#include "base/utf8.h"
#include "config/scalars.h"
#include "config/spelling.h"

namespace darban {
namespace {

constexpr std::size_t kLongestLabel = 100;     // octets
constexpr HashSeed kSeed{0x6461726261696d70};  // the file is the operator's own: nobody chooses addresses against him

// Octets of the character at the start of `text`; 0 when it is none that may be shown.
std::size_t shown_octets(std::string_view text) {
  const CodePoint point = code_point_at(text, 0);
  return is_control(point.value) ? 0 : point.octets;
}

}  // namespace

std::string HouseMaker::label(std::string_view text, std::string_view otherwise) {
  std::string label;
  while (!text.empty() && label.size() < kLongestLabel) {
    const std::size_t octets = shown_octets(text);
    if (octets > 0)
      label += text.substr(0, octets);
    else if (!label.empty() && label.back() != ' ')
      label += ' ';
    text.remove_prefix(std::max<std::size_t>(octets, 1));
  }
  while (!label.empty() && label.back() == ' ') label.pop_back();
  label.erase(0, label.find_first_not_of(' '));
  return label.empty() ? std::string(otherwise) : label;
}

std::string HouseMaker::free_name(std::string_view name, const std::string& where) {
  std::string free = label(name, "somebody");
  for (int number = 2; !names_.insert(free).second; ++number) free = label(name, "somebody") + " " + std::to_string(number);
  if (free != name)
    nearly(where, "name " + quote(name), "two people can not have one name here, and a name has no control characters",
           "called " + quote(free));
  return free;
}

std::size_t HouseMaker::person(std::string_view name, Band band, std::string why, const std::string& where) {
  WrittenPerson person;
  person.name = free_name(name, where);
  person.profile.band = band;
  into_.guesses.push_back({person.name, band, std::move(why)});
  into_.household.people.push_back(std::move(person));
  return into_.household.people.size() - 1;
}

bool HouseMaker::room(std::string_view name, std::string_view network, Band band, std::string why, const std::string& where) {
  const auto prefix = read_prefix(network);
  if (!prefix) return not_carried(where, "network " + quote(network), prefix.error().sentence), false;
  if (!is_free(prefix->base().hash(kSeed) + static_cast<std::uint64_t>(prefix->length()), network, where)) return false;
  WrittenRoom room;
  room.label = free_name(name, where);
  room.prefix = {*prefix, std::string(network)};
  room.profile.band = band;
  into_.guesses.push_back({"room " + room.label, band, std::move(why)});
  into_.household.rooms.push_back(std::move(room));
  return true;
}

bool HouseMaker::is_free(std::uint64_t hash, std::string_view text, const std::string& where) {
  const auto [first, is_new] = owners_.emplace(hash, where);
  if (!is_new)
    not_carried(where, "address " + quote(text), "it is also at " + first->second + ", and an address has one owner here");
  return is_new;
}

bool HouseMaker::address(WrittenDevice& device, std::string_view text, const std::string& where) {
  if (const auto mac = read_mac(text)) {
    if (!is_free(mac->hash(kSeed), text, where)) return false;
    device.macs.emplace_back(*mac, std::string(text));
    return true;
  }
  const auto prefix = read_prefix(text);
  if (!prefix) return false;
  if (!is_free(prefix->base().hash(kSeed) + static_cast<std::uint64_t>(prefix->length()), text, where)) return false;
  device.addresses.emplace_back(*prefix, std::string(text));
  return true;
}

void HouseMaker::nearly(std::string where, std::string what, std::string why, std::string instead) {
  into_.findings.push_back({Carried::nearly, std::move(where), std::move(what), std::move(why), std::move(instead)});
}
void HouseMaker::not_carried(std::string where, std::string what, std::string why, std::string instead) {
  into_.findings.push_back({Carried::not_at_all, std::move(where), std::move(what), std::move(why), std::move(instead)});
}
void HouseMaker::advice(std::string where, std::string what, std::string why, std::string instead) {
  into_.findings.push_back({Carried::advice, std::move(where), std::move(what), std::move(why), std::move(instead)});
}

void HouseMaker::add(std::vector<WrittenKey>& keys, std::string_view key) {
  if (std::none_of(keys.begin(), keys.end(), [key](const WrittenKey& each) { return each.key == key; }))
    keys.push_back({std::string(key), {}});
}
void HouseMaker::add(std::vector<WrittenDomain>& names, std::string_view name) {
  if (std::none_of(names.begin(), names.end(), [name](const WrittenDomain& each) { return each.name == name; }))
    names.push_back({std::string(name), {}});
}

}  // namespace darban
