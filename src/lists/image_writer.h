// SPDX-License-Identifier: Apache-2.0
// From meanings to the octets of an image (FORMAT.md). The same meanings, categories, sources and date give the same octets: the
// hash seed is made from the names themselves. The lines are written segment by segment, so that beside the image only a segment
// is in memory. Before the image is handed over it is opened and every name is asked for. One thread.
#pragma once
#include <cstdint>
#include <functional>
#include <span>

#include "base/result.h"
#include "lists/category.h"
#include "lists/compile_bounds.h"
#include "lists/image.h"
#include "lists/resolved_names.h"

namespace darban {

// How the names came to lie, for reports and benchmarks.
struct ImageShape {
  std::uint64_t octets = 0;
  std::uint64_t names = 0;
  std::uint64_t classes = 0;
  std::uint64_t rare_names = 0;  // whose class is not among the 254 most frequent
  std::uint64_t families = 0;
  std::uint64_t second_families = 0;  // standing in their second line
  std::uint64_t heavy_anchors = 0;
  std::uint64_t lines = 0;
  std::uint64_t segments = 0;
};

// What an image says beside the names.
struct ImageFacts {
  std::span<const Category> categories;
  std::span<const ListSource> sources;
  std::int64_t built = 0;  // Unix seconds, or 0
};

// Where an image is written to.
struct ImageRoom {
  // Room for so many octets, all zero; what was handed out before is no longer used.
  std::function<Result<std::span<std::uint8_t>>(std::size_t octets)> take;
  // Octets [from, to) of it are written and will not be looked at for a while.
  std::function<void(std::size_t from, std::size_t to)> written;
};

// Renumbers the classes of `names`. too_large if the format has no room for it; errors of the room and of scratch files; error.at
// is 0.
Result<ImageShape> write_image(ResolvedNames& names, const ImageFacts& facts, const ImageRoom& room, const CompileBounds& bounds);

}  // namespace darban
