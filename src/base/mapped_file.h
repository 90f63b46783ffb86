// SPDX-License-Identifier: Apache-2.0
// A whole file mapped read-only. The mapping stays valid when the file is replaced by rename; it must not be truncated in
// place (atomic_file never does). Movable; any thread may read.
#pragma once
#include <cstddef>
#include <string>

#include "base/bytes.h"
#include "base/result.h"

namespace darban {

class MappedFile {
 public:
  // error.at is 0.
  static Result<MappedFile> open(const std::string& path);
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  ~MappedFile();
  // The pages that lie wholly before this address leave the memory; they come back when somebody looks.
  void forget_before(const void* address) const;
  Octets octets() const { return {static_cast<const std::uint8_t*>(address_), size_}; }

 private:
  MappedFile(void* address, std::size_t size) : address_(address), size_(size) {}
  void* address_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace darban
