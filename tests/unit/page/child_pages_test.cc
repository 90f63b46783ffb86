// SPDX-License-Identifier: Apache-2.0
#include "page/child/child_pages.h"

#include <doctest/doctest.h>

#include <string>

#include "page/family_text.h"
#include "store/change_store.h"
#include "tests/unit/page/child_visitor.h"

using namespace darban;
using namespace darban::page;
using namespace darban::test;
using namespace darban::literals;

namespace {

// onclick= and its kind, inside a tag.
bool has_handler(std::string_view html) {
  for (std::size_t at = html.find(" on"); at != std::string_view::npos; at = html.find(" on", at + 1)) {
    const std::size_t end = html.find_first_not_of("abcdefghijklmnopqrstuvwxyz", at + 3);
    if (end > at + 3 && end < html.size() && html[end] == '=' && html.rfind('<', at) > html.rfind('>', at)) return true;
  }
  return false;
}

void check_shape(const web::Response& response) {
  const auto count = [&](std::string_view text) {
    std::size_t number = 0;
    for (std::size_t at = 0; (at = response.body.find(text, at)) != std::string::npos; ++at) ++number;
    return number;
  };
  CHECK(response.type == web::ContentType::html);
  CHECK(response.caching == web::Caching::never);
  CHECK(count("<h1>") == 1);
  CHECK(count("<main id=\"main\"") == 1);
  CHECK(count("<a href=\"/help\"") == 1);  // Help has its place on every page
  CHECK(count("class=\"skip\"") == 1);
  CHECK(count("<script") == 1);
  CHECK(count("style=") == 0);
  CHECK_FALSE(has_handler(response.body));
}

}  // namespace

TEST_CASE("every page has one heading, one main part, Help in its place, and nothing inline") {
  FakeHouse house(kFamily);
  Visitor visitor(house);
  for (const char* path : {"/", "/ask", "/help", "/recorded", "/changes", "/test", "/closed"}) {
    for (const char* language : {"en", "ur"}) {
      visitor.cookie = "lang=" + std::string(language);
      CAPTURE(path);
      const auto response = visitor.get(path);
      CHECK(response.status == 200);
      check_shape(response);
      CHECK(has(response,
                language == std::string_view("ur") ? "<html lang=\"ur\" dir=\"rtl\">" : "<html lang=\"en\" dir=\"ltr\">"));
      CHECK_FALSE(has(response, ">child."));  // a key that no language has would show itself
    }
  }
}

TEST_CASE("a link chooses the language, a cookie keeps it, and the page is the same") {
  FakeHouse house(kFamily);
  Visitor visitor(house);
  CHECK(has(visitor.get("/help"), "href=\"?lang=ur\""));
  const auto response = visitor.get("/help?lang=ur");
  CHECK(response.status == 303);
  CHECK(field(response, "Location") == "/help");
  CHECK(field(response, "Set-Cookie") == "lang=ur; Path=/; Max-Age=31536000; SameSite=Lax");
  CHECK(field(visitor.get("/closed?t=00ff&lang=ur"), "Location") == "/closed?t=00ff");
  CHECK(field(visitor.get("/closed?t=xyz&lang=ur"), "Location") == "/closed");
  CHECK(visitor.get("/help?lang=xx").status == 200);
}

TEST_CASE("my rules say whose they are, what is closed and why, and this week's times") {
  FakeHouse house(kFamily, karachi(23, 17));
  Visitor visitor(house);
  const auto page = visitor.get("/");
  CHECK(has(page, "These are the rules for <bdi>Ali</bdi>."));
  CHECK(has(page, "homework time"));

  CHECK(has(page, "Homework time: <bdi>16:00</bdi> to <bdi>18:00</bdi>"));
  CHECK(has(page, "Bedtime: <bdi>21:00</bdi> to <bdi>06:30</bdi> the next day"));
  CHECK(has(page, "Sites for adults are closed."));
  CHECK(has(page, "trick or break things are closed for everyone"));
  CHECK(has(page, "You matter."));
  CHECK(has(page, "YouTube"));
  CHECK(has(page, "wasteoftime.example"));
  CHECK(has(page, "everybody.example"));
  CHECK(has(page, "chess.example"));
  CHECK(has(page, "<bdi>1</bdi> hour and"));
  CHECK_FALSE(has(visitor.get("/", kPhone), "wasteoftime.example"));  // a person's own rules are that person's
  CHECK(has(visitor.get("/", kPhone), "Sara &lt;3"));
  CHECK(has(visitor.get("/", kStranger), "know this device yet"));
}

