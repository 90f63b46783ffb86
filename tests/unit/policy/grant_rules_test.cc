// SPDX-License-Identifier: Apache-2.0
// What adults may give and take, for how long and how much of it in a day (decisions.md 6, product.md journeys b and c).
#include "policy/grant_rules.h"

#include "policy/grant_length.h"
#include "policy/grant_people.h"
#include "tests/unit/policy/home.h"

using namespace darban;
using namespace darban::test;

namespace {

using Kind = GrantWish::Kind;

Household with_bedtime() {
  Household household = family();
  household.people[0].profile.timetable = {window(kDaily, 21, 7, Mode::bedtime), window(kDaily, 16, 18, Mode::homework)};
  return household;
}

GrantWish wish(Kind kind, std::string who, std::uint32_t minutes = 0, std::string until = {}) {
  GrantWish wish;
  wish.kind = kind;
  wish.who = {std::move(who)};
  wish.minutes = minutes;
  wish.until = std::move(until);
  wish.by = "Sara";
  return wish;
}

GrantWish door(Kind kind, std::string what, bool confirmed = false) {
  GrantWish made = wish(kind, "Ali");
  made.what = std::move(what);
  made.confirmed = confirmed;
  return made;
}

// A household in which things are given and time passes, as the daemon keeps it.
class House {
 public:
  explicit House(Household household = with_bedtime(), Now now = karachi(23, 20)) : rules_(built(household)), now_(now) {}

  void at(const Now& time) {  // both clocks run
    const Seconds passed = time.wall - now_.wall;
    now_ = {now_.mono + passed, time.wall, true};
    for (GivenGrant& each : history_) {
      if (!each.ended && each.grant.is_over(now_)) end(each, GrantEnd::time);
    }
  }
  void lose_the_clock() { now_.wall_trusted = false; }
  void later(Seconds passed) {
    now_.mono += passed;
    now_.wall += passed;
  }

  Result<GrantPlan, GrantRefusal> plan(const GrantWish& wanted) const { return plan_grants(*policy(), history_, now_, wanted); }
  GrantPlan give(const GrantWish& wanted) {
    auto planned = plan(wanted);
    if (!planned) FAIL("refused: " << static_cast<int>(planned.error().fault));
    for (GrantPlan::Item& item : planned->items) {
      for (GivenGrant& each : history_) {
        if (std::find(item.replaces.begin(), item.replaces.end(), each.grant.id) != item.replaces.end())
          end(each, GrantEnd::replaced);
      }
      item.given.grant.id = ++last_;
      history_.push_back(item.given);
    }
    return std::move(*planned);
  }
  GrantRefusal refusal(const GrantWish& wanted) const {
    const auto planned = plan(wanted);
    REQUIRE_FALSE(planned);
    return planned.error();
  }
  GrantFault fault(const GrantWish& wanted) const { return refusal(wanted).fault; }
  void revoke(std::int64_t id) {
    for (GivenGrant& each : history_) {
      if (each.grant.id == id) end(each, GrantEnd::revoked);
    }
  }
  std::shared_ptr<const Policy> policy() const {
    std::vector<Grant> grants;
    for (const GivenGrant& each : history_) {
      if (!each.ended) grants.push_back(each.grant);
    }
    return rules_->with_grants(grants);
  }
  bool is_open(const char* who, const Name& name) const { return open(verdict(*policy(), who, name, now_)); }
  const Now& now() const { return now_; }

 private:
  void end(GivenGrant& each, GrantEnd how) { each.ended = {now_.wall, how, "", 0, each.ran(now_)}; }
  std::shared_ptr<const Policy> rules_;
  Now now_;
  std::vector<GivenGrant> history_;
  std::int64_t last_ = 0;
};

WallTime end_of(const GrantPlan& plan) { return plan.items.at(0).given.grant.until; }
WallTime begin_of(const GrantPlan& plan) { return plan.items.at(0).given.grant.from; }

}  // namespace

// --- for how long

