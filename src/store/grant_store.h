// SPDX-License-Identifier: Apache-2.0
// Grants on the disk. What a function here returned as done is on the disk; what failed left nothing behind. Written to only when
// something is given, ends, or has to be anchored anew: an hour without that writes nothing. One thread.
#pragma once
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/database.h"
#include "store/grant_row.h"

namespace darban {

class GrantStore {
 public:
  static constexpr Seconds kKept{14 * 86400};  // after its end

  explicit GrantStore(Database& database) : database_(database) {}

  // Everything that has not ended, ascending by id. `ends` is not set: wake() does.
  Result<std::vector<GrantRow>, StoreTrouble> open_ones() const;
  // What ended and may count for a cap: counted since then, or given in that boot while nobody knew the time.
  Result<std::vector<GivenGrant>, StoreTrouble> counted_since(WallTime since, const std::string& boot) const;

  Result<std::int64_t, StoreTrouble> last_id() const;  // the highest of all; 0: none

  struct Ending {
    std::int64_t id = 0;
    GivenGrant::Ended ended;
  };
  // All of it in one transaction. Rows get their ids (those with an id keep it); an ending whose `other` is 0 and whose `how` is
  // `replaced` gets the id of the row at its `place`. What ended before `forget` is forgotten.
  struct Replacing {
    Ending ending;
    std::size_t place = 0;
  };
  Result<void, StoreTrouble> give(std::span<GrantRow> rows, std::span<Replacing> replaced, WallTime forget);
  Result<void, StoreTrouble> end(std::span<const Ending> endings);
  // What wake(), anchor() and learn_the_time() changed.
  Result<void, StoreTrouble> keep_anchors(std::span<const GrantRow* const> rows);
  // A person has another name: what was given to them and their devices, also what ended, for a day's caps know of it.
  Result<void, StoreTrouble> rename(const std::string& from, const std::string& to);
  // Once the clock is trusted: when those were that began and ended in this boot before it was, so that they count for their day.
  Result<void, StoreTrouble> date_ended(const Moment& moment);

 private:
  Result<void, StoreTrouble> insert(GrantRow& row);
  Result<void, StoreTrouble> note_end(const Ending& ending);
  Database& database_;
};

// For `darban explain`, which reads files: what the daemon of that state.db would have in force now. The file stays as it is.
Result<std::vector<Grant>, StoreTrouble> read_grants(const std::string& path, const Moment& moment);

}  // namespace darban
