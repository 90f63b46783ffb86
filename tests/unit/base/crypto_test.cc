// SPDX-License-Identifier: Apache-2.0
#include "base/crypto.h"

#include <doctest/doctest.h>

#include <string>

using namespace darban;
using namespace darban::crypto;

namespace {

Octets octets_of(std::string_view text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }

template <std::size_t N>
std::array<std::uint8_t, N> from_text(std::string_view hex) {
  const auto octets = from_hex(hex);
  REQUIRE(octets.has_value());
  REQUIRE(octets->size() == N);
  std::array<std::uint8_t, N> array;
  std::copy(octets->begin(), octets->end(), array.begin());
  return array;
}

Secret secret_of(std::string_view hex) {
  auto secret = Secret::from(*from_hex(hex));
  REQUIRE(secret.has_value());
  return std::move(*secret);
}

}  // namespace

TEST_CASE("SHA-256 gives the values of FIPS 180-4") {
  CHECK(to_hex(sha256({})) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(to_hex(sha256(octets_of("abc"))) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("BLAKE2b-256 gives the value of an independent implementation") {
  CHECK(to_hex(blake2b256(octets_of("abc"))) == "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
}

TEST_CASE("a hash made in pieces is the hash of the whole") {
  const std::string text(1000, 'x');
  Sha256 sha;
  Blake2b256 blake;
  for (std::size_t at = 0; at < text.size(); at += 77) {
    sha.add(octets_of(std::string_view(text).substr(at, 77)));
    blake.add(octets_of(std::string_view(text).substr(at, 77)));
  }
  CHECK(sha.finish() == sha256(octets_of(text)));
  CHECK(blake.finish() == blake2b256(octets_of(text)));
}

TEST_CASE("Ed25519 gives the key and the signature of RFC 8032 section 7.1, test 2") {
  const Secret key = secret_of("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
  const std::array<std::uint8_t, 1> message{0x72};
  CHECK(to_hex(public_key_of(key)) == "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  CHECK(to_hex(sign(key, message)) ==
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d2916"
        "12bb0c0"
        "0");
}

TEST_CASE("a signature holds for its message and its key only, and for no changed bit") {
  const Secret key = Secret::random();
  const auto message = octets_of("lists");
  const Signature good = sign(key, message);
  CHECK(verify(public_key_of(key), message, good));
  CHECK_FALSE(verify(public_key_of(key), octets_of("listz"), good));
  CHECK_FALSE(verify(public_key_of(Secret::random()), message, good));
  for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
    Signature bad = good;
    bad[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    REQUIRE_FALSE(verify(public_key_of(key), message, bad));
  }
}

TEST_CASE("a key of small order signs nothing") {
  CHECK_FALSE(verify(PublicKey{}, octets_of("lists"), Signature{}));
  PublicKey identity{};
  identity[0] = 1;
  CHECK_FALSE(verify(identity, octets_of("lists"), Signature{}));
}

TEST_CASE("SipHash gives the value of its paper's appendix") {
  HashKey key;
  for (std::size_t i = 0; i < key.size(); ++i) key[i] = static_cast<std::uint8_t>(i);
  std::array<std::uint8_t, 15> message;
  for (std::size_t i = 0; i < message.size(); ++i) message[i] = static_cast<std::uint8_t>(i);
  CHECK(keyed_hash(key, message) == 0xa129ca6149be45e5);
}

TEST_CASE("a keyed digest depends on the key") {
  const Secret a = secret_of(std::string(64, '1'));
  const Secret b = secret_of(std::string(64, '2'));
  CHECK(keyed_digest(a, octets_of("x")) == keyed_digest(a, octets_of("x")));
  CHECK(keyed_digest(a, octets_of("x")) != keyed_digest(b, octets_of("x")));
  CHECK(keyed_digest(a, octets_of("x")) != blake2b256(octets_of("x")));
}

TEST_CASE("a secret is 32 octets, and a moved one is gone") {
  CHECK_FALSE(Secret::from(octets_of("short")).has_value());
  Secret first = Secret::random();
  const std::string before = to_hex(first.octets());
  const Secret second = std::move(first);
  CHECK(to_hex(second.octets()) == before);
  CHECK(to_hex(first.octets()) == std::string(64, '0'));  // NOLINT(bugprone-use-after-move): that is the promise
}

TEST_CASE("two secrets are never the same") { CHECK_FALSE(same(Secret::random().octets(), Secret::random().octets())); }

TEST_CASE("octets of different sizes are not the same") {
  CHECK(same(octets_of("ab"), octets_of("ab")));
  CHECK_FALSE(same(octets_of("ab"), octets_of("abc")));
  CHECK_FALSE(same(octets_of("ab"), octets_of("ac")));
  CHECK(same({}, {}));
}

TEST_CASE("hexadecimal text is read in both cases and only in pairs of digits") {
  CHECK(to_hex(from_text<3>("00FfA5")) == "00ffa5");
  for (const char* wrong : {"0", "0g", "00 11", "0x00", "00:11", "zz"}) CHECK_FALSE(from_hex(wrong).has_value());
  CHECK(from_hex("")->empty());
}

TEST_CASE("base64 has one spelling (RFC 4648 section 10)") {
  for (const auto& [plain, coded] : {std::pair{"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foobar", "Zm9vYmFy"}}) {
    CHECK(to_base64(octets_of(plain)) == coded);
    const auto back = from_base64(coded);
    REQUIRE(back.has_value());
    CHECK(same(*back, octets_of(plain)));
  }
  for (const char* wrong : {"Zg", "Zg=", "Zh==", "Zm9v\n", " Zm9v", "Zm9v=", "Zm-v", "Z"})
    CHECK_FALSE(from_base64(wrong).has_value());
}

TEST_CASE("a password fits its own hash and no other, and the hash says what it cost") {
  const crypto::PasswordCost cheap{.kibibytes = 8192, .passes = 1};
  const auto hash = crypto::hash_password("correct horse", cheap);
  REQUIRE(hash);
  CHECK(hash->starts_with("$argon2id$v=19$m=8192,t=1,p=1$"));
  CHECK(crypto::fit_of_password("correct horse", *hash) == crypto::PasswordFit::fits);
  CHECK(crypto::fit_of_password("correct horsf", *hash) == crypto::PasswordFit::differs);
  CHECK(crypto::fit_of_password("", *hash) == crypto::PasswordFit::differs);
  CHECK(*crypto::hash_password("correct horse", cheap) != *hash);
  CHECK_FALSE(crypto::has_other_cost(*hash, cheap));
  CHECK(crypto::has_other_cost(*hash, {.kibibytes = 8192, .passes = 2}));
  CHECK(crypto::has_other_cost(*hash, {.kibibytes = 9216, .passes = 1}));
}

TEST_CASE("what is no hash of a password is known as such") {
  CHECK(crypto::is_password_hash(*crypto::hash_password("x", {.kibibytes = 8192, .passes = 1})));
  for (const char* text : {"", "x", "$argon2id$", "$argon2id$v=19$m=8192,t=1,p=1$", "$argon2i$v=19$m=8192,t=3,p=1$AAAA$AAAA"}) {
    CAPTURE(text);
    CHECK_FALSE(crypto::is_password_hash(text));
  }
  CHECK_FALSE(crypto::is_password_hash("$argon2id$" + std::string(200, 'A')));
}

TEST_CASE("what is sealed opens with its key and what belongs to it, and with nothing else") {
  const auto key = crypto::Secret::random();
  const std::vector<std::uint8_t> plain{1, 2, 3};
  const std::vector<std::uint8_t> with{9};
  auto sealed = crypto::seal(key, with, plain);
  CHECK(sealed.size() == 24 + 3 + 16);
  CHECK(crypto::unseal(key, with, sealed) == plain);
  CHECK_FALSE(crypto::unseal(crypto::Secret::random(), with, sealed).has_value());
  CHECK_FALSE(crypto::unseal(key, plain, sealed).has_value());
  CHECK(crypto::seal(key, with, plain) != sealed);
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    sealed[i] ^= 1;
    CHECK_FALSE(crypto::unseal(key, with, sealed).has_value());
    sealed[i] ^= 1;
    CHECK_FALSE(crypto::unseal(key, with, Octets(sealed).first(i)).has_value());
  }
  CHECK(crypto::unseal(key, {}, crypto::seal(key, {}, {}))->empty());
}
