// SPDX-License-Identifier: Apache-2.0
// Any octets as a bundle: refused at a place inside, or read; what was read is written again as the same octets. Then the input's
// body is signed well, so that the checks behind the signatures are reached.
#include "lists/bundle.h"
#include "tests/fuzz/expect.h"

using namespace darban;

namespace {

void read_and_write_again(Octets file) {
  const auto bundle = read_bundle(file);
  if (!bundle) {
    EXPECT(bundle.error().at <= file.size());
    return;
  }
  EXPECT(bundle->head.size() + bundle->image.size() == file.size());
  EXPECT(read_bundle_head(bundle->head).has_value());
  const auto part = bundle_signed_part(bundle->manifest);
  EXPECT(part.has_value());
  EXPECT(crypto::same(bundle_file(*part, bundle->signatures, bundle->image), file));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
  static const auto key = *crypto::Secret::from(std::vector<std::uint8_t>(crypto::Secret::kOctets, 1));
  static const auto trust = *BundleKeys::from_text("threshold: 1\n" + trust_line(crypto::public_key_of(key), "fuzz"));
  const Octets file(octets, size);
  read_and_write_again(file);
  EXPECT(!verify_bundle(file, trust, INT64_MAX, {}));  // whatever it is, it has expired by then
  const auto envelope = read_envelope(file, kBundleKind);
  if (!envelope) return 0;
  auto bundle = read_bundle(file);
  const Octets image = bundle ? bundle->image : Octets();
  const auto part = signed_part_of(kBundleKind, envelope->body);
  const auto signed_well = bundle_file(part, std::array{signature_by(key, part)}, image);
  read_and_write_again(signed_well);
  const auto verified = verify_bundle(signed_well, trust, 0, {});
  if (!verified) EXPECT(verified.error().at <= signed_well.size());
  if (verified) EXPECT(bundle.has_value());
  return 0;
}
