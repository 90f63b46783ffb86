// SPDX-License-Identifier: Apache-2.0
// /household and /devices: reading and writing the family's file, never over somebody else's change.
#include <fstream>
#include <sstream>

#include "config/household_writer.h"
#include "page/api/household_body.h"
#include "tests/support/test_house.h"

using namespace darban;
using namespace darban::test;

namespace {

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::string file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

// {"household":...} with one thing replaced.
std::string with(std::string body, std::string_view what, std::string_view by) {
  const auto at = body.find(what);
  REQUIRE_MESSAGE(at != std::string::npos, body);
  return body.replace(at, what.size(), by);
}

// The household with places taken out.
Household read(const std::string& text) {
  auto household = parse_household(text, "household.yaml");
  REQUIRE_MESSAGE(household.has_value(), household.error().what);
  return std::move(*household);
}
std::string canonical(const std::string& text) { return household_text(read(text)); }

std::string as_json(const Household& household) {
  JsonWriter json;
  json.open_object();
  page::write_household(json, household);
  json.close_object();
  return json.take();
}
std::string back_from(const std::string& json) {
  const auto value = web::read_json(json);
  REQUIRE(value);
  return page::household_body(*value->find("household"), "/household").text;
}

}  // namespace

TEST_CASE("the file is read as JSON with its tag") {
  TestHouse house;
  const auto shown = house.get("/api/v1/household");
  REQUIRE(shown.status() == 200);
  CHECK(shown.text("household/zone") == "Asia/Karachi");
  CHECK(shown.text("household/people/0/name") == "Ali");
  CHECK(shown.text("household/people/0/timetable/0/start") == "16:00");
  CHECK(shown.number("household/people/0/bonus-cap") == 60);
  CHECK(shown.field("ETag").size() == 34);
  CHECK(house.get("/api/v1/household", {.if_none_match = shown.field("ETag")}).status() == 304);
  CHECK(house.get("/api/v1/household", {.if_none_match = "\"00\""}).status() == 200);
}

TEST_CASE("what is read can be written, and says the same") {
  TestHouse house;
  const auto before = house.get("/api/v1/household");
  const auto saved = house.put("/api/v1/household", before.body(), {.if_match = before.field("ETag")});
  REQUIRE_MESSAGE(saved.status() == 200, saved.body());
  CHECK(house.taken_up() == 1);
  CHECK(has(house.household(), "# Written by the page for Omar.\n"));
  CHECK(canonical(house.household()) == canonical(std::string(kTestHousehold)));
  REQUIRE(saved.size("notes") == 1);  // the comment is gone
  CHECK(has(saved.body(), "version before"));
  const auto after = house.get("/api/v1/household");
  CHECK(after.field("ETag") == saved.field("ETag"));
  CHECK(after.body() == before.body());
  const auto again = house.put("/api/v1/household", after.body(), {.if_match = after.field("ETag")});
  CHECK(again.status() == 200);
  CHECK(again.field("ETag") == after.field("ETag"));
  CHECK(again.size("notes") == 0);
  CHECK(house.house().old_editions().size() == 1);
}

TEST_CASE("every household of the project's examples goes through JSON unchanged") {
  for (const char* name : {"config/household.yaml", "config/dev/household.yaml"}) {
    CAPTURE(name);
    const Household household = read(file(project_folder() / name));
    CHECK(household_text(read(back_from(as_json(household)))) == household_text(household));
  }
}

TEST_CASE("a change is written, and in force") {
  TestHouse house;
  const auto before = house.get("/api/v1/household");
  const auto saved =
      house.put("/api/v1/household", with(before.body(), "\"10-12\"", "\"13-15\""), {.if_match = before.field("ETag")});
  REQUIRE(saved.status() == 200);
  const auto policy = house.house().policy();
  CHECK(policy->profile(*policy->profile_of_person("Ali")).band == Band::age_13_15);
}

TEST_CASE("without If-Match nothing is written, and a stale one is told today's") {
  TestHouse house;
  const auto before = house.get("/api/v1/household");
  CHECK(house.put("/api/v1/household", before.body()).status() == 428);
  CHECK(house.put("/api/v1/household", before.body(), {.if_match = "*"}).status() == 428);
  house.folder().write("household.yaml", std::string(kTestHousehold) + "block: [x.example]\n");
  const auto stale = house.put("/api/v1/household", before.body(), {.if_match = before.field("ETag")});
  CHECK(stale.status() == 412);
  CHECK(stale.field("ETag") == house.get("/api/v1/household").field("ETag"));
  CHECK(has(house.household(), "x.example"));
  CHECK(house.put("/api/v1/household", before.body(), {.if_match = "W/\"abc\""}).status() == 412);
  CHECK(house.taken_up() == 0);
}

