// SPDX-License-Identifier: Apache-2.0
// Own rules with conditions, own services, edits of modes: as a family meets them.
#include "tests/unit/policy/home.h"

using namespace darban;
using namespace darban::test;

namespace {

std::vector<WrittenRule> written(std::initializer_list<const char*> texts) {
  std::vector<WrittenRule> rules;
  for (const char* text : texts) rules.push_back({text, {static_cast<int>(rules.size()) + 50, 5}});
  return rules;
}

Household with_rules(std::initializer_list<const char*> everybodys, std::initializer_list<const char*> alis = {}) {
  Household household = family();
  household.rules = written(everybodys);
  household.people[0].profile.rules = written(alis);
  return household;
}

// Ali's tablet at its address asks, by MAC.
struct Asking {
  const Policy& policy;
  std::string_view address = "192.168.1.7";
  RrType type = RrType::a;
  Now now = karachi(23, 12);

  Verdict operator()(std::string_view text) const {
    const auto name = Name::from_text(text);
    const auto from = IpAddress::from_text(address);
    SuffixHashes hashes;
    name->hash_suffixes(policy.seed(), hashes);
    const NameFacts facts = policy.facts_of(hashes);
    const CategorySet categories = policy.categories_of(hashes, facts);
    const Asker asker = policy.asker_of(*from, nullptr);
    return policy.decide(asker, policy.mode_at(asker, now), {hashes, categories, type, &*from}, facts);
  }
};

bool by_rule(const Verdict& verdict) { return verdict.step == Step::own_rule; }
bool closed_by_rule(const Verdict& verdict) { return by_rule(verdict) && !open(verdict); }

}  // namespace

TEST_CASE("a rule without conditions closes and opens as block and allow do") {
  const auto policy = built(with_rules({"||x.example^", "@@||games.example^"}));
  CHECK(closed_by_rule(verdict(*policy, "Ali", "www.x.example"_name)));
  CHECK(open(verdict(*policy, "Ali", "games.example"_name)));
}

TEST_CASE("a rule on the name alone leaves what is below it and above it") {
  const auto policy = built(with_rules({"|x.example^"}));
  CHECK(closed_by_rule(verdict(*policy, "Ali", "x.example"_name)));
  CHECK(open(verdict(*policy, "Ali", "www.x.example"_name)));
  CHECK(open(verdict(*policy, "Ali", "example"_name)));
}

TEST_CASE("important goes before a longer suffix and before a person's own word, and opening before closing") {
  const auto policy =
      built(with_rules({"||example^$important", "@@||y.example^$important"}, {"@@||a.x.example^", "||b.y.example^"}));
  CHECK(closed_by_rule(verdict(*policy, "Ali", "a.x.example"_name)));
  CHECK(open(verdict(*policy, "Ali", "b.y.example"_name)));
  CHECK(by_rule(verdict(*policy, "Ali", "y.example"_name)));
}

TEST_CASE("at equal length the person's own rule counts, then the one that opens") {
  const auto policy = built(
      with_rules({"||x.example^$dnstype=A", "@@||y.example^"}, {"@@||x.example^$dnstype=A", "||y.example^$dnstype=A|AAAA"}));
  CHECK(open(verdict(*policy, "Ali", "x.example"_name)));
  CHECK(closed_by_rule(verdict(*policy, "Sara", "x.example"_name)));
  CHECK(closed_by_rule(verdict(*policy, "Ali", "y.example"_name)));
  CHECK(open(verdict(*policy, "Sara", "y.example"_name)));
}

TEST_CASE("a rule is for the types it names, or for all but those") {
  const auto policy = built(with_rules({"||x.example^$dnstype=AAAA|HTTPS", "||y.example^$dnstype=~A"}));
  CHECK(open(Asking{*policy}("x.example")));
  CHECK(closed_by_rule(Asking{*policy, "192.168.1.7", RrType::https}("x.example")));
  CHECK(open(Asking{*policy}("y.example")));
  CHECK(closed_by_rule(Asking{*policy, "192.168.1.7", RrType::txt}("y.example")));
}

TEST_CASE("names below a rule may be left out of it") {
  const auto policy = built(with_rules({"||x.example^$denyallow=good.x.example|ok.x.example"}));
  CHECK(closed_by_rule(verdict(*policy, "Ali", "bad.x.example"_name)));
  CHECK(open(verdict(*policy, "Ali", "good.x.example"_name)));
  CHECK(open(verdict(*policy, "Ali", "www.ok.x.example"_name)));
}

