// SPDX-License-Identifier: Apache-2.0
// The one door to the counts for whoever shows them: `darban counts`, the API, the children's pages. Who is asked about is looked
// up in the household as it is now, and what comes out is what that viewer may see of them (product.md 3.2 and 3.3): whoever
// writes a page can not get it wrong, for a band or a rule is nothing they say. Finer than this nothing can be had.
//
// One thread; not longer than the database and the board it was made of.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "policy/moments.h"
#include "store/count_store.h"

namespace darban {

// Of one person or room.
struct HolderWeeks {
  MomentHolder holder;
  std::vector<MomentWeek> weeks;  // ascending; empty: nothing is released yet, or of a room nothing may be shown
  bool is_counted(Group group) const { return has(holder.groups, group); }
};

// How the program was on a day, as far as it tells nothing of people. How long answers took is not in it: added up it would say
// how many questions there were, and less the totals how many of them the totals leave out (age doors; names that are open to
// everybody and never counted).
struct ReleasedHealth {
  CountDay day{};
  ShownCount cache_hits;
  ShownCount upstream_errors;
  std::int64_t lists_built = 0;  // Unix seconds; 0: not known
};

// Why there is nothing to see.
struct NotShown {
  enum class Why : std::uint8_t {
    nobody,       // no person and no room is called that
    uncounted,    // nothing is counted of them
    their_own,    // 13 to 15: they have not let a guardian see it
    their_word,   // 16 and 17: theirs alone; whether there is anything is not said
    no_guardian,  // a person's, and this viewer is no guardian
    unreadable,   // `trouble`
  };
  Why why = Why::nobody;
  StoreTrouble trouble = StoreTrouble::other;
};

class ReleasedNumbers {
 public:
  ReleasedNumbers(Database& database, const MomentBoard& board) : counts_(database), board_(board) {}

  // Ascending by day.
  Result<std::vector<HouseholdDay>, StoreTrouble> household() const { return counts_.household(); }
  // With a young person in the house the number would be theirs.
  bool leaves_out_age_doors() const { return board_.leaves_out_age_doors(); }
  Result<std::vector<ReleasedHealth>, StoreTrouble> health() const;

  // `who`: a person, or "room Lab 2".
  Result<HolderWeeks, NotShown> of(std::string_view who, Viewer viewer) const;
  // What a young person said about their numbers; nobody of that name said nothing.
  Result<CountChoices, StoreTrouble> choices_of(std::string_view person) const;

  // As the household has them; null: nobody. Guests are nobody here.
  const MomentHolder* find(std::string_view who) const;
  // Everybody there is, by the names that find() takes.
  std::vector<std::string> names() const;

 private:
  CountStore counts_;
  const MomentBoard& board_;
};

}  // namespace darban
