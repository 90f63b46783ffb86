// SPDX-License-Identifier: Apache-2.0
#include "lists/image_writer.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>
#include <vector>

#include "base/heap.h"
#include "lists/family_split.h"
#include "lists/image_layout.h"
#include "lists/image_sections.h"
#include "lists/matcher.h"
#include "lists/placement.h"
#include "lists/segment_spool.h"

namespace darban {
namespace {

constexpr int kMostSeeds = 8;  // two names with one hash are so rare that a second try is luxury
constexpr std::uint64_t kNamesPerSegment = 65536;
constexpr std::uint64_t kLoadPercent = 96;      // places in use: fuller lines send more families to their second line
constexpr std::uint64_t kMostLoadPercent = 97;  // of the fullest segment

std::uint8_t code_of(std::uint32_t klass) {
  return static_cast<std::uint8_t>(std::min<std::uint32_t>(klass, layout::kRareClass));
}

// Names that stand in the top table.
class TopTable {
 public:
  void add(const TopEntry& entry) {
    const std::uint64_t klass =
        entry.has_class ? layout::kTopHasClass | std::uint64_t{code_of(entry.klass)} << layout::kTopClassShift : 0;
    names_.push_back({entry.hash, layout::kTopUsed | (entry.heavy ? layout::kTopHeavy : 0) | klass});
  }
  // False if there is no room.
  bool fill() {
    std::sort(names_.begin(), names_.end(), [](const Slot& a, const Slot& b) { return a.hash < b.hash; });
    std::uint64_t slots = names_.size() * 2 + 1;
    while (!fill(slots)) {
      slots += slots / 2 + 1;
      if (slots > layout::kMostTopSlots) return false;
    }
    return true;
  }
  const std::vector<std::uint8_t>& octets() const { return octets_; }

 private:
  bool fill(std::uint64_t slots) {
    octets_.assign(slots * layout::kTopSlot, 0);
    for (const Slot& name : names_) {
      std::uint64_t at = layout::top_slot_of(name.hash, slots);
      std::size_t run = 1;
      while (load_little<std::uint64_t>(octets_.data() + at * layout::kTopSlot) != 0) {
        if (++run > layout::kLongestTopRun / 2) return false;
        at = at + 1 == slots ? 0 : at + 1;
      }
      store_little(octets_.data() + at * layout::kTopSlot, (name.hash & layout::kTagMask) | name.flags);
    }
    return true;
  }

  struct Slot {
    std::uint64_t hash = 0;
    std::uint64_t flags = 0;  // as in the table, the class included
  };
  std::vector<Slot> names_;
  std::vector<std::uint8_t> octets_;
};

// Names whose class is not among the frequent ones.
class RareTable {
 public:
  void add(std::uint64_t hash, std::uint32_t klass) {
    if (klass >= layout::kRareClass) names_.emplace_back(hash, klass);
  }
  // False if two of them can not be told apart.
  bool fill() {
    std::sort(names_.begin(), names_.end());
    for (std::size_t i = 1; i < names_.size(); ++i) {
      if (names_[i].first == names_[i - 1].first) return false;
    }
    return true;
  }
  std::size_t count() const { return names_.size(); }
  std::size_t octets() const { return names_.size() * layout::kRareRecord; }
  void write(std::uint8_t* into) const {
    for (std::size_t i = 0; i < names_.size(); ++i) {
      store_little(into + 8 * i, names_[i].first);
      store_little(into + 8 * names_.size() + 4 * i, names_[i].second);
    }
  }

 private:
  std::vector<std::pair<std::uint64_t, std::uint32_t>> names_;
};

// The names of one segment, placed.
class SegmentLines {
 public:
  SegmentLines(std::vector<PlacedName> names, std::uint64_t segment, const layout::Segments& segments)
      : names_(std::move(names)), lines_(segments.lines) {
    const std::uint64_t begin = segment * segments.lines;
    for (std::uint32_t name = 0; name < names_.size(); ++name) {
      if (name > 0 && names_[name].anchor == names_[name - 1].anchor && families_.back().count < layout::kNamesPerLine) {
        ++families_.back().count;
        continue;
      }
      const layout::Place place = layout::place_of(names_[name].anchor, segments);
      families_.push_back({static_cast<std::uint32_t>(place.first - begin), static_cast<std::uint32_t>(place.second - begin),
                           name, 1, place.overflow_bit, false});
    }
  }
  bool place() { return place_families(families_, static_cast<std::uint32_t>(lines_)); }
  void write(std::uint8_t* lines) const {
    std::vector<std::uint8_t> used(lines_);
    for (const Family& family : families_) {
      if (family.in_second) lines[family.first_line * layout::kLine + layout::kOverflowAt] |= family.overflow_bit;
      const std::size_t line = family.in_second ? family.second_line : family.first_line;
      for (std::uint32_t name = family.first; name < family.first + family.count; ++name) {
        write_name(lines + line * layout::kLine, used[line]++, names_[name]);
      }
    }
  }
  std::uint64_t families() const { return families_.size(); }
  std::uint64_t second_families() const {
    return static_cast<std::uint64_t>(
        std::count_if(families_.begin(), families_.end(), [](const Family& family) { return family.in_second; }));
  }

