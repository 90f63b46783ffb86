// SPDX-License-Identifier: Apache-2.0
#include "lists/bundle_keys.h"

#include <algorithm>
#include <charconv>

#include "lists/bundle_text.h"
#include "lists/line.h"

namespace darban {
namespace {

constexpr std::string_view kThreshold = "threshold:";
constexpr std::string_view kSecretWord = "darban-signing-key";

template <std::size_t N>
std::optional<std::array<std::uint8_t, N>> exactly(const std::optional<std::vector<std::uint8_t>>& octets) {
  if (!octets || octets->size() != N) return std::nullopt;
  std::array<std::uint8_t, N> array;
  std::copy(octets->begin(), octets->end(), array.begin());
  return array;
}

Result<std::size_t, Text> read_threshold(std::string_view text) {
  std::size_t number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc() || end != text.data() + text.size() || number == 0 || number > BundleKeys::kMostKeys)
    return Text("the threshold is a number from 1 to 16, such as: threshold: 2");
  return number;
}

Result<TrustedKey, Text> read_key(std::string_view line) {
  std::string_view rest = line;
  const auto id = exactly<sizeof(KeyId)>(crypto::from_hex(take_word(rest)));
  if (!id) return Text("a line begins with a key's id: 16 digits from 0 to f");
  const auto key = exactly<sizeof(crypto::PublicKey)>(crypto::from_base64(take_word(rest)));
  if (!key) return Text("after the id stands the public key in base64: 44 characters, as in NAME.pub");
  if (key_id_of(*key) != *id) return Text("the id does not belong to this key; copy the line from NAME.pub again");
  return TrustedKey{*id, *key, std::string(rest)};
}

}  // namespace

Result<BundleKeys, BundleKeysError> BundleKeys::from_text(std::string_view text) {
  if (text.size() > kLargestText) return BundleKeysError{0, "too large for a trust file"};
  BundleKeys keys;
  std::uint32_t number = 0;
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    ++number;
    if (line.empty() || line.front() == '#') continue;
    if (!is_plain_line(line)) return BundleKeysError{number, "not plain text"};
    if (line.starts_with(kThreshold)) {
      const auto threshold = read_threshold(trim(line.substr(kThreshold.size())));
      if (!threshold) return BundleKeysError{number, threshold.error()};
      if (keys.threshold_ != 0) return BundleKeysError{number, "the threshold is given twice"};
      keys.threshold_ = *threshold;
      continue;
    }
    auto key = read_key(line);
    if (!key) return BundleKeysError{number, key.error()};
    if (keys.find(key->id) != nullptr) return BundleKeysError{number, "this key stands there twice"};
    if (keys.keys_.size() == kMostKeys) return BundleKeysError{number, "16 keys are the most"};
    keys.keys_.push_back(std::move(*key));
  }
  if (keys.threshold_ == 0) return BundleKeysError{0, "a line is missing that says how many must sign, such as: threshold: 2"};
  if (keys.keys_.size() < keys.threshold_) return BundleKeysError{0, "fewer keys than the threshold: no file could ever be good"};
  return keys;
}

const TrustedKey* BundleKeys::find(const KeyId& id) const {
  const auto found = std::find_if(keys_.begin(), keys_.end(), [&](const TrustedKey& each) { return each.id == id; });
  return found == keys_.end() ? nullptr : &*found;
}

Result<void, BundleError> BundleKeys::check(Octets signed_part, std::span<const BundleSignature> signatures) const {
  if (signatures.empty()) return BundleError{BundleFault::unsigned_file, 0};
  std::size_t good = 0;
  for (const BundleSignature& each : signatures) {  // each key once: read_envelope saw to it
    const TrustedKey* known = find(each.key);
    if (known == nullptr) continue;
    if (!crypto::verify(known->key, signed_part, each.signature)) return BundleError{BundleFault::bad_signature, 0};
    ++good;
  }
  if (good == 0) return BundleError{BundleFault::unknown_keys, 0};
  if (good < threshold_) return BundleError{BundleFault::too_few_signatures, 0};
  return {};
}

std::string trust_line(const crypto::PublicKey& key, std::string_view comment) {
  return crypto::to_hex(key_id_of(key)) + " " + crypto::to_base64(key) + " " + std::string(comment) + "\n";
}

std::string signing_key_text(const crypto::Secret& key) {
  const std::string id = crypto::to_hex(key_id_of(crypto::public_key_of(key)));
  return "# secret: who has this file signs in your name\n" + std::string(kSecretWord) + " " + id + " " +
         crypto::to_base64(key.octets()) + "\n";
}

std::optional<crypto::Secret> signing_key_from(std::string_view text) {
  std::string_view rest = take_line(text);
  while (rest.starts_with('#')) rest = take_line(text);
  if (take_word(rest) != kSecretWord) return std::nullopt;
  const auto id = exactly<sizeof(KeyId)>(crypto::from_hex(take_word(rest)));
  auto octets = crypto::from_base64(rest);
  if (!id || !octets) return std::nullopt;
  auto key = crypto::Secret::from(*octets);
  crypto::wipe(*octets);
  if (!key || key_id_of(crypto::public_key_of(*key)) != *id) return std::nullopt;
  return key;
}

}  // namespace darban
