// SPDX-License-Identifier: Apache-2.0
#include "lists/image_sections.h"

#include <algorithm>
#include <limits>
#include <string_view>

namespace darban {
namespace {

void append_text(std::vector<std::uint8_t>& octets, std::string_view text) {
  octets.insert(octets.end(), text.begin(), text.end());
}

template <typename T>
void append(std::vector<std::uint8_t>& octets, T number) {
  octets.resize(octets.size() + sizeof number);
  store_little(octets.data() + octets.size() - sizeof number, number);
}

}  // namespace

bool fits_an_image(std::span<const Category> categories, std::span<const ListSource> sources) {
  constexpr std::size_t kMostText = 255;
  constexpr std::size_t kMostPath = std::numeric_limits<std::uint16_t>::max();
  return std::all_of(categories.begin(), categories.end(),
                     [](const Category& category) { return category.key.size() <= kMostText; }) &&
         std::all_of(sources.begin(), sources.end(), [](const ListSource& source) {
           return source.format.size() <= kMostText && source.path.size() <= kMostPath;
         });
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

ImageFrame::ImageFrame(std::vector<SectionSize> sections) : sections_(std::move(sections)) {
  end_ = layout::kSectionsAt + sections_.size() * layout::kSectionRecord;
  for (const SectionSize& section : sections_) {
    begins_.push_back((end_ + layout::kSectionAlignment - 1) / layout::kSectionAlignment * layout::kSectionAlignment);
    end_ = begins_.back() + section.octets;
  }
}

std::size_t ImageFrame::begin_of(layout::Section kind) const {
  std::size_t i = 0;
  while (sections_[i].kind != kind) ++i;
  return begins_[i];
}

void ImageFrame::write_head(std::span<std::uint8_t> image, const ImageHead& head) const {
  std::copy(layout::kMagic.begin(), layout::kMagic.end(), image.begin());
  store_little(image.data() + layout::kVersionAt, layout::kVersion);
  store_little(image.data() + layout::kSectionCountAt, static_cast<std::uint32_t>(sections_.size()));
  store_little(image.data() + layout::kFileSizeAt, static_cast<std::uint64_t>(image.size()));
  store_little(image.data() + layout::kSeedAt, head.seed.value);
  store_little(image.data() + layout::kBuiltAt, static_cast<std::uint64_t>(head.built));
  store_little(image.data() + layout::kNamesAt, head.names);
  store_little(image.data() + layout::kSegmentAt, head.segment);
  std::uint8_t* record = image.data() + layout::kSectionsAt;
  for (std::size_t i = 0; i < sections_.size(); ++i, record += layout::kSectionRecord) {
    store_little(record, static_cast<std::uint32_t>(sections_[i].kind));
    store_little(record + 8, static_cast<std::uint64_t>(begins_[i]));
    store_little(record + 16, static_cast<std::uint64_t>(sections_[i].octets));
  }
}

void ImageFrame::write_checksum(std::span<std::uint8_t> image) {
  store_little(image.data() + layout::kChecksumAt, layout::checksum_of(image.data(), image.size()));
}

}  // namespace darban
