// SPDX-License-Identifier: Apache-2.0
// A backup that only who has its password can read: a line that says so, what the key costs, a salt, and the backup sealed
// (XChaCha20-Poly1305, base/crypto.h) with a key of Argon2id:
//
//   "darban sealed backup 1\n" | kibibytes u32 | passes u32 | salt 16 octets | nonce 24 octets, cipher text, tag 16 octets
//
// Numbers are big-endian. All before the nonce belongs to what is sealed. Takes a second or so and 64 MiB. Any thread.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/showable.h"

namespace darban {

enum class SealFault : std::uint8_t {
  newer,  // a later darban sealed it
  cut_off,
  too_dear,  // it wants more memory or time than any of ours
  no_memory,
  does_not_open,  // another password, or another octet
};
Text text_of(SealFault fault);

bool is_sealed_backup(std::string_view octets);
Result<std::string, SealFault> seal_backup(std::string_view backup, std::string_view password);
// Of octets that are a sealed backup.
Result<std::string, SealFault> unseal_backup(std::string_view octets, std::string_view password);

}  // namespace darban
