// SPDX-License-Identifier: Apache-2.0
// One's own numbers on "What is recorded", by age: what is shown to whom, Start fresh, and what a young person decides.
#include <doctest/doctest.h>

#include "page/child/child_pages.h"
#include "store/count_store.h"
#include "tests/unit/page/fake_house.h"
#include "tests/unit/page/waited_for.h"
#include "web/router.h"

using namespace darban;
using namespace darban::page;
using namespace darban::test;
using namespace darban::literals;

namespace {

constexpr CountDay kMonday{20780};  // 2026-11-23
constexpr const char* kFamily = R"(zone: Asia/Karachi
people:
  - {name: Ali, band: 10-12, devices: [{label: tablet, address: 192.168.1.7}]}
  - {name: Zara, band: 13-15, devices: [{label: phone, address: 192.168.1.8}]}
  - {name: Omar, band: 16-17, devices: [{label: phone, address: 192.168.1.9}]}
  - {name: Sara, band: adult, devices: [{label: phone, address: 192.168.1.10}]}
rooms:
  - {label: Lab, prefix: 10.20.0.0/24, band: pupil-secondary}
guest: {band: guest}
)";
const IpAddress kAli = "192.168.1.7"_ip, kZara = "192.168.1.8"_ip, kOmar = "192.168.1.9"_ip, kSara = "192.168.1.10"_ip;
const IpAddress kPupil = "10.20.0.9"_ip, kStranger = "192.168.1.99"_ip;

bool has(const web::Response& response, std::string_view text) { return response.body.find(text) != std::string::npos; }

// The Monday is over. 23 windows of everybody, 1,234 questions of the house.
class Home {
 public:
  Home() : control_(house), pages_(control_), router_(pages_.routes(), {}) {
    Harvest harvest(kMonday);
    harvest.add(DayVerdict::opened, 1234);
    add_windows(harvest, 23);
    add(harvest);
    begin(1);
  }
  void add_windows(Harvest& harvest, int windows) {
    for (int n = 0; n < windows; ++n) {
      for (const MomentHolder& holder : house.policy()->moments().holders())
        harvest.add_window(holder.kind, holder.name, bit_of(Group::ads_and_trackers));
    }
    harvest.add_enough(HolderKind::room, "Lab", bit_of(Group::ads_and_trackers));
  }
  void add(const Harvest& harvest) { REQUIRE(store().add(harvest, house.policy()->moments().holders())); }
  void begin(std::int32_t after) { add(Harvest(plus_days(kMonday, after))); }
  CountStore store() { return CountStore(*house.database()); }

  web::Response get(const IpAddress& from, const std::string& target = "/recorded") {
    return send(web::Method::get, target, from, "");
  }
  web::Response post(const IpAddress& from, const std::string& target, const std::string& fields = "") {
    return send(web::Method::post, target, from, "token=" + token(from) + "&" + fields);
  }
  web::Response choose(const IpAddress& from, const std::string& choice) {
    return post(from, "/recorded/choose", "choice=" + choice);
  }
  std::string token(const IpAddress& from) {
    const std::string page = get(from).body;
    constexpr std::string_view kBefore = "name=\"token\" value=\"";
    const auto at = page.find(kBefore);
    return at == std::string::npos ? std::string() : page.substr(at + kBefore.size(), 32);
  }
  web::Response send(web::Method method, const std::string& target, const IpAddress& from, const std::string& body) {
    web::Request request;
    request.head.method = method;
    request.head.fields[static_cast<std::size_t>(web::Field::content_type)] = "application/x-www-form-urlencoded";
    request.head.fields[static_cast<std::size_t>(web::Field::cookie)] = cookie;
    auto read = web::read_target(target);
    REQUIRE(read.has_value());
    request.target = std::move(*read);
    request.body = body;
    request.visitor = from;
    return waited_for(router_.answer(std::move(request)));
  }

  FakeHouse house{kFamily};
  std::string cookie;

 private:
  AtOnce control_;
  ChildPages pages_;
  web::Router router_;
};

std::string location(const web::Response& response) {
  for (const auto& line : response.more) {
    if (line.name == "Location") return line.value;
  }
  return "";
}

}  // namespace

