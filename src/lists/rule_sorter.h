// SPDX-License-Identifier: Apache-2.0
// Rules in any order in, rules in the order of their names out: family by family, a parent directly before the names below it,
// the rules of one name together. Sorts in runs, which are merged on the way out; what is more than the bound waits in a file. The
// order depends on the rules and not on the bound. One thread.
#pragma once
#include <array>
#include <cstdint>
#include <vector>

#include "lists/compile_bounds.h"
#include "lists/name_keys.h"
#include "lists/rule.h"
#include "lists/spool.h"

namespace darban {

class RuleSorter {
 public:
  explicit RuleSorter(const CompileBounds& bounds);
  // `number` as in SortedRule. Not after finish().
  void add(std::uint64_t family, const Name& name, std::uint16_t source, std::uint8_t bits, std::uint32_t number);
  // After the last rule; error.at is 0.
  Result<void> finish();
  // False after the last rule, or when the file can not be read (trouble() says). rule.key serves until the next call.
  bool next(SortedRule& rule);
  Result<void> trouble() const { return runs_.trouble(); }

 private:
  struct Number {  // the rules that have one: few
    std::uint32_t at = 0;
    std::uint32_t number = 0;
  };
  struct Run {
    std::uint64_t from = 0;
    std::uint64_t to = 0;
  };
  struct Source {  // a run being read, and its next rule
    Spool::Reader reader;
    SortedRule rule;
  };

  SortedRule view(const Rule& rule) const;
  void sort_memory();
  void sort_family(std::span<Rule> rules) const;
  void spill();
  bool load(Source& source) const;
  bool next_in_memory(SortedRule& rule);
  bool next_merged(SortedRule& rule);

  std::size_t memory_;
  std::size_t used_ = 0;
  std::array<std::vector<Rule>, 256>
      buckets_;                  // by the first octet of the family: many small heaps sort quicker than a large one
  std::vector<Number> numbers_;  // sorted: keys are handed out in ascending order
  NameKeys keys_;
  Spool runs_;
  std::vector<Run> run_list_;
  std::vector<Source> sources_;
  std::vector<std::uint32_t> heap_;  // of sources_, the next rule on top
  bool top_taken_ = false;           // the rule on top was handed out
  std::size_t bucket_ = 0;           // in memory: where next() stands
  std::size_t at_ = 0;
};

}  // namespace darban
