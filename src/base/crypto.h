// SPDX-License-Identifier: Apache-2.0
// Hashes, signatures and secrets, in plain words; libsodium stands behind them and is seen in crypto.cc only. Used where somebody
// may want to deceive: signed lists, sealed lists, downloads with a known hash. Tables that only need speed use hash.h. Every
// function is total and any thread may call it; without a working random number generator the program ends.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"

namespace darban::crypto {

using Digest = std::array<std::uint8_t, 32>;

Digest sha256(Octets octets);      // FIPS 180-4
Digest blake2b256(Octets octets);  // RFC 7693, 32 octets, no key

// The same in pieces. finish() may be called once.
class Sha256 {
 public:
  Sha256();
  void add(Octets octets);
  Digest finish();

 private:
  alignas(16) std::array<std::uint8_t, 128> state_;
};
class Blake2b256 {
 public:
  Blake2b256();
  void add(Octets octets);
  Digest finish();

 private:
  alignas(64) std::array<std::uint8_t, 384> state_;
};

// Compares without telling by its time where the difference is. Different sizes are different.
bool same(Octets a, Octets b);
void fill_random(std::span<std::uint8_t> room);
// Zeros that the compiler can not leave out.
void wipe(std::span<std::uint8_t> room);

// 32 octets that nobody may learn. Wiped when it goes; moving wipes the old place. Never printed, never logged.
class Secret {
 public:
  static constexpr std::size_t kOctets = 32;
  static Secret random();
  static std::optional<Secret> from(Octets octets);  // exactly kOctets of them
  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret&& other) noexcept;
  ~Secret();
  Octets octets() const { return octets_; }

 private:
  Secret() = default;
  std::array<std::uint8_t, kOctets> octets_{};
};

// BLAKE2b-256 with a key (RFC 7693 section 2.9): a checksum only who has the key can make.
Digest keyed_digest(const Secret& key, Octets octets);
// SipHash-2-4 (Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012): 64 bits that say nothing without the key.
using HashKey = std::array<std::uint8_t, 16>;
std::uint64_t keyed_hash(const HashKey& key, Octets octets);

// XChaCha20-Poly1305 (RFC 8439 with the longer nonce of draft-irtf-cfrg-xchacha): what only who has the key can read, and nobody can
// change. A fresh nonce of 24 octets stands in front. `with` is not hidden, but belongs to it: unsealing needs the same.
std::vector<std::uint8_t> seal(const Secret& key, Octets with, Octets plain);
std::optional<std::vector<std::uint8_t>> unseal(const Secret& key, Octets with, Octets sealed);

// Ed25519 (RFC 8032), the signature apart from the message. Keys of small order and signatures in another than the one canonical
// form are refused.
using PublicKey = std::array<std::uint8_t, 32>;
using Signature = std::array<std::uint8_t, 64>;
PublicKey public_key_of(const Secret& signing_key);
Signature sign(const Secret& signing_key, Octets message);
bool verify(const PublicKey& key, Octets message, const Signature& signature);

// Argon2id (RFC 9106) as libsodium's string, which holds its salt and cost ("$argon2id$v=19$m=19456,t=2,p=1$...", at most 127
// octets). Takes tens of milliseconds and the memory that it says: not for a thread that others wait for.
struct PasswordCost {
  std::uint32_t kibibytes = 19456;
  std::uint32_t passes = 2;
  friend bool operator==(const PasswordCost&, const PasswordCost&) = default;
};
enum class PasswordFit : std::uint8_t { fits, differs, no_memory };
std::optional<std::string> hash_password(std::string_view password, const PasswordCost& cost);  // nothing: no memory
PasswordFit fit_of_password(std::string_view password, const std::string& hash);
bool is_password_hash(const std::string& text);
// A key out of a password and a salt that need not be secret, for seal(): the same three give the same key. Nothing: no memory, or
// a cost that Argon2id does not have.
using PasswordSalt = std::array<std::uint8_t, 16>;
std::optional<Secret> key_of_password(std::string_view password, const PasswordSalt& salt, const PasswordCost& cost);
bool has_other_cost(const std::string& hash, const PasswordCost& cost);

// Lower case; reading takes both cases and exactly pairs of digits.
std::string to_hex(Octets octets);
std::optional<std::vector<std::uint8_t>> from_hex(std::string_view text);
// RFC 4648 section 4, with padding; reading refuses everything but the one canonical spelling.
std::string to_base64(Octets octets);
std::optional<std::vector<std::uint8_t>> from_base64(std::string_view text);

}  // namespace darban::crypto
