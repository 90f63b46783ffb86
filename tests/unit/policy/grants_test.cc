// SPDX-License-Identifier: Apache-2.0
// What adults give and take for a while: who is reached, what it opens and closes, and when it ends (decisions.md 6).
#include "tests/unit/policy/home.h"

using namespace darban;
using namespace darban::test;

namespace {

const GrantWho kAli{GrantWho::Kind::person, "Ali", {}};
const GrantWho kEveryone{};
const GrantWho kTablet{GrantWho::Kind::device, "tablet", "Ali"};

// In force from 18:00 on the Monday for `minutes`, as the daemon would make it.
Grant given(GrantWho who, GrantWhat what, int minutes, std::int64_t id = 1) {
  const Now now = karachi(23, 18);
  Grant grant;
  grant.id = id;
  grant.who = std::move(who);
  grant.what = what;
  grant.given = grant.from = now.wall;
  grant.until = now.wall + Seconds(minutes * 60);
  grant.ends = now.mono + Seconds(minutes * 60);
  return grant;
}

Grant door(GrantWho who, Grant::Door door, const char* site, std::int64_t id = 1) {
  Grant grant = given(std::move(who), GrantWhat::site, 60, id);
  grant.door = door;
  grant.key = site;
  grant.site = *Name::from_text(site);
  return grant;
}

Grant service(GrantWho who, Grant::Door door, const char* key, std::int64_t id = 1) {
  Grant grant = given(std::move(who), GrantWhat::service, 60, id);
  grant.door = door;
  grant.key = key;
  return grant;
}

Grant mode_for(GrantWho who, Mode mode, int minutes, std::int64_t id = 1) {
  Grant grant = given(std::move(who), GrantWhat::mode, minutes, id);
  grant.mode = mode;
  return grant;
}

std::shared_ptr<const Policy> with(std::vector<Grant> grants, const Household& household = family()) {
  return built(household)->with_grants(grants);
}

// Both clocks run.
Now later(int minutes, int seconds = 0) {
  Now now = karachi(23, 18);
  now.wall += Seconds(minutes * 60 + seconds);
  now.mono += Seconds(minutes * 60 + seconds);
  return now;
}
Now at(int hour, int minute = 0, int second = 0) { return later((hour - 18) * 60 + minute, second); }

Verdict said(const Policy& policy, const Asker& asker, const Name& name, const Now& now) {
  SuffixHashes hashes;
  name.hash_suffixes(policy.seed(), hashes);
  const CategorySet categories = policy.matcher().categories_of(hashes);
  return policy.decide(asker, policy.mode_at(asker, now), {.hashes = hashes, .categories = categories});
}

Asker tablet_of(const Policy& policy) {
  const MacAddress mac = "02:00:00:00:00:07"_mac;
  return policy.asker_of("192.168.1.7"_ip, &mac);
}

Household with_two_devices() {
  Household household = family();
  household.people[0].devices.push_back({"phone", {"02:00:00:00:00:09"_mac}, {}, {21, 5}});
  return household;
}

Household with_bedtime() {
  Household household = family();
  household.people[0].profile.timetable = {window(kDaily, 21, 7, Mode::bedtime)};
  return household;
}

}  // namespace

TEST_CASE("a pause closes everything but vital names, and ends to the second") {
  const auto policy = with({given(kAli, GrantWhat::pause, 30)});
  const Verdict paused = verdict(*policy, "Ali", "news.example"_name, later(0));
  CHECK(paused.action == Action::block);
  CHECK(paused.step == Step::time);
  CHECK(paused.group == Group::closed_by_time);
  CHECK(paused.until == later(30).wall);
  CHECK(open(verdict(*policy, "Ali", "childline.org.uk"_name, later(0))));
  CHECK_FALSE(open(verdict(*policy, "Ali", "news.example"_name, later(29, 59))));
  CHECK(open(verdict(*policy, "Ali", "news.example"_name, later(30))));
  CHECK(open(verdict(*policy, "Sara", "news.example"_name, later(0))));
}

TEST_CASE("a pause closes the open doors too, bedtime does not") {
  Household household = with_bedtime();
  household.people[0].profile.open_doors = {{"learning", {}}};
  const auto policy = with({given(kAli, GrantWhat::pause, 30)}, household);
  CHECK_FALSE(open(verdict(*policy, "Ali", "school.example"_name, later(0))));
  CHECK(open(verdict(*policy, "Ali", "school.example"_name, at(22))));
}

TEST_CASE("a pause for everyone reaches guests and rooms, and leaves out who must never be paused") {
  Household household = with_two_devices();
  household.people[0].devices[1].never_pause = true;
  household.people[1].profile.never_pause = true;
  const auto policy = with({given(kEveryone, GrantWhat::pause, 30)}, household);
  CHECK_FALSE(open(said(*policy, tablet_of(*policy), "news.example"_name, later(0))));
  const MacAddress phone = "02:00:00:00:00:09"_mac;
  CHECK(open(said(*policy, policy->asker_of("192.168.1.9"_ip, &phone), "news.example"_name, later(0))));
  CHECK(open(verdict(*policy, "Sara", "news.example"_name, later(0))));
  CHECK_FALSE(open(verdict(*policy, "nobody", "news.example"_name, later(0))));
}

