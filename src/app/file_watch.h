// SPDX-License-Identifier: Apache-2.0
// Notices when one of a few files was replaced or rewritten. inotify(7) on the folders says "look now", because editors and
// AtomicFile rename a new file into place; whether a file is another one is then decided by its stamp, so a renamed link or a
// missed event are found too. Control thread only.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/unique_fd.h"

namespace darban {

// Tells one state of a file from another. All zero: there is no such file.
struct FileStamp {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::int64_t size = 0;
  std::int64_t changed = 0;  // nanoseconds since 1970
  friend bool operator==(const FileStamp&, const FileStamp&) = default;
};
FileStamp stamp_of(const std::string& path);

class FileWatch {
 public:
  // growing: also while somebody holds a file open and writes into it, as DHCP servers do. Then it may be read half.
  enum class Files : std::uint8_t { replaced, growing };
  explicit FileWatch(std::vector<std::string> paths, Files files = Files::replaced);
  // Readable when something happened in one of the folders; drain() makes it quiet again. -1 when the kernel has no more watches
  // to give: changed() still works when it is called now and then.
  int descriptor() const { return inotify_.get(); }
  void drain();
  // The places in `paths` of the files that differ from the last call (or from construction).
  std::vector<std::size_t> changed();

 private:
  void watch_folders();
  std::vector<std::string> paths_;
  std::vector<FileStamp> stamps_;
  Files files_;
  UniqueFd inotify_;
};

}  // namespace darban
