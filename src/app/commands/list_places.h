// SPDX-License-Identifier: Apache-2.0
// Where `lists update`, `status` and `rollback` work: as darban.yaml says, or as the command line says instead.
#pragma once
#include <optional>
#include <string>

#include "app/arguments.h"
#include "config/settings.h"

namespace darban {

struct ListPlaces {
  Settings settings;
  std::string blocklists;
  std::string state;
  std::string image;
};

inline constexpr Option kConfigOption{"--config"};
inline constexpr Option kBlocklistsOption{"--blocklists"};
inline constexpr Option kFolderOption{"--folder"};
inline constexpr Option kImageOption{"--image"};

// With --blocklists, --folder and --image no settings file is needed. The error is a sentence.
Result<ListPlaces, std::string> list_places(const Arguments& arguments);

// Root does this work as the user darban runs as, when the settings name one: what it leaves behind must be that user's. A
// sentence when that is not possible.
std::optional<std::string> become_darbans_user(const Settings& settings);

}  // namespace darban
