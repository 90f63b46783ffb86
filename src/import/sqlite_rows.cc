// SPDX-License-Identifier: Apache-2.0
// The database is deserialized into SQLite's memory, read-only, with everything off that its schema could ask for.
#include <sqlite3.h>

#include <cstring>
#include <utility>

#include "base/loaded_library.h"
#include "import/table_rows.h"

namespace darban {
namespace {

constexpr const char* kLibrary = "libsqlite3.so.0";
constexpr std::string_view kHead("SQLite format 3\0", 16);
constexpr std::size_t kHeadOctets = 100;
constexpr int kStepsBetween = 10000;  // virtual machine steps between two looks at the clock of steps
constexpr int kMostLooks = 20000;     // 200 million steps: some seconds

}  // namespace

struct SqliteTables::Library {
  decltype(&::sqlite3_open_v2) open_v2 = nullptr;
  decltype(&::sqlite3_close_v2) close = nullptr;
  decltype(&::sqlite3_malloc64) malloc64 = nullptr;
  decltype(&::sqlite3_deserialize) deserialize = nullptr;
  decltype(&::sqlite3_db_config) db_config = nullptr;
  decltype(&::sqlite3_limit) limit = nullptr;
  decltype(&::sqlite3_progress_handler) progress_handler = nullptr;
  decltype(&::sqlite3_prepare_v2) prepare = nullptr;
  decltype(&::sqlite3_bind_text) bind_text = nullptr;
  decltype(&::sqlite3_step) step = nullptr;
  decltype(&::sqlite3_finalize) finalize = nullptr;
  decltype(&::sqlite3_column_count) column_count = nullptr;
  decltype(&::sqlite3_column_name) column_name = nullptr;
  decltype(&::sqlite3_column_type) column_type = nullptr;
  decltype(&::sqlite3_column_text) column_text = nullptr;
  decltype(&::sqlite3_column_bytes) column_bytes = nullptr;

  bool take(const LoadedLibrary& opened) {
    return opened.find("sqlite3_open_v2", open_v2) && opened.find("sqlite3_close_v2", close) &&
           opened.find("sqlite3_malloc64", malloc64) && opened.find("sqlite3_deserialize", deserialize) &&
           opened.find("sqlite3_db_config", db_config) && opened.find("sqlite3_limit", limit) &&
           opened.find("sqlite3_progress_handler", progress_handler) && opened.find("sqlite3_prepare_v2", prepare) &&
           opened.find("sqlite3_bind_text", bind_text) && opened.find("sqlite3_step", step) &&
           opened.find("sqlite3_finalize", finalize) && opened.find("sqlite3_column_count", column_count) &&
           opened.find("sqlite3_column_name", column_name) && opened.find("sqlite3_column_type", column_type) &&
           opened.find("sqlite3_column_text", column_text) && opened.find("sqlite3_column_bytes", column_bytes);
  }
};

const SqliteTables::Library* SqliteTables::library() {
  static const Library* const opened = []() -> const Library* {
    static Library functions;
    return functions.take(LoadedLibrary({kLibrary})) ? &functions : nullptr;
  }();
  return opened;
}

Result<SqliteTables, std::string> SqliteTables::open(std::string_view octets) {
  if (!octets.starts_with(kHead) || octets.size() < kHeadOctets) return std::string("it is no SQLite database, or damaged");
  const Library* const functions = library();
  if (functions == nullptr) return std::string("reading it needs SQLite (Debian: libsqlite3-0), which is not here");
  sqlite3* database = nullptr;
  const int outcome =
      functions->open_v2(":memory:", &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY | SQLITE_OPEN_NOMUTEX, nullptr);
  SqliteTables tables(*functions, database);
  if (outcome != SQLITE_OK) return std::string("SQLite has no memory");
  functions->db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  functions->db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  functions->db_config(database, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
  functions->db_config(database, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  functions->limit(database, SQLITE_LIMIT_LENGTH, 1 << 20);
  functions->limit(database, SQLITE_LIMIT_COLUMN, 100);
  functions->limit(database, SQLITE_LIMIT_ATTACHED, 0);
  auto* const memory = static_cast<unsigned char*>(functions->malloc64(octets.size() + 1));
  if (memory == nullptr) return std::string("there is no memory for it");
  std::memcpy(memory, octets.data(), octets.size());
  const auto size = static_cast<sqlite3_int64>(octets.size());
  // Frees the memory in the end, whatever the outcome.
  if (functions->deserialize(database, "main", memory, size, size,
                             SQLITE_DESERIALIZE_READONLY | SQLITE_DESERIALIZE_FREEONCLOSE) != SQLITE_OK)
    return std::string("it is no SQLite database");
  return tables;
}

SqliteTables::SqliteTables(SqliteTables&& other) noexcept
    : library_(other.library_), database_(std::exchange(other.database_, nullptr)) {}

SqliteTables::~SqliteTables() {
  if (database_ != nullptr) library_->close(static_cast<sqlite3*>(database_));
}

Result<std::vector<TableRow>, std::string> SqliteTables::rows(const std::string& name) {
  auto* const database = static_cast<sqlite3*>(database_);
  int looks = 0;
  library_->progress_handler(
      database, kStepsBetween, [](void* count) { return ++*static_cast<int*>(count) > kMostLooks ? 1 : 0; }, &looks);
  std::vector<TableRow> rows;
  sqlite3_stmt* statement = nullptr;
  // A view or a virtual table of this name is not a table Pi-hole wrote.
  int outcome = library_->prepare(database, "SELECT 1 FROM sqlite_master WHERE type = 'table' AND rootpage > 0 AND name = ?1", -1,
                                  &statement, nullptr);
  if (outcome == SQLITE_OK) {
    library_->bind_text(statement, 1, name.c_str(), -1, nullptr);
    outcome = library_->step(statement);
  }
  library_->finalize(statement);
  if (outcome == SQLITE_DONE) return rows;
  if (outcome != SQLITE_ROW) return std::string("it is no SQLite database, or damaged");

  statement = nullptr;
  outcome = library_->prepare(database, ("SELECT rowid AS rowid, * FROM \"" + name + "\"").c_str(), -1, &statement, nullptr);
  while (outcome == SQLITE_OK || outcome == SQLITE_ROW) {
    outcome = library_->step(statement);
    if (outcome != SQLITE_ROW) break;
    if (rows.size() == kMostRows) break;
    TableRow& row = rows.emplace_back();
    for (int i = 0; i < library_->column_count(statement); ++i) {
      if (library_->column_type(statement, i) == SQLITE_NULL) continue;
      const unsigned char* const text = library_->column_text(statement, i);
      const auto size = static_cast<std::size_t>(library_->column_bytes(statement, i));
      if (text != nullptr) row[library_->column_name(statement, i)] = std::string(reinterpret_cast<const char*>(text), size);
    }
  }
  library_->finalize(statement);
  if (outcome == SQLITE_DONE) return rows;
  if (outcome == SQLITE_ROW) return std::string("more than 200,000 rows are in the table " + name);
  if (outcome == SQLITE_INTERRUPT) return std::string("reading the table " + name + " does not end");
  return std::string("the table " + name + " is damaged");
}

}  // namespace darban
