// SPDX-License-Identifier: Apache-2.0
#include "lists/image_writer.h"

#include <algorithm>
#include <limits>
#include <string_view>
#include <type_traits>
#include <utility>

#include "lists/image_layout.h"
#include "lists/matcher.h"
#include "lists/placement.h"

namespace darban {
namespace {

constexpr int kMostSeeds = 8;  // two names with one hash are so rare that a second try is luxury

void append_text(std::vector<std::uint8_t>& octets, std::string_view text) {
  octets.insert(octets.end(), text.begin(), text.end());
}

template <typename T>
void append(std::vector<std::uint8_t>& octets, T number) {
  octets.resize(octets.size() + sizeof number);
  store_little(octets.data() + octets.size() - sizeof number, number);
}

std::uint8_t code_of(std::uint32_t klass) {
  return static_cast<std::uint8_t>(std::min<std::uint32_t>(klass, layout::kRareClass));
}

// A name that stands in the top table: a top-level domain, or an anchor with a large family.
struct TopName {
  std::uint64_t hash = 0;
  std::uint64_t flags = 0;  // as in a slot, the class included
};

// Gives every name its place under one seed.
class Layout {
 public:
  Layout(const Meanings& meanings, HashSeed seed) : names_(meanings.names), keys_(meanings.keys), seed_(seed) {
    hashes_.reserve(names_.size());
    for (const StoredName& name : names_) hashes_.push_back(hash_of_suffix(key(name), name.labels, seed_));
  }

  // False if two names can not be told apart under this seed, or there is no room.
  bool lay_out() {
    for (std::uint32_t from = 0; from < names_.size();) {
      if (names_[from].labels == 1) {
        add_top(hashes_[from], layout::kTopHasClass | class_bits(names_[from]));
        ++from;
        continue;
      }
      const std::uint32_t to = end_of_family(from, static_cast<std::uint32_t>(names_.size()), 2);
      add_family(from, to, 2);
      from = to;
    }
    return collect_rare() && fill_top() && fill_lines();
  }

  const std::vector<std::uint8_t>& top() const { return top_; }
  const std::vector<std::uint8_t>& lines() const { return lines_; }
  const std::vector<std::uint8_t>& rare() const { return rare_; }
  ImageShape shape() const { return shape_; }

 private:
  Octets key(const StoredName& name) const { return keys_.octets_of(name.key()); }
  static std::uint64_t class_bits(const StoredName& name) { return std::uint64_t{code_of(name.klass)} << layout::kTopClassShift; }

  // The names from `from` on that share its last `labels` labels.
  std::uint32_t end_of_family(std::uint32_t from, std::uint32_t end, int labels) const {
    const Octets first = key(names_[from]);
    const Octets anchor = first.first(size_of_suffix(first, labels));
    std::uint32_t to = from + 1;
    while (to < end && is_at_or_under(key(names_[to]), anchor)) ++to;
    return to;
  }

  void add_top(std::uint64_t hash, std::uint64_t flags) { top_names_.push_back({hash, flags | layout::kTopUsed}); }

  // Names [from, to) share their last `labels` labels. If they are too many for a line, or reach too deep, the anchor becomes
  // heavy and each of its children an anchor.
  void add_family(std::uint32_t from, std::uint32_t to, int labels) {
    const auto deeper = [&](const StoredName& name) { return name.labels >= labels + layout::kDepthsPerAnchor; };
    const std::uint64_t anchor = hash_of_suffix(key(names_[from]), labels, seed_);
    const bool deep = std::any_of(names_.begin() + from, names_.begin() + to, deeper);
    if (to - from <= layout::kNamesPerLine && !deep) {
      families_.push_back({anchor, from, static_cast<std::uint8_t>(to - from)});
      return;
    }
    ++shape_.heavy_anchors;
    const bool stored = names_[from].labels == labels;
    add_top(anchor, layout::kTopHeavy | (stored ? layout::kTopHasClass | class_bits(names_[from]) : 0));
    for (std::uint32_t child = stored ? from + 1 : from; child < to;) {
      const std::uint32_t end = end_of_family(child, to, labels + 1);
      add_family(child, end, labels + 1);
      child = end;
    }
  }

  bool collect_rare() {
    std::vector<std::pair<std::uint64_t, std::uint32_t>> rare;
    for (std::size_t i = 0; i < names_.size(); ++i) {
      if (names_[i].klass >= layout::kRareClass) rare.emplace_back(hashes_[i], names_[i].klass);
    }
    std::sort(rare.begin(), rare.end());
    for (std::size_t i = 1; i < rare.size(); ++i) {
      if (rare[i].first == rare[i - 1].first) return false;
    }
    for (const auto& [hash, klass] : rare) append(rare_, hash);
    for (const auto& [hash, klass] : rare) append(rare_, klass);
    shape_.rare_names = rare.size();
    return true;
  }

