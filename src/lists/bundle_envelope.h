// SPDX-License-Identifier: Apache-2.0
// What bundles and un-block files have in common (BUNDLE.md): a body, and the maintainers' signatures over everything up to its
// end. The magic is part of what is signed, so a signature for one kind of file is worth nothing on another. Reading is total and
// checks the form only; who signed is the business of bundle_keys.h. Pure; any thread.
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "base/crypto.h"
#include "lists/bundle_fault.h"

namespace darban {

// The first octets of a key's BLAKE2b-256: tells keys apart, and is no secret.
using KeyId = std::array<std::uint8_t, 8>;
KeyId key_id_of(const crypto::PublicKey& key);

struct BundleSignature {
  KeyId key{};
  crypto::Signature signature{};
};
inline constexpr std::size_t kMostSignatures = 16;

struct EnvelopeKind {
  std::array<std::uint8_t, 8> magic{};
  std::uint32_t version = 0;
  std::size_t most_body = 0;  // octets
};
inline constexpr EnvelopeKind kBundleKind{{0x8d, 'd', 'a', 'r', 'b', 'n', 'd', '\n'}, 1, std::size_t{1} << 20};
inline constexpr EnvelopeKind kUnblockKind{{0x8d, 'd', 'a', 'r', 'b', 'u', 'b', '\n'}, 1, std::size_t{1} << 20};

bool is_of_kind(Octets file, const EnvelopeKind& kind);

// Views into the file; it must live longer.
struct Envelope {
  Octets signed_part;  // from the first octet to the end of the body
  Octets body;
  std::uint64_t body_at = 0;
  std::vector<BundleSignature> signatures;  // by ascending key, each key once
  Octets rest;                              // what follows
  std::uint64_t rest_at = 0;
};
Result<Envelope, BundleError> read_envelope(Octets file, const EnvelopeKind& kind);

// The part that is signed, and a whole envelope: that part with its signatures, put in order. Of two signatures of one key the
// later stays.
std::vector<std::uint8_t> signed_part_of(const EnvelopeKind& kind, Octets body);
std::vector<std::uint8_t> with_signatures(Octets signed_part, std::span<const BundleSignature> signatures);
BundleSignature signature_by(const crypto::Secret& key, Octets signed_part);

}  // namespace darban
