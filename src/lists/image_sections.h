// SPDX-License-Identifier: Apache-2.0
// The parts of an image that do not grow with the names, as octets, and the frame that holds all parts (FORMAT.md, "Layout").
// Pure.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "base/bytes.h"
#include "base/hash.h"
#include "lists/category.h"
#include "lists/class_table.h"
#include "lists/image.h"
#include "lists/image_layout.h"

namespace darban {

// False if the format has no room for a key, a path or a format.
bool fits_an_image(std::span<const Category> categories, std::span<const ListSource> sources);

std::vector<std::uint8_t> octets_of_categories(std::span<const Category> categories);
std::vector<std::uint8_t> octets_of_sources(std::span<const ListSource> sources);
std::vector<std::uint8_t> octets_of_classes(const ClassTable& table);

struct SectionSize {
  layout::Section kind;
  std::size_t octets = 0;
};
struct ImageHead {
  HashSeed seed{0};
  std::int64_t built = 0;
  std::uint64_t names = 0;
  std::uint64_t segment = 1;  // lines of each
};

// Where each section begins, and the size of the whole.
class ImageFrame {
 public:
  explicit ImageFrame(std::vector<SectionSize> sections);
  std::size_t octets() const { return end_; }
  std::size_t begin_of(layout::Section kind) const;
  // Everything but the sections and the checksum.
  void write_head(std::span<std::uint8_t> image, const ImageHead& head) const;
  static void write_checksum(std::span<std::uint8_t> image);

 private:
  std::vector<SectionSize> sections_;
  std::vector<std::size_t> begins_;
  std::size_t end_ = 0;
};

}  // namespace darban
