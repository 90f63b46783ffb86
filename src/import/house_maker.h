// SPDX-License-Identifier: Apache-2.0
// Puts an imported household together, so that it is one darban accepts: names are free and printable, an address belongs to one
// person, and what can not be is a finding instead. One thread; the Imported must outlive it.
#pragma once
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "import/imported.h"

namespace darban {

class HouseMaker {
 public:
  explicit HouseMaker(Imported& into) : into_(into) {}

  // Text for people: no control characters, nothing that is not UTF-8, at most 100 octets. `otherwise` when nothing is left.
  static std::string label(std::string_view text, std::string_view otherwise);

  // A person with a guessed band, and a finding when the name had to be changed. The index in household.people.
  std::size_t person(std::string_view name, Band band, std::string why, const std::string& where);
  // A room for a network. False: it is no network, or another's; there is a finding then.
  bool room(std::string_view name, std::string_view network, Band band, std::string why, const std::string& where);

  // Gives the device an address, a network or a MAC address. False: it is none, or another's; there is a finding then.
  bool address(WrittenDevice& device, std::string_view text, const std::string& where);

  void nearly(std::string where, std::string what, std::string why, std::string instead = {});
  void not_carried(std::string where, std::string what, std::string why, std::string instead = {});
  void advice(std::string where, std::string what, std::string why, std::string instead = {});

  // Whether a person or a room is called so.
  bool knows(std::string_view name) const { return names_.count(name) > 0; }

  // Adds a key once.
  static void add(std::vector<WrittenKey>& keys, std::string_view key);
  static void add(std::vector<WrittenDomain>& names, std::string_view name);

 private:
  std::string free_name(std::string_view name, const std::string& where);
  bool is_free(std::uint64_t hash, std::string_view text, const std::string& where);
  Imported& into_;
  std::set<std::string, std::less<>> names_;
  std::unordered_map<std::uint64_t, std::string> owners_;  // of an address: where it was first
};

}  // namespace darban
