// SPDX-License-Identifier: Apache-2.0
#include "app/commands/lists_import.h"

#include <errno.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <string>

#include "app/arguments.h"
#include "app/command_line.h"
#include "app/commands/list_file.h"
#include "app/commands/lists_report.h"
#include "app/commands/lists_signed.h"
#include "app/exit_code.h"
#include "app/list_companions.h"
#include "app/sealed_file.h"
#include "app/terminal.h"
#include "base/errc.h"
#include "base/system_error.h"
#include "config/yaml.h"
#include "lists/image.h"

namespace darban {
namespace {

// The image that is there becomes the one before it. A hard link keeps it in place meanwhile: there is no moment without lists.
void keep_older(const std::string& image) {
  ::rename((image + ".1").c_str(), (image + ".2").c_str());
  (void)::link(image.c_str(),
               (image + ".1").c_str());  // the first time there is none; on file systems without links none is kept
}

// The one place where a bundle's image comes into force.
Result<void, Sentence> install_image(const std::string& image, Octets octets) {
  const std::string arrived = image + ".new";
  if (const auto written = write_file(arrived, octets); !written) return written;
  if (const auto opened = Image::open(arrived); !opened) {  // what stands on the disk, not what we meant to write
    ::unlink(arrived.c_str());
    return refused_image(arrived, opened.error());
  }
  keep_older(image);
  if (::rename(arrived.c_str(), image.c_str()) != 0)
    return shown_path(image) + ": " + std::string(text_of(system_error().code).view());
  return {};
}

Result<std::vector<std::uint8_t>, Sentence> read_standard_input() {
  std::vector<std::uint8_t> octets(sealed_bounds::kLargestText + 1);
  std::size_t size = 0;
  while (size < octets.size()) {
    const ssize_t count = ::read(STDIN_FILENO, octets.data() + size, octets.size() - size);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return "standard input: " + std::string(text_of(system_error().code).view());
    if (count == 0) break;
    size += static_cast<std::size_t>(count);
  }
  octets.resize(size);
  return octets;
}

class Import {
 public:
  Import(const Arguments& arguments, std::string image) : arguments_(arguments), image_(std::move(image)) {}

  Result<void, Sentence> run(const std::string& path) const {
    const auto keys = load_trust(std::string(arguments_.value("--keys").value_or(beside_image(image_, "keys"))));
    if (!keys) return keys.error();
    const auto file = open_file(path);
    if (!file) return file.error();
    const bool is_unblock = is_of_kind(file->octets(), kUnblockKind);
    return is_unblock ? take_unblock(path, file->octets(), *keys) : take_bundle(path, file->octets(), *keys);
  }

  Result<void, Sentence> seal_names(const std::string& path) const {
    auto names = path == "-" ? read_standard_input() : read_private_file(path, sealed_bounds::kLargestText);
    if (!names) return names.error();
    const auto sealed = sealed_octets(path, *names);
    crypto::wipe(*names);
    if (!sealed) return sealed.error();
    if (const auto written = write_file(beside_image(image_, "sealed"), *sealed, 0600); !written) return written;
    terminal::print("The list is sealed in " + shown_path(beside_image(image_, "sealed")) +
                    ". darban reads it at its next start.\nThe names are not needed any more: delete every copy of them.");
    return {};
  }

 private:
  // The image first: when the power fails in between, the same bundle is imported once more.
  Result<void, Sentence> take_bundle(const std::string& path, Octets file, const BundleKeys& keys) const {
    auto installed = installed_bundle(image_);
    if (arguments_.has("--new-publisher")) installed.reset();
    const auto bundle = verify_bundle(file, keys, ::time(nullptr), installed);
    if (!bundle) return refusal(path, bundle.error()) + what_to_do(bundle.error().fault, installed);
    if (const auto done = install_image(image_, bundle->image); !done) return done;
    if (const auto done = write_file(beside_image(image_, "manifest"), bundle->head); !done) return done;
    terminal::print("in force as " + shown_path(image_) + ": " + bundle_text(*bundle, &keys));
    return {};
  }

