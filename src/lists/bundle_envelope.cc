// SPDX-License-Identifier: Apache-2.0
#include "lists/bundle_envelope.h"

#include <algorithm>

#include "lists/bundle_octets.h"

namespace darban {

KeyId key_id_of(const crypto::PublicKey& key) {
  const crypto::Digest digest = crypto::blake2b256(key);
  KeyId id;
  std::copy_n(digest.begin(), id.size(), id.begin());
  return id;
}

bool is_of_kind(Octets file, const EnvelopeKind& kind) {
  return file.size() >= kind.magic.size() && std::equal(kind.magic.begin(), kind.magic.end(), file.begin());
}

Result<Envelope, BundleError> read_envelope(Octets file, const EnvelopeKind& kind) {
  const std::size_t known = std::min(file.size(), kind.magic.size());
  if (!std::equal(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(known), kind.magic.begin()))
    return BundleError{BundleFault::foreign, 0};
  BundleReader in(file);
  in.take(kind.magic.size());
  const auto version = in.number<std::uint32_t>();
  if (in.ok() && version > kind.version) return BundleError{BundleFault::newer_format, kind.magic.size()};
  in.expect(version == kind.version);
  const auto size = in.number<std::uint32_t>();
  in.expect(size <= kind.most_body);

  Envelope envelope;
  envelope.body_at = in.at();
  envelope.body = in.take(size);
  envelope.signed_part = file.first(in.at());
  const auto count = in.number<std::uint32_t>();
  in.expect(count <= kMostSignatures);
  for (std::uint32_t i = 0; i < count && in.ok(); ++i) {
    BundleSignature each;
    each.key = in.array<sizeof each.key>();
    each.signature = in.array<sizeof each.signature>();
    in.expect(envelope.signatures.empty() || envelope.signatures.back().key < each.key);
    envelope.signatures.push_back(each);
  }
  if (!in.ok()) return in.error();
  envelope.rest_at = in.at();
  envelope.rest = file.subspan(in.at());
  return envelope;
}

std::vector<std::uint8_t> signed_part_of(const EnvelopeKind& kind, Octets body) {
  BundleWriter out;
  out.add(kind.magic);
  out.number(kind.version);
  out.number(static_cast<std::uint32_t>(body.size()));
  out.add(body);
  return out.take();
}

std::vector<std::uint8_t> with_signatures(Octets signed_part, std::span<const BundleSignature> signatures) {
  std::vector<BundleSignature> ordered;
  for (const BundleSignature& each : signatures) {
    auto at =
        std::lower_bound(ordered.begin(), ordered.end(), each.key, [](const auto& a, const KeyId& key) { return a.key < key; });
    if (at != ordered.end() && at->key == each.key)
      *at = each;
    else
      ordered.insert(at, each);
  }
  BundleWriter out;
  out.add(signed_part);
  out.number(static_cast<std::uint32_t>(ordered.size()));
  for (const BundleSignature& each : ordered) {
    out.add(each.key);
    out.add(each.signature);
  }
  return out.take();
}

BundleSignature signature_by(const crypto::Secret& key, Octets signed_part) {
  return {key_id_of(crypto::public_key_of(key)), crypto::sign(key, signed_part)};
}

}  // namespace darban
