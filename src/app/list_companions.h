// SPDX-License-Identifier: Apache-2.0
// The small files that stand beside the list image and change what it means (lists/BUNDLE.md):
//   lists.keys      whom this machine trusts; written by its owner
//   lists.manifest  what the installed bundle says of itself; written by `darban lists import`
//   lists.unblock   names that maintainers opened for the time being
// for an image called lists.image. Read at every (re)load. A file that can not be believed is left aside with a sentence for the
// operator; it never keeps darban from serving. Any thread; nothing is kept.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "config/household.h"
#include "lists/bundle.h"
#include "lists/bundle_keys.h"
#include "lists/unblock.h"

namespace darban {

// "/var/lib/darban/lists.image" and "keys" give "/var/lib/darban/lists.keys".
std::string beside_image(const std::string& image, std::string_view ending);

// The trust file, or the sentence that says what is wrong with it, with its line.
Result<BundleKeys, ConfigError> load_bundle_keys(const std::string& path);
// What is installed, as far as its head tells; nothing when there is none or it can not be read.
std::optional<BundleManifest> installed_manifest(const std::string& image);

struct UnblockInForce {
  std::vector<OpenedName> names;
  WallTime until = kNever;  // when the files must be looked at again, because one of them ends
  std::vector<ConfigError> problems;
};
UnblockInForce read_unblock_beside(const std::string& image, WallTime now);

}  // namespace darban
