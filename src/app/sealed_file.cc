// SPDX-License-Identifier: Apache-2.0
#include "app/sealed_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

#include "app/list_companions.h"
#include "base/atomic_file.h"
#include "base/errc.h"
#include "base/system_error.h"
#include "base/unique_fd.h"

namespace darban {
namespace {

constexpr std::size_t kLargestSealed = sealed_bounds::kMostNames * 8 + 4096;  // octets

constexpr mode_t kOthers = 077;
// systemd lets the service in by an access control list, whose mask stands where the group's bits are; the folder keeps all
// others out.
constexpr mode_t kOthersOfCredential = 037;

std::string sentence(const std::string& path, const Error& error) {
  return path + ": " + std::string(text_of(error.code).view());
}

bool exists(const std::string& path) {
  struct stat state {};
  return ::stat(path.c_str(), &state) == 0 || errno != ENOENT;
}

struct SealedPaths {
  std::string list;
  std::string key;
  mode_t others = kOthers;
};

SealedPaths paths_for(const std::string& image) {
  const SealedPaths beside{beside_image(image, "sealed"), beside_image(image, "sealed-key")};
  const char* folder = std::getenv("CREDENTIALS_DIRECTORY");
  if (folder == nullptr) return beside;
  const auto in_folder = [&](const std::string& path) { return std::string(folder) + "/" + path.substr(path.rfind('/') + 1); };
  const SealedPaths credentials{in_folder(beside.list), in_folder(beside.key), kOthersOfCredential};
  return exists(credentials.list) ? credentials : beside;
}

Result<std::vector<std::uint8_t>> read_all(int descriptor, std::size_t size) {
  std::vector<std::uint8_t> octets(size);
  std::size_t at = 0;
  while (at < size) {
    const ssize_t count = ::read(descriptor, octets.data() + at, size - at);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return system_error();
    if (count == 0) break;
    at += static_cast<std::size_t>(count);
  }
  octets.resize(at);
  return octets;
}

std::string words_for(BundleFault fault) {
  if (fault == BundleFault::corrupt) return "it is damaged, or sealed with another key";
  return std::string(text_of(fault).view());
}

Result<std::vector<std::uint8_t>, std::string> read_guarded_file(const std::string& path, std::size_t limit, mode_t others) {
  const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!fd.valid()) return sentence(path, system_error());
  struct stat state {};
  if (::fstat(fd.get(), &state) != 0) return sentence(path, system_error());
  if (!S_ISREG(state.st_mode)) return sentence(path, {S_ISDIR(state.st_mode) ? Errc::is_a_directory : Errc::not_a_file});
  if ((state.st_mode & others) != 0) return path + ": others may read or change it; make it private with: chmod 600 " + path;
  if (state.st_uid != 0 && state.st_uid != ::geteuid()) return path + ": it belongs to somebody else; it must be root's or yours";
  if (static_cast<std::uint64_t>(state.st_size) > limit) return sentence(path, {Errc::too_large});
  auto octets = read_all(fd.get(), static_cast<std::size_t>(state.st_size));
  if (!octets) return sentence(path, octets.error());
  return std::move(*octets);
}

}  // namespace

Result<std::vector<std::uint8_t>, std::string> read_private_file(const std::string& path, std::size_t limit) {
  return read_guarded_file(path, limit, kOthers);
}

Result<crypto::Secret, std::string> sealing_key(const std::string& image) {
  const std::string path = beside_image(image, "sealed-key");
  if (exists(path)) {
    auto octets = read_private_file(path, crypto::Secret::kOctets);
    if (!octets) return octets.error();
    auto key = crypto::Secret::from(*octets);
    crypto::wipe(*octets);
    if (!key) return path + ": it is no key; if nothing is sealed with it, remove it and a new one is made";
    return std::move(*key);
  }
  auto key = crypto::Secret::random();
  auto file = AtomicFile::create(path, 0600);
  if (!file) return sentence(path, file.error());
  if (const auto written = file->write(key.octets()); !written) return sentence(path, written.error());
  if (const auto done = file->commit(); !done) return sentence(path, done.error());
  return key;
}

SealedInForce read_sealed(const std::string& image) {
  const SealedPaths paths = paths_for(image);
  if (!exists(paths.list)) return {};
  const auto refused = [&](std::string what) {
    return SealedInForce{nullptr, ConfigError{paths.list, {}, "the sealed list is not in force: " + std::move(what)}};
  };
  auto key_octets = read_guarded_file(paths.key, crypto::Secret::kOctets, paths.others);
  if (!key_octets) return refused(key_octets.error());
  const auto key = crypto::Secret::from(*key_octets);
  crypto::wipe(*key_octets);
  if (!key) return refused(paths.key + ": it is no key");
  const auto file = read_guarded_file(paths.list, kLargestSealed, paths.others);
  if (!file) return refused(file.error());
  auto list = SealedList::open(*file, *key);
  if (!list) return refused(words_for(list.error().fault) + "; import it again");
  return {std::move(*list), {}};
}

}  // namespace darban
