// SPDX-License-Identifier: Apache-2.0
// The lease files of the settings: watched (also those that are not there yet), read when they have been quiet for a moment, and
// what holds of them (leases/lease_book.h says what a file caught in the middle of something means). Control thread only; reading
// some megabytes takes it some hundredths of a second.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/event_loop.h"
#include "app/file_watch.h"
#include "base/clock.h"
#include "config/household.h"
#include "config/settings.h"
#include "leases/lease_book.h"

namespace darban {

class LeaseFiles {
 public:
  static constexpr std::size_t kMostOctets = std::size_t{16} << 20;  // of one file
  static constexpr Milliseconds kQuiet{250};
  static constexpr Milliseconds kLongestUnrest{2000};
  static constexpr Milliseconds kRound{60000};  // changes and folders that inotify does not see

  LeaseFiles(std::vector<LeaseFile> files, EventLoop& loop, HashSeed seed, const Now& now);
  ~LeaseFiles();
  LeaseFiles(const LeaseFiles&) = delete;
  LeaseFiles& operator=(const LeaseFiles&) = delete;

  // When tick() has something to do.
  MonoTime due() const;
  // Reads what changed. True when in_force() may be another now.
  bool tick(const Now& now);
  std::vector<Lease> in_force(const Now& now) const { return book_.in_force(now); }

  // Files that are there and can not be used, as they were found last. A file that is not there is no problem.
  std::vector<ConfigError> problems() const;

 private:
  struct File {
    LeaseFile written;
    std::optional<ConfigError> problem;  // all of it is refused
    std::optional<ConfigError> remark;   // some of its lines are
  };
  void something_happened();
  void read(std::size_t place, const Now& now);
  std::vector<File> files_;
  EventLoop& loop_;
  HashSeed seed_;
  LeaseBook book_;
  FileWatch watch_;
  bool unrest_ = false;  // something happened since the last tick
  std::optional<MonoTime> unrest_since_;
  std::optional<MonoTime> look_at_;
  MonoTime next_round_;
};

}  // namespace darban
