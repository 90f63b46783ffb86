// SPDX-License-Identifier: Apache-2.0
// Octets that are written once from front to back and read as often as wanted: in memory up to a bound, in a ScratchFile beyond
// it. The first thing that goes wrong with the file sticks: appends do nothing from then on, readers end, and trouble() says what
// it was. One thread; a Reader serves until the spool is gone, and sees what was written before it was made.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/scratch_file.h"

namespace darban {

class Spool {
 public:
  Spool(std::size_t memory, std::string folder) : memory_(memory), folder_(std::move(folder)) {}
  void append(Octets octets);
  std::uint64_t size() const { return in_file() + kept_octets_; }
  // Moves everything to the file and gives the memory back: nothing follows for a while.
  void rest();
  Result<void> trouble() const;

  class Reader {
   public:
    // Of octets [from, to), `buffer` of them at a time.
    Reader(const Spool& spool, std::uint64_t from, std::uint64_t to, std::size_t buffer);
    // The next `count` octets without moving on; fewer at the end. They stay valid until the next call. `count` is at most
    // `buffer`.
    Octets peek(std::size_t count);
    void skip(std::size_t count) { at_ += count; }

   private:
    const Spool* spool_;
    std::uint64_t next_;  // of the spool, behind what is in the buffer
    std::uint64_t to_;
    std::size_t size_;
    std::vector<std::uint8_t> buffer_;
    std::size_t at_ = 0;
  };

 private:
  std::uint64_t in_file() const { return file_ ? file_->size() : 0; }
  void keep(Octets octets);
  bool read(std::uint64_t at, std::span<std::uint8_t> into) const;
  void move_to_file();
  std::size_t memory_;
  std::string folder_;
  static constexpr std::size_t kChunk = std::size_t{64} << 10;
  std::vector<std::vector<std::uint8_t>> kept_;  // the end, that is not in the file yet: full chunks and the last
  std::uint64_t kept_octets_ = 0;
  std::optional<ScratchFile> file_;
  mutable std::optional<Error> trouble_;
};

}  // namespace darban
