// SPDX-License-Identifier: Apache-2.0
// The idea. The compiler has resolved every rule: a stored name carries the categories of itself and of the names below it, so
// the longest stored suffix of a question is the whole answer. The names of one site stand in one cache line, found by the hash
// of the site's *anchor*, its last two labels; so all suffixes of an open name are refuted by one line. An anchor with more names
// than a line holds is *heavy*: the small top table says so, and names below it are anchored one label deeper. A line that was
// full sends an anchor to its second line and says so in its overflow octet. tests/oracle/slow_matcher.h is the slow twin;
// FORMAT.md has the arithmetic.
#include "lists/matcher.h"

#include <algorithm>

#include "lists/image_layout.h"

namespace darban {
namespace {

constexpr std::uint8_t kNoClass = layout::kOpenClass;

struct Tag {
  std::uint32_t low;
  std::uint16_t high;
};
Tag tag_of(std::uint64_t hash) { return {static_cast<std::uint32_t>(hash), static_cast<std::uint16_t>(hash >> 32)}; }

// The nine low tags of a line, in registers: GCC's vector notation, which every machine understands and most have instructions
// for.
class LowTags {
 public:
  explicit LowTags(const std::uint8_t* line) {
    std::memcpy(&front_, line + layout::kTagLowAt, sizeof front_);
    std::memcpy(&middle_, line + layout::kTagLowAt + sizeof front_, sizeof middle_);
    std::memcpy(&last_, line + layout::kTagLowAt + 2 * sizeof front_, sizeof last_);
  }
  // Remembers whether this tag is among them.
  void look_for(std::uint64_t hash) {
    const std::uint32_t low = little_endian(static_cast<std::uint32_t>(hash));
    seen_ |= (front_ == low) | (middle_ == low);
    seen_last_ |= last_ == low;
  }
  bool seen() const {
    std::array<std::uint64_t, 2> halves;
    std::memcpy(halves.data(), &seen_, sizeof halves);
    return (halves[0] | halves[1]) != 0 || seen_last_;
  }

 private:
  using Four = std::uint32_t __attribute__((vector_size(16)));
  using FourAnswers = std::int32_t __attribute__((vector_size(16)));
  Four front_;
  Four middle_;
  std::uint32_t last_;
  FourAnswers seen_{};
  bool seen_last_ = false;
};

// The place of a tag in a line, or kNamesPerLine.
std::size_t find_in(const std::uint8_t* line, Tag tag) {
  std::size_t i = 0;
  while (i < layout::kNamesPerLine && (load_little<std::uint32_t>(line + layout::kTagLowAt + 4 * i) != tag.low ||
                                       load_little<std::uint16_t>(line + layout::kTagHighAt + 2 * i) != tag.high)) {
    ++i;
  }
  return i;
}

// The longest stored suffix so far.
struct Found {
  std::uint8_t klass = kNoClass;
  int labels = 0;
};

// Where a question is answered: the anchor, and what the names above it say.
struct Anchor {
  int labels = 0;  // more than the question has when the top table says everything
  Found above;
};

std::uint64_t find_top(Octets top, std::uint64_t hash) {
  const std::uint64_t slots = top.size() / layout::kTopSlot;
  const std::uint64_t tag = hash & layout::kTagMask;
  for (std::uint64_t i = layout::top_slot_of(hash, slots);; i = i + 1 == slots ? 0 : i + 1) {
    const auto slot = load_little<std::uint64_t>(top.data() + i * layout::kTopSlot);
    if ((slot & layout::kTopUsed) == 0) return 0;
    if ((slot & layout::kTagMask) == tag) return slot;
  }
}

Anchor anchor_of(Octets top, const SuffixHashes& name) {
  Anchor anchor;
  for (int labels = 1; labels <= name.labels(); ++labels) {
    const std::uint64_t slot = find_top(top, name.at(labels));
    if ((slot & layout::kTopHasClass) != 0) anchor.above = {static_cast<std::uint8_t>(slot >> layout::kTopClassShift), labels};
    anchor.labels = labels;
    if (labels > 1 && (slot & layout::kTopHeavy) == 0) return anchor;
  }
  anchor.labels = name.labels() + 1;
  return anchor;
}

int deepest(const SuffixHashes& name, int anchor) { return std::min(name.labels(), anchor + layout::kDepthsPerAnchor - 1); }

// The longest suffix of the name that stands in one of the two lines.
Found find_longest(const SuffixHashes& name, int anchor, const std::uint8_t* first, const std::uint8_t* second, Found above) {
  for (int labels = deepest(name, anchor); labels >= anchor; --labels) {
    const Tag tag = tag_of(name.at(labels));
    for (const std::uint8_t* line : {first, second}) {
      const std::size_t i = find_in(line, tag);
      if (i < layout::kNamesPerLine) return {line[layout::kClassAt + i], labels};
    }
  }
  return above;
}

// A class outside the 255 most frequent ones. A name that is not there was a false positive of the tag: open.
std::uint32_t rare_class_of(Octets rare, std::uint64_t hash) {
  const std::size_t count = rare.size() / layout::kRareRecord;
  std::size_t low = 0;
  std::size_t high = count;
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    if (load_little<std::uint64_t>(rare.data() + middle * 8) < hash)
      low = middle + 1;
    else
      high = middle;
  }
  if (low == count || load_little<std::uint64_t>(rare.data() + low * 8) != hash) return layout::kOpenClass;
  return load_little<std::uint32_t>(rare.data() + count * 8 + low * 4);
}

}  // namespace

Matcher::Matcher(const Image& image) : image_(&image) {}

CategorySet Matcher::categories_of(const SuffixHashes& name) const {
  const Anchor anchor = anchor_of(image_->top_, name);
  Found found = anchor.above;
  if (anchor.labels <= name.labels()) {
    const std::uint8_t* const lines = image_->lines_.data();
    const std::uint64_t hash = name.at(anchor.labels);
    const layout::Place place = layout::place_of(hash, image_->segments_);
    const std::uint8_t* const first = lines + place.first * layout::kLine;
    const bool overflowed = (first[layout::kOverflowAt] & place.overflow_bit) != 0;
    const std::uint8_t* const second = overflowed ? lines + place.second * layout::kLine : first;
    const int last = deepest(name, anchor.labels);
    LowTags tags(first);
    for (int labels = anchor.labels; labels <= last; ++labels) tags.look_for(name.at(labels));
    bool hit = tags.seen();
    if (overflowed) {
      LowTags more(second);
      for (int labels = anchor.labels; labels <= last; ++labels) more.look_for(name.at(labels));
      hit = hit || more.seen();
    }
    if (hit) found = find_longest(name, anchor.labels, first, second, found);
  }
  if (found.labels == 0) return {};
  std::uint64_t klass = found.klass;
  if (klass == layout::kRareClass) klass = rare_class_of(image_->rare_, name.at(found.labels));
  const bool itself = found.labels == name.labels();
  const std::uint8_t* words = image_->classes_.data() + klass * layout::kClassRecord + (itself ? 0 : layout::kClassRecord / 2);
  return CategorySet::from_words({load_little<std::uint64_t>(words), load_little<std::uint64_t>(words + 8),
                                  load_little<std::uint64_t>(words + 16), load_little<std::uint64_t>(words + 24)});
}

void Matcher::prefetch(const SuffixHashes& name) const {
  const Anchor anchor = anchor_of(image_->top_, name);
  if (anchor.labels > name.labels()) return;
  const layout::Place place = layout::place_of(name.at(anchor.labels), image_->segments_);
  __builtin_prefetch(image_->lines_.data() + place.first * layout::kLine);
}

}  // namespace darban