TEST_CASE("a rule is for people, devices and addresses, and leaves some of them out") {
  Household household = with_rules({"||a.example^$client=Ali", "||b.example^$client=~Ali", "||c.example^$client=Ali/phone",
                                    "||d.example^$client=192.168.1.0/24|~192.168.1.9", "||e.example^$client=tablet|room 3",
                                    "||f.example^$client=02:00:00:00:00:09", "||g.example^$client=guest"});
  household.people[0].devices.push_back({"phone", {"02:00:00:00:00:09"_mac}, {"192.168.1.9"_prefix}, {21, 5}});
  household.rooms.push_back(room("room 3", "192.168.3.0/24"_prefix));
  const auto policy = built(household);
  const Asking tablet{*policy};
  const Asking phone{*policy, "192.168.1.9"};
  const Asking classroom{*policy, "192.168.3.77"};
  const Asking visitor{*policy, "192.168.1.77"};
  CHECK(closed_by_rule(tablet("a.example")));
  CHECK(closed_by_rule(phone("a.example")));
  CHECK(open(classroom("a.example")));
  CHECK(open(tablet("b.example")));
  CHECK(closed_by_rule(visitor("b.example")));
  CHECK(open(tablet("c.example")));
  CHECK(closed_by_rule(phone("c.example")));
  CHECK(closed_by_rule(tablet("d.example")));
  CHECK(open(phone("d.example")));
  CHECK(closed_by_rule(visitor("d.example")));
  CHECK(open(classroom("d.example")));
  CHECK(closed_by_rule(tablet("e.example")));
  CHECK(closed_by_rule(classroom("e.example")));
  CHECK(open(phone("e.example")));
  CHECK(closed_by_rule(phone("f.example")));  // known by its address today, and still the same phone
  CHECK(open(tablet("f.example")));
  CHECK(closed_by_rule(visitor("g.example")));
  CHECK(open(tablet("g.example")));
}

TEST_CASE("a MAC address that nobody has written down is heeded when the neighbour table knows it") {
  const auto policy = built(with_rules({"||x.example^$client=02:00:00:00:00:55"}));
  const MacAddress mac = "02:00:00:00:00:55"_mac;
  const IpAddress address = "192.168.1.55"_ip;
  const Asker asker = policy->asker_of(address, &mac);
  SuffixHashes hashes;
  ("x.example"_name).hash_suffixes(policy->seed(), hashes);
  CHECK(closed_by_rule(policy->decide(asker, {}, {hashes, {}, RrType::a, &address, &mac})));
  CHECK(open(policy->decide(asker, {}, {hashes, {}, RrType::a, &address, nullptr})));
}

TEST_CASE("tags tell children from grown-ups and televisions from tablets") {
  Household household = with_rules(
      {"||kids.example^$ctag=user_child", "||tv.example^$ctag=device_tv|device_audio", "||no.example^$ctag=~device_tv"});
  household.people[0].devices.push_back(
      {"telly", {}, {"192.168.1.9"_prefix}, {21, 5}, false, {{"device_tv", {}}, {"os_android", {}}}});
  const auto policy = built(household);
  CHECK(closed_by_rule(verdict(*policy, "Ali", "kids.example"_name)));
  CHECK(open(verdict(*policy, "Sara", "kids.example"_name)));
  CHECK(open(verdict(*policy, "nobody", "kids.example"_name)));
  CHECK(open(Asking{*policy}("tv.example")));
  CHECK(closed_by_rule(Asking{*policy, "192.168.1.9"}("tv.example")));
  CHECK(closed_by_rule(Asking{*policy}("no.example")));
  CHECK(open(Asking{*policy, "192.168.1.9"}("no.example")));
}

TEST_CASE("badfilter takes the identical rule back, and a person's takes everybody's from that person") {
  const auto policy =
      built(with_rules({"||x.example^$important", "||x.example^$important,badfilter", "||y.example^", "||z.example^"},
                       {"||y.example^$badfilter"}));
  CHECK(open(verdict(*policy, "Ali", "x.example"_name)));
  CHECK(open(verdict(*policy, "Ali", "y.example"_name)));
  CHECK(closed_by_rule(verdict(*policy, "Sara", "y.example"_name)));
  CHECK(closed_by_rule(verdict(*policy, "Ali", "z.example"_name)));
  CHECK(policy->notes().empty());
}

