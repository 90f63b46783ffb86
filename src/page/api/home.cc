// SPDX-License-Identifier: Apache-2.0
// GET /home: everybody as they are this minute, when that changes, and what waits for an adult.
#include <algorithm>

#include "base/json_writer.h"
#include "page/api/grant_json.h"
#include "page/api/moments.h"
#include "page/api/routes.h"
#include "page/family_text.h"
#include "policy/grant_people.h"

namespace darban::page {
namespace {

constexpr int kMostSteps = 64;  // edges that change nothing an adult sees

bool looks_alike(const ModeAt& a, const ModeAt& b) {
  return a.mode == b.mode && a.paused == b.paused && a.all_open == b.all_open;
}

// When somebody will be otherwise than now, and how.
struct Change {
  WallTime at = kNever;
  Mode mode = Mode::free;
};
Change next_change(const Policy& policy, const Asker& asker, const Now& now, const ModeAt& present) {
  ModeAt state = present;
  for (int step = 0; step < kMostSteps && state.until != kNever; ++step) {
    const WallTime at = state.until;
    const Now then{now.mono + (at - now.wall), at, now.wall_trusted};
    state = policy.mode_at(asker, then);
    if (!looks_alike(state, present)) return {at, state.mode};
    if (state.until <= at) break;
  }
  return {};
}

std::size_t devices_of(const Policy& policy, ProfileId who) {
  std::size_t count = 0;
  for (std::size_t i = 1; i < policy.devices(); ++i) {
    if (policy.asker_of(static_cast<DeviceId>(i)).profile == who) ++count;
  }
  return count;
}

class HomeWriter {
 public:
  HomeWriter(House& house, JsonWriter& json) : json_(json), now_(house.now()), policy_(house.policy()), grants_(house.grants()) {
    if (Database* database = house.database()) requests_ = house.requests().open_ones(*database, now_);
  }

  void people() {
    const GrantPeople known(*policy_);
    json_.open_list("people");
    for (const GrantWho& who : known.people()) person(*policy_->profile_of_person(who.name), who, "person");
    json_.close_list();
    json_.open_list("rooms");
    for (std::size_t i = 0; i < policy_->profiles(); ++i) {
      const auto id = static_cast<ProfileId>(i);
      constexpr std::string_view kRoom = "room ";  // as Policy::who says it
      const std::string_view name = policy_->who(id);
      if (id == kGuest || policy_->profile_of_person(name)) continue;
      person(id, {GrantWho::Kind::room, std::string(name.substr(kRoom.size())), {}}, "room");
    }
    person(kGuest, {GrantWho::Kind::room, "guest", {}}, "guest");
    json_.close_list();
  }
  void grants() {
    json_.open_list("grants");
    for (const Grant& grant : grants_) write_grant_object(json_, grant, policy_->zone(), now_);
    json_.close_list();
  }
  std::size_t requests() const { return requests_.size(); }
  void clock() {
    json_.field("time_known", now_.wall_trusted);
    if (now_.wall_trusted)
      json_.field("now", local_moment(now_.wall, policy_->zone()));
    else
      json_.null_field("now");
  }

 private:
  void person(ProfileId id, const GrantWho& who, Text kind) {
    const ModeAt mode = policy_->mode_at(id, now_);
    const Change change = next_change(*policy_, id, now_, mode);
    json_.open_object();
    json_.field("name", family_text(who.name));
    json_.field("band", policy_->profile(id).band);
    json_.field("kind", kind);
    json_.field("mode", mode.mode);
    json_.field("paused", mode.paused);
    json_.field("all_open", mode.all_open);
    if (change.at != kNever && now_.wall_trusted)
      json_.field("until", local_moment(change.at, policy_->zone()));
    else
      json_.null_field("until");
    if (change.at != kNever) {
      json_.field("ends_in", (change.at - now_.wall).count());
      json_.field("next", change.mode);
    } else {
      json_.null_field("ends_in");
      json_.null_field("next");
    }
    json_.field("devices", devices_of(*policy_, id));
    const std::string_view asks = policy_->who(id);
    json_.field("requests", std::count_if(requests_.begin(), requests_.end(),
                                          [&](const ChildRequest& request) { return request.person == asks; }));
    json_.open_list("grants");
    for (const Grant& grant : grants_) {
      if (grant.who.kind == GrantWho::Kind::everyone || concerns(grant.who, who)) json_.item(grant.id);
    }
    json_.close_list();
    json_.close_object();
  }

  JsonWriter& json_;
  Now now_;
  std::shared_ptr<const Policy> policy_;
  std::vector<Grant> grants_;
  std::vector<ChildRequest> requests_;
};

void write_problems(JsonWriter& json, const std::vector<ConfigError>& problems) {
  json.open_list("problems");
  for (const ConfigError& problem : problems) {
    json.open_object();
    json.field("what", family_text(problem.what));
    if (!problem.file.empty()) json.field("file", family_text(problem.file));
    if (problem.place.line > 0) {
      json.field("line", problem.place.line);
      json.field("column", problem.place.column);
    }
    json.close_object();
  }
  json.close_list();
}

// The household file says the zone as it was written; the rules know it only by what it does.
std::string zone_written(const House& house) {
  const auto household = house.written();
  return household ? (*household)->zone : std::string();
}

web::Response home(House& house) {
  JsonWriter json;
  HomeWriter writer(house, json);
  json.open_object();
  writer.clock();
  json.field("zone", family_text(zone_written(house)));
  write_problems(json, house.problems());
  json.field("new_devices", house.fresh_devices().size());
  json.field("requests", writer.requests());
  writer.people();
  writer.grants();
  json.close_object();
  return json_answer(json.take());
}

}  // namespace

std::vector<web::Route> home_routes(const Api& api) {
  return {
      {web::Method::get, "/api/v1/home", kHousehold, [api](const web::Request&) { return answer_by_house(api.control, home); }}};
}

}  // namespace darban::page
