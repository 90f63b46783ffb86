// SPDX-License-Identifier: Apache-2.0
#include "update/own_folder.h"

#include <algorithm>
#include <filesystem>

#include "base/errc.h"
#include "base/system_error.h"
#include "config/text_file.h"
#include "config/yaml.h"
#include "update/lint_finding.h"

namespace darban {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> files_in(const std::string& folder, std::string_view ending, std::vector<ConfigError>& errors) {
  std::vector<std::string> paths;
  std::error_code problem;
  if (!fs::is_directory(folder, problem)) return paths;
  for (auto entry = fs::directory_iterator(folder, problem); !problem && entry != fs::directory_iterator();
       entry.increment(problem)) {
    const auto name = entry->path().filename().string();
    if (!name.starts_with('.') && entry->path().extension() == ending) paths.push_back(entry->path().string());
  }
  if (problem) errors.push_back({folder, {}, std::string(text_of(system_error_of(problem.value()).code).view())});
  std::sort(paths.begin(), paths.end());
  return paths;
}

// `text` with that line left empty, so that all other lines keep their numbers.
void empty_line(std::string& text, int line) {
  std::size_t begin = 0;
  for (; line > 1 && begin != std::string::npos; --line) begin = text.find('\n', begin) + 1;
  text.erase(begin, std::min(text.find('\n', begin), text.size()) - begin);
}

// Loaders quote what they refuse, and here that may be a name that stays unsaid.
ConfigError without_quotes(ConfigError error) {
  for (std::size_t open = error.what.find('\''); open != std::string::npos; open = error.what.find('\'', open)) {
    const std::size_t close = error.what.find('\'', open + 1);
    error.what.replace(open, close == std::string::npos ? close : close - open + 1, "...");
  }
  return error;
}

class FolderReader {
 public:
  explicit FolderReader(const std::string& path) { folder_.path = path; }

  OwnFolder all() {
    std::error_code problem;
    if (!fs::is_directory(folder_.path, problem)) {
      refuse(ConfigError{folder_.path, {}, "there is no such folder; name the one that holds categories.yaml"});
      return std::move(folder_);
    }
    read_categories();
    for (const std::string& path : files_in(path_in(folder_, "services"), ".yaml", folder_.errors)) {
      if (auto service = taken(path, load_service(path))) folder_.services.push_back(std::move(*service));
    }
    for (const std::string& path : files_in(path_in(folder_, "curated"), ".tsv", folder_.errors)) read_curated(path);
    read_catalogue();
    if (const auto path = written("never-block.yaml")) folder_.never_block = taken(*path, load_never_block(*path));
    if (const auto path = written("safe-search.yaml")) folder_.safe_search = taken(*path, load_safe_search(*path));
    if (const auto path = written("bypass.yaml")) folder_.bypass = taken(*path, load_bypass(*path));
    return std::move(folder_);
  }

 private:
  void refuse(ConfigError error) { folder_.errors.push_back(std::move(error)); }

  std::optional<std::string> written(std::string_view name) const {
    std::error_code problem;
    const std::string path = path_in(folder_, name);
    return fs::exists(path, problem) ? std::optional(path) : std::nullopt;
  }

  template <typename T>
  std::optional<T> taken(const std::string& path, Result<T, ConfigError> read) {
    ++folder_.files;
    if (!read) {
      refuse(read.error());
      return std::nullopt;
    }
    note_removals(path);
    return std::move(*read);
  }

  void note_removals(const std::string& path) {
    const auto text = read_text_file(path);
    if (!text) return;  // the loader has said why
    for (Removal& each : removals_in(*text, path)) folder_.removals.push_back(std::move(each));
  }

  void read_categories() {
    const std::string path = path_in(folder_, "categories.yaml");
    const auto text = read_text_file(path);
    if (!text) return refuse(text.error());
    if (auto categories = taken(path, parse_categories(*text, path))) folder_.categories = std::move(*categories);
  }

  // A source of an unknown category is refused, unless we do not know the categories.
  void read_catalogue() {
    const auto path = written("catalogue.yaml");
    if (!path) return;
    std::vector<std::string> keys;
    for (const WrittenCategory& category : folder_.categories) keys.push_back(category.key);
    for (const WrittenService& service : folder_.services) keys.push_back(category_key(service));
    if (folder_.categories.empty()) keys.clear();
    const auto text = read_text_file(*path);
    if (!text) return refuse(text.error());
    folder_.catalogue = taken(*path, parse_catalogue(*text, *path, keys));
  }

  void read_curated(const std::string& path) {
    auto read = read_text_file(path);
    ++folder_.files;
    if (!read) return refuse(read.error());
    note_removals(path);
    std::string text = std::move(*read);
    for (std::size_t i = 0; i < kMostErrorsOfAFile; ++i) {
      auto list = parse_curated(text, path);
      if (list) {
        folder_.curated.push_back(std::move(*list));
        return;
      }
      refuse(names_stay_unsaid(fs::path(path).stem().string()) ? without_quotes(list.error()) : list.error());
      if (list.error().place.line == 0) return;
      empty_line(text, list.error().place.line);
    }
  }

  OwnFolder folder_;
};

std::string_view without_blanks(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

}  // namespace

std::string path_in(const OwnFolder& folder, std::string_view name) { return (fs::path(folder.path) / name).string(); }

OwnFolder read_own_folder(const std::string& path) { return FolderReader(path).all(); }

std::vector<Removal> removals_in(std::string_view text, const std::string& file) {
  constexpr std::string_view kMark = "# removed ";
  std::vector<Removal> removals;
  for (int line = 1; !text.empty(); ++line) {
    const auto end = std::min(text.find('\n'), text.size());
    const std::string_view whole = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::string_view comment = without_blanks(whole);
    const auto colon = comment.find(':');
    if (!comment.starts_with(kMark) || colon == std::string_view::npos) continue;
    const std::string_view name = without_blanks(comment.substr(kMark.size(), colon - kMark.size()));
    const std::string_view why = without_blanks(comment.substr(colon + 1));
    if (name.empty() || why.empty() || name.find(' ') != std::string_view::npos) continue;
    const auto column = static_cast<int>(whole.find(kMark)) + 1;
    removals.push_back({std::string(name), std::string(why), file, {line, column}});
  }
  return removals;
}

std::vector<ClosedName> closed_names_of(const OwnFolder& folder) {
  using enum ClosedName::Said;
  std::vector<ClosedName> names;
  for (const CuratedList& list : folder.curated) {
    for (const CuratedEntry& entry : list.entries)
      names.push_back({entry.name, true, list.category, by_hand, list.file, entry.place, &entry});
  }
  for (const WrittenService& service : folder.services) {
    for (const WrittenDomain& host : service.core)
      names.push_back({host.name, true, category_key(service), by_service, service.file, host.place, nullptr});
  }
  if (!folder.bypass) return names;
  const auto take = [&](const std::vector<BypassName>& rows, std::string_view category) {
    for (const BypassName& row : rows)
      names.push_back({row.name, row.scope == WrittenScope::subtree, std::string(category), by_bypass, folder.bypass->file,
                       row.place, nullptr});
  };
  take(folder.bypass->resolvers, "bypass-dns");
  take(folder.bypass->tunnels, "bypass-vpn");
  return names;
}

bool is_at_or_under(std::string_view name, std::string_view above) {
  return name == above || (name.size() > above.size() && name.ends_with(above) && name[name.size() - above.size() - 1] == '.');
}

}  // namespace darban
