// SPDX-License-Identifier: Apache-2.0
// Rows of somebody else's tables, as Pi-hole exports them: columns by name, every value as text. Bounded; errors are sentences.
// Any thread.
#pragma once
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace darban {

using TableRow = std::map<std::string, std::string, std::less<>>;  // a null column is not in it
inline constexpr std::size_t kMostRows = 200000;                   // of one table

// The column, or nothing.
std::string_view column(const TableRow& row, std::string_view name);

// A JSON array of objects; lists and objects inside a row are passed over.
Result<std::vector<TableRow>, std::string> rows_of_json(std::string_view json);

// Tables of an SQLite database that is in memory and stays unchanged. Only tables are read, no views, and no longer than a bound
// of steps: a database out of an archive may be made to run for ever.
class SqliteTables {
 public:
  static Result<SqliteTables, std::string> open(std::string_view octets);
  SqliteTables(SqliteTables&& other) noexcept;
  SqliteTables& operator=(SqliteTables&&) = delete;
  ~SqliteTables();
  // A table that is not there has no rows. `name` is one of ours, never out of the file.
  Result<std::vector<TableRow>, std::string> rows(const std::string& name);

 private:
  struct Library;
  SqliteTables(const Library& library, void* database) : library_(&library), database_(database) {}
  static const Library* library();
  const Library* library_;
  void* database_;
};

}  // namespace darban
