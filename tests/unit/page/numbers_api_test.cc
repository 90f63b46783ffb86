// SPDX-License-Identifier: Apache-2.0
// The numbers as adults get them over the API, and the ways in which somebody who should not tries to get finer ones.
#include <doctest/doctest.h>

#include "store/change_store.h"
#include "store/count_store.h"
#include "tests/support/test_house.h"

using namespace darban;
using namespace darban::test;

namespace {

constexpr CountDay kMonday{20780};  // 2026-11-23
constexpr std::string_view kFamily =
    "zone: UTC\n"
    "people:\n"
    "  - {name: Ali, band: 10-12}\n"
    "  - {name: Zara, band: 13-15}\n"
    "  - {name: Omar, band: 16-17}\n"
    "  - {name: Sara, band: adult}\n"
    "rooms:\n"
    "  - {label: Lab 2, prefix: 10.20.0.0/24, band: pupil-secondary}\n";
const Asking kAuditor{.roles = {web::Role::auditor}};

// The Monday is over: 23 windows of everybody, 1,234 questions.
class Counted {
 public:
  explicit Counted(std::string_view household = kFamily) : house(household) {
    Harvest harvest(kMonday);
    harvest.add(DayVerdict::opened, 1234);
    harvest.add(DayVerdict::closed, 7);
    harvest.add(DayHealth::cache_hits, 812);
    for (const auto health : {DayHealth::within_1ms, DayHealth::within_10ms, DayHealth::later}) harvest.add(health, 30717);
    add_windows(harvest, 23);
    add(harvest);
    add(Harvest(plus_days(kMonday, 1)));
  }
  void add_windows(Harvest& harvest, int windows) {
    for (int n = 0; n < windows; ++n) {
      for (const MomentHolder& holder : board().holders())
        harvest.add_window(holder.kind, holder.name, bit_of(Group::ads_and_trackers) | bit_of(Group::age_doors));
    }
    harvest.add_enough(HolderKind::room, "Lab 2", bit_of(Group::ads_and_trackers));
  }
  void add(const Harvest& harvest) { REQUIRE(store().add(harvest, board().holders())); }
  CountStore store() { return CountStore(*house.house().database()); }
  MomentBoard& board() { return house.controller().current().moments(); }
  Answered get(const std::string& who, const Asking& asking = {}) { return house.get("/api/v1/numbers" + who, asking); }
  Answered wipe(const std::string& who, const Asking& asking = {}) {
    return house.ask(web::Method::remove, "/api/v1/numbers" + who, {}, asking);
  }
  // An adult edits the household file on the page.
  void write(const std::string& from, const std::string& to) {
    std::string text = house.household();
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    text.replace(at, from.size(), to);
    const auto edition = house.house().household();
    REQUIRE(edition);
    REQUIRE(house.house().save_household(text, edition->tag, "Omar", {}));
  }
  TestHouse house;
};

}  // namespace

TEST_CASE("the house's days are rounded, released in the morning, and say what is left out") {
  Counted counted;
  const auto numbers = counted.get("");
  CHECK(numbers.status() == 200);
  CHECK(numbers.text("released") == "2026-11-23");
  CHECK(numbers.flag("without_age_doors"));
  REQUIRE(numbers.size("days") == 1);
  CHECK(numbers.text("days/0/opened/form") == "about");
  CHECK(numbers.number("days/0/opened/about") == 1230);
  CHECK(numbers.text("days/0/closed/form") == "few");
  CHECK(numbers.at("days/0/closed").find("about") == nullptr);
  CHECK(numbers.text("days/0/safer/form") == "none");
  CHECK(numbers.number("health/0/cache_hits/about") == 810);
  CHECK(numbers.body().find("1234") == std::string::npos);
}

TEST_CASE("before the first day is over there is nothing, and that is said") {
  TestHouse house;
  const auto numbers = house.get("/api/v1/numbers");
  CHECK(numbers.status() == 200);
  CHECK(numbers.size("days") == 0);
  CHECK(numbers.at("released").is_null());
}

TEST_CASE("how long answers took is not told: less the totals it would be what the totals leave out") {
  const std::string body = Counted().get("").body();
  for (const char* part : {"30717", "30720", "within", "later"}) CHECK(body.find(part) == std::string::npos);
}

