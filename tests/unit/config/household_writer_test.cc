// SPDX-License-Identifier: Apache-2.0
#include "config/household_writer.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "config/node.h"
#include "config/yaml_writer.h"
#include "tests/unit/config/errors.h"
#include "tests/unit/config/files.h"

using namespace darban;

namespace {

// A household out of nothing but chance: every key, every enumerator, words that YAML could take for something else.
class AnyHousehold {
 public:
  explicit AnyHousehold(unsigned seed) : random_(seed) {}

  Household household() {
    Household household;
    household.file = "f.yaml";
    household.zone = one_of<std::string>({"UTC", "Asia/Karachi", "PKT-5", "CET-1CEST,M3.5.0,M10.5.0/3"});
    household.country = one_of<std::string>({"", "PK", "PK-PB", "NO", "EU"});
    for (int count = number(4), i = 0; i < count; ++i) household.people.push_back(person(i));
    for (int count = number(3), i = 0; i < count; ++i) household.rooms.push_back(room(i));
    if (maybe()) household.guest = profile();
    household.allow = domains();
    household.block = domains();
    household.never_block = domains();
    household.rules = rules();
    for (int count = number(4); count > 0; --count) household.exceptions.push_back(exception());
    for (int count = number(3), i = 0; i < count; ++i) {
      WrittenOwnService service;
      service.key = "own-" + std::to_string(i);
      if (maybe()) service.title = word();
      do service.names = domains();
      while (service.names.empty());
      household.services.push_back(std::move(service));
    }
    return household;
  }

 private:
  int number(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }
  bool maybe() { return number(2) == 0; }
  template <typename T>
  T one_of(std::initializer_list<T> values) {
    return *(values.begin() + number(static_cast<int>(values.size())));
  }

