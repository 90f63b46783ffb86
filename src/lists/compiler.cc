// SPDX-License-Identifier: Apache-2.0
#include "lists/compiler.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "lists/resolve.h"

namespace darban {
namespace {

constexpr std::size_t kLongestKey = 255;
constexpr HashSeed kFamilySeed{0};  // orders rules while compiling; no trace of it is in the image

// Names with the same last two labels get one number, and the numbers under one top-level domain begin alike.
std::uint64_t family_of(const Name& name) {
  SuffixHashes hashes;
  name.hash_suffixes(kFamilySeed, hashes);
  constexpr std::uint64_t kTopBits = std::uint64_t{0xffff} << 48;
  return (hashes.at(1) & kTopBits) | (hashes.labels() == 1 ? 0 : hashes.at(2) & ~kTopBits);
}

}  // namespace

// Collects the rules of all sources.
class ListCompiler::Sink final : public EntrySink {
 public:
  void begin(SourceDescription description) {
    end_line();
    line_ = 0;
    SourceReport report;
    report.source.path = std::move(description.path);
    report.source.format = std::move(description.format);
    report.source.category = description.category;
    report.source.changed = description.changed;
    reports_.push_back(std::move(report));
  }

  void drop() {
    line_rules_.clear();
    line_has_hole_ = false;
    const auto is_ours = [this](const Rule& rule) { return rule.source == source_index(); };
    const auto drop_from = [&](std::vector<Rule>& bucket) {
      while (!bucket.empty() && is_ours(bucket.back())) bucket.pop_back();
    };
    drop_from(rules_.tops);
    std::for_each(rules_.families.begin(), rules_.families.end(), drop_from);
    while (!holes_.empty() && holes_.back().source == source_index()) holes_.pop_back();
    reports_.pop_back();
  }

  void entry(const Entry& entry, std::uint32_t line) override { add(entry, line, 0); }
  void cancel(const Entry& entry, std::uint32_t line) override { add(entry, line, Rule::kCancel); }
  void ignored(Ignored reason, std::uint32_t) override { ++reports_.back().ignored[static_cast<std::size_t>(reason)]; }
  void warned(std::uint32_t line) override {
    SourceReport& report = reports_.back();
    if (++report.warned <= kComplaintsPerCode) report.warned_lines.push_back(line);
  }
  void refused(Errc code, std::uint32_t line) override { complain(reports_.back(), code, line); }

  std::size_t source_count() const { return reports_.size(); }
  bool is_full() const { return keys_.is_full(); }

  // Resolves everything said; the rules are gone afterwards.
  Meanings resolve_all() {
    end_line();
    std::vector<CategoryId> categories;
    for (const SourceReport& report : reports_) categories.push_back(report.source.category);
    Meanings meanings = resolve(rules_, holes_, categories, keys_);
    keys_ = NameKeys();
    for (std::size_t i = 0; i < reports_.size(); ++i) settle(reports_[i], meanings.sources[i]);
    for (const HoleLine& hole : meanings.too_many_holes) complain(reports_[hole.source], Errc::too_large, hole.line);
    return meanings;
  }
  std::vector<SourceReport> take_reports() { return std::move(reports_); }
  std::vector<ListSource> sources() const {
    std::vector<ListSource> sources;
    for (const SourceReport& report : reports_) sources.push_back(report.source);
    return sources;
  }

 private:
  std::uint16_t source_index() const { return static_cast<std::uint16_t>(reports_.size() - 1); }

  void add(const Entry& entry, std::uint32_t line, std::uint8_t flags) {
    if (line != line_) {
      end_line();
      line_ = line;
    }
    if (entry.name.is_root()) return ignored(Ignored::too_wide, line);
    if (flags == 0) ++reports_.back().entries;
    const NameKey key = keys_.add(entry.name);
    if (keys_.is_full()) return;
    line_has_hole_ |= entry.kind == EntryKind::hole;
    const auto bits = static_cast<std::uint8_t>(Rule::bits_of(entry) | flags);
    line_rules_.push_back({{family_of(entry.name), key.at, source_index(), key.size, bits}, entry.name.label_count()});
  }

  // A hole is one in the blocks of its own line: the line is kept for both, and only for them.
  void end_line() {
    for (LineRule& each : line_rules_) {
      Rule& rule = each.rule;
      const bool block = rule.kind() == EntryKind::block || rule.kind() == EntryKind::important_block;
      if (line_has_hole_ && block) rule.bits |= Rule::kHoled;
      if (line_has_hole_ && (block || rule.kind() == EntryKind::hole)) holes_.push_back({rule.at, line_, rule.source});
      rules_.bucket_of(rule, each.labels).push_back(rule);
    }
    line_rules_.clear();
    line_has_hole_ = false;
  }

  static void complain(SourceReport& report, Errc code, std::uint32_t line) {
    ++report.refused;
    const auto same = [code](const LineComplaint& complaint) { return complaint.code == code; };
    if (std::count_if(report.complaints.begin(), report.complaints.end(), same) <
        static_cast<std::ptrdiff_t>(kComplaintsPerCode)) {
      report.complaints.push_back({code, line});
    }
  }

  static void settle(SourceReport& report, const RuleCounts& counts) {
    report.duplicates = counts.duplicates;
    report.cancelled = counts.cancelled;
    report.known = counts.known;
    report.pruned = counts.pruned;
    report.ignored[static_cast<std::size_t>(Ignored::duplicate)] = counts.duplicates;
    report.source.accepted = report.entries - counts.duplicates - counts.cancelled;
    for (const std::uint64_t count : report.ignored) report.source.ignored += count;
  }

  std::vector<SourceReport> reports_;
  struct LineRule {
    Rule rule;
    int labels = 0;
  };
  std::vector<LineRule> line_rules_;  // of the line being read
  RuleBuckets rules_;
  std::vector<HoleLine> holes_;  // sorted: keys are handed out in ascending order
  NameKeys keys_;
  std::uint32_t line_ = 0;
  bool line_has_hole_ = false;
};

ListCompiler::ListCompiler() : sink_(std::make_unique<Sink>()) {}
ListCompiler::~ListCompiler() = default;

Result<void> ListCompiler::add_category(Category category) {
  const auto same_id = [&](const Category& other) { return other.id == category.id; };
  if (category.key.empty() || category.key.size() > kLongestKey) return Error{Errc::out_of_range};
  if (std::any_of(categories_.begin(), categories_.end(), same_id)) return Error{Errc::out_of_range};
  categories_.push_back(std::move(category));
  return {};
}

EntrySink& ListCompiler::begin_source(SourceDescription source) {
  const auto is_known = [&](const Category& category) { return category.id == source.category; };
  CHECK_INVARIANT(std::any_of(categories_.begin(), categories_.end(), is_known));
  CHECK_INVARIANT(sink_->source_count() < kMostSources);
  sink_->begin(std::move(source));
  return *sink_;
}

void ListCompiler::drop_source() { sink_->drop(); }

Result<CompiledImage> ListCompiler::finish(std::int64_t built) {
  if (sink_->is_full()) return Error{Errc::too_large};
  Meanings meanings = sink_->resolve_all();
  auto written = write_image(meanings, categories_, sink_->sources(), built);
  if (!written) return written.error();
  return CompiledImage{std::move(written->octets), {sink_->take_reports(), written->shape}};
}

}  // namespace darban
