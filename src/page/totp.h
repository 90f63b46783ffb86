// SPDX-License-Identifier: Apache-2.0
// Codes of an authenticator app: RFC 6238 over RFC 4226 with what every app does, SHA-1, 30 seconds, six digits. A code is good
// one step before and after its own, because phones' clocks differ, and each step is good once. Time is an argument.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/clock.h"

namespace darban::page {

inline constexpr std::int64_t kTotpStep = 30;  // seconds

std::string new_totp_secret();  // 160 bits in base32 (RFC 4226 section 4, R6)
// What an app reads out of a QR code (the "Key Uri Format" that all of them read): otpauth://totp/darban:NAME?secret=...
std::string totp_address(std::string_view account_name, std::string_view secret);

// RFC 4226 section 5.3, as six digits. Nothing: there is no library for it.
std::optional<std::string> hotp(Octets secret, std::uint64_t counter);

enum class TotpAnswer : std::uint8_t { fits, differs, no_library };
struct TotpCheck {
  TotpAnswer answer = TotpAnswer::differs;
  std::int64_t step = 0;  // that it was of: to be kept, for no step up to it is good again
};
// `typed` may have spaces. `last_step`: the last one that was good.
TotpCheck check_totp(std::string_view secret, std::string_view typed, WallTime now, std::int64_t last_step);

}  // namespace darban::page
