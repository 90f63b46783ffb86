// SPDX-License-Identifier: Apache-2.0
#include "lists/resolve.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <cstring>
#include <string>

namespace darban {
namespace {

// The line a hole or a holed block stands on.
struct RuleLine {
  std::uint32_t line = 0;
  std::uint16_t source = 0;
  friend bool operator==(const RuleLine&, const RuleLine&) = default;
};
RuleLine line_of(const SortedRule& rule) { return {rule.number, rule.source}; }

// A block in force that has holes somewhere below.
struct HoledBlock {
  RuleLine line;
  CategoryId category{};
  bool important = false;
};

// The rules that apply to a name, or to the names below one, by kind.
struct InForce {
  CategorySet block;
  CategorySet allow;
  CategorySet important_block;
  CategorySet important_allow;
  std::vector<HoledBlock> holed;  // nearly always empty
  bool sheltered = false;
  std::uint32_t shelter = 0;  // the number of the sheltering name

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
  // What the lists alone say.
  CategorySet wanted() const {
    CategorySet blocked = block;
    CategorySet important = important_block;
    for (const HoledBlock& rule : holed) (rule.important ? important : blocked).add(rule.category);
    return ((blocked - allow) | important) - important_allow;
  }
  CategorySet closed() const { return sheltered ? CategorySet{} : wanted(); }
  void pass_hole(RuleLine line) {
    std::erase_if(holed, [line](const HoledBlock& rule) { return rule.line == line; });
  }
};

// A block that reaches below its name, remembered for as long as names below are looked at: who closes them?
struct Reach {
  std::uint16_t source = 0;
  std::uint8_t labels = 0;
};

// A name on the way from the top-level domain to the name being looked at.
struct Ancestor {
  std::size_t size = 0;  // of its key, which is the beginning of the key being looked at
  InForce below;
  CategorySet closed_below;
  std::size_t reaches = 0;  // blocks in reaches_ that were there before it
};

struct TopDomain {
  std::string key;
  Ancestor ancestor;
  std::vector<Reach> reaches;
};

bool applies_to_itself(Scope scope) { return scope != Scope::below; }
bool applies_below(Scope scope) { return scope != Scope::exact; }
bool is_block(const SortedRule& rule) { return rule.kind() == EntryKind::block || rule.kind() == EntryKind::important_block; }

std::size_t common_octets(Octets a, Octets b) {
  const std::size_t most = std::min(a.size(), b.size());
  std::size_t same = 0;
  while (same < most && a[same] == b[same]) ++same;
  return same;
}

class Walk {
 public:
  Walk(std::span<const RuleOwner> owners, ResolvedNames& into) : owners_(owners), names_(into) {
    resolution_.sources.resize(owners.size());
  }

  Result<Resolution> run(RuleSorter& rules) {
    SortedRule rule;
    bool more = rules.next(rule);
    while (more) {
      begin_name(rule);
      do {
        take(rule);
        more = rules.next(rule);
      } while (more && rule.family == family_ && is_name(rule.key));
      visit();
    }
    if (const auto read = rules.trouble(); !read) return read.error();
    if (const auto written = names_.trouble(); !written) return written.error();
    return std::move(resolution_);
  }

 private:
  Octets key() const { return {key_.data(), key_size_}; }
  bool is_name(Octets key) const { return key.size() == key_size_ && std::memcmp(key.data(), key_.data(), key_size_) == 0; }

  // Ancestors that the next name shares with the last one stay on the path.
  void begin_name(const SortedRule& rule) {
    const std::size_t same = rule.family == family_ ? common_octets(rule.key, key()) : 0;
    while (!path_.empty() && path_.back().size > same) {
      reaches_.resize(path_.back().reaches);
      path_.pop_back();
    }
    family_ = rule.family;
    key_size_ = rule.key.size();
    std::memcpy(key_.data(), rule.key.data(), key_size_);
    labels_ = label_count(key());
    rules_.clear();
    shelters_.clear();
    watches_.clear();
  }

  void take(const SortedRule& rule) {
    if (rule.source == kSheltering) return shelters_.push_back(rule);
    if (rule.source == kWatching) return watches_.push_back(rule);
    if (owners_[rule.source].dropped) return;
    const bool repeats = !rules_.empty() && rules_.back().source == rule.source && rules_.back().bits == rule.bits;
    if (repeats && !is_about_one_line(rule) && !rule.is_cancel()) {
      ++again_.back();  // the same rule of the same source: counted when its fate is known
      return;
    }
    rules_.push_back(rule);
    again_.resize(rules_.size());
    again_.back() = 0;
  }

