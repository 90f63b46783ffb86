// SPDX-License-Identifier: Apache-2.0
// What children ask adults for, on the disk (product.md 3.8). The only name at rest that nobody typed into the settings is the
// one in here: sealed, overwritten when it is answered, taken back or a day old (SQLite's secure_delete, and the log is written
// back at once). Whoever counts tries finds none: what is kept is what was asked, not what was tried. One thread.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/result.h"
#include "base/showable.h"
#include "store/database.h"

namespace darban {

enum class RequestWhat : std::uint8_t { site, time, school, unknown };
enum class RequestState : std::uint8_t { open, answered, taken_back, expired };
enum class RequestAnswer : std::uint8_t { hour, always, not_now, talk };
Text text_of(RequestWhat what);
Text text_of(RequestState state);    // "taken-back"
Text text_of(RequestAnswer answer);  // "not-now"
std::optional<RequestWhat> request_what(std::string_view word);
std::optional<RequestAnswer> request_answer(std::string_view word);

struct ChildRequest {
  std::int64_t id = 0;
  std::string person;  // as Policy::who says: "Ali", "room Lab 2", "guest"
  std::string whom;    // an adult; empty: any
  RequestWhat what = RequestWhat::site;
  std::string site;  // as the child typed it; empty: about none, or gone
  std::string note;  // likewise
  WallTime asked{};

  RequestState state = RequestState::open;
  RequestAnswer answer = RequestAnswer::hour;  // of `answered`
  std::string reason;                          // a word of ours; empty: none given
  std::string answered_by;
  WallTime ended{};
};

class RequestStore {
 public:
  static constexpr Seconds kLongest{86400};    // a name is never kept longer
  static constexpr Seconds kKeptAfter{86400};  // the row without it, so that the child can read the answer

  // `key` must outlive this.
  RequestStore(Database& database, const crypto::Secret& key) : database_(database), key_(key) {}

  // Its id.
  Result<std::int64_t, StoreTrouble> add(const ChildRequest& request);
  // Open ones, the oldest first.
  Result<std::vector<ChildRequest>, StoreTrouble> open_ones() const;
  Result<std::optional<ChildRequest>, StoreTrouble> find(std::int64_t id) const;
  // Everything of one person that is still there, the newest first.
  Result<std::vector<ChildRequest>, StoreTrouble> of_person(const std::string& person) const;
  // How many were asked since then, whatever became of them.
  Result<std::int64_t, StoreTrouble> asked_since(const std::string& person, WallTime since) const;

  // Ends an open one and takes the name out of the file. False: it was not open.
  Result<bool, StoreTrouble> answer(std::int64_t id, RequestAnswer answer, const std::string& reason, const std::string& by,
                                    WallTime now);
  Result<bool, StoreTrouble> take_back(std::int64_t id, const std::string& person, WallTime now);
  Result<bool, StoreTrouble> expire(std::int64_t id, WallTime now);
  // A person has another name: what they asked, and what others asked them.
  Result<void, StoreTrouble> rename(const std::string& from, const std::string& to);
  // Rows that ended before then.
  Result<void, StoreTrouble> forget(WallTime before);

 private:
  Result<std::vector<ChildRequest>, StoreTrouble> rows_of(Database::Statement statement) const;
  ChildRequest request_in(const Database::Statement& row) const;
  Result<bool, StoreTrouble> ended(Database::Statement& update);
  Database& database_;
  const crypto::Secret& key_;
};

}  // namespace darban
