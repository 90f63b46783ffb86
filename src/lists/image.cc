// SPDX-License-Identifier: Apache-2.0
#include "lists/image.h"

#include <sys/mman.h>

#include <algorithm>
#include <bitset>
#include <limits>

#include "lists/image_layout.h"

namespace darban {
namespace {

std::uint32_t position(std::size_t at) {
  return static_cast<std::uint32_t>(std::min<std::size_t>(at, std::numeric_limits<std::uint32_t>::max()));
}

// What an image without lists points to: one open class, one free slot, one line of nine open names.
constexpr std::array<std::uint8_t, layout::kClassRecord> kOpenClassOnly{};
constexpr std::array<std::uint8_t, layout::kTopSlot> kFreeSlot{};
alignas(layout::kLine) constexpr std::array<std::uint8_t, layout::kLine> kEmptyLine{};

bool printable(Octets text) {
  return std::all_of(text.begin(), text.end(), [](std::uint8_t octet) { return octet >= 0x20 && octet != 0x7f; });
}

std::string text_from(Octets octets) { return {octets.begin(), octets.end()}; }

Error refused(Errc code, std::size_t at) { return {code, position(at)}; }

// Everything of the head but the checksum, which is over the whole.
Result<void> check_head(Octets octets) {
  const std::size_t magic = std::min(octets.size(), layout::kMagic.size());
  if (!std::equal(octets.begin(), octets.begin() + static_cast<std::ptrdiff_t>(magic), layout::kMagic.begin())) {
    return refused(Errc::not_an_image, 0);
  }
  if (octets.size() < layout::kSectionsAt) return refused(octets.empty() ? Errc::not_an_image : Errc::truncated, octets.size());
  const auto version = load_little<std::uint32_t>(octets.data() + layout::kVersionAt);
  if (version > layout::kVersion) return refused(Errc::newer_version, layout::kVersionAt);
  if (version < layout::kVersion) return refused(Errc::bad_header, layout::kVersionAt);
  const auto size = load_little<std::uint64_t>(octets.data() + layout::kFileSizeAt);
  if (octets.size() < size) return refused(Errc::truncated, octets.size());
  if (octets.size() > size) return refused(Errc::trailing_octets, static_cast<std::size_t>(size));
  return {};
}

}  // namespace

// Reads and checks an image from front to back; the first fault ends it.
class ImageReader {
 public:
  explicit ImageReader(Image& image) : image_(image), octets_(image.octets_) {}
  Result<void> read() {
    if (const auto header = read_header(); !header) return header;
    if (const auto sections = read_section_table(); !sections) return sections;
    if (const auto categories = read_categories(); !categories) return categories;
    if (const auto sources = read_sources(); !sources) return sources;
    if (const auto classes = check_classes(); !classes) return classes;
    if (const auto rare = check_rare(); !rare) return rare;
    if (const auto top = check_top(); !top) return top;
    return check_lines();
  }

 private:
  struct Extent {
    std::size_t at = 0;
    Octets octets;
  };

  template <typename T>
  T number(std::size_t at) const {
    return load_little<T>(octets_.data() + at);
  }
  static Error fault(Errc code, std::size_t at) { return refused(code, at); }
  const Extent& section(layout::Section kind) const { return sections_[kind]; }

  Result<void> read_header() {
    if (const auto checked = check_head(octets_); !checked) return checked;
    if (number<std::uint64_t>(layout::kChecksumAt) != layout::checksum_of(octets_.data(), octets_.size())) {
      return fault(Errc::bad_checksum, layout::kChecksumAt);
    }
    image_.seed_ = HashSeed{number<std::uint64_t>(layout::kSeedAt)};
    image_.built_ = static_cast<std::int64_t>(number<std::uint64_t>(layout::kBuiltAt));
    image_.names_ = number<std::uint64_t>(layout::kNamesAt);
    return {};
  }