TEST_CASE("a grant for one device leaves the person's others alone") {
  const auto policy = with({given(kTablet, GrantWhat::pause, 30)}, with_two_devices());
  CHECK_FALSE(open(said(*policy, tablet_of(*policy), "news.example"_name, later(0))));
  const MacAddress phone = "02:00:00:00:00:09"_mac;
  CHECK(open(said(*policy, policy->asker_of("192.168.1.9"_ip, &phone), "news.example"_name, later(0))));
  CHECK(policy->seats() == policy->profiles() + 1);
}

TEST_CASE("bonus time opens bedtime and ends by itself") {
  Grant bonus = mode_for(kAli, Mode::free, 0);
  bonus.until = at(21).wall + Seconds(1800);
  bonus.ends = at(21).mono + Seconds(1800);
  const auto policy = with({bonus}, with_bedtime());
  CHECK(open(verdict(*policy, "Ali", "news.example"_name, at(21))));
  const Verdict extra = verdict(*policy, "Ali", "news.example"_name, at(21, 29, 59));
  CHECK(open(extra));
  CHECK(extra.until == at(21, 30).wall);
  CHECK_FALSE(open(verdict(*policy, "Ali", "news.example"_name, at(21, 30))));
  CHECK_FALSE(open(verdict(*policy, "Ali", "casino.example"_name, at(21))));  // time, not other doors
}

TEST_CASE("a grant that begins later is waited for: the answer before it ends with its beginning") {
  Grant bonus = mode_for(kAli, Mode::bedtime, 0);
  bonus.from = at(19).wall;
  bonus.until = at(20).wall;
  bonus.ends = at(20).mono;
  const auto policy = with({bonus});
  CHECK(verdict(*policy, "Ali", "news.example"_name, at(18)).until == at(19).wall);
  CHECK_FALSE(open(verdict(*policy, "Ali", "news.example"_name, at(19))));
  CHECK(open(verdict(*policy, "Ali", "news.example"_name, at(20))));
}

TEST_CASE("of two grants about time the later one counts, and when it ends the earlier one goes on") {
  const auto policy = with({given(kAli, GrantWhat::pause, 60, 1), mode_for(kAli, Mode::free, 10, 2)});
  CHECK(open(verdict(*policy, "Ali", "news.example"_name, later(5))));
  CHECK_FALSE(open(verdict(*policy, "Ali", "news.example"_name, later(10))));
  CHECK(open(verdict(*policy, "Ali", "news.example"_name, later(60))));
}

TEST_CASE("open-all opens every category but scams and malware") {
  const auto policy = with({given(kAli, GrantWhat::open_all, 30)});
  const Verdict found = verdict(*policy, "Ali", "casino.example"_name, later(1));
  CHECK(open(found));
  CHECK(found.step == Step::grant);
  CHECK_FALSE(open(verdict(*policy, "Ali", "malware.example"_name, later(1))));
  CHECK_FALSE(open(target_verdict(*policy, "Ali", "malware.example"_name, later(1))));
  CHECK(open(target_verdict(*policy, "Ali", "tracker.example"_name, later(1))));
  CHECK_FALSE(open(verdict(*policy, "Ali", "casino.example"_name, later(30))));
}

TEST_CASE("a site opened for an hour is open with all below it, and no other") {
  const auto policy = with({door(kAli, Grant::Door::open, "casino.example")});
  const Verdict found = verdict(*policy, "Ali", "www.casino.example"_name, later(1));
  CHECK(open(found));
  CHECK(found.step == Step::grant);
  CHECK(found.until == later(60).wall);
  CHECK_FALSE(open(verdict(*policy, "Ali", "adult.example"_name, later(1))));
  CHECK_FALSE(open(verdict(*policy, "Ali", "casino.example"_name, later(60))));
}

TEST_CASE("a site grant does not open bedtime or a pause") {
  CHECK_FALSE(open(verdict(*with({door(kAli, Grant::Door::open, "news.example"), given(kAli, GrantWhat::pause, 30, 2)}), "Ali",
                           "news.example"_name, later(1))));
}

TEST_CASE("a service is opened, or closed, for an hour") {
  Household household = family();
  household.people[0].profile.close = {{"service:roblox", {}}};
  CHECK(open(
      verdict(*with({service(kAli, Grant::Door::open, "service:roblox")}, household), "Ali", "roblox.example"_name, later(1))));
  const auto policy = with({service(kAli, Grant::Door::close, "service:youtube")});
  const Verdict closed = verdict(*policy, "Ali", "tube.example"_name, later(1));
  CHECK(closed.action == Action::block);
  CHECK(closed.step == Step::grant);
  CHECK(closed.group == Group::own_rules);
  CHECK(open(verdict(*policy, "Ali", "tube.example"_name, later(60))));
}

