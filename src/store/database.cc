// SPDX-License-Identifier: Apache-2.0
#include "store/database.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>

#include "base/unique_fd.h"
#include "store/sqlite_library.h"

namespace darban {
namespace {

constexpr int kPatience = 2000;  // milliseconds, for somebody who reads along
constexpr mode_t kOwnerOnly = 0600;

// The first line decides over a file that is new, so it stands first. EXTRA is FULL, and where a file system can have no
// write-ahead log and an ordinary journal serves, its removal reaches the disk too.
constexpr std::array kEveryTime{
    "PRAGMA page_size = 1024",     "PRAGMA journal_mode = WAL",  "PRAGMA synchronous = EXTRA", "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF", "PRAGMA temp_store = MEMORY", "PRAGMA cache_size = -256",   "PRAGMA cell_size_check = ON",
    "PRAGMA secure_delete = ON",  // what is deleted is gone: zeros stand in its place
};

// For everybody who has a database: opened() made sure of the library.
const SqliteLibrary& sqlite() { return *sqlite_library(); }

StoreTrouble trouble_of(int code) {
  switch (code & 0xff) {  // the primary code
    case SQLITE_FULL:
      return StoreTrouble::disk_full;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return StoreTrouble::damaged;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
      return StoreTrouble::busy;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_CANTOPEN:
      return StoreTrouble::not_permitted;
    case SQLITE_IOERR:
      return StoreTrouble::input_output;
    default:
      return StoreTrouble::other;
  }
}

StoreTrouble trouble_of_errno() {
  switch (errno) {
    case ENOENT:
    case ENOTDIR:
      return StoreTrouble::no_folder;
    case ENOSPC:
    case EDQUOT:
      return StoreTrouble::disk_full;
    case EISDIR:
    case ENXIO:
      return StoreTrouble::not_a_file;
    case EIO:
      return StoreTrouble::input_output;
    default:
      return StoreTrouble::not_permitted;
  }
}

Result<void, StoreTrouble> outcome_of(int code) {
  if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW) return {};
  return trouble_of(code);
}

// Made here, because SQLite would make it for everybody to read; and its name must reach the disk, which SQLite leaves out. The
// descriptor is closed before SQLite has one of its own: a later close would drop SQLite's locks.
Result<void, StoreTrouble> make_file(const std::string& path) {
  struct stat there {};
  if (::stat(path.c_str(), &there) == 0) {
    if (S_ISREG(there.st_mode)) return {};
    return StoreTrouble::not_a_file;
  }
  const UniqueFd file(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, kOwnerOnly));
  if (!file.valid()) return trouble_of_errno();
  const auto slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
  const UniqueFd folder_fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder_fd.valid()) ::fsync(folder_fd.get());
  return {};
}

// A path as SQLite's "file:" addresses have it (RFC 3986): what could mean something else is written in hexadecimal.
std::string address_of(const std::string& path) {
  constexpr std::string_view kPlain = "/-._";
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string address = "file:";
  for (const char c : path) {
    const auto octet = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (plain || kPlain.find(c) != std::string_view::npos)
      address.push_back(c);
    else
      address.append(1, '%').append(1, kHex[octet >> 4]).append(1, kHex[octet & 15]);
  }
  return address;
}

}  // namespace

Text text_of(StoreTrouble trouble) {
  switch (trouble) {
    case StoreTrouble::not_permitted:
      return "the file or its folder may not be written by this user";
    case StoreTrouble::no_folder:
      return "its folder is not there";
    case StoreTrouble::disk_full:
      return "the disk is full";
    case StoreTrouble::input_output:
      return "the disk has an error";
    case StoreTrouble::damaged:
      return "the file is damaged";
    case StoreTrouble::newer:
      return "the file is of another version of darban";
    case StoreTrouble::busy:
      return "another program holds the file";
    case StoreTrouble::in_use:
      return "another darban works with the file";
    case StoreTrouble::not_a_file:
      return "there is something of that name which is not a file";
    case StoreTrouble::no_library:
      return "it needs SQLite (Debian: libsqlite3-0), which is not here";
    case StoreTrouble::other:
      break;
  }
  return "the database refused";
}

void Database::Close::operator()(sqlite3* handle) const { sqlite().close_v2(handle); }
void Database::Statement::Finalize::operator()(sqlite3_stmt* statement) const { sqlite().finalize(statement); }

