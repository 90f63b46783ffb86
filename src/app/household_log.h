// SPDX-License-Identifier: Apache-2.0
// What adults changed in the household file, for the log that a child can read (store/change_store.h): each time rules are taken
// up, what is different from what the log saw last is written down, in one transaction with what it saw. So a change is in it
// once, whoever made it: the page, an editor, or somebody who changed the file while darban did not run. The first household a
// log sees is where it begins. Control thread only.
#pragma once
#include <cstdint>
#include <string>

#include "app/controller.h"
#include "base/clock.h"
#include "store/database.h"

namespace darban {

class HouseholdLog {
 public:
  static constexpr Milliseconds kAgain{60000};              // after a disk that refused
  static constexpr const char* kByHand = "household.yaml";  // the actor of a change that an editor made

  // Who made what is about to be taken up; without it, it was made by hand.
  void made_by(std::string adult, const Controller& controller) {
    made_by_ = std::move(adult);
    made_for_ = controller.readings() + 1;
  }
  // After everything that may have taken up rules. `database` may be null: there is none now.
  void tick(const Controller& controller, Database* database, const Now& now);
  // Something is to be written: the database is wanted.
  bool is_due(const Controller& controller, MonoTime now) const { return seen_ != controller.readings() && now >= not_before_; }

 private:
  std::uint64_t seen_ = 0;  // Controller::readings()
  std::string made_by_;
  std::uint64_t made_for_ = 0;  // the reading it is about
  MonoTime not_before_{};
};

}  // namespace darban
