// SPDX-License-Identifier: Apache-2.0
// What a profile of household.yaml says of safe search:
//   safe-search: on | off            the engines that have one safe address
//   safe-search: {all: off, bing: on, youtube: moderate}    `all` are those that on and off speak of
//   youtube: strict | moderate | off   the short form of the engine most people mean
// and how darban writes the same. Whether an engine exists and has levels is for the builder to say, which knows the engines. One thread.
#pragma once
#include <vector>

#include "config/household.h"
#include "config/node.h"
#include "config/yaml_writer.h"

namespace darban {

std::vector<WrittenSafeSearch> read_safe_search_choice(const Members& profile, Objection& objection);

// The values of the two keys; YouTube always in its short form.
YamlValue safe_search_value(const WrittenProfile& profile);
YamlValue youtube_value(const WrittenProfile& profile);

}  // namespace darban
