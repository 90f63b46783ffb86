// SPDX-License-Identifier: Apache-2.0
// Our own lists out of all three kinds of files: curated/*.tsv, services/*.yaml, bypass.yaml.
#include <algorithm>
#include <filesystem>
#include <optional>

#include "base/errc.h"
#include "base/system_error.h"
#include "config/bypass_file.h"
#include "config/curated.h"
#include "config/service.h"
#include "config/spelling.h"
#include "config/yaml.h"

namespace darban {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kCurated = "curated";
constexpr std::string_view kServices = "services";
constexpr std::string_view kBypass = "bypass.yaml";
constexpr std::string_view kResolvers = "bypass-dns";
constexpr std::string_view kTunnels = "bypass-vpn";

OwnList own_list_of(const std::string& key, const std::string& path, const std::vector<WrittenDomain>& domains) {
  OwnList list{key, path, "service", {}};
  for (const WrittenDomain& domain : domains) list.names.push_back({domain.name, false, domain.place.line});
  return list;
}

OwnList own_list_of(std::string_view key, const std::string& path, const std::vector<BypassName>& names) {
  OwnList list{std::string(key), path, "bypass", {}};
  for (const BypassName& name : names) list.names.push_back({name.name, name.scope == WrittenScope::exact, name.place.line});
  return list;
}

OwnList own_list_of(const CuratedList& curated) {
  OwnList list{curated.category, curated.file, "curated", {}};
  for (const CuratedEntry& entry : curated.entries) list.names.push_back({entry.name, false, entry.place.line});
  return list;
}

Result<std::vector<std::string>, ConfigError> tsv_files_in(const std::string& folder) {
  std::vector<std::string> paths;
  std::error_code problem;
  if (!fs::is_directory(folder, problem)) return paths;
  for (auto entry = fs::directory_iterator(folder, problem); !problem && entry != fs::directory_iterator();
       entry.increment(problem)) {
    const auto name = entry->path().filename().string();
    if (!name.starts_with('.') && entry->path().extension() == ".tsv") paths.push_back(entry->path().string());
  }
  if (problem) return ConfigError{folder, {}, std::string(text_of(system_error_of(problem.value()).code).view())};
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::string in(const std::string& folder, std::string_view name) { return (fs::path(folder) / name).string(); }

bool is_bypass_file(const std::string& path) { return fs::path(path).filename() == kBypass; }

// The lists of one file; a curated file and bypass.yaml by their names, everything else is a service.
Result<std::vector<OwnList>, ConfigError> lists_in(const std::string& path) {
  if (fs::path(path).extension() == ".tsv") {
    const auto curated = load_curated(path);
    if (!curated) return curated.error();
    return std::vector{own_list_of(*curated)};
  }
  if (is_bypass_file(path)) {
    const auto bypass = load_bypass(path);
    if (!bypass) return bypass.error();
    return std::vector{own_list_of(kResolvers, path, bypass->resolvers), own_list_of(kTunnels, path, bypass->tunnels)};
  }
  const auto service = load_service(path);
  if (!service) return service.error();
  return std::vector{own_list_of(category_key(*service), path, service->core), own_list_of(service->group, path, service->core)};
}

Result<std::vector<std::string>, ConfigError> own_files_in(const std::string& folder) {
  auto paths = tsv_files_in(in(folder, kCurated));
  if (!paths) return paths;
  const auto services = load_services(in(folder, kServices));
  if (!services) return services.error();
  for (const WrittenService& service : *services) paths->push_back(service.file);
  std::error_code ignored;
  if (const auto bypass = in(folder, kBypass); fs::is_regular_file(bypass, ignored)) paths->push_back(bypass);
  return paths;
}

std::optional<ConfigError> unknown_category(const OwnList& list, const std::vector<std::string_view>& keys) {
  if (std::find(keys.begin(), keys.end(), list.key) != keys.end()) return std::nullopt;
  const auto meant = nearest(list.key, keys);
  return ConfigError{list.path,
                     {},
                     "categories.yaml has no category " + quote(list.key) +
                         (meant.empty() ? std::string("; add it there") : "; did you mean " + quote(meant) + "?")};
}

}  // namespace

bool holds_own_lists(const std::string& folder) {
  std::error_code ignored;
  return fs::is_regular_file(in(folder, "categories.yaml"), ignored) &&
         (fs::is_directory(in(folder, kCurated), ignored) || fs::is_directory(in(folder, kServices), ignored));
}

Result<std::vector<OwnList>, ConfigError> own_lists(const std::string& folder) {
  const auto categories = load_categories(in(folder, "categories.yaml"));
  if (!categories) return categories.error();
  std::vector<std::string_view> keys;
  for (const WrittenCategory& category : *categories) keys.push_back(category.key);
  const auto paths = own_files_in(folder);
  if (!paths) return paths.error();
  std::vector<OwnList> all;
  for (const std::string& path : *paths) {
    auto lists = lists_in(path);
    if (!lists) return lists.error();
    for (OwnList& list : *lists) {
      if (auto unknown = unknown_category(list, keys)) return std::move(*unknown);
      if (!list.names.empty()) all.push_back(std::move(list));
    }
  }
  const auto place_of_key = [&](const OwnList& list) { return std::find(keys.begin(), keys.end(), list.key); };
  std::stable_sort(all.begin(), all.end(), [&](const OwnList& a, const OwnList& b) { return place_of_key(a) < place_of_key(b); });
  return all;
}

Result<OwnList, ConfigError> own_list(const std::string& path, const std::string& key) {
  auto lists = lists_in(path);
  if (!lists) return lists.error();
  for (OwnList& list : *lists) {
    if (list.key == key) return std::move(list);
  }
  return ConfigError{path, {}, "nothing about " + quote(key) + " stands in this file"};
}

bool is_own_format(std::string_view format) { return format == "curated" || format == "service" || format == "bypass"; }

}  // namespace darban