TEST_CASE("a badfilter without its rule is noted, and what stands under block is not a rule to take back") {
  Household household = with_rules({"||x.example^$badfilter"});
  household.block = {{"x.example", {}}};
  const auto policy = built(household);
  CHECK(closed_by_rule(verdict(*policy, "Ali", "x.example"_name)));
  REQUIRE(policy->notes().size() == 1);
  CHECK(policy->notes()[0].what == "'||x.example^$badfilter' takes nothing back: no rule says the same");
}

TEST_CASE("a rule with a time is in force in its window, and no answer outlives an edge of it") {
  const auto policy = built(with_rules({"||x.example^$time=mon-fri:22.00-07.00"}));
  CHECK(open(verdict(*policy, "Ali", "x.example"_name, karachi(23, 21, 59))));
  CHECK(closed_by_rule(verdict(*policy, "Ali", "x.example"_name, karachi(23, 22))));
  CHECK(closed_by_rule(verdict(*policy, "Ali", "x.example"_name, karachi(28, 6, 59))));  // Friday's, on Saturday morning
  CHECK(open(verdict(*policy, "Ali", "x.example"_name, karachi(28, 7))));
  CHECK(open(verdict(*policy, "Ali", "x.example"_name, karachi(28, 23))));
  CHECK(verdict(*policy, "Ali", "x.example"_name, karachi(23, 21, 59)).until == karachi(23, 22).wall);
  CHECK(verdict(*policy, "Ali", "other.example"_name, karachi(23, 23)).until == karachi(24, 7).wall);
  CHECK(verdict(*policy, "nobody", "x.example"_name, karachi(28, 7)).until == karachi(30, 22).wall);
}

TEST_CASE("a person's window ends nobody else's answers") {
  const auto policy = built(with_rules({}, {"||x.example^$time=daily:10.00-12.00"}));
  CHECK(verdict(*policy, "Ali", "y.example"_name, karachi(23, 11)).until == karachi(23, 12).wall);
  CHECK(verdict(*policy, "Sara", "y.example"_name, karachi(23, 11)).until == kNever);
}

TEST_CASE("with a clock that is not trusted no rule with a time is in force") {
  const auto policy = built(with_rules({"||x.example^$time=daily:00.00-24.00"}));
  Now now = karachi(23, 12);
  now.wall_trusted = false;
  CHECK(open(verdict(*policy, "Ali", "x.example"_name, now)));
  CHECK(verdict(*policy, "Ali", "x.example"_name, now).until == kNever);
}

TEST_CASE("a pause does not stop the clock of the rules") {
  const auto policy = built(with_rules({"||x.example^$time=daily:10.00-12.00"}));
  Grant bonus;
  bonus.what = GrantWhat::mode;
  bonus.who = {GrantWho::Kind::person, "Ali", ""};
  bonus.given = bonus.from = karachi(23, 11).wall;
  bonus.until = karachi(23, 13).wall;
  bonus.ends = MonoTime(Seconds(7200));
  const auto granted = policy->with_grants(std::vector{bonus});
  CHECK(closed_by_rule(verdict(*granted, "Ali", "x.example"_name, karachi(23, 11))));
  CHECK(verdict(*granted, "Ali", "x.example"_name, karachi(23, 11)).until == karachi(23, 12).wall);
}

TEST_CASE("no rule closes a vital name, and the adult is told") {
  const auto policy = built(with_rules({"||childline.org.uk^$important", "||time.windows.com^$dnstype=A"}));
  CHECK(verdict(*policy, "Ali", "childline.org.uk"_name).step == Step::never_block);
  REQUIRE(policy->notes().size() >= 1);
  CHECK(policy->notes()[0].place.line == 50);
}

TEST_CASE("a rule may say in which form it closes") {
  const auto policy = built(with_rules({"||x.example^$dnsrewrite=NXDOMAIN", "||y.example^"}));
  CHECK(verdict(*policy, "Ali", "x.example"_name).closed_as == ClosedAs::nxdomain);
  CHECK(verdict(*policy, "Ali", "y.example"_name).closed_as == ClosedAs::profile_says);
}

TEST_CASE("a CNAME's target that a rule opens is open, and closing rules are not for targets") {
  const auto policy = built(with_rules({"@@||ads.example^$dnstype=A", "||x.example^$important"}));
  CHECK(open(target_verdict(*policy, "Ali", "ads.example"_name)));
  CHECK(open(target_verdict(*policy, "Ali", "x.example"_name)));
}

