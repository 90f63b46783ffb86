// SPDX-License-Identifier: Apache-2.0
// RFC 4648 section 6, without padding: how authenticator apps read a secret, and people type one. Pure; any octets give a value
// or nothing.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"

namespace darban::page {

std::string to_base32(Octets octets);  // upper case
// Both cases; spaces and hyphens are for people and left out. Nothing: another character, or a length or last character that no
// octets have.
std::optional<std::vector<std::uint8_t>> from_base32(std::string_view text);

}  // namespace darban::page
