// SPDX-License-Identifier: Apache-2.0
#include "app/commands/lists_build.h"

#include <malloc.h>
#include <time.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/arguments.h"
#include "app/command_line.h"
#include "app/commands/list_file.h"
#include "app/commands/lists_report.h"
#include "app/commands/own_source.h"
#include "app/exit_code.h"
#include "app/terminal.h"
#include "base/atomic_file.h"
#include "base/errc.h"
#include "config/spelling.h"
#include "config/yaml.h"
#include "lists/compiler.h"
#include "update/shelter.h"

namespace darban {
namespace {

constexpr std::string_view kDefaultImage = "lists.image";
constexpr std::size_t kMostCategories = 255;  // ids 1 to 255

std::string sentence(const ConfigError& error) { return shown_path(text_of(error).view()); }

// What the command line asks for.
struct Order {
  std::string place;
  std::string image;
  std::string categories;  // empty: none
  bool keep_going = false;
  bool reproducible = false;
};

// A ready made table, or one made from the folder's own words.
Result<std::vector<Category>, std::string> categories_for(const Order& order, const ListManifest& manifest) {
  std::vector<Category> categories;
  if (!order.categories.empty()) {
    const auto written = load_categories(order.categories);
    if (!written) return sentence(written.error());
    for (const WrittenCategory& each : *written) {
      categories.push_back({CategoryId{each.id}, each.key, static_cast<Risk>(each.risk), each.judged_in_targets});
    }
    return categories;
  }
  std::vector<std::string> keys;
  for (const ListGroup& group : manifest.groups) keys.push_back(group.key);
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  if (keys.size() > kMostCategories) return std::string("more than 255 categories; there is no room for them in an image");
  for (std::size_t i = 0; i < keys.size(); ++i) {
    categories.push_back(
        {.id = CategoryId{static_cast<std::uint8_t>(i + 1)}, .key = keys[i], .risk = Risk::none, .judged_in_targets = false});
  }
  return categories;
}

std::optional<CategoryId> id_of(const std::vector<Category>& categories, std::string_view key) {
  for (const Category& category : categories) {
    if (category.key == key) return category.id;
  }
  return std::nullopt;
}

// A group whose key is in no table is a mistyped folder or a forgotten line: nobody could ever close it.
std::optional<std::string> unknown_category(const Order& order, const std::vector<Category>& categories,
                                            const ListManifest& manifest) {
  for (const ListGroup& group : manifest.groups) {
    if (id_of(categories, group.key)) continue;
    std::vector<std::string_view> keys;
    for (const Category& category : categories) keys.push_back(category.key);
    const std::string_view meant = nearest(group.key, keys);
    std::string where = shown_path(manifest.file);
    if (group.place.line > 0) where += ":" + std::to_string(group.place.line) + ":" + std::to_string(group.place.column);
    return where + ": " + shown_path(order.categories) + " has no category " + quote(group.key) +
           (meant.empty() ? std::string("; add it there") : "; did you mean " + quote(meant) + "?");
  }
  return std::nullopt;
}

// Files that someone put into the folder and that will not be read: said aloud, because a list that is left out closes no door.
void mention_skipped_files(const Order& order) {
  namespace fs = std::filesystem;
  std::error_code problem;
  std::size_t skipped = 0;
  std::string example;
  for (auto entry = fs::recursive_directory_iterator(order.place, problem);
       !problem && entry != fs::recursive_directory_iterator(); entry.increment(problem)) {
    const std::string extension = entry->path().extension().string();
    const bool curated = extension == ".tsv" && entry->path().parent_path().filename() == "curated";
    const bool no_list = extension.empty() || extension == ".txt" || extension == ".md" || extension == ".yaml" || curated;
    if (entry.depth() == 0 || no_list || !entry->is_regular_file(problem)) continue;
    if (skipped++ == 0) example = entry->path().string();
  }
  if (skipped == 0) return;
  terminal::print_error("darban lists build: " + with_commas(skipped) +
                        " files are left out because their names do not end in .txt, for example " + shown_path(example) +
                        " (packed lists must be unpacked first)");
}

// glibc learns from the first large block it gets back to keep all blocks in one heap, which then can not shrink: 302 MB for 4.3
// million entries instead of 182 MB. A fixed threshold switches that off.
void keep_large_blocks_apart() {
#ifdef __GLIBC__
  ::mallopt(M_MMAP_THRESHOLD, 128 * 1024);
#endif
}

class Build {
 public:
  explicit Build(Order order) : order_(std::move(order)) {}

  // The sentences that stopped it, or the report.
  Result<BuildReport, std::vector<std::string>> run() {
    const auto manifest = load_list_manifest(order_.place);
    if (!manifest) return std::vector{sentence(manifest.error())};
    auto categories = categories_for(order_, *manifest);
    if (!categories) return std::vector{categories.error()};
    if (auto unknown = unknown_category(order_, *categories, *manifest)) return std::vector{std::move(*unknown)};
    report_.categories = std::move(categories).value();
    for (const Category& category : report_.categories) {
      if (const auto added = compiler_.add_category(category); !added) {
        return std::vector{quote(category.key) + ": " + std::string(text_of(added.error().code).view())};
      }
    }
    read_all(*manifest);
    if (!report_.refused_files.empty() && !order_.keep_going) {
      report_.refused_files.push_back("nothing was written; --keep-going compiles the other lists without these");
      return std::move(report_.refused_files);
    }
    return compile();
  }