  std::string word() {
    std::string word = one_of<std::string>({"Ali",
                                            "Ammi and Abbu",
                                            "yes",
                                            "NULL",
                                            "~",
                                            "10",
                                            "1e3",
                                            "0x10",
                                            "21:00",
                                            "2026-11-21",
                                            "- x",
                                            "a: b",
                                            "a:b",
                                            "a #b",
                                            "#a",
                                            "*star",
                                            "&and",
                                            "!tag",
                                            "it's",
                                            "\"quoted\"",
                                            "back\\slash",
                                            "a, b",
                                            "[list]",
                                            "{map}",
                                            "\xd8\xb9\xd9\x84\xdb\x8c",
                                            "two  spaces",
                                            "ends:",
                                            "@at",
                                            "%x",
                                            "`tick`",
                                            "?",
                                            "-",
                                            "=",
                                            "<<",
                                            ".5",
                                            "+1",
                                            "caf\xc3\xa9 \xe2\x80\xa8 line",
                                            "x|y",
                                            ">"});
    return word;
  }
  std::vector<WrittenKey> keys(std::initializer_list<std::string> from) {
    std::vector<WrittenKey> keys;
    for (const auto& key : from) {
      if (maybe()) keys.push_back({key, {}});
    }
    return keys;
  }
  std::vector<WrittenDomain> domains() {
    std::vector<WrittenDomain> domains;
    for (int count = maybe() ? 0 : number(maybe() ? 4 : 40), i = 0; i < count; ++i)
      domains.push_back(
          {one_of<std::string>({"games.example", "*.x.example", "xn--mller-kva.example", "no", "1.2", "caf\xc3\xa9.example"}) +
               (maybe() ? "" : std::to_string(i)),
           {}});
    return domains;
  }
  std::vector<WrittenRule> rules() {
    std::vector<WrittenRule> rules;
    for (const char* text : {"||games.example^", "@@|one.example^$important", "||x.example^$client='Ali'|~10.0.0.9,dnstype=~A"}) {
      if (maybe()) rules.push_back({text, {}});
    }
    return rules;
  }
  std::vector<WrittenModeEdit> modes() {
    std::vector<WrittenModeEdit> edits;
    for (const Mode mode : {Mode::free, Mode::homework, Mode::school}) {
      WrittenModeEdit edit;
      edit.mode = mode;
      edit.close = keys({"gaming", "social"});
      edit.open = keys({"learning"});
      edit.allow_list = maybe();
      if (!edit.close.empty() || !edit.open.empty() || edit.allow_list) edits.push_back(edit);
    }
    return edits;
  }
  Window window() {
    Window window;
    window.days = static_cast<std::uint8_t>(1 + number(127));
    window.start = static_cast<std::uint16_t>(number(1440));
    window.end = static_cast<std::uint16_t>(1 + number(1440));
    window.mode = one_of({Mode::free, Mode::homework, Mode::school, Mode::bedtime, Mode::off});
    window.services =
        keys({"gaming", "service:youtube", "a-key-that-is-as-long-as-keys-may-be-so-that-a-line-is-broken-somewhere"});
    window.open = keys({"service:minecraft", "learning", "another-key-that-is-as-long-as-keys-may-be-so-that-a-line-is-broken"});
    return window;
  }
  WrittenProfile profile() {
    WrittenProfile profile;
    profile.band = one_of({Band::under_10, Band::age_10_12, Band::age_13_15, Band::age_16_17, Band::adult, Band::guest,
                           Band::things, Band::pupil_primary, Band::pupil_secondary, Band::staff, Band::exam});
    profile.close = keys({"gaming", "service:tiktok", "social"});
    profile.open = keys({"messaging", "streaming"});
    profile.open_doors = keys({"learning", "library"});
    profile.open_door_names = domains();
    profile.allow = domains();
    profile.block = domains();
    for (int count = number(4); count > 0; --count) profile.timetable.push_back(window());
    if (maybe()) profile.answer = one_of({AnswerMode::null, AnswerMode::nxdomain, AnswerMode::refused, AnswerMode::page});
    if (maybe()) profile.bypass = one_of({BypassLevel::off, BypassLevel::standard, BypassLevel::strict});
    if (maybe()) profile.blocked_ttl = static_cast<std::uint32_t>(1 + number(300));
    profile.allow_list = maybe();
    profile.rules = rules();
    if (maybe()) profile.modes = modes();
    profile.never_pause = maybe();
    profile.resolved_only = maybe();
    if (maybe()) profile.caps.bonus = static_cast<std::uint32_t>(number(1441));
    if (maybe()) profile.caps.pause = static_cast<std::uint32_t>(number(1441));
    profile.safe_search = safe_search();
    profile.strip_ech = maybe();
    return profile;
  }
  std::vector<WrittenSafeSearch> safe_search() {
    using enum SafeSearchLevel;
    std::vector<WrittenSafeSearch> words;
    if (maybe()) words.push_back({"", one_of({on, off}), {}});
    for (const char* engine : {"google", "seek-2"}) {
      if (number(4) == 0) words.push_back({engine, one_of({on, off, strict, moderate}), {}});
    }
    if (maybe()) words.push_back({"youtube", one_of({off, strict, moderate}), {}});
    return words;
  }
  WrittenPrefix prefix() {
    const auto text = one_of<std::string>({"192.168.1.20", "10.0.0.0/8", "fd00::30", "fd00::/64", "::1"});
    return {*IpPrefix::from_text(text), text};
  }
  WrittenDevice device() {
    WrittenDevice device;
    device.label = word();
    for (int count = number(3); count > 0; --count) {
      const auto text = one_of<std::string>({"02:00:5e:10:00:01", "02-00-5E-10-00-03", "00:00:00:00:00:07"});
      device.macs.emplace_back(*MacAddress::from_text(text), text);
    }
    for (int count = device.macs.empty() ? 1 + number(2) : number(3); count > 0; --count) device.addresses.push_back(prefix());
    device.never_pause = maybe();
    device.tags = keys({one_of<std::string>({"device_tv", "device_phone", "os_android"}), "os_ios", "device_laptop"});
    return device;
  }
  WrittenException exception() {
    WrittenException exception;
    exception.label = word();
    if (maybe()) {
      exception.calendar = exception.calendar_written = one_of<std::string>({"terms.ics", "my lessons.ics"});
      for (const char* pattern : {"exam*", "*lesson", "a, b"}) {
        if (maybe()) exception.events.emplace_back(pattern);
      }
    } else {
      exception.first_day = 20700 + number(400);
      exception.last_day = exception.first_day + (maybe() ? 0 : number(1000));
    }
    if (maybe()) exception.whom = std::vector<WrittenKey>{{word(), {}}, {"guest", {}}};
    const int what = number(exception.calendar.empty() ? 3 : 4);
    if (what == 1) exception.like = static_cast<std::uint8_t>(number(7));
    for (int count = what == 2 ? 1 + number(3) : 0; count > 0; --count) {
      exception.windows.push_back(window());
      exception.windows.back().days = 0;
    }
    if (what == 3) {
      exception.span_mode = window();
      exception.span_mode->days = 0;
      exception.span_mode->start = exception.span_mode->end = 0;
    }
    return exception;
  }
  WrittenPerson person(int i) {
    WrittenPerson person;
    person.name = word() + " " + std::to_string(i);
    person.profile = profile();
    for (int count = number(3); count > 0; --count) person.devices.push_back(device());
    return person;
  }
  WrittenRoom room(int i) {
    WrittenRoom room;
    room.label = word() + " room " + std::to_string(i);
    room.prefix = prefix();
    room.profile = profile();
    return room;
  }

