// SPDX-License-Identifier: Apache-2.0
// What the maintainer's bench looks into: an image, or a folder that is compiled for the occasion, in memory, and what the
// default profiles close of it. One thread.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "lists/compiler.h"
#include "lists/image.h"
#include "update/blast_radius.h"

namespace darban {

struct ListSubject {
  std::string path;
  std::shared_ptr<const Image> image;
  // Which source closes a name of `watched`: by its index. Nothing for an image, which does not know.
  std::vector<std::vector<std::string>> sources;
};

// A folder is compiled as `lists build` does it, with the names of its never-block.yaml sheltered. Nothing is written. The error
// is a sentence.
Result<ListSubject, std::string> open_list_subject(const std::string& path, const std::vector<std::string>& watched);

// The profiles that the bench judges by: every band but `exam`, which opens only what is allowed.
std::vector<std::string> default_profiles();
// `subject` must outlive it. In an image the program's own vital and shared names stay open too.
ListSide side_of(const ListSubject& subject);

}  // namespace darban
