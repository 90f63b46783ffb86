// SPDX-License-Identifier: Apache-2.0
#include "app/commands/list_evidence.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "app/commands/list_file.h"
#include "app/commands/own_source.h"
#include "base/errc.h"
#include "update/source_state.h"

namespace darban {
namespace {

constexpr HashSeed kSeed{0x6461726261};  // only for the table below, which lives as long as one command

// Every suffix of every asked name, so that an entry is looked up once however many names were asked.
class Suffixes {
 public:
  explicit Suffixes(const std::vector<Name>& names) {
    SuffixHashes hashes;
    for (std::uint32_t i = 0; i < names.size(); ++i) {
      names[i].hash_suffixes(kSeed, hashes);
      for (int labels = 1; labels <= hashes.labels(); ++labels) suffixes_.push_back({hashes.at(labels), i});
    }
    std::sort(suffixes_.begin(), suffixes_.end());
    while (filter_.size() < suffixes_.size() * 16) filter_.resize(filter_.size() * 2);
    for (const auto& [hash, name] : suffixes_) filter_[hash & (filter_.size() - 1)] = true;
  }

  // Calls `use` with the index of each asked name that may end in `name`.
  template <typename Use>
  void for_each_under(const Name& name, Use use) const {
    SuffixHashes hashes;
    name.hash_suffixes(kSeed, hashes);
    const std::uint64_t hash = hashes.whole();
    if (!filter_[hash & (filter_.size() - 1)]) return;
    const auto first = std::lower_bound(suffixes_.begin(), suffixes_.end(), std::pair(hash, std::uint32_t{0}));
    for (auto suffix = first; suffix != suffixes_.end() && suffix->first == hash; ++suffix) use(suffix->second);
  }

 private:
  std::vector<std::pair<std::uint64_t, std::uint32_t>> suffixes_;  // hash and index of the name
  std::vector<bool> filter_ = std::vector<bool>(1024);
};

bool applies(const Entry& entry, const Name& name) {
  const bool itself = entry.name == name;
  switch (entry.scope) {
    case Scope::exact:
      return itself;
    case Scope::subtree:
      return name.is_at_or_under(entry.name);
    case Scope::below:
      return !itself && name.is_at_or_under(entry.name);
  }
  return false;
}

class EvidenceSink final : public EntrySink {
 public:
  EvidenceSink(const std::vector<Name>& names, const Suffixes& suffixes, std::vector<std::vector<Evidence>>& found)
      : names_(names), suffixes_(suffixes), found_(found) {}
  void begin(std::size_t source) { source_ = source; }
  void entry(const Entry& entry, std::uint32_t line) override {
    suffixes_.for_each_under(entry.name, [&](std::uint32_t i) {
      if (found_[i].size() >= kMostEvidence || !applies(entry, names_[i])) return;
      found_[i].push_back({source_, line, entry.scope, entry.kind, entry.name.label_count()});
    });
  }
  void cancel(const Entry&, std::uint32_t) override {}
  void ignored(Ignored, std::uint32_t) override {}
  void warned(std::uint32_t) override {}
  void refused(Errc, std::uint32_t) override {}

 private:
  const std::vector<Name>& names_;
  const Suffixes& suffixes_;
  std::vector<std::vector<Evidence>>& found_;
  std::size_t source_ = 0;
};

struct SourceFile {
  std::string path;
  std::string why_not;  // a sentence, when it is not the file the image was made from
};

SourceFile unchanged_file_of(const ListSource& source, const std::string& image_path, const std::string& lists_folder) {
  const std::filesystem::path beside = std::filesystem::path(image_path).parent_path() / source.path;
  bool seen = false;
  for (const std::string& path : {source.path, beside.string(), SourceFolder(lists_folder, source.path).current()}) {
    const std::int64_t changed = time_of_change(path);
    const bool undated = source.changed == 0 && changed >= 0;  // a reproducible image: nobody can say
    if (changed == source.changed || undated) return {path, ""};
    seen = seen || changed >= 0;
  }
  return {"", shown_path(source.path) + (seen ? ": changed since the image was built" : ": is not there any more")};
}

std::string key_of(const Image& image, CategoryId id) {
  const auto categories = image.categories();
  const auto found = std::find_if(categories.begin(), categories.end(), [&](const Category& each) { return each.id == id; });
  return found == categories.end() ? std::string() : found->key;
}

Result<void, std::string> say_list_file(const std::string& path, const ListReadingStyle& style, EntrySink& sink) {
  const auto list = read_list_file(path, style);
  if (!list) return list.error();
  const auto parsed = parse_list(*list->format, list->options, list->text, sink);
  if (!parsed) return complaint(path, parsed.error().at, parsed.error().code);
  return {};
}

}  // namespace

EvidenceFound find_evidence(const std::vector<Name>& names, const Image& image, const std::string& image_path,
                            const std::string& lists_folder) {
  EvidenceFound found;
  found.by_name.resize(names.size());
  const Suffixes suffixes(names);
  EvidenceSink sink(names, suffixes, found.by_name);
  for (std::size_t i = 0; i < image.sources().size(); ++i) {
    const ListSource& source = image.sources()[i];
    const SourceFile file = unchanged_file_of(source, image_path, lists_folder);
    if (file.path.empty()) {
      found.unread.push_back(file.why_not);
      continue;
    }
    sink.begin(i);
    const bool own = is_own_source(source.format);
    if (const auto said = own ? say_own_source(file.path, key_of(image, source.category), sink)
                              : say_list_file(file.path, style_from(source.format), sink);
        !said) {
      found.unread.push_back(said.error());
    }
  }
  return found;
}

}  // namespace darban