TEST_CASE("a bedtime says when it ends, and that Help is open") {
  FakeHouse house(kFamily, karachi(23, 22));
  Visitor visitor(house);
  const auto page = visitor.get("/");
  CHECK(has(page, "bedtime."));

  CHECK(has(page, "Tuesday"));
  CHECK(has(page, "06:30"));
  CHECK(has(page, "Help is open at any hour."));
  CHECK(has(page, "Then: Free time."));
}

TEST_CASE("without a clock the page says so") {
  Now now = karachi(23, 22);
  now.wall_trusted = false;
  FakeHouse house(kFamily, now);
  Visitor visitor(house);
  CHECK(has(visitor.get("/"), "know the time yet"));
}

TEST_CASE("a pause says until when, who gave it and why; Help is whole all the same") {
  FakeHouse house(kFamily);
  Grant pause;
  pause.id = 1;
  pause.who = {GrantWho::Kind::person, "Ali", ""};
  pause.what = GrantWhat::pause;
  pause.given = pause.from = house.now().wall;
  pause.until = house.now().wall + Seconds(1800);
  pause.ends = house.now().mono + Seconds(1800);
  pause.by = "Sara <3";
  pause.note = "Dinner";
  house.use({pause});
  Visitor visitor(house);
  const auto page = visitor.get("/");
  CHECK(has(page, "The internet is paused."));
  CHECK(has(page, "<bdi>30</bdi> minutes left."));
  CHECK(has(page, "<bdi>Sara &lt;3</bdi> wrote: <bdi>Dinner</bdi>"));
  const auto changes = visitor.get("/changes");
  CHECK(has(changes, "The internet is paused."));
  CHECK(has(changes, "For you"));
  CHECK(has(changes, "<bdi>Sara &lt;3</bdi> did this."));
  CHECK_FALSE(has(visitor.get("/changes", kPhone), "paused"));
  CHECK(visitor.get("/help").body == Visitor(house).get("/help", kStranger).body);
  CHECK(has(visitor.get("/help"), "Childline"));
  CHECK(has(visitor.get("/help"), "href=\"tel:08001111\""));
  CHECK(has(visitor.get("/help"), "id=\"exit\""));
}

TEST_CASE("what adults changed about accounts is told to children in words, and in Urdu too") {
  FakeHouse house(kFamily);
  ChangeStore store(*house.database());
  REQUIRE(store.add(Change{house.now().wall, "Sara <3", "", "account Omar", "helper", "owner"}));
  REQUIRE(store.add(Change{house.now().wall, "darban account", "", "second-step Sara <3", "on", "off"}));
  REQUIRE(store.add(Change{house.now().wall, "Omar", "", "key lamp", "", "grants:write stats:read"}));
  REQUIRE(store.add(Change{house.now().wall, "Omar", "Ali", "device tablet", "", "a"}));
  Visitor visitor(house);
  const auto page = visitor.get("/changes");
  for (const char* words :
       {"<h3>Account <bdi>Omar</bdi></h3>", "<dd>Helper</dd>", "<dd>Owner</dd>", "<dd>somebody at the box itself</dd>",
        "<h3>Second step at login of <bdi>Sara &lt;3</bdi></h3>", "<dd>on</dd>", "<dd>off</dd>",
        "<dd>Pause, bonus, open and close, Read numbers</dd>", "<h3>Device <bdi>tablet</bdi></h3>"})
    CHECK_MESSAGE(has(page, words), std::string(words));
  const auto urdu = visitor.get("/changes?lang=ur");
  CHECK_FALSE(has(urdu, "Owner"));
  CHECK_FALSE(has(urdu, "owner"));
}

