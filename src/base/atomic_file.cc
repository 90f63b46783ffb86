// SPDX-License-Identifier: Apache-2.0
#include "base/atomic_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <utility>

#include "base/system_error.h"

namespace darban {
namespace {

std::string folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

}  // namespace

Result<AtomicFile> AtomicFile::create(const std::string& path, unsigned mode) {
  std::string temporary = path + ".XXXXXX";
  UniqueFd fd(::mkostemp(temporary.data(), O_CLOEXEC));
  if (!fd.valid()) return system_error();
  if (::fchmod(fd.get(), mode) != 0) {
    const Error error = system_error();
    ::unlink(temporary.c_str());
    return error;
  }
  return AtomicFile(path, std::move(temporary), std::move(fd));
}

AtomicFile::AtomicFile(std::string path, std::string temporary, UniqueFd fd)
    : path_(std::move(path)), temporary_(std::move(temporary)), fd_(std::move(fd)) {}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : path_(std::move(other.path_)),
      temporary_(std::exchange(other.temporary_, {})),
      fd_(std::move(other.fd_)),
      mapped_(std::exchange(other.mapped_, {})) {}

AtomicFile::~AtomicFile() {
  unmap();
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

Result<void> AtomicFile::write(Octets octets) {
  while (!octets.empty()) {
    const ssize_t count = ::write(fd_.get(), octets.data(), octets.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return system_error();
    octets = octets.subspan(static_cast<std::size_t>(count));
  }
  return {};
}

Result<std::span<std::uint8_t>> AtomicFile::map(std::size_t size) {
  unmap();
  if (::ftruncate(fd_.get(), 0) != 0) return system_error();
  if (const int refused = ::posix_fallocate(fd_.get(), 0, static_cast<off_t>(size)); refused != 0)
    return system_error_of(refused);
  void* const address = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd_.get(), 0);
  if (address == MAP_FAILED) return system_error();
  mapped_ = {static_cast<std::uint8_t*>(address), size};
  return mapped_;
}

void AtomicFile::forget(std::size_t from, std::size_t to) {
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  from = (from + page - 1) / page * page;
  to = std::min(to, mapped_.size()) / page * page;
  if (from < to) ::madvise(mapped_.data() + from, to - from, MADV_DONTNEED);  // a shared mapping: the file keeps the octets
}

void AtomicFile::unmap() {
  if (!mapped_.empty()) ::munmap(mapped_.data(), mapped_.size());
  mapped_ = {};
}

Result<void> AtomicFile::commit() {
  if (!mapped_.empty() && ::msync(mapped_.data(), mapped_.size(), MS_SYNC) != 0) return system_error();
  unmap();
  if (::fsync(fd_.get()) != 0) return system_error();
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) return system_error();
  temporary_.clear();
  const UniqueFd folder(::open(folder_of(path_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.valid()) ::fsync(folder.get());  // some file systems refuse; the rename itself has happened
  return {};
}

}  // namespace darban