TEST_CASE("a pause lasts for so long, until a time, or half an hour when nothing is said") {
  House house;
  CHECK(end_of(house.give(wish(Kind::pause, "Ali", 45))) == karachi(23, 20, 45).wall);
  CHECK(end_of(house.give(wish(Kind::pause, "Ali", 0, "20:15"))) == karachi(23, 20, 15).wall);
  CHECK(end_of(house.give(wish(Kind::pause, "Ali"))) == karachi(23, 20, 30).wall);
  CHECK_FALSE(house.is_open("Ali", "news.example"_name));
  CHECK(house.is_open("Sara", "news.example"_name));
  house.at(karachi(23, 20, 30));
  CHECK(house.is_open("Ali", "news.example"_name));
}

TEST_CASE("no pause is longer than three hours, but until morning; and that is no day away") {
  House house;
  CHECK(house.fault(wish(Kind::pause, "Ali", 181)) == GrantFault::too_long);
  CHECK(house.refusal(wish(Kind::pause, "Ali", 181)).most == kLongestPause);
  CHECK(house.fault(wish(Kind::pause, "Ali", 0, "23:01")) == GrantFault::too_long);
  CHECK(house.fault(wish(Kind::pause, "Ali", 0, "end-of-day")) == GrantFault::too_long);
  CHECK(end_of(house.give(wish(Kind::pause, "Ali", 180))) == karachi(23, 23).wall);
  House night;
  CHECK(end_of(night.give(wish(Kind::pause, "Ali", 0, "morning"))) == karachi(24, 7).wall);
  CHECK(end_of(night.give(wish(Kind::pause, "everyone", 0, "morning"))) == karachi(24, 6, 30).wall);
  House day(with_bedtime(), karachi(23, 12));
  CHECK(day.fault(wish(Kind::pause, "Ali", 0, "morning")) == GrantFault::too_long_night);
}

TEST_CASE("a mode as strict as bedtime is a pause to these rules, a milder one is not") {
  House house;
  GrantWish off = wish(Kind::mode, "Ali", 181);
  off.mode = Mode::off;
  CHECK(house.fault(off) == GrantFault::too_long);
  GrantWish school = wish(Kind::mode, "Sara", 181);
  school.mode = Mode::school;
  CHECK(end_of(house.give(school)) == karachi(23, 23, 1).wall);
  school.minutes = 24 * 60 + 1;
  CHECK(house.fault(school) == GrantFault::too_long);
}

TEST_CASE("a site or service is opened for an hour, until the day ends, for a day at most") {
  House house;
  CHECK(end_of(house.give(door(Kind::allow, "casino.example"))) == karachi(23, 21).wall);
  GrantWish day = door(Kind::allow, "casino.example");
  day.until = "end-of-day";
  CHECK(end_of(house.give(day)) == karachi(24, 0).wall);
  day.until = {};
  day.minutes = 1441;
  CHECK(house.fault(day) == GrantFault::too_long);
}

TEST_CASE("words that do not fit each other are misunderstandings") {
  const House house;
  CHECK(house.fault(wish(Kind::pause, "Ali", 5, "20:15")) == GrantFault::two_lengths);
  CHECK(house.fault(wish(Kind::pause, "Ali", 0, "noonish")) == GrantFault::odd_length);
  CHECK(house.fault(wish(Kind::bonus, "Ali")) == GrantFault::no_length);
  CHECK(house.fault(wish(Kind::bonus, "Ali", 0, "21:30")) == GrantFault::until_is_not_for_bonus);
  CHECK(house.fault(wish(Kind::pause, "Bartholomew", 5)) == GrantFault::unknown_who);
  GrantWish nobody = wish(Kind::pause, "Ali", 5);
  nobody.who.clear();
  CHECK(house.fault(nobody) == GrantFault::nobody_named);
  CHECK(house.refusal(nobody).is_misunderstanding());
}

TEST_CASE("several people are one wish: all of them or nobody") {
  House house;
  GrantWish both = wish(Kind::pause, "Ali", 30);
  both.who.push_back("Sara");
  both.who.push_back("Ali");
  CHECK(house.plan(both)->items.size() == 2);
  both.who.push_back("Bartholomew");
  CHECK(house.fault(both) == GrantFault::unknown_who);
}

// --- bonus