TEST_CASE("what can not be is refused where it stands") {
  const auto place_of = [](const ConfigError& error) { return std::pair(error.place.line, error.place.column); };
  CHECK(place_of(refused(with_rules({"||x.example^", "||ads*.example^"}))) == std::pair(51, 10));
  CHECK(place_of(refused(with_rules({"||x.example^$client=Sara|Emma"}))) == std::pair(50, 30));
  CHECK(refused(with_rules({"||x.example^$client=Saraa"})).what ==
        "nobody and no device is called 'Saraa'; did you mean 'Sara'?");
  Household household = with_rules({"||x.example^$client=tablet"});
  household.people[1].devices.push_back({"tablet", {"02:00:00:00:00:19"_mac}, {}, {31, 5}});
  CHECK(refused(household).what == "several devices are called 'tablet'; write whose, such as Ali/tablet");
  household = family();
  household.people[0].devices[0].tags = {{"device_fridge", {20, 12}}};
  CHECK(place_of(refused(household)) == std::pair(20, 12));
}

TEST_CASE("more windows of time than a household can have are refused") {
  Household household = family();
  for (int i = 0; i < 65; ++i) {
    const std::string minute = std::to_string(i % 60);
    household.rules.push_back({"||x.example^$time=" + std::string(i < 60 ? "mon" : "tue") + ":10." +
                                   (minute.size() == 1 ? "0" : "") + minute + "-12.00",
                               {60 + i, 1}});
  }
  CHECK(refused(household).place.line == 124);
  household.rules.pop_back();
  CHECK(closed_by_rule(verdict(*built(household), "Ali", "x.example"_name, karachi(23, 11))));
}

// ---- own services

namespace {

Household with_club() {
  Household household = family();
  household.services.push_back({"football-club", "Football club", {{"club.example", {}}, {"tickets.example", {}}}, {70, 3}});
  return household;
}

}  // namespace

TEST_CASE("an own service is closed like a service of the lists, for whom it is closed") {
  Household household = with_club();
  household.people[0].profile.close = {{"service:football-club", {}}};
  const auto policy = built(household);
  const Verdict found = verdict(*policy, "Ali", "www.tickets.example"_name);
  CHECK_FALSE(open(found));
  CHECK(found.step == Step::category);
  CHECK(found.group == Group::own_rules);
  CHECK(open(verdict(*policy, "Sara", "club.example"_name)));
  CHECK(open(verdict(*policy, "Ali", "example"_name)));
}

TEST_CASE("an own service can be an open door, a window's and a grant's, and needs no prefix") {
  Household household = with_club();
  household.people[0].profile.open_doors = {{"football-club", {}}};
  household.people[0].profile.timetable = {window(kDaily, 21, 6, Mode::bedtime),
                                           window(kDaily, 16, 18, Mode::free, {{"service:football-club", {}}})};
  const auto policy = built(household);
  CHECK(open(verdict(*policy, "Ali", "club.example"_name, karachi(23, 22))));
  CHECK_FALSE(open(verdict(*policy, "Ali", "club.example"_name, karachi(23, 17))));
  Grant grant;
  grant.what = GrantWhat::service;
  grant.door = Grant::Door::open;
  grant.key = "service:football-club";
  grant.given = grant.from = karachi(23, 16).wall;
  grant.until = karachi(23, 18).wall;
  grant.ends = MonoTime(Seconds(9999));
  const auto granted = policy->with_grants(std::vector{grant});
  CHECK(open(verdict(*granted, "Ali", "club.example"_name, karachi(23, 17))));
}

TEST_CASE("an own service closes what no list may close, but no vital name") {
  Household household = family();
  household.services.push_back({"mine", "", {{"gravatar.com", {}}, {"childline.org.uk", {}}}, {}});
  household.people[0].profile.close = {{"service:mine", {}}};
  const auto policy = built(household);
  CHECK_FALSE(open(verdict(*policy, "Ali", "gravatar.com"_name)));
  CHECK(open(verdict(*policy, "Ali", "childline.org.uk"_name)));
}

TEST_CASE("a name may be of several own services and of the lists at once") {
  Household household = with_club();
  household.services.push_back({"matches", "", {{"live.club.example", {}}, {"games.example", {}}}, {}});
  household.people[1].profile.close = {{"service:matches", {}}};
  const auto policy = built(household);
  CHECK_FALSE(open(verdict(*policy, "Sara", "live.club.example"_name)));
  CHECK_FALSE(open(verdict(*policy, "Sara", "games.example"_name)));
  CHECK(open(verdict(*policy, "Sara", "club.example"_name)));
}

