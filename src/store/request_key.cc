// SPDX-License-Identifier: Apache-2.0
#include "store/request_key.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>

#include "base/atomic_file.h"
#include "base/unique_fd.h"

namespace darban {
namespace {

std::optional<crypto::Secret> key_in(const std::string& path) {
  const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!fd.valid()) return std::nullopt;
  std::array<std::uint8_t, crypto::Secret::kOctets + 1> octets{};
  const auto count = ::read(fd.get(), octets.data(), octets.size());
  auto key = count == static_cast<ssize_t>(crypto::Secret::kOctets)
                 ? crypto::Secret::from(Octets(octets).first(crypto::Secret::kOctets))
                 : std::nullopt;
  crypto::wipe(octets);
  // Whoever else could read it may have: such a key keeps nothing.
  struct stat there {};
  if (::fstat(fd.get(), &there) != 0 || (there.st_mode & 077) != 0) return std::nullopt;
  return key;
}

}  // namespace

std::string request_key_path(const std::string& state) { return state + "-request-key"; }

Result<crypto::Secret> request_key(const std::string& state) {
  const std::string path = request_key_path(state);
  if (auto key = key_in(path)) return std::move(*key);
  auto key = crypto::Secret::random();
  auto file = AtomicFile::create(path, 0600);
  if (!file) return file.error();
  if (const auto written = file->write(key.octets()); !written) return written.error();
  if (const auto done = file->commit(); !done) return done.error();
  return key;
}

}  // namespace darban
