// SPDX-License-Identifier: Apache-2.0
// The folder of published lists: lists-N.bundle, lists.unblock, lists.keys, and two indexes: index.json for people and their
// tools, and index.tsv for receivers (update/signed_index.h). They say what the folder holds and nothing else, so that they can
// always be written anew; they are not signed and nobody trusts them. One writer at a time.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/commands/lists_signed.h"

namespace darban {

class PublishFolder {
 public:
  explicit PublishFolder(std::string path) : path_(std::move(path)) {}

  std::string keys_path() const { return path_ + "/lists.keys"; }
  std::string unblock_path() const { return path_ + "/lists.unblock"; }
  std::string bundle_path(std::uint64_t number) const { return path_ + "/lists-" + std::to_string(number) + ".bundle"; }

  // The numbers of the bundles that are there, ascending; a sentence when the folder can not be read.
  Result<std::vector<std::uint64_t>, Sentence> numbers() const;
  // What the newest bundle says of itself; nothing when there is none.
  Result<std::optional<InstalledBundle>, Sentence> newest() const;
  // Both indexes from what is there. A file that is no bundle, or has another number than its name, is a sentence.
  Result<void, Sentence> write_index() const;

 private:
  std::string path_;
};

}  // namespace darban