TEST_CASE("a child sees the week in tens, what is not counted is not there, and what a number means") {
  Home home;
  const auto page = home.get(kAli);
  CHECK(has(page, "Your numbers</h2>"));
  CHECK(has(page, "<bdi>2026-11-23</bdi>"));
  CHECK(has(page, "Ads and trackers"));
  CHECK(has(page,
            "about \xe2\x81\xa8"
            "20\xe2\x81\xa9"));
  CHECK_FALSE(has(page, "Your own rules"));
  CHECK(has(page, "Most of these are apps in the background, not you."));
  CHECK(has(page, "Start fresh"));
  CHECK_FALSE(has(page, "/recorded/choose"));  // at ten there is nothing to decide
  CHECK_FALSE(has(page,
                  "\xe2\x81\xa8"
                  "23\xe2\x81\xa9"));
  CHECK(home.get(kAli).status == 200);
}

TEST_CASE("everybody at home sees the home's days, rounded; guests, strangers and pupils do not") {
  Home home;
  for (const IpAddress& who : {kAli, kZara, kOmar, kSara}) {
    const auto page = home.get(who);
    CHECK(has(page, "Numbers of the whole home"));
    CHECK(has(page,
              "\xe2\x81\xa8"
              "1230\xe2\x81\xa9"));
    CHECK(has(page, "Age doors are not in them."));
    CHECK_FALSE(has(page, "1234"));
  }
  for (const IpAddress& who : {kPupil, kStranger}) {
    const auto page = home.get(who);
    for (const char* part : {"Numbers of the whole home", "Your numbers</h2>", "<form", "about \xe2\x81\xa8"})
      CHECK_FALSE(has(page, part));
  }
  CHECK_FALSE(has(home.get(kSara), "Your numbers</h2>"));
}

TEST_CASE("before the first morning there is a place for numbers and nothing in it") {
  FakeHouse fresh(kFamily);
  const auto own = own_numbers(fresh.numbers(), "Ali");
  CHECK(own.has_any);
  CHECK(own.weeks.empty());
  REQUIRE(own.days.has_value());
  CHECK(own.days->empty());
}

TEST_CASE("five weeks are there at once, the older ones are folded away") {
  Home home;
  CHECK_FALSE(has(home.get(kAli), "Older weeks"));
  for (int n = 2; n < 50; ++n) home.begin(n);
  const std::string page = home.get(kAli).body;
  const auto older = page.find("Older weeks");
  REQUIRE(older != std::string::npos);
  CHECK(page.find("<bdi>2026-12-07</bdi>") < older);
  const auto oldest = page.find("<bdi>2026-11-23</bdi>", older);
  CHECK(oldest != std::string::npos);
}

TEST_CASE("nobody reads another's numbers, whatever the address says") {
  Home home;
  Harvest more(plus_days(kMonday, 1));
  for (int n = 0; n < 100; ++n) more.add_window(HolderKind::person, "Ali", bit_of(Group::ways_round));
  home.add(more);
  home.begin(2);
  CHECK(has(home.get(kAli),
            "\xe2\x81\xa8"
            "100\xe2\x81\xa9"));
  for (const char* target : {"/recorded", "/recorded?who=Ali", "/recorded?person=Ali&said=fresh"})
    CHECK_FALSE(has(home.get(kZara, target),
                    "\xe2\x81\xa8"
                    "100\xe2\x81\xa9"));
}

TEST_CASE("Start fresh wipes the numbers of whose device it is, and of nobody else") {
  Home home;
  const auto done = home.post(kAli, "/recorded/fresh", "person=Zara");
  CHECK(done.status == 303);
  CHECK(location(done) == "/recorded?said=fresh");
  const auto after = home.get(kAli, "/recorded?said=fresh");
  CHECK(has(after, "Your numbers are wiped."));
  CHECK(own_numbers(home.house.numbers(), "Ali").weeks[0].of(Group::ads_and_trackers) == ShownCount::of(0));
  CHECK(own_numbers(home.house.numbers(), "Zara").weeks[0].of(Group::ads_and_trackers) == ShownCount::of(20));
}

TEST_CASE("at thirteen sharing is theirs, on and off, and the page says how it stands") {
  Home home;
  CHECK(has(home.get(kZara), "Only you see your numbers. You can share them"));
  CHECK(location(home.choose(kZara, "shared")) == "/recorded?said=shared");
  CHECK(home.store().choices_of("Zara")->share);
  CHECK(has(home.get(kZara), "because you share them."));
  CHECK(has(home.get(kZara), "Stop sharing"));
  CHECK(location(home.choose(kZara, "alone")) == "/recorded?said=alone");
  CHECK_FALSE(home.store().choices_of("Zara")->share);
}

