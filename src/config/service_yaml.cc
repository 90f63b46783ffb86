// SPDX-License-Identifier: Apache-2.0
// blocklists/services/*.yaml: a file is one service, so that a change to it reads as what it is.
#include <algorithm>
#include <array>
#include <filesystem>
#include <map>

#include "base/errc.h"
#include "base/system_error.h"
#include "config/item_reader.h"
#include "config/node.h"
#include "config/service.h"
#include "config/spelling.h"
#include "config/text_file.h"

namespace darban {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 14> kKeys{"id",     "key",      "name",        "urdu",           "group",
                                                 "risk",   "covers",   "never",       "also-stops",     "core",
                                                 "shared", "reviewed", "covers-urdu", "also-stops-urdu"};
constexpr std::array kRisks{CategoryRisk::none,     CategoryRisk::content,  CategoryRisk::conduct, CategoryRisk::contact,
                            CategoryRisk::consumer, CategoryRisk::security, CategoryRisk::bypass};
constexpr std::uint64_t kFirstId = 128;
constexpr std::uint64_t kLastId = 255;

bool is_at_or_under(std::string_view name, std::string_view above) {
  return name == above || (name.size() > above.size() && name.ends_with(above) && name[name.size() - above.size() - 1] == '.');
}

// A shared host below a core host would be closed with it, whatever the file says.
void refuse_closed_shared(const WrittenService& service, Objection& objection) {
  for (const WrittenDomain& shared : service.shared) {
    for (const WrittenDomain& core : service.core) {
      if (!is_at_or_under(shared.name, core.name)) continue;
      objection.at(shared.place, quote(shared.name) + " is shared, but " + quote(core.name) +
                                     " of 'core' closes it too; write narrower names into 'core', or drop it here");
    }
  }
}

WrittenService read_service(const Node& root, Objection& objection) {
  const ItemReader item(root, "a service", kKeys, objection);
  WrittenService service;
  service.file = objection.file();
  service.place = root.place;
  service.id = static_cast<std::uint8_t>(item.count("id", kFirstId, kLastId));
  service.key = item.key_word("key");
  service.name = item.text("name");
  service.name_urdu = item.text("urdu");
  service.group = item.text("group");
  service.group_place = item.place_of_key("group");
  service.risk = item.choice<CategoryRisk>("risk", kRisks);
  service.covers = item.text("covers");
  service.covers_urdu = item.text_or_nothing("covers-urdu");
  service.also_stops_urdu = item.text_or_nothing("also-stops-urdu");
  item.required("also-stops");
  service.also_stops = item.text_or_nothing("also-stops");
  service.never = item.text("never");
  item.required("core");
  service.core = item.domains("core");
  if (service.core.empty()) objection.at(item.place_of_key("core"), "a service needs a name at least that is closed with it");
  service.shared = item.domains("shared");
  service.reviewed = item.date("reviewed");
  refuse_closed_shared(service, objection);
  return service;
}

std::optional<ConfigError> doubles_in(const std::vector<WrittenService>& services) {
  std::map<std::uint8_t, const WrittenService*> ids;
  for (const WrittenService& service : services) {
    const auto [first, is_new] = ids.emplace(service.id, &service);
    if (is_new) continue;
    return ConfigError{service.file, service.place,
                       "the id " + std::to_string(service.id) + " belongs to " + quote(category_key(*first->second))};
  }
  return std::nullopt;
}

}  // namespace

std::string category_key(const WrittenService& service) { return "service:" + service.key; }

Result<WrittenService, ConfigError> load_service(const std::string& path) {
  const auto text = read_text_file(path);
  if (!text) return text.error();
  auto service = parse_service(*text, path);
  if (service && fs::path(path).stem() != service->key)
    return ConfigError{path, service->place,
                       "the service " + quote(service->key) + " belongs into the file " + service->key + ".yaml"};
  return service;
}

Result<WrittenService, ConfigError> parse_service(std::string_view text, const std::string& file_name) {
  const auto root = read_document(text, file_name);
  if (!root) return root.error();
  Objection objection(file_name);
  auto service = read_service(*root, objection);
  if (!objection.none()) return objection.error();
  return service;
}

Result<std::vector<WrittenService>, ConfigError> load_services(const std::string& folder) {
  std::vector<WrittenService> services;
  std::error_code problem;
  if (!fs::is_directory(folder, problem)) return services;
  std::vector<std::string> paths;
  for (auto entry = fs::directory_iterator(folder, problem); !problem && entry != fs::directory_iterator();
       entry.increment(problem)) {
    const auto name = entry->path().filename().string();
    if (!name.starts_with('.') && entry->path().extension() == ".yaml") paths.push_back(entry->path().string());
  }
  if (problem) return ConfigError{folder, {}, std::string(text_of(system_error_of(problem.value()).code).view())};
  std::sort(paths.begin(), paths.end());
  for (const std::string& path : paths) {
    auto service = load_service(path);
    if (!service) return service.error();
    services.push_back(std::move(*service));
  }
  if (auto doubles = doubles_in(services)) return std::move(*doubles);
  return services;
}

}  // namespace darban
