// SPDX-License-Identifier: Apache-2.0
// A list while it arrives: `X.partial` beside the file X it will become, and `X.partial.note`, which says where the part came
// from so that a later try can go on behind it. The note is written after the part is on the disk (fsync) and counts only those
// octets: after a power failure what lies behind them is cut away, never believed. X changes in one step, when all of it is
// there. One owner a file; one thread.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "base/unique_fd.h"

namespace darban {

struct PartialNote {
  std::string url;                     // where the part came from
  std::string etag;                    // strong: only this very text may follow
  std::uint64_t octets = 0;            // how many of them are safe on the disk
  std::optional<std::uint64_t> whole;  // how many there will be
};

class PartialFile {
 public:
  // Makes the folder of `path` when it is missing, and looks for a part that was left. error.at is 0 everywhere in this class.
  static Result<PartialFile> open(std::string path);

  // The part to go on from; nothing when there is none.
  const std::optional<PartialNote>& left() const { return note_; }
  std::uint64_t size() const { return size_; }

  Result<void> begin();  // empty; what was there is forgotten
  Result<void> write(Octets octets);
  Result<void> keep(PartialNote note);  // note.octets becomes size()
  Result<void> finish();                // becomes the file
  void drop();                          // nothing stays

 private:
  explicit PartialFile(std::string path) : path_(std::move(path)) {}
  std::string part() const { return path_ + ".partial"; }
  std::string note_file() const { return path_ + ".partial.note"; }
  Result<void> open_part();
  std::optional<PartialNote> read_note() const;
  std::string path_;
  UniqueFd fd_;
  std::optional<PartialNote> note_;
  std::uint64_t size_ = 0;
};

}  // namespace darban
