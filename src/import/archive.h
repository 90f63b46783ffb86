// SPDX-License-Identifier: Apache-2.0
// A .tar.gz or .zip in memory, unpacked into memory: nothing touches the disk, no path is followed, links and folders are not
// looked at. libarchive is opened when it is needed, never linked: the daemon does not map it. One thread.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace darban {

struct ArchivedFile {
  std::string path;  // as it stands in the archive, not to be trusted with a file system
  std::string content;
};

struct ArchiveBounds {
  std::size_t octets = std::size_t{64} << 20;  // of all files together, unpacked
  std::size_t entries = 10000;
};

// Files whose path `wanted` likes; the others are passed over. The error is a sentence.
Result<std::vector<ArchivedFile>, std::string> read_archive(std::string_view octets, bool (*wanted)(std::string_view path),
                                                            const ArchiveBounds& bounds = {});

}  // namespace darban
