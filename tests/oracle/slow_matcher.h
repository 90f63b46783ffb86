// SPDX-License-Identifier: Apache-2.0
// The slow, obvious twin of the list compiler and the matcher together: rules kept as text in a plain map of suffixes, and every
// question answered by looking at every rule of every suffix, as entry.h words it.
#pragma once
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "lists/category.h"
#include "lists/entry.h"

namespace darban::oracle {

struct WrittenRule {
  std::string name;  // lower case, without a trailing dot
  Scope scope = Scope::subtree;
  EntryKind kind = EntryKind::block;
  CategoryId category{};
  int source = 0;
  std::uint32_t line = 0;
};

inline bool is_below(const std::string& name, const std::string& ancestor) {
  return name.size() > ancestor.size() + 1 && name.ends_with(ancestor) && name[name.size() - ancestor.size() - 1] == '.';
}

inline bool applies(const WrittenRule& rule, const std::string& question) {
  switch (rule.scope) {
    case Scope::exact:
      return question == rule.name;
    case Scope::below:
      return is_below(question, rule.name);
    case Scope::subtree:
      return question == rule.name || is_below(question, rule.name);
  }
  return false;
}

class SlowMatcher {
 public:
  void add(const WrittenRule& rule) {
    rules_[rule.name].push_back(rule);
    if (rule.kind == EntryKind::hole) holes_[{rule.source, rule.line}].push_back(rule);
  }

  CategorySet categories_of(const std::string& question) const {
    CategorySet blocked;
    CategorySet allowed;
    CategorySet important_blocked;
    CategorySet important_allowed;
    for (const std::string& suffix : suffixes_of(question)) {
      const auto rules = rules_.find(suffix);
      if (rules == rules_.end()) continue;
      for (const WrittenRule& rule : rules->second) {
        if (!applies(rule, question)) continue;
        if (rule.kind == EntryKind::allow) allowed.add(rule.category);
        if (rule.kind == EntryKind::important_allow) important_allowed.add(rule.category);
        if (rule.kind == EntryKind::block && !in_a_hole_of(rule, question)) blocked.add(rule.category);
        if (rule.kind == EntryKind::important_block && !in_a_hole_of(rule, question)) important_blocked.add(rule.category);
      }
    }
    return ((blocked - allowed) | important_blocked) - important_allowed;
  }

 private:
  static std::vector<std::string> suffixes_of(const std::string& question) {
    std::vector<std::string> suffixes{question};
    for (std::size_t dot = question.find('.'); dot != std::string::npos; dot = question.find('.', dot + 1)) {
      suffixes.push_back(question.substr(dot + 1));
    }
    return suffixes;
  }
  bool in_a_hole_of(const WrittenRule& rule, const std::string& question) const {
    const auto holes = holes_.find({rule.source, rule.line});
    if (holes == holes_.end()) return false;
    for (const WrittenRule& hole : holes->second) {
      if (is_below(hole.name, rule.name) && applies(hole, question)) return true;
    }
    return false;
  }
  std::map<std::string, std::vector<WrittenRule>> rules_;
  std::map<std::pair<int, std::uint32_t>, std::vector<WrittenRule>> holes_;  // by source and line
};

}  // namespace darban::oracle
