// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite_library.h"

#include <dlfcn.h>

#include <type_traits>

namespace darban {
namespace {

constexpr const char* kLibrary = "libsqlite3.so.0";

bool take(void* opened, SqliteLibrary& library) {
  const auto one = [opened](const char* name, auto& function) {
    function = reinterpret_cast<std::remove_reference_t<decltype(function)>>(::dlsym(opened, name));
    return function != nullptr;
  };
  return one("sqlite3_open_v2", library.open_v2) && one("sqlite3_close_v2", library.close_v2) &&
         one("sqlite3_busy_timeout", library.busy_timeout) && one("sqlite3_db_config", library.db_config) &&
         one("sqlite3_exec", library.exec) && one("sqlite3_prepare_v2", library.prepare_v2) &&
         one("sqlite3_finalize", library.finalize) && one("sqlite3_bind_int64", library.bind_int64) &&
         one("sqlite3_bind_text", library.bind_text) && one("sqlite3_bind_null", library.bind_null) &&
         one("sqlite3_step", library.step) && one("sqlite3_reset", library.reset) &&
         one("sqlite3_column_int64", library.column_int64) && one("sqlite3_column_text", library.column_text) &&
         one("sqlite3_column_bytes", library.column_bytes) && one("sqlite3_column_type", library.column_type) &&
         one("sqlite3_last_insert_rowid", library.last_insert_rowid);
}

}  // namespace

const SqliteLibrary* sqlite_library() {
  static const SqliteLibrary* const opened = []() -> const SqliteLibrary* {
    static SqliteLibrary functions;
    void* const handle = ::dlopen(kLibrary, RTLD_NOW | RTLD_LOCAL);
    return handle != nullptr && take(handle, functions) ? &functions : nullptr;
  }();
  return opened;
}

}  // namespace darban
