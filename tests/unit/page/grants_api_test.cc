// SPDX-License-Identifier: Apache-2.0
// /grants: giving, taking back, who may, and what is said to whoever may not.
#include "tests/support/test_house.h"

using namespace darban;
using namespace darban::test;

namespace {

constexpr std::string_view kPause = R"({"kind":"pause","who":["Ali"],"minutes":30,"note":"dinner"})";

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

bool paused(TestHouse& house) {
  const auto policy = house.house().policy();
  return policy->mode_at(*policy->profile_of_person("Ali"), house.house().now()).paused;
}

}  // namespace

TEST_CASE("a pause is given, in force, listed, and taken back") {
  TestHouse house;
  const auto given = house.post("/api/v1/grants", kPause);
  REQUIRE(given.status() == 201);
  CHECK(has(given.text("text"), "Ali is paused until 15:30 (given by Omar: dinner)."));
  CHECK_FALSE(has(given.text("text"), "darban revoke"));
  REQUIRE(given.size("ids") == 1);
  CHECK(paused(house));

  const auto listed = house.get("/api/v1/grants");
  REQUIRE(listed.status() == 200);
  CHECK(
      listed.body() ==
      R"([{"id":1,"who":{"kind":"person","name":"Ali"},"what":"pause","from":"2026-11-23T15:00:00","until":"2026-11-23T15:30:00",)"
      R"("ends_in":1800,"by":"Omar","note":"dinner"}])");

  const auto back = house.ask(web::Method::remove, "/api/v1/grants/1");
  CHECK(back.status() == 200);
  CHECK(has(back.text("text"), "Taken back: Ali is paused"));
  CHECK_FALSE(paused(house));
  CHECK(house.get("/api/v1/grants").body() == "[]");
  CHECK(house.ask(web::Method::remove, "/api/v1/grants/1").status() == 404);
  CHECK(house.ask(web::Method::remove, "/api/v1/grants/one").status() == 404);
}

TEST_CASE("every kind can be given") {
  TestHouse house;
  for (const char* body : {R"({"kind":"bonus","who":["Ali"],"minutes":15})", R"({"kind":"open_all","who":["Ali"],"minutes":15})",
                           R"({"kind":"mode","who":["Lab 2"],"mode":"school","until":"16:00"})",
                           R"({"kind":"allow","who":["Ali"],"what":"casino.example","minutes":60})",
                           R"({"kind":"close","who":["everyone"],"what":"gaming","until":"end-of-day"})"}) {
    CAPTURE(body);
    const auto given = house.post("/api/v1/grants", body);
    CHECK_MESSAGE(given.status() == 201, given.body());
  }
  CHECK(house.house().grants().size() == 5);
}

TEST_CASE("a refusal is a sentence, with its place and its cure") {
  TestHouse house;
  const auto said = [&](std::string_view body) { return house.post("/api/v1/grants", body); };
  const auto nobody = said(R"({"kind":"pause","who":["Alli"],"minutes":30})");
  CHECK(nobody.status() == 422);
  CHECK(nobody.text("detail") == "Nobody here is called 'Alli'.");
  CHECK(nobody.text("cure") == "Did you mean Ali?");
  CHECK(nobody.text("pointer") == "/who");
  CHECK(nobody.text("refusal/fault") == "unknown-who");
  CHECK(nobody.text("refusal/subject") == "Alli");
  CHECK(nobody.text("refusal/choices/0") == "Ali");
  const auto long_one = said(R"({"kind":"pause","who":["Ali"],"minutes":600})");
  CHECK(long_one.text("pointer") == "/minutes");
  CHECK(long_one.text("refusal/fault") == "too-long");
  CHECK(long_one.number("refusal/most") == 3 * 3600);
  CHECK(said(R"({"kind":"pause","who":["Ali"],"until":"soon"})").text("pointer") == "/until");
  CHECK(said(R"({"kind":"bonus","who":["Ali"],"minutes":90})").text("pointer") == "/minutes");
  CHECK(said(R"({"kind":"allow","who":["Ali"],"what":"no such thing","minutes":5})").text("pointer") == "/what");
  CHECK(house.house().grants().empty());
}

TEST_CASE("what leads to malware is opened only when it is said twice") {
  TestHouse house;
  const auto first = house.post("/api/v1/grants", R"({"kind":"allow","who":["Ali"],"what":"malware.example","minutes":5})");
  REQUIRE(first.status() == 422);
  CHECK(first.flag("needs_confirmation"));
  CHECK(has(first.text("cure"), "\"confirmed\": true"));
  const auto second =
      house.post("/api/v1/grants", R"({"kind":"allow","who":["Ali"],"what":"malware.example","minutes":5,"confirmed":true})");
  CHECK(second.status() == 201);
}

TEST_CASE("what is open anyway is no error and no grant") {
  TestHouse house;
  const auto said = house.post("/api/v1/grants", R"({"kind":"allow","who":["Ali"],"what":"childline.org.uk","minutes":5})");
  CHECK(said.status() == 200);
  CHECK(said.size("ids") == 0);
  CHECK(said.text("refusal/fault") == "already-open");
}