TEST_CASE("a child's weeks are for guardians, in tens, without the groups that are not counted") {
  Counted counted;
  const auto weeks = counted.get("/Ali");
  CHECK(weeks.status() == 200);
  REQUIRE(weeks.size("weeks") == 1);
  CHECK(weeks.text("weeks/0/monday") == "2026-11-23");
  CHECK(weeks.number("weeks/0/groups/ads_trackers/about") == 20);
  CHECK(weeks.at("weeks/0/groups").find("own_rules") == nullptr);
  CHECK(weeks.body().find("23") == weeks.body().find("23\",\"groups"));  // in the date only
  CHECK(counted.get("/Ali", {.roles = {web::Role::parent}}).status() == 200);
}

TEST_CASE("no role but a guardian's, and no program, gets one child's numbers") {
  Counted counted;
  REQUIRE(counted.store().choose("Zara", Band::age_13_15, {.keep = false, .share = true}));
  for (const auto role :
       {web::Role::helper, web::Role::teacher, web::Role::maintainer, web::Role::auditor, web::Role::reads_stats,
        web::Role::writes_grants, web::Role::writes_policy, web::Role::writes_lists, web::Role::administers}) {
    CAPTURE(static_cast<int>(role));
    for (const char* who : {"/Ali", "/Zara", "/Omar"}) {
      const auto answer = counted.get(who, {.roles = {role}});
      CHECK(answer.status() == 403);
      CHECK(answer.body().find("\"form\"") == std::string::npos);
      CHECK(counted.wipe(who, {.roles = {role}}).status() == 403);
    }
  }
  for (const Asking& nobody : {Asking{.roles = {}}, Asking{.roles = {web::Role::child}}}) {
    CHECK(counted.get("/Ali", nobody).status() == 401);
    CHECK(counted.wipe("/Ali", nobody).status() == 401);
  }
  CHECK(counted.get("/Ali").number("weeks/0/groups/ads_trackers/about") == 20);  // nothing was wiped
}

TEST_CASE("from thirteen on a guardian sees what the young person lets them see, and no longer") {
  Counted counted;
  const auto refused = counted.get("/Zara");
  CHECK(refused.status() == 403);
  CHECK(refused.text("detail") == "Zara alone may see these numbers.");
  REQUIRE(counted.house.house().choose("Zara", {.keep = false, .share = true}));
  CHECK(counted.get("/Zara").number("weeks/0/groups/ads_trackers/about") == 20);
  REQUIRE(counted.house.house().choose("Zara", {}));
  CHECK(counted.get("/Zara").status() == 403);
}

TEST_CASE("at sixteen no adult's route tells numbers, nor whether there are any") {
  Counted counted;
  const std::string silent = counted.get("/Omar").body();
  CHECK(counted.get("/Omar").status() == 403);
  REQUIRE(counted.house.house().choose("Omar", {.keep = true, .share = true}));
  Harvest more(plus_days(kMonday, 1));
  counted.add_windows(more, 40);
  counted.add(more);
  counted.add(Harvest(plus_days(kMonday, 2)));
  CHECK(counted.get("/Omar").body() == silent);
  CHECK(counted.wipe("/Omar").status() == 200);
}

TEST_CASE("an adult who writes a younger age does not thereby see what a young person had for themselves") {
  Counted counted;
  counted.write("band: 13-15", "band: 10-12");
  CHECK(counted.get("/Zara").size("weeks") == 0);
  Harvest next(plus_days(kMonday, 1));  // may be from before the edit
  counted.add_windows(next, 40);
  counted.add(next);
  counted.add(Harvest(plus_days(kMonday, 2)));
  const auto wiped = counted.get("/Zara");
  for (std::size_t i = 0; i < wiped.size("weeks"); ++i)
    CHECK(wiped.text("weeks/" + std::to_string(i) + "/groups/ads_trackers/form") == "none");
  Harvest after(plus_days(kMonday, 2));
  counted.add_windows(after, 12);
  counted.add(after);
  counted.add(Harvest(plus_days(kMonday, 3)));
  CHECK(counted.get("/Zara").number("weeks/0/groups/ads_trackers/about") == 10);  // what was counted at that age
}

TEST_CASE("taking a young person out of the file and in again as a child shows nothing of before") {
  Counted counted;
  counted.write("  - {name: Zara, band: 13-15}\n", "");
  CHECK(counted.get("/Zara").status() == 404);
  const auto edition = counted.house.house().household();
  std::string text = counted.house.household();
  const auto at = text.find("  - name: Sara");
  REQUIRE(at != std::string::npos);
  text.insert(at, "  - {name: Zara, band: 10-12}\n");
  REQUIRE(counted.house.house().save_household(text, edition->tag, "Omar", {}));
  CHECK(counted.get("/Zara").size("weeks") == 0);
}