 private:
  static void write_name(std::uint8_t* line, std::size_t place, const PlacedName& name) {
    store_little(line + layout::kTagLowAt + 4 * place, static_cast<std::uint32_t>(name.tag));
    store_little(line + layout::kTagHighAt + 2 * place, static_cast<std::uint16_t>(name.tag >> 32));
    line[layout::kClassAt + place] = name.klass;
  }
  std::vector<PlacedName> names_;
  std::uint64_t lines_;
  std::vector<Family> families_;
};

// Writes an image under one seed.
class Writer {
 public:
  Writer(const ResolvedNames& names, std::span<const std::uint32_t> renumbered, HashSeed seed, const CompileBounds& bounds)
      : renumbered_(renumbered), seed_(seed), spool_(std::max<std::uint64_t>(1, names.count() / kNamesPerSegment), bounds) {
    segments_.count = std::max<std::uint64_t>(1, names.count() / kNamesPerSegment);
    shape_.names = names.count();
    shape_.segments = segments_.count;
    sort_out(names);
  }

  // False if this seed does not serve.
  Result<bool> write(const ImageFacts& facts, const ClassTable& classes, const ImageRoom& room) {
    if (const auto spooled = spool_.trouble(); !spooled) return spooled.error();
    if (!top_.fill() || !rare_.fill()) return false;
    shape_.rare_names = rare_.count();
    segments_.lines = least_lines();
    for (std::uint64_t growth = segments_.lines / 256 + 1;; segments_.lines += growth, growth *= 2) {
      if (segments_.count * segments_.lines > layout::kMostLines) return Error{Errc::too_large};
      const auto written = write_with_lines(facts, classes, room);
      if (!written || *written) return written;
    }
  }

  std::span<const std::uint8_t> image() const { return image_; }
  const ImageShape& shape() const { return shape_; }

 private:
  void sort_out(const ResolvedNames& names) {
    FamilySplit split(
        seed_,
        [this](const TopEntry& entry) {
          top_.add(entry);
          if (entry.has_class) rare_.add(entry.hash, entry.klass);
          shape_.heavy_anchors += entry.heavy ? 1 : 0;
        },
        [this](const LineEntry& entry) {
          spool_.add(layout::segment_of(entry.anchor, segments_),
                     {entry.anchor, entry.hash & layout::kTagMask, code_of(entry.klass)});
          rare_.add(entry.hash, entry.klass);
        });
    ResolvedNames::Reader reader(names);
    for (ResolvedName name; reader.next(name);) split.add({name.key, renumbered_[name.klass]});
    split.finish();
  }

  std::uint64_t least_lines() const {
    std::uint64_t all = 0;
    std::uint64_t most = 0;
    for (std::uint64_t segment = 0; segment < segments_.count; ++segment) {
      all += spool_.count(segment);
      most = std::max(most, spool_.count(segment));
    }
    return 1 + std::max(all * 100 / (layout::kNamesPerLine * kLoadPercent * segments_.count),
                        most * 100 / (layout::kNamesPerLine * kMostLoadPercent));
  }

  Result<bool> write_with_lines(const ImageFacts& facts, const ClassTable& classes, const ImageRoom& room) {
    const std::vector<std::uint8_t> category_octets = octets_of_categories(facts.categories);
    const std::vector<std::uint8_t> source_octets = octets_of_sources(facts.sources);
    const std::vector<std::uint8_t> class_octets = octets_of_classes(classes);
    const std::size_t lines = segments_.count * segments_.lines;
    const ImageFrame frame({{layout::kCategories, category_octets.size()},
                            {layout::kSources, source_octets.size()},
                            {layout::kClasses, class_octets.size()},
                            {layout::kRare, rare_.octets()},
                            {layout::kTop, top_.octets().size()},
                            {layout::kLines, lines * layout::kLine}});
    const auto octets = room.take(frame.octets());
    if (!octets) return octets.error();
    const auto put = [&](layout::Section kind, Octets section) {
      std::copy(section.begin(), section.end(), octets->begin() + static_cast<std::ptrdiff_t>(frame.begin_of(kind)));
    };
    frame.write_head(*octets, {seed_, facts.built, shape_.names, segments_.lines});
    put(layout::kCategories, category_octets);
    put(layout::kSources, source_octets);
    put(layout::kClasses, class_octets);
    put(layout::kTop, top_.octets());
    rare_.write(octets->data() + frame.begin_of(layout::kRare));
    const auto placed = write_lines(octets->data(), frame.begin_of(layout::kLines), room);
    if (!placed || !*placed) return placed;
    return_free_memory();  // from here on the whole image is looked at, and that is the most an update takes
    ImageFrame::write_checksum(*octets);
    image_ = *octets;
    shape_.octets = image_.size();
    shape_.lines = lines;
    return true;
  }

