// SPDX-License-Identifier: Apache-2.0
#include "base/crypto.h"

#include <errno.h>
#include <sodium.h>

#include <algorithm>
#include <cstdlib>
#include <new>

namespace darban::crypto {
namespace {

// sodium_init() may be called by many threads; it chooses the implementations for this processor.
void be_ready() {
  static const bool ready = ::sodium_init() >= 0;
  if (!ready) std::abort();
}

using Sha256State = crypto_hash_sha256_state;
using Blake2bState = crypto_generichash_state;

template <typename State, std::size_t N>
State* state_in(std::array<std::uint8_t, N>& room) {
  static_assert(sizeof(State) <= N);
  return std::launder(reinterpret_cast<State*>(room.data()));
}

// libsodium keeps the seed and the public key together as its secret key.
struct KeyPair {
  explicit KeyPair(const Secret& seed) {
    static_assert(crypto_sign_SEEDBYTES == Secret::kOctets);
    be_ready();
    crypto_sign_seed_keypair(open.data(), secret.data(), seed.octets().data());
  }
  KeyPair(const KeyPair&) = delete;
  KeyPair& operator=(const KeyPair&) = delete;
  ~KeyPair() { wipe(secret); }
  PublicKey open;
  std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> secret;
};

}  // namespace

Digest sha256(Octets octets) {
  Digest digest;
  crypto_hash_sha256(digest.data(), octets.data(), octets.size());
  return digest;
}

Digest blake2b256(Octets octets) {
  be_ready();
  Digest digest;
  crypto_generichash(digest.data(), digest.size(), octets.data(), octets.size(), nullptr, 0);
  return digest;
}

Sha256::Sha256() { crypto_hash_sha256_init(new (state_.data()) Sha256State); }
void Sha256::add(Octets octets) { crypto_hash_sha256_update(state_in<Sha256State>(state_), octets.data(), octets.size()); }
Digest Sha256::finish() {
  Digest digest;
  crypto_hash_sha256_final(state_in<Sha256State>(state_), digest.data());
  return digest;
}

Blake2b256::Blake2b256() {
  be_ready();
  static_assert(alignof(Blake2bState) <= 64);
  crypto_generichash_init(new (state_.data()) Blake2bState, nullptr, 0, sizeof(Digest));
}
void Blake2b256::add(Octets octets) { crypto_generichash_update(state_in<Blake2bState>(state_), octets.data(), octets.size()); }
Digest Blake2b256::finish() {
  Digest digest;
  crypto_generichash_final(state_in<Blake2bState>(state_), digest.data(), digest.size());
  return digest;
}

bool same(Octets a, Octets b) { return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0; }

void fill_random(std::span<std::uint8_t> room) {
  be_ready();
  randombytes_buf(room.data(), room.size());
}

void wipe(std::span<std::uint8_t> room) { sodium_memzero(room.data(), room.size()); }

Secret Secret::random() {
  Secret secret;
  fill_random(secret.octets_);
  return secret;
}

std::optional<Secret> Secret::from(Octets octets) {
  if (octets.size() != kOctets) return std::nullopt;
  Secret secret;
  std::copy(octets.begin(), octets.end(), secret.octets_.begin());
  return secret;
}

Secret::Secret(Secret&& other) noexcept : octets_(other.octets_) { wipe(other.octets_); }
Secret& Secret::operator=(Secret&& other) noexcept {
  if (this == &other) return *this;
  octets_ = other.octets_;
  wipe(other.octets_);
  return *this;
}
Secret::~Secret() { wipe(octets_); }

Digest keyed_digest(const Secret& key, Octets octets) {
  be_ready();
  Digest digest;
  crypto_generichash(digest.data(), digest.size(), octets.data(), octets.size(), key.octets().data(), key.octets().size());
  return digest;
}

std::uint64_t keyed_hash(const HashKey& key, Octets octets) {
  static_assert(crypto_shorthash_KEYBYTES == sizeof(HashKey) && crypto_shorthash_BYTES == 8);
  std::array<std::uint8_t, 8> hash;
  crypto_shorthash(hash.data(), octets.data(), octets.size(), key.data());
  std::uint64_t value = 0;
  for (std::size_t i = hash.size(); i-- > 0;) value = value << 8 | hash[i];
  return value;
}

std::vector<std::uint8_t> seal(const Secret& key, Octets with, Octets plain) {
  static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == Secret::kOctets);
  constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
  std::vector<std::uint8_t> sealed(kNonce + plain.size() + crypto_aead_xchacha20poly1305_ietf_ABYTES);
  fill_random(std::span(sealed).first(kNonce));
  crypto_aead_xchacha20poly1305_ietf_encrypt(sealed.data() + kNonce, nullptr, plain.data(), plain.size(), with.data(), with.size(),
                                             nullptr, sealed.data(), key.octets().data());
  return sealed;
}

