// SPDX-License-Identifier: Apache-2.0
// What every resource of /api/v1 is made with: the way to the control thread, and who asks. A resource is one file that says its
// own routes; routes.cc is the table of resources. Handlers run on the HTTP thread and never wait; what they hold is a copy.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "page/errand.h"
#include "page/roles.h"
#include "web/router.h"

namespace darban::page {

// An adult who is logged in, or a program with a token of theirs.
struct Adult {
  std::string name;
  web::Roles roles{};
  std::vector<std::string> rooms{};  // of a teacher: where they give, by the rooms' names
};

struct Api {
  ControlThread& control;  // outlives every route
  // Who a request comes from that the router's gate let through. On the HTTP thread.
  std::function<Adult(const web::Request&)> adult;
};

// Who may: the table of rights (page/roles.h) by what the API does.
inline constexpr web::Roles kAnybody{web::Role::anybody};
inline const web::Roles kHousehold = who_may(Right::see_house);
inline const web::Roles kCatalog = kHousehold | who_may(Right::see_lists);
inline const web::Roles kReaders = who_may(Right::see_changes);  // of the rules as they stand: what changes led to
inline const web::Roles kWriters = who_may(Right::change_rules);
inline const web::Roles kGiveTime = who_may(Right::give_time);
inline const web::Roles kGiveInRooms = who_may(Right::give_in_rooms);
inline const web::Roles kGiveAll = who_may(Right::open_doors);
inline const web::Roles kGivers = kGiveTime | kGiveInRooms | kGiveAll;

web::Response json_answer(std::string json, unsigned status = 200);

}  // namespace darban::page
