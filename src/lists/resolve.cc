// SPDX-License-Identifier: Apache-2.0
#include "lists/resolve.h"

#include <algorithm>

namespace darban {
namespace {

// A block in force that has holes somewhere below.
struct HoledBlock {
  HoleLine line;
  CategoryId category{};
  bool important = false;
};

bool same_line(const HoleLine& a, const HoleLine& b) { return a.line == b.line && a.source == b.source; }

// The rules that apply to a name, or to the names below one, by kind.
struct InForce {
  CategorySet block;
  CategorySet allow;
  CategorySet important_block;
  CategorySet important_allow;
  std::vector<HoledBlock> holed;  // nearly always empty

  CategorySet& of(EntryKind kind) {
    switch (kind) {
      case EntryKind::allow:
        return allow;
      case EntryKind::important_block:
        return important_block;
      case EntryKind::important_allow:
        return important_allow;
      case EntryKind::block:
      case EntryKind::hole:
        break;
    }
    return block;
  }
  CategorySet closed() const {
    CategorySet blocked = block;
    CategorySet important = important_block;
    for (const HoledBlock& rule : holed) (rule.important ? important : blocked).add(rule.category);
    return ((blocked - allow) | important) - important_allow;
  }
  void pass_hole(const HoleLine& line) {
    std::erase_if(holed, [&line](const HoledBlock& rule) { return same_line(rule.line, line); });
  }
};

// A name on the way from the top-level domain to the name being looked at.
struct Ancestor {
  NameKey key;
  InForce below;
  CategorySet closed_below;
};

bool applies_to_itself(Scope scope) { return scope != Scope::below; }
bool applies_below(Scope scope) { return scope != Scope::exact; }

class Walk {
 public:
  Walk(std::span<const HoleLine> holes, std::span<const CategoryId> categories, const NameKeys& keys)
      : holes_(holes), categories_(categories), keys_(keys) {
    meanings_.sources.resize(categories.size());
  }

  Meanings run(RuleBuckets& rules) {
    walk(rules.tops);
    for (std::vector<Rule>& bucket : rules.families) walk(bucket);
    return std::move(meanings_);
  }

 private:
  void walk(std::vector<Rule>& bucket) {
    sort_rules(bucket);
    path_.clear();
    for (std::size_t from = 0; from < bucket.size();) {
      std::size_t to = from + 1;
      while (to < bucket.size() && same_name(bucket[from], bucket[to])) ++to;
      visit(std::span(bucket).subspan(from, to - from));
      from = to;
    }
    std::vector<Rule>().swap(bucket);
  }

  Octets octets_of(const Rule& rule) const { return keys_.octets_of(rule.key()); }
  bool same_name(const Rule& a, const Rule& b) const {
    if (a.family != b.family || a.size != b.size) return false;
    return std::memcmp(octets_of(a).data(), octets_of(b).data(), a.size) == 0;
  }
  // Within one name: equal rules of one category together, in the order of their sources, a source's cancel before what it
  // cancels.
  std::uint64_t rank(const Rule& rule) const {
    const auto category = static_cast<std::uint64_t>(categories_[rule.source]);
    const auto what = static_cast<std::uint64_t>(rule.bits & ~Rule::kCancel);
    return category << 32 | what << 24 | static_cast<std::uint64_t>(rule.source) << 1 | (rule.is_cancel() ? 0U : 1U);
  }
  bool equal_rules(const Rule& a, const Rule& b) const { return rank(a) >> 24 == rank(b) >> 24; }

