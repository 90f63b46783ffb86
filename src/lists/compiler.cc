// SPDX-License-Identifier: Apache-2.0
#include "lists/compiler.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/check.h"
#include "lists/resolve.h"

namespace darban {
namespace {

constexpr std::size_t kLongestKey = 255;
constexpr HashSeed kFamilySeed{0};  // orders rules while compiling; no trace of it is in the image

// Names with the same last two labels get one number, and names of one label come first of all. The last 16 bits are those of the
// top-level domain, so that one look tells whether there can be rules for it.
std::uint64_t family_of(const Name& name) {
  SuffixHashes hashes;
  name.hash_suffixes(kFamilySeed, hashes);
  if (hashes.labels() == 1) return 0;
  constexpr std::uint64_t kTopBits = 0xffff;
  return (hashes.at(2) & ~kTopBits) | (hashes.at(1) & kTopBits);
}

}  // namespace

// Collects the rules of all sources.
class ListCompiler::Sink final : public EntrySink {
 public:
  explicit Sink(const CompileBounds& bounds) : rules_(bounds) {}

  void begin(SourceDescription description) {
    end_line();
    line_ = 0;
    SourceReport report;
    report.source.path = std::move(description.path);
    report.source.format = std::move(description.format);
    report.source.category = description.category;
    report.source.changed = description.changed;
    reports_.push_back(std::move(report));
    owners_.push_back({description.category});
  }

  void drop() {
    line_rules_.clear();
    line_has_hole_ = false;
    owners_.back().dropped = true;
  }

  void entry(const Entry& entry, std::uint32_t line) override { add(entry, line, 0); }
  void cancel(const Entry& entry, std::uint32_t line) override { add(entry, line, Rule::kCancel); }
  void ignored(Ignored reason, std::uint32_t) override { ++reports_.back().ignored[static_cast<std::size_t>(reason)]; }
  void warned(std::uint32_t line) override {
    SourceReport& report = reports_.back();
    if (++report.warned <= kComplaintsPerCode) report.warned_lines.push_back(line);
  }
  void refused(Errc code, std::uint32_t line) override { complain(reports_.back(), code, line); }

  void add_named(const Name& name, Scope scope, std::uint16_t source, std::uint32_t number) {
    if (!name.is_root()) rules_.add(family_of(name), name, source, Rule::bits_of({name, scope, EntryKind::block}), number);
  }

  std::size_t source_count() const { return reports_.size(); }

  // Resolves everything said; the rules are gone afterwards.
  Result<Resolution> resolve_all(ResolvedNames& names) {
    end_line();
    RuleSorter rules = std::move(rules_);  // its memory is needed no longer than here
    if (const auto sorted = rules.finish(); !sorted) return sorted.error();
    auto resolution = resolve(rules, owners_, names);
    if (!resolution) return resolution;
    for (std::size_t i = 0; i < reports_.size(); ++i) settle(reports_[i], resolution->sources[i]);
    for (const HoledBlockLeftOut& block : resolution->too_many_holes)
      complain(reports_[block.source], Errc::too_large, block.line);
    leave_out_dropped(resolution->hits);
    return resolution;
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
    line_has_hole_ |= entry.kind == EntryKind::hole;
    line_rules_.push_back({entry, static_cast<std::uint8_t>(Rule::bits_of(entry) | flags)});
  }

  // A hole is one in the blocks of its own line: the line is kept for both, and only for them.
  void end_line() {
    for (LineRule& each : line_rules_) {
      const EntryKind kind = each.entry.kind;
      const bool block = kind == EntryKind::block || kind == EntryKind::important_block;
      if (line_has_hole_ && block) each.bits |= Rule::kHoled;
      const bool about_this_line = line_has_hole_ && (block || kind == EntryKind::hole);
      rules_.add(family_of(each.entry.name), each.entry.name, source_index(), each.bits, about_this_line ? line_ : 0);
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

  // Dropped sources are in no report; those behind them move up.
  void leave_out_dropped(std::vector<Hit>& hits) {
    std::vector<std::uint16_t> now(reports_.size());
    std::vector<SourceReport> kept;
    for (std::size_t i = 0; i < reports_.size(); ++i) {
      now[i] = static_cast<std::uint16_t>(kept.size());
      if (!owners_[i].dropped) kept.push_back(std::move(reports_[i]));
    }
    reports_ = std::move(kept);
    for (Hit& hit : hits) hit.source = now[hit.source];
  }

  struct LineRule {
    Entry entry;
    std::uint8_t bits = 0;
  };
  std::vector<SourceReport> reports_;
  std::vector<RuleOwner> owners_;     // by source
  std::vector<LineRule> line_rules_;  // of the line being read
  RuleSorter rules_;
  std::uint32_t line_ = 0;
  bool line_has_hole_ = false;
};

ListCompiler::ListCompiler(CompileBounds bounds) : bounds_(std::move(bounds)), sink_(std::make_unique<Sink>(bounds_)) {}
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

void ListCompiler::shelter(const Name& name, Scope scope, std::uint32_t number) {
  sink_->add_named(name, scope, kSheltering, number);
}

void ListCompiler::watch(const Name& name, std::uint32_t number) { sink_->add_named(name, Scope::exact, kWatching, number); }

Result<CompiledImage> ListCompiler::finish(std::int64_t built) {
  std::vector<std::uint8_t> octets;
  const auto take = [&octets](std::size_t size) -> Result<std::span<std::uint8_t>> {
    octets.assign(size, 0);
    return std::span(octets);
  };
  auto report = finish_in({take, [](std::size_t, std::size_t) {}}, built);
  if (!report) return report.error();
  return CompiledImage{std::move(octets), std::move(report).value()};
}

Result<CompileReport> ListCompiler::finish_into(AtomicFile& file, std::int64_t built) {
  return finish_in({[&file](std::size_t size) { return file.map(size); },
                    [&file](std::size_t from, std::size_t to) { file.forget(from, to); }},
                   built);
}

Result<CompileReport> ListCompiler::finish_in(const ImageRoom& room, std::int64_t built) {
  ResolvedNames names(bounds_);
  auto resolution = sink_->resolve_all(names);
  if (!resolution) return resolution.error();
  CompileReport report;
  const auto shape = write_image(names, {categories_, sink_->sources(), built}, room, bounds_);
  if (!shape) return shape.error();
  report.sources = sink_->take_reports();
  report.shape = *shape;
  report.hits = std::move(resolution->hits);
  report.hits_left_out = resolution->hits_left_out;
  std::sort(report.hits.begin(), report.hits.end(), [](const Hit& a, const Hit& b) {
    return std::tie(a.number, a.source, a.labels, a.sheltered) < std::tie(b.number, b.source, b.labels, b.sheltered);
  });
  report.hits.erase(std::unique(report.hits.begin(), report.hits.end()), report.hits.end());
  return report;
}

}  // namespace darban