  // Within one name: equal rules of one category together, in the order of their sources, a source's cancel before what it
  // cancels.
  std::uint64_t rank(const SortedRule& rule) const {
    const auto category = static_cast<std::uint64_t>(owners_[rule.source].category);
    const auto what = static_cast<std::uint64_t>(rule.bits & ~Rule::kCancel);
    return category << 32 | what << 24 | static_cast<std::uint64_t>(rule.source) << 1 | (rule.is_cancel() ? 0U : 1U);
  }
  bool equal_rules(const SortedRule& a, const SortedRule& b) const { return rank(a) >> 24 == rank(b) >> 24; }
  // Holes and holed blocks are about one line; two of them are never the same rule.
  static bool is_about_one_line(const SortedRule& rule) { return rule.is_holed() || rule.kind() == EntryKind::hole; }

  void sort_name() {
    if (rules_.size() < 2) return;
    order_.resize(rules_.size());
    for (std::uint32_t i = 0; i < order_.size(); ++i) order_[i] = i;
    std::stable_sort(order_.begin(), order_.end(),
                     [this](std::uint32_t a, std::uint32_t b) { return rank(rules_[a]) < rank(rules_[b]); });
    sorted_rules_.clear();
    sorted_again_.clear();
    for (const std::uint32_t i : order_) {
      sorted_rules_.push_back(rules_[i]);
      sorted_again_.push_back(again_[i]);
    }
    rules_.swap(sorted_rules_);
    again_.swap(sorted_again_);
  }

  // The nearest parent of which there are rules.
  const Ancestor& parent() {
    top_ = labels_ > 1 && seen_tops_.test(family_ & kTopMask) ? top_of(key()) : nullptr;
    if (!path_.empty()) return path_.back();
    return top_ != nullptr ? top_->ancestor : root_;
  }
  const TopDomain* top_of(Octets key) const {
    const auto* text = reinterpret_cast<const char*>(key.data());
    const std::string_view top(text, 1U + key[0]);
    const auto before = [](const TopDomain& each, std::string_view wanted) { return each.key < wanted; };
    const auto found = std::lower_bound(tops_.begin(), tops_.end(), top, before);
    return found != tops_.end() && found->key == top ? &*found : nullptr;
  }

  void visit() {
    sort_name();
    const Ancestor& above = parent();
    const CategorySet before = above.closed_below;
    InForce itself = above.below;
    Ancestor below{key_size_, above.below, {}, reaches_.size()};
    judge();
    for_each_kept(Which::holes, [&](const SortedRule& rule) { apply_hole(rule, itself, below.below); });
    InForce nowhere;  // a block of the very name of a sheltered one says nothing about what stands below it
    for_each_kept(Which::others,
                  [&](const SortedRule& rule) { apply(rule, itself, is_overruled(rule) ? nowhere : below.below); });
    for (const SortedRule& rule : shelters_) shelter(rule, itself, below.below);
    report_hits(itself, below.below);
    const NameClass meaning{itself.closed(), below.below.closed()};
    below.closed_below = meaning.below;
    count(before, meaning);
    if (meaning.itself != before || meaning.below != before) names_.add(key(), meaning);
    descend(std::move(below));
  }

  void descend(Ancestor below) {
    const std::size_t from = reaches_.size();
    for_each_kept(Which::others, [&](const SortedRule& rule) {
      if (is_block(rule) && applies_below(rule.scope()) && !is_overruled(rule))
        reaches_.push_back({rule.source, static_cast<std::uint8_t>(labels_)});
    });
    if (labels_ > 1) return path_.push_back(std::move(below));
    const std::string_view text(reinterpret_cast<const char*>(key_.data()), key_size_);
    tops_.push_back(
        {std::string(text), std::move(below), {reaches_.begin() + static_cast<std::ptrdiff_t>(from), reaches_.end()}});
    reaches_.resize(from);
    seen_tops_.set(top_bits(key()));
  }

  enum class Fate : std::uint8_t { kept, duplicate, known, cancelled, a_cancel };

