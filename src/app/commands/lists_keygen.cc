// SPDX-License-Identifier: Apache-2.0
#include "app/commands/lists_keygen.h"

#include <array>
#include <filesystem>
#include <string>

#include "app/arguments.h"
#include "app/command_line.h"
#include "app/commands/list_file.h"
#include "app/commands/lists_signed.h"
#include "app/exit_code.h"
#include "app/terminal.h"
#include "lists/bundle_text.h"

namespace darban {

int run_lists_keygen(std::span<const std::string_view> words) {
  constexpr std::array kOptions{Option{"--comment"}};
  const auto arguments = Arguments::read(words, kOptions, 1);
  if (!arguments) return usage_error("lists keygen", arguments.error());
  if (arguments->places().empty()) return usage_error("lists keygen", "it needs a name for the files, such as amna");
  const std::string name(arguments->places().front());
  const std::string comment(arguments->value("--comment").value_or(std::filesystem::path(name).filename().string()));
  if (!is_plain_line(comment)) return usage_error("lists keygen", "the comment must be one line of plain text");
  for (const char* ending : {".key", ".pub"}) {
    std::error_code problem;
    if (std::filesystem::exists(std::filesystem::symlink_status(name + ending, problem)))
      return failed("keygen", shown_path(name + ending) +
                                  " is there already; a key that was used must not be lost, so choose another name");
  }
  const crypto::Secret key = crypto::Secret::random();
  std::string secret_text = signing_key_text(key);
  const auto secret_written = write_file(name + ".key", octets_of(secret_text), 0600);
  crypto::wipe({reinterpret_cast<std::uint8_t*>(secret_text.data()), secret_text.size()});
  if (!secret_written) return failed("keygen", secret_written.error());
  const std::string line = trust_line(crypto::public_key_of(key), comment);
  if (const auto written = write_file(name + ".pub", octets_of(line)); !written) return failed("keygen", written.error());
  terminal::print(shown_path(name) + ".key is secret: it signs in your name. " + shown_path(name) +
                  ".pub is for the trust file of those who want your lists:\n" + line);
  return kExitOk;
}

}  // namespace darban
