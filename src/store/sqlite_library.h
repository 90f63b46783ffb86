// SPDX-License-Identifier: Apache-2.0
// What darban asks of SQLite, found in the library when the first database is opened. It is opened (dlopen) and not linked,
// because most processes of the program never keep anything: mapped into `lists update` it was half a MiB of resident memory.
//
// Any thread may ask; the library then stays open until the process ends.
#pragma once
#include <sqlite3.h>

namespace darban {

struct SqliteLibrary {
  decltype(&::sqlite3_open_v2) open_v2 = nullptr;
  decltype(&::sqlite3_close_v2) close_v2 = nullptr;
  decltype(&::sqlite3_busy_timeout) busy_timeout = nullptr;
  decltype(&::sqlite3_db_config) db_config = nullptr;
  decltype(&::sqlite3_exec) exec = nullptr;
  decltype(&::sqlite3_prepare_v2) prepare_v2 = nullptr;
  decltype(&::sqlite3_finalize) finalize = nullptr;
  decltype(&::sqlite3_bind_int64) bind_int64 = nullptr;
  decltype(&::sqlite3_bind_text) bind_text = nullptr;
  decltype(&::sqlite3_bind_null) bind_null = nullptr;
  decltype(&::sqlite3_step) step = nullptr;
  decltype(&::sqlite3_reset) reset = nullptr;
  decltype(&::sqlite3_column_int64) column_int64 = nullptr;
  decltype(&::sqlite3_column_text) column_text = nullptr;
  decltype(&::sqlite3_column_bytes) column_bytes = nullptr;
  decltype(&::sqlite3_column_type) column_type = nullptr;
  decltype(&::sqlite3_last_insert_rowid) last_insert_rowid = nullptr;
};

// Null where there is no SQLite, or one that is too old.
const SqliteLibrary* sqlite_library();

}  // namespace darban
