// SPDX-License-Identifier: Apache-2.0
// What every resource of /api/v1 is made with: the way to the control thread, and who asks. A resource is one file that says its
// own routes; routes.cc is the table of resources. Handlers run on the HTTP thread and never wait; what they hold is a copy.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "page/errand.h"
#include "web/router.h"

namespace darban::page {

// An adult who is logged in, or a program with a token of theirs.
struct Adult {
  std::string name;
  web::Roles roles{};
};

struct Api {
  ControlThread& control;  // outlives every route
  // Who a request comes from that the router's gate let through. On the HTTP thread.
  std::function<Adult(const web::Request&)> adult;
};

// Who may, in the words of the contract.
inline constexpr web::Roles kAnybody{web::Role::anybody};
inline constexpr web::Roles kAnyLogin{web::Role::owner,   web::Role::parent,     web::Role::helper,
                                      web::Role::teacher, web::Role::maintainer, web::Role::auditor};
inline constexpr web::Roles kReaders{web::Role::owner, web::Role::parent, web::Role::auditor};
inline constexpr web::Roles kParents{web::Role::owner, web::Role::parent};
// Giving: pauses and bonus time; to rooms; whatever there is; and whoever may any of that.
inline constexpr web::Roles kGiveTime{web::Role::owner, web::Role::parent, web::Role::helper};
inline constexpr web::Roles kGiveInRooms{web::Role::owner, web::Role::parent, web::Role::teacher};
inline constexpr web::Roles kGiveAll = kParents;
inline constexpr web::Roles kGivers{web::Role::owner, web::Role::parent, web::Role::helper, web::Role::teacher};

web::Response json_answer(std::string json, unsigned status = 200);

}  // namespace darban::page
