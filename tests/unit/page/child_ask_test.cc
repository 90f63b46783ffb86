// SPDX-License-Identifier: Apache-2.0
// A child asks, and what becomes of it.
#include <doctest/doctest.h>

#include <string>

#include "page/child/child_pages.h"
#include "tests/unit/page/child_visitor.h"

using namespace darban;
using namespace darban::page;
using namespace darban::test;
using namespace darban::literals;

TEST_CASE("a form without its token, or with another page's or another person's, sends nothing") {
  FakeHouse house(kFamily);
  Visitor visitor(house);
  for (const std::string& token : {std::string(), std::string(32, '0'), visitor.token("/test"), visitor.token("/ask", kPhone)}) {
    const auto response = visitor.post("/ask", "token=" + token + "&what=time");
    CHECK(response.status == 422);
    CHECK(has(response, "This page was open too long."));
  }
  CHECK(house.requests().open_ones(*house.database(), house.now()).empty());
  CHECK(visitor.post("/ask", "%ff").status == 422);
  const std::string token = visitor.token("/ask");
  house.go_on(std::chrono::hours(13));
  CHECK(visitor.post("/ask", "token=" + token + "&what=time").status == 422);
}

TEST_CASE("a child asks, an adult hears of it, and the page says what came of it") {
  FakeHouse house(kFamily);
  Visitor visitor(house);
  const auto sent = visitor.ask("what=site&site=games.example&note=for+a+friend&whom=Sara+%3C3");
  CHECK(sent.status == 303);
  CHECK(field(sent, "Location") == "/ask?said=sent");
  const auto open = house.requests().open_ones(*house.database(), house.now());
  REQUIRE(open.size() == 1);
  CHECK(open[0].person == "Ali");
  CHECK(open[0].whom == "Sara <3");
  CHECK(open[0].site == "games.example");
  CHECK(open[0].note == "for a friend");
  const auto waits = visitor.get("/ask?said=sent");
  CHECK(has(waits, "Sent."));
  CHECK(has(waits, "No answer yet."));
  CHECK_FALSE(has(waits, "games.example"));
  CHECK_FALSE(has(visitor.get("/ask", kPhone), "No answer yet."));  // others do not see it
  CHECK(house.requests().answer(*house.database(), house.now(), open[0].id, RequestAnswer::not_now, "homework", "Sara <3"));
  const auto answered = visitor.get("/ask");
  CHECK(has(answered, "Not now."));
  CHECK(has(answered, "Homework comes first."));
}

TEST_CASE("the name of a request lies sealed on the disk, and is gone when it is answered or taken back") {
  FakeHouse house(kFamily);
  Visitor visitor(house);
  CHECK(visitor.ask("what=site&site=games.example&note=canary-note").status == 303);
  for (const char* text : {"games.example", "canary-note"}) CHECK(octets_in(house.folder()).find(text) == std::string::npos);
  const auto open = house.requests().open_ones(*house.database(), house.now());
  REQUIRE(open.size() == 1);
  auto kept = house.database()->prepare("SELECT sealed FROM requests");
  REQUIRE(*kept.step());
  const std::string sealed = kept.text(0);
  kept = house.database()->prepare("SELECT 1");
  REQUIRE(sealed.size() > 60);
  CHECK(octets_in(house.folder()).find(sealed) != std::string::npos);
  const auto response = visitor.post("/ask/back", "token=" + visitor.token("/ask") + "&id=" + std::to_string(open[0].id));
  CHECK(field(response, "Location") == "/ask?said=taken-back");
  CHECK(octets_in(house.folder()).find(sealed) == std::string::npos);
  CHECK(has(visitor.get("/ask?said=taken-back"), "You took it back."));
}

TEST_CASE("nobody takes back what somebody else asked") {
  FakeHouse house(kFamily);
  Visitor visitor(house);
  CHECK(visitor.ask("what=time").status == 303);
  const auto open = house.requests().open_ones(*house.database(), house.now());
  REQUIRE(open.size() == 1);
  visitor.post("/ask/back", "token=" + visitor.token("/ask", kPhone) + "&id=" + std::to_string(open[0].id), kPhone);
  CHECK(house.requests().open_ones(*house.database(), house.now()).size() == 1);
}

