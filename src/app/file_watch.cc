// SPDX-License-Identifier: Apache-2.0
#include "app/file_watch.h"

#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>

namespace darban {
namespace {

// Not IN_MODIFY: a file that is still being written would be read half. Who can bear that asks for growing files.
constexpr std::uint32_t kEvents =
    IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_DELETE | IN_ATTRIB | IN_MOVE_SELF | IN_DELETE_SELF;

std::string folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

}  // namespace

FileStamp stamp_of(const std::string& path) {
  struct stat state {};
  if (::stat(path.c_str(), &state) != 0) return {};
  return {state.st_dev, state.st_ino, state.st_size, state.st_mtim.tv_sec * 1000000000LL + state.st_mtim.tv_nsec};
}

FileWatch::FileWatch(std::vector<std::string> paths, Files files)
    : paths_(std::move(paths)), files_(files), inotify_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
  for (const std::string& path : paths_) stamps_.push_back(stamp_of(path));
  watch_folders();
}

// Watching a folder twice is one watch, so this may be called again to find folders that came back.
void FileWatch::watch_folders() {
  if (!inotify_.valid()) return;
  for (const std::string& path : paths_) {
    ::inotify_add_watch(inotify_.get(), folder_of(path).c_str(), kEvents);
    // On the file and not on its folder: there others may write all day (/tmp).
    if (files_ == Files::growing) ::inotify_add_watch(inotify_.get(), path.c_str(), IN_MODIFY);
  }
}

void FileWatch::drain() {
  std::array<char, 4096> events;
  while (::read(inotify_.get(), events.data(), events.size()) > 0) {
  }
}

std::vector<std::size_t> FileWatch::changed() {
  watch_folders();
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < paths_.size(); ++i) {
    const FileStamp now = stamp_of(paths_[i]);
    if (now == stamps_[i]) continue;
    stamps_[i] = now;
    places.push_back(i);
  }
  return places;
}

}  // namespace darban
