// SPDX-License-Identifier: Apache-2.0
// Accounts over HTTP, under /api/v1: one file a resource (account_*.cc), and here what they share. Handlers run on the HTTP
// thread and read what was sent; passwords are hashed at the work desk; everything else happens in an errand on the control
// thread, which owns the AccountDesk.
//
//   GET, PATCH /me             who I am; my language
//   POST   /setup              the first owner
//   POST, DELETE /session      log in, log out
//   GET, DELETE /sessions      where I am logged in; end all others
//   DELETE /sessions/{id}
//   GET, POST /accounts        PATCH, DELETE /accounts/{id}
//   POST   /me/password
//   POST, PUT /me/totp         begin, switch on with a code
//   POST   /me/totp/off
//   GET, POST /tokens          DELETE /tokens/{id}
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/json_writer.h"
#include "base/net_address.h"
#include "base/work_desk.h"
#include "page/account_desk.h"
#include "page/guard.h"
#include "page/roles.h"
#include "page/sent_fields.h"
#include "page/session_token.h"
#include "web/answer.h"
#include "web/router.h"

namespace darban::page {

// What the handlers need; all of it outlives them. Copied into them.
struct AccountApi {
  AccountDesk* desk;  // on the control thread only, but for book() and cost()
  const Guard* guard;
  WorkDesk* work;
  std::function<bool(std::function<void()>)> leave;   // an errand on the control thread; false: too many wait
  std::function<bool(const IpAddress&)> is_in_house;  // allow_from; on the control thread
};
std::vector<web::Route> account_routes(const AccountApi& api);

// Of account_routes(): the resources.
using Routes = std::vector<web::Route>;
void add_me(Routes& routes, const AccountApi& api);
void add_setup(Routes& routes, const AccountApi& api);
void add_session(Routes& routes, const AccountApi& api);
void add_sessions(Routes& routes, const AccountApi& api);
void add_accounts(Routes& routes, const AccountApi& api);
void add_own_password(Routes& routes, const AccountApi& api);
void add_totp(Routes& routes, const AccountApi& api);
void add_tokens(Routes& routes, const AccountApi& api);

// Octets that a field may have before it is judged by its own rules: so a password that is a little too long gets its sentence.
inline constexpr std::size_t kMostOctets = 512;

// An errand that answers.
web::Answer at_desk(const AccountApi& api, std::function<void(const web::PendingReply&)> errand);
// The same, by somebody who still is logged in and still may.
web::Answer at_desk_as(const AccountApi& api, const Caller& caller, Right right, std::function<web::Response()> errand);
// On the control thread: `hashing` happens at the work desk, then `rest` on the control thread. False: too much waits there, and
// the visitor was told so.
bool hash_then(const AccountApi& api, const web::PendingReply& reply, std::function<void()> hashing, std::function<void()> rest);
// As at_desk_as, with a hash of a password that was judged good before. Null where there was no memory for it.
web::Answer hash_at_desk_as(const AccountApi& api, const Caller& caller, Right right, const std::string& password,
                            std::function<web::Response(const std::string& hash)> errand);

// Whether whoever asked is logged in still, and still may.
bool still_may(const AccountBook& book, const Caller& caller, Right right);

// What would give the house away to whoever finds a session that was left open: second factors, keys, owners. So it comes with
// the caller's own password, which is counted and slowed as at the login. Programs have none and are refused. For the
// control thread: `errand`, with the hash of `new_password` where there is one (judged good before).
struct ProvenWish {
  Caller caller;
  Right right = Right::own_account;
  std::optional<IpAddress> visitor{};
  std::string own_password{};
  std::optional<std::string> new_password{};
  std::function<web::Response(const std::string& hash)> errand{};
};
web::Answer at_desk_proven(const AccountApi& api, const ProvenWish& wish);
inline constexpr Text kOwnPassword = "own_password";  // its key in a body

// The id that a path has; 0, which nobody has, where it is no number.
std::int64_t id_in(const web::Request& request);
web::Response with_json(JsonWriter& json);
web::Response no_content();
// "2026-11-21", or null where nobody knew the day.
void write_day(JsonWriter& json, Text key, std::int64_t day);
// "rooms": where a teacher gives.
void write_rooms(JsonWriter& json, const AccountRow& row);
template <typename T>
web::Response done_or(const Result<T, AccountRefusal>& result) {
  return result ? no_content() : response_of(result.error());
}

// What GET /me says of whoever is logged in with that session token; of nobody where it is empty.
web::Response me(const AccountBook& book, std::int64_t account, const std::string& session_token);
// The same with the cookie of a session that is new.
web::Response me_anew(const AccountApi& api, const NewSession& session, web::Way way);

}  // namespace darban::page