TEST_CASE("thirty minutes more at ten to nine move bedtime from nine to half past") {
  House house(with_bedtime(), karachi(23, 20, 50));
  const GrantPlan plan = house.give(wish(Kind::bonus, "Ali", 30));
  CHECK(begin_of(plan) == karachi(23, 21).wall);
  CHECK(end_of(plan) == karachi(23, 21, 30).wall);
  CHECK(plan.items[0].instead_of == karachi(23, 21).wall);
  for (const int minute : {0, 15, 29}) {
    house.at(karachi(23, 21, minute));
    CHECK(house.is_open("Ali", "news.example"_name));
  }
  house.at(karachi(23, 21, 30));
  CHECK_FALSE(house.is_open("Ali", "news.example"_name));
}

TEST_CASE("fifteen more add to the first thirty, before bedtime and after it") {
  House house(with_bedtime(), karachi(23, 20, 50));
  house.give(wish(Kind::bonus, "Ali", 30));
  const GrantPlan before = house.give(wish(Kind::bonus, "Ali", 15));
  CHECK(before.items[0].adds);
  CHECK(begin_of(before) == karachi(23, 21).wall);
  CHECK(end_of(before) == karachi(23, 21, 45).wall);
  CHECK(before.items[0].used == Seconds(45 * 60));
  house.at(karachi(23, 21, 40));
  const GrantPlan after = house.give(wish(Kind::bonus, "Ali", 15));
  CHECK(end_of(after) == karachi(23, 22).wall);
  CHECK(after.items[0].used == Seconds(60 * 60));
  house.at(karachi(23, 21, 59));
  CHECK(house.is_open("Ali", "news.example"_name));
  house.at(karachi(23, 22));
  CHECK_FALSE(house.is_open("Ali", "news.example"_name));
}

TEST_CASE("while time is closed bonus opens it from now: in bedtime, in homework, in a pause") {
  House asleep(with_bedtime(), karachi(23, 22));
  CHECK(end_of(asleep.give(wish(Kind::bonus, "Ali", 15))) == karachi(23, 22, 15).wall);
  CHECK(asleep.is_open("Ali", "news.example"_name));
  CHECK(end_of(asleep.give(wish(Kind::bonus, "Ali", 15))) == karachi(23, 22, 30).wall);  // adds to the first

  House homework(with_bedtime(), karachi(23, 17));
  CHECK(end_of(homework.give(wish(Kind::bonus, "Ali", 15))) == karachi(23, 17, 15).wall);

  House paused;
  paused.give(wish(Kind::pause, "Ali", 60));
  CHECK(end_of(paused.give(wish(Kind::bonus, "Ali", 15))) == karachi(23, 20, 15).wall);
  CHECK(paused.is_open("Ali", "news.example"_name));
  paused.at(karachi(23, 20, 15));
  CHECK_FALSE(paused.is_open("Ali", "news.example"_name));  // the pause goes on
  paused.at(karachi(23, 21));
  CHECK_FALSE(paused.is_open("Ali", "news.example"_name));  // and so does bedtime
}

TEST_CASE("where nothing closes today there is nothing to add to") {
  const House house;
  CHECK(house.fault(wish(Kind::bonus, "Sara", 15)) == GrantFault::nothing_closes);
  CHECK_FALSE(house.refusal(wish(Kind::bonus, "Sara", 15)).is_misunderstanding());
}

TEST_CASE("bonus for everyone is each person's own, by their own evening") {
  Household household = with_bedtime();
  household.people.push_back(household.people[0]);
  household.people.back().name = "Zara";
  household.people.back().devices.clear();
  household.people.back().profile.timetable = {window(kDaily, 23, 6, Mode::bedtime)};
  House house(household);
  const GrantPlan plan = house.give(wish(Kind::bonus, "everyone", 30));
  REQUIRE(plan.items.size() == 2);
  CHECK(plan.items[0].given.grant.until == karachi(23, 21, 30).wall);
  CHECK(plan.items[1].given.grant.until == karachi(23, 23, 30).wall);
  REQUIRE(plan.without.size() == 1);
  CHECK(plan.without[0].name == "Sara");
  CHECK(House(family()).fault(wish(Kind::bonus, "everyone", 30)) == GrantFault::nothing_closes);
}

// --- caps