TEST_CASE("a new name takes numbers, a young person's word and whose they are along; a second one of that name has none") {
  Counted counted;
  REQUIRE(counted.store().choose("Zara", Band::age_13_15, {.keep = false, .share = true}));
  const auto before = counted.get("/Ali").body();
  const auto put = [&](const std::string& from, const std::string& to, const std::string& renamed) {
    const auto read = counted.house.get("/api/v1/household");
    std::string body = read.body();
    for (auto at = body.find(from); at != std::string::npos; at = body.find(from, at + to.size()))
      body.replace(at, from.size(), to);
    body.insert(body.size() - 1, renamed);
    return counted.house.ask(web::Method::put, "/api/v1/household", body, {.if_match = read.field("ETag")}).status();
  };
  REQUIRE(put("\"Ali\"", "\"Aliyan\"", R"(,"renamed":[{"from":"Ali","to":"Aliyan"}])") == 200);
  CHECK(counted.get("/Ali").status() == 404);
  CHECK(counted.get("/Aliyan").body() == before);
  REQUIRE(put("\"Zara\"", "\"Zoe\"", R"(,"renamed":[{"from":"Zara","to":"Zoe"}])") == 200);
  CHECK(counted.get("/Zoe").number("weeks/0/groups/ads_trackers/about") == 20);  // shared, as they said
  REQUIRE(put("\"Zoe\",\"band\":\"13-15\"", "\"Zain\",\"band\":\"10-12\"", R"(,"renamed":[{"from":"Zoe","to":"Zain"}])") == 200);
  CHECK(counted.get("/Zain").size("weeks") == 0);      // their own, under any name
  REQUIRE(put("\"Aliyan\"", "\"Aliya\"", "") == 200);  // nobody said that it is the same
  CHECK(counted.get("/Aliya").text("weeks/0/groups/ads_trackers/form") == "none");
}

TEST_CASE("a new name that is none is refused, and nothing moves") {
  Counted counted;
  const auto before = counted.get("/Ali").body();
  const auto read = counted.house.get("/api/v1/household");
  const auto put = [&](const std::string& renamed) {
    std::string body = read.body();
    body.insert(body.size() - 1, ",\"renamed\":" + renamed);
    const auto answer = counted.house.ask(web::Method::put, "/api/v1/household", body, {.if_match = read.field("ETag")});
    CHECK(answer.text("pointer") == "/renamed");
    return answer.status();
  };
  for (const char* renamed :
       {R"([{"from":"Ali","to":"Zara"}])", R"([{"from":"Ali","to":"Nobody"}])", R"([{"from":"Nobody","to":"Ali"}])",
        R"([{"from":"Ali"}])", R"([7])", R"({"from":"Ali","to":"Zoe"})", R"([{"from":"Ali","to":["Zoe"]}])"}) {
    CAPTURE(renamed);
    CHECK(put(renamed) == 422);
  }
  CHECK(counted.get("/Ali").body() == before);
}

TEST_CASE("a household that is not written leaves the numbers where they were") {
  Counted counted;
  const auto before = counted.get("/Ali").body();
  std::string text = counted.house.household();
  text.replace(text.find("name: Ali"), 9, "name: Zoe");
  CHECK_FALSE(counted.house.house().save_household(text, "another", "Omar", {{"Ali", "Zoe"}}));
  CHECK(counted.get("/Ali").body() == before);
  counted.write("name: Ali", "name: Zoe");
  CHECK(counted.get("/Zoe").text("weeks/0/groups/ads_trackers/form") == "none");  // nor were they lent for long
}

TEST_CASE("looking before and after she goes upstairs gives the same octets") {
  Counted counted;
  const std::string house = counted.get("").body();
  const std::string ali = counted.get("/Ali").body();
  Harvest today(plus_days(kMonday, 1));
  today.add(DayVerdict::closed, 900);
  counted.add_windows(today, 90);
  counted.add(today);
  CHECK(counted.get("").body() == house);
  CHECK(counted.get("/Ali").body() == ali);
}

