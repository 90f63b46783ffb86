// SPDX-License-Identifier: Apache-2.0
#include "page/request_desk.h"

#include <algorithm>
#include <array>

#include "policy/grant_hours.h"
#include "store/request_key.h"

namespace darban::page {
namespace {

constexpr std::array<std::string_view, 6> kReasons{"late", "homework", "meal", "age", "together", "tomorrow"};
// A clock that stands further back than that before the request was set back: how old the request is can not be told any more.
constexpr Seconds kClockSlack{3600};

}  // namespace

bool is_request_reason(std::string_view word) { return std::find(kReasons.begin(), kReasons.end(), word) != kReasons.end(); }

std::optional<RequestStore> RequestDesk::store(Database& database) {
  if (!key_) {
    auto key = request_key(state_);
    if (!key) return std::nullopt;
    key_ = std::move(*key);
  }
  return RequestStore(database, *key_);
}

std::size_t RequestDesk::tidy(Database& database, const Now& now) {
  auto requests = store(database);
  if (!requests) return 0;
  const auto open = requests->open_ones();
  if (!open) return 0;
  std::map<std::int64_t, MonoTime> still;
  for (const ChildRequest& request : *open) {
    const auto known = seen_.find(request.id);
    const MonoTime since = known == seen_.end() ? now.mono : known->second;
    const bool old_by_wall =
        now.wall_trusted && (now.wall - request.asked >= RequestStore::kLongest || request.asked - now.wall > kClockSlack);
    if (old_by_wall || now.mono - since >= RequestStore::kLongest)
      (void)requests->expire(request.id, now.wall);  // when the disk fails the next round does it
    else
      still.emplace(request.id, since);
  }
  seen_ = std::move(still);
  (void)requests->forget(now.wall - RequestStore::kKeptAfter);
  return open->size() - seen_.size();
}

std::optional<std::int64_t> RequestDesk::left_today(Database& database, const Now& now, const Zone& zone,
                                                    const std::string& person) {
  auto requests = store(database);
  if (!requests) return std::nullopt;
  const auto asked = requests->asked_since(person, day_begin(now.wall, zone));
  if (!asked) return std::nullopt;
  return std::max<std::int64_t>(kRequestsADay - *asked, 0);
}

Result<std::int64_t, RequestDesk::Refused> RequestDesk::ask(Database& database, const Now& now, const Zone& zone,
                                                            ChildRequest request) {
  tidy(database, now);
  auto requests = store(database);
  if (!requests) return Refused::not_kept;
  const auto left = left_today(database, now, zone, request.person);
  if (!left) return Refused::not_kept;
  if (*left == 0) return Refused::enough_today;
  request.asked = now.wall;
  const auto id = requests->add(request);
  if (!id) return Refused::not_kept;
  seen_.emplace(*id, now.mono);
  return *id;
}

std::vector<ChildRequest> RequestDesk::of_person(Database& database, const Now& now, const std::string& person) {
  tidy(database, now);
  auto requests = store(database);
  auto rows =
      requests ? requests->of_person(person) : Result<std::vector<ChildRequest>, StoreTrouble>(std::vector<ChildRequest>());
  return rows ? std::move(*rows) : std::vector<ChildRequest>();
}

std::vector<ChildRequest> RequestDesk::open_ones(Database& database, const Now& now) {
  tidy(database, now);
  auto requests = store(database);
  auto rows = requests ? requests->open_ones() : Result<std::vector<ChildRequest>, StoreTrouble>(std::vector<ChildRequest>());
  return rows ? std::move(*rows) : std::vector<ChildRequest>();
}

std::optional<ChildRequest> RequestDesk::find(Database& database, const Now& now, std::int64_t id) {
  tidy(database, now);
  auto requests = store(database);
  if (!requests) return std::nullopt;
  auto found = requests->find(id);
  return found ? std::move(*found) : std::nullopt;
}

bool RequestDesk::take_back(Database& database, const Now& now, std::int64_t id, const std::string& person) {
  auto requests = store(database);
  const auto done = requests ? requests->take_back(id, person, now.wall) : Result<bool, StoreTrouble>(false);
  return done && *done;
}

bool RequestDesk::answer(Database& database, const Now& now, std::int64_t id, RequestAnswer answer, const std::string& reason,
                         const std::string& by) {
  auto requests = store(database);
  const auto done = requests ? requests->answer(id, answer, reason, by, now.wall) : Result<bool, StoreTrouble>(false);
  return done && *done;
}

bool RequestDesk::rename(Database& database, const std::string& from, const std::string& to) {
  auto requests = store(database);
  return requests && requests->rename(from, to);
}

}  // namespace darban::page