  Result<void, Sentence> take_unblock(const std::string& path, Octets file, const BundleKeys& keys) const {
    const auto unblock = verify_unblock(file, keys, ::time(nullptr), installed_unblock(image_, keys));
    if (!unblock) return refusal(path, unblock.error());
    const std::string into = beside_image(image_, "unblock");
    if (const auto done = write_file(into, file); !done) return done;
    terminal::print("in force as " + shown_path(into) + ": " + unblock_text(*read_unblock(file), &keys));
    return {};
  }

  static std::string what_to_do(BundleFault fault, const std::optional<InstalledBundle>& installed) {
    if (fault == BundleFault::another_publisher)
      return ", \"" + installed->publisher + "\"; if you want to change, say --new-publisher";
    if (fault == BundleFault::older) return ", which is number " + std::to_string(installed->number);
    return "";
  }

  Result<std::vector<std::uint8_t>, Sentence> sealed_octets(const std::string& path,
                                                            const std::vector<std::uint8_t>& names) const {
    const auto key = sealing_key(image_);
    if (!key) return key.error();
    const std::string_view text(reinterpret_cast<const char*>(names.data()), names.size());
    const SealedNote note{std::string(*arguments_.value("--licence-note")), ::time(nullptr)};
    auto sealed = seal(text, note, *key);
    if (sealed) return std::move(*sealed);
    const Error& error = sealed.error();
    if (error.code == Errc::bad_header) return Sentence("the licence note must be one line of at most 400 octets");
    if (error.code == Errc::out_of_range)
      return shown_path(path) + ":" + std::to_string(error.at) +
             ": a name must have two to sixteen labels and be no public suffix";
    return complaint(path, error.at, error.code);
  }

  const Arguments& arguments_;
  std::string image_;
};

Result<std::string, ConfigError> image_path(const Arguments& arguments) {
  if (const auto given = arguments.value("--image")) return std::string(*given);
  const auto settings = load_settings(std::string(arguments.value("--config").value_or(kDefaultConfig)));
  if (!settings) return settings.error();
  return settings->image;
}

}  // namespace

std::optional<InstalledBundle> installed_bundle(const std::string& image) {
  const auto manifest = installed_manifest(image);
  if (!manifest) return std::nullopt;
  return InstalledBundle{manifest->publisher, manifest->number, manifest->image_hash};
}

std::uint64_t installed_unblock(const std::string& image, const BundleKeys& keys) {
  const auto file = MappedFile::open(beside_image(image, "unblock"));
  if (!file) return 0;
  const auto unblock = read_unblock(file->octets());
  if (!unblock || !keys.check(unblock->signed_part, unblock->signatures)) return 0;
  return unblock->unblock.number;
}

int run_lists_import(std::span<const std::string_view> words) {
  constexpr std::array kOptions{Option{"--image"},  Option{"--config"},
                                Option{"--keys"},   Option{"--new-publisher", Option::Takes::nothing},
                                Option{"--sealed"}, Option{"--licence-note"}};
  const auto arguments = Arguments::read(words, kOptions, 1);
  if (!arguments) return usage_error("lists import", arguments.error());
  const bool sealed = arguments->has("--sealed");
  if (sealed != arguments->places().empty())
    return usage_error("lists import", "it takes one file: a bundle, an un-block file, or --sealed FILE");
  if (sealed && arguments->value("--licence-note").value_or("").empty())
    return usage_error("lists import", "a sealed list needs --licence-note TEXT: who gave it, under which contract");
  auto image = image_path(*arguments);
  if (!image) return failed("import", text_of(image.error()).view() + "; or say --image IMAGE");
  const Import import(*arguments, std::move(*image));
  const auto done = sealed ? import.seal_names(std::string(*arguments->value("--sealed")))
                           : import.run(std::string(arguments->places().front()));
  return done ? kExitOk : failed("import", done.error());
}

}  // namespace darban
