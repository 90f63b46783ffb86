// SPDX-License-Identifier: Apache-2.0
// HMAC-SHA-1 (RFC 2104), which authenticator apps want and libsodium does not have. GnuTLS has it: libmicrohttpd on Debian brings
// it. It is opened (dlopen) when the first code is made; a machine without it has no TOTP and says so. Any thread.
#pragma once
#include <array>
#include <cstdint>
#include <optional>

#include "base/bytes.h"

namespace darban::page {

using Sha1Mac = std::array<std::uint8_t, 20>;

bool has_sha1_hmac();
std::optional<Sha1Mac> sha1_hmac(Octets key, Octets message);  // nothing: there is no library for it

}  // namespace darban::page
