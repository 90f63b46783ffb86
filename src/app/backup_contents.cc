// SPDX-License-Identifier: Apache-2.0
#include "app/backup_contents.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "app/household_editions.h"
#include "app/small_file.h"
#include "base/errc.h"
#include "config/text_file.h"
#include "config/yaml.h"
#include "store/travelling_state.h"

namespace darban {
namespace {

std::string sentence(const std::string& path, const Error& error) {
  return path + ": " + std::string(text_of(error.code).view());
}

std::string copy_of(const std::string& state) { return state + ".packing-" + std::to_string(::getpid()); }

// What a backup that was killed left there; another that is at work keeps its own.
void sweep_copies(const std::string& state) {
  const std::filesystem::path path(state);
  const std::string begin = path.filename().string() + ".packing-";
  std::error_code problem;
  std::filesystem::directory_iterator at(path.has_parent_path() ? path.parent_path() : ".", problem);
  for (const std::filesystem::directory_iterator end; !problem && at != end; at.increment(problem)) {
    const std::string name = at->path().filename().string();
    if (!name.starts_with(begin)) continue;
    const auto process = static_cast<pid_t>(std::strtol(name.c_str() + begin.size(), nullptr, 10));
    if (process > 0 && process != ::getpid() && ::kill(process, 0) != 0 && errno == ESRCH) ::unlink(at->path().c_str());
  }
}

// The files of a backup, one after the other, until one of them can not be had.
class Collection {
 public:
  explicit Collection(const BackupPlaces& places) : places_(places) {}

  void add(std::string name, const std::string& path) {
    auto content = read_small_file(path, kLargestBackup);
    if (!content) return fail(sentence(path, content.error()));
    result_.backup.members.push_back({std::move(name), std::move(*content)});
  }
  void add_editions() {
    auto editions = HouseholdEditions(places_.household).kept();
    for (const auto& edition : editions) {
      const std::string number = std::to_string(edition.number);
      add(std::string(backup_name::kEditions) + number, places_.household + ".editions/" + number);
    }
  }
  void add_calendars() {
    const std::string* const text = result_.backup.content_of(backup_name::kHousehold);
    if (text == nullptr) return;
    const auto household = parse_household(*text, places_.household);
    if (!household)
      return note("the household file has a mistake, so its calendars are not in the backup: " +
                  text_of(household.error()).view());
    const auto travelling = travelling_calendars(*text, places_.household);
    for (const WrittenException& exception : household->exceptions) {
      const std::string& written = exception.calendar_written;
      if (!written.empty() && std::find(travelling.begin(), travelling.end(), written) == travelling.end())
        note("the calendar " + written + " is not in the backup: it is not in the household file's folder under a plain name");
    }
    for (const std::string& written : travelling) add_calendar(written);
  }
  // A copy beside the state, which only its owner may read, and for a moment only.
  void add_state() {
    if (::access(places_.state.c_str(), F_OK) != 0)
      return note("there is no " + places_.state + " yet, so accounts and counts are not in the backup");
    sweep_copies(places_.state);
    const std::string copy = copy_of(places_.state);
    if (const auto packed = pack_state(places_.state, copy); !packed)
      return fail(places_.state + ": " + std::string(text_of(packed.error()).view()));
    add(std::string(backup_name::kState), copy);
    ::unlink(copy.c_str());
  }
  Result<CollectedBackup, std::string> take() {
    std::size_t octets = 0;
    for (const BackupMember& member : result_.backup.members) octets += member.content.size();
    constexpr std::size_t kRoomForHeads = std::size_t{1} << 20;
    if (octets > kLargestBackup - kRoomForHeads) fail("the files together are larger than a backup may be");
    if (!problem_.empty()) return problem_;
    return std::move(result_);
  }
  Backup& backup() { return result_.backup; }

 private:
  void add_calendar(const std::string& written) {
    const std::string path = path_beside(places_.household, written);
    if (::access(path.c_str(), R_OK) != 0) return note("the calendar " + written + " can not be read and is not in the backup");
    if (result_.backup.members.size() + 2 >= kMostBackupMembers)
      return note("the calendar " + written + " is not in the backup: there are too many");
    add(std::string(backup_name::kCalendars) + written, path);
  }
  void note(std::string what) { result_.notes.push_back(std::move(what)); }
  void fail(std::string what) {
    if (problem_.empty()) problem_ = std::move(what);
  }
  const BackupPlaces& places_;
  CollectedBackup result_;
  std::string problem_;
};

}  // namespace

std::vector<std::string> travelling_calendars(const std::string& text, const std::string& household_path) {
  const auto household = parse_household(text, household_path);
  std::vector<std::string> paths;
  if (!household) return paths;
  for (const WrittenException& exception : household->exceptions) {
    const std::string& written = exception.calendar_written;
    const bool travels = written.ends_with(".ics") && is_backup_name(std::string(backup_name::kCalendars) + written);
    if (travels && std::find(paths.begin(), paths.end(), written) == paths.end()) paths.push_back(written);
  }
  return paths;
}

Result<CollectedBackup, std::string> collect_backup(const BackupPlaces& places, const Now& now) {
  Collection collection(places);
  collection.backup().by = DARBAN_VERSION;
  if (now.wall_trusted) collection.backup().day = std::chrono::floor<std::chrono::days>(now.wall).time_since_epoch().count();
  collection.add(std::string(backup_name::kHousehold), places.household);
  collection.add(std::string(backup_name::kSettings), places.settings);
  collection.add_editions();
  collection.add_calendars();
  collection.add_state();
  return collection.take();
}

}  // namespace darban
