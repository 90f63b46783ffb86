// SPDX-License-Identifier: Apache-2.0
#include "store/state_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>

#include "base/log.h"
#include "store/schema.h"

namespace darban {
namespace {

constexpr mode_t kFolderMode = 0750;
constexpr mode_t kLockMode = 0600;

std::string folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == std::string::npos || slash == 0 ? std::string() : path.substr(0, slash);
}

// A lock of its own file: SQLite's own locks belong to the process, and closing any descriptor of the database would drop them.
Result<UniqueFd, StoreTrouble> locked(const std::string& path) {
  UniqueFd fd(::open((path + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kLockMode));
  if (!fd.valid()) {
    if (errno == ENOENT || errno == ENOTDIR) return StoreTrouble::no_folder;
    return errno == ENOSPC || errno == EDQUOT ? StoreTrouble::disk_full : StoreTrouble::not_permitted;
  }
  if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) return StoreTrouble::in_use;
  return fd;
}

// 20261127031500 for 2026-11-27 03:15:00 UTC: what stands behind the name, and what the log says.
std::int64_t date_number(WallTime time) {
  using namespace std::chrono;
  const auto day = floor<days>(time);
  const year_month_day date(day);
  const hh_mm_ss clock(time - day);
  const std::int64_t day_number =
      (static_cast<std::int64_t>(static_cast<int>(date.year())) * 100 + static_cast<unsigned>(date.month())) * 100 +
      static_cast<unsigned>(date.day());
  return ((day_number * 100 + clock.hours().count()) * 100 + clock.minutes().count()) * 100 + clock.seconds().count();
}

// Where nothing stands yet: a clock that stands still gives one date twice.
std::int64_t free_number(const std::string& path, std::int64_t number) {
  while (::access((path + ".damaged-" + std::to_string(number)).c_str(), F_OK) == 0) ++number;
  return number;
}

bool move_aside(const std::string& path, WallTime now) {
  const std::int64_t number = free_number(path, date_number(now));
  const std::string aside = path + ".damaged-" + std::to_string(number);
  if (std::rename(path.c_str(), aside.c_str()) != 0) return false;
  (void)std::rename((path + "-wal").c_str(), (aside + "-wal").c_str());
  (void)std::rename((path + "-journal").c_str(), (aside + "-journal").c_str());
  ::unlink((path + "-shm").c_str());  // an index of the log, made anew by whoever opens it
  log::error(
      "STATE DAMAGED: the state database can not be read. It was moved aside (the same name with .damaged-{} behind it) and a "
      "new one "
      "begun: grants that stood in it only are not in force",
      number);
  return true;
}

}  // namespace

Result<StateFile, StoreTrouble> StateFile::open(const std::string& path, WallTime now) {
  if (const std::string folder = folder_of(path); !folder.empty()) ::mkdir(folder.c_str(), kFolderMode);
  auto lock = locked(path);
  if (!lock) return lock.error();
  auto database = Database::open(path, state_migrations());
  const bool damaged = !database && database.error() == StoreTrouble::damaged;
  if (damaged) {
    if (!move_aside(path, now)) return StoreTrouble::damaged;
    database = Database::open(path, state_migrations());
  }
  if (!database) return database.error();
  return StateFile(path, std::move(*lock), std::move(*database), damaged);
}

Result<UniqueFd, StoreTrouble> StateFile::lock(const std::string& path) { return locked(path); }

StateFile::StateFile(std::string path, UniqueFd lock, Database database, bool began_anew)
    : path_(std::move(path)), lock_(std::move(lock)), database_(std::move(database)), began_anew_(began_anew) {
  struct stat there {};
  if (::stat(path_.c_str(), &there) != 0) return;
  device_ = there.st_dev;
  inode_ = there.st_ino;
}

bool StateFile::is_gone() const {
  struct stat there {};
  return ::stat(path_.c_str(), &there) != 0 || there.st_dev != device_ || there.st_ino != inode_;
}

void StateFile::make_folder(const std::string& path, unsigned user, unsigned group) {
  const std::string folder = folder_of(path);
  if (folder.empty() || ::mkdir(folder.c_str(), kFolderMode) != 0) return;
  if (::lchown(folder.c_str(), user, group) != 0) log::warn("the folder of the state database stays root's");
}

}  // namespace darban