TEST_CASE("what can not be is refused at its place in the body") {
  TestHouse house;
  const auto before = house.get("/api/v1/household");
  struct Case {
    const char* what;
    const char* by;
    const char* pointer;
  };
  for (const Case& each : {
           Case{"\"Asia/Karachi\"", "\"Asia/Karatchi\"", "/household/zone"},
           Case{"\"Asia/Karachi\"", "7", "/household/zone"},
           Case{"\"Asia/Karachi\"", "[]", "/household/zone"},
           Case{"\"10-12\"", "\"11\"", "/household/people/0/band"},
           Case{"\"10-12\"", "null", "/household/people/0/band"},
           Case{"\"10-12\"", "[\"10-12\"]", "/household/people/0/band"},
           Case{"\"name\":\"Ali\"", "\"name\":\"\"", "/household/people/0/name"},
           Case{"\"name\":\"Ali\"", "\"name\":\"A\\u0007li\"", "/household/people/0/name"},
           Case{"\"name\":\"Ali\"", "\"name\":\"A\\nli\"", "/household/people/0/name"},
           Case{"\"name\":\"Ali\",", "", "/household/people/0"},
           Case{"\"name\":\"Sara\"", "\"name\":\"Ali\"", "/household/people/1"},
           Case{"\"bonus-cap\":60", "\"bonus-cap\":\"much\"", "/household/people/0/bonus-cap"},
           Case{"\"bonus-cap\":60", "\"bonus-cap\":-1", "/household/people/0/bonus-cap"},
           Case{"\"bonus-cap\":60", "\"bonus-cap\":1.5", "/household/people/0/bonus-cap"},
           Case{"\"bonus-cap\":60", "\"bonus-capp\":60", "/household/people/0/bonus-capp"},
           Case{"\"bonus-cap\":60", "\"a~b/c\":60", "/household/people/0/a~0b~1c"},
           Case{"\"16:00\"", "\"4pm\"", "/household/people/0/timetable/0/start"},
           Case{"\"17:30\"", "\"25:00\"", "/household/people/0/timetable/0/end"},
           Case{"\"mon-fri\"", "\"weekdays!\"", "/household/people/0/timetable/0/days"},
           Case{"\"homework\"", "\"work\"", "/household/people/0/timetable/0/mode"},
           Case{"\"02:00:00:00:00:07\"", "\"02:00:00\"", "/household/people/0/devices/0/mac"},
           Case{"\"192.168.1.8\"", "\"192.168.1\"", "/household/people/1/devices/0/address"},
           Case{"\"10.20.0.0/24\"", "\"10.20.0.0/33\"", "/household/rooms/0/prefix"},
           Case{"\"zone\":", "\"people\":[],\"zones\":", nullptr},  // a key twice: refused before it is a household
       }) {
    CAPTURE(each.by);
    const auto said = house.put("/api/v1/household", with(before.body(), each.what, each.by), {.if_match = before.field("ETag")});
    if (each.pointer == nullptr) {
      CHECK(said.status() == 400);
      continue;
    }
    CHECK_MESSAGE(said.status() == 422, said.body());
    CHECK_MESSAGE(said.text("pointer") == each.pointer, said.body());
    CHECK_FALSE(said.text("detail").empty());
    CHECK_FALSE(said.text("cure").empty());
  }
  CHECK(house.household() == kTestHousehold);
  CHECK(house.taken_up() == 0);
  CHECK(house.house().old_editions().empty());
}

TEST_CASE("two people with one device are refused where the second stands") {
  TestHouse house;
  const auto before = house.get("/api/v1/household");
  const auto said =
      house.put("/api/v1/household", with(before.body(), "\"address\":\"192.168.1.8\"", "\"mac\":\"02:00:00:00:00:07\""),
                {.if_match = before.field("ETag")});
  CHECK(said.status() == 422);
  CHECK(has(said.text("pointer"), "/household/people/1"));
}

