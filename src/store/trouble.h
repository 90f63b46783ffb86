// SPDX-License-Identifier: Apache-2.0
// Why something could not be kept or read. What was asked for did not happen at all then.
#pragma once
#include <cstdint>

#include "base/showable.h"

namespace darban {

enum class StoreTrouble : std::uint8_t {
  not_permitted,  // the file, or its folder, is not ours to write
  no_folder,      // the folder is not there
  disk_full,
  input_output,  // the disk gave an error
  damaged,       // the file is no database, or a broken one
  newer,         // a later darban made it
  busy,          // somebody else holds it, longer than we wait
  in_use,        // another darban works with it
  not_a_file,    // a folder, a device
  no_library,    // SQLite is not installed
  other,
};
Text text_of(StoreTrouble trouble);

}  // namespace darban
