// SPDX-License-Identifier: Apache-2.0
// An un-block file: names that were closed by mistake, signed by maintainers, small enough to travel every hour. It can only
// open: no list closes its names while it is in force, but time, pauses, sealed lists and the family's own rules do. It always
// ends by itself. The names are readable in it: a false positive is no secret. BUNDLE.md describes it octet by octet. Reading is
// total: any octets give an un-block file or a named fault. Pure, no clock: the time is an argument, in Unix seconds. Any thread.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "dns/name.h"
#include "lists/bundle_envelope.h"
#include "lists/bundle_fault.h"
#include "lists/bundle_keys.h"

namespace darban {

enum class OpenedScope : std::uint8_t { exact, subtree };

struct OpenedName {
  Name name;
  OpenedScope scope = OpenedScope::exact;
};

struct Unblock {
  std::string publisher;
  std::uint64_t number = 0;  // counts up, on its own: not the bundles' number
  std::int64_t created = 0;
  std::int64_t expires = 0;  // from then on it opens nothing
  std::vector<OpenedName> names;
};

namespace unblock_bounds {
inline constexpr std::size_t kMostNames = 4096;
inline constexpr std::int64_t kLongestLife = 31 * 86400;  // seconds; what stays open longer belongs into the next bundle
}  // namespace unblock_bounds

// Views into the file; it must live longer.
struct SignedUnblock {
  Unblock unblock;
  Octets records;  // the names as they stand in the file
  Octets signed_part;
  std::vector<BundleSignature> signatures;
};

// The form only.
Result<SignedUnblock, BundleError> read_unblock(Octets file);
// Form, signatures, time. `installed` is the number in force at the receiver, or 0.
Result<Unblock, BundleError> verify_unblock(Octets file, const BundleKeys& keys, std::int64_t now, std::uint64_t installed);

// What maintainers sign; names are put in order, and doubles are left out. opens_too_much or corrupt: error.at is the place in
// `names`, or 0.
Result<std::vector<std::uint8_t>, BundleError> unblock_signed_part(const Unblock& unblock);

// The names of a file that read_unblock() took, for the maintainer who is about to sign it: `name` or `=name`, as
// read_opened_names() reads them. Taken from the file, where everybody can read them; a Name has no such door.
std::vector<std::string> opened_names_text(const SignedUnblock& file);

// One name a line: `name` and everything below it, or `=name` for that name only; `#` comments. error.at is the line.
Result<std::vector<OpenedName>> read_opened_names(std::string_view text);

}  // namespace darban
