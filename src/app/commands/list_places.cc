// SPDX-License-Identifier: Apache-2.0
#include "app/commands/list_places.h"

#include <sys/stat.h>

#include "app/command_line.h"
#include "app/privileges.h"
#include "config/fields.h"
#include "config/yaml.h"

namespace darban {
namespace {

bool exists(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0;
}

}  // namespace

Result<ListPlaces, std::string> list_places(const Arguments& arguments) {
  ListPlaces places;
  const std::string config(arguments.value("--config").value_or(kDefaultConfig));
  const bool all_said = arguments.has("--blocklists") && arguments.has("--folder") && arguments.has("--image");
  if (arguments.has("--config") || !all_said || exists(config)) {
    auto settings = load_settings(config);
    if (!settings) return std::string(text_of(settings.error()).view());
    places.settings = std::move(settings).value();
  } else {
    places.settings = default_settings();
  }
  places.blocklists = arguments.value("--blocklists").value_or(places.settings.blocklists);
  places.state = arguments.value("--folder").value_or(places.settings.lists_folder);
  places.image = arguments.value("--image").value_or(places.settings.image);
  return places;
}

std::optional<std::string> become_darbans_user(const Settings& settings) {
  if (settings.user.empty() || !running_as_root()) return std::nullopt;
  const auto ids = find_user(settings.user);
  if (!ids) return ids.error();
  const auto changed = become(*ids, settings.user);
  return changed ? std::nullopt : std::optional(changed.error());
}

}  // namespace darban
