// SPDX-License-Identifier: Apache-2.0
#include "update/list_diff.h"

#include <algorithm>
#include <filesystem>
#include <map>

#include "update/lint_finding.h"
#include "update/table_diff.h"

namespace darban {
namespace {

namespace fs = std::filesystem;

std::string file_in(const OwnFolder& folder, const std::string& file) {
  return fs::path(file).lexically_relative(folder.path).generic_string();
}

using NamesByKey = std::map<std::string, std::map<std::string, const ClosedName*>>;  // by category, by name

NamesByKey by_key(const std::vector<ClosedName>& names) {
  NamesByKey by_key;
  for (const ClosedName& name : names) by_key[name.category].emplace(name.name, &name);
  return by_key;
}

// A reason often repeats the name; where names stay unsaid it must not.
std::string without_name(std::string text, const std::string& name) {
  for (auto at = text.find(name); at != std::string::npos; at = text.find(name, at)) text.replace(at, name.size(), "...");
  return text;
}

class NameDiff {
 public:
  NameDiff(const OwnFolder& before, const OwnFolder& after)
      : before_(before), after_(after), names_before_(closed_names_of(before)), names_after_(closed_names_of(after)) {
    for (const Removal& removal : after.removals) reasons_[{file_in(after, removal.file), removal.name}] = removal.why;
  }

  std::vector<CategoryDiff> all() const {
    const NamesByKey then = by_key(names_before_);
    const NamesByKey now = by_key(names_after_);
    std::vector<CategoryDiff> diffs;
    for (const std::string& key : keys()) {
      const auto found_then = then.find(key);
      const auto found_now = now.find(key);
      CategoryDiff diff{key, 0, 0, {}, {}};
      static const std::map<std::string, const ClosedName*> kNone;
      const auto& old_names = found_then == then.end() ? kNone : found_then->second;
      const auto& new_names = found_now == now.end() ? kNone : found_now->second;
      diff.before = old_names.size();
      diff.after = new_names.size();
      for (const auto& [name, closed] : new_names) {
        if (!old_names.contains(name)) diff.added.push_back(added(*closed));
      }
      for (const auto& [name, closed] : old_names) {
        if (!new_names.contains(name)) diff.removed.push_back(removed(*closed));
      }
      if (!diff.added.empty() || !diff.removed.empty()) diffs.push_back(std::move(diff));
    }
    return diffs;
  }

 private:
  // Topics in the order of the new table, then the old one's, then services by their key.
  std::vector<std::string> keys() const {
    std::vector<std::string> keys;
    const auto add = [&](const std::string& key) {
      if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
    };
    for (const OwnFolder* folder : {&after_, &before_}) {
      for (const WrittenCategory& category : folder->categories) add(category.key);
    }
    std::vector<std::string> others;
    for (const auto* names : {&names_before_, &names_after_}) {
      for (const ClosedName& name : *names) others.push_back(name.category);
    }
    std::sort(others.begin(), others.end());
    for (const std::string& key : others) add(key);
    return keys;
  }

  static NameChange change(const ClosedName& closed, std::string why, std::string where) {
    if (!names_stay_unsaid(closed.category)) return {closed.name, std::move(why), std::move(where)};
    return {{}, without_name(std::move(why), closed.name), std::move(where)};
  }
  NameChange added(const ClosedName& closed) const {
    return change(closed, closed.entry == nullptr ? std::string() : closed.entry->reason, place(after_, closed));
  }
  NameChange removed(const ClosedName& closed) const {
    const auto reason = reasons_.find({file_in(before_, closed.file), closed.name});
    return change(closed, reason == reasons_.end() ? std::string() : reason->second, place(before_, closed));
  }
  static std::string place(const OwnFolder& folder, const ClosedName& closed) {
    return file_in(folder, closed.file) + ":" + std::to_string(closed.place.line);
  }

  const OwnFolder& before_;
  const OwnFolder& after_;
  std::vector<ClosedName> names_before_;
  std::vector<ClosedName> names_after_;
  std::map<std::pair<std::string, std::string>, std::string> reasons_;  // by file in the folder, and name
};

std::map<std::string, std::uint64_t> counts_of(const Image& image) {
  std::map<std::string, std::uint64_t> counts;
  for (const Category& category : image.categories()) {
    std::uint64_t& count = counts[category.key];
    for (const ListSource& source : image.sources()) {
      if (source.category == category.id) count += source.accepted;
    }
  }
  return counts;
}

std::string key_of(const Image& image, CategoryId id) {
  const auto found = std::find_if(image.categories().begin(), image.categories().end(),
                                  [id](const Category& category) { return category.id == id; });
  return found == image.categories().end() ? std::string() : found->key;
}

using SourceCounts = std::map<std::pair<std::string, std::string>, std::uint64_t>;  // by path and category

SourceCounts sources_of(const Image& image) {
  SourceCounts counts;
  for (const ListSource& source : image.sources()) counts[{source.path, key_of(image, source.category)}] += source.accepted;
  return counts;
}

}  // namespace

Text text_of(DiffArea area) {
  switch (area) {
    case DiffArea::categories:
      return "categories";
    case DiffArea::services:
      return "services";
    case DiffArea::sources:
      return "sources";
    case DiffArea::open_names:
      return "names that stay open";
    case DiffArea::helplines:
      return "helplines";
    case DiffArea::safe_search:
      return "safe search";
    case DiffArea::bypass:
      return "ways round the filter";
  }
  return "categories";
}

ListDiff diff_of(const OwnFolder& before, const OwnFolder& after) {
  ListDiff diff;
  diff.categories = NameDiff(before, after).all();
  diff.tables = table_diff_of(before, after);
  return diff;
}

std::string headline_of(const ListDiff& diff) {
  std::string line;
  const auto add = [&](const std::string& part) { line += (line.empty() ? "" : ", ") + part; };
  for (const CategoryDiff& category : diff.categories) {
    if (!category.added.empty()) add("+" + std::to_string(category.added.size()) + " " + category.category);
    if (category.removed.empty()) continue;
    std::string whys;
    for (const NameChange& change : category.removed) {
      if (!change.why.empty()) whys += (whys.empty() ? ": " : "; ") + change.why;
    }
    add("-" + std::to_string(category.removed.size()) + " " + category.category + whys);
  }
  if (!diff.tables.empty())
    add(std::to_string(diff.tables.size()) + (diff.tables.size() == 1 ? " other change" : " other changes"));
  return line.empty() ? "nothing changed" : line;
}

ImageDiff diff_of(const Image& before, const Image& after) {
  ImageDiff diff{before.names(), after.names(), {}, {}};
  const auto then = counts_of(before);
  auto now = counts_of(after);
  for (const auto& [key, count] : then) now.try_emplace(key, 0);
  for (const auto& [key, count] : now) {
    const auto old = then.find(key);
    diff.categories.push_back({key, key, old == then.end() ? 0 : old->second, count});
  }
  const SourceCounts sources_then = sources_of(before);
  SourceCounts sources_now = sources_of(after);
  for (const auto& [source, count] : sources_then) sources_now.try_emplace(source, 0);
  for (const auto& [source, count] : sources_now) {
    const auto old = sources_then.find(source);
    const std::uint64_t count_then = old == sources_then.end() ? 0 : old->second;
    if (count_then != count) diff.sources.push_back({source.first, source.second, count_then, count});
  }
  return diff;
}

}  // namespace darban