TEST_CASE("nothing finer is had by asking for it") {
  Counted counted;
  const std::string house = counted.get("").body();
  for (const char* query : {"?from=2026-11-24", "?day=2026-11-24", "?by=hour", "?exact=true", "?person=Ali", "?limit=1"})
    CHECK(counted.get(query).body() == house);
  for (const char* place : {"/Ali/days", "/Ali/2026-11-24", "/health", "/Ali/ads_trackers", "/today"})
    CHECK(counted.get(place).status() == 404);
  for (const char* route : {"/api/v1/home", "/api/v1/status", "/api/v1/household", "/api/v1/devices", "/api/v1/requests",
                            "/api/v1/people/Ali/week", "/api/v1/grants"}) {
    CAPTURE(route);
    for (const char* part : {"ads_trackers", "\"about\"", "23 "})
      CHECK(counted.house.get(route).body().find(part) == std::string::npos);
  }
}

// What a snooping owner would like to know, and what would have to be seen for it.
struct Secret {
  const char* what;
  void (*happens)(Counted& counted);
};
void windows_of(Counted& counted, const char* who, HolderKind kind, CountDay day) {
  Harvest harvest(day);
  for (int n = 0; n < 40; ++n) harvest.add_window(kind, who, bit_of(Group::ways_round) | bit_of(Group::closed_by_time));
  counted.add(harvest);
}
constexpr CountDay kTuesday{20781};
constexpr Secret kSecrets[] = {
    {"the child met closed doors since this morning",
     [](Counted& counted) { windows_of(counted, "Ali", HolderKind::person, kTuesday); }},
    {"the house asked much today",
     [](Counted& counted) {
       Harvest harvest(kTuesday);
       harvest.add(DayVerdict::opened, 5000);
       counted.add(harvest);
     }},
    {"the young person of thirteen met closed doors yesterday",
     [](Counted& counted) {
       windows_of(counted, "Zara", HolderKind::person, kTuesday);
       counted.add(Harvest(plus_days(kTuesday, 1)));
     }},
    {"the one of sixteen lets themselves be counted",
     [](Counted& counted) { REQUIRE(counted.house.house().choose("Omar", {.keep = true, .share = true})); }},
    {"the one of sixteen met closed doors yesterday, and is counted",
     [](Counted& counted) {
       REQUIRE(counted.house.house().choose("Omar", {.keep = true, .share = false}));
       windows_of(counted, "Omar", HolderKind::person, kTuesday);
       counted.add(Harvest(plus_days(kTuesday, 1)));
     }},
    {"the other parent met closed doors yesterday",
     [](Counted& counted) {
       windows_of(counted, "Sara", HolderKind::person, kTuesday);
       counted.add(Harvest(plus_days(kTuesday, 1)));
     }},
    {"four pupils alone in the room met closed doors yesterday",
     [](Counted& counted) {
       windows_of(counted, "Lab 2", HolderKind::room, kTuesday);
       counted.add(Harvest(plus_days(kTuesday, 1)));
     }},
};
// Everything an owner can read.
std::string all_answers(Counted& counted) {
  std::string all;
  for (const char* who : {"", "/Ali", "/Zara", "/Omar", "/Sara", "/guest", "/room%20Lab%202"}) all += counted.get(who).body();
  for (const char* route : {"home", "grants", "devices", "requests", "household", "people/Ali/week"})
    all += counted.house.get("/api/v1/" + std::string(route)).body();
  return all;
}

TEST_CASE("whether it happened or not, every answer an owner can get has the same octets") {
  for (const Secret& secret : kSecrets) {
    CAPTURE(secret.what);
    Counted without;
    Counted with;
    secret.happens(with);
    const bool next_day = with.get("").text("released") != without.get("").text("released");
    if (next_day) without.add(Harvest(plus_days(kTuesday, 1)));
    CHECK(all_answers(with) == all_answers(without));
  }
  Counted seen;  // what a guardian may see is seen this way
  Counted unseen;
  windows_of(seen, "Ali", HolderKind::person, kTuesday);
  for (Counted* each : {&seen, &unseen}) each->add(Harvest(plus_days(kTuesday, 1)));
  CHECK(all_answers(seen) != all_answers(unseen));
}

