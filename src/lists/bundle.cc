// SPDX-License-Identifier: Apache-2.0
#include "lists/bundle.h"

#include <algorithm>

#include "lists/bundle_octets.h"
#include "lists/image.h"
#include "lists/image_layout.h"

namespace darban {
namespace {

using namespace bundle_bounds;

bool is_id(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char each) {
    return (each >= 'a' && each <= 'z') || (each >= '0' && each <= '9') || each == '-';
  });
}

bool is_url(std::string_view text) { return text.empty() || text.starts_with("https://") || text.starts_with("http://"); }

Attribution read_attribution(BundleReader& in) {
  Attribution source;
  source.id = in.line(kLongestId);
  source.title = in.line(kLongestTitle);
  source.licence = in.line(kLongestTitle);
  source.url = in.line(kLongestUrl);
  source.entries = in.number<std::uint64_t>();
  in.expect(is_id(source.id) && !source.title.empty() && is_url(source.url));
  return source;
}

Result<BundleManifest, BundleError> read_manifest(const Envelope& envelope) {
  BundleReader in(envelope.body, envelope.body_at);
  BundleManifest manifest;
  manifest.publisher = in.line(kLongestPublisher);
  in.expect(!manifest.publisher.empty());
  manifest.number = in.number<std::uint64_t>();
  in.expect(manifest.number > 0 && manifest.number <= kLargestNumber);
  manifest.rollback_of = in.number<std::uint64_t>();
  in.expect(manifest.rollback_of < manifest.number);
  manifest.created = static_cast<std::int64_t>(in.number<std::uint64_t>());
  manifest.expires = static_cast<std::int64_t>(in.number<std::uint64_t>());
  in.expect(manifest.created >= 0 && manifest.expires > manifest.created && manifest.expires - manifest.created <= kLongestLife);
  manifest.image_size = in.number<std::uint64_t>();
  in.expect(manifest.image_size > 0 && manifest.image_size <= kLargestImage);
  manifest.image_hash = in.array<sizeof manifest.image_hash>();
  manifest.image_version = in.number<std::uint32_t>();
  const auto sources = in.number<std::uint32_t>();
  in.expect(sources <= kMostSources);
  for (std::uint32_t i = 0; i < sources && in.ok(); ++i) {
    manifest.sources.push_back(read_attribution(in));
    in.expect(i == 0 || manifest.sources[i - 1].id < manifest.sources[i].id);
  }
  in.expect(in.left() == 0);
  if (in.ok()) return manifest;
  return BundleError{BundleFault::corrupt, in.error().at};  // the body is all there, so nothing was cut off
}

// The zeros between the signatures and the image.
std::size_t padding_at(std::uint64_t at) { return static_cast<std::size_t>((kImageAlign - at % kImageAlign) % kImageAlign); }

bool all_zero(Octets octets) {
  return std::all_of(octets.begin(), octets.end(), [](std::uint8_t each) { return each == 0; });
}

Result<void, BundleError> check_order(const BundleManifest& manifest, const std::optional<InstalledBundle>& installed) {
  if (!installed) return {};
  if (manifest.publisher != installed->publisher) return BundleError{BundleFault::another_publisher, 0};
  if (manifest.number < installed->number) return BundleError{BundleFault::older, 0};
  if (manifest.number == installed->number && manifest.image_hash != installed->image_hash)
    return BundleError{BundleFault::number_used_twice, 0};
  return {};
}

Result<void, BundleError> check_image(const Bundle& bundle) {
  const std::uint64_t image_at = bundle.head.size();
  if (crypto::blake2b256(bundle.image) != bundle.manifest.image_hash) return BundleError{BundleFault::corrupt, image_at};
  if (bundle.manifest.image_version > layout::kVersion) return BundleError{BundleFault::needs_newer_program, 0};
  if (const auto opened = Image::from_octets(bundle.image); !opened)
    return BundleError{BundleFault::bad_image, image_at + opened.error().at};
  return {};
}

}  // namespace

Result<Bundle, BundleError> read_bundle(Octets file) {
  auto envelope = read_envelope(file, kBundleKind);
  if (!envelope) return envelope.error();
  auto manifest = read_manifest(*envelope);
  if (!manifest) return manifest.error();
  BundleReader in(envelope->rest, envelope->rest_at);
  in.expect(all_zero(in.take(padding_at(envelope->rest_at))));
  const std::uint64_t image_at = envelope->rest_at + in.at();
  const Octets image = in.take(static_cast<std::size_t>(manifest->image_size));
  in.expect(in.left() == 0);
  if (!in.ok()) return in.error();
  return Bundle{std::move(*manifest), envelope->signed_part, std::move(envelope->signatures),
                file.first(static_cast<std::size_t>(image_at)), image};
}

Result<BundleManifest, BundleError> read_bundle_head(Octets head) {
  const auto envelope = read_envelope(head, kBundleKind);
  if (!envelope) return envelope.error();
  if (envelope->rest.size() != padding_at(envelope->rest_at) || !all_zero(envelope->rest))
    return BundleError{BundleFault::corrupt, envelope->rest_at};
  return read_manifest(*envelope);
}

// Signatures come first: nothing else in the file is worth a sentence while nobody answers for it.
Result<Bundle, BundleError> verify_bundle(Octets file, const BundleKeys& keys, std::int64_t now,
                                          const std::optional<InstalledBundle>& installed) {
  auto bundle = read_bundle(file);
  if (!bundle) return bundle;
  if (const auto trusted = keys.check(bundle->signed_part, bundle->signatures); !trusted) return trusted.error();
  if (const auto ordered = check_order(bundle->manifest, installed); !ordered) return ordered.error();
  if (now >= bundle->manifest.expires) return BundleError{BundleFault::expired, 0};
  if (const auto whole = check_image(*bundle); !whole) return whole.error();
  return bundle;
}

Result<std::vector<std::uint8_t>, BundleError> bundle_signed_part(const BundleManifest& manifest) {
  BundleWriter body;
  body.line(manifest.publisher);
  body.number(manifest.number);
  body.number(manifest.rollback_of);
  body.number(static_cast<std::uint64_t>(manifest.created));
  body.number(static_cast<std::uint64_t>(manifest.expires));
  body.number(manifest.image_size);
  body.add(manifest.image_hash);
  body.number(manifest.image_version);
  body.number(static_cast<std::uint32_t>(manifest.sources.size()));
  for (const Attribution& source : manifest.sources) {
    for (const std::string* text : {&source.id, &source.title, &source.licence, &source.url}) body.line(*text);
    body.number(source.entries);
  }
  auto part = signed_part_of(kBundleKind, body.written());
  // What a reader would refuse is not written: the bounds stand in one place.
  const auto whole = with_signatures(part, {});
  const auto envelope = read_envelope(whole, kBundleKind);
  if (!envelope) return envelope.error();
  const auto again = read_manifest(*envelope);
  if (!again) return again.error();
  if (*again != manifest) return BundleError{BundleFault::corrupt, 0};  // a text of more than 65,535 octets
  return part;
}

std::vector<std::uint8_t> bundle_file(Octets signed_part, std::span<const BundleSignature> signatures, Octets image) {
  BundleWriter out;
  out.add(with_signatures(signed_part, signatures));
  out.pad(kImageAlign);
  out.add(image);
  return out.take();
}

}  // namespace darban
