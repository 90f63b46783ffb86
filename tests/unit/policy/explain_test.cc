// SPDX-License-Identifier: Apache-2.0
#include "policy/explain.h"

#include "tests/unit/policy/home.h"

using namespace darban;
using namespace darban::test;

namespace {

Explanation about(const Household& household, std::string_view who, const Name& name, const Now& now = karachi(23, 12)) {
  const auto policy = built(household);
  return explain(*policy, policy->profile_of_person(who).value_or(kGuest), now, name);
}

Household busy_week() {
  Household household = family();
  household.people[0].profile.timetable = {window(kDaily, 21, 7, Mode::bedtime), window(kDaily, 15, 17, Mode::homework)};
  return household;
}

}  // namespace

TEST_CASE("a closed category is named with who it is closed for") {
  const Explanation e = about(family(), "Ali", "casino.example"_name);
  CHECK(e.because == "It belongs to gambling, closed for Ali.");
  CHECK(e.who == "Ali");
  CHECK(e.categories == std::vector<std::string>{"gambling"});
  CHECK(e.mode_until.empty());
}

TEST_CASE("an open name lists its categories too") {
  const Explanation e = about(family(), "Sara", "casino.example"_name);
  CHECK(e.because == "Nothing closes it for Sara.");
  CHECK(e.categories.size() == 1);
}

TEST_CASE("a name that lists may not close says which lists wanted to") {
  const Explanation e = about(family(), "Ali", "gravatar.com"_name);
  CHECK(
      e.because ==
      "Lists count it to gambling, trackers, but no list may close it: much else stands on it, or maintainers opened it again.");
  CHECK(about(family(), "Sara", "gravatar.com"_name).because == "Nothing closes it for Sara.");
}

TEST_CASE("bedtime says until when, in the household's own time") {
  const Explanation e = about(busy_week(), "Ali", "news.example"_name, karachi(23, 22));
  CHECK(e.because == "It is bedtime for Ali until Tue 07:00, and this is no open door.");
  CHECK(e.mode == Mode::bedtime);
  CHECK(e.mode_until == "Tue 07:00");
}

TEST_CASE("an edge a week away or more is told with its date, because its weekday comes before") {
  Household household = family();
  household.people[0].profile.timetable = {window(1, 7, 8, Mode::bedtime)};  // Mondays
  CHECK(about(household, "Ali", "casino.example"_name, karachi(23, 8)).mode_until == "Mon 2026-11-30 07:00");
  CHECK(about(household, "Ali", "casino.example"_name, karachi(24, 8)).mode_until == "Mon 07:00");
}

TEST_CASE("homework names the category and the hour") {
  CHECK(about(busy_week(), "Ali", "games.example"_name, karachi(23, 16)).because ==
        "It belongs to gaming, closed for Ali in homework time until Mon 17:00.");
}

TEST_CASE("every step has a sentence of its own") {
  Household household = busy_week();
  household.people[0].profile.allow = {{"casino.example", {}}};
  household.people[0].profile.block = {{"news.example", {}}};
  household.guest.allow_list = true;
  CHECK(about(household, "Ali", "x.local"_name).because == "This name never leaves the house: darban answers it itself.");
  CHECK(about(household, "Ali", "mask.icloud.com"_name).verdict.step == Step::canary);
  CHECK(about(household, "Ali", "pool.ntp.org"_name).because.starts_with("A vital name"));
  CHECK(about(household, "Ali", "casino.example"_name).because == "The family's own rule opens it for Ali.");
  CHECK(about(household, "Ali", "news.example"_name).because == "The family's own rule closes it for Ali.");
  CHECK(about(household, "", "other.example"_name).because == "For guest only what is allowed is open, and this is not allowed.");
}

// ---- which rule, and whose

namespace {

Household with_places() {
  Household household = busy_week();
  household.people[0].profile.block = {{"news.example", {12, 11}}};
  household.people[0].profile.rules = {{"@@||chess.example^$client=tablet", {14, 9}}};
  household.allow = {{"casino.example", {30, 8}}};
  household.rules = {{"||x.example^$time=daily:10.00-12.00", {33, 6}}, {"||y.example^$dnsrewrite=NXDOMAIN", {34, 6}}};
  household.services.push_back({"club", "Our club", {{"club.example", {}}}, {}});
  household.people[0].profile.timetable[1].services = {{"service:club", {}}};
  household.people[0].profile.close = {{"social", {}}};
  return household;
}

Explanation of_ali(const Policy& policy, const Name& name, const Now& now = karachi(23, 13)) {
  return explain(policy, {*policy.profile_of_person("Ali"), now}, name, "typed.example");
}

bool has(const std::string& text, std::string_view part) {
  if (text.find(part) != std::string::npos) return true;
  MESSAGE(text);
  return false;
}

}  // namespace

TEST_CASE("an own rule is shown as it was written, with its line and whose it is") {
  const auto policy = built(with_places());
  CHECK(of_ali(*policy, "news.example"_name).rule == "household.yaml:12:11: block: news.example (Ali's)");
  CHECK(of_ali(*policy, "casino.example"_name).rule == "household.yaml:30:8: allow: casino.example (everybody's)");
  CHECK(of_ali(*policy, "x.example"_name, karachi(23, 11)).rule ==
        "household.yaml:33:6: ||x.example^$time=daily:10.00-12.00 (everybody's)");
  const Asker tablet = policy->asker_of("192.168.1.7"_ip, nullptr);
  CHECK(explain(*policy, tablet, karachi(23, 13), "chess.example"_name).rule ==
        "household.yaml:14:9: @@||chess.example^$client=tablet (Ali's)");
}