TEST_CASE("names in any script and with any sign come back as they were") {
  TestHouse house;
  const auto before = house.get("/api/v1/household");
  const std::string name = "\xd8\xb9\xd9\x84\xdb\x8c \\\"#: {x}, \xf0\x9f\x90\xaa - |>&*!%@`'";  // Ali in Urdu, and a camel
  std::string written;
  for (const char c : name) written += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  const auto saved = house.put("/api/v1/household", with(before.body(), "\"name\":\"Ali\"", "\"name\":\"" + written + "\""),
                               {.if_match = before.field("ETag")});
  REQUIRE_MESSAGE(saved.status() == 200, saved.body());
  CHECK(house.get("/api/v1/household").text("household/people/0/name") == name);
  const auto escaped = house.put("/api/v1/household", with(before.body(), "\"name\":\"Ali\"", R"("name":"\u0639\ud83d\udc2a")"),
                                 {.if_match = saved.field("ETag")});
  REQUIRE(escaped.status() == 200);
  CHECK(house.get("/api/v1/household").text("household/people/0/name") == "\xd8\xb9\xf0\x9f\x90\xaa");
}

TEST_CASE("the versions before are listed, and one of them comes back as it was, comments and all") {
  TestHouse house;
  const auto before = house.get("/api/v1/household");
  const auto saved =
      house.put("/api/v1/household", with(before.body(), "\"10-12\"", "\"13-15\""), {.if_match = before.field("ETag")});
  REQUIRE(saved.status() == 200);
  const auto editions = house.get("/api/v1/household/editions");
  REQUIRE(editions.size("") == 1);
  CHECK(editions.number("0/number") == 1);
  CHECK(editions.at("0/by").is_null());
  CHECK(editions.number("0/size") == static_cast<std::int64_t>(kTestHousehold.size()));
  CHECK(house.post("/api/v1/household/undo", R"({"number":1})").status() == 428);
  CHECK(house.post("/api/v1/household/undo", R"({"number":1})", {.if_match = before.field("ETag")}).status() == 412);
  CHECK(house.post("/api/v1/household/undo", R"({"number":7})", {.if_match = saved.field("ETag")}).status() == 422);
  CHECK(house.post("/api/v1/household/undo", R"({"number":"1"})", {.if_match = saved.field("ETag")}).text("pointer") ==
        "/number");
  const auto undone = house.post("/api/v1/household/undo", R"({"number":1})", {.if_match = saved.field("ETag")});
  REQUIRE_MESSAGE(undone.status() == 200, undone.body());
  CHECK(house.household() == kTestHousehold);
  CHECK(house.get("/api/v1/household").field("ETag") == before.field("ETag"));
  const auto policy = house.house().policy();
  CHECK(policy->profile(*policy->profile_of_person("Ali")).band == Band::age_10_12);
  CHECK(house.get("/api/v1/household/editions").text("0/by") == "Omar");
}

TEST_CASE("a preview says what would come, in words, and changes nothing") {
  TestHouse house;
  const auto before = house.get("/api/v1/household");
  const auto preview = [&](const std::string& household, std::string_view person) {
    return house.post("/api/v1/household/preview",
                      household.substr(0, household.size() - 1) + ",\"person\":\"" + std::string(person) + "\"}");
  };
  const auto now = preview(before.body(), "Ali");
  REQUIRE_MESSAGE(now.status() == 200, now.body());
  CHECK(now.size("problems") == 0);
  CHECK(now.size("week") == 25);
  CHECK(now.text("sentences/0") == "Homework time today 16:00 until 17:30.");
  CHECK(now.text("sentences/1") == "Closed tonight 21:00, opens Tuesday 06:30.");
  const auto later = preview(with(before.body(), "\"21:00\"", "\"22:15\""), "Ali");
  CHECK(later.text("sentences/1") == "Closed tonight 22:15, opens Tuesday 06:30.");
  CHECK(preview(before.body(), "Sara").text("sentences/0") == "Nothing closes by time within a week.");
  const auto wrong = preview(with(before.body(), "\"21:00\"", "\"nine\""), "Ali");
  CHECK(wrong.status() == 200);
  CHECK(wrong.size("problems") == 1);
  CHECK(wrong.text("problems/0/pointer") == "/household/people/0/timetable/1/start");
  CHECK(wrong.size("week") == 0);
  CHECK(preview(before.body(), "Nobody").text("problems/0/pointer") == "/person");
  CHECK(house.household() == kTestHousehold);
  CHECK(house.taken_up() == 0);
}

