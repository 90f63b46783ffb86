// SPDX-License-Identifier: Apache-2.0
// What parents read: what is given and until when, and why something can not be.
#include "app/grant_words.h"

#include "app/grant_report.h"
#include "tests/unit/policy/home.h"

using namespace darban;
using namespace darban::test;

namespace {

Zone pakistan() { return *Zone::from_text("PKT-5"); }

Grant grant(GrantWhat what, GrantWho who = {GrantWho::Kind::person, "Ali", {}}) {
  const Now now = karachi(23, 19, 45);
  Grant made;
  made.id = 7;
  made.who = std::move(who);
  made.what = what;
  made.given = made.from = now.wall;
  made.until = now.wall + Seconds(1800);
  made.ends = now.mono + Seconds(1800);
  return made;
}

std::string said(const Grant& made, const Now& now = karachi(23, 19, 45)) { return words_of(made, pakistan(), now); }

std::string refused(GrantFault fault, std::string subject = {}, std::vector<std::string> choices = {}) {
  return words_of(GrantRefusal{.fault = fault, .subject = std::move(subject), .choices = std::move(choices)}, {});
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("each kind of grant has its sentence") {
  CHECK(said(grant(GrantWhat::pause)) == "Ali is paused until 20:15");
  CHECK(said(grant(GrantWhat::pause, {})) == "Everyone is paused until 20:15");
  CHECK(said(grant(GrantWhat::pause, {GrantWho::Kind::device, "tablet", "Ali"})) == "Ali/tablet is paused until 20:15");
  CHECK(said(grant(GrantWhat::pause, {GrantWho::Kind::room, "guest", {}})) == "The guests' network is paused until 20:15");
  CHECK(said(grant(GrantWhat::open_all)) == "Everything but scams and malware is open for Ali until 20:15");
  Grant mode = grant(GrantWhat::mode, {GrantWho::Kind::room, "Lab 2", {}});
  CHECK(said(mode) == "Lab 2 has bonus time until 20:15");
  mode.mode = Mode::school;
  CHECK(said(mode) == "Lab 2 is in school mode until 20:15");
  Grant site = grant(GrantWhat::site);
  site.key = "casino.example";
  CHECK(said(site) == "casino.example is open for Ali until 20:15");
  site.door = Grant::Door::close;
  site.who = {};
  CHECK(said(site) == "casino.example is closed for everyone until 20:15");
}

TEST_CASE("the end is today, tomorrow, or a day of the week") {
  Grant late = grant(GrantWhat::pause);
  late.until = karachi(24, 6, 30).wall;
  late.ends = MonoTime(Seconds(86400));
  CHECK(said(late) == "Ali is paused until tomorrow 06:30");
  CHECK(said(late, karachi(24, 1)) == "Ali is paused until 06:30");
  late.until = karachi(25, 6, 30).wall;
  late.ends = MonoTime(Seconds(864000));
  CHECK(said(late) == "Ali is paused until Wednesday 06:30");
}

TEST_CASE("one that begins later says when, and without a clock it is minutes") {
  Grant bonus = grant(GrantWhat::mode);
  bonus.from = karachi(23, 21).wall;
  bonus.until = karachi(23, 21, 30).wall;
  bonus.ends = MonoTime(Seconds(105 * 60));
  CHECK(said(bonus) == "Ali has bonus time from 21:00 until 21:30");
  Now unknown = karachi(23, 19, 45);
  unknown.wall_trusted = false;
  unknown.mono += Seconds(29 * 60 + 1);
  CHECK(said(grant(GrantWhat::pause), unknown) == "Ali is paused for 1 minute more");
}

TEST_CASE("who gave it, and why") {
  Grant given = grant(GrantWhat::pause);
  CHECK(giver_of(given).empty());
  given.by = "Sara";
  CHECK(giver_of(given) == "(given by Sara)");
  given.note = "dinner";
  CHECK(giver_of(given) == "(given by Sara: dinner)");
  given.by.clear();
  CHECK(giver_of(given) == "(given: dinner)");
}

TEST_CASE("a refusal says what would be right") {
  CHECK(refused(GrantFault::unknown_who, "Alli", {"Ali"}) == "Nobody here is called 'Alli'; did you mean Ali?");
  CHECK(refused(GrantFault::unknown_who, "Bo", {"Ali", "Sara"}) ==
        "Nobody here is called 'Bo'. There are: everyone, Ali and Sara.");
  CHECK(refused(GrantFault::ambiguous_who, "phone", {"Ali/phone", "Sara/phone"}) ==
        "'phone' may be several: write Ali/phone or Sara/phone.");
  CHECK(has(refused(GrantFault::unknown_what, "robox", {"roblox"}), "did you mean roblox?"));
  CHECK(has(refused(GrantFault::needs_confirmation, "bad.example"), "--confirm"));
  CHECK(words_of(GrantRefusal{.fault = GrantFault::too_long, .most = Seconds(3 * 3600)}, {}) ==
        "That is longer than 3 hours, the most there is, or until morning.");
  CHECK(
      words_of(GrantRefusal{.fault = GrantFault::over_bonus_cap, .subject = "Ali", .most = Seconds(5400), .left = Seconds(1800)},
               {}) ==
      "Ali may get 90 minutes of bonus time a night at the most, and 30 minutes of it are left. (bonus-cap in the household file "
      "is "
      "that number.)");
  CHECK(has(words_of(GrantRefusal{.fault = GrantFault::over_pause_cap, .subject = "Ali", .most = Seconds(10800)}, {}),
            "nothing is left of that today"));
}

TEST_CASE("every refusal has a sentence of its own, with its full stop") {
  std::vector<std::string> seen;
  for (int i = 0; i <= static_cast<int>(GrantFault::not_in_force); ++i) {
    const auto fault = static_cast<GrantFault>(i);
    if (fault == GrantFault::misunderstood) continue;
    const std::string sentence = refused(fault, "it", {"that", "this"});
    CHECK(sentence.size() > 20);
    CHECK((sentence.ends_with('.') || sentence.ends_with(".)")));
    CHECK(std::find(seen.begin(), seen.end(), sentence) == seen.end());
    seen.push_back(sentence);
  }
}

TEST_CASE("the list has numbers, and says when nobody is reached any more") {
  const auto policy = built(family());
  const Now now = karachi(23, 19, 45);
  CHECK(grants_text({}, *policy, now) == "none\n");
  std::vector<Grant> grants{grant(GrantWhat::pause), grant(GrantWhat::pause, {GrantWho::Kind::person, "Omar", {}})};
  grants[1].id = 12;
  grants[1].by = "Sara";
  CHECK(grants_text(grants, *policy, now) ==
        " 7  Ali is paused until 20:15\n"
        "12  Omar is paused until 20:15 (given by Sara) - nobody of that name is in the household file\n");
}

TEST_CASE("the list as JSON has everything a page needs") {
  const auto policy = built(family());
  Grant site = grant(GrantWhat::site, {GrantWho::Kind::device, "tablet", "Ali"});
  site.key = "casino.example";
  site.by = "Sara";
  site.note = "say \"please\"";
  const std::vector<Grant> grants{site};
  JsonWriter json;
  json.open_object();
  write_grants(json, "grants", grants, *policy, karachi(23, 19, 45));
  json.close_object();
  CHECK(json.take() ==
        R"({"grants":[{"id":7,"what":"site","who":"device","name":"tablet","person":"Ali","reaches_somebody":true,"door":"open",)"
        R"("key":"casino.example","begun":true,"begins":1795445100,"ends":1795446900,"seconds_left":1800,"by":"Sara",)"
        R"("note":"say \"please\""}]})");
}