  bool fill_top() {
    std::sort(top_names_.begin(), top_names_.end(), [](const TopName& a, const TopName& b) { return a.hash < b.hash; });
    std::uint64_t slots = top_names_.size() * 2 + 1;
    while (!fill_top(slots)) {
      slots += slots / 2 + 1;
      if (slots > layout::kMostTopSlots) return false;
    }
    return true;
  }
  bool fill_top(std::uint64_t slots) {
    top_.assign(slots * layout::kTopSlot, 0);
    for (const TopName& name : top_names_) {
      std::uint64_t at = layout::top_slot_of(name.hash, slots);
      std::size_t run = 1;
      while (load_little<std::uint64_t>(top_.data() + at * layout::kTopSlot) != 0) {
        if (++run > layout::kLongestTopRun / 2) return false;
        at = at + 1 == slots ? 0 : at + 1;
      }
      store_little(top_.data() + at * layout::kTopSlot, (name.hash & layout::kTagMask) | name.flags);
    }
    return true;
  }

  bool fill_lines() {
    const auto line_count = place_families(families_);
    if (!line_count) return false;
    lines_.assign(*line_count * layout::kLine, 0);
    std::vector<std::uint8_t> used(*line_count);
    for (const Family& family : families_) {
      const layout::Place place = layout::place_of(family.anchor, *line_count);
      if (family.in_second) lines_[place.first * layout::kLine + layout::kOverflowAt] |= place.overflow_bit;
      const std::uint64_t line = family.in_second ? place.second : place.first;
      for (std::uint32_t name = family.first; name < family.first + family.count; ++name) {
        store_name(lines_.data() + line * layout::kLine, used[line]++, name);
      }
      shape_.second_families += family.in_second ? 1 : 0;
    }
    shape_.names = names_.size();
    shape_.families = families_.size();
    shape_.lines = *line_count;
    return true;
  }
  void store_name(std::uint8_t* line, std::size_t place, std::uint32_t name) {
    const std::uint64_t hash = hashes_[name];
    store_little(line + layout::kTagLowAt + 4 * place, static_cast<std::uint32_t>(hash));
    store_little(line + layout::kTagHighAt + 2 * place, static_cast<std::uint16_t>(hash >> 32));
    line[layout::kClassAt + place] = code_of(names_[name].klass);
  }

