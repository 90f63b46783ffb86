// SPDX-License-Identifier: Apache-2.0
#include "app/commands/list_subject.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include "app/commands/bench_input.h"
#include "app/commands/list_file.h"
#include "app/commands/own_source.h"
#include "base/errc.h"
#include "config/spelling.h"
#include "config/yaml.h"
#include "policy/bands.h"
#include "policy/never_block.h"
#include "update/our_files.h"
#include "update/shelter.h"

namespace darban {
namespace {

namespace fs = std::filesystem;

constexpr std::array kBands{Band::under_10, Band::age_10_12, Band::age_13_15,     Band::age_16_17,       Band::adult,
                            Band::guest,    Band::things,    Band::pupil_primary, Band::pupil_secondary, Band::staff};

bool is_folder(const std::string& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}

// The octets stay as long as the image does.
std::shared_ptr<const Image> image_from(std::vector<std::uint8_t> octets) {
  struct Held {
    std::vector<std::uint8_t> octets;
    std::shared_ptr<const Image> image;
  };
  auto held = std::make_shared<Held>();
  held->octets = std::move(octets);
  auto image = Image::from_octets(held->octets);
  if (!image) return nullptr;
  held->image = std::move(*image);
  return {held, held->image.get()};
}

class FolderCompiler {
 public:
  explicit FolderCompiler(const std::string& folder) : folder_(folder) {}

  Result<ListSubject, std::string> compile(const std::vector<std::string>& watched) {
    const auto written = load_categories((fs::path(folder_) / "categories.yaml").string());
    if (!written) return sentence_of(written.error());
    categories_ = categories_from(*written);
    for (const Category& category : categories_) {
      if (const auto added = compiler_.add_category(category); !added) return quote(category.key) + " can not be in an image";
    }
    const auto manifest = load_list_manifest(folder_);
    if (!manifest) return sentence_of(manifest.error());
    for (const ListGroup& group : manifest->groups) {
      for (const ListFile& file : group.files) {
        if (auto read = say(file, group.key); !read) return std::move(read.error());
      }
    }
    if (auto sheltered = shelter_names(); !sheltered) return std::move(sheltered.error());
    watch(watched);
    return finish(watched.size());
  }

 private:
  Result<void, std::string> say(const ListFile& file, const std::string& key) {
    const auto category =
        std::find_if(categories_.begin(), categories_.end(), [&](const Category& each) { return each.key == key; });
    if (category == categories_.end()) return shown_path(folder_) + ": categories.yaml has no category " + quote(key);
    EntrySink& sink = compiler_.begin_source({file.path, file.format, category->id, 0});
    if (is_own_source(file.format)) return say_own_source(file.path, key, sink);
    const auto list = read_list_file(file.path, {file.format, file.exact, file.tld});
    if (!list) return list.error();
    const auto parsed = parse_list(*list->format, list->options, list->text, sink);
    if (parsed || is_empty_of_ours(file)) return {};
    return complaint(file.path, parsed.error().at, parsed.error().code);
  }

  // A curated list may hold comments only.
  static bool is_empty_of_ours(const ListFile& file) { return file.format == "curated"; }

  Result<void, std::string> shelter_names() {
    const std::string path = (fs::path(folder_) / "never-block.yaml").string();
    std::error_code ignored;
    if (!fs::exists(path, ignored)) return {};
    const auto file = load_never_block(path);
    if (!file) return sentence_of(file.error());
    sheltered_ = sheltered_names(*file);
    shelter_all(sheltered_, compiler_);
    return {};
  }

  // Numbers below sheltered_.size() are taken; two numbers a name, one of them for www.
  void watch(const std::vector<std::string>& watched) {
    auto number = static_cast<std::uint32_t>(sheltered_.size());
    for (const std::string& text : watched) {
      for (const std::string& each : {text, "www." + text}) {
        if (const auto name = Name::from_text(each)) compiler_.watch(*name, number);
      }
      ++number;
    }
  }

  Result<ListSubject, std::string> finish(std::size_t watched) {
    auto compiled = compiler_.finish();
    if (!compiled) return shown_path(folder_) + ": " + std::string(text_of(compiled.error().code).view());
    ListSubject subject{folder_, image_from(std::move(compiled->octets)), std::vector<std::vector<std::string>>(watched)};
    if (!subject.image) return shown_path(folder_) + ": the compiled image is not one";
    for (const Hit& hit : compiled->report.hits) {
      if (hit.sheltered || hit.number < sheltered_.size()) continue;
      std::vector<std::string>& sources = subject.sources[hit.number - sheltered_.size()];
      const std::string& path = compiled->report.sources[hit.source].source.path;
      if (std::find(sources.begin(), sources.end(), path) == sources.end()) sources.push_back(path);
    }
    return subject;
  }

  std::string folder_;
  ListCompiler compiler_;
  std::vector<Category> categories_;
  std::vector<ShelteredName> sheltered_;
};

}  // namespace

Result<ListSubject, std::string> open_list_subject(const std::string& path, const std::vector<std::string>& watched) {
  if (is_folder(path)) return FolderCompiler(path).compile(watched);
  auto image = Image::open(path);
  if (!image) return refused_image(path, image.error());
  return ListSubject{path, std::move(*image), {}};
}

std::vector<std::string> default_profiles() {
  std::vector<std::string> names;
  for (const Band band : kBands) names.emplace_back(text_of(band).view());
  return names;
}

ListSide side_of(const ListSubject& subject) {
  ListSide side;
  side.image = subject.image.get();
  const CategoryKeys keys(subject.image->categories());
  for (const Band band : kBands) {
    const BandDefaults defaults = defaults_of(band, bypass_of(band), keys);
    const auto closed = [&](Mode mode) { return defaults.closed[static_cast<std::size_t>(mode)]; };
    side.profiles.push_back({closed(Mode::free), closed(Mode::free) | closed(Mode::homework) | closed(Mode::school)});
  }
  if (is_folder(subject.path)) return side;  // its own never-block.yaml was compiled in
  SpecialNamesBuilder builder(side.image->seed());
  add_vital_names(builder);
  add_shared_names(builder);
  side.stays_open = [names = builder.build(), seed = side.image->seed()](const Name& name) {
    SuffixHashes hashes;
    name.hash_suffixes(seed, hashes);
    const NameFacts facts = names.facts_of(hashes);
    return facts.never_block || facts.safe_target || facts.lists_never_close;
  };
  return side;
}

}  // namespace darban
