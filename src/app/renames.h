// SPDX-License-Identifier: Apache-2.0
// What goes along with people who get other names on the page: their numbers, what was given to them, what they asked for.
// Numbers are lent to the new name before the household file is written, for what can not come along is a reason not to write it;
// the rest follows when it is. Control thread only.
#pragma once
#include <optional>
#include <vector>

#include "app/grant_service.h"
#include "app/tally.h"
#include "page/house.h"
#include "page/request_desk.h"

namespace darban {

class Renames {
 public:
  // All must outlive it.
  Renames(GrantService& grants, std::optional<Tally>& tally, page::RequestDesk& requests)
      : grants_(grants), tally_(tally), requests_(requests) {}

  using Renamed = std::vector<page::Renamed>;
  // Before the file is written. A trouble: nothing was changed, and nothing is to be.
  std::optional<StoreTrouble> begin(const Renamed& renamed);
  // The file is written, and about to be taken up: a pause must not lapse between the two.
  void written(const Renamed& renamed);
  // After written(), once the new names are in force.
  void finish(const Renamed& renamed);
  // In the place of both: the file was not written.
  void give_up(const Renamed& renamed);

 private:
  void settle(const Renamed& renamed, Result<void, StoreTrouble> (*with)(Tally&, Database&, const page::Renamed&));
  GrantService& grants_;
  std::optional<Tally>& tally_;
  page::RequestDesk& requests_;
};

}  // namespace darban
