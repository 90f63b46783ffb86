// SPDX-License-Identifier: Apache-2.0
// The compiled lists: one immutable file, mapped read-only and validated once when it is opened, so that the matcher may trust
// every offset in it. The format is described octet by octet in FORMAT.md. Any thread may read; the file must not be truncated in
// place.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/hash.h"
#include "base/mapped_file.h"
#include "base/result.h"
#include "lists/category.h"
#include "lists/image_layout.h"

namespace darban {

// Where entries came from, for reports. Times are Unix seconds.
struct ListSource {
  std::string path;    // as given to `darban lists build`
  std::string format;  // the key of its ListFormat
  CategoryId category{};
  std::uint64_t accepted = 0;
  std::uint64_t ignored = 0;
  std::int64_t changed = 0;  // the file's modification time
};

// What the first octets of an image say, without reading the rest.
struct ImageGlance {
  std::uint64_t names = 0;
  std::uint64_t octets = 0;
};

class Image {
 public:
  // A look at the head only: magic, version and size are right, everything behind is not checked. error.at as in open().
  static Result<ImageGlance> glance(const std::string& path);
  // error.at is the octet that was refused.
  static Result<std::shared_ptr<const Image>> open(const std::string& path);
  // For tests and for the compiler's self-check: the octets must outlive the image.
  static Result<std::shared_ptr<const Image>> from_octets(Octets octets);
  // No lists at all: every name is open.
  static std::shared_ptr<const Image> empty();

  HashSeed seed() const { return seed_; }
  std::span<const Category> categories() const { return categories_; }
  const std::vector<ListSource>& sources() const { return sources_; }
  std::uint64_t names() const { return names_; }           // entries stored
  std::uint64_t octets() const { return octets_.size(); }  // size of the file
  std::int64_t built() const { return built_; }            // Unix seconds; 0 for a reproducible build without a date

 private:
  friend class Matcher;
  friend class ImageReader;
  Image() = default;
  std::optional<MappedFile> file_;
  Octets octets_;
  Octets classes_;  // the sections the matcher reads, whole records each; FORMAT.md
  Octets rare_;
  Octets top_;
  Octets lines_;
  layout::Segments segments_;
  HashSeed seed_;
  std::vector<Category> categories_;
  std::vector<ListSource> sources_;
  std::uint64_t names_ = 0;
  std::int64_t built_ = 0;
};

}  // namespace darban