  // By family, then by key, then by rank. The keys lie all over the memory, so they are fetched some steps ahead of the
  // comparison.
  void sort_rules(std::vector<Rule>& rules) const {
    constexpr std::size_t kAhead = 16;
    std::sort(rules.begin(), rules.end(), [](const Rule& a, const Rule& b) { return a.family < b.family; });
    for (std::size_t from = 0, ahead = 0; from < rules.size();) {
      std::size_t to = from + 1;
      while (to < rules.size() && rules[to].family == rules[from].family) ++to;
      for (; ahead < rules.size() && ahead < to + kAhead; ++ahead) keys_.prefetch(rules[ahead].key());
      if (to - from > 1) sort_family(std::span(rules).subspan(from, to - from));
      from = to;
    }
  }
  void sort_family(std::span<Rule> rules) const {
    std::sort(rules.begin(), rules.end(), [this](const Rule& a, const Rule& b) {
      const int order = std::memcmp(octets_of(a).data(), octets_of(b).data(), std::min(a.size, b.size));
      if (order != 0) return order < 0;
      if (a.size != b.size) return a.size < b.size;
      const std::uint64_t rank_a = rank(a);
      const std::uint64_t rank_b = rank(b);
      return rank_a != rank_b ? rank_a < rank_b : a.at < b.at;
    });
  }

  // The nearest parent of which there are rules.
  const Ancestor& parent_of(const Rule& rule) {
    const Octets key = octets_of(rule);
    while (!path_.empty() && !is_at_or_under(key, keys_.octets_of(path_.back().key))) path_.pop_back();
    return path_.empty() ? top_of(rule.family >> kTopShift, key) : path_.back();
  }
  // Families of one top-level domain come together, so the last answer is nearly always the next one too.
  const Ancestor& top_of(std::uint64_t top, Octets key) {
    if (top != current_top_) {
      const auto before = [](const Top& each, std::uint64_t wanted) { return each.top < wanted; };
      next_top_ = static_cast<std::size_t>(std::lower_bound(tops_.begin(), tops_.end(), top, before) - tops_.begin());
      current_top_ = top;
    }
    for (std::size_t i = next_top_; i < tops_.size() && tops_[i].top == top; ++i) {
      if (is_at_or_under(key, keys_.octets_of(tops_[i].domain.key))) return tops_[i].domain;
    }
    return root_;
  }

  void visit(std::span<const Rule> rules) {
    const Ancestor& parent = parent_of(rules.front());
    InForce itself = parent.below;
    Ancestor below = parent;
    below.key = rules.front().key();
    const CategorySet before = parent.closed_below;
    judge(rules);
    for_each_kept(rules, EntryKind::hole, [&](const Rule& rule) { apply_hole(rule, itself, below.below); });
    for_each_kept(rules, EntryKind::block, [&](const Rule& rule) { apply(rule, itself, below.below); });
    const NameClass meaning{itself.closed(), below.below.closed()};
    below.closed_below = meaning.below;
    count(rules, before, meaning);
    const int labels = label_count(octets_of(rules.front()));
    if (meaning.itself != before || meaning.below != before) store(rules.front().key(), labels, meaning);
    if (labels > 1) return path_.push_back(std::move(below));
    tops_.push_back({rules.front().family >> kTopShift, std::move(below)});
    current_top_ = kNoTop;
  }

  enum class Fate : std::uint8_t { kept, duplicate, known, cancelled, a_cancel };
  // Holes and holed blocks are about one line; two of them are never the same rule.
  static bool is_about_one_line(const Rule& rule) { return rule.is_holed() || rule.kind() == EntryKind::hole; }

  void judge(std::span<const Rule> rules) {
    fates_.clear();
    const Rule* kept = nullptr;    // the rule that the following ones repeat
    const Rule* cancel = nullptr;  // the last cancel of such a rule
    for (std::size_t i = 0; i < rules.size(); ++i) {
      const Rule& rule = rules[i];
      if (i > 0 && !equal_rules(rules[i - 1], rule)) kept = cancel = nullptr;
      Fate fate = Fate::kept;
      if (rule.is_cancel())
        fate = Fate::a_cancel;
      else if (cancel != nullptr && cancel->source == rule.source)
        fate = Fate::cancelled;
      else if (kept != nullptr && !is_about_one_line(rule))
        fate = kept->source == rule.source ? Fate::duplicate : Fate::known;
      if (fate == Fate::a_cancel) cancel = &rule;
      if (fate == Fate::kept || fate == Fate::known) kept = &rule;
      fates_.push_back(fate);
    }
  }

