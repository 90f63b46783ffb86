// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite_library.h"

#include "base/loaded_library.h"

namespace darban {
namespace {

constexpr const char* kLibrary = "libsqlite3.so.0";

bool take(const LoadedLibrary& opened, SqliteLibrary& library) {
  return opened.find("sqlite3_open_v2", library.open_v2) && opened.find("sqlite3_close_v2", library.close_v2) &&
         opened.find("sqlite3_busy_timeout", library.busy_timeout) && opened.find("sqlite3_db_config", library.db_config) &&
         opened.find("sqlite3_exec", library.exec) && opened.find("sqlite3_prepare_v2", library.prepare_v2) &&
         opened.find("sqlite3_finalize", library.finalize) && opened.find("sqlite3_bind_int64", library.bind_int64) &&
         opened.find("sqlite3_bind_text", library.bind_text) && opened.find("sqlite3_bind_null", library.bind_null) &&
         opened.find("sqlite3_step", library.step) && opened.find("sqlite3_reset", library.reset) &&
         opened.find("sqlite3_column_int64", library.column_int64) && opened.find("sqlite3_column_text", library.column_text) &&
         opened.find("sqlite3_column_bytes", library.column_bytes) && opened.find("sqlite3_column_type", library.column_type) &&
         opened.find("sqlite3_last_insert_rowid", library.last_insert_rowid);
}

}  // namespace

const SqliteLibrary* sqlite_library() {
  static const SqliteLibrary* const opened = []() -> const SqliteLibrary* {
    static SqliteLibrary functions;
    return take(LoadedLibrary({kLibrary}), functions) ? &functions : nullptr;
  }();
  return opened;
}

}  // namespace darban