TEST_CASE("what adults changed in the file is told in words, not as the file says it, and in Urdu too") {
  FakeHouse house(kFamily);
  ChangeStore store(*house.database());
  const auto wrote = [&](const char* setting, const char* was, const char* became) {
    REQUIRE(store.add(Change{house.now().wall, "household.yaml", "Ali", setting, was, became}));
  };
  wrote("timetable", "", R"({days: mon-thu, start: "16:00", end: "18:00", mode: homework, services: [gaming, tiktok]})");
  wrote("timetable", "", R"({days: [tue, sat], start: "21:00", end: "06:30", mode: bedtime})");
  wrote("modes: bedtime: close", "", "gambling");
  wrote("room Lab 2: band", "10-12", "13-15");
  wrote("never-pause", "", "true");
  wrote("bonus-cap", "60", "1");
  wrote("tablet: mode homework", "", "from 2026-11-28 20:00 until 2026-11-28 21:00 (dinner)");
  wrote("pause", "", "for 30 minutes");
  wrote("exception Eid: like", "", "sun");
  wrote("safe-search: all", "off", "on");
  wrote("close", "{odd", "{days: }");
  Visitor visitor(house);
  const auto page = visitor.get("/changes");
  for (const char* words :
       {"<dd>Monday to Thursday, Homework time: <bdi>16:00</bdi> to <bdi>18:00</bdi>, Closed too: <bdi>Games, TikTok</bdi></dd>",
        "<dd>Tuesday, Saturday, Bedtime: <bdi>21:00</bdi> to <bdi>06:30</bdi> the next day</dd>",
        "<h3>Bedtime: Closed doors</h3>", "<dd><bdi>Gambling</bdi></dd>", "<h3>Room <bdi>Lab 2</bdi>: Age</h3>",
        "<dd>13 to 15 years</dd>", "<h3>Never paused</h3>", "<h3>Safe search: All search engines</h3>", "<dd>yes</dd>",
        "<dd><bdi>60</bdi> minutes</dd>", "<dd><bdi>1</bdi> minute</dd>", "<h3><bdi>tablet</bdi>: Homework time</h3>",
        "<dd>from <bdi>2026-11-28 20:00</bdi> to <bdi>2026-11-28 21:00</bdi> (<bdi>dinner</bdi>)</dd>",
        "<dd><bdi>30</bdi> minutes</dd>", "Sunday", "<dd>somebody in the file itself</dd>", "<dd><bdi>{odd</bdi></dd>"})
    CHECK_MESSAGE(has(page, words), std::string(words));
  const auto urdu = visitor.get("/changes?lang=ur");
  for (const char* words : {"homework", "bedtime", "mon-thu", "gaming", "Gambling", "true", "until", "minutes", "sun<"})
    CHECK_FALSE_MESSAGE(has(urdu, words), std::string(words));
}

TEST_CASE("what is recorded says who sees one's numbers, by age, and who answers our questions") {
  FakeHouse house(kFamily);
  Visitor visitor(house);
  CHECK(has(visitor.get("/recorded"), "Your adults and you see your numbers."));
  CHECK(has(visitor.get("/recorded", kPhone), "Adults have no numbers of their own."));
  CHECK(has(visitor.get("/recorded"), "A computer of this network"));
  house.mutable_settings().upstreams.push_back({IpAddress(), 53, "192.0.2.53"});
  CHECK(has(visitor.get("/recorded"), "<bdi>192.0.2.53</bdi>"));
}