  void judge() {
    fates_.clear();
    const SortedRule* kept = nullptr;    // the rule that the following ones repeat
    const SortedRule* cancel = nullptr;  // the last cancel of such a rule
    for (std::size_t i = 0; i < rules_.size(); ++i) {
      const SortedRule& rule = rules_[i];
      if (i > 0 && !equal_rules(rules_[i - 1], rule)) kept = cancel = nullptr;
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

  enum class Which : bool { others, holes };
  // Calls `use` for the rules that judge() kept.
  template <typename Use>
  void for_each_kept(Which which, Use use) const {
    for (std::size_t i = 0; i < rules_.size(); ++i) {
      if (fates_[i] == Fate::kept && (rules_[i].kind() == EntryKind::hole) == (which == Which::holes)) use(rules_[i]);
    }
  }

  static void apply_hole(const SortedRule& rule, InForce& itself, InForce& below) {
    if (applies_to_itself(rule.scope())) itself.pass_hole(line_of(rule));
    if (applies_below(rule.scope())) below.pass_hole(line_of(rule));
  }

  void apply(const SortedRule& rule, InForce& itself, InForce& below) {
    const CategoryId category = owners_[rule.source].category;
    if (!rule.is_holed()) {
      if (applies_to_itself(rule.scope())) itself.of(rule.kind()).add(category);
      if (applies_below(rule.scope())) below.of(rule.kind()).add(category);
      return;
    }
    if (std::max(itself.holed.size(), below.holed.size()) >= kMostHoledBlocks)
      return resolution_.too_many_holes.push_back({rule.source, rule.number});
    const HoledBlock holed{line_of(rule), category, rule.kind() == EntryKind::important_block};
    if (applies_to_itself(rule.scope())) itself.holed.push_back(holed);
    if (applies_below(rule.scope())) below.holed.push_back(holed);
  }

  bool is_overruled(const SortedRule& rule) const { return !shelters_.empty() && is_block(rule); }

  static void shelter(const SortedRule& rule, InForce& itself, InForce& below) {
    const auto cover = [&rule](InForce& rules) {
      rules.sheltered = true;
      rules.shelter = rule.number;
    };
    if (applies_to_itself(rule.scope())) cover(itself);
    if (applies_below(rule.scope())) cover(below);
  }

  // A sheltered name that lists want to close, also through a rule on a name below a sheltered one; and a watched name that is
  // closed.
  void report_hits(const InForce& itself, const InForce& below) {
    if (itself.sheltered && (!shelters_.empty() || !rules_.empty())) {
      report({itself.shelter, 0, 0, true}, itself.wanted(), shelters_.empty() ? Own::only : Own::and_above);
    } else if (below.sheltered && !rules_.empty()) {
      report({below.shelter, 0, 0, true}, below.wanted(), Own::only);
    }
    for (const SortedRule& rule : watches_) report({rule.number, 0, 0, false}, itself.closed(), Own::and_above);
  }

  enum class Own : bool { only, and_above };
  void report(Hit hit, const CategorySet& closed, Own whose) {
    if (closed == CategorySet{}) return;
    const auto add = [&](std::uint16_t source, std::size_t labels) {
      if (!closed.has(owners_[source].category)) return;
      hit.source = source;
      hit.labels = static_cast<std::uint8_t>(labels);
      if (resolution_.hits.size() < kMostHits)
        resolution_.hits.push_back(hit);
      else
        ++resolution_.hits_left_out;
    };
    for (std::size_t i = 0; i < rules_.size(); ++i) {
      const bool counts = fates_[i] == Fate::kept || fates_[i] == Fate::known;
      if (counts && is_block(rules_[i])) add(rules_[i].source, static_cast<std::size_t>(labels_));
    }
    if (whose == Own::only) return;
    for (const Reach& reach : reaches_) add(reach.source, reach.labels);
    if (top_ == nullptr) return;
    for (const Reach& reach : top_->reaches) add(reach.source, reach.labels);
  }

  void count(const CategorySet& before, const NameClass& meaning) {
    for (std::size_t i = 0; i < rules_.size(); ++i) {
      RuleCounts& counts = resolution_.sources[rules_[i].source];
      const CategoryId category = owners_[rules_[i].source].category;
      const bool cancelled = fates_[i] == Fate::cancelled;
      (cancelled ? counts.cancelled : counts.duplicates) += again_[i];
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
          if (is_about_one_line(rules_[i])) break;
          if (before.has(category) == meaning.itself.has(category) && before.has(category) == meaning.below.has(category))
            ++counts.pruned;
      }
    }
  }

  static constexpr std::uint64_t kTopMask = 0xffff;
  static std::uint64_t top_bits(Octets key) { return hash_of_suffix(key, 1, HashSeed{0}) & kTopMask; }

  std::span<const RuleOwner> owners_;
  ResolvedNames& names_;
  Resolution resolution_;

  // The name being looked at, and its rules.
  std::uint64_t family_ = 0;
  std::array<std::uint8_t, Name::kMostOctets> key_{};
  std::size_t key_size_ = 0;
  int labels_ = 0;
  std::vector<SortedRule> rules_;
  std::vector<std::uint64_t> again_;  // how often each of them was said again
  std::vector<SortedRule> shelters_;
  std::vector<SortedRule> watches_;
  std::vector<Fate> fates_;
  std::vector<std::uint32_t> order_;
  std::vector<SortedRule> sorted_rules_;
  std::vector<std::uint64_t> sorted_again_;

  // Where it stands.
  Ancestor root_;
  std::vector<TopDomain> tops_;  // of which there are rules, sorted: they come first
  std::bitset<kTopMask + 1> seen_tops_;
  const TopDomain* top_ = nullptr;  // of the name being looked at
  std::vector<Ancestor> path_;      // the parents of the name being looked at, without the top-level domain
  std::vector<Reach> reaches_;      // of the path
};

}  // namespace

Result<Resolution> resolve(RuleSorter& rules, std::span<const RuleOwner> owners, ResolvedNames& into) {
  return Walk(owners, into).run(rules);
}

}  // namespace darban
