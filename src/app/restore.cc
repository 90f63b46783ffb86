// SPDX-License-Identifier: Apache-2.0
#include "app/restore.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "app/file_swap.h"
#include "base/atomic_file.h"
#include "base/errc.h"
#include "base/system_error.h"
#include "base/unique_fd.h"
#include "config/text_file.h"
#include "config/yaml.h"
#include "store/account_store.h"
#include "store/schema.h"
#include "store/state_file.h"
#include "store/travelling_state.h"

namespace darban {
namespace {

constexpr unsigned kUsualMode = 0640;
constexpr unsigned kStateMode = 0600;
constexpr unsigned kFolderMode = 0750;

std::string plan_of(const std::string& settings) { return settings + ".restore-plan"; }
std::string plan_here(const Settings& settings) { return settings.state + ".restore-plan"; }

std::string sentence(const std::string& path, const Error& error) {
  return path + ": " + std::string(text_of(error.code).view());
}

std::string folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}

// A link is followed, so that what it leads to is replaced and not the link.
std::string behind_links(const std::string& path) {
  std::error_code problem;
  const auto real = std::filesystem::canonical(path, problem);
  return problem ? path : real.string();
}

// Whose what stands at `place` is, and with which rights; of nothing its folder's owner, and `mode`.
struct Belonging {
  uid_t user = 0;
  gid_t group = 0;
  unsigned mode = 0;
};
Belonging belonging_of(const std::string& place, unsigned mode) {
  struct stat state {};
  if (::stat(place.c_str(), &state) == 0) return {state.st_uid, state.st_gid, static_cast<unsigned>(state.st_mode & 0777)};
  if (::stat(folder_of(place).c_str(), &state) == 0) return {state.st_uid, state.st_gid, mode};
  return {::geteuid(), ::getegid(), mode};
}

Result<void, std::string> give(const std::string& path, const Belonging& to) {
  struct stat state {};
  if (::stat(path.c_str(), &state) != 0) return sentence(path, system_error());
  const bool theirs = state.st_uid == to.user && state.st_gid == to.group;
  if (!theirs && ::chown(path.c_str(), to.user, to.group) != 0)
    return path + ": it can not be given to whom the file before belongs; run this as root";
  if (::chmod(path.c_str(), to.mode) != 0) return sentence(path, system_error());
  return {};
}

Result<void, std::string> write_file(const std::string& path, std::string_view content, const Belonging& to) {
  auto file = AtomicFile::create(path, kStateMode);
  if (!file) return sentence(path, file.error());
  const Octets octets(reinterpret_cast<const std::uint8_t*>(content.data()), content.size());
  if (const auto written = file->write(octets); !written) return sentence(path, written.error());
  if (const auto done = file->commit(); !done) return sentence(path, done.error());
  return give(path, to);
}

Result<void, std::string> make_folder(const std::string& path) {
  const Belonging to = belonging_of(path, kFolderMode);  // of the folder above, while there is none
  if (::mkdir(path.c_str(), kFolderMode) == 0) return give(path, to);
  if (errno == EEXIST) return {};
  return sentence(path, system_error());
}

// A backup, looked through: what goes where.
struct Deliveries {
  struct File {
    std::string place;
    const std::string* content;
  };
  std::vector<File> files;
  std::vector<File> editions;  // place: the number
  std::string editions_place;
  const std::string* state = nullptr;
  std::string state_place;
  std::vector<std::string> notes;