TEST_CASE("ninety minutes of bonus a night and no more, and the refusal says what is left") {
  House house(with_bedtime(), karachi(23, 20, 50));
  house.give(wish(Kind::bonus, "Ali", 60));
  const GrantRefusal refusal = house.refusal(wish(Kind::bonus, "Ali", 45));
  CHECK(refusal.fault == GrantFault::over_bonus_cap);
  CHECK(refusal.subject == "Ali");
  CHECK(refusal.most == Seconds(90 * 60));
  CHECK(refusal.left == Seconds(30 * 60));
  CHECK(end_of(house.give(wish(Kind::bonus, "Ali", 30))) == karachi(23, 22, 30).wall);
  CHECK(house.fault(wish(Kind::bonus, "Ali", 1)) == GrantFault::over_bonus_cap);
}

TEST_CASE("after midnight it is still the same night, and the next evening is another") {
  House house(with_bedtime(), karachi(23, 20, 50));
  house.give(wish(Kind::bonus, "Ali", 90));
  house.at(karachi(24, 1));
  CHECK(house.fault(wish(Kind::bonus, "Ali", 15)) == GrantFault::over_bonus_cap);
  house.at(karachi(24, 4));
  CHECK(house.plan(wish(Kind::bonus, "Ali", 15)));
  house.at(karachi(24, 20));
  CHECK(house.plan(wish(Kind::bonus, "Ali", 90)));
}

TEST_CASE("what was taken back counts for what ran") {
  House house(with_bedtime(), karachi(23, 22));
  house.give(wish(Kind::bonus, "Ali", 60));
  house.at(karachi(23, 22, 10));
  house.revoke(1);
  CHECK(house.refusal(wish(Kind::bonus, "Ali", 90)).left == Seconds(80 * 60));
  CHECK(house.plan(wish(Kind::bonus, "Ali", 80)));
}

TEST_CASE("three hours of pauses a day, whoever they were given to; what overlaps counts once") {
  House house(with_bedtime(), karachi(23, 9));
  house.give(wish(Kind::pause, "Ali", 120));
  house.at(karachi(23, 10));
  house.give(wish(Kind::pause, "everyone", 90));  // 10:00 to 11:30, of which the first hour is Ali's anyway
  house.at(karachi(23, 12));
  const GrantRefusal refusal = house.refusal(wish(Kind::pause, "Ali", 45));
  CHECK(refusal.fault == GrantFault::over_pause_cap);
  CHECK(refusal.left == Seconds(30 * 60));
  CHECK(house.refusal(wish(Kind::pause, "tablet", 45)).left == Seconds(30 * 60));
  CHECK(house.refusal(wish(Kind::pause, "everyone", 45)).subject == "Ali");
  CHECK(house.plan(wish(Kind::pause, "Sara", 45)));
  house.give(wish(Kind::pause, "Ali", 30));
  CHECK(house.fault(wish(Kind::pause, "Ali", 31)) == GrantFault::over_pause_cap);
}

TEST_CASE("until morning is never refused for the cap, and counts for the evening it began in") {
  House house(with_bedtime(), karachi(23, 9));
  house.give(wish(Kind::pause, "Ali", 180));
  house.at(karachi(23, 20));
  CHECK(house.fault(wish(Kind::pause, "Ali", 10)) == GrantFault::over_pause_cap);
  house.give(wish(Kind::pause, "Ali", 0, "morning"));
  house.at(karachi(24, 9));
  CHECK(house.plan(wish(Kind::pause, "Ali", 180)));
}

TEST_CASE("a family has caps of its own, and none at all is a cap too") {
  Household household = with_bedtime();
  household.people[0].profile.caps = {30, 0};
  House house(household);
  CHECK(house.fault(wish(Kind::bonus, "Ali", 31)) == GrantFault::over_bonus_cap);
  CHECK(house.plan(wish(Kind::bonus, "Ali", 30)));
  CHECK(house.fault(wish(Kind::pause, "Ali", 1)) == GrantFault::over_pause_cap);
}

TEST_CASE("a mode or open-all that makes the timetable milder is bonus time from the moment it does") {
  House house(with_bedtime(), karachi(23, 20));
  GrantWish open = wish(Kind::open_all, "Ali", 120);
  const GrantPlan plan = house.give(open);
  CHECK(plan.items[0].used == Seconds(60 * 60));  // from nine to ten
  CHECK(house.refusal(wish(Kind::bonus, "Ali", 45)).left == Seconds(30 * 60));
  House day(with_bedtime(), karachi(23, 12));
  CHECK(day.give(open).items[0].cap == Seconds(0));
  GrantWish mode = wish(Kind::mode, "Ali", 91);
  mode.mode = Mode::free;
  CHECK(House(with_bedtime(), karachi(23, 22)).fault(mode) == GrantFault::over_bonus_cap);
}