  // Calls `use` for the rules that judge() kept: the holes, or everything else.
  template <typename Use>
  void for_each_kept(std::span<const Rule> rules, EntryKind which, Use use) const {
    for (std::size_t i = 0; i < rules.size(); ++i) {
      if (fates_[i] == Fate::kept && (rules[i].kind() == EntryKind::hole) == (which == EntryKind::hole)) use(rules[i]);
    }
  }

  const HoleLine& line_of(const Rule& rule) const {
    return *std::lower_bound(holes_.begin(), holes_.end(), rule.at,
                             [](const HoleLine& hole, std::uint32_t at) { return hole.rule_at < at; });
  }

  void apply_hole(const Rule& rule, InForce& itself, InForce& below) const {
    const HoleLine& line = line_of(rule);
    if (applies_to_itself(rule.scope())) itself.pass_hole(line);
    if (applies_below(rule.scope())) below.pass_hole(line);
  }

  void apply(const Rule& rule, InForce& itself, InForce& below) {
    const CategoryId category = categories_[rule.source];
    if (!rule.is_holed()) {
      if (applies_to_itself(rule.scope())) itself.of(rule.kind()).add(category);
      if (applies_below(rule.scope())) below.of(rule.kind()).add(category);
      return;
    }
    const HoledBlock holed{line_of(rule), category, rule.kind() == EntryKind::important_block};
    if (std::max(itself.holed.size(), below.holed.size()) >= kMostHoledBlocks)
      return meanings_.too_many_holes.push_back(holed.line);
    if (applies_to_itself(rule.scope())) itself.holed.push_back(holed);
    if (applies_below(rule.scope())) below.holed.push_back(holed);
  }

  void count(std::span<const Rule> rules, const CategorySet& before, const NameClass& meaning) {
    for (std::size_t i = 0; i < rules.size(); ++i) {
      RuleCounts& counts = meanings_.sources[rules[i].source];
      const CategoryId category = categories_[rules[i].source];
      switch (fates_[i]) {
        case Fate::duplicate:
          ++counts.duplicates;
          break;
        case Fate::known:
          ++counts.known;
          break;
        case Fate::cancelled:
          ++counts.cancelled;
          break;
        case Fate::a_cancel:
          break;
        case Fate::kept:
          if (is_about_one_line(rules[i])) break;
          if (before.has(category) == meaning.itself.has(category) && before.has(category) == meaning.below.has(category))
            ++counts.pruned;
      }
    }
  }

  void store(NameKey key, int labels, const NameClass& meaning) {
    const NameKey kept = meanings_.keys.add(keys_.octets_of(key));
    meanings_.names.push_back({kept.at, meanings_.classes.intern(meaning), kept.size, static_cast<std::uint8_t>(labels)});
  }

  static constexpr unsigned kTopShift = 48;  // the rest of a family's number is its top-level domain's part
  static constexpr std::uint64_t kNoTop = ~std::uint64_t{0};
  struct Top {
    std::uint64_t top = 0;
    Ancestor domain;
  };

  std::span<const HoleLine> holes_;
  std::span<const CategoryId> categories_;
  const NameKeys& keys_;
  Meanings meanings_;
  std::vector<Fate> fates_;  // of the rules of the name being looked at
  Ancestor root_;
  std::vector<Top> tops_;  // the top-level domains of which there are rules, sorted
  std::uint64_t current_top_ = kNoTop;
  std::size_t next_top_ = 0;
  std::vector<Ancestor> path_;  // the parents of the name being looked at, without the top-level domain
};

}  // namespace

Meanings resolve(RuleBuckets& rules, std::span<const HoleLine> holes, std::span<const CategoryId> categories,
                 const NameKeys& keys) {
  return Walk(holes, categories, keys).run(rules);
}

}  // namespace darban