  std::vector<std::string> places() const {
    std::vector<std::string> all;
    for (const File& file : files) all.push_back(file.place);
    if (!editions.empty()) all.push_back(editions_place);
    if (state != nullptr) all.push_back(state_place);
    return all;
  }
};

bool is_number(std::string_view text) {
  return !text.empty() && text.size() < 10 && text[0] != '0' &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Where each member goes; a name that no backup of ours has is passed over, and said.
void deliver(const BackupMember& member, const std::string& household, const std::vector<std::string>& calendars,
             Deliveries& all) {
  const std::string_view name = member.name;
  if (name == backup_name::kHousehold || name == backup_name::kSettings) return;
  if (name == backup_name::kState) {
    all.state = &member.content;
  } else if (name.starts_with(backup_name::kEditions) && is_number(name.substr(backup_name::kEditions.size()))) {
    all.editions.push_back({std::string(name.substr(backup_name::kEditions.size())), &member.content});
  } else if (name.starts_with(backup_name::kCalendars) &&
             std::find(calendars.begin(), calendars.end(), name.substr(backup_name::kCalendars.size())) != calendars.end()) {
    all.files.push_back({path_beside(household, std::string(name.substr(backup_name::kCalendars.size()))), &member.content});
  } else {
    all.notes.push_back("what the backup calls " + member.name + " is not known here and was left out");
  }
}

// Household and places, before anything is written.
Result<Deliveries, std::string> look_through(const Backup& backup, const Settings& settings) {
  const std::string* const household = backup.content_of(backup_name::kHousehold);
  if (household == nullptr) return std::string("there is no household in this backup");
  const auto rules = parse_household(*household, settings.household);
  if (!rules) return "the household in the backup: " + text_of(rules.error()).view();

  Deliveries all;
  all.files.push_back({behind_links(settings.household), household});
  all.editions_place = settings.household + ".editions";
  all.state_place = settings.state;
  const auto calendars = travelling_calendars(*household, settings.household);
  for (const BackupMember& member : backup.members) deliver(member, settings.household, calendars, all);
  return all;
}

// The same with the settings, which say where everything goes: those of the machine, or the backup's.
Result<Deliveries, std::string> look_through(const Backup& backup, const std::string& settings_path, RestoreSettings which) {
  const std::string* const text = backup.content_of(backup_name::kSettings);
  const bool take_settings = which == RestoreSettings::take_the_backups;
  if (backup.content_of(backup_name::kHousehold) == nullptr) return std::string("there is no household in this backup");
  if (take_settings && text == nullptr) return std::string("there are no settings in this backup");
  const auto settings = take_settings ? parse_settings(*text, settings_path) : load_settings(settings_path);
  if (!settings) return (take_settings ? "the settings in the backup: " : "") + text_of(settings.error()).view();
  if (is_restore_here_due(*settings))
    return std::string("a restore that was begun on the page is not finished; start darban, which finishes it");
  auto all = look_through(backup, *settings);
  if (all && take_settings) all->files.push_back({behind_links(settings_path), text});
  return all;
}

Result<void, std::string> stage_files(const Deliveries& all) {
  for (const Deliveries::File& file : all.files) {
    if (const auto made = make_folder(folder_of(file.place)); !made) return made;
    if (const auto done = write_file(FileSwap::staged(file.place), *file.content, belonging_of(file.place, kUsualMode)); !done)
      return done;
  }
  return {};
}

Result<void, std::string> stage_editions(const Deliveries& all) {
  if (all.editions.empty()) return {};
  const std::string folder = FileSwap::staged(all.editions_place);
  const Belonging owner = belonging_of(all.editions_place, kFolderMode);
  if (const auto made = make_folder(folder); !made) return made;
  for (const Deliveries::File& edition : all.editions) {
    const Belonging file_owner{owner.user, owner.group, kUsualMode};
    if (const auto done = write_file(folder + "/" + edition.place, *edition.content, file_owner); !done) return done;
  }
  return give(folder, owner);
}

// Which accounts a file of ours has, by name; none where it can not be read.
std::vector<std::string> accounts_in(const std::string& state) {
  std::vector<std::string> names;
  auto database = Database::open_to_read(state, state_migrations().size());
  if (!database) return names;
  const auto tables = AccountStore(*database).read();
  if (!tables) return names;
  for (const AccountRow& row : tables->accounts) names.push_back(row.name);
  return names;
}

std::string refusal_of(const UnpackTrouble& trouble, const std::string& state) {
  const std::string what(text_of(trouble.trouble).view());
  return trouble.file == Which::packed ? "the database in the backup: " + what : state + ": " + what;
}

// The rows of the backup and those that stay this machine's, as one new file. A state.db here that is damaged keeps nothing back.
Result<void, std::string> stage_state(const Deliveries& all) {
  if (all.state == nullptr) return {};
  const std::string& place = all.state_place;
  const std::string packed = FileSwap::staged(place) + "-packed";  // begins so: it goes with the other litter
  const Belonging owner = belonging_of(place, kStateMode);
  const auto clean = [&packed] {
    for (const char* part : {"", "-wal", "-shm"}) ::unlink((packed + part).c_str());
  };
  clean();
  if (const auto written = write_file(packed, *all.state, {::geteuid(), ::getegid(), kStateMode}); !written) return written;
  const bool has_one = ::access(place.c_str(), F_OK) == 0;
  auto unpacked = unpack_state(packed, has_one ? place : std::string(), FileSwap::staged(place));
  if (!unpacked && unpacked.error().file == Which::machine && unpacked.error().trouble == StoreTrouble::damaged)
    unpacked = unpack_state(packed, {}, FileSwap::staged(place));
  clean();
  if (!unpacked) return refusal_of(unpacked.error(), place);
  return give(FileSwap::staged(place), owner);
}

Result<void, std::string> stage_all(const Deliveries& all) {
  if (const auto staged = stage_files(all); !staged) return staged;
  if (const auto staged = stage_editions(all); !staged) return staged;
  return stage_state(all);
}

// Nobody works with the state while this lives, and no log of the old file would be taken for one of the new.
Result<UniqueFd, std::string> lock_state(const std::string& state) {
  ::mkdir(folder_of(state).c_str(), kFolderMode);
  const std::string lock_path = state + ".lock";
  const bool is_new = ::access(lock_path.c_str(), F_OK) != 0;
  auto lock = StateFile::lock(state);
  if (!lock && lock.error() == StoreTrouble::in_use)
    return std::string("darban is running here. Stop it first (systemctl stop darban), restore, and start it again");
  if (!lock) return state + ": " + std::string(text_of(lock.error()).view());
  if (is_new) {
    if (const auto given = give(lock_path, belonging_of(state, kStateMode)); !given) return given.error();
  }
  return std::move(*lock);
}

void drop_log_of(const std::string& state) {
  for (const char* part : {"-wal", "-shm", "-journal"}) ::unlink((state + part).c_str());
}

}  // namespace

bool is_restore_due(const std::string& settings) { return FileSwap::is_due(plan_of(settings)); }

Result<void, std::string> finish_restore(const std::string& settings) {
  const auto done = FileSwap::finish(plan_of(settings));
  if (done) return done;
  return "a restore was interrupted and could not be finished: " + done.error() +
         "\n`darban restore --finish` as root finishes it; nothing is lost";
}

Result<RestoreReport, std::string> restore_backup(const Backup& backup, const std::string& settings, RestoreSettings which) {
  if (is_restore_due(settings))
    return std::string("a restore was interrupted here; finish it first with `darban restore --finish`");
  auto all = look_through(backup, settings, which);
  if (!all) return all.error();
  const auto lock = lock_state(all->state_place);
  if (!lock) return lock.error();

  FileSwap swap(plan_of(settings), all->places());
  if (const auto staged = stage_all(*all); !staged) return staged.error();
  if (all->state != nullptr) drop_log_of(all->state_place);  // it was written back when the old file was closed
  if (const auto done = swap.commit(); !done) return is_restore_due(settings) ? finish_restore(settings).error() : done.error();
  return RestoreReport{all->places(), all->notes};
}

// --- by the daemon

bool is_restore_here_due(const Settings& settings) { return FileSwap::is_due(plan_here(settings)); }

Result<void, std::string> finish_restore_here(const Settings& settings) {
  const auto done = FileSwap::finish(plan_here(settings));
  if (done) return done;
  return "a restore that was begun on the page could not be finished: " + done.error() +
         "\nmend that and start darban again; nothing is lost";
}

Result<page::BackupContents, std::string> rehearse_restore(const Backup& backup, const Settings& settings) {
  if (is_restore_here_due(settings)) return std::string("a restore that was begun before is not finished; start darban anew");
  const auto all = look_through(backup, settings);
  if (!all) return all.error();
  const FileSwap swap(plan_here(settings), all->places());  // what is laid out goes with it
  if (const auto staged = stage_all(*all); !staged) return staged.error();
  page::BackupContents contents{.day = backup.day, .by = backup.by, .notes = all->notes};
  if (all->state != nullptr) contents.accounts = accounts_in(FileSwap::staged(all->state_place));
  contents.versions = all->editions.size();
  contents.calendars = all->files.size() - 1;
  const auto household = parse_household(*backup.content_of(backup_name::kHousehold), settings.household);
  for (const WrittenPerson& person : household->people) contents.people.push_back(person.name);
  return contents;
}

Result<RestoreReport, page::NotRestored> restore_here(const Backup& backup, const Settings& settings) {
  if (is_restore_here_due(settings))
    return page::NotRestored{"a restore that was begun before is not finished; start darban anew"};
  const auto all = look_through(backup, settings);
  if (!all) return page::NotRestored{all.error()};
  const auto lock = lock_state(all->state_place);
  if (!lock) return page::NotRestored{lock.error()};
  FileSwap swap(plan_here(settings), all->places());
  if (const auto staged = stage_all(*all); !staged) return page::NotRestored{staged.error()};
  if (all->state != nullptr) drop_log_of(all->state_place);
  if (const auto done = swap.commit(); !done) return page::NotRestored{done.error(), is_restore_here_due(settings)};
  return RestoreReport{all->places(), all->notes};
}

}  // namespace darban