  std::minstd_rand random_;
};

// The same without lines and columns, which a household out of no file has not.
void forget(std::vector<WrittenKey>& keys) {
  for (auto& key : keys) key.place = {};
}
void forget(std::vector<WrittenDomain>& domains) {
  for (auto& domain : domains) domain.place = {};
}
void forget(std::vector<WrittenRule>& rules) {
  for (auto& rule : rules) rule.place = {};
}
void forget(Window& window) {
  window.place = {};
  forget(window.services);
  forget(window.open);
}
void forget(WrittenException& exception) {
  exception.place = exception.calendar_place = {};
  if (exception.whom) forget(*exception.whom);
  for (auto& window : exception.windows) forget(window);
  if (exception.span_mode) forget(*exception.span_mode);
}
void forget(WrittenProfile& profile) {
  forget(profile.rules);
  for (auto& edit : profile.modes) {
    forget(edit.close);
    forget(edit.open);
  }
  for (auto* keys : {&profile.close, &profile.open, &profile.open_doors}) forget(*keys);
  for (auto* domains : {&profile.open_door_names, &profile.allow, &profile.block}) forget(*domains);
  for (auto& window : profile.timetable) forget(window);
  for (auto& word : profile.safe_search) word.place = {};
  for (auto& window : profile.timetable) {
    window.place = {};
    forget(window.services);
    forget(window.open);
  }
}
Household without_places(Household household) {
  household.zone_place = {};
  for (auto& person : household.people) {
    person.place = {};
    forget(person.profile);
    for (auto& device : person.devices) {
      device.place = {};
      forget(device.tags);
    }
  }
  for (auto& room : household.rooms) {
    room.place = {};
    forget(room.profile);
  }
  forget(household.guest);
  forget(household.rules);
  for (auto& exception : household.exceptions) forget(exception);
  for (auto& service : household.services) {
    service.place = {};
    forget(service.names);
  }
  for (auto* domains : {&household.allow, &household.block, &household.never_block}) forget(*domains);
  return household;
}

Household read(const std::string& text) {
  auto household = parse_household(text, "f.yaml");
  REQUIRE_MESSAGE(household.has_value(), said(household) << "\n" << text);
  return *household;
}

// "person.band", "device.mac", ...: the keys that stand in a household file, each with the part it stands in.
void keys_in(const Node& node, const std::string& part, std::set<std::string>& keys) {
  static const std::map<std::string, std::string> kParts{
      {"people", "person"},      {"devices", "device"},       {"timetable", "window"},   {"rooms", "room"},
      {"guest", "guest"},        {"services", "own-service"}, {"modes", "modes"},        {"exceptions", "exception"},
      {"windows", "day-window"}, {"free", "mode-edit"},       {"homework", "mode-edit"}, {"school", "mode-edit"}};
  for (const Node& item : node.items) {
    if (node.kind == Node::Kind::map) keys.insert(part + "." + item.key);
    const auto found = kParts.find(item.key);
    keys_in(item, node.kind != Node::Kind::map || found == kParts.end() ? part : found->second, keys);
  }
}

std::set<std::string> keys_of_schema() {
  const auto schema = read_document(text_in(project_file("config/household.schema.json")), "household.schema.json");
  REQUIRE_MESSAGE(schema.has_value(), said(schema));
  const auto member = [](const Node& map, const std::string& key) -> const Node& {
    for (const Node& each : map.items) {
      if (each.key == key) return each;
    }
    FAIL("the schema has no " << key);
    return map;
  };
  std::set<std::string> keys;
  for (const Node& key : member(*schema, "properties").items) keys.insert("household." + key.key);
  for (const Node& part : member(*schema, "$defs").items) {
    const bool is_part =
        std::any_of(part.items.begin(), part.items.end(), [](const Node& each) { return each.key == "properties"; });
    if (!is_part) continue;
    for (const Node& key : member(part, "properties").items) keys.insert(part.key + "." + key.key);
  }
  return keys;
}

}  // namespace

