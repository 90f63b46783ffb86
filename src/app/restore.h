// SPDX-License-Identifier: Apache-2.0
// Brings a backup home, whole or not at all (app/file_swap.h). Before anything is written: the file is ours and undamaged, its
// household and its settings are such, and no daemon works here. Then everything is laid beside its place, on the disk, and only
// then put there.
//
// Where things go is what the settings of this machine say; the backup's settings are put in place only when asked for, and then
// count from there on. Files belong to whom those before belonged to, or to whom their folder belongs.
#pragma once
#include <string>
#include <vector>

#include "app/backup_contents.h"
#include "base/clock.h"
#include "base/result.h"
#include "config/settings.h"
#include "page/house.h"
#include "store/backup_archive.h"

namespace darban {

enum class RestoreSettings : std::uint8_t { keep_the_machines, take_the_backups };

struct RestoreReport {
  std::vector<std::string> put;    // paths, as they are now
  std::vector<std::string> notes;  // what of the backup was left out, in sentences
};
// `settings` is the path of darban.yaml. A sentence when nothing was changed; or when it is due and could not be finished, which
// it says.
Result<RestoreReport, std::string> restore_backup(const Backup& backup, const std::string& settings, RestoreSettings which);

// A restore that was interrupted, if there is one: the rest of it is done. For the daemon's start too.
Result<void, std::string> finish_restore(const std::string& settings);
bool is_restore_due(const std::string& settings);

// --- By the running daemon, for the page: never the settings, with the rights darban has, and with a plan of its own, which lies
// beside state.db (PLACE_OF_STATE.restore-plan). The next start of darban finishes it after it gave up root, and nobody finishes
// it as root: what darban's user can write must not make root rename files.

// A restore up to the last step, so that what would hinder it is known: everything is laid beside its place, looked at, and taken
// away again. For who has the lock of state.db; the file may be open, but nobody writes to it meanwhile.
Result<page::BackupContents, std::string> rehearse_restore(const Backup& backup, const Settings& settings);
// Nobody may have the lock of state.db.
Result<RestoreReport, page::NotRestored> restore_here(const Backup& backup, const Settings& settings);
Result<void, std::string> finish_restore_here(const Settings& settings);
bool is_restore_here_due(const Settings& settings);

}  // namespace darban
