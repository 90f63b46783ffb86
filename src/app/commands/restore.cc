// SPDX-License-Identifier: Apache-2.0
#include "app/commands/restore.h"

#include <array>
#include <string>

#include "app/arguments.h"
#include "app/command_line.h"
#include "app/exit_code.h"
#include "app/restore.h"
#include "app/secret_input.h"
#include "app/small_file.h"
#include "app/terminal.h"
#include "base/errc.h"
#include "config/yaml.h"
#include "store/backup_seal.h"

namespace darban {
namespace {

constexpr std::size_t kRoomForSeal = 1024;

int failed(const std::string& sentence) {
  terminal::print_error("darban restore: " + sentence);
  return kExitFailed;
}

int refused(const std::string& sentence) { return failed(sentence + "; nothing was changed"); }

int finish(const std::string& config) {
  if (!is_restore_due(config)) {
    const auto settings = load_settings(config);
    const bool on_the_page = settings && is_restore_here_due(*settings);
    return terminal::print(on_the_page ? "a restore that was begun on the page is finished by the next start of darban"
                                       : "there is nothing to finish"),
           kExitOk;
  }
  const auto done = finish_restore(config);
  if (!done) return failed(done.error());
  return terminal::print("the restore is finished"), kExitOk;
}

// The archive in the file, unsealed where it is sealed.
Result<WrittenBackup, std::string> archive_in(const std::string& path) {
  auto octets = read_small_file(path, kLargestBackup + kRoomForSeal);
  if (!octets) return path + ": " + std::string(text_of(octets.error().code).view());
  if (!is_sealed_backup(*octets)) return WrittenBackup{std::move(*octets)};
  const auto password = read_secret("The password of this backup");
  if (!password) return password.error();
  auto opened = unseal_backup(*octets, password->text);
  if (!opened) return path + ": " + std::string(text_of(opened.error()).view());
  return WrittenBackup{std::move(*opened)};
}

}  // namespace

int run_restore(std::span<const std::string_view> words) {
  constexpr std::array kOptions{Option{"--config"}, Option{"--with-settings", Option::Takes::nothing},
                                Option{"--finish", Option::Takes::nothing}};
  const auto arguments = Arguments::read(words, kOptions, 1);
  if (!arguments) return usage_error("restore", arguments.error());
  const std::string config(arguments->value("--config").value_or(kDefaultConfig));
  const bool has_file = !arguments->places().empty();
  if (arguments->has("--finish")) {
    if (has_file || arguments->has("--with-settings")) return usage_error("restore", "--finish stands alone");
    return finish(config);
  }
  if (!has_file) return usage_error("restore", "write the file that `darban backup` made");
  const std::string path(arguments->places().front());

  const auto archive = archive_in(path);
  if (!archive) return refused(archive.error());
  const auto backup = read_backup(archive->octets);
  if (!backup) return refused(path + ": " + std::string(text_of(backup.error()).view()));
  const auto which = arguments->has("--with-settings") ? RestoreSettings::take_the_backups : RestoreSettings::keep_the_machines;
  const auto report = restore_backup(*backup, config, which);
  if (!report) return is_restore_due(config) ? failed(report.error()) : refused(report.error());
  for (const std::string& note : report->notes) terminal::print_error("note: " + note);
  for (const std::string& place : report->put) terminal::print("restored " + place);
  terminal::print(
      "What was there before lies beside each, with .before-restore behind its name.\n"
      "Start darban now (systemctl start darban); everybody logs in anew.");
  return kExitOk;
}

}  // namespace darban
