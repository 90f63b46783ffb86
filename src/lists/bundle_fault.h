// SPDX-License-Identifier: Apache-2.0
// Why a signed file (a bundle, an un-block file) was refused. One name for each reason, because "refused" alone does not tell a
// maintainer what to do. Pure; any thread.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "base/showable.h"

namespace darban {

enum class BundleFault : std::uint8_t {
  foreign,              // another kind of file
  newer_format,         // made for a later darban
  truncated,            // it ends too early
  corrupt,              // octets that no writer of ours makes, or an image that is not the one that was signed
  unsigned_file,        // nobody signed it
  unknown_keys,         // signed, but by nobody in the trust file
  bad_signature,        // a signature of a known key does not fit: the file was changed, or the key was used for something else
  too_few_signatures,   // good ones, but less than the threshold
  expired,              // its time is over
  older,                // its number is below the one installed: an attacker may play back an old file
  number_used_twice,    // the number is the one installed, and the content is another
  another_publisher,    // numbers of two publishers can not be compared
  needs_newer_program,  // the image is of a version this program does not read
  bad_image,            // the signed image does not open: the publisher's mistake
  opens_too_much,       // an un-block file with a public suffix and everything below it
};
Text text_of(BundleFault fault);  // what is wrong, in words for the person who runs the command
Text key_of(BundleFault fault);   // one word: "bad-signature"
std::optional<BundleFault> fault_of_key(std::string_view key);

struct BundleError {
  BundleFault fault{};
  std::uint64_t at = 0;  // the octet where it was seen; 0 where no octet is to blame
  friend bool operator==(const BundleError&, const BundleError&) = default;
};

}  // namespace darban
