// SPDX-License-Identifier: Apache-2.0
#include "app/file_swap.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>

#include "app/small_file.h"
#include "base/atomic_file.h"
#include "base/errc.h"
#include "base/system_error.h"
#include "base/unique_fd.h"

namespace darban {
namespace {

constexpr std::string_view kFirstLine = "darban restores these; `darban restore --finish` finishes it\n";

std::string sentence(const std::string& path, const Error& error) {
  return path + ": " + std::string(text_of(error.code).view());
}

bool is_there(const std::string& path) {
  struct stat state {};
  return ::lstat(path.c_str(), &state) == 0;
}

bool is_folder(const std::string& path) {
  struct stat state {};
  return ::lstat(path.c_str(), &state) == 0 && S_ISDIR(state.st_mode);
}

void take_away(const std::string& path) {
  std::error_code ignored;
  std::filesystem::remove_all(path, ignored);
}

// Everything whose path begins so: what was being written has letters behind its name.
void take_away_all(const std::filesystem::path& beginning) {
  const std::string name = beginning.filename().string();
  std::vector<std::filesystem::path> litter;
  std::error_code problem;
  std::filesystem::directory_iterator at(beginning.has_parent_path() ? beginning.parent_path() : ".", problem);
  for (const std::filesystem::directory_iterator end; !problem && at != end; at.increment(problem)) {
    if (at->path().filename().string().starts_with(name)) litter.push_back(at->path());
  }
  for (const auto& path : litter) take_away(path.string());
}

// The names in it reach the disk.
Result<void> sync_folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
  const UniqueFd fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd.valid() || ::fsync(fd.get()) != 0) return system_error();
  return {};
}

// A file keeps its place all the time: it gets a second name, and then the other is renamed over it. A folder can not, and is
// away for a moment; the plan brings it back.
Result<void> keep_old(const std::string& place) {
  if (!is_there(place)) return {};  // nothing stood there, or it is kept already
  take_away(FileSwap::kept(place));
  if (is_folder(place)) return std::rename(place.c_str(), FileSwap::kept(place).c_str()) == 0 ? Result<void>{} : system_error();
  if (::link(place.c_str(), FileSwap::kept(place).c_str()) == 0) return {};
  // A file system without hard links: then it, too, is away for a moment.
  return std::rename(place.c_str(), FileSwap::kept(place).c_str()) == 0 ? Result<void>{} : system_error();
}

Result<void> put_in_place(const std::string& place) {
  const std::string next = FileSwap::staged(place);
  if (!is_there(next)) return {};  // done before
  if (const auto kept = keep_old(place); !kept) return kept;
  if (std::rename(next.c_str(), place.c_str()) != 0) return system_error();
  return sync_folder_of(place);
}

std::string plan_text(const std::vector<std::string>& places) {
  std::string text(kFirstLine);
  for (const std::string& place : places) text += place + "\n";
  return text;
}

std::vector<std::string> places_in(std::string_view text) {
  std::vector<std::string> places;
  text.remove_prefix(kFirstLine.size());
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    places.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return places;
}

}  // namespace

FileSwap::FileSwap(std::string plan, std::vector<std::string> places) : plan_(std::move(plan)), places_(std::move(places)) {
  for (const std::string& place : places_) take_away_all(staged(place));
  take_away_all(plan_ + ".");
}

FileSwap::~FileSwap() {
  if (committed_) return;
  for (const std::string& place : places_) take_away_all(staged(place));
}

Result<void, std::string> FileSwap::commit() {
  for (const std::string& place : places_) {
    if (!is_there(staged(place))) return staged(place) + " is not there";
    if (const auto synced = sync_folder_of(place); !synced) return sentence(place, synced.error());
  }
  const std::string text = plan_text(places_);
  auto file = AtomicFile::create(plan_);
  if (!file) return sentence(plan_, file.error());
  if (const auto written = file->write({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}); !written)
    return sentence(plan_, written.error());
  const auto done = file->commit();
  committed_ = is_there(plan_);
  if (!done && !committed_) return sentence(plan_, done.error());
  return finish(plan_);
}

bool FileSwap::is_due(const std::string& plan) { return is_there(plan); }

// One at a time: whoever waited for another finds the plan gone.
Result<void, std::string> FileSwap::finish(const std::string& plan) {
  const UniqueFd lock(::open(plan.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!lock.valid() && errno == ENOENT) return {};
  if (!lock.valid() || ::flock(lock.get(), LOCK_EX) != 0) return sentence(plan, system_error());
  if (!is_there(plan)) return {};
  const auto text = read_small_file(plan);
  if (!text) return sentence(plan, text.error());
  if (!text->starts_with(kFirstLine) || !text->ends_with('\n'))
    return plan + " is no plan of darban's; look at it, and remove it";
  for (const std::string& place : places_in(*text)) {
    if (const auto done = put_in_place(place); !done) return sentence(place, done.error());
  }
  if (::unlink(plan.c_str()) != 0) return sentence(plan, system_error());
  if (const auto synced = sync_folder_of(plan); !synced) return sentence(plan, synced.error());
  return {};
}

}  // namespace darban
