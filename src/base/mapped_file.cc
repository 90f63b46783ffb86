// SPDX-License-Identifier: Apache-2.0
#include "base/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <utility>

#include "base/system_error.h"
#include "base/unique_fd.h"

namespace darban {

Result<MappedFile> MappedFile::open(const std::string& path) {
  const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));  // a pipe would keep us waiting
  if (!fd.valid()) return system_error();
  struct stat status {};
  if (::fstat(fd.get(), &status) != 0) return system_error();
  if (S_ISDIR(status.st_mode)) return Error{Errc::is_a_directory};
  if (!S_ISREG(status.st_mode)) return Error{Errc::not_a_file};
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size == 0) return MappedFile(nullptr, 0);
  void* address = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, fd.get(), 0);
  if (address == MAP_FAILED) return system_error();
  return MappedFile(address, size);
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : address_(std::exchange(other.address_, nullptr)), size_(std::exchange(other.size_, 0)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(address_, other.address_);
  std::swap(size_, other.size_);
  return *this;
}

void MappedFile::forget_before(const void* address) const {
  constexpr std::size_t kPage = 4096;  // the least there is: of larger pages the kernel rounds down
  const auto size =
      static_cast<std::size_t>(static_cast<const char*>(address) - static_cast<const char*>(address_)) / kPage * kPage;
  if (address_ != nullptr && size > 0 && size <= size_) ::madvise(address_, size, MADV_DONTNEED);
}

MappedFile::~MappedFile() {
  if (address_ != nullptr) ::munmap(address_, size_);
}

}  // namespace darban
