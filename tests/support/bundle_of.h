// SPDX-License-Identifier: Apache-2.0
// Small signed files for tests: maintainers whose keys are the same in every run, and a bundle around a tiny real image.
#pragma once
#include <algorithm>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "lists/bundle.h"
#include "lists/image_layout.h"
#include "tests/support/image_of.h"

namespace darban::test_bundles {

inline constexpr std::int64_t kToday = 1'795'219'200;  // 2026-11-21
inline constexpr const char* kPublisher = "Families' lists";

using KeyList = std::vector<std::reference_wrapper<const crypto::Secret>>;

class Maintainers {
 public:
  explicit Maintainers(std::size_t count, std::uint8_t first = 1) {
    for (std::size_t i = 0; i < count; ++i) {
      const std::vector<std::uint8_t> seed(crypto::Secret::kOctets, static_cast<std::uint8_t>(first + i));
      secrets_.push_back(*crypto::Secret::from(seed));
    }
  }
  KeyList keys(std::size_t count) const { return {secrets_.begin(), secrets_.begin() + static_cast<std::ptrdiff_t>(count)}; }
  std::string line(std::size_t i, std::string_view comment) const {
    return trust_line(crypto::public_key_of(secrets_[i]), comment);
  }
  BundleKeys trust(std::size_t threshold) const {
    std::string text = "threshold: " + std::to_string(threshold) + "\n";
    for (std::size_t i = 0; i < secrets_.size(); ++i) text += line(i, "maintainer");
    auto keys = BundleKeys::from_text(text);
    if (!keys) std::abort();
    return *keys;
  }

 private:
  std::vector<crypto::Secret> secrets_;
};

inline std::vector<std::uint8_t> image_octets() {
  static const std::vector<std::uint8_t> octets = [] {
    ListCompiler compiler;
    if (!compiler.add_category({CategoryId{1}, "gaming", Risk::conduct, false})) std::abort();
    compiler.begin_source({.path = "gaming/a.txt", .format = "domains", .category = CategoryId{1}})
        .entry({*Name::from_text("games.example"), Scope::subtree, EntryKind::block}, 1);
    auto compiled = compiler.finish();
    if (!compiled) std::abort();
    return std::move(compiled->octets);
  }();
  return octets;
}

inline BundleManifest manifest_of(std::uint64_t number) {
  BundleManifest manifest;
  manifest.publisher = kPublisher;
  manifest.number = number;
  manifest.created = kToday - 3600;
  manifest.expires = kToday + 14 * 86400;
  manifest.image_size = image_octets().size();
  manifest.image_hash = crypto::blake2b256(image_octets());
  manifest.image_version = layout::kVersion;
  manifest.sources = {{"curated-gaming", "Our own list of games", "Apache-2.0", "", 1},
                      {"other", "Somebody's list", "CC-BY-4.0", "https://lists.example/", 0}};
  return manifest;
}

inline std::vector<BundleSignature> signatures_of(Octets signed_part, const KeyList& keys) {
  std::vector<BundleSignature> signatures;
  for (const crypto::Secret& key : keys) signatures.push_back(signature_by(key, signed_part));
  return signatures;
}

inline std::vector<std::uint8_t> bundle_of(const BundleManifest& manifest, const KeyList& keys) {
  const auto part = bundle_signed_part(manifest);
  if (!part) std::abort();
  return bundle_file(*part, signatures_of(*part, keys), image_octets());
}

}  // namespace darban::test_bundles