TEST_CASE("what is written reads back as the same household") {
  for (unsigned seed = 1; seed <= 2000; ++seed) {
    const Household household = AnyHousehold(seed).household();
    const std::string text = household_text(household);
    const Household again = read(text);
    CHECK_MESSAGE(without_places(again) == household, text);
    CHECK(household_text(again) == text);
  }
}

TEST_CASE("every key of the schema is written, in each part it belongs to") {
  std::set<std::string> written;
  for (unsigned seed = 1; seed <= 200; ++seed) {
    const auto document = read_document(household_text(AnyHousehold(seed).household()), "f.yaml");
    REQUIRE(document);
    keys_in(*document, "household", written);
  }
  for (const std::string& key : keys_of_schema())
    CHECK_MESSAGE(written.count(key) == 1,
                  key << " is lost when the page writes the file: it needs a row in household_writer.cc, and a "
                         "value in this test");
}

TEST_CASE("the canonical form is what a person would write") {
  const std::string text = R"(# Made by hand.
#
# Twice.
zone: Asia/Karachi

people:
  - name: Ali
    band: 10-12
    devices:
      - {label: tablet, mac: "02:00:5e:10:00:01"}
      - {label: "laptop, old", mac: ["02:00:5e:10:00:02", 02-00-5E-10-00-03], address: 192.168.1.21, never-pause: true}
    close: [service:tiktok]
    open: [messaging]
    allow: [cricket.example]
    timetable:
      - {days: mon-thu, start: "16:00", end: "18:00", mode: homework, services: [gaming, service:youtube]}
      - {days: [fri, sat], start: "22:30", end: "24:00", mode: bedtime}
      - {days: sun-thu, start: "21:00", end: "06:30", mode: bedtime}
    open-doors: [learning, library]

  - name: Zara
    band: 16-17

rooms:
  - label: Televisions
    prefix: 192.168.40.0/24
    band: things

guest:
  answer: null
  blocked-ttl: 30

allow: [school.example]
block: [annoying-shop.example]
)";
  CHECK(household_text(read(text), std::vector<std::string>{"Made by hand.", "", "Twice."}) == text);
}

TEST_CASE("names by the dozen stand one on a line") {
  Household household;
  for (int i = 0; i < 20; ++i) household.block.push_back({"a-rather-long-name-" + std::to_string(i) + ".example", {}});
  CHECK(household_text(household).find("\nblock:\n  - a-rather-long-name-0.example\n  - a-rather-long-name-1.example\n") !=
        std::string::npos);
}

TEST_CASE("the household of the examples can be written again") {
  for (const char* file : {"config/household.yaml", "config/dev/household.yaml"}) {
    auto household = load_household(project_file(file));
    REQUIRE(household);
    Household again = read(household_text(*household));
    again.file = household->file;
    CHECK(without_places(again) == without_places(*household));
  }
}

TEST_CASE("days are said as a parent says them") {
  CHECK(days_text(0x7f) == "daily");
  CHECK(days_text(0x0f) == "mon-thu");
  CHECK(days_text(0x4f) == "sun-thu");
  CHECK(days_text(0x30) == "fri, sat");
  CHECK(days_text(0x15) == "mon, wed, fri");
  CHECK(days_text(0x41) == "sun, mon");
}

TEST_CASE("a word has quotes where YAML could take it for something else, and only there") {
  for (const char* word : {"Ali", "service:tiktok", "10-12", "192.168.1.20", "192.168.40.0/24", "games.example", "Ammi and Abbu",
                           "it's", "mon-thu", "Asia/Karachi", "\xd8\xb9\xd9\x84\xdb\x8c"})
    CHECK(yaml_quoted(word) == word);
  for (const char* word :
       {"",        " x",         "x ",   "yes",  "Off", "null", "~",   "1",  "1.5", "1e3",  "0x1f", "21:00", "02:00:5e:10:00:01",
        "fd00::1", "2026-11-21", "a: b", "a #b", "#",   "- x",  "*.x", "&x", "!x",  "a, b", "[x]",  "x}",    "%",
        "@x",      "`x",         "x:",   "?x",   "|",   ">",    "'x'", "\"", "a\\b"})
    CHECK(yaml_quoted(word) != word);
}
