// SPDX-License-Identifier: Apache-2.0
// Finds the lines of list files that speak about given names: all names in one pass over each file. For people who ask "why", so
// it reads text again and keeps nothing between calls. One thread.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "dns/name.h"
#include "lists/entry.h"
#include "lists/image.h"

namespace darban {

// A line that applies to a name.
struct Evidence {
  std::size_t source = 0;  // index into Image::sources()
  std::uint32_t line = 0;
  Scope scope = Scope::subtree;
  EntryKind kind = EntryKind::block;
  int labels = 0;  // of the name on the line, which is the asked name or one of its parents
};

inline constexpr std::size_t kMostEvidence = 100;  // kept for one name

struct EvidenceFound {
  std::vector<std::vector<Evidence>> by_name;  // in the order of the names
  std::vector<std::string> unread;             // sentences: sources that changed, are gone or can not be read
};

// A source is looked for where it was when the image was built, then beside the image, and a fetched one in the cache of
// `lists_folder`.
EvidenceFound find_evidence(const std::vector<Name>& names, const Image& image, const std::string& image_path,
                            const std::string& lists_folder);

}  // namespace darban
