// SPDX-License-Identifier: Apache-2.0
#include "app/list_companions.h"

#include <algorithm>

#include "app/civil_time.h"
#include "app/file_watch.h"
#include "app/small_file.h"
#include "base/errc.h"

namespace darban {
namespace {

constexpr std::size_t kLargestHead = std::size_t{2} << 20;  // octets: a body and its signatures

Octets octets_of(const std::string& text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }

// The sentence for the operator, with what to do about it.
std::string why_ignored(const std::string& path, const BundleError& error, const std::string& keys) {
  std::string text = "ignored, it opens nothing: " + std::string(text_of(error.fault).view());
  if (error.fault == BundleFault::unknown_keys || error.fault == BundleFault::too_few_signatures) text += " " + keys;
  return text + "; `darban lists import FILE` puts a newer one in its place, `rm " + path + "` takes it away";
}

class Reading {
 public:
  Reading(const std::string& image, WallTime now) : image_(image), now_(now) {}

  UnblockInForce read() {
    read_manifest();
    read_unblock();
    return std::move(found_);
  }

 private:
  void problem(const std::string& path, std::string what) { found_.problems.push_back({path, {}, std::move(what)}); }
  void look_again_at(std::int64_t seconds) { found_.until = std::min(found_.until, WallTime{Seconds{seconds}}); }

  // Lists whose time is over stay in force, because old lists are better than none; but somebody should know.
  void read_manifest() {
    const auto manifest = installed_manifest(image_);
    if (!manifest || manifest->image_size != static_cast<std::uint64_t>(stamp_of(image_).size)) return;  // of another image
    if (now_.time_since_epoch().count() < manifest->expires) return look_again_at(manifest->expires);
    problem(image_, "the lists of " + quoted(manifest->publisher) + " (number " + std::to_string(manifest->number) +
                        ") were good until " + utc_text(manifest->expires) +
                        "; they stay in force. Import a newer bundle, or look why none has come");
  }

  void read_unblock() {
    const std::string path = beside_image(image_, "unblock");
    const auto text = read_small_file(path, kLargestHead);
    if (!text) {
      if (text.error().code != Errc::not_found) problem(path, "ignored: " + std::string(text_of(text.error().code).view()));
      return;
    }
    const std::string keys_path = beside_image(image_, "keys");
    const auto keys = load_bundle_keys(keys_path);
    if (!keys) return problem(path, "ignored, nobody knows whether to trust it: " + std::string(text_of(keys.error()).view()));
    auto unblock = verify_unblock(octets_of(*text), *keys, now_.time_since_epoch().count(), 0);
    if (!unblock) return problem(path, why_ignored(path, unblock.error(), keys_path));
    look_again_at(unblock->expires);
    found_.names = std::move(unblock->names);
  }

  static std::string quoted(const std::string& text) { return "\"" + text + "\""; }

  const std::string& image_;
  WallTime now_;
  UnblockInForce found_;
};

}  // namespace

UnblockInForce read_unblock_beside(const std::string& image, WallTime now) { return Reading(image, now).read(); }

}  // namespace darban
