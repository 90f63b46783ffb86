// SPDX-License-Identifier: Apache-2.0
// From meanings to the octets of an image (FORMAT.md). The same meanings, categories, sources and date give the same octets: the
// hash seed is made from the names themselves. Before the octets are returned they are opened and every name is asked for. Pure;
// one thread.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "lists/category.h"
#include "lists/image.h"
#include "lists/resolve.h"

namespace darban {

// How the names came to lie, for reports and benchmarks.
struct ImageShape {
  std::uint64_t names = 0;
  std::uint64_t classes = 0;
  std::uint64_t rare_names = 0;  // whose class is not among the 254 most frequent
  std::uint64_t families = 0;
  std::uint64_t second_families = 0;  // standing in their second line
  std::uint64_t heavy_anchors = 0;
  std::uint64_t lines = 0;
};

struct WrittenImage {
  std::vector<std::uint8_t> octets;
  ImageShape shape;
};

// Renumbers the classes of `meanings`. too_large if the format has no room for it; error.at is 0.
Result<WrittenImage> write_image(Meanings& meanings, std::span<const Category> categories, std::span<const ListSource> sources,
                                 std::int64_t built);

}  // namespace darban
