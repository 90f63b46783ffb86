// SPDX-License-Identifier: Apache-2.0
#include "update/bundle_files.h"

#include "base/errc.h"
#include "base/mapped_file.h"
#include "lists/unblock.h"

namespace darban {
namespace {

constexpr std::size_t kLargestHead = std::size_t{2} << 20;  // octets: a body and its signatures
constexpr std::string_view kImageEnding = ".image";

Result<MappedFile> open_small(const std::string& path, std::size_t most) {
  auto file = MappedFile::open(path);
  if (file && file->octets().size() > most) return Error{Errc::too_large};
  return file;
}

}  // namespace

std::string stem_of_image(std::string_view image) {
  if (image.ends_with(kImageEnding)) image.remove_suffix(kImageEnding.size());
  return std::string(image);
}

std::string beside_image(const std::string& image, std::string_view ending) {
  return stem_of_image(image) + "." + std::string(ending);
}

Result<BundleKeys, ConfigError> load_bundle_keys(const std::string& path) {
  const auto file = open_small(path, BundleKeys::kLargestText);
  if (!file) {
    const std::string reason(text_of(file.error().code).view());
    return ConfigError{
        path, {}, reason + "; it is the trust file: `threshold: 1` and the line of a NAME.pub, see `darban lists keygen --help`"};
  }
  auto keys = BundleKeys::from_text({reinterpret_cast<const char*>(file->octets().data()), file->octets().size()});
  if (keys) return std::move(*keys);
  const int line = static_cast<int>(keys.error().line);
  return ConfigError{path, {line, line == 0 ? 0 : 1}, std::string(keys.error().what.view())};
}

std::optional<BundleManifest> manifest_in(const std::string& path) {
  const auto head = open_small(path, kLargestHead);
  if (!head) return std::nullopt;
  auto manifest = read_bundle_head(head->octets());
  if (!manifest) return std::nullopt;
  return std::move(*manifest);
}

std::optional<BundleManifest> installed_manifest(const std::string& image) {
  return manifest_in(beside_image(image, "manifest"));
}

InstalledBundle as_installed(const BundleManifest& manifest) {
  return {manifest.publisher, manifest.number, manifest.image_hash};
}

std::optional<InstalledBundle> installed_bundle(const std::string& image) {
  const auto manifest = installed_manifest(image);
  if (!manifest) return std::nullopt;
  return as_installed(*manifest);
}

std::uint64_t installed_unblock(const std::string& image, const BundleKeys& keys) {
  const auto file = open_small(beside_image(image, "unblock"), kLargestHead);
  if (!file) return 0;
  const auto unblock = read_unblock(file->octets());
  if (!unblock || !keys.check(unblock->signed_part, unblock->signatures)) return 0;
  return unblock->unblock.number;
}

}  // namespace darban
