// SPDX-License-Identifier: Apache-2.0
// The children's pages as a visitor gets them: routes, language, forms; over real rules and a real state.db.
#include "page/child/child_pages.h"

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "page/family_text.h"
#include "store/change_store.h"
#include "tests/unit/page/fake_house.h"
#include "tests/unit/page/waited_for.h"
#include "web/router.h"

using namespace darban;
using namespace darban::page;
using namespace darban::test;
using namespace darban::literals;

namespace {

constexpr const char* kFamily = R"(zone: Asia/Karachi
country: GB
people:
  - name: Ali
    band: 10-12
    close: [gaming, "service:youtube"]
    answer: page
    block: [wasteoftime.example]
    allow: [chess.example]
    open-doors: [learning]
    timetable:
      - {days: mon-thu, start: "21:00", end: "06:30", mode: bedtime}
      - {days: mon-fri, start: "16:00", end: "18:00", mode: homework}
    devices: [{label: tablet, address: 192.168.1.7}]
  - name: "Sara <3"
    band: adult
    devices: [{label: phone, address: 192.168.1.8}]
guest: {band: guest}
block: [everybody.example]
services:
  - {key: cricket, title: "Cricket & more", names: [cricket.example]}
)";
const IpAddress kTablet = "192.168.1.7"_ip;
const IpAddress kPhone = "192.168.1.8"_ip;
const IpAddress kStranger = "192.168.1.99"_ip;

bool is_hex(std::string_view text) { return text.find_first_not_of("0123456789abcdef") == std::string_view::npos; }

// onclick= and its kind, inside a tag.
bool has_handler(std::string_view html) {
  for (std::size_t at = html.find(" on"); at != std::string_view::npos; at = html.find(" on", at + 1)) {
    const std::size_t end = html.find_first_not_of("abcdefghijklmnopqrstuvwxyz", at + 3);
    if (end > at + 3 && end < html.size() && html[end] == '=' && html.rfind('<', at) > html.rfind('>', at)) return true;
  }
  return false;
}

struct Visitor {
  explicit Visitor(FakeHouse& house)
      : control(house),
        pages(control),
        router(pages.routes(), {}, [this](const web::Request& request) { return pages.stranger(request); }) {}

  web::Response get(const std::string& target, const IpAddress& from = kTablet) {
    return send(web::Method::get, target, from, "");
  }
  web::Response post(const std::string& target, const std::string& body, const IpAddress& from = kTablet) {
    return send(web::Method::post, target, from, body);
  }
  web::Response send(web::Method method, const std::string& target, const IpAddress& from, const std::string& body) {
    web::Request request;
    request.head.method = method;
    request.head.fields[static_cast<std::size_t>(web::Field::cookie)] = cookie;
    request.head.fields[static_cast<std::size_t>(web::Field::content_type)] = "application/x-www-form-urlencoded";
    request.head.fields[static_cast<std::size_t>(web::Field::accept_language)] = accepts;
    auto read = web::read_target(target);
    REQUIRE(read.has_value());
    request.target = std::move(*read);
    request.body = body;
    request.visitor = from;
    return waited_for(router.answer(std::move(request)));
  }
  std::string token(const std::string& target, const IpAddress& from = kTablet) {
    const std::string page = get(target, from).body;
    constexpr std::string_view kBefore = "name=\"token\" value=\"";
    const std::size_t at = page.find(kBefore);
    REQUIRE(at != std::string::npos);
    const std::string token = page.substr(at + kBefore.size(), 32);
    REQUIRE(is_hex(token));
    REQUIRE(page.substr(at + kBefore.size() + 32, 1) == "\"");
    return token;
  }
  // A filled form, with the token of its page.
  web::Response ask(const std::string& fields, const IpAddress& from = kTablet) {
    return post("/ask", "token=" + token("/ask", from) + "&" + fields, from);
  }
  web::Response test(const std::string& site, const IpAddress& from = kTablet) {
    return post("/test", "token=" + token("/test", from) + "&site=" + site, from);
  }

  // Somebody's browser was led here by a closed door.
  web::Response arrive(const char* host, const IpAddress& from = kTablet) {
    web::Request request;
    request.head.for_us = false;
    request.head.stranger = *Name::from_text(host);
    request.visitor = from;
    return waited_for(router.answer(std::move(request)));
  }

  std::string cookie;
  std::string accepts = "en";
  AtOnce control;
  ChildPages pages;
  web::Router router;
};

bool has(const web::Response& response, std::string_view text) { return response.body.find(text) != std::string::npos; }

std::string field(const web::Response& response, std::string_view name) {
  for (const auto& line : response.more) {
    if (line.name == name) return line.value;
  }
  return "";
}

std::string octets_in(const std::string& folder) {
  std::string all;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream file(entry.path(), std::ios::binary);
    std::ostringstream octets;
    octets << file.rdbuf();
    all += octets.str();
  }
  return all;
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
  for (const char* words : {"<h3>Account <bdi>Omar</bdi></h3>", "<dd>Helper</dd>", "<dd>Owner</dd>", "<dd>somebody at the box itself</dd>",
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
        "<dd>Tuesday, Saturday, Bedtime: <bdi>21:00</bdi> to <bdi>06:30</bdi> the next day</dd>", "<h3>Bedtime: Closed doors</h3>",
        "<dd><bdi>Gambling</bdi></dd>", "<h3>Room <bdi>Lab 2</bdi>: Age</h3>", "<dd>13 to 15 years</dd>", "<h3>Never paused</h3>", "<h3>Safe search: All search engines</h3>",
        "<dd>yes</dd>", "<dd><bdi>60</bdi> minutes</dd>", "<dd><bdi>1</bdi> minute</dd>",
        "<h3><bdi>tablet</bdi>: Homework time</h3>",
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
