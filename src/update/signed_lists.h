// SPDX-License-Identifier: Apache-2.0
// The one place where what maintainers signed comes into force on this machine, whether somebody carried it here (`darban lists
// import`) or it came over the network (signed_update.h): a bundle becomes a generation like any other (generations.h), an
// un-block file is put beside the image. What is refused changes nothing. The caller holds the UpdateLock; one thread.
//
// Numbers go forward only, and are compared with the newest bundle that was ever taken here, not with the one in force: going
// back with `darban lists rollback` opens no door for playing back what lies in between.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "base/result.h"
#include "lists/bundle.h"
#include "lists/bundle_keys.h"
#include "update/generations.h"

namespace darban {

struct NotTaken {
  std::optional<BundleError> refused;  // it is not believed
  Error failed;                        // else: it could not be written
};

class SignedLists {
 public:
  enum class Numbers : std::uint8_t {
    must_grow,
    begin_anew,  // the person at the machine changes over to another publisher
  };
  SignedLists(std::string state_folder, std::string image, BundleKeys keys, Numbers numbers);

  // The newest bundle that was taken here; nothing when there was none, or when numbers begin anew.
  std::optional<InstalledBundle> newest() const;
  // The number of the un-block file in force; 0: none.
  std::uint64_t unblock_number() const;
  // A bundle of this number would be news: it is not below the newest, and it is not in force.
  bool wants(std::uint64_t number) const;

  // The generation that is in force afterwards.
  Result<std::uint64_t, NotTaken> take_bundle(Octets file, std::int64_t now) const;
  Result<void, NotTaken> take_unblock(Octets file, std::int64_t now) const;

 private:
  Result<std::uint64_t> install(const Bundle& bundle) const;
  bool is_in_force(const BundleManifest& manifest) const;
  std::string newest_path() const { return state_ + "/newest-bundle"; }

  std::string state_;
  std::string image_;
  BundleKeys keys_;
  Numbers numbers_;
  Generations generations_;
};

}  // namespace darban