TEST_CASE("of two grants about one site the later one counts") {
  CHECK_FALSE(
      open(verdict(*with({door(kAli, Grant::Door::open, "news.example", 1), door(kAli, Grant::Door::close, "news.example", 2)}),
                   "Ali", "news.example"_name, later(1))));
  CHECK(open(verdict(*with({door(kAli, Grant::Door::close, "news.example", 1), door(kAli, Grant::Door::open, "news.example", 2)}),
                     "Ali", "news.example"_name, later(1))));
}

TEST_CASE("scams and malware open only when the adult said so a second time") {
  Grant opened = door(kAli, Grant::Door::open, "malware.example");
  CHECK_FALSE(open(verdict(*with({opened}), "Ali", "malware.example"_name, later(1))));
  opened.confirmed = true;
  CHECK(open(verdict(*with({opened}), "Ali", "malware.example"_name, later(1))));
}

TEST_CASE("no grant closes a vital name or a safe search target") {
  const auto policy = with({given(kAli, GrantWhat::pause, 30, 1), door(kAli, Grant::Door::close, "childline.org.uk", 2),
                            door(kAli, Grant::Door::close, "google.com", 3)});
  CHECK(open(verdict(*policy, "Ali", "childline.org.uk"_name, later(1))));
  CHECK(open(verdict(*with({door(kAli, Grant::Door::close, "google.com")}), "Ali", "forcesafesearch.google.com"_name, later(1))));
}

TEST_CASE("a clock that is set back does not stretch a grant") {
  const auto policy = with({given(kAli, GrantWhat::pause, 30)});
  Now now = later(20);
  now.wall -= Seconds(7200);
  const Verdict paused = verdict(*policy, "Ali", "news.example"_name, now);
  CHECK_FALSE(open(paused));
  CHECK(paused.until == now.wall + Seconds(600));
  now.mono += Seconds(600);
  now.wall += Seconds(600);
  CHECK(open(verdict(*policy, "Ali", "news.example"_name, now)));
}

TEST_CASE("a clock that is set forward, as after a sleep, ends a grant whose time on the wall has come") {
  const auto policy = with({given(kAli, GrantWhat::pause, 30)});
  Now now = later(1);
  now.wall += Seconds(7200);
  CHECK(open(verdict(*policy, "Ali", "news.example"_name, now)));
}

TEST_CASE("without a trusted clock a grant runs by the time that passes") {
  const auto policy = with({given(kAli, GrantWhat::pause, 30)});
  Now now = later(0);
  now.wall = WallTime(Seconds(86400));  // 1970
  now.wall_trusted = false;
  CHECK_FALSE(open(verdict(*policy, "Ali", "news.example"_name, now)));
  now.mono += Seconds(1800);
  now.wall += Seconds(1800);
  CHECK(open(verdict(*policy, "Ali", "news.example"_name, now)));
}

TEST_CASE("a grant for somebody who is not here any more reaches nobody") {
  const auto policy = with({given({GrantWho::Kind::person, "Omar", {}}, GrantWhat::pause, 30),
                            given({GrantWho::Kind::device, "tablet", "Sara"}, GrantWhat::pause, 30),
                            service(kAli, Grant::Door::close, "service:nothing")});
  CHECK(open(verdict(*policy, "Ali", "news.example"_name, later(1))));
  CHECK(open(verdict(*policy, "nobody", "news.example"_name, later(1))));
  CHECK(policy->grants().entries().empty());
}

TEST_CASE("answers are kept for a minute at most while a grant is in force") {
  const auto policy = with({given(kAli, GrantWhat::open_all, 30)});
  const Asker ali = *policy->profile_of_person("Ali");
  CHECK(policy->longest_ttl(ali, policy->mode_at(ali, later(1))) == 60);
  CHECK(policy->longest_ttl(ali, policy->mode_at(ali, later(30))) == UINT32_MAX);
}

TEST_CASE("a policy without grants has a seat for each profile and no more") {
  const auto policy = built(family());
  CHECK(policy->seats() == policy->profiles());
  CHECK(policy->with_grants({})->seats() == policy->profiles());
}

TEST_CASE("more doors than one seat has room for: the latest count") {
  std::vector<Grant> grants;
  for (int i = 0; i < 100; ++i)
    grants.push_back(door(kAli, Grant::Door::close, i == 0 ? "first.example" : "other.example", i + 1));
  grants.push_back(door(kAli, Grant::Door::close, "last.example", 101));
  const auto policy = with(grants);
  CHECK(open(verdict(*policy, "Ali", "first.example"_name, later(1))));
  CHECK_FALSE(open(verdict(*policy, "Ali", "last.example"_name, later(1))));
}

TEST_CASE("a mode of bedtime or off is a pause with open doors: it leaves out who must never be paused") {
  Household household = with_two_devices();
  household.people[0].devices[1].never_pause = true;
  const auto policy = with({mode_for(kAli, Mode::off, 30)}, household);
  CHECK_FALSE(open(said(*policy, tablet_of(*policy), "news.example"_name, later(0))));
  const MacAddress phone = "02:00:00:00:00:09"_mac;
  CHECK(open(said(*policy, policy->asker_of("192.168.1.9"_ip, &phone), "news.example"_name, later(0))));
}
