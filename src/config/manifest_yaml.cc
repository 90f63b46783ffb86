// SPDX-License-Identifier: Apache-2.0
// Which files feed which category: a manifest someone wrote, or a folder that says it by its names, its own lists included.
#include <algorithm>
#include <array>
#include <filesystem>
#include <map>

#include "base/errc.h"
#include "base/system_error.h"
#include "config/curated.h"
#include "config/node.h"
#include "config/scalars.h"
#include "config/spelling.h"
#include "config/text_file.h"
#include "config/yaml.h"

namespace darban {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 1> kTopKeys{"lists"};
constexpr std::array<std::string_view, 4> kFileKeys{"file", "format", "tld", "exact"};
constexpr std::size_t kMostFiles = 10000;
constexpr std::string_view kServicesFolder = "services";

bool read_mark(const Members& members, std::string_view key, Objection& objection) {
  const Node* node = members.find(key);
  if (node == nullptr) return false;
  const auto flag = read_flag(word_of(*node, "true or false", objection));
  if (!flag) objection.at(node->place, flag.error().sentence);
  return flag.value_or(false);
}

ListFile read_file(const Node& node, Objection& objection) {
  ListFile file;
  file.place = node.place;
  if (node.kind == Node::Kind::word) {
    file.path = path_beside(objection.file(), word_of(node, "a file", objection));
    return file;
  }
  const Members members(node, "a list file", kFileKeys, objection);
  if (const Node* path = members.required("file")) file.path = path_beside(objection.file(), word_of(*path, "a file", objection));
  if (const Node* format = members.find("format")) file.format = word_of(*format, "a list format", objection);
  file.tld = read_mark(members, "tld", objection);
  file.exact = read_mark(members, "exact", objection);
  return file;
}

ListGroup read_group(const Node& node, Objection& objection) {
  ListGroup group{node.key, {}, node.key_place};
  if (node.kind == Node::Kind::list) {
    for (const auto& item : node.items) group.files.push_back(read_file(item, objection));
  } else {
    group.files.push_back(read_file(node, objection));
  }
  if (group.files.empty()) objection.at(node.key_place, quote(node.key) + " has no file");
  return group;
}

// The files of one category's folder, as a group.
struct FolderWalk {
  std::map<std::string, std::vector<std::string>> files;  // by key
  std::size_t count = 0;

  void take(const std::string& key, const fs::path& folder, std::error_code& problem) {
    for (auto entry = fs::directory_iterator(folder, problem); !problem && entry != fs::directory_iterator();
         entry.increment(problem)) {
      const auto name = entry->path().filename().string();
      if (name.starts_with('.') || entry->path().extension() != ".txt") continue;
      if (++count <= kMostFiles) files[key].push_back(entry->path().string());
    }
  }
};

// Our own lists go first, so that the report calls what others repeat "known".
Result<std::vector<ListGroup>, ConfigError> own_groups(const std::string& path) {
  std::vector<ListGroup> groups;
  if (!holds_own_lists(path)) return groups;
  const auto lists = own_lists(path);
  if (!lists) return lists.error();
  for (const OwnList& list : *lists) {
    if (groups.empty() || groups.back().key != list.key) groups.push_back({list.key, {}, {}});
    groups.back().files.push_back({list.path, list.format, false, false, {}});
  }
  return groups;
}

Result<ListManifest, ConfigError> folder_manifest(const std::string& path) {
  auto own = own_groups(path);
  if (!own) return own.error();
  FolderWalk walk;
  std::error_code problem;
  for (auto entry = fs::directory_iterator(path, problem); !problem && entry != fs::directory_iterator();
       entry.increment(problem)) {
    const auto name = entry->path().filename().string();
    if (name.starts_with('.') || !entry->is_directory(problem)) continue;
    if (name != kServicesFolder) {
      walk.take(name, entry->path(), problem);
      continue;
    }
    for (auto service = fs::directory_iterator(entry->path(), problem); !problem && service != fs::directory_iterator();
         service.increment(problem)) {
      if (service->is_directory(problem)) walk.take("service:" + service->path().filename().string(), service->path(), problem);
    }
  }
  if (problem) return ConfigError{path, {}, std::string(text_of(system_error_of(problem.value()).code).view())};
  if (walk.count > kMostFiles) return ConfigError{path, {}, "more than 10,000 list files; write a manifest instead"};
  if (walk.files.empty() && own->empty()) {
    return ConfigError{path, {}, "no list in this folder; lists stand as CATEGORY/name.txt, for example gaming/starter.txt"};
  }
  ListManifest manifest{path, std::move(*own)};
  for (auto& [key, files] : walk.files) {
    std::sort(files.begin(), files.end());
    ListGroup group{key, {}, {}};
    for (auto& file : files) group.files.push_back({std::move(file), {}, false, false, {}});
    manifest.groups.push_back(std::move(group));
  }
  return manifest;
}

}  // namespace

Result<ListManifest, ConfigError> load_list_manifest(const std::string& path) {
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) return folder_manifest(path);
  const auto text = read_text_file(path);
  if (!text) return text.error();
  return parse_list_manifest(*text, path);
}

Result<ListManifest, ConfigError> parse_list_manifest(std::string_view text, const std::string& file_name) {
  const auto root = read_document(text, file_name);
  if (!root) return root.error();
  Objection objection(file_name);
  ListManifest manifest{file_name, {}};
  const Members members(*root, "the manifest", kTopKeys, objection);
  if (const Node* lists = members.required("lists")) {
    if (lists->kind != Node::Kind::map)
      objection.at(place_of(*lists), "'lists' needs a category on each line, and its files behind it");
    for (const auto& node : lists->items) manifest.groups.push_back(read_group(node, objection));
  }
  if (!objection.none()) return objection.error();
  return manifest;
}

}  // namespace darban
