// SPDX-License-Identifier: Apache-2.0
// One SQLite file, the way darban needs it: beside sqlite_library.h the only place that knows SQLite.
//
// What was committed is on the disk: SQLite says so after fsync. A power cut or kill -9 at any moment leaves the last commit,
// whole. The journal is a write-ahead log (WAL), because of flash: one small commit writes 5.6 KB and asks the disk once; the
// older journals write 16 to 29 KB and ask it four or five times (measured on ext4, pages of 1 KiB, which the small rows of a
// household fill well). The log is written back and removed at a clean end, and after every 1,000 pages.
//
// A Database, its statements and transactions belong to one thread.
#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "store/trouble.h"

struct sqlite3;
struct sqlite3_stmt;

namespace darban {

class Database {
 public:
  // Opens, or makes, the file (0600; its folder must be there), tries it for damage, and brings it to the newest of `migrations`:
  // each is the SQL that leads from one version of the tables to the next, and how many were done stands in the file
  // (user_version).
  static Result<Database, StoreTrouble> open(const std::string& path, std::span<const char* const> migrations);
  // To look only: the file stays as it is, also while a daemon writes to it. A version other than the newest is
  // StoreTrouble::newer, or damaged where nothing was made yet.
  static Result<Database, StoreTrouble> open_to_read(const std::string& path, std::size_t version);

  // Another database file beside this one, under `name` (a word of ours) in its SQL, to read only: it stays as it is, also while a
  // daemon writes to it. It goes with this. Not within a transaction.
  Result<void, StoreTrouble> attach_to_read(const std::string& path, std::string_view name);

  Result<void, StoreTrouble> run(const char* sql);

  // One statement, its values and its rows. A bind that fails makes the next step fail.
  class Statement {
   public:
    Statement& bind(int place, std::int64_t value);  // places count from 1
    Statement& bind(int place, std::string_view text);
    Statement& bind_nothing(int place);
    // Whether there is a row. After the last one, or a failure, the statement is done.
    Result<bool, StoreTrouble> step();
    // For statements without rows.
    Result<void, StoreTrouble> run();
    std::int64_t number(int column) const;  // columns count from 0
    std::string text(int column) const;
    bool is_nothing(int column) const;

   private:
    friend class Database;
    struct Finalize {
      void operator()(sqlite3_stmt* statement) const;
    };
    std::unique_ptr<sqlite3_stmt, Finalize> statement_;  // null: it could not be prepared
    int problem_ = 0;
  };
  Statement prepare(const char* sql);
  std::int64_t last_id() const;  // of the row that was inserted last

  // Everything until commit() happens, or nothing of it. One within another is a part of the outer one: its commit() is kept when
  // the outer one's is, and what it rolls back is its own.
  class Transaction {
   public:
    explicit Transaction(Database& database);
    ~Transaction();  // rolls back what was not committed
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    Result<void, StoreTrouble> begun() const;
    Result<void, StoreTrouble> commit();

   private:
    Database& database_;
    bool inner_;
    Result<void, StoreTrouble> begun_;
    bool open_ = false;
  };

 private:
  struct Close {
    void operator()(sqlite3* handle) const;
  };
  Database() = default;
  static Result<Database, StoreTrouble> opened(const std::string& path, int flags);
  Result<void, StoreTrouble> prepare_file();
  Result<void, StoreTrouble> try_for_damage();
  Result<void, StoreTrouble> migrate(std::span<const char* const> migrations);
  Result<std::int64_t, StoreTrouble> version();
  std::unique_ptr<sqlite3, Close> handle_;
  int transactions_ = 0;  // that are open, one within another
};

}  // namespace darban
