// SPDX-License-Identifier: Apache-2.0
// A bundle: a compiled list image on its way from maintainers to a family, with what must be known about it and who answers for
// it. One file; BUNDLE.md describes it octet by octet. Reading is total: any octets give a bundle or a named fault. Pure, no
// clock: the time is an argument, in Unix seconds. Any thread.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/crypto.h"
#include "lists/bundle_envelope.h"
#include "lists/bundle_fault.h"
#include "lists/bundle_keys.h"

namespace darban {

// Whose list is inside. Many licences ask that this travels with the data.
struct Attribution {
  std::string id;       // the source's id in the catalogue: letters, digits, '-'
  std::string title;    // for people
  std::string licence;  // an SPDX id where there is one
  std::string url;      // http or https; may be empty
  std::uint64_t entries = 0;
  friend bool operator==(const Attribution&, const Attribution&) = default;
};

struct BundleManifest {
  std::string publisher;
  std::uint64_t number = 0;       // counts up; a receiver never goes back
  std::uint64_t rollback_of = 0;  // the number whose image this is once more; 0: its own
  std::int64_t created = 0;
  std::int64_t expires = 0;  // from then on it is refused
  std::uint64_t image_size = 0;
  crypto::Digest image_hash{};       // BLAKE2b-256
  std::uint32_t image_version = 0;   // of the image format: who reads less must update the program
  std::vector<Attribution> sources;  // by ascending id
  friend bool operator==(const BundleManifest&, const BundleManifest&) = default;
};

namespace bundle_bounds {
inline constexpr std::uint64_t kLargestNumber = 1'000'000'000'000'000;  // exact in every JSON reader
inline constexpr std::int64_t kLongestLife = 400 * 86400;               // seconds
inline constexpr std::uint64_t kLargestImage = std::uint64_t{1} << 30;  // octets
inline constexpr std::size_t kMostSources = 1024;
inline constexpr std::size_t kLongestPublisher = 100;  // octets, as the three below
inline constexpr std::size_t kLongestId = 64;
inline constexpr std::size_t kLongestTitle = 200;
inline constexpr std::size_t kLongestUrl = 500;
inline constexpr std::size_t kImageAlign = 64;  // the image begins at a multiple, so that it can be used where it stands
}  // namespace bundle_bounds

// Views into the file; it must live longer.
struct Bundle {
  BundleManifest manifest;
  Octets signed_part;
  std::vector<BundleSignature> signatures;
  Octets head;   // everything before the image: what a receiver keeps beside the installed image
  Octets image;  // as long as the manifest says; not looked into
};

// The form only: no signature and no hash is checked.
Result<Bundle, BundleError> read_bundle(Octets file);
// The head of a bundle without its image, kept by a receiver.
Result<BundleManifest, BundleError> read_bundle_head(Octets head);

// What is in force at a receiver; another publisher's numbers say nothing about ours.
struct InstalledBundle {
  std::string publisher;
  std::uint64_t number = 0;
  crypto::Digest image_hash{};
};

// Everything: form, signatures, order of numbers, time, the image's hash, and that the image opens.
Result<Bundle, BundleError> verify_bundle(Octets file, const BundleKeys& keys, std::int64_t now,
                                          const std::optional<InstalledBundle>& installed);

// What maintainers sign. corrupt: something in the manifest is outside its bounds.
Result<std::vector<std::uint8_t>, BundleError> bundle_signed_part(const BundleManifest& manifest);
// The whole file. The signed part is of this manifest and image.
std::vector<std::uint8_t> bundle_file(Octets signed_part, std::span<const BundleSignature> signatures, Octets image);

}  // namespace darban
