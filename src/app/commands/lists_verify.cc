// SPDX-License-Identifier: Apache-2.0
#include "app/commands/lists_verify.h"

#include <time.h>

#include <array>
#include <string>

#include "app/arguments.h"
#include "app/command_line.h"
#include "app/commands/list_file.h"
#include "app/commands/lists_signed.h"
#include "app/exit_code.h"
#include "app/terminal.h"
#include "update/bundle_files.h"

namespace darban {

int run_lists_verify(std::span<const std::string_view> words) {
  constexpr std::array kOptions{Option{"--keys"}, Option{"--image"}};
  const auto arguments = Arguments::read(words, kOptions, 1);
  if (!arguments) return usage_error("lists verify", arguments.error());
  if (arguments->places().empty()) return usage_error("lists verify", "which file?");
  const std::string path(arguments->places().front());
  const auto keys = load_trust(std::string(arguments->value("--keys").value_or("lists.keys")));
  if (!keys) return failed("verify", keys.error());
  const auto file = open_file(path);
  if (!file) return failed("verify", file.error());
  const std::int64_t now = ::time(nullptr);
  const std::string image(arguments->value("--image").value_or(""));
  if (is_of_kind(file->octets(), kUnblockKind)) {
    const auto unblock = verify_unblock(file->octets(), *keys, now, image.empty() ? 0 : installed_unblock(image, *keys));
    if (!unblock) return failed("verify", refusal(path, unblock.error()));
    terminal::print(shown_path(path) + " is good: " + unblock_text(*read_unblock(file->octets()), &*keys));
    return kExitOk;
  }
  const auto bundle = verify_bundle(file->octets(), *keys, now, image.empty() ? std::nullopt : installed_bundle(image));
  if (!bundle) return failed("verify", refusal(path, bundle.error()));
  terminal::print(shown_path(path) + " is good: " + bundle_text(*bundle, &*keys));
  return kExitOk;
}

}  // namespace darban