TEST_CASE("a site is tested for whoever asks, and its name is not said back") {
  FakeHouse house(kFamily);
  Visitor visitor(house);
  const auto closed = visitor.test("games.example");
  CHECK(closed.status == 200);
  CHECK(has(closed, "This site is closed for you now."));
  CHECK(has(closed, "Your family closed this kind of site for you."));
  CHECK_FALSE(has(closed, "games.example"));
  CHECK(has(visitor.test("https%3A%2F%2FGAMES.example%2Fplay", kPhone), "This site is open for you now."));
  CHECK(has(visitor.test("casino.example"), "This site is for adults."));
  CHECK(has(visitor.test("wasteoftime.example"), "Your family chose to close this."));
  CHECK(has(visitor.test("childline.org.uk"), "It is always open, for everybody."));
  const auto hurt = visitor.test("hurt.example");
  CHECK(has(hurt, "You matter."));
  CHECK(has(hurt, "class=\"button\" href=\"/help\""));
  for (const char* wrong : {"", "games", "%2F%2F", "a..b", "x%20y"}) CHECK(has(visitor.test(wrong), "this as a site"));
  CHECK(octets_in(house.folder()).find("games.example") == std::string::npos);
}

TEST_CASE("at bedtime the test says until when") {
  FakeHouse house(kFamily, karachi(23, 22));
  Visitor visitor(house);
  const auto page = visitor.test("example.org");
  CHECK(has(page, "bedtime until"));
  CHECK(has(page, "06:30"));
}

TEST_CASE("a busy control thread is a problem, not a hang") {
  FakeHouse house(kFamily);
  Visitor visitor(house);
  visitor.control.busy = true;
  CHECK(visitor.get("/").status == 503);
}

TEST_CASE("an old slip of a closed door leads to a page all the same") {
  FakeHouse house(kFamily);
  Visitor visitor(house);
  const auto page = visitor.get("/closed?t=abc");
  CHECK(has(page, "You did nothing wrong."));
  CHECK(has(page, "This page is old."));
  CHECK(has(page, "href=\"/ask?what=site\""));
}

TEST_CASE("a closed door leads to its page by a slip that knows the reason and no name") {
  FakeHouse house(kFamily);
  Visitor visitor(house);
  const auto led = visitor.arrive("casino.example");
  CHECK(led.status == 303);
  const std::string location = field(led, "Location");
  const std::string_view kClosed = "http://darban.home.arpa/closed?t=";
  REQUIRE(location.starts_with(kClosed));
  const std::string slip = location.substr(kClosed.size());
  CHECK(slip.size() == 32);
  CHECK(is_hex(slip));
  const auto page = visitor.get("/closed?t=" + slip);
  CHECK(has(page, "This site is closed on this network."));
  CHECK(has(page, "This site is for adults."));
  CHECK_FALSE(has(page, "casino"));
  CHECK_FALSE(has(visitor.get("/closed?t=" + std::string(32, '0')), "This site is for adults."));
  house.go_on(Seconds(60));
  CHECK(has(visitor.get("/closed?t=" + slip), "This page is old."));
  CHECK(octets_in(house.folder()).find("casino") == std::string::npos);
}

TEST_CASE("at a door that hurts, help stands before the reason") {
  FakeHouse house(kFamily);
  Visitor visitor(house);
  const std::string location = field(visitor.arrive("hurt.example"), "Location");
  const auto page = visitor.get("/closed?t=" + location.substr(location.find('=') + 1));
  CHECK(page.body.find("class=\"button\" href=\"/help\"") < page.body.find("You matter."));
}

TEST_CASE("who is not led to a page, and a name that is open, is refused as any foreign name") {
  FakeHouse house(kFamily);
  Visitor visitor(house);
  CHECK(visitor.arrive("casino.example", kPhone).status == 421);
  CHECK(visitor.arrive("malware.example", kPhone).status == 421);  // closed, but not with a page
  CHECK(visitor.arrive("casino.example", kStranger).status == 421);
  CHECK(visitor.arrive("news.example").status == 421);
}

TEST_CASE("of many slips the oldest goes") {
  DoorSlips slips;
  const std::string first = slips.give({Reason::ads}, MonoTime{});
  for (std::size_t i = 1; i < DoorSlips::kMost; ++i) slips.give({}, MonoTime{});
  CHECK(slips.find(first, MonoTime{}).has_value());
  slips.give({}, MonoTime{});
  CHECK_FALSE(slips.find(first, MonoTime{}).has_value());
}
