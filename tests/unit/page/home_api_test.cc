// SPDX-License-Identifier: Apache-2.0
// /home, /people/{name}/week, /catalog, /test, /status and /events: what adults read.
#include "tests/support/test_house.h"

using namespace darban;
using namespace darban::test;

namespace {

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::string all_of(web::EventStream& stream) {
  struct Awake final : web::Sleeper {
    void fall_asleep() override {}
    void wake_up() override {}
  } awake;
  std::string room(4096, ' ');
  return room.substr(0, stream.take(room, awake).octets);
}

}  // namespace

TEST_CASE("home shows everybody as they are, and what comes next") {
  TestHouse house;
  const auto home = house.get("/api/v1/home");
  REQUIRE(home.status() == 200);
  CHECK(home.flag("time_known"));
  CHECK(home.text("now") == "2026-11-23T15:00:00");
  CHECK(home.text("zone") == "Asia/Karachi");
  CHECK(home.size("problems") == 0);
  CHECK(home.number("new_devices") == 2);
  REQUIRE(home.size("people") == 2);
  CHECK(home.text("people/0/name") == "Ali");
  CHECK(home.text("people/0/band") == "10-12");
  CHECK(home.text("people/0/kind") == "person");
  CHECK(home.text("people/0/mode") == "free");
  CHECK(home.text("people/0/until") == "2026-11-23T16:00:00");
  CHECK(home.number("people/0/ends_in") == 3600);
  CHECK(home.text("people/0/next") == "homework");
  CHECK(home.number("people/0/devices") == 1);
  CHECK(home.at("people/1/until").is_null());
  CHECK(home.at("people/1/next").is_null());
  REQUIRE(home.size("rooms") == 2);
  CHECK(home.text("rooms/0/name") == "Lab 2");
  CHECK(home.text("rooms/0/kind") == "room");
  CHECK(home.text("rooms/1/kind") == "guest");
}

TEST_CASE("home counts a pause down, and says what comes behind it") {
  TestHouse house;
  REQUIRE(house.post("/api/v1/grants", R"({"kind":"pause","who":["Ali"],"minutes":30})").status() == 201);
  house.pass(Seconds(60));
  const auto home = house.get("/api/v1/home");
  CHECK(home.flag("people/0/paused"));
  CHECK(home.text("people/0/mode") == "off");
  CHECK(home.number("people/0/ends_in") == 29 * 60);
  CHECK(home.text("people/0/next") == "free");
  CHECK(home.size("people/0/grants") == 1);
  CHECK(home.size("people/1/grants") == 0);
  CHECK(home.number("grants/0/id") == home.number("people/0/grants/0"));
  house.pass(Seconds(29 * 60));
  CHECK_FALSE(house.get("/api/v1/home").flag("people/0/paused"));
}

TEST_CASE("while nobody knows the time there is no moment, and a pause still counts down") {
  TestHouse house;
  house.forget_the_time();
  REQUIRE(house.post("/api/v1/grants", R"({"kind":"pause","who":["Ali"],"minutes":30})").status() == 201);
  const auto home = house.get("/api/v1/home");
  CHECK_FALSE(home.flag("time_known"));
  CHECK(home.at("now").is_null());
  CHECK(home.at("people/0/until").is_null());
  CHECK(home.number("people/0/ends_in") == 1800);
  CHECK(home.at("grants/0/until").is_null());
}

TEST_CASE("a broken household file is a problem with its place") {
  TestHouse house;
  house.folder().write("household.yaml", "zone: Asia/Karachi\npeople:\n  - {name: Ali, band: eleven}\n");
  house.controller().reload(in_karachi(23, 15));
  const auto home = house.get("/api/v1/home");
  REQUIRE(home.status() == 200);
  REQUIRE(home.size("problems") == 1);
  CHECK(home.number("problems/0/line") == 3);
  CHECK(has(home.text("problems/0/file"), "household.yaml"));
  CHECK(home.size("people") == 2);
}

TEST_CASE("a week begins on Monday and has every change of mode") {
  TestHouse house;
  const auto week = house.get("/api/v1/people/Ali/week");
  REQUIRE(week.status() == 200);
  CHECK(week.text("week/0/at") == "2026-11-23T00:00:00");
  CHECK(week.text("week/0/mode") == "bedtime");
  CHECK(week.text("week/1/at") == "2026-11-23T06:30:00");
  CHECK(week.text("week/1/mode") == "free");
  CHECK(week.text("week/2/at") == "2026-11-23T16:00:00");
  CHECK(week.text("week/2/mode") == "homework");
  CHECK(week.size("week") == 1 + 5 * 4 + 2 * 2);
  CHECK(house.get("/api/v1/people/Sara/week").size("week") == 1);
  CHECK(house.get("/api/v1/people/Lab%202/week").size("week") == 1);
  CHECK(house.get("/api/v1/people/guest/week").status() == 200);
  CHECK(house.get("/api/v1/people/Nobody/week").status() == 404);
}

