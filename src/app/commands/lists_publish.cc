// SPDX-License-Identifier: Apache-2.0
#include "app/commands/lists_publish.h"

#include <array>
#include <string>

#include "app/arguments.h"
#include "app/command_line.h"
#include "app/commands/list_file.h"
#include "app/commands/lists_signed.h"
#include "app/commands/publish_folder.h"
#include "app/exit_code.h"
#include "app/terminal.h"

namespace darban {
namespace {

class Publishing {
 public:
  Publishing(const Arguments& arguments, PublishFolder folder, BundleKeys keys, std::int64_t now)
      : arguments_(arguments), folder_(std::move(folder)), keys_(std::move(keys)), now_(now) {}

  Result<void, Sentence> run() const {
    if (arguments_.has("--rollback-to")) {
      if (const auto done = roll_back(); !done) return done;
    }
    if (const auto path = arguments_.value("--bundle")) {
      const auto file = open_file(std::string(*path));
      if (!file) return file.error();
      if (const auto done = publish_bundle(*path, file->octets()); !done) return done;
    }
    if (const auto path = arguments_.value("--unblock")) {
      if (const auto done = publish_unblock(std::string(*path)); !done) return done;
    }
    return folder_.write_index();
  }

 private:
  Result<void, Sentence> publish_bundle(std::string_view shown, Octets octets) const {
    const auto newest = folder_.newest();
    if (!newest) return newest.error();
    const auto bundle = verify_bundle(octets, keys_, now_, *newest);
    if (!bundle) return refusal(shown, bundle.error()) + what_to_do(bundle.error().fault, *newest);
    const std::string into = folder_.bundle_path(bundle->manifest.number);
    if (const auto done = write_file(into, octets); !done) return done;
    terminal::print("published as " + shown_path(into) + ": " + bundle_text(*bundle, &keys_));
    return {};
  }

  static Sentence what_to_do(BundleFault fault, const std::optional<InstalledBundle>& newest) {
    if (fault == BundleFault::too_few_signatures) return "; let another maintainer run: darban lists sign --key KEY FILE";
    if (fault == BundleFault::older || fault == BundleFault::number_used_twice)
      return "; the newest that is published is number " + std::to_string(newest->number);
    return "";
  }

  Result<void, Sentence> publish_unblock(const std::string& path) const {
    std::uint64_t before = 0;
    if (const auto old = MappedFile::open(folder_.unblock_path()); old) {
      if (const auto read = read_unblock(old->octets()); read) before = read->unblock.number;
    }
    const auto file = open_file(path);
    if (!file) return file.error();
    const auto unblock = verify_unblock(file->octets(), keys_, now_, before);
    if (!unblock) return refusal(path, unblock.error()) + what_to_do(unblock.error().fault, InstalledBundle{"", before, {}});
    if (const auto done = write_file(folder_.unblock_path(), file->octets()); !done) return done;
    terminal::print("published as " + shown_path(folder_.unblock_path()) + ": " +
                    unblock_text(*read_unblock(file->octets()), &keys_));
    return {};
  }

  // An old image under a new number: the one way back that every receiver follows.
  Result<void, Sentence> roll_back() const {
    const auto to = number_of(arguments_, "--rollback-to");
    if (!to) return to.error();
    const auto newest = folder_.newest();
    if (!newest) return newest.error();
    if (!*newest || *to >= (*newest)->number) return "there is no number after " + std::to_string(*to) + " to take back";
    const std::string path = folder_.bundle_path(*to);
    const auto file = open_file(path);
    if (!file) return file.error();
    const auto old = read_bundle(file->octets());
    if (!old) return refusal(path, old.error());
    // The folder stands on a machine that faces the internet: what we sign again must be what was signed before.
    if (const auto trusted = keys_.check(old->signed_part, old->signatures); !trusted) return refusal(path, trusted.error());
    if (crypto::blake2b256(old->image) != old->manifest.image_hash)
      return refusal(path, {BundleFault::corrupt, old->head.size()});
    const auto keys = load_signing_keys(arguments_.value("--key").value_or(""));
    if (!keys) return keys.error();
    const auto expires = end_of(arguments_, now_, "30d");
    if (!expires) return expires.error();

    BundleManifest manifest = old->manifest;
    manifest.number = (*newest)->number + 1;
    manifest.rollback_of = *to;
    manifest.created = now_;
    manifest.expires = *expires;
    const auto part = bundle_signed_part(manifest);
    if (!part) return Sentence("a bundle is good for 400 days at most");
    std::vector<BundleSignature> signatures;
    for (const crypto::Secret& key : *keys) signatures.push_back(signature_by(key, *part));
    const auto octets = bundle_file(*part, signatures, old->image);
    const auto output = arguments_.has("-o") ? arguments_.value("-o") : arguments_.value("--output");
    if (!output) return publish_bundle("number " + std::to_string(manifest.number), octets);
    if (const auto done = write_file(std::string(*output), octets); !done) return done;
    terminal::print(shown_path(*output) + " goes back to number " + std::to_string(*to) +
                    ". When enough have signed it: darban lists publish --bundle " + shown_path(*output) + " FOLDER");
    return {};
  }

  const Arguments& arguments_;
  PublishFolder folder_;
  BundleKeys keys_;
  std::int64_t now_;
};

}  // namespace

int run_lists_publish(std::span<const std::string_view> words) {
  constexpr std::array kOptions{Option{"--bundle"}, Option{"--unblock"}, Option{"--rollback-to"},
                                Option{"--keys"},   Option{"--key"},     Option{"-o"},
                                Option{"--output"}, Option{"--expires"}, Option{"--date"}};
  const auto arguments = Arguments::read(words, kOptions, 1);
  if (!arguments) return usage_error("lists publish", arguments.error());
  if (arguments->places().empty()) return usage_error("lists publish", "which folder?");
  if (arguments->has("--bundle") && arguments->has("--rollback-to"))
    return usage_error("lists publish", "one bundle at a time: --bundle or --rollback-to");
  PublishFolder folder{std::string(arguments->places().front())};
  auto keys = load_trust(std::string(arguments->value("--keys").value_or(folder.keys_path())));
  if (!keys) return failed("publish", keys.error());
  const auto now = moment_of(*arguments);
  if (!now) return failed("publish", now.error());
  const auto done = Publishing(*arguments, std::move(folder), std::move(*keys), *now).run();
  return done ? kExitOk : failed("publish", done.error());
}

}  // namespace darban
