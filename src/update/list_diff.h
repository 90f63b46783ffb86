// SPDX-License-Identifier: Apache-2.0
// What a change to our own data does, for the people who review it: "+3 nudify, -1 adult: clinic (report #412)". Two folders laid
// out like blocklists/ are compared row by row, with their reasons; a name that left has its reason in a comment of the new file
// (own_folder.h, Removal). Two images hold no names, so there are only counts. Names that stay unsaid are not in it. Pure; any
// thread.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/showable.h"
#include "lists/image.h"
#include "update/own_folder.h"

namespace darban {

struct NameChange {
  std::string name;   // empty: it stays unsaid
  std::string why;    // of an added name its reason, of a removed one the comment's; empty: none is given
  std::string where;  // "curated/gambling.tsv:12"; of a removed name where it stood
};

struct CategoryDiff {
  std::string category;  // key of a topic or service
  std::size_t before = 0;
  std::size_t after = 0;
  std::vector<NameChange> added;
  std::vector<NameChange> removed;
};

enum class DiffArea : std::uint8_t { categories, services, sources, open_names, helplines, safe_search, bypass };
Text text_of(DiffArea area);

// A change of something else than a closed name, as a sentence without its full stop.
struct TableChange {
  DiffArea area = DiffArea::categories;
  std::string key;
  std::string what;
};

struct ListDiff {
  std::vector<CategoryDiff> categories;  // in which names changed; topics first, as categories.yaml has them, then services
  std::vector<TableChange> tables;       // by area, then by key
  bool empty() const { return categories.empty() && tables.empty(); }
};

ListDiff diff_of(const OwnFolder& before, const OwnFolder& after);

// The one line: counts by category, and why names left. "nothing changed" when nothing did.
std::string headline_of(const ListDiff& diff);

struct CountDiff {
  std::string key;  // of a category, or path of a source
  std::string category;
  std::uint64_t before = 0;
  std::uint64_t after = 0;
};

struct ImageDiff {
  std::uint64_t names_before = 0;
  std::uint64_t names_after = 0;
  std::vector<CountDiff> categories;  // what their sources said, all of them
  std::vector<CountDiff> sources;     // only those that changed
};

ImageDiff diff_of(const Image& before, const Image& after);

}  // namespace darban
