// SPDX-License-Identifier: Apache-2.0
// The list compiler: entries in, the octets of an image and a report out. A function of what it is given: no clock; the same
// categories and sources in the same order give the same octets, whatever the memory bound. Files are used only for what does not
// fit into the bound, nameless ones, and for the image if it is wanted there.
//   ListCompiler compiler;
//   compiler.add_category({.id = CategoryId{7}, .key = "gambling"});
//   parse_list(format, options, text, compiler.begin_source({.path = path, .format = "hosts", .category = CategoryId{7}}));
//   auto image = compiler.finish();
// Keeps about 50 octets an entry until finish(), but not more than the bound. Used once, by one thread.
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/atomic_file.h"
#include "base/result.h"
#include "lists/category.h"
#include "lists/compile_bounds.h"
#include "lists/entry.h"
#include "lists/image.h"
#include "lists/image_writer.h"
#include "lists/resolve.h"

namespace darban {

// What is known of a source before it is read.
struct SourceDescription {
  std::string path;
  std::string format;
  CategoryId category{};
  std::int64_t changed = 0;  // Unix seconds
};

struct LineComplaint {
  Errc code = Errc::ok;
  std::uint32_t line = 0;
};

// What was done with the lines of one source. Counts are of entries; one line can hold several.
struct SourceReport {
  ListSource source;
  std::uint64_t entries = 0;     // said by the source: accepted + duplicates + cancelled
  std::uint64_t duplicates = 0;  // the same entry again in this source
  std::uint64_t cancelled = 0;   // taken back by a `$badfilter`
  std::uint64_t known = 0;       // accepted, and an earlier source of the category has it too
  std::uint64_t pruned = 0;      // accepted, and says nothing that shorter names do not say
  std::array<std::uint64_t, static_cast<std::size_t>(Ignored::count_)> ignored{};
  std::uint64_t refused = 0;
  std::vector<LineComplaint> complaints;  // of the refused lines, the first ones of each code
  std::uint64_t warned = 0;
  std::vector<std::uint32_t> warned_lines;  // the first ones
};

struct CompileReport {
  std::vector<SourceReport> sources;
  ImageShape shape;
  // About names given to shelter() and watch(), sorted by number and source. Hit::source is an index into `sources`.
  std::vector<Hit> hits;
  std::uint64_t hits_left_out = 0;  // beyond kMostHits
};

struct CompiledImage {
  std::vector<std::uint8_t> octets;
  CompileReport report;
};

class ListCompiler {
 public:
  static constexpr std::size_t kMostSources = 65000;
  static constexpr std::size_t kComplaintsPerCode = 10;

  explicit ListCompiler(CompileBounds bounds = {});
  ListCompiler(const ListCompiler&) = delete;
  ListCompiler& operator=(const ListCompiler&) = delete;
  ~ListCompiler();

  // out_of_range if the id is taken or the key is empty or longer than 255 octets.
  Result<void> add_category(Category category);
  // The sink for the lines of one source; it serves until the next begin_source() or finish(). Its category must have been added,
  // and there may be kMostSources sources.
  EntrySink& begin_source(SourceDescription source);
  // Forgets everything the source begun last has said: the file turned out to be no list.
  void drop_source();
  // No list closes this name, whatever any of them says: its categories are empty. A block of this very name is dropped as a whole,
  // so it closes nothing below either; blocks of single names below an exact one stand. `number` is the caller's, for the report.
  void shelter(const Name& name, Scope scope, std::uint32_t number);
  // The report is to say which sources close this name.
  void watch(const Name& name, std::uint32_t number);
  // `built` goes into the image: Unix seconds, or 0. too_large when there is more than an image can hold; error.at is 0.
  Result<CompiledImage> finish(std::int64_t built = 0);
  // The same, straight into a file that the caller commits: the image is not in memory a second time. Errors of the file too.
  Result<CompileReport> finish_into(AtomicFile& file, std::int64_t built = 0);

 private:
  class Sink;
  Result<CompileReport> finish_in(const ImageRoom& room, std::int64_t built);
  CompileBounds bounds_;
  std::unique_ptr<Sink> sink_;
  std::vector<Category> categories_;
};

}  // namespace darban
