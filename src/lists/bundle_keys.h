// SPDX-License-Identifier: Apache-2.0
// Whom a receiver trusts: the public keys of maintainers, and how many of them must have signed (n of m). A small text file, one
// key a line, written by the person who runs darban:
//
//   threshold: 2
//   0123456789abcdef base64-of-the-public-key anything that tells people whose it is
//
// The id stands there to be compared by eye and must fit its key. Immutable once made; any thread may read.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/crypto.h"
#include "lists/bundle_envelope.h"

namespace darban {

struct TrustedKey {
  KeyId id{};
  crypto::PublicKey key{};
  std::string comment;
};

struct BundleKeysError {
  std::uint32_t line = 0;  // from 1; 0: the file as a whole
  Text what = "";
};

class BundleKeys {
 public:
  static constexpr std::size_t kMostKeys = kMostSignatures;
  static constexpr std::size_t kLargestText = 64 * 1024;  // octets
  static Result<BundleKeys, BundleKeysError> from_text(std::string_view text);

  // unsigned_file, unknown_keys, bad_signature or too_few_signatures, when they are not good enough. One signature of a known key
  // that does not fit is enough to refuse: somebody tampered with the file, and the others can wait until we know who.
  Result<void, BundleError> check(Octets signed_part, std::span<const BundleSignature> signatures) const;

  std::size_t threshold() const { return threshold_; }
  std::span<const TrustedKey> keys() const { return keys_; }
  const TrustedKey* find(const KeyId& id) const;

 private:
  std::vector<TrustedKey> keys_;
  std::size_t threshold_ = 0;
};

// A line for the trust file, and the text of a file with a signing key.
std::string trust_line(const crypto::PublicKey& key, std::string_view comment);
std::string signing_key_text(const crypto::Secret& key);
std::optional<crypto::Secret> signing_key_from(std::string_view text);

}  // namespace darban
