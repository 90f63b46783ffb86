// SPDX-License-Identifier: Apache-2.0
#include "update/signed_lists.h"

#include "base/atomic_file.h"
#include "lists/image.h"
#include "lists/unblock.h"
#include "update/bundle_files.h"

namespace darban {
namespace {

Result<void> write_octets(const std::string& path, Octets octets) {
  auto file = AtomicFile::create(path);
  if (!file) return file.error();
  const auto written = file->write(octets);
  return written ? file->commit() : written;
}

bool is_the_same(const InstalledBundle& one, const InstalledBundle& other) {
  return one.publisher == other.publisher && one.number == other.number && one.image_hash == other.image_hash;
}

}  // namespace

SignedLists::SignedLists(std::string state_folder, std::string image, BundleKeys keys, Numbers numbers)
    : state_(std::move(state_folder)),
      image_(std::move(image)),
      keys_(std::move(keys)),
      numbers_(numbers),
      generations_(state_) {}

std::optional<InstalledBundle> SignedLists::newest() const {
  if (numbers_ == Numbers::begin_anew) return std::nullopt;
  const auto manifest = manifest_in(newest_path());
  if (!manifest) return std::nullopt;
  return as_installed(*manifest);
}

std::uint64_t SignedLists::unblock_number() const {
  return numbers_ == Numbers::begin_anew ? 0 : installed_unblock(image_, keys_);
}

bool SignedLists::wants(std::uint64_t number) const {
  const auto before = newest();
  if (!before || number > before->number) return true;
  if (number < before->number) return false;
  const auto in_force = generations_.bundle_in_force();
  return !in_force || !is_the_same(as_installed(*in_force), *before) || !Image::glance(image_);
}

bool SignedLists::is_in_force(const BundleManifest& manifest) const {
  const auto installed = generations_.installed();
  const auto in_force = generations_.bundle_in_force();
  return in_force && is_the_same(as_installed(*in_force), as_installed(manifest)) &&
         Image::open(generations_.image_of(*installed)).has_value();
}

// The newest is remembered last: killed before that, the same bundle is wanted once more and finds itself in force.
Result<std::uint64_t, NotTaken> SignedLists::take_bundle(Octets file, std::int64_t now) const {
  const auto bundle = verify_bundle(file, keys_, now, newest());
  if (!bundle) return NotTaken{bundle.error(), {}};
  const auto generation = install(*bundle);
  if (!generation) return NotTaken{{}, generation.error()};
  if (const auto kept = write_octets(newest_path(), bundle->head); !kept) return NotTaken{{}, kept.error()};
  generations_.prune();
  return *generation;
}

Result<std::uint64_t> SignedLists::install(const Bundle& bundle) const {
  if (is_in_force(bundle.manifest)) {  // again: another copy would only push an older one out
    const std::uint64_t number = *generations_.installed();
    const auto installed = generations_.install(number, image_);
    return installed ? Result<std::uint64_t>(number) : installed.error();
  }
  const auto folder = generations_.begin();
  if (!folder) return folder.error();
  const std::string arrived = *folder + "/lists.image";
  if (const auto written = write_octets(arrived, bundle.image); !written) return written.error();
  if (const auto opened = Image::open(arrived); !opened) return opened.error();  // what stands on the disk, not what we meant
  if (const auto written = write_octets(beside_image(arrived, "manifest"), bundle.head); !written) return written.error();
  const auto number = generations_.publish();
  if (!number) return number;
  if (const auto installed = generations_.install(*number, image_); !installed) return installed.error();
  return number;
}

Result<void, NotTaken> SignedLists::take_unblock(Octets file, std::int64_t now) const {
  if (const auto good = verify_unblock(file, keys_, now, unblock_number()); !good) return NotTaken{good.error(), {}};
  if (const auto written = write_octets(beside_image(image_, "unblock"), file); !written) return NotTaken{{}, written.error()};
  return {};
}

}  // namespace darban