TEST_CASE("every number of every answer is none, a few, or a whole ten") {
  Counted counted;
  for (const int windows : {1, 9, 10, 14, 15, 77}) {
    Harvest more(plus_days(kMonday, 1));
    more.add(DayVerdict::closed, static_cast<std::uint64_t>(windows));
    counted.add_windows(more, windows);
    counted.add(more);
  }
  counted.add(Harvest(plus_days(kMonday, 2)));
  std::string all;
  for (const char* who : {"", "/Ali", "/room%20Lab%202"}) all += counted.get(who).body();
  std::string_view rest = all;
  int numbers = 0;
  for (auto at = rest.find("\"about\":"); at != std::string_view::npos; at = rest.find("\"about\":")) {
    rest.remove_prefix(at + 8);
    const std::string_view digits = rest.substr(0, rest.find_first_not_of("0123456789"));
    CHECK(digits.size() >= 2);
    CHECK(digits.back() == '0');
    ++numbers;
  }
  CHECK(numbers >= 3);
  for (std::size_t at = 0; at < all.size(); ++at) {  // no digit stands anywhere else but in a date
    if (all[at] < '0' || all[at] > '9') continue;
    const auto end = all.find_first_not_of("0123456789-", at);
    const bool is_date = end - at == 10 && all.compare(at, 3, "202") == 0;
    const bool is_about = at >= 8 && all.compare(at - 8, 8, "\"about\":") == 0;
    CHECK((is_date || is_about));
    at = end;
  }
}

TEST_CASE("a room's cells are shown by the rules for schools, to an auditor too, and never started fresh") {
  Counted counted;
  for (const Asking& asking : {Asking(), kAuditor}) {
    const auto weeks = counted.get("/room%20Lab%202", asking);
    CHECK(weeks.status() == 200);
    CHECK(weeks.number("weeks/0/groups/ads_trackers/about") == 20);
    CHECK(weeks.text("weeks/0/groups/scams_malware/form") == "hidden");
  }
  CHECK(counted.get("/room%20Lab%202", {.roles = {web::Role::teacher}}).status() == 403);
  CHECK(counted.wipe("/room%20Lab%202").status() == 422);
  CHECK(counted.get("/room%20Lab%202").number("weeks/0/groups/ads_trackers/about") == 20);
  CHECK(counted.get("/Lab%202").status() == 404);
}

TEST_CASE("of adults, guests and strangers there is nothing, and a slip of the pen is helped") {
  Counted counted;
  CHECK(counted.get("/Sara").status() == 404);
  CHECK(counted.get("/Sara").text("detail") == "Nothing is counted of Sara.");
  CHECK(counted.wipe("/Sara").status() == 404);
  for (const char* nobody : {"/guest", "/everyone", "/ali", "/Ali%20"}) CHECK(counted.get(nobody).status() >= 400);
  CHECK(counted.get("/Omarr").text("cure") == "Did you mean 'Omar'?");
}

TEST_CASE("a guardian's Start fresh wipes one child's numbers, stored or not, and the child reads who did it") {
  Counted counted;
  const auto done = counted.wipe("/Ali");
  CHECK(done.status() == 200);
  CHECK(done.text("text") == "The numbers of Ali are wiped.");
  CHECK(counted.get("/Ali").text("weeks/0/groups/ads_trackers/form") == "none");
  CHECK(counted.get("/room%20Lab%202").number("weeks/0/groups/ads_trackers/about") == 20);
  const auto log = ChangeStore(*counted.house.house().database()).concerning("Ali");
  REQUIRE(log);
  REQUIRE(log->size() == 1);
  CHECK(log->front().actor == "Omar");
  CHECK(log->front().setting == "numbers");
  CHECK(log->front().became == "wiped");
  CHECK(ChangeStore(*counted.house.house().database()).concerning("Zara")->empty());
}

TEST_CASE("a child's own Start fresh is nobody else's business") {
  Counted counted;
  REQUIRE(counted.house.house().start_fresh("Ali", ""));
  CHECK(counted.get("/Ali").text("weeks/0/groups/ads_trackers/form") == "none");
  CHECK(ChangeStore(*counted.house.house().database()).all()->empty());
}

TEST_CASE("nobody is heard on what their age does not decide") {
  Counted counted;
  REQUIRE(counted.house.house().choose("Ali", {.keep = true, .share = true}));
  counted.write("band: 10-12", "band: 13-15");
  CHECK(counted.get("/Ali").status() == 403);  // a word of ten is not one of thirteen
  REQUIRE(counted.house.house().choose("Zara", {.keep = true, .share = true}));
  CHECK_FALSE(counted.store().choices_of("Zara")->keep);
  CHECK_FALSE(counted.house.house().choose("Nobody", {.keep = true, .share = true}));
}