TEST_CASE("a service that the lists have is not the family's to write") {
  Household household = with_club();
  household.services[0].key = "youtube";
  CHECK(refused(household).what == "the lists have 'youtube' already; give your service another key");
  household.services[0].key = "gaming";
  CHECK(refused(household).place.line == 70);
}

TEST_CASE("services beyond the number of ids are refused") {
  Household household = family();
  for (int i = 0; i < 300; ++i)
    household.services.push_back({"own-" + std::to_string(i), "", {{"club.example", {}}}, {100 + i, 3}});
  CHECK(refused(household).place.line == 100 + 255 - static_cast<int>(lists()->categories().size()));
}

TEST_CASE("own services are there without any lists") {
  Household household = with_club();
  household.people[0].profile.close = {{"service:football-club", {}}, {"gaming", {}}};
  const auto policy = build_policy(household, {}, Image::empty());
  REQUIRE(policy.has_value());
  CHECK_FALSE(open(verdict(**policy, "Ali", "club.example"_name)));
  CHECK(open(verdict(**policy, "Ali", "games.example"_name)));
}

// ---- modes and allow-lists

TEST_CASE("a mode closes and opens what the profile says of it, and only then") {
  Household household = family();
  household.people[0].profile.modes = {{Mode::homework, {{"learning", {}}}, {{"gaming", {}}}, false}};
  household.people[0].profile.close = {{"gaming", {}}};
  household.people[0].profile.timetable = {window(kDaily, 16, 18, Mode::homework)};
  const auto policy = built(household);
  CHECK_FALSE(open(verdict(*policy, "Ali", "games.example"_name, karachi(23, 12))));
  CHECK(open(verdict(*policy, "Ali", "games.example"_name, karachi(23, 17))));
  CHECK(open(verdict(*policy, "Ali", "school.example"_name, karachi(23, 12))));
  CHECK_FALSE(open(verdict(*policy, "Ali", "school.example"_name, karachi(23, 17))));
}

TEST_CASE("an exam room is an allow-list in school time: own rules, what is opened and the open doors") {
  Household household = family(Band::pupil_secondary);
  auto& profile = household.people[0].profile;
  profile.modes = {{Mode::school, {}, {{"learning", {}}}, true}};
  profile.allow = {{"exam.example", {}}};
  profile.open_door_names = {{"dictionary.example", {}}};
  profile.timetable = {window(kDaily, 8, 13, Mode::school)};
  const auto policy = built(household);
  const Now exam = karachi(23, 9);
  CHECK(open(verdict(*policy, "Ali", "exam.example"_name, exam)));
  CHECK(open(verdict(*policy, "Ali", "school.example"_name, exam)));
  CHECK(open(verdict(*policy, "Ali", "www.dictionary.example"_name, exam)));
  CHECK(open(verdict(*policy, "Ali", "connectivitycheck.gstatic.com"_name, exam)));
  const Verdict other = verdict(*policy, "Ali", "other.example"_name, exam);
  CHECK_FALSE(open(other));
  CHECK(other.step == Step::standard);
  CHECK(other.until == karachi(23, 13).wall);
  CHECK(open(verdict(*policy, "Ali", "other.example"_name, karachi(23, 14))));
}

TEST_CASE("what an allow-list opens may still be closed by another category") {
  Household household = family();
  household.people[0].profile.allow_list = true;
  household.people[0].profile.open = {{"learning", {}}};
  household.people[0].profile.close = {{"streaming", {}}};
  const auto policy = built(household);
  CHECK(open(verdict(*policy, "Ali", "school.example"_name)));
  CHECK(verdict(*policy, "Ali", "films.school.example"_name).step == Step::category);
  CHECK_FALSE(open(verdict(*policy, "Ali", "films.school.example"_name)));
}

TEST_CASE("a window opens a service in an allow-list") {
  Household household = family();
  household.people[0].profile.allow_list = true;
  household.people[0].profile.timetable = {window(kDaily, 16, 18, Mode::free)};
  household.people[0].profile.timetable[0].open = {{"gaming", {}}};
  const auto policy = built(household);
  CHECK(open(verdict(*policy, "Ali", "games.example"_name, karachi(23, 17))));
  CHECK_FALSE(open(verdict(*policy, "Ali", "games.example"_name, karachi(23, 19))));
}
