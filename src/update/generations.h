// SPDX-License-Identifier: Apache-2.0
// The images that were made, oldest to newest: <state>/generations/<number>/lists.image. The one in force is a link to its file
// under the path the daemon watches, put there by rename: whoever is killed at whatever moment leaves the old image in force or
// the new one. Two older ones are kept for going back. One process at a time (UpdateLock).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/unique_fd.h"
#include "lists/bundle.h"

namespace darban {

inline constexpr std::size_t kGenerationsKept = 3;

class Generations {
 public:
  explicit Generations(std::string state_folder) : state_(std::move(state_folder)) {}
  std::vector<std::uint64_t> all() const;  // complete ones, ascending
  std::string image_of(std::uint64_t number) const { return folder_of(number) + "/lists.image"; }
  // What the image was made of, and whatever else is said beside it.
  std::string made_of(std::uint64_t number) const { return folder_of(number) + "/made-of"; }

  // What the bundle said that it came in; nothing: it was compiled here.
  std::optional<BundleManifest> bundle_of(std::uint64_t number) const;
  std::optional<BundleManifest> bundle_in_force() const;

  // A folder for the next one, empty, and not counted until publish().
  Result<std::string> begin() const;
  Result<std::uint64_t> publish() const;
  // The one in force, as far as is known.
  std::optional<std::uint64_t> installed() const;
  // Puts it in force at `image`, with the head of its bundle beside it if it has one, and remembers that.
  Result<void> install(std::uint64_t number, const std::string& image) const;
  // Old ones go, but never the one in force.
  void prune() const;

  // After going back, updates by the clock rest until somebody updates by hand.
  bool held() const;
  Result<void> hold() const;
  void release() const;

 private:
  std::string folder_of(std::uint64_t number) const { return state_ + "/generations/" + std::to_string(number); }
  std::string next_folder() const { return state_ + "/generations/next"; }
  std::string state_;
};

// Only one process may change <state>. Held until destruction.
class UpdateLock {
 public:
  // Errc::not_permitted when another process has it.
  static Result<UpdateLock> take(const std::string& state_folder);

 private:
  explicit UpdateLock(UniqueFd fd) : fd_(std::move(fd)) {}
  UniqueFd fd_;
};

}  // namespace darban