TEST_CASE("a helper gives time and nothing else, and takes no more back") {
  TestHouse house;
  const Asking helper{.roles = {web::Role::helper}, .name = "Granny"};
  CHECK(house.post("/api/v1/grants", kPause, helper).status() == 201);
  CHECK(house.post("/api/v1/grants", R"({"kind":"bonus","who":["Ali"],"minutes":15})", helper).status() == 201);
  for (const char* body :
       {R"({"kind":"open_all","who":["Ali"],"minutes":15})", R"({"kind":"mode","who":["Ali"],"mode":"off","minutes":15})",
        R"({"kind":"allow","who":["Ali"],"what":"casino.example","minutes":60})",
        R"({"kind":"close","who":["Ali"],"what":"gaming","minutes":60})"}) {
    CAPTURE(body);
    CHECK(house.post("/api/v1/grants", body, helper).status() == 403);
  }
  CHECK(house.ask(web::Method::remove, "/api/v1/grants/1", {}, helper).status() == 200);
  const auto door = house.post("/api/v1/grants", R"({"kind":"allow","who":["Ali"],"what":"casino.example","minutes":60})");
  const std::string path = "/api/v1/grants/" + std::to_string(door.number("ids/0"));
  CHECK(house.ask(web::Method::remove, path, {}, helper).status() == 403);
  CHECK(house.ask(web::Method::remove, path).status() == 200);
}

TEST_CASE("a teacher gives in rooms of their own and to nobody else") {
  TestHouse house;
  const Asking teacher{.roles = {web::Role::teacher}, .name = "Ms Khan", .rooms = {"Lab 1", "Lab 2"}};
  CHECK(
      house.post("/api/v1/grants", R"({"kind":"allow","who":["Lab 2"],"what":"tube.example","minutes":45})", teacher).status() ==
      201);
  CHECK(house.post("/api/v1/grants", R"({"kind":"allow","who":["Lab 2","Ali"],"what":"tube.example","minutes":45})", teacher)
            .status() == 403);
  CHECK(house.post("/api/v1/grants", kPause, teacher).status() == 403);
  CHECK(house.post("/api/v1/grants", R"({"kind":"pause","who":["everyone"],"minutes":5})", teacher).status() == 403);
  CHECK(house.post("/api/v1/grants", R"({"kind":"pause","who":["guest"],"minutes":5})", teacher).status() == 403);
  CHECK(house.post("/api/v1/grants", R"({"kind":"bonus","who":["Ali/tablet"],"minutes":5})", teacher).status() == 403);
  CHECK(house.post("/api/v1/grants", R"({"kind":"pause","who":["Lab 9"],"minutes":5})", teacher).status() == 422);  // nobody
  CHECK(house.ask(web::Method::remove, "/api/v1/grants/1", {}, teacher).status() == 200);
}

TEST_CASE("a teacher of another room, and one without rooms, are told what is so and whom to ask") {
  TestHouse house;
  const Asking other{.roles = {web::Role::teacher}, .name = "Mr Shah", .rooms = {"Lab 3", "Library"}};
  for (const char* body : {R"({"kind":"pause","who":["room Lab 2"],"minutes":5})", R"({"kind":"bonus","who":["lab 2"],"minutes":5})",
                           R"({"kind":"mode","who":["Lab 2"],"mode":"school","until":"16:00"})"}) {
    CAPTURE(body);
    const auto said = house.post("/api/v1/grants", body, other);
    CHECK(said.status() == 403);
    CHECK(said.text("title") == "This is not one of your rooms");
    CHECK(said.text("detail") == "You give in Lab 3, Library only.");
    CHECK(said.text("pointer") == "/who");
  }
  const Asking none{.roles = {web::Role::teacher}, .name = "Ms Khan"};
  for (const char* who : {"Lab 2", "Ali", "everyone", "nobody at all"}) {
    const auto said = house.post("/api/v1/grants", std::string(R"({"kind":"pause","minutes":5,"who":[")") + who + "\"]}", none);
    CHECK(said.status() == 403);
    CHECK(said.text("cure") == "Ask an owner to name your rooms in Settings.");
  }
  CHECK(house.house().grants().empty());
}

TEST_CASE("what was given in a room is taken back by its teacher, and not by another room's") {
  TestHouse house;
  REQUIRE(house.post("/api/v1/grants", R"({"kind":"pause","who":["Lab 2"],"minutes":30})").status() == 201);
  REQUIRE(house.post("/api/v1/grants", R"({"kind":"pause","who":["everyone"],"minutes":30})").status() == 201);
  const Asking mine{.roles = {web::Role::teacher}, .name = "Ms Khan", .rooms = {"Lab 2"}};
  const Asking other{.roles = {web::Role::teacher}, .name = "Mr Shah", .rooms = {"Lab 3"}};
  CHECK(house.ask(web::Method::remove, "/api/v1/grants/1", {}, other).status() == 403);
  CHECK(house.ask(web::Method::remove, "/api/v1/grants/1", {}, {.roles = {web::Role::teacher}}).status() == 403);
  CHECK(house.ask(web::Method::remove, "/api/v1/grants/2", {}, mine).status() == 403);
  CHECK(house.ask(web::Method::remove, "/api/v1/grants/1", {}, mine).status() == 200);
}

