// SPDX-License-Identifier: Apache-2.0
// What an age band closes before anybody edits it, and what a mode adds: the defaults, as one table (taxonomy.md; product.md 5.2c
// for 16 and 17). Policy, not facts: everything here can be changed in household.yaml. A key the image does not have is skipped.
// The table is blocklists/categories.yaml, taken in when the program is built (band_table.inc).
#pragma once
#include <array>
#include <string_view>

#include "config/household.h"
#include "lists/category.h"
#include "policy/category_keys.h"
#include "policy/profile.h"
#include "policy/verdict.h"

namespace darban {

struct BandDefaults {
  std::array<CategorySet, kModes> closed;
  bool allow_list = false;
};

BypassLevel bypass_of(Band band);
// `bypass` is the band's or the adult's own choice: standard closes other resolvers, strict closes tunnels too.
BandDefaults defaults_of(Band band, BypassLevel bypass, const CategoryKeys& keys);

// Whether the taxonomy has this key, though the image at hand may not.
bool is_topic(std::string_view key);

// How a closed name of this category is answered and counted.
struct Counting {
  Group group = Group::other;
  bool counted = true;  // false: a sensitive topic, which no counter may hint at (product.md 3.1)
};
Counting counting_of(const Category& category);

}  // namespace darban
