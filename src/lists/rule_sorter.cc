// SPDX-License-Identifier: Apache-2.0
#include "lists/rule_sorter.h"

#include <algorithm>
#include <cstring>

#include "lists/little_endian.h"

namespace darban {
namespace {

// A rule in a run: family (u64), source (u16), size of the key (u8), bits (u8), number (u32), the key.
constexpr std::size_t kHead = 16;
constexpr std::size_t kLargestRun = std::size_t{8}
                                    << 20;  // sorted where it fits a cache; more is quicker in runs that are merged
constexpr std::size_t kMostMergeBuffer = std::size_t{64} << 10;
constexpr std::size_t kLeastMergeBuffer = std::size_t{4} << 10;

int compare_keys(Octets a, Octets b) {
  const int order = std::memcmp(a.data(), b.data(), std::min(a.size(), b.size()));
  return order != 0 || a.size() == b.size() ? order : (a.size() < b.size() ? -1 : 1);
}

bool comes_before(const SortedRule& a, const SortedRule& b) {
  if (a.family != b.family) return a.family < b.family;
  if (const int order = compare_keys(a.key, b.key); order != 0) return order < 0;
  if (a.source != b.source) return a.source < b.source;
  return a.bits != b.bits ? a.bits < b.bits : a.number < b.number;
}

}  // namespace

RuleSorter::RuleSorter(const CompileBounds& bounds)
    : memory_(std::clamp(bounds.memory, kLeastMemory, kLargestRun)),
      runs_(bounds.memory < 2 * kLargestRun ? 0 : bounds.memory - kLargestRun, bounds.scratch) {}

void RuleSorter::add(std::uint64_t family, const Name& name, std::uint16_t source, std::uint8_t bits, std::uint32_t number) {
  const NameKey key = keys_.add(name);
  if (number != 0) numbers_.push_back({key.at, number});
  buckets_[family >> 56].push_back({family, key.at, source, key.size, bits});
  used_ += 2 * sizeof(Rule) + key.size;  // vectors keep room for half as much again, and numbers count too
  if (used_ >= memory_) spill();
}

SortedRule RuleSorter::view(const Rule& rule) const {
  SortedRule view{rule.family, keys_.octets_of(rule.key()), rule.source, rule.bits, 0};
  if (numbers_.empty()) return view;
  const auto before = [](const Number& number, std::uint32_t at) { return number.at < at; };
  const auto found = std::lower_bound(numbers_.begin(), numbers_.end(), rule.at, before);
  if (found != numbers_.end() && found->at == rule.at) view.number = found->number;
  return view;
}

// By family, then by key. The keys lie all over the memory, so they are fetched some steps ahead of the comparison.
void RuleSorter::sort_memory() {
  constexpr std::size_t kAhead = 16;
  for (std::vector<Rule>& rules : buckets_) {
    std::sort(rules.begin(), rules.end(), [](const Rule& a, const Rule& b) { return a.family < b.family; });
    for (std::size_t from = 0, ahead = 0; from < rules.size();) {
      std::size_t to = from + 1;
      while (to < rules.size() && rules[to].family == rules[from].family) ++to;
      for (; ahead < rules.size() && ahead < to + kAhead; ++ahead) keys_.prefetch(rules[ahead].key());
      if (to - from > 1) sort_family(std::span(rules).subspan(from, to - from));
      from = to;
    }
  }
}

void RuleSorter::sort_family(std::span<Rule> rules) const {
  std::sort(rules.begin(), rules.end(), [this](const Rule& a, const Rule& b) {
    if (const int order = compare_keys(keys_.octets_of(a.key()), keys_.octets_of(b.key())); order != 0) return order < 0;
    if (a.source != b.source) return a.source < b.source;
    return a.bits != b.bits ? a.bits < b.bits : a.at < b.at;  // keys of one source come in the order of its lines
  });
}

void RuleSorter::spill() {
  sort_memory();
  Run run{runs_.size(), 0};
  std::array<std::uint8_t, kHead> head;
  for (std::vector<Rule>& bucket : buckets_) {
    for (const Rule& rule : bucket) {
      const SortedRule out = view(rule);
      store_little(head.data(), out.family);
      store_little(head.data() + 8, out.source);
      head[10] = rule.size;
      head[11] = rule.bits;
      store_little(head.data() + 12, out.number);
      runs_.append(head);
      runs_.append(out.key);
    }
    bucket.clear();
  }
  run.to = runs_.size();
  run_list_.push_back(run);
  numbers_.clear();
  keys_.clear();
  used_ = 0;
}

Result<void> RuleSorter::finish() {
  if (run_list_.empty()) {
    sort_memory();
    return {};
  }
  spill();
  runs_.rest();
  buckets_ = {};
  keys_ = NameKeys();
  const std::size_t buffer = std::clamp(memory_ / run_list_.size(), kLeastMergeBuffer, kMostMergeBuffer);
  sources_.reserve(run_list_.size());
  for (const Run& run : run_list_) {
    sources_.push_back({Spool::Reader(runs_, run.from, run.to, buffer), {}});
    if (load(sources_.back())) heap_.push_back(static_cast<std::uint32_t>(sources_.size() - 1));
  }
  const auto later = [this](std::uint32_t a, std::uint32_t b) { return comes_before(sources_[b].rule, sources_[a].rule); };
  std::make_heap(heap_.begin(), heap_.end(), later);
  return runs_.trouble();
}

bool RuleSorter::load(Source& source) const {
  const Octets head = source.reader.peek(kHead);
  if (head.size() < kHead) return false;
  const std::size_t size = kHead + head[10];
  const Octets whole = source.reader.peek(size);
  if (whole.size() < size) return false;
  source.rule = {load_little<std::uint64_t>(whole.data()), whole.subspan(kHead, size - kHead),
                 load_little<std::uint16_t>(whole.data() + 8), whole[11], load_little<std::uint32_t>(whole.data() + 12)};
  source.reader.skip(size);
  return true;
}

bool RuleSorter::next(SortedRule& rule) { return run_list_.empty() ? next_in_memory(rule) : next_merged(rule); }

bool RuleSorter::next_in_memory(SortedRule& rule) {
  while (at_ == buckets_[bucket_].size()) {
    std::vector<Rule>().swap(buckets_[bucket_]);
    if (bucket_ + 1 == buckets_.size()) return false;
    ++bucket_;
    at_ = 0;
  }
  rule = view(buckets_[bucket_][at_++]);
  return true;
}

bool RuleSorter::next_merged(SortedRule& rule) {
  const auto later = [this](std::uint32_t a, std::uint32_t b) { return comes_before(sources_[b].rule, sources_[a].rule); };
  if (top_taken_) {
    std::pop_heap(heap_.begin(), heap_.end(), later);
    if (load(sources_[heap_.back()]))
      std::push_heap(heap_.begin(), heap_.end(), later);
    else
      heap_.pop_back();
  }
  top_taken_ = !heap_.empty();
  if (top_taken_) rule = sources_[heap_.front()].rule;
  return top_taken_;
}

}  // namespace darban
