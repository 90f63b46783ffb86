// SPDX-License-Identifier: Apache-2.0
// The small signed files that stand beside a list image (lists/BUNDLE.md), for an image called lists.image:
//   lists.keys      whom this machine trusts; written by its owner
//   lists.manifest  what the bundle in force says of itself: its head; only beside an image that came in a bundle
//   lists.unblock   names that maintainers opened for the time being
// What can not be read counts as not there, but for the trust file, whose owner must hear of it. Any thread; nothing is kept.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "config/household.h"
#include "lists/bundle.h"
#include "lists/bundle_keys.h"

namespace darban {

// "/var/lib/darban/lists.image" gives "/var/lib/darban/lists", and with "keys" "/var/lib/darban/lists.keys".
std::string stem_of_image(std::string_view image);
std::string beside_image(const std::string& image, std::string_view ending);

// The trust file, or the sentence that says what is wrong with it, with its line.
Result<BundleKeys, ConfigError> load_bundle_keys(const std::string& path);

// What the head of a bundle says, kept in a file of its own.
std::optional<BundleManifest> manifest_in(const std::string& path);
// What stands beside an image: the bundle it came from, as far as its head tells.
std::optional<BundleManifest> installed_manifest(const std::string& image);
std::optional<InstalledBundle> installed_bundle(const std::string& image);
InstalledBundle as_installed(const BundleManifest& manifest);
// The number of the un-block file beside an image; 0: none that can be believed.
std::uint64_t installed_unblock(const std::string& image, const BundleKeys& keys);

}  // namespace darban
