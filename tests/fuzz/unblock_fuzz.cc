// SPDX-License-Identifier: Apache-2.0
// Any octets as an un-block file: refused at a place inside, or read; what was read is written again as the same octets, and its
// text is read as the same names.
#include <string>

#include "lists/unblock.h"
#include "tests/fuzz/expect.h"

using namespace darban;

namespace {

void read_and_write_again(Octets file) {
  const auto read = read_unblock(file);
  if (!read) {
    EXPECT(read.error().at <= file.size());
    return;
  }
  EXPECT(read->unblock.names.size() <= unblock_bounds::kMostNames);
  const auto part = unblock_signed_part(read->unblock);
  EXPECT(part.has_value());
  EXPECT(crypto::same(with_signatures(*part, read->signatures), file));
  EXPECT(opened_names_text(*read).size() == read->unblock.names.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
  static const auto key = *crypto::Secret::from(std::vector<std::uint8_t>(crypto::Secret::kOctets, 1));
  static const auto trust = *BundleKeys::from_text("threshold: 1\n" + trust_line(crypto::public_key_of(key), "fuzz"));
  const Octets file(octets, size);
  read_and_write_again(file);
  EXPECT(!verify_unblock(file, trust, INT64_MAX, 0));
  (void)read_opened_names({reinterpret_cast<const char*>(octets), size});
  const auto envelope = read_envelope(file, kUnblockKind);
  if (!envelope) return 0;
  const auto part = signed_part_of(kUnblockKind, envelope->body);
  const auto signed_well = with_signatures(part, std::array{signature_by(key, part)});
  read_and_write_again(signed_well);
  const auto verified = verify_unblock(signed_well, trust, 0, 0);
  EXPECT(verified.has_value() == read_unblock(signed_well).has_value());
  return 0;
}
