// SPDX-License-Identifier: Apache-2.0
// Lists that stand in YAML files of ours (services/*.yaml, bypass.yaml; config/curated.h): said to a sink as any list is, each
// name with its line. One thread.
#pragma once
#include <string>
#include <string_view>

#include "base/result.h"
#include "lists/entry.h"

namespace darban {

// Whether a source of this format (in a manifest, or in an image's table of sources) is one.
bool is_own_source(std::string_view format);

// What the file says about one category or service. A name as wide as a public suffix means itself alone, with a warning, as in
// every list. The error is a sentence that begins with the file; nothing was said then.
Result<void, std::string> say_own_source(const std::string& path, const std::string& key, EntrySink& sink);

}  // namespace darban