// --- the later word

TEST_CASE("of two adults the later one's word counts: a pause takes the place of a pause") {
  House house;
  house.give(wish(Kind::pause, "Ali", 60));
  GrantWish shorter = wish(Kind::pause, "Ali", 10);
  shorter.by = "Omar";
  const GrantPlan plan = house.give(shorter);
  CHECK(plan.items[0].replaces == std::vector<std::int64_t>{1});
  house.at(karachi(23, 20, 10));
  CHECK(house.is_open("Ali", "news.example"_name));
}

TEST_CASE("a pause for everyone and one for Ali stand beside each other, and so do a pause and a mode") {
  House house;
  house.give(wish(Kind::pause, "everyone", 60));
  CHECK(house.give(wish(Kind::pause, "Ali", 10)).items[0].replaces.empty());
  GrantWish mode = wish(Kind::mode, "Ali", 10);
  mode.mode = Mode::school;
  CHECK(house.give(mode).items[0].replaces.empty());
}

TEST_CASE("a later word on a site takes the place of the earlier one, other sites are left alone") {
  House house;
  house.give(door(Kind::close, "news.example"));
  house.give(door(Kind::close, "school.example"));
  CHECK(house.give(door(Kind::allow, "News.Example.")).items[0].replaces == std::vector<std::int64_t>{1});
  CHECK(house.is_open("Ali", "news.example"_name));
  CHECK_FALSE(house.is_open("Ali", "school.example"_name));
}

// --- sites and services

TEST_CASE("a site or a key is opened or closed, in whatever spelling") {
  House house;
  CHECK_FALSE(house.is_open("Ali", "casino.example"_name));
  house.give(door(Kind::allow, "CASINO.example"));
  CHECK(house.is_open("Ali", "www.casino.example"_name));
  house.give(door(Kind::close,
                  "*.b\xc3\xbc"
                  "cher.example"));
  CHECK_FALSE(house.is_open("Ali", "xn--bcher-kva.example"_name));
  CHECK(house.give(door(Kind::close, "youtube")).items[0].given.grant.key == "service:youtube");
  CHECK_FALSE(house.is_open("Ali", "tube.example"_name));
}

TEST_CASE("a service of the family's own is opened and closed like any other") {
  Household household = with_bedtime();
  household.services = {{"club", "Football club", {{"club.example", {}}}, {}}};
  House house(household);
  CHECK(house.is_open("Ali", "tickets.club.example"_name));
  CHECK(house.give(door(Kind::close, "club")).items[0].given.grant.key == "service:club");
  CHECK_FALSE(house.is_open("Ali", "tickets.club.example"_name));
  house.give(door(Kind::allow, "service:club"));
  CHECK(house.is_open("Ali", "tickets.club.example"_name));
  CHECK(house.refusal(door(Kind::allow, "clubb")).choices == std::vector<std::string>{"club"});
}

TEST_CASE("what is neither is refused with what may be meant") {
  const House house;
  CHECK(house.refusal(door(Kind::allow, "youtub")).choices == std::vector<std::string>{"youtube"});
  CHECK(house.fault(door(Kind::allow, "nothing-like-it")) == GrantFault::unknown_what);
  for (const char* odd : {"https://casino.example/x", "casino..example", "me@casino.example", ".", "a b.example"})
    CHECK(house.fault(door(Kind::allow, odd)) == GrantFault::not_a_name);
  CHECK(house.fault(door(Kind::allow, "")) == GrantFault::unknown_what);
}

TEST_CASE("a vital name is never closed, and is open anyway") {
  const House house;
  CHECK(house.fault(door(Kind::close, "childline.org.uk")) == GrantFault::vital);
  CHECK(house.fault(door(Kind::close, "www.childline.org.uk")) == GrantFault::vital);
  CHECK(house.fault(door(Kind::allow, "childline.org.uk")) == GrantFault::already_open);
  CHECK(house.fault(door(Kind::close, "forcesafesearch.google.com")) == GrantFault::vital);
}