  const std::vector<StoredName>& names_;
  const NameKeys& keys_;
  HashSeed seed_;
  std::vector<std::uint64_t> hashes_;
  std::vector<TopName> top_names_;
  std::vector<Family> families_;
  std::vector<std::uint8_t> top_;
  std::vector<std::uint8_t> lines_;
  std::vector<std::uint8_t> rare_;
  ImageShape shape_;
};

HashSeed seed_from(const Meanings& meanings, int attempt) {
  std::uint64_t state = hash_detail::kOdd3 + static_cast<std::uint64_t>(attempt);
  for (const StoredName& name : meanings.names) {
    const Octets key = meanings.keys.octets_of(name.key());
    state = hash_octets(state ^ name.klass, key.data(), key.size());
  }
  return HashSeed{state};
}

std::vector<std::uint8_t> octets_of_classes(const ClassTable& table) {
  std::vector<std::uint8_t> octets;
  for (const NameClass& klass : table.classes()) {
    for (const CategorySet& set : {klass.itself, klass.below}) {
      for (const std::uint64_t word : set.words()) append(octets, word);
    }
  }
  return octets;
}

std::vector<std::uint8_t> octets_of_categories(std::span<const Category> categories) {
  std::vector<std::uint8_t> octets;
  for (const Category& category : categories) {
    append(octets, static_cast<std::uint8_t>(category.id));
    append(octets, static_cast<std::uint8_t>(category.risk));
    append(octets, category.judged_in_targets ? layout::kJudgedInTargets : std::uint8_t{0});
    append(octets, static_cast<std::uint8_t>(category.key.size()));
    append_text(octets, category.key);
  }
  return octets;
}

std::vector<std::uint8_t> octets_of_sources(std::span<const ListSource> sources) {
  std::vector<std::uint8_t> octets;
  for (const ListSource& source : sources) {
    append(octets, static_cast<std::uint8_t>(source.category));
    append(octets, static_cast<std::uint8_t>(source.format.size()));
    append(octets, static_cast<std::uint16_t>(source.path.size()));
    append(octets, source.accepted);
    append(octets, source.ignored);
    append(octets, static_cast<std::uint64_t>(source.changed));
    append_text(octets, source.format);
    append_text(octets, source.path);
  }
  return octets;
}

struct SectionOctets {
  layout::Section kind;
  std::span<const std::uint8_t> octets;
};

std::vector<std::uint8_t> assemble(std::span<const SectionOctets> sections, HashSeed seed, std::int64_t built,
                                   std::uint64_t names) {
  const auto aligned = [](std::size_t at) {
    return (at + layout::kSectionAlignment - 1) / layout::kSectionAlignment * layout::kSectionAlignment;
  };
  const std::size_t table_end = layout::kSectionsAt + sections.size() * layout::kSectionRecord;
  std::size_t end = table_end;
  for (const SectionOctets& section : sections) end = aligned(end) + section.octets.size();
  std::vector<std::uint8_t> image(end);
  std::copy(layout::kMagic.begin(), layout::kMagic.end(), image.begin());
  store_little(image.data() + layout::kVersionAt, layout::kVersion);
  store_little(image.data() + layout::kSectionCountAt, static_cast<std::uint32_t>(sections.size()));
  store_little(image.data() + layout::kFileSizeAt, static_cast<std::uint64_t>(image.size()));
  store_little(image.data() + layout::kSeedAt, seed.value);
  store_little(image.data() + layout::kBuiltAt, static_cast<std::uint64_t>(built));
  store_little(image.data() + layout::kNamesAt, names);
  std::size_t at = aligned(table_end);
  std::uint8_t* record = image.data() + layout::kSectionsAt;
  for (const SectionOctets& section : sections) {
    store_little(record, static_cast<std::uint32_t>(section.kind));
    store_little(record + 8, static_cast<std::uint64_t>(at));
    store_little(record + 16, static_cast<std::uint64_t>(section.octets.size()));
    std::copy(section.octets.begin(), section.octets.end(), image.begin() + static_cast<std::ptrdiff_t>(at));
    at = aligned(at + section.octets.size());
    record += layout::kSectionRecord;
  }
  store_little(image.data() + layout::kChecksumAt, layout::checksum_of(image.data(), image.size()));
  return image;
}

// Opens the image and asks for every name that was put in.
Result<bool> answers_for_all(Octets octets, const Meanings& meanings) {
  const auto image = Image::from_octets(octets);
  if (!image) return image.error();
  const Matcher matcher(**image);
  constexpr std::size_t kBatch = 32;  // questions asked together, so that their lines are loaded together
  std::array<SuffixHashes, kBatch> hashes;
  std::array<std::uint32_t, kBatch> classes;
  std::size_t waiting = 0;
  bool right = true;
  const auto ask_waiting = [&] {
    for (std::size_t i = 0; i < waiting; ++i) {
      right = right && matcher.categories_of(hashes[i]) == meanings.classes.classes()[classes[i]].itself;
    }
    waiting = 0;
  };
  for (const StoredName& name : meanings.names) {
    name_of(meanings.keys.octets_of(name.key())).hash_suffixes((*image)->seed(), hashes[waiting]);
    matcher.prefetch(hashes[waiting]);
    classes[waiting] = name.klass;
    if (++waiting == kBatch) ask_waiting();
  }
  ask_waiting();
  return right;
}

bool fits(std::span<const Category> categories, std::span<const ListSource> sources) {
  constexpr std::size_t kMostText = 255;
  constexpr std::size_t kMostPath = std::numeric_limits<std::uint16_t>::max();
  return std::all_of(categories.begin(), categories.end(),
                     [](const Category& category) { return category.key.size() <= kMostText; }) &&
         std::all_of(sources.begin(), sources.end(), [](const ListSource& source) {
           return source.format.size() <= kMostText && source.path.size() <= kMostPath;
         });
}

}  // namespace

Result<WrittenImage> write_image(Meanings& meanings, std::span<const Category> categories, std::span<const ListSource> sources,
                                 std::int64_t built) {
  if (meanings.classes.classes().size() > layout::kMostClasses || !fits(categories, sources)) return Error{Errc::too_large};
  const std::vector<std::uint32_t> renumbered = meanings.classes.sort_by_frequency();
  for (StoredName& name : meanings.names) name.klass = renumbered[name.klass];
  const std::vector<std::uint8_t> category_octets = octets_of_categories(categories);
  const std::vector<std::uint8_t> source_octets = octets_of_sources(sources);
  const std::vector<std::uint8_t> class_octets = octets_of_classes(meanings.classes);
  for (int attempt = 0; attempt < kMostSeeds; ++attempt) {
    const HashSeed seed = seed_from(meanings, attempt);
    Layout layout(meanings, seed);
    if (!layout.lay_out()) continue;
    const std::array<SectionOctets, 6> sections = {{{layout::kCategories, category_octets},
                                                    {layout::kSources, source_octets},
                                                    {layout::kClasses, class_octets},
                                                    {layout::kRare, layout.rare()},
                                                    {layout::kTop, layout.top()},
                                                    {layout::kLines, layout.lines()}}};
    WrittenImage written{assemble(sections, seed, built, meanings.names.size()), layout.shape()};
    written.shape.classes = meanings.classes.classes().size();
    const auto answers = answers_for_all(written.octets, meanings);
    if (!answers) return answers.error();
    if (*answers) return written;
  }
  return Error{Errc::too_large};
}

}  // namespace darban