  // Every section that this version knows must be there once, aligned, inside the file and after the one before it.
  Result<void> read_section_table() {
    const auto count = number<std::uint32_t>(layout::kSectionCountAt);
    if (count > layout::kMostSections) return fault(Errc::bad_header, layout::kSectionCountAt);
    std::size_t free_from = layout::kSectionsAt + count * layout::kSectionRecord;
    if (free_from > octets_.size()) return fault(Errc::bad_header, layout::kSectionCountAt);
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t record = layout::kSectionsAt + i * layout::kSectionRecord;
      const auto kind = number<std::uint32_t>(record);
      const auto at = number<std::uint64_t>(record + 8);
      const auto size = number<std::uint64_t>(record + 16);
      if (number<std::uint32_t>(record + 4) != 0) return fault(Errc::bad_header, record + 4);
      if (at % layout::kSectionAlignment != 0 || at < free_from || at > octets_.size())
        return fault(Errc::bad_section, record + 8);
      if (size > octets_.size() - at) return fault(Errc::bad_section, record + 16);
      free_from = static_cast<std::size_t>(at + size);
      if ((kind & layout::kMayBeSkipped) != 0) continue;
      if (kind >= layout::kSectionKinds) return fault(Errc::newer_version, record);
      if (kind == 0 || sections_[kind].at != 0) return fault(Errc::bad_section, record);
      sections_[kind] = {static_cast<std::size_t>(at),
                         octets_.subspan(static_cast<std::size_t>(at), static_cast<std::size_t>(size))};
    }
    for (std::uint32_t kind = 1; kind < layout::kSectionKinds; ++kind) {
      if (sections_[kind].at == 0) return fault(Errc::bad_header, layout::kSectionCountAt);
    }
    return {};
  }

  Result<void> read_categories() {
    const Extent& extent = section(layout::kCategories);
    std::bitset<256> seen;
    for (std::size_t at = 0; at < extent.octets.size();) {
      const Octets rest = extent.octets.subspan(at);
      if (rest.size() < layout::kCategoryRecord || rest.size() - layout::kCategoryRecord < rest[3]) {
        return fault(Errc::bad_section, extent.at + at);
      }
      const Octets key = rest.subspan(layout::kCategoryRecord, rest[3]);
      const bool known_risk = rest[1] <= static_cast<std::uint8_t>(Risk::bypass);
      if (!known_risk || rest[2] > layout::kJudgedInTargets || seen.test(rest[0]) || key.empty() || !printable(key)) {
        return fault(Errc::bad_section, extent.at + at);
      }
      seen.set(rest[0]);
      image_.categories_.push_back({.id = static_cast<CategoryId>(rest[0]),
                                    .key = text_from(key),
                                    .risk = static_cast<Risk>(rest[1]),
                                    .judged_in_targets = rest[2] != 0});
      known_.add(static_cast<CategoryId>(rest[0]));
      at += layout::kCategoryRecord + key.size();
    }
    return {};
  }

  Result<void> read_sources() {
    const Extent& extent = section(layout::kSources);
    for (std::size_t at = 0; at < extent.octets.size();) {
      const Octets rest = extent.octets.subspan(at);
      if (rest.size() < layout::kSourceRecord) return fault(Errc::bad_section, extent.at + at);
      const std::size_t format = rest[1];
      const std::size_t path = load_little<std::uint16_t>(rest.data() + 2);
      const auto category = static_cast<CategoryId>(rest[0]);
      if (rest.size() - layout::kSourceRecord < format + path || !printable(rest.subspan(layout::kSourceRecord, format)) ||
          !known_.has(category))
        return fault(Errc::bad_section, extent.at + at);
      image_.sources_.push_back({.path = text_from(rest.subspan(layout::kSourceRecord + format, path)),
                                 .format = text_from(rest.subspan(layout::kSourceRecord, format)),
                                 .category = category,
                                 .accepted = load_little<std::uint64_t>(rest.data() + 4),
                                 .ignored = load_little<std::uint64_t>(rest.data() + 12),
                                 .changed = static_cast<std::int64_t>(load_little<std::uint64_t>(rest.data() + 20))});
      at += layout::kSourceRecord + format + path;
    }
    return {};
  }

  // A class may only name categories of the table, and the first one must be open: free places in a line point to it.
  Result<void> check_classes() {
    const Extent& extent = section(layout::kClasses);
    class_count_ = extent.octets.size() / layout::kClassRecord;
    if (extent.octets.size() % layout::kClassRecord != 0 || class_count_ == 0 || class_count_ > layout::kMostClasses) {
      return fault(Errc::bad_section, extent.at);
    }
    for (std::size_t i = 0; i < extent.octets.size(); i += 8) {
      const auto word = load_little<std::uint64_t>(extent.octets.data() + i);
      const bool open = i >= layout::kClassRecord;
      if ((word & ~known_.words()[i / 8 % 4]) != 0 || (word != 0 && !open)) return fault(Errc::bad_section, extent.at + i);
    }
    image_.classes_ = extent.octets;
    return {};
  }

