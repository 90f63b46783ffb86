// SPDX-License-Identifier: Apache-2.0
// state.db: opened by one darban at a time, and never the reason why a household is not served. A damaged file is moved aside,
// with its date behind its name, and a new one begun; the log says so loudly. One thread.
#pragma once
#include <cstdint>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "base/unique_fd.h"
#include "store/database.h"

namespace darban {

class StateFile {
 public:
  // Makes the folder when only its last part is missing. `now` is for the name of a damaged file.
  static Result<StateFile, StoreTrouble> open(const std::string& path, WallTime now);
  Database& database() { return database_; }
  // Somebody took the file away, or put another in its place: what is written now would be lost with it.
  bool is_gone() const;
  // A damaged file was there and is now beside the new one.
  bool began_anew() const { return began_anew_; }

  // Who has this works with the file and nobody else, until it goes; StoreTrouble::in_use where a darban does.
  static Result<UniqueFd, StoreTrouble> lock(const std::string& path);

  // Makes the folder, still as root, and gives it to that user. Nothing happens where it is there already.
  static void make_folder(const std::string& path, unsigned user, unsigned group);

 private:
  StateFile(std::string path, UniqueFd lock, Database database, bool began_anew);
  std::string path_;
  UniqueFd lock_;  // of state.db.lock, for as long as this lives: SQLite would let a second daemon in
  Database database_;
  bool began_anew_ = false;
  std::uint64_t device_ = 0;  // of the file, to know it again
  std::uint64_t inode_ = 0;
};

}  // namespace darban
