// SPDX-License-Identifier: Apache-2.0
// What adults changed: time, who, which setting, what it was and what it became (decisions.md 9). Rules and times only, never
// what anybody asked for. Readable by the child it concerns, and by every adult; kept for 13 months.
//
// Every row carries a link: the hash of the row before it and of itself. Whoever alters or takes out a row in the file breaks the
// chain there, and verify() says so. It can not tell when the newest rows are cut off, or when somebody who may write the file
// makes the whole chain anew: it keeps an adult honest with a child, not root with anybody.
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
  std::string setting;   // a key of the household file
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
  // Whether each row that is there follows from the one before it.
  Result<bool, StoreTrouble> verify() const;

 private:
  Result<void, StoreTrouble> append(const Change& change, std::string& last_link);
  Database& database_;
};

}  // namespace darban