TEST_CASE("a window is shown with its line, for the mode and for what it closes besides") {
  const auto policy = built(with_places());
  CHECK(of_ali(*policy, "other.example"_name, karachi(23, 22)).rule == "household.yaml:40:7: bedtime 21:00-07:00 (Ali's)");
  CHECK(of_ali(*policy, "club.example"_name, karachi(23, 16)).rule ==
        "service:club (Our club); household.yaml:40:7: homework 15:00-17:00 (Ali's)");
}

TEST_CASE("a category says whether the band closes it or the family") {
  const auto policy = built(with_places());
  CHECK(of_ali(*policy, "adult.example"_name).rule == "adult, closed by default in band 10-12");
  Household household = family(Band::adult);
  household.people[0].profile.close = {{"social", {}}};
  CHECK(of_ali(*built(household), "social.example"_name).rule == "social, closed by 'close' of Ali");
}

TEST_CASE("a grant is shown with who gave it and until when") {
  const auto policy = built(with_places());
  Grant pause;
  pause.what = GrantWhat::pause;
  pause.who = {GrantWho::Kind::person, "Ali", ""};
  pause.given = pause.from = karachi(23, 13).wall;
  pause.until = karachi(23, 14).wall;
  pause.ends = MonoTime(Seconds(3600));
  pause.by = "Sara";
  pause.note = "lunch";
  const auto paused = policy->with_grants(std::vector{pause});
  const Explanation e = of_ali(*paused, "other.example"_name);
  CHECK(e.because == "A pause keeps everything closed for Ali until Mon 14:00.");
  CHECK(e.rule == "pause for Ali, given by Sara, until Mon 14:00 (lunch)");
  CHECK(e.change == "It opens Mon 14:00.");
  CHECK(has(e.remedy, "darban revoke"));
}

// ---- what would change it, and when

TEST_CASE("a closed name says what opens it") {
  const auto policy = built(with_places());
  CHECK(of_ali(*policy, "news.example"_name).remedy ==
        "Take 'block: news.example' out of line 12; `darban allow typed.example --for Ali --minutes 60` opens it for an hour; "
        "not during bedtime.");
  CHECK(has(of_ali(*policy, "adult.example"_name).remedy, "Write 'open: adult' or 'allow: typed.example' for Ali"));
  CHECK(has(of_ali(*policy, "malware.example"_name).remedy, "asks a second time"));
  CHECK(has(of_ali(*policy, "other.example"_name, karachi(23, 22)).remedy, "darban bonus Ali 30"));
  CHECK(has(of_ali(*policy, "pool.ntp.org"_name).remedy, "Nothing"));
}

TEST_CASE("a command is quoted as a shell needs it") {
  Household household = family();
  household.people[0].name = "Ali's twin";
  const auto policy = built(household);
  CHECK(has(explain(*policy, {*policy->profile_of_person("Ali's twin"), karachi(23, 13)}, "casino.example"_name, "casino.example")
                .remedy,
            "--for 'Ali'\\''s twin' --minutes"));
}

TEST_CASE("the next change is the next time it opens or closes, over edges that change nothing of it") {
  const auto policy = built(with_places());
  CHECK(of_ali(*policy, "x.example"_name, karachi(23, 9)).change == "It closes Mon 10:00.");
  CHECK(of_ali(*policy, "x.example"_name, karachi(23, 11)).change == "It opens Mon 12:00.");
  CHECK(of_ali(*policy, "x.example"_name, karachi(23, 13)).change == "It closes Mon 21:00.");
  CHECK(of_ali(*policy, "news.example"_name).change.empty());  // at bedtime it is closed too
  CHECK(of_ali(*policy, "pool.ntp.org"_name).change.empty());
  CHECK(of_ali(*policy, "x.example"_name, karachi(23, 9)).mode_ends == karachi(23, 10).wall);
}

TEST_CASE("the form of the answer is the rule's, else the profile's") {
  const auto policy = built(with_places());
  CHECK(of_ali(*policy, "y.example"_name).form == AnswerForm::nxdomain);
  CHECK(of_ali(*policy, "news.example"_name).form == AnswerForm::null);
  CHECK(of_ali(*policy, "casino.example"_name).form == AnswerForm::open);
  CHECK(of_ali(*policy, "x.local"_name).form == AnswerForm::own);
}

TEST_CASE("the short form is the same verdict and the same rule") {
  const auto policy = built(with_places());
  const Inquiry inquiry{*policy->profile_of_person("Ali"), karachi(23, 13)};
  const Explanation whole = explain(*policy, inquiry, "news.example"_name, "x");
  const Explanation brief = explain(*policy, inquiry, "news.example"_name, "x", Detail::verdict);
  CHECK(brief.rule == whole.rule);
  CHECK(brief.verdict.step == whole.verdict.step);
  CHECK(brief.because.empty());
}
