// SPDX-License-Identifier: Apache-2.0
// What is said twice in one category: the same name again, or a name below one that is there. A reader of the list should not
// have to wonder which of the two counts. Services are asked separately (lint_tables.cc): their hosts belong to their group too,
// so a curated line of the group may not repeat them.
#include <map>
#include <unordered_map>

#include "config/spelling.h"
#include "update/lint_checks.h"

namespace darban {
namespace {

// Names of one category, each with the line that said it first.
using Said = std::unordered_map<std::string, const ClosedName*>;

std::string place_of(const ClosedName& name) { return where(name.file, name.place); }

// The longest parent of `name` that closes everything below it.
const ClosedName* parent_of(std::string_view name, const Said& names) {
  for (auto dot = name.find('.'); dot != std::string_view::npos; dot = name.find('.')) {
    name.remove_prefix(dot + 1);
    const auto found = names.find(std::string(name));
    if (found != names.end() && found->second->subtree) return found->second;
  }
  return nullptr;
}

// A service needs its own name even where its group closes a parent of it.
bool may_repeat(const ClosedName& name, const ClosedName& other) {
  return name.said == ClosedName::Said::by_service && other.category != name.category;
}

class Repetition {
 public:
  explicit Repetition(LintSubject& subject) : subject_(subject) {
    std::unordered_map<std::string, std::string> groups;
    for (const WrittenService& service : subject.folder().services) groups.emplace(category_key(service), service.group);
    for (const ClosedName& name : subject.names()) {
      add(name.category, name);
      const auto group = groups.find(name.category);
      if (group != groups.end()) add(group->second, name);
    }
  }

  void check(const ClosedName& name) {
    const Said& names = said_[name.category];
    const ClosedName* same = names.at(name.name);
    if (same != &name && !may_repeat(name, *same))
      return subject_.find(LintRule::duplicate, name,
                           said(name) + " is in " + quote(name.category) + " already (" + place_of(*same) + ")",
                           "keep one of the two");
    const ClosedName* parent = parent_of(name.name, names);
    if (parent == nullptr || may_repeat(name, *parent)) return;
    subject_.find(LintRule::covered, name,
                  said(name) + " is closed already by " + said(*parent) + " above it (" + place_of(*parent) + ")",
                  "drop one of the two");
  }

 private:
  // The service's word goes before that of a line about its group, so that the line is the one that repeats.
  void add(const std::string& category, const ClosedName& name) {
    const auto [first, is_new] = said_[category].emplace(name.name, &name);
    if (!is_new && name.said == ClosedName::Said::by_service && first->second->said != ClosedName::Said::by_service)
      first->second = &name;
  }

  LintSubject& subject_;
  std::map<std::string, Said> said_;  // by category
};

void check_removals(LintSubject& subject) {
  std::unordered_map<std::string, std::vector<const ClosedName*>> closed;
  for (const ClosedName& name : subject.names()) closed[name.name].push_back(&name);
  for (const Removal& removal : subject.folder().removals) {
    const auto found = closed.find(removal.name);
    if (found == closed.end()) continue;
    for (const ClosedName* name : found->second) {
      if (name->file != removal.file) continue;
      subject.find(
          LintRule::still_there, removal.file, removal.place,
          "the comment says that " + said(*name) + " was removed, and it stands in line " + std::to_string(name->place.line),
          "drop the line, or the comment");
    }
  }
}

}  // namespace

void check_repetition(LintSubject& subject) {
  Repetition repetition(subject);
  for (const ClosedName& name : subject.names()) repetition.check(name);
  check_removals(subject);
}

}  // namespace darban
