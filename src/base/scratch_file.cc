// SPDX-License-Identifier: Apache-2.0
#include "base/scratch_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "base/system_error.h"

namespace darban {

Result<ScratchFile> ScratchFile::in(const std::string& folder) {
  UniqueFd nameless(::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
  if (nameless.valid()) return ScratchFile(std::move(nameless));
  std::string path = folder + "/.scratch.XXXXXX";  // a file system without O_TMPFILE: overlayfs, jffs2
  UniqueFd named(::mkostemp(path.data(), O_CLOEXEC));
  if (!named.valid()) return system_error();
  ::unlink(path.c_str());
  return ScratchFile(std::move(named));
}

Result<void> ScratchFile::append(Octets octets) {
  while (!octets.empty()) {
    const ssize_t count = ::pwrite(fd_.get(), octets.data(), octets.size(), static_cast<off_t>(size_));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return system_error();
    size_ += static_cast<std::uint64_t>(count);
    octets = octets.subspan(static_cast<std::size_t>(count));
  }
  return {};
}

Result<void> ScratchFile::read(std::uint64_t at, std::span<std::uint8_t> into) const {
  while (!into.empty()) {
    const ssize_t count = ::pread(fd_.get(), into.data(), into.size(), static_cast<off_t>(at));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return system_error();
    if (count == 0) return Error{Errc::truncated};
    at += static_cast<std::uint64_t>(count);
    into = into.subspan(static_cast<std::size_t>(count));
  }
  return {};
}

}  // namespace darban
