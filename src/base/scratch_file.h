// SPDX-License-Identifier: Apache-2.0
// A nameless file for what does not fit into memory while something large is sorted: it has no path that anyone could open, and
// it is gone when its last owner is, also after a crash. One thread.
#pragma once
#include <cstdint>
#include <span>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "base/unique_fd.h"

namespace darban {

class ScratchFile {
 public:
  // In a folder the caller may write to. error.at is 0 everywhere in this class.
  static Result<ScratchFile> in(const std::string& folder);
  Result<void> append(Octets octets);
  // Fills `into` from octet `at` on; all of it must have been written.
  Result<void> read(std::uint64_t at, std::span<std::uint8_t> into) const;
  std::uint64_t size() const { return size_; }

 private:
  explicit ScratchFile(UniqueFd fd) : fd_(std::move(fd)) {}
  UniqueFd fd_;
  std::uint64_t size_ = 0;
};

}  // namespace darban