TEST_CASE("at sixteen nothing is counted until they want it; they alone see it; stopping wipes it") {
  Home home;
  const auto silent = home.get(kOmar);
  CHECK(has(silent, "Your numbers are not kept."));
  CHECK_FALSE(has(silent, "Start fresh"));
  CHECK_FALSE(has(silent, "Most of these"));
  CHECK(location(home.choose(kOmar, "kept")) == "/recorded?said=kept");
  Harvest more(plus_days(kMonday, 1));
  home.add_windows(more, 30);
  home.add(more);
  home.begin(2);
  CHECK(has(home.get(kOmar),
            "\xe2\x81\xa8"
            "30\xe2\x81\xa9"));
  CHECK(has(home.get(kOmar), "Only you see your numbers. You switched them on."));
  CHECK(location(home.choose(kOmar, "stopped")) == "/recorded?said=stopped");
  CHECK_FALSE(has(home.get(kOmar),
                  "\xe2\x81\xa8"
                  "30\xe2\x81\xa9"));
  CHECK(location(home.choose(kOmar, "kept")) == "/recorded?said=kept");
  CHECK_FALSE(has(home.get(kOmar),
                  "\xe2\x81\xa8"
                  "30\xe2\x81\xa9"));  // they do not come back
}

TEST_CASE("nobody decides what their age does not, and nobody for somebody else") {
  Home home;
  for (const char* choice : {"shared", "alone", "kept", "stopped"}) {
    CHECK(home.choose(kAli, choice).status == 422);
    CHECK(home.choose(kSara, choice).status == 422);
    CHECK(home.choose(kPupil, choice).status == 422);
    CHECK(home.choose(kStranger, choice).status == 422);
  }
  CHECK(home.choose(kZara, "kept").status == 422);
  CHECK(home.choose(kOmar, "shared").status == 422);
  for (const char* choice : {"", "fresh", "nothing", "everything", "not_done"}) CHECK(home.choose(kZara, choice).status == 422);
  for (const char* who : {"Ali", "Zara", "Omar", "Sara"}) CHECK(*home.store().choices_of(who) == CountChoices());
}

TEST_CASE("a form without its token, or with another person's, wipes and decides nothing") {
  Home home;
  const std::string foreign = home.token(kAli);
  for (const std::string& token : {std::string(), std::string(32, '0'), foreign}) {
    CHECK(home.send(web::Method::post, "/recorded/fresh", kZara, "token=" + token).status == 422);
    CHECK(home.send(web::Method::post, "/recorded/choose", kZara, "token=" + token + "&choice=shared").status == 422);
  }
  CHECK(home.send(web::Method::post, "/recorded/fresh", kZara, "%ff").status == 422);
  CHECK_FALSE(home.store().choices_of("Zara")->share);
  CHECK(own_numbers(home.house.numbers(), "Zara").weeks[0].of(Group::ads_and_trackers) == ShownCount::of(20));
}

TEST_CASE("without a disk the page says so and blames nobody, and nothing is said to be done") {
  Home home;
  const std::string token = home.token(kZara);
  home.house.lose_database();
  CHECK(has(home.get(kZara), "darban is to blame, not you."));
  const auto answer = home.send(web::Method::post, "/recorded/fresh", kZara, "token=" + token);
  CHECK(answer.status == 422);
  CHECK(has(answer, "Nothing is changed."));
  CHECK(home.send(web::Method::post, "/recorded/choose", kZara, "token=" + token + "&choice=shared").status == 422);
}

TEST_CASE("in Urdu every word of it is there") {
  Home home;
  REQUIRE(home.store().choose("Omar", Band::age_16_17, {.keep = true}));
  home.cookie = "lang=ur";
  for (const IpAddress& who : {kAli, kZara, kOmar, kSara}) {
    const auto page = home.get(who);
    CHECK(has(page, "dir=\"rtl\""));
    for (const char* key : {">child.", ">shared.", "Ads and", "a few"}) CHECK_FALSE(has(page, key));
  }
}