std::optional<std::vector<std::uint8_t>> unseal(const Secret& key, Octets with, Octets sealed) {
  be_ready();
  constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
  constexpr std::size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
  if (sealed.size() < kNonce + kTag) return std::nullopt;
  std::vector<std::uint8_t> plain(sealed.size() - kNonce - kTag);
  const Octets body = sealed.subspan(kNonce);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(plain.data(), nullptr, nullptr, body.data(), body.size(), with.data(), with.size(),
                                                 sealed.data(), key.octets().data()) != 0)
    return std::nullopt;
  return plain;
}

PublicKey public_key_of(const Secret& signing_key) { return KeyPair(signing_key).open; }

Signature sign(const Secret& signing_key, Octets message) {
  const KeyPair pair(signing_key);
  Signature signature;
  crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(), pair.secret.data());
  return signature;
}

bool verify(const PublicKey& key, Octets message, const Signature& signature) {
  be_ready();
  return crypto_sign_verify_detached(signature.data(), message.data(), message.size(), key.data()) == 0;
}

std::optional<std::string> hash_password(std::string_view password, const PasswordCost& cost) {
  be_ready();
  std::array<char, crypto_pwhash_STRBYTES> text{};
  if (crypto_pwhash_str(text.data(), password.data(), password.size(), cost.passes, std::size_t{cost.kibibytes} << 10) != 0)
    return std::nullopt;
  return std::string(text.data());
}

// libsodium says EINVAL of a password that differs, and something else, or nothing, where it could not look.
PasswordFit fit_of_password(std::string_view password, const std::string& hash) {
  be_ready();
  errno = 0;
  if (crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0) return PasswordFit::fits;
  return errno == EINVAL ? PasswordFit::differs : PasswordFit::no_memory;
}

std::optional<Secret> key_of_password(std::string_view password, const PasswordSalt& salt, const PasswordCost& cost) {
  static_assert(std::tuple_size_v<PasswordSalt> == crypto_pwhash_SALTBYTES);
  std::array<std::uint8_t, Secret::kOctets> key{};
  if (crypto_pwhash(key.data(), key.size(), password.data(), password.size(), salt.data(), cost.passes,
                    std::size_t{cost.kibibytes} << 10, crypto_pwhash_ALG_ARGON2ID13) != 0)
    return std::nullopt;
  auto secret = Secret::from(key);
  wipe(key);
  return secret;
}

bool is_password_hash(const std::string& text) {
  if (text.size() >= crypto_pwhash_STRBYTES || !text.starts_with(crypto_pwhash_argon2id_STRPREFIX)) return false;
  return crypto_pwhash_str_needs_rehash(text.c_str(), crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN) >= 0;
}

bool has_other_cost(const std::string& hash, const PasswordCost& cost) {
  return crypto_pwhash_str_needs_rehash(hash.c_str(), cost.passes, std::size_t{cost.kibibytes} << 10) != 0;
}

std::string to_hex(Octets octets) {
  std::string text(octets.size() * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), octets.data(), octets.size());
  text.pop_back();
  return text;
}

std::optional<std::vector<std::uint8_t>> from_hex(std::string_view text) {
  if (text.empty()) return std::vector<std::uint8_t>();
  if (text.size() % 2 != 0) return std::nullopt;
  std::vector<std::uint8_t> octets(text.size() / 2);
  std::size_t count = 0;
  const char* end = nullptr;
  if (sodium_hex2bin(octets.data(), octets.size(), text.data(), text.size(), nullptr, &count, &end) != 0) return std::nullopt;
  if (count != octets.size() || end != text.data() + text.size()) return std::nullopt;
  return octets;
}

std::string to_base64(Octets octets) {
  std::string text(sodium_base64_ENCODED_LEN(octets.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), octets.data(), octets.size(), sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();
  return text;
}

std::optional<std::vector<std::uint8_t>> from_base64(std::string_view text) {
  if (text.empty()) return std::vector<std::uint8_t>();
  std::vector<std::uint8_t> octets(text.size() / 4 * 3 + 3);
  std::size_t count = 0;
  const char* end = nullptr;
  const int refused = sodium_base642bin(octets.data(), octets.size(), text.data(), text.size(), nullptr, &count, &end,
                                        sodium_base64_VARIANT_ORIGINAL);
  if (refused != 0 || end != text.data() + text.size()) return std::nullopt;
  octets.resize(count);
  return octets;
}

}  // namespace darban::crypto
