// SPDX-License-Identifier: Apache-2.0
#include "update/generations.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "base/atomic_file.h"
#include "base/mapped_file.h"
#include "base/system_error.h"
#include "update/bundle_files.h"
#include "update/source_state.h"
#include "update/tab_lines.h"

namespace darban {
namespace {

namespace fs = std::filesystem;

std::optional<std::string> text_of_file(const std::string& path) {
  const auto file = MappedFile::open(path);
  if (!file) return std::nullopt;
  return std::string(reinterpret_cast<const char*>(file->octets().data()), file->octets().size());
}

Result<void> copy_file(const std::string& from, const std::string& to) {
  const auto source = MappedFile::open(from);
  if (!source) return source.error();
  auto file = AtomicFile::create(to);
  if (!file) return file.error();
  const auto written = file->write(source->octets());
  return written ? file->commit() : written;
}

void sync_folder(const std::string& path) {
  const UniqueFd folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.valid()) ::fsync(folder.get());
}

}  // namespace

std::vector<std::uint64_t> Generations::all() const {
  std::vector<std::uint64_t> numbers;
  std::error_code problem;
  for (const auto& entry : fs::directory_iterator(state_ + "/generations", problem)) {
    if (const auto number = read_whole_number(entry.path().filename().string())) numbers.push_back(*number);
  }
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

Result<std::string> Generations::begin() const {
  std::error_code ignored;
  fs::remove_all(next_folder(), ignored);  // of an update that was killed
  if (const auto made = make_folders(next_folder()); !made) return made.error();
  return next_folder();
}

Result<std::uint64_t> Generations::publish() const {
  const std::vector<std::uint64_t> numbers = all();
  const std::uint64_t number = numbers.empty() ? 1 : numbers.back() + 1;
  sync_folder(next_folder());
  if (std::rename(next_folder().c_str(), folder_of(number).c_str()) != 0) return system_error();
  sync_folder(state_ + "/generations");
  return number;
}

std::optional<BundleManifest> Generations::bundle_of(std::uint64_t number) const { return installed_manifest(image_of(number)); }

std::optional<BundleManifest> Generations::bundle_in_force() const {
  const auto number = installed();
  return number ? bundle_of(*number) : std::nullopt;
}

std::optional<std::uint64_t> Generations::installed() const {
  const auto text = text_of_file(state_ + "/installed");
  if (!text || text->empty()) return std::nullopt;
  return read_whole_number(std::string_view(*text).substr(0, text->size() - 1));
}

// A second link to the file, renamed over the first: no octet is copied. Where links are not to be had (another file system), a
// copy.
Result<void> Generations::install(std::uint64_t number, const std::string& image) const {
  const auto head = text_of_file(beside_image(image_of(number), "manifest"));
  const std::string manifest = beside_image(image, "manifest");
  // No head is better than another image's, should we be killed in between.
  if (text_of_file(manifest) != head) ::unlink(manifest.c_str());
  const std::string link = image + ".next";
  ::unlink(link.c_str());
  if (::link(image_of(number).c_str(), link.c_str()) == 0) {
    if (std::rename(link.c_str(), image.c_str()) != 0) return system_error();
    ::unlink(link.c_str());  // rename does nothing when both are the same file
    sync_folder(fs::path(image).parent_path().string());
  } else if (const auto copied = copy_file(image_of(number), image); !copied) {
    return copied;
  }
  if (head) {
    if (const auto written = write_text_file(manifest, *head); !written) return written;
  }
  return write_text_file(state_ + "/installed", std::to_string(number) + "\n");
}

void Generations::prune() const {
  const std::vector<std::uint64_t> numbers = all();
  const auto in_force = installed();
  std::error_code ignored;
  for (std::size_t i = 0; i + kGenerationsKept < numbers.size(); ++i) {
    if (numbers[i] != in_force) fs::remove_all(folder_of(numbers[i]), ignored);
  }
}

bool Generations::held() const {
  std::error_code ignored;
  return fs::exists(state_ + "/held", ignored);
}
Result<void> Generations::hold() const { return write_text_file(state_ + "/held", "updates by the clock rest\n"); }
void Generations::release() const { ::unlink((state_ + "/held").c_str()); }

Result<UpdateLock> UpdateLock::take(const std::string& state_folder) {
  if (const auto made = make_folders(state_folder); !made) return made.error();
  UniqueFd fd(::open((state_folder + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!fd.valid()) return system_error();
  if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) return errno == EWOULDBLOCK ? Error{Errc::not_permitted} : system_error();
  return UpdateLock(std::move(fd));
}

}  // namespace darban
