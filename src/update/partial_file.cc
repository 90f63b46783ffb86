// SPDX-License-Identifier: Apache-2.0
#include "update/partial_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>

#include "base/atomic_file.h"
#include "base/system_error.h"
#include "update/tab_lines.h"

namespace darban {
namespace {

constexpr unsigned kFileMode = 0644;
constexpr unsigned kFolderMode = 0755;
constexpr std::size_t kLongestNote = 8192;

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : path.substr(0, slash);
}

Octets octets_of(const std::string& text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }

std::string read_small(const std::string& path) {
  const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (!fd.valid()) return {};
  std::array<char, kLongestNote> room;
  const ssize_t count = ::read(fd.get(), room.data(), room.size());
  return count <= 0 ? std::string() : std::string(room.data(), static_cast<std::size_t>(count));
}

}  // namespace

Result<PartialFile> PartialFile::open(std::string path) {
  PartialFile file(std::move(path));
  if (::mkdir(folder_of(file.path_).c_str(), kFolderMode) != 0 && errno != EEXIST) return system_error();
  file.note_ = file.read_note();
  if (!file.note_) return file;
  if (const auto opened = file.open_part(); !opened) return opened.error();
  struct stat what {};
  const auto safe = static_cast<off_t>(file.note_->octets);
  const bool is_there = ::fstat(file.fd_.get(), &what) == 0 && what.st_size >= safe && ::ftruncate(file.fd_.get(), safe) == 0 &&
                        ::lseek(file.fd_.get(), safe, SEEK_SET) == safe;
  if (is_there)
    file.size_ = file.note_->octets;
  else
    file.drop();
  return file;
}

Result<void> PartialFile::open_part() {
  fd_.reset(::open(part().c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, kFileMode));
  if (!fd_.valid()) return system_error();
  return {};
}

std::optional<PartialNote> PartialFile::read_note() const {
  const std::string text = read_small(note_file());
  PartialNote note;
  TabLines lines(text);
  bool counted = false;
  while (const auto line = lines.next()) {
    const auto number = read_whole_number(line->value);
    if (line->key == "url") note.url = line->value;
    if (line->key == "etag") note.etag = line->value;
    if (line->key == "whole") note.whole = number;
    if (line->key == "octets" && number) note.octets = *number, counted = true;
  }
  const bool usable = lines.ok() && counted && note.octets > 0 && !note.url.empty() && !note.etag.empty() &&
                      (!note.whole || *note.whole > note.octets);
  return usable ? std::optional(note) : std::nullopt;
}

Result<void> PartialFile::begin() {
  if (note_) ::unlink(note_file().c_str());
  note_.reset();
  size_ = 0;
  if (!fd_.valid()) {
    if (const auto opened = open_part(); !opened) return opened.error();
  }
  if (::ftruncate(fd_.get(), 0) != 0 || ::lseek(fd_.get(), 0, SEEK_SET) < 0) return system_error();
  return {};
}

Result<void> PartialFile::write(Octets octets) {
  while (!octets.empty()) {
    const ssize_t count = ::write(fd_.get(), octets.data(), octets.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return system_error();
    size_ += static_cast<std::uint64_t>(count);
    octets = octets.subspan(static_cast<std::size_t>(count));
  }
  return {};
}

Result<void> PartialFile::keep(PartialNote note) {
  note.octets = size_;
  TabWriter lines;
  lines.line("url", note.url);
  lines.line("etag", note.etag);
  lines.line("octets", note.octets);
  if (note.whole) lines.line("whole", *note.whole);
  const auto text = lines.take();
  if (!text) return text.error();
  if (::fsync(fd_.get()) != 0) return system_error();
  auto file = AtomicFile::create(note_file(), kFileMode);
  if (!file) return file.error();
  if (const auto written = file->write(octets_of(*text)); !written) return written.error();
  if (const auto done = file->commit(); !done) return done.error();
  note_ = std::move(note);
  return {};
}

Result<void> PartialFile::finish() {
  if (::fsync(fd_.get()) != 0) return system_error();
  if (::rename(part().c_str(), path_.c_str()) != 0) return system_error();
  fd_.reset();
  ::unlink(note_file().c_str());
  note_.reset();
  const UniqueFd folder(::open(folder_of(path_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.valid()) ::fsync(folder.get());
  return {};
}

void PartialFile::drop() {
  ::unlink(note_file().c_str());
  ::unlink(part().c_str());
  fd_.reset();
  note_.reset();
  size_ = 0;
}

}  // namespace darban
