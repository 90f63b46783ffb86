// SPDX-License-Identifier: Apache-2.0
// Writes a file so that a reader, a crash or a full disk sees the old content or the new, never a mixture: a temporary
// beside it, fsync, rename, fsync of the folder. One writer per path at a time.
#pragma once
#include <cstdint>
#include <span>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "base/unique_fd.h"

namespace darban {

class AtomicFile {
 public:
  // `mode` are the permission bits of the new file. error.at is 0 everywhere in this class.
  static Result<AtomicFile> create(const std::string& path, unsigned mode = 0644);
  AtomicFile(AtomicFile&& other) noexcept;
  AtomicFile& operator=(AtomicFile&&) = delete;
  ~AtomicFile();  // without commit() the temporary is removed and the old content stays
  Result<void> write(Octets octets);
  // Instead of write(): makes the file `size` octets of zero and hands them out to be written in place, until commit() or the
  // next map(). The room on the disk is taken at once: disk_full now instead of a signal later.
  Result<std::span<std::uint8_t>> map(std::size_t size);
  // Octets of map() that are written for now: their pages need not stay in memory. They come back when somebody looks.
  void forget(std::size_t from, std::size_t to);
  Result<void> commit();

 private:
  AtomicFile(std::string path, std::string temporary, UniqueFd fd);
  void unmap();
  std::string path_;
  std::string temporary_;
  UniqueFd fd_;
  std::span<std::uint8_t> mapped_;
};

}  // namespace darban