  Result<void> check_rare() {
    const Extent& extent = section(layout::kRare);
    const std::size_t count = extent.octets.size() / layout::kRareRecord;
    if (extent.octets.size() % layout::kRareRecord != 0) return fault(Errc::bad_section, extent.at);
    const std::uint8_t* hashes = extent.octets.data();
    const std::uint8_t* classes = hashes + count * 8;
    for (std::size_t i = 0; i < count; ++i) {
      if (i > 0 && load_little<std::uint64_t>(hashes + i * 8) <= load_little<std::uint64_t>(hashes + i * 8 - 8)) {
        return fault(Errc::bad_section, extent.at + i * 8);
      }
      if (load_little<std::uint32_t>(classes + i * 4) >= class_count_)
        return fault(Errc::bad_section, extent.at + count * 8 + i * 4);
    }
    image_.rare_ = extent.octets;
    return {};
  }

  bool known_class(std::uint8_t klass) const { return klass < class_count_ || klass == layout::kRareClass; }

  // A probe walks over used slots until a free one: the longest run is bounded, also around the end.
  Result<void> check_top() {
    const Extent& extent = section(layout::kTop);
    const std::size_t slots = extent.octets.size() / layout::kTopSlot;
    if (extent.octets.size() % layout::kTopSlot != 0 || slots == 0 || slots > layout::kMostTopSlots)
      return fault(Errc::bad_section, extent.at);
    std::size_t run = 0;
    for (std::size_t i = 0; i < slots + std::min(slots, layout::kLongestTopRun); ++i) {
      const std::size_t at = i % slots * layout::kTopSlot;
      const auto slot = load_little<std::uint64_t>(extent.octets.data() + at);
      const bool used = (slot & layout::kTopUsed) != 0;
      run = used ? run + 1 : 0;
      if (run > layout::kLongestTopRun || run > slots - 1) return fault(Errc::bad_section, extent.at + at);
      if ((slot & ~layout::kTopKnownBits) != 0 || (!used && slot != 0)) return fault(Errc::bad_section, extent.at + at);
      if (!known_class(static_cast<std::uint8_t>(slot >> layout::kTopClassShift)))
        return fault(Errc::bad_section, extent.at + at);
    }
    image_.top_ = extent.octets;
    return {};
  }

  Result<void> check_lines() {
    const Extent& extent = section(layout::kLines);
    const std::size_t count = extent.octets.size() / layout::kLine;
    if (extent.octets.size() % layout::kLine != 0 || count == 0 || count > layout::kMostLines)
      return fault(Errc::bad_section, extent.at);
    const auto segment = number<std::uint64_t>(layout::kSegmentAt);
    if (segment == 0 || count % segment != 0) return fault(Errc::bad_header, layout::kSegmentAt);
    image_.segments_ = {count / segment, segment};
    for (std::size_t line = 0; class_count_ < layout::kRareClass && line < count; ++line) {
      const std::size_t at = line * layout::kLine + layout::kClassAt;
      for (std::size_t i = at; i < at + layout::kNamesPerLine; ++i) {
        if (!known_class(extent.octets[i])) return fault(Errc::bad_section, extent.at + i);
      }
    }
    image_.lines_ = extent.octets;
    return {};
  }

  Image& image_;
  Octets octets_;
  std::array<Extent, layout::kSectionKinds> sections_;
  CategorySet known_;
  std::size_t class_count_ = 0;
};

Result<ImageGlance> Image::glance(const std::string& path) {
  const auto file = MappedFile::open(path);
  if (!file) return file.error();
  const Octets octets = file->octets();
  if (const auto checked = check_head(octets); !checked) return checked.error();
  return ImageGlance{load_little<std::uint64_t>(octets.data() + layout::kNamesAt), octets.size()};
}

Result<std::shared_ptr<const Image>> Image::open(const std::string& path) {
  auto file = MappedFile::open(path);
  if (!file) return file.error();
  const std::shared_ptr<Image> image(new Image);
  image->file_.emplace(std::move(file).value());
  image->octets_ = image->file_->octets();
  if (const auto read = ImageReader(*image).read(); !read) return read.error();
  // Checking touched every page. Let them go: they are clean, and only those that questions need shall count as ours.
  ::madvise(const_cast<std::uint8_t*>(image->octets_.data()), image->octets_.size(), MADV_DONTNEED);
  return std::shared_ptr<const Image>(image);
}

Result<std::shared_ptr<const Image>> Image::from_octets(Octets octets) {
  const std::shared_ptr<Image> image(new Image);
  image->octets_ = octets;
  if (const auto read = ImageReader(*image).read(); !read) return read.error();
  return std::shared_ptr<const Image>(image);
}

std::shared_ptr<const Image> Image::empty() {
  const std::shared_ptr<Image> image(new Image);
  image->classes_ = kOpenClassOnly;
  image->top_ = kFreeSlot;
  image->lines_ = kEmptyLine;
  return image;
}

}  // namespace darban