TEST_CASE("five a day, of whatever kind, and a new day at four in the morning") {
  FakeHouse house(kFamily);
  Visitor visitor(house);
  for (int i = 0; i < 5; ++i) CHECK(visitor.ask("what=time").status == 303);
  CHECK(has(visitor.get("/ask"), "You asked five times today."));
  CHECK_FALSE(has(visitor.get("/ask"), "<textarea"));
  CHECK(has(visitor.get("/ask", kPhone), "<textarea"));
  house.set_clock(karachi(24, 4, 1));
  CHECK(has(visitor.get("/ask"), "<textarea"));
}

TEST_CASE("a request is gone after a day by the clock on the wall, and by the one that nobody sets") {
  for (const bool trusted : {true, false}) {
    FakeHouse house(kFamily);
    Visitor visitor(house);
    CHECK(visitor.ask("what=site&site=games.example").status == 303);
    Now now = house.now();
    now.mono += std::chrono::hours(24) - Seconds(1);
    now.wall += trusted ? Seconds(86399) : Seconds(60);
    now.wall_trusted = trusted;
    CHECK(house.requests().open_ones(*house.database(), now).size() == 1);
    now.mono += Seconds(1);
    now.wall += Seconds(1);
    house.set_clock(now);
    visitor.pages.tidy(house);
    auto kept = house.database()->prepare("SELECT sealed, state FROM requests");
    REQUIRE(*kept.step());
    CHECK(kept.text(0).empty());
    CHECK(kept.text(1) == "expired");
  }
}

TEST_CASE("a clock that was set back does not stretch a request") {
  FakeHouse house(kFamily);
  Visitor visitor(house);
  CHECK(visitor.ask("what=time").status == 303);
  Now now = house.now();
  now.wall -= Seconds(7200);
  CHECK(house.requests().open_ones(*house.database(), now).empty());
}

TEST_CASE("what is open need not be asked for, vital names first of all") {
  FakeHouse house(kFamily, karachi(23, 22));
  Visitor visitor(house);
  for (const char* site : {"childline.org.uk", "connectivitycheck.gstatic.com"}) {
    const auto response = visitor.ask("what=site&site=" + std::string(site));
    CHECK(response.status == 200);
    CHECK(has(response, "This is already open."));
  }
  CHECK(house.requests().open_ones(*house.database(), house.now()).empty());
}

TEST_CASE("what is missing or too long is said, and what was typed stays in the form") {
  FakeHouse house(kFamily);
  Visitor visitor(house);
  CHECK(has(visitor.ask("note=x"), "Please choose what you would like."));
  CHECK(has(visitor.ask("what=site"), "Please type the name of the site."));
  CHECK(has(visitor.ask("what=school&site=no+name"), "read this as a site."));
  const auto long_note = visitor.ask("what=time&note=" + std::string(141, 'x'));
  CHECK(long_note.status == 422);
  CHECK(has(long_note, "140 characters are the most."));
  CHECK(has(long_note, std::string(141, 'x')));
  CHECK(has(long_note, "value=\"time\" required checked"));
  CHECK(visitor.ask("what=time&note=" + std::string(140, 'x')).status == 303);
}

TEST_CASE("an adult who does not live here is nobody to ask: any adult is") {
  FakeHouse house(kFamily);
  Visitor visitor(house);
  CHECK(visitor.ask("what=time&whom=Ali").status == 303);
  CHECK(house.requests().open_ones(*house.database(), house.now()).at(0).whom.empty());
}

TEST_CASE("without state.db a child is told to ask in person, and pages work") {
  FakeHouse house(kFamily);
  Visitor visitor(house);
  const std::string token = visitor.token("/ask");
  house.lose_database();
  CHECK(has(visitor.post("/ask", "token=" + token + "&what=time"), "could not keep it"));
  CHECK(visitor.get("/").status == 200);
  CHECK(visitor.get("/help").status == 200);
}
