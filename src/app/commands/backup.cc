// SPDX-License-Identifier: Apache-2.0
#include "app/commands/backup.h"

#include <array>
#include <string>

#include "app/arguments.h"
#include "app/backup_contents.h"
#include "app/command_line.h"
#include "app/exit_code.h"
#include "app/secret_input.h"
#include "app/terminal.h"
#include "base/atomic_file.h"
#include "base/errc.h"
#include "config/yaml.h"
#include "store/backup_seal.h"

namespace darban {
namespace {

constexpr unsigned kOwnerOnly = 0600;
constexpr std::size_t kShortestPassword = 8;

int failed(const std::string& sentence) {
  terminal::print_error("darban backup: " + sentence);
  return kExitFailed;
}

Result<WrittenBackup, std::string> sealed(const std::string& octets) {
  const auto password = read_new_secret("A password for this backup");
  if (!password) return password.error();
  if (password->text.size() < kShortestPassword) return std::string("a password of a backup has 8 characters or more");
  auto closed = seal_backup(octets, password->text);
  if (!closed) return std::string(text_of(closed.error()).view());
  return WrittenBackup{std::move(*closed)};
}

Result<void> write(const std::string& path, const std::string& octets) {
  auto file = AtomicFile::create(path, kOwnerOnly);
  if (!file) return file.error();
  const auto written = file->write({reinterpret_cast<const std::uint8_t*>(octets.data()), octets.size()});
  return written ? file->commit() : written;
}

std::string counted(const Backup& backup) {
  std::string names;
  for (const BackupMember& member : backup.members) names += (names.empty() ? "" : ", ") + member.name;
  return names;
}

}  // namespace

int run_backup(std::span<const std::string_view> words) {
  constexpr std::array kOptions{Option{"--config"}, Option{"--password", Option::Takes::nothing}};
  const auto arguments = Arguments::read(words, kOptions, 1);
  if (!arguments) return usage_error("backup", arguments.error());
  if (arguments->places().empty()) return usage_error("backup", "write the file it is to go to");
  const std::string target(arguments->places().front());
  const std::string config(arguments->value("--config").value_or(kDefaultConfig));

  const auto settings = load_settings(config);
  if (!settings) return failed(text_of(settings.error()).view());
  auto collected = collect_backup({config, settings->household, settings->state}, SystemClock(false).now());
  if (!collected) return failed(collected.error());
  std::string octets = write_backup(collected->backup);
  if (arguments->has("--password")) {
    auto closed = sealed(octets);
    if (!closed) return failed(closed.error());
    octets = std::move(closed->octets);
  }
  if (const auto written = write(target, octets); !written)
    return failed(target + ": " + std::string(text_of(written.error().code).view()));
  for (const std::string& note : collected->notes) terminal::print_error("note: " + note);
  terminal::print(target + ": " + std::to_string(octets.size()) + " octets: " + counted(collected->backup));
  return kExitOk;
}

}  // namespace darban
