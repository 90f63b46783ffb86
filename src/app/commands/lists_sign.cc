// SPDX-License-Identifier: Apache-2.0
#include "app/commands/lists_sign.h"

#include <algorithm>
#include <array>
#include <string>

#include "app/arguments.h"
#include "app/command_line.h"
#include "app/commands/attributions.h"
#include "app/commands/list_file.h"
#include "app/commands/lists_signed.h"
#include "app/exit_code.h"
#include "app/terminal.h"
#include "base/errc.h"
#include "lists/bundle_text.h"
#include "lists/image.h"
#include "lists/image_layout.h"

namespace darban {
namespace {

std::vector<BundleSignature> signed_by(const std::vector<crypto::Secret>& keys, Octets signed_part,
                                       std::vector<BundleSignature> before = {}) {
  for (const crypto::Secret& key : keys) before.push_back(signature_by(key, signed_part));
  return before;
}

// FILE with another ending.
std::string with_ending(const std::string& path, std::string_view ending) {
  const std::size_t slash = path.rfind('/');
  const std::size_t dot = path.rfind('.');
  const bool has_ending = dot != std::string::npos && dot > 0 && (slash == std::string::npos || dot > slash + 1);
  return (has_ending ? path.substr(0, dot) : path) + std::string(ending);
}

class Signing {
 public:
  Signing(const Arguments& arguments, std::vector<crypto::Secret> keys, std::string path)
      : arguments_(arguments), keys_(std::move(keys)), path_(std::move(path)) {}

  Result<void, Sentence> run() {
    const auto file = open_file(path_);
    if (!file) return file.error();
    if (arguments_.has("--unblock")) return make_unblock(text_in(*file));
    if (is_of_kind(file->octets(), kBundleKind)) return add_to_bundle(file->octets());
    if (is_of_kind(file->octets(), kUnblockKind)) return add_to_unblock(file->octets());
    return make_bundle(file->octets());
  }

 private:
  std::string publisher() const { return std::string(arguments_.value("--publisher").value_or("")); }
  std::string output(std::string_view ending) const {
    const auto given = arguments_.has("-o") ? arguments_.value("-o") : arguments_.value("--output");
    return given ? std::string(*given) : with_ending(path_, ending);
  }

  Result<void, Sentence> make_bundle(Octets image) const {
    const auto opened = Image::open(path_);
    if (!opened) return refused_image(path_, opened.error());
    if (publisher().empty()) return Sentence("who publishes it? --publisher \"Our school\"");
    if (!arguments_.has("--sources") && !arguments_.has("--catalogue"))
      return Sentence("whose lists are inside? --catalogue FILE or --sources FILE; many licences want it said");
    BundleManifest manifest;
    manifest.publisher = publisher();
    const auto number = number_of(arguments_, "--number");
    if (!number) return number.error();
    const auto created = moment_of(arguments_);
    if (!created) return created.error();
    const auto expires = end_of(arguments_, *created, "30d");
    if (!expires) return expires.error();
    auto sources = arguments_.has("--sources") ? read_attributions(std::string(*arguments_.value("--sources")))
                                               : attributions_of(**opened, std::string(*arguments_.value("--catalogue")));
    if (!sources) return sources.error();
    manifest.number = *number;
    manifest.created = *created;
    manifest.expires = *expires;
    manifest.image_size = image.size();
    manifest.image_hash = crypto::blake2b256(image);
    manifest.image_version = layout::kVersion;
    manifest.sources = std::move(*sources);
    const auto part = bundle_signed_part(manifest);
    if (!part)
      return Sentence(
          "something is out of bounds: texts are single lines of at most 100 to 500 octets, ids are a-z, 0-9 and '-' and "
          "there once, URLs begin with https://, and a bundle is good for 400 days at most");
    return write(output(".bundle"), bundle_file(*part, signed_by(keys_, *part), image));
  }

  Result<void, Sentence> make_unblock(std::string_view text) const {
    if (publisher().empty()) return Sentence("who publishes it? --publisher \"Our school\"");
    auto names = read_opened_names(text);
    if (!names) return complaint(path_, names.error().at, names.error().code);
    const auto number = number_of(arguments_, "--number");
    if (!number) return number.error();
    const auto created = moment_of(arguments_);
    if (!created) return created.error();
    const auto expires = end_of(arguments_, *created, "48h");
    if (!expires) return expires.error();
    const auto part = unblock_signed_part({publisher(), *number, *created, *expires, std::move(*names)});
    if (!part && part.error().fault == BundleFault::opens_too_much)
      return shown_path(path_) + ": name " + std::to_string(part.error().at + 1) +
             " is a public suffix; write `=name` to open it alone";
    if (!part)
      return Sentence(
          "something is out of bounds: the publisher is a line of at most 100 octets, and an un-block file is good for 31 days "
          "at most");
    return write(output(".unblock"), with_signatures(*part, signed_by(keys_, *part)));
  }

  Result<void, Sentence> add_to_bundle(Octets file) const {
    const auto bundle = read_bundle(file);
    if (!bundle) return refusal(path_, bundle.error());
    if (crypto::blake2b256(bundle->image) != bundle->manifest.image_hash)
      return refusal(path_, {BundleFault::corrupt, bundle->head.size()});
    return write(given_output(),
                 bundle_file(bundle->signed_part, signed_by(keys_, bundle->signed_part, bundle->signatures), bundle->image));
  }

  Result<void, Sentence> add_to_unblock(Octets file) const {
    const auto unblock = read_unblock(file);
    if (!unblock) return refusal(path_, unblock.error());
    return write(given_output(),
                 with_signatures(unblock->signed_part, signed_by(keys_, unblock->signed_part, unblock->signatures)));
  }

  std::string given_output() const { return arguments_.has("-o") || arguments_.has("--output") ? output("") : path_; }

  // Too many signatures make a file that nobody would read.
  static Result<void, Sentence> write(const std::string& path, const std::vector<std::uint8_t>& octets) {
    const bool is_bundle = is_of_kind(octets, kBundleKind);
    const auto bundle = is_bundle ? read_bundle(octets) : Result<Bundle, BundleError>(BundleError{});
    const auto unblock = is_bundle ? Result<SignedUnblock, BundleError>(BundleError{}) : read_unblock(octets);
    if (!bundle && !unblock) return Sentence("16 signatures are the most");
    if (const auto written = write_file(path, octets); !written) return written;
    terminal::print(shown_path(path) + " is signed:\n" +
                    (is_bundle ? bundle_text(*bundle, nullptr) : unblock_text(*unblock, nullptr)));
    return {};
  }

  const Arguments& arguments_;
  std::vector<crypto::Secret> keys_;
  std::string path_;
};

}  // namespace

int run_lists_sign(std::span<const std::string_view> words) {
  constexpr std::array kOptions{Option{"--key"},       Option{"-o"},
                                Option{"--output"},    Option{"--publisher"},
                                Option{"--number"},    Option{"--expires"},
                                Option{"--date"},      Option{"--sources"},
                                Option{"--catalogue"}, Option{"--unblock", Option::Takes::nothing}};
  const auto arguments = Arguments::read(words, kOptions, 1);
  if (!arguments) return usage_error("lists sign", arguments.error());
  if (arguments->places().empty()) return usage_error("lists sign", "which file?");
  auto keys = load_signing_keys(arguments->value("--key").value_or(""));
  if (!keys) return failed("sign", keys.error());
  const auto done = Signing(*arguments, std::move(*keys), std::string(arguments->places().front())).run();
  return done ? kExitOk : failed("sign", done.error());
}

}  // namespace darban
