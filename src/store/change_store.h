// SPDX-License-Identifier: Apache-2.0
// What adults changed: time, who, which setting, what it was and what it became (decisions.md 9). Rules and times only, never
// what anybody asked for. Readable by the child it concerns, and by every adult; kept for 13 months.
//
// Every row carries a link: the hash of the row before it and of itself. Beside the rows stand the ends of the log: the number
// of its first row and the link that it follows (of the last one that was forgotten), the number and the link of its last. Rows
// are numbered without a gap. So whoever alters a row in the file, or takes one out at the head, in the middle or at the tail, is
// noticed, and stays noticed until the place itself is as old as what is forgotten. What nothing here can tell is that somebody
// who may write the file made rows and ends anew together: it keeps an adult honest with a child, not root with anybody.
//
// One thread. What a function here returned as done is on the disk.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "store/database.h"

namespace darban {

struct Change {
  WallTime at{};
  std::string actor;     // the adult, or "household.yaml" where a file was edited
  std::string concerns;  // a person of the household; empty: everybody
  std::string setting;   // a key of the household file, of a grant (app/grant_change.h), of an account (page/account_change.h)
  std::string was;
  std::string became;
  friend bool operator==(const Change&, const Change&) = default;
};

class ChangeStore {
 public:
  static constexpr Seconds kKept{396 * 86400};

  explicit ChangeStore(Database& database) : database_(database) {}

  // All of them or none, in their order. Also forgets what is older than kKept at the last one's time.
  Result<void, StoreTrouble> add(std::span<const Change> changes);
  Result<void, StoreTrouble> add(const Change& change) { return add({&change, 1}); }

  // The household file as it was when its changes were last written down: what is different from it is new, also when darban did
  // not run meanwhile. Nothing: none was seen yet.
  Result<std::optional<std::string>, StoreTrouble> household_seen() const;
  Result<void, StoreTrouble> see_household(std::string_view text, std::span<const Change> changes);
  // The newest first.
  Result<std::vector<Change>, StoreTrouble> all() const;
  // What concerns this person, or everybody.
  Result<std::vector<Change>, StoreTrouble> concerning(const std::string& person) const;
  // Whether all rows are there that were written and not forgotten, as they were written.
  Result<bool, StoreTrouble> verify() const;

 private:
  struct Ends {
    std::int64_t first = 1;               // the number of the oldest row that is kept; of an empty log, of the one to come
    std::optional<std::string> before{};  // the link that it follows; nothing: forgotten before there were ends
    std::int64_t last = 0;
    std::string link{};  // of the last one
  };
  // Nothing: no row was ever written.
  Result<std::optional<Ends>, StoreTrouble> ends() const;
  // Of rows without ends: somebody took those away, and what is there stays unproven.
  Result<Ends, StoreTrouble> ends_of_rows() const;
  Result<void, StoreTrouble> write(const Ends& ends);
  Result<void, StoreTrouble> append(const Change& change, Ends& ends);
  Result<void, StoreTrouble> forget(WallTime before, Ends& ends);
  Database& database_;
};

}  // namespace darban