TEST_CASE("the middle of the night is told as it is") {
  TestHouse house;
  house.set_clock(in_karachi(24, 2));
  const auto before = house.get("/api/v1/household");
  const auto said =
      house.post("/api/v1/household/preview", before.body().substr(0, before.body().size() - 1) + ",\"person\":\"Ali\"}");
  CHECK(said.text("sentences/0") == "Closed now, opens today 06:30.");
}

TEST_CASE("a file that an editor broke is told with its line, and is not written over") {
  TestHouse house;
  house.folder().write("household.yaml", "zone: Asia/Karachi\npeople:\n  - {name: Ali, band: eleven}\n");
  const auto shown = house.get("/api/v1/household");
  CHECK(shown.status() == 409);
  CHECK(shown.number("line") == 3);
  CHECK_FALSE(shown.text("cure").empty());
}

TEST_CASE("a household that can not be written stays as it was") {
  TestHouse house;
  const auto before = house.get("/api/v1/household");
  house.folder().write("household.yaml.editions", "a file where the folder should be");
  const auto said =
      house.put("/api/v1/household", with(before.body(), "\"10-12\"", "\"13-15\""), {.if_match = before.field("ETag")});
  CHECK(said.status() == 503);
  CHECK(house.household() == kTestHousehold);
  CHECK(house.taken_up() == 0);
}

TEST_CASE("new devices are shown to whoever names them, and naming writes them into the file") {
  TestHouse house;
  const auto devices = house.get("/api/v1/devices");
  REQUIRE(devices.status() == 200);
  REQUIRE(devices.size("new") == 2);
  CHECK(has(devices.body(), R"({"mac":"02:00:5e:10:00:77","private":true,"noticed":"2026-11-23"})"));
  CHECK_FALSE(devices.flag("more"));
  CHECK(devices.text("people/0/devices/0/label") == "tablet");
  CHECK(devices.number("people/0/devices/0/private_macs") == 1);
  const std::string tag = devices.field("ETag");
  const std::string phone = R"({"mac":"02:00:5e:10:00:77","person":"Sara","label":"phone"})";
  CHECK(house.post("/api/v1/devices", phone).status() == 428);
  const auto named = house.post("/api/v1/devices", phone, {.if_match = tag});
  REQUIRE_MESSAGE(named.status() == 201, named.body());
  CHECK(house.get("/api/v1/devices").size("new") == 1);
  CHECK(has(house.household(), "phone"));
  CHECK(house.post("/api/v1/devices", phone, {.if_match = tag}).status() == 412);
  const auto said = [&](std::string_view body) { return house.post("/api/v1/devices", body, {.if_match = named.field("ETag")}); };
  CHECK(said(R"({"mac":"02:00:5e","person":"Sara","label":"phone"})").text("pointer") == "/mac");
  CHECK(said(R"({"mac":"02:00:5e:10:00:78","person":"Nobody","label":"phone"})").text("pointer") == "/person");
  CHECK(said(R"({"mac":"02:00:5e:10:00:78","person":"Sara"})").text("pointer") == "/label");
  CHECK(said(R"({"mac":"02:00:00:00:00:07","person":"Sara","label":"other"})").status() == 422);  // it is Ali's
  CHECK(said(R"({"mac":"00:00:5e:10:00:78","person":"Sara","label":"phone"})").status() == 201);
  CHECK(house.get("/api/v1/devices").number("people/1/devices/1/macs") == 2);
}

TEST_CASE("who may not write may not, and who may not read may not") {
  TestHouse house;
  const auto tag = house.get("/api/v1/household").field("ETag");
  for (const web::Role role : {web::Role::helper, web::Role::teacher, web::Role::maintainer, web::Role::auditor}) {
    const Asking asking{.roles = {role}, .if_match = tag};
    const bool reads = role == web::Role::auditor;
    CHECK(house.get("/api/v1/household", asking).status() == (reads ? 200 : 403));
    CHECK(house.get("/api/v1/devices", asking).status() == (reads ? 200 : 403));
    CHECK(house.get("/api/v1/household/editions", asking).status() == 403);
    CHECK(house.put("/api/v1/household", "{}", asking).status() == 403);
    CHECK(house.post("/api/v1/household/undo", "{}", asking).status() == 403);
    CHECK(house.post("/api/v1/household/preview", "{}", asking).status() == 403);
    CHECK(house.post("/api/v1/devices", "{}", asking).status() == 403);
  }
}
