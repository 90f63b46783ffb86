// SPDX-License-Identifier: Apache-2.0
#include "lists/bundle_fault.h"

#include <algorithm>
#include <array>

namespace darban {
namespace {

constexpr std::array<Text, 15> kKeys{
    "foreign",           "newer-format",      "truncated",           "corrupt",   "unsigned",
    "unknown-keys",      "bad-signature",     "too-few-signatures",  "expired",   "older",
    "number-used-twice", "another-publisher", "needs-newer-program", "bad-image", "opens-too-much"};
static_assert(kKeys.size() == static_cast<std::size_t>(BundleFault::opens_too_much) + 1);

}  // namespace

Text key_of(BundleFault fault) { return kKeys[static_cast<std::size_t>(fault)]; }

std::optional<BundleFault> fault_of_key(std::string_view key) {
  const auto found = std::find_if(kKeys.begin(), kKeys.end(), [key](Text each) { return each.view() == key; });
  if (found == kKeys.end()) return std::nullopt;
  return static_cast<BundleFault>(found - kKeys.begin());
}

Text text_of(BundleFault fault) {
  switch (fault) {
    case BundleFault::foreign:
      return "it is another kind of file";
    case BundleFault::newer_format:
      return "it is made for a later darban; update the program first";
    case BundleFault::truncated:
      return "it ends too early; fetch it again";
    case BundleFault::corrupt:
      return "it is damaged; fetch it again";
    case BundleFault::unsigned_file:
      return "nobody has signed it";
    case BundleFault::unknown_keys:
      return "it is signed with keys that are not in the trust file";
    case BundleFault::bad_signature:
      return "a signature does not fit: somebody changed the file";
    case BundleFault::too_few_signatures:
      return "it has fewer good signatures than the trust file asks for";
    case BundleFault::expired:
      return "its time is over; fetch a newer one";
    case BundleFault::older:
      return "it is older than what is installed";
    case BundleFault::number_used_twice:
      return "it has the number of what is installed, but another content; ask the publisher";
    case BundleFault::another_publisher:
      return "what is installed comes from another publisher";
    case BundleFault::needs_newer_program:
      return "its image is for a later darban; update the program first";
    case BundleFault::bad_image:
      return "it is well signed, but its image does not open; ask the publisher";
    case BundleFault::opens_too_much:
      return "it opens a public suffix and everything below it; nobody may do that";
  }
  return "it is refused";
}

}  // namespace darban
