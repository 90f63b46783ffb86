// SPDX-License-Identifier: Apache-2.0
#include "app/commands/lists_import.h"

#include <errno.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <string>

#include "app/arguments.h"
#include "app/command_line.h"
#include "app/commands/list_file.h"
#include "app/commands/list_places.h"
#include "app/commands/lists_signed.h"
#include "app/exit_code.h"
#include "app/sealed_file.h"
#include "app/terminal.h"
#include "base/errc.h"
#include "base/system_error.h"
#include "config/yaml.h"
#include "update/bundle_files.h"
#include "update/signed_lists.h"

namespace darban {
namespace {

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

// Where the images are: as the command line says, or darban.yaml.
struct Places {
  std::string image;
  std::string state;
  Settings settings;  // of darban.yaml, where it was looked into
};

Result<Places, ConfigError> places_of(const Arguments& arguments) {
  const auto image = arguments.value("--image");
  const auto folder = arguments.value("--folder");
  if (image && !arguments.has("--config"))
    return Places{std::string(*image), std::string(folder.value_or(stem_of_image(*image))), {}};
  const auto settings = load_settings(std::string(arguments.value("--config").value_or(kDefaultConfig)));
  if (!settings) return settings.error();
  return Places{std::string(image.value_or(settings->image)), std::string(folder.value_or(settings->lists_folder)), *settings};
}

class Import {
 public:
  Import(const Arguments& arguments, Places places)
      : arguments_(arguments),
        image_(std::move(places.image)),
        state_(std::move(places.state)),
        settings_(std::move(places.settings)) {}

  Result<void, Sentence> run(const std::string& path) const {
    auto keys = load_trust(std::string(arguments_.value("--keys").value_or(beside_image(image_, "keys"))));
    if (!keys) return keys.error();
    const auto file = open_file(path);
    if (!file) return file.error();
    if (auto problem = become_darbans_user(settings_)) return *problem;  // now that what root alone may read was read
    const auto lock = UpdateLock::take(state_);
    if (!lock && lock.error().code == Errc::not_permitted) return "an update is running in " + shown_path(state_) + "; try again";
    if (!lock) return shown_path(state_) + ": " + std::string(text_of(lock.error().code).view());
    const auto numbers = arguments_.has("--new-publisher") ? SignedLists::Numbers::begin_anew : SignedLists::Numbers::must_grow;
    const SignedLists lists(state_, image_, *keys, numbers);
    const bool is_unblock = is_of_kind(file->octets(), kUnblockKind);
    return is_unblock ? take_unblock(path, file->octets(), lists, *keys) : take_bundle(path, file->octets(), lists, *keys);
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
  Result<void, Sentence> take_bundle(const std::string& path, Octets file, const SignedLists& lists,
                                     const BundleKeys& keys) const {
    const auto newest = lists.newest();
    if (const auto taken = lists.take_bundle(file, ::time(nullptr)); !taken) return why_not(path, taken.error(), newest);
    Generations(state_).release();  // somebody has decided by hand
    terminal::print("in force as " + shown_path(image_) + ": " + bundle_text(*read_bundle(file), &keys));
    return {};
  }

  Result<void, Sentence> take_unblock(const std::string& path, Octets file, const SignedLists& lists,
                                      const BundleKeys& keys) const {
    if (const auto taken = lists.take_unblock(file, ::time(nullptr)); !taken) return why_not(path, taken.error(), std::nullopt);
    terminal::print("in force as " + shown_path(beside_image(image_, "unblock")) + ": " +
                    unblock_text(*read_unblock(file), &keys));
    return {};
  }

  Sentence why_not(const std::string& path, const NotTaken& why, const std::optional<InstalledBundle>& newest) const {
    if (!why.refused) return shown_path(state_) + ": " + std::string(text_of(why.failed.code).view());
    return refusal(path, *why.refused) + (newest ? what_to_do(why.refused->fault, *newest) : std::string());
  }

  static std::string what_to_do(BundleFault fault, const InstalledBundle& installed) {
    if (fault == BundleFault::another_publisher)
      return ", \"" + installed.publisher + "\"; if you want to change, say --new-publisher";
    if (fault == BundleFault::older) return ", which is number " + std::to_string(installed.number);
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
  std::string state_;
  Settings settings_;
};

}  // namespace

int run_lists_import(std::span<const std::string_view> words) {
  constexpr std::array kOptions{Option{"--image"},
                                Option{"--folder"},
                                Option{"--config"},
                                Option{"--keys"},
                                Option{"--new-publisher", Option::Takes::nothing},
                                Option{"--sealed"},
                                Option{"--licence-note"}};
  const auto arguments = Arguments::read(words, kOptions, 1);
  if (!arguments) return usage_error("lists import", arguments.error());
  const bool sealed = arguments->has("--sealed");
  if (sealed != arguments->places().empty())
    return usage_error("lists import", "it takes one file: a bundle, an un-block file, or --sealed FILE");
  if (sealed && arguments->value("--licence-note").value_or("").empty())
    return usage_error("lists import", "a sealed list needs --licence-note TEXT: who gave it, under which contract");
  auto places = places_of(*arguments);
  if (!places) return failed("import", text_of(places.error()).view() + "; or say --image IMAGE");
  const Import import(*arguments, std::move(*places));
  const auto done = sealed ? import.seal_names(std::string(*arguments->value("--sealed")))
                           : import.run(std::string(arguments->places().front()));
  return done ? kExitOk : failed("import", done.error());
}

}  // namespace darban
