// SPDX-License-Identifier: Apache-2.0
// What a household text says, read once for many pages: each of them begins with the file as it is on the disk, and reading its
// YAML is more work than all the rest of a page. Only the last text is kept, and only while somebody asks. Control thread only.
#pragma once
#include <memory>
#include <string>

#include "base/result.h"
#include "config/household.h"

namespace darban {

class HouseholdReading {
 public:
  // `path`: where the text would stand. What could not be read is read again by whoever asks next.
  Result<std::shared_ptr<const Household>, ConfigError> of(const std::string& text, const std::string& path);
  // Now and then: lets go of what nobody asked for since the last time.
  void tidy();

 private:
  std::string text_;
  std::string path_;
  std::shared_ptr<const Household> household_;  // nothing: nothing is kept
  bool asked_for_ = false;
};

}  // namespace darban
