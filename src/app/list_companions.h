// SPDX-License-Identifier: Apache-2.0
// What the small signed files beside the list image (update/bundle_files.h) mean for the daemon. Read at every (re)load. A file
// that can not be believed is left aside with a sentence for the operator; it never keeps darban from serving. Any thread;
// nothing is kept.
#pragma once
#include <string>
#include <vector>

#include "base/clock.h"
#include "config/household.h"
#include "lists/unblock.h"
#include "update/bundle_files.h"

namespace darban {

struct UnblockInForce {
  std::vector<OpenedName> names;
  WallTime until = kNever;  // when the files must be looked at again, because one of them ends
  std::vector<ConfigError> problems;
};
UnblockInForce read_unblock_beside(const std::string& image, WallTime now);

}  // namespace darban