Result<Database, StoreTrouble> Database::opened(const std::string& path, int flags) {
  const SqliteLibrary* const library = sqlite_library();
  if (library == nullptr) return StoreTrouble::no_library;
  sqlite3* handle = nullptr;
  const int code = library->open_v2(path.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  Database database;
  database.handle_.reset(handle);  // also after a failure
  if (code != SQLITE_OK) return trouble_of(code);
  sqlite().busy_timeout(handle, kPatience);
  sqlite().db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  return database;
}

Result<Database, StoreTrouble> Database::open(const std::string& path, std::span<const char* const> migrations) {
  if (const auto made = make_file(path); !made) return made.error();
  auto database = opened(address_of(path), SQLITE_OPEN_READWRITE | SQLITE_OPEN_URI);  // which attach_to_read needs
  if (!database) return database;
  if (const auto done = database->prepare_file(); !done) return done.error();
  if (const auto sound = database->try_for_damage(); !sound) return sound.error();
  if (const auto done = database->migrate(migrations); !done) return done.error();
  return database;
}

Result<Database, StoreTrouble> Database::open_to_read(const std::string& path, std::size_t version) {
  if (::access(path.c_str(), R_OK) != 0) return trouble_of_errno();
  auto database = opened(path, SQLITE_OPEN_READONLY);
  if (!database) return database;
  const auto found = database->version();
  if (!found) return found.error();
  if (*found == 0) return StoreTrouble::damaged;
  if (*found != static_cast<std::int64_t>(version)) return StoreTrouble::newer;
  return database;
}

Result<void, StoreTrouble> Database::attach_to_read(const std::string& path, std::string_view name) {
  if (::access(path.c_str(), R_OK) != 0) return trouble_of_errno();
  const std::string sql = "ATTACH ?1 AS " + std::string(name);
  return prepare(sql.c_str()).bind(1, address_of(path) + "?mode=ro").run();
}

Result<void, StoreTrouble> Database::prepare_file() {
  for (const char* sql : kEveryTime) {
    if (const auto done = run(sql); !done) return done;
  }
  return {};
}

// The file is small: it is looked through whole, at every start.
Result<void, StoreTrouble> Database::try_for_damage() {
  Statement statement = prepare("PRAGMA integrity_check(1)");
  const auto row = statement.step();
  if (!row) return row.error();
  if (!*row || statement.text(0) != "ok") return StoreTrouble::damaged;
  return {};
}

Result<std::int64_t, StoreTrouble> Database::version() {
  Statement statement = prepare("PRAGMA user_version");
  const auto row = statement.step();
  if (!row) return row.error();
  return *row ? statement.number(0) : 0;
}

Result<void, StoreTrouble> Database::migrate(std::span<const char* const> migrations) {
  const auto done = version();
  if (!done) return done.error();
  if (*done < 0 || static_cast<std::size_t>(*done) > migrations.size()) return StoreTrouble::newer;
  for (std::size_t next = static_cast<std::size_t>(*done); next < migrations.size(); ++next) {
    Transaction step(*this);
    if (const auto begun = step.begun(); !begun) return begun;
    if (const auto changed = run(migrations[next]); !changed) return changed;
    const std::string number = "PRAGMA user_version = " + std::to_string(next + 1);
    if (const auto noted = run(number.c_str()); !noted) return noted;
    if (const auto committed = step.commit(); !committed) return committed;
  }
  return {};
}

Result<void, StoreTrouble> Database::run(const char* sql) {
  return outcome_of(sqlite().exec(handle_.get(), sql, nullptr, nullptr, nullptr));
}

Database::Statement Database::prepare(const char* sql) {
  Statement statement;
  sqlite3_stmt* made = nullptr;
  statement.problem_ = sqlite().prepare_v2(handle_.get(), sql, -1, &made, nullptr);
  statement.statement_.reset(made);
  return statement;
}

std::int64_t Database::last_id() const { return sqlite().last_insert_rowid(handle_.get()); }

Database::Statement& Database::Statement::bind(int place, std::int64_t value) {
  if (problem_ == SQLITE_OK) problem_ = sqlite().bind_int64(statement_.get(), place, value);
  return *this;
}

Database::Statement& Database::Statement::bind(int place, std::string_view text) {
  if (problem_ == SQLITE_OK)
    problem_ = sqlite().bind_text(statement_.get(), place, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
  return *this;
}

Database::Statement& Database::Statement::bind_nothing(int place) {
  if (problem_ == SQLITE_OK) problem_ = sqlite().bind_null(statement_.get(), place);
  return *this;
}

Result<bool, StoreTrouble> Database::Statement::step() {
  if (problem_ != SQLITE_OK) return trouble_of(problem_);
  const int code = sqlite().step(statement_.get());
  if (code == SQLITE_ROW) return true;
  sqlite().reset(statement_.get());
  if (code == SQLITE_DONE) return false;
  return trouble_of(code);
}

Result<void, StoreTrouble> Database::Statement::run() {
  const auto row = step();
  if (!row) return row.error();
  return {};
}

std::int64_t Database::Statement::number(int column) const { return sqlite().column_int64(statement_.get(), column); }

std::string Database::Statement::text(int column) const {
  const auto* octets = reinterpret_cast<const char*>(sqlite().column_text(statement_.get(), column));
  const int size = sqlite().column_bytes(statement_.get(), column);
  return octets == nullptr ? std::string() : std::string(octets, static_cast<std::size_t>(size));
}

bool Database::Statement::is_nothing(int column) const { return sqlite().column_type(statement_.get(), column) == SQLITE_NULL; }

Database::Transaction::Transaction(Database& database)
    : database_(database),
      inner_(database.transactions_ > 0),
      begun_(database.run(inner_ ? "SAVEPOINT inner_one" : "BEGIN IMMEDIATE")) {
  open_ = begun_.has_value();
  if (open_) ++database_.transactions_;
}

Database::Transaction::~Transaction() {
  if (!open_) return;
  --database_.transactions_;
  (void)database_.run(inner_ ? "ROLLBACK TO inner_one; RELEASE inner_one" : "ROLLBACK");
}

Result<void, StoreTrouble> Database::Transaction::begun() const { return begun_; }

Result<void, StoreTrouble> Database::Transaction::commit() {
  auto committed = database_.run(inner_ ? "RELEASE inner_one" : "COMMIT");
  if (!committed) return committed;
  open_ = false;
  --database_.transactions_;
  return committed;
}

}  // namespace darban