  Result<bool> write_lines(std::uint8_t* image, std::size_t begin, const ImageRoom& room) {
    const std::size_t octets = segments_.lines * layout::kLine;  // of a segment
    shape_.families = shape_.second_families = 0;
    for (std::uint64_t segment = 0; segment < segments_.count; ++segment) {
      SegmentLines placed(spool_.names_of(segment), segment, segments_);
      if (const auto read = spool_.trouble(); !read) return read.error();
      if (!placed.place()) return false;
      placed.write(image + begin + segment * octets);
      room.written(begin + segment * octets, begin + (segment + 1) * octets);
      shape_.families += placed.families();
      shape_.second_families += placed.second_families();
    }
    return true;
  }

  std::span<const std::uint32_t> renumbered_;
  HashSeed seed_;
  layout::Segments segments_;
  SegmentSpool spool_;
  TopTable top_;
  RareTable rare_;
  std::span<const std::uint8_t> image_;
  ImageShape shape_;
};

HashSeed seed_from(const ResolvedNames& names, std::span<const std::uint32_t> renumbered, int attempt) {
  std::uint64_t state = hash_detail::kOdd3 + static_cast<std::uint64_t>(attempt);
  ResolvedNames::Reader reader(names);
  for (ResolvedName name; reader.next(name);)
    state = hash_octets(state ^ renumbered[name.klass], name.key.data(), name.key.size());
  return HashSeed{state};
}

// Opens the image and asks for every name that was put in.
Result<bool> answers_for_all(Octets octets, const ResolvedNames& names, std::span<const NameClass> classes,
                             std::span<const std::uint32_t> renumbered) {
  const auto image = Image::from_octets(octets);
  if (!image) return image.error();
  const Matcher matcher(**image);
  constexpr std::size_t kBatch = 32;  // questions asked together, so that their lines are loaded together
  std::array<SuffixHashes, kBatch> hashes;
  std::array<std::uint32_t, kBatch> expected;
  std::size_t waiting = 0;
  bool right = true;
  const auto ask_waiting = [&] {
    for (std::size_t i = 0; i < waiting; ++i) right = right && matcher.categories_of(hashes[i]) == classes[expected[i]].itself;
    waiting = 0;
  };
  ResolvedNames::Reader reader(names);
  for (ResolvedName name; reader.next(name);) {
    name_of(name.key).hash_suffixes((*image)->seed(), hashes[waiting]);
    matcher.prefetch(hashes[waiting]);
    expected[waiting] = renumbered[name.klass];
    if (++waiting == kBatch) ask_waiting();
  }
  ask_waiting();
  return right;
}

}  // namespace

Result<ImageShape> write_image(ResolvedNames& names, const ImageFacts& facts, const ImageRoom& room,
                               const CompileBounds& bounds) {
  names.rest();
  if (const auto spooled = names.trouble(); !spooled) return spooled.error();
  ClassTable& classes = names.classes();
  if (classes.classes().size() > layout::kMostClasses || !fits_an_image(facts.categories, facts.sources))
    return Error{Errc::too_large};
  const std::vector<std::uint32_t> renumbered = classes.sort_by_frequency();
  for (int attempt = 0; attempt < kMostSeeds; ++attempt) {
    Writer writer(names, renumbered, seed_from(names, renumbered, attempt), bounds);
    const auto written = writer.write(facts, classes, room);
    if (!written) return written.error();
    if (!*written) continue;
    const auto answers = answers_for_all(writer.image(), names, classes.classes(), renumbered);
    if (!answers) return answers.error();
    if (const auto read = names.trouble(); !read) return read.error();
    if (!*answers) continue;
    ImageShape shape = writer.shape();
    shape.classes = classes.classes().size();
    return shape;
  }
  return Error{Errc::too_large};
}

}  // namespace darban