TEST_CASE("who only reads gives nothing") {
  TestHouse house;
  for (const web::Role role : {web::Role::auditor, web::Role::maintainer}) {
    CHECK(house.post("/api/v1/grants", kPause, {.roles = {role}}).status() == 403);
    CHECK(house.get("/api/v1/grants", {.roles = {role}}).status() == (role == web::Role::auditor ? 200 : 403));
  }
  CHECK(house.post("/api/v1/grants", kPause, {.roles = {}}).status() == 401);
  CHECK(house.get("/api/v1/grants", {.roles = {}}).status() == 401);
}

TEST_CASE("each member that is wrong is named, and what would be right") {
  TestHouse house;
  struct Case {
    const char* body;
    const char* pointer;
  };
  const std::string long_name(201, 'x');
  const std::string too_long = R"({"kind":"pause","minutes":5,"who":[")" + long_name + "\"]}";
  const std::string long_note = R"({"kind":"pause","minutes":5,"who":["Ali"],"note":")" + long_name + "\"}";
  for (const Case& each : {
           Case{R"({"who":["Ali"],"minutes":5})", "/kind"},
           Case{R"({"kind":7,"who":["Ali"],"minutes":5})", "/kind"},
           Case{R"({"kind":"stop","who":["Ali"],"minutes":5})", "/kind"},
           Case{R"({"kind":"pause","minutes":5})", "/who"},
           Case{R"({"kind":"pause","who":"Ali","minutes":5})", "/who"},
           Case{R"({"kind":"pause","who":[],"minutes":5})", "/who"},
           Case{R"({"kind":"pause","who":[{}],"minutes":5})", "/who/0"},
           Case{R"({"kind":"pause","who":["Ali",""],"minutes":5})", "/who/1"},
           Case{R"({"kind":"pause","who":["Ali\n"],"minutes":5})", "/who/0"},
           Case{R"({"kind":"pause","who":["Ali"],"minutes":0})", "/minutes"},
           Case{R"({"kind":"pause","who":["Ali"],"minutes":-5})", "/minutes"},
           Case{R"({"kind":"pause","who":["Ali"],"minutes":1441})", "/minutes"},
           Case{R"({"kind":"pause","who":["Ali"],"minutes":"5"})", "/minutes"},
           Case{R"({"kind":"pause","who":["Ali"],"minutes":5.5})", "/minutes"},
           Case{R"({"kind":"pause","who":["Ali"],"minutes":5,"confirmed":"yes"})", "/confirmed"},
           Case{R"({"kind":"pause","who":["Ali"],"until":2015})", "/until"},
           Case{R"({"kind":"pause","who":["Ali"],"minutes":5,"what":"gaming"})", "/what"},
           Case{R"({"kind":"allow","who":["Ali"],"minutes":5})", "/what"},
           Case{R"({"kind":"mode","who":["Ali"],"minutes":5})", "/mode"},
           Case{R"({"kind":"mode","who":["Ali"],"minutes":5,"mode":"silent"})", "/mode"},
           Case{R"({"kind":"pause","who":["Ali"],"minutes":5,"mode":"off"})", "/mode"},
           Case{too_long.c_str(), "/who/0"},
           Case{long_note.c_str(), "/note"},
       }) {
    CAPTURE(each.body);
    const auto said = house.post("/api/v1/grants", each.body);
    CHECK(said.status() == 422);
    CHECK(said.text("pointer") == each.pointer);
    CHECK_FALSE(said.text("detail").empty());
    CHECK_FALSE(said.text("cure").empty());
  }
  const auto unknown = house.post("/api/v1/grants", R"({"kind":"pause","who":["Ali"],"minuets":5})");
  CHECK(unknown.status() == 422);
  CHECK(has(unknown.text("detail"), "'minuets'"));
  CHECK(house.post("/api/v1/grants", "[]").status() == 422);
  CHECK(house.post("/api/v1/grants", "{").status() == 400);
  CHECK(house.post("/api/v1/grants", "").status() == 400);
  CHECK(house.post("/api/v1/grants", R"({"kind":"pause","kind":"bonus"})").status() == 400);
  CHECK(house.post("/api/v1/grants", kPause, {.content_type = "text/plain"}).status() == 415);
  CHECK(house.house().grants().empty());
}

TEST_CASE("a disk that refuses is said, and nothing is given") {
  TestHouse house("zone: UTC\npeople:\n  - {name: Ali, band: 10-12, devices: [{label: tablet, mac: \"02:00:00:00:00:07\"}]}\n");
  std::filesystem::remove(house.folder().file("state.db"));
  std::filesystem::remove(house.folder().file("state.db-wal"));
  std::filesystem::create_directory(house.folder().file("state.db"));  // root may write anywhere, but not into a folder
  const auto said = house.post("/api/v1/grants", kPause);
  CHECK(said.status() == 503);
  CHECK(has(said.text("detail"), "Nothing was changed"));
  CHECK(said.field("Retry-After") == "5");
  CHECK_FALSE(paused(house));
}
