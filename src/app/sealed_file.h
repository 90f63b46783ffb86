// SPDX-License-Identifier: Apache-2.0
// The sealed list of this machine and its key, beside the image: lists.sealed and lists.sealed-key, both of root (or of whoever
// runs darban) and readable for nobody else; looser permissions are refused. The daemon reads them once, before it gives up root,
// and keeps what it read until it ends: another list comes into force with a restart. Where the service manager starts darban as
// nobody special, it hands the two files over as credentials (systemd's LoadCredential=, lists/BUNDLE.md); files of that name
// in $CREDENTIALS_DIRECTORY go before those beside the image.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/crypto.h"
#include "config/household.h"
#include "lists/sealed.h"

namespace darban {

struct SealedInForce {
  std::shared_ptr<const SealedList> list;  // null: there is none, or it is refused
  std::optional<ConfigError> problem;
};
SealedInForce read_sealed(const std::string& image);

// A file that only its owner may read, and that is root's or ours: its octets, or a sentence.
Result<std::vector<std::uint8_t>, std::string> read_private_file(const std::string& path, std::size_t limit);
// The key beside the image; the first time it is made. A sentence when it can not be.
Result<crypto::Secret, std::string> sealing_key(const std::string& image);

}  // namespace darban