 private:
  void read_all(const ListManifest& manifest) {
    std::size_t files = 0;
    for (const ListGroup& group : manifest.groups) files += group.files.size();
    std::size_t done = 0;
    for (const ListGroup& group : manifest.groups) {
      for (const ListFile& file : group.files) {
        terminal::show_progress(progress_bar(done++, files));
        const CategoryId category = *id_of(report_.categories, group.key);
        if (auto refused = is_own_source(file.format) ? read_own(file, category, group.key) : read(file, category))
          report_.refused_files.push_back(std::move(*refused));
      }
    }
    terminal::show_progress(progress_bar(files, files) + ", compiling");
  }

  std::string progress_bar(std::size_t done, std::size_t all) const {
    constexpr std::size_t kWidth = 30;
    const std::size_t full = all == 0 ? kWidth : done * kWidth / all;
    std::string bar(1, '[');
    bar.append(full, '#').append(kWidth - full, ' ').append("] ").append(std::to_string(done)).append(" of ");
    return bar.append(std::to_string(all)).append(" lists, ").append(shown_size(report_.list_octets));
  }

  // The sentence that refuses the file, if it is refused.
  std::optional<std::string> read(const ListFile& file, CategoryId category) {
    if (sources_ == ListCompiler::kMostSources) return complaint(file.path, 0, Errc::too_large);
    const ListReadingStyle style{file.format, file.exact, file.tld};
    const auto list = read_list_file(file.path, style);
    if (!list) return list.error();
    const ListReadingStyle known{std::string(list->format->key.view()), file.exact, file.tld};
    EntrySink& sink = compiler_.begin_source({file.path, text_from(known), category, order_.reproducible ? 0 : list->changed});
    if (const auto parsed = parse_list(*list->format, list->options, list->text, sink); !parsed) {
      compiler_.drop_source();
      return complaint(file.path, parsed.error().at, parsed.error().code);
    }
    ++sources_;
    report_.list_octets += list->text.size();
    return std::nullopt;
  }

  std::optional<std::string> read_own(const ListFile& file, CategoryId category, const std::string& key) {
    if (sources_ == ListCompiler::kMostSources) return complaint(file.path, 0, Errc::too_large);
    EntrySink& sink = compiler_.begin_source({file.path, file.format, category, order_.reproducible ? 0 : time_of_change(file.path)});
    if (auto said = say_own_source(file.path, key, sink); !said) {
      compiler_.drop_source();
      return std::move(said.error());
    }
    ++sources_;
    std::error_code ignored;
    report_.list_octets += std::filesystem::file_size(file.path, ignored);
    return std::nullopt;
  }

  // Beside the table of categories stands what no list may close.
  void shelter_vital_names() {
    const std::string beside = (std::filesystem::path(order_.categories).parent_path() / "never-block.yaml").string();
    if (order_.categories.empty()) return;
    if (const auto never_block = load_never_block(beside)) shelter_all(sheltered_names(*never_block), compiler_);
  }

  Result<BuildReport, std::vector<std::string>> compile() {
    shelter_vital_names();
    auto file = AtomicFile::create(order_.image);
    if (!file) return std::vector{complaint(order_.image, 0, file.error().code)};
    auto compiled = compiler_.finish_into(*file, order_.reproducible ? 0 : date());
    if (!compiled) return std::vector{"the lists can not be compiled: " + std::string(text_of(compiled.error().code).view())};
    if (const auto written = file->commit(); !written) return std::vector{complaint(order_.image, 0, written.error().code)};
    report_.image_path = order_.image;
    report_.image_octets = compiled->shape.octets;
    report_.compiled = std::move(compiled).value();
    return std::move(report_);
  }

  // SOURCE_DATE_EPOCH is how distributions ask for reproducible builds.
  static std::int64_t date() {
    const char* set = std::getenv("SOURCE_DATE_EPOCH");
    return set != nullptr ? std::strtoll(set, nullptr, 10) : static_cast<std::int64_t>(::time(nullptr));
  }

  Order order_;
  ListCompiler compiler_;
  std::size_t sources_ = 0;
  BuildReport report_;
};

std::string table_beside(const std::string& place) {
  std::error_code problem;
  const std::filesystem::path table = std::filesystem::path(place) / "categories.yaml";
  return std::filesystem::is_regular_file(table, problem) ? table.string() : std::string();
}

}  // namespace

int run_lists_build(std::span<const std::string_view> words) {
  constexpr auto kNothing = Option::Takes::nothing;
  constexpr std::array kOptions{Option{"-o"},
                                Option{"--output"},
                                Option{"--categories"},
                                Option{"--keep-going", kNothing},
                                Option{"--reproducible", kNothing},
                                Option{"--json", kNothing},
                                Option{"--quiet", kNothing}};
  const auto arguments = Arguments::read(words, kOptions, 1);
  if (!arguments) return usage_error("lists build", arguments.error());
  if (arguments->places().empty()) return usage_error("lists build", "which folder, or which manifest?");
  Order order;
  order.place = arguments->places().front();
  order.image = arguments->value("-o").value_or(arguments->value("--output").value_or(kDefaultImage));
  order.categories = arguments->has("--categories") ? std::string(*arguments->value("--categories")) : table_beside(order.place);
  order.keep_going = arguments->has("--keep-going");
  order.reproducible = arguments->has("--reproducible");
  mention_skipped_files(order);
  keep_large_blocks_apart();
  auto report = Build(std::move(order)).run();
  terminal::finish_progress();
  if (!report) {
    for (const std::string& each : report.error()) terminal::print_error("darban lists build: " + each);
    return kExitFailed;
  }
  if (arguments->has("--json"))
    terminal::print(report_json(*report));
  else if (!arguments->has("--quiet"))
    terminal::print(report_text(*report));
  return kExitOk;
}

}  // namespace darban
