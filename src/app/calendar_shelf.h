// SPDX-License-Identifier: Apache-2.0
// The calendars that a household names, each read in a process of its own and kept until its file or the day changes. Occurrences
// are known from last month to three years ahead, so a calendar is read again once a day. One that can not be read keeps what was
// last understood of it, as lists do; one that never could refuses the household that names it, so that the rules before stay,
// but at the start of the daemon, where no rules would be worse than a week without its holidays. One thread.
#pragma once
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/calendar_step.h"
#include "app/file_watch.h"
#include "config/household.h"

namespace darban {

class CalendarShelf {
 public:
  using Read = std::function<Result<Calendar, IcsFault>(const CalendarOrder&)>;
  // `user`: who the reading process becomes, where darban is root.
  explicit CalendarShelf(std::string user = {}, Read read = read_in_own_process)
      : user_(std::move(user)), read_(std::move(read)) {}

  enum class Unreadable : bool { refuse, go_without };
  // Gives the household what its calendars say, or says why it can not be. Then problems() are those of its calendars.
  std::optional<ConfigError> fill(Household& household, WallTime now, Unreadable first_time);

  // Calendars that are not what the file says now.
  const std::vector<ConfigError>& problems() const { return problems_; }
  // Of the household that was looked at last, refused or not: a file that appears may mend what was refused.
  const std::vector<std::string>& files() const { return files_; }
  // Whether they should be read again because of the clock alone: a day went by, or ten minutes where the machine had no time for
  // one, or the clock jumped.
  bool is_stale(WallTime now) const;

 private:
  struct Kept {
    std::string path;
    std::string zone;
    FileStamp stamp;
    WallTime read_at;
    std::chrono::minutes keep;  // until it is read again whatever the file says
    Calendar calendar;
    bool troubled = false;  // the file was not understood when it was looked at last
  };
  std::optional<ConfigError> look_at(const Household& household, const WrittenException& first, WallTime now,
                                     Unreadable first_time, std::vector<ConfigError>& problems);
  Kept* kept(const std::string& path, const std::string& zone);

  std::string user_;
  Read read_;
  std::vector<Kept> kept_;
  std::vector<std::string> files_;
  std::vector<ConfigError> problems_;
};

}  // namespace darban
