// SPDX-License-Identifier: Apache-2.0
// What an adult changed in the household file, in rows that a child can read (decisions.md 9): whom it concerns, which setting,
// what it was and what it became. People, rooms, devices, services and exceptions are told apart by their names; of a list, what
// was added and what was taken out are rows of their own, and an order alone is no change. Addresses of devices are not told.
// Works on the file's own keys (household_writer.h), so a new setting is here without a word more. Pure; any thread.
#pragma once
#include <string>
#include <vector>

#include "config/household.h"

namespace darban {

struct HouseholdChange {
  std::string concerns;  // a person's name; empty: everybody
  std::string setting;   // "block", "device tablet", "room Lab 2: close"
  std::string was;       // as the file would say it on one line; empty: it was not there
  std::string became;
  friend bool operator==(const HouseholdChange&, const HouseholdChange&) = default;
};

// In the order of the file.
std::vector<HouseholdChange> changes_between(const Household& was, const Household& became);

// The same household with other addresses in the place of its devices': made of theirs by a one-way hash, so that a change is still
// seen, and what the log keeps of a household has no device's address in it. (Whoever guesses an address can make sure of it.)
Household with_hashed_addresses(Household household);

}  // namespace darban