TEST_CASE("an exception stands in the week by its label") {
  TestHouse house(
      "zone: Asia/Karachi\npeople:\n  - name: Ali\n    band: 10-12\n    timetable: [{days: daily, start: \"21:00\", end: "
      "\"06:30\", "
      "mode: bedtime}]\nexceptions:\n  - {label: Holidays, from: 2026-11-25, to: 2026-11-26, windows: [{start: \"23:00\", end: "
      "\"08:00\", mode: bedtime}]}\n");
  const auto week = house.get("/api/v1/people/Ali/week");
  CHECK(has(week.body(), R"({"at":"2026-11-25T23:00:00","mode":"bedtime","exception":"Holidays"})"));
}

TEST_CASE("weeks in which the clock is changed have their edges at the household's own times") {
  TestHouse house(
      "zone: Europe/Berlin\npeople:\n  - name: Ali\n    band: 10-12\n    timetable: [{days: daily, start: \"21:00\", end: "
      "\"06:30\", "
      "mode: bedtime}]\n");
  house.set_clock(std::chrono::sys_days{std::chrono::year{2026} / 3 / 28} + std::chrono::hours(12));
  const auto week = house.get("/api/v1/people/Ali/week");
  CHECK(week.text("week/0/at") == "2026-03-23T00:00:00");
  CHECK(has(week.body(), R"({"at":"2026-03-29T06:30:00","mode":"free"},{"at":"2026-03-29T21:00:00","mode":"bedtime"})"));
}

TEST_CASE("the catalogue has words in both languages, risks and what each band closes") {
  TestHouse house;
  const auto catalog = house.get("/api/v1/catalog");
  REQUIRE(catalog.status() == 200);
  CHECK(catalog.size("bands") == 11);
  CHECK(catalog.text("bands/0/key") == "under-10");
  CHECK(catalog.text("bands/0/title/en") == "Under 10");
  const auto words = house.house().category_words();
  CHECK(catalog.size("categories") + catalog.size("services") == words->categories.size());
  bool gambling = false;
  for (std::size_t i = 0; i < catalog.size("categories"); ++i) {
    const std::string at = "categories/" + std::to_string(i);
    CHECK_FALSE(catalog.text(at + "/title/en").empty());
    CHECK_FALSE(catalog.text(at + "/title/ur").empty());
    CHECK_FALSE(catalog.text(at + "/about/en").empty());
    CHECK_FALSE(catalog.text(at + "/about/ur").empty());
    if (catalog.text(at + "/key") != "gambling") continue;
    gambling = true;
    CHECK(catalog.text(at + "/risk") == "consumer");
    CHECK(catalog.text(at + "/group") == "age-doors");
    CHECK(has(catalog.body(), R"("closed_for":["under-10","10-12","13-15","16-17","guest","things","pupil-primary")"));
  }
  CHECK(gambling);
  CHECK(has(catalog.body(), R"("key":"service:youtube","title":{"en":"YouTube")"));
}

TEST_CASE("a site is tested as the daemon judges it") {
  TestHouse house;
  const auto said = [&](std::string_view site, std::string_view who) {
    return house.post("/api/v1/test", "{\"site\":\"" + std::string(site) + "\",\"who\":\"" + std::string(who) + "\"}");
  };
  const auto closed = said("casino.example", "Ali");
  REQUIRE(closed.status() == 200);
  CHECK(closed.text("verdict") == "closed");
  CHECK(closed.text("categories/0") == "gambling");
  CHECK(closed.text("mode") == "free");
  CHECK_FALSE(closed.text("because").empty());
  CHECK(closed.text("reason") == "adults");
  CHECK(said("casino.example", "Sara").text("reason").empty());
  CHECK(said("casino.example", "Sara").text("verdict") == "open");
  CHECK(said("https://casino.example/win?x=1", "Ali").text("verdict") == "closed");
  CHECK(said("casino.example:8443", "Ali/tablet").text("verdict") == "closed");
  CHECK(said("www.google.com", "Ali").text("verdict") == "safe");
  CHECK(said("", "Ali").text("pointer") == "/site");
  CHECK(said("two words", "Ali").text("pointer") == "/site");
  CHECK(said("casino.example", "Nobody").text("pointer") == "/who");
  CHECK(said("casino.example", "everyone").text("pointer") == "/who");
}

TEST_CASE("status is what the daemon says of itself") {
  TestHouse house;
  CHECK(house.get("/api/v1/status").body() == "{\"running\":1}");
  CHECK(house.get("/api/v1/health", {.roles = {}}).body() == "{\"serving\":true}");
}

TEST_CASE("whoever listens hears what kind of thing changed, and nothing of it") {
  TestHouse house;
  const auto stream = std::make_shared<web::EventStream>();
  house.house().tell_news();
  house.house().news().add(stream);
  house.post("/api/v1/grants", R"({"kind":"pause","who":["Ali"],"minutes":30})");
  house.house().tell_news();
  house.house().tell_news();
  CHECK(all_of(*stream) == "event: home\ndata: {}\n\n");
  house.folder().write("household.yaml", std::string(kTestHousehold) + "block: [x.example]\n");
  house.controller().reload(in_karachi(23, 15));
  house.house().tell_news();
  CHECK(all_of(*stream) == "event: household\ndata: {}\n\nevent: home\ndata: {}\n\n");
  stream->end();
  house.house().news().say(page::News::requests);
  CHECK(house.house().news().listeners() == 0);
}