TEST_CASE("names of the house and names that answer whether this network filters are not for grants") {
  const House house;
  CHECK(house.fault(door(Kind::allow, "printer.local")) == GrantFault::local_name);
  CHECK(house.fault(door(Kind::allow, "use-application-dns.net")) == GrantFault::canary);
}

TEST_CASE("scams and malware want a second word") {
  House house;
  CHECK(house.fault(door(Kind::allow, "malware.example")) == GrantFault::needs_confirmation);
  CHECK(house.fault(door(Kind::allow, "phishing")) == GrantFault::needs_confirmation);
  CHECK(house.plan(door(Kind::close, "malware.example")));
  house.give(door(Kind::allow, "malware.example", true));
  CHECK(house.is_open("Ali", "malware.example"_name));
}

// --- who must not be paused

TEST_CASE("who must never be paused is refused by name, and left out of everybody's pause") {
  Household household = with_bedtime();
  household.people[1].profile.never_pause = true;
  household.people[0].devices[0].never_pause = true;
  House house(household);
  CHECK(house.fault(wish(Kind::pause, "Sara", 10)) == GrantFault::never_paused);
  CHECK(house.fault(wish(Kind::pause, "tablet", 10)) == GrantFault::never_paused);
  GrantWish off = wish(Kind::mode, "Sara", 10);
  off.mode = Mode::off;
  CHECK(house.fault(off) == GrantFault::never_paused);
  const GrantPlan ali = house.give(wish(Kind::pause, "Ali", 10));
  REQUIRE(ali.left_out.size() == 1);
  CHECK(words_of(ali.left_out[0]) == "Ali/tablet");
  const GrantPlan all = house.give(wish(Kind::pause, "everyone", 10));
  REQUIRE(all.left_out.size() == 2);
  CHECK(words_of(all.left_out[0]) == "Sara");
}

// --- without a clock

TEST_CASE("while nobody knows the time only minutes are possible, and the end on the wall is not known") {
  House house;
  house.lose_the_clock();
  CHECK(house.fault(wish(Kind::pause, "Ali", 0, "20:15")) == GrantFault::clock_unknown);
  CHECK(house.fault(wish(Kind::pause, "Ali", 0, "morning")) == GrantFault::clock_unknown);
  CHECK(house.fault(wish(Kind::bonus, "Ali", 15)) == GrantFault::clock_unknown);  // nothing is closed by time then
  const GrantPlan plan = house.give(wish(Kind::pause, "Ali", 45));
  CHECK(end_of(plan) == kNever);
  CHECK_FALSE(plan.items[0].given.wall_known);
  CHECK(plan.items[0].given.grant.ends == house.now().mono + Seconds(45 * 60));
  CHECK(house.plan(wish(Kind::bonus, "Ali", 15)));  // of the pause
  house.later(Seconds(30 * 60));
  CHECK(house.plan(wish(Kind::pause, "tablet", 150)));
  CHECK(house.refusal(wish(Kind::pause, "tablet", 151)).fault == GrantFault::over_pause_cap);
}

// --- how many

TEST_CASE("sixty-four in force in a household, and one that takes another's place is no more") {
  House house;
  for (int i = 0; i < 64; ++i) house.give(door(Kind::close, "site" + std::to_string(i) + ".example"));
  CHECK(house.refusal(wish(Kind::pause, "Ali", 5)).fault == GrantFault::too_many);
  CHECK(house.refusal(wish(Kind::pause, "Ali", 5)).number == 64);
  CHECK(house.plan(door(Kind::close, "site3.example")));
  house.revoke(1);
  CHECK(house.plan(wish(Kind::pause, "Ali", 5)));
}

TEST_CASE("a school has room for more, but not more words on sites for one of them than are heeded") {
  Household school = with_bedtime();
  school.rooms.push_back(room("Lab", "192.168.20.0/24"_prefix, Band::pupil_secondary));
  House house(school);
  for (int i = 0; i < 64; ++i) house.give(door(Kind::close, "site" + std::to_string(i) + ".example"));
  CHECK(house.plan(wish(Kind::pause, "Ali", 5)));
  CHECK(house.fault(door(Kind::close, "one-more.example")) == GrantFault::too_many);
  GrantWish lab = door(Kind::close, "one-more.example");
  lab.who = {"Lab"};
  CHECK(house.plan(lab));
  lab.who = {"everyone"};
  CHECK(house.fault(lab) == GrantFault::too_many);
}
