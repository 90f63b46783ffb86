// SPDX-License-Identifier: Apache-2.0
// What adults changed, and whose device asks.
#include "store/change_store.h"
#include "tests/support/literals.h"
#include "tests/support/test_house.h"

using namespace darban;
using namespace darban::test;
using namespace darban::literals;

TEST_CASE("what adults changed is listed with who, when, what it was and became, the newest first") {
  TestHouse house;
  house.post("/api/v1/grants", R"({"kind":"pause","who":["Ali"],"minutes":30})");
  ChangeStore store(*house.house().database());
  REQUIRE(store.add(Change{in_karachi(23, 15, 1), "Omar", "", "block", "", "x.example"}));
  const auto log = house.get("/api/v1/changes");
  CHECK(log.status() == 200);
  REQUIRE(log.size("changes") == 2);
  CHECK(log.text("changes/0/at") == "2026-11-23T15:01:00");
  CHECK(log.text("changes/0/by") == "Omar");
  CHECK(log.at("changes/0/concerns").is_null());
  CHECK(log.text("changes/0/setting") == "block");
  CHECK(log.at("changes/0/was").is_null());
  CHECK(log.text("changes/0/became") == "x.example");
  CHECK(log.text("changes/1/by") == "Omar");
  CHECK(log.text("changes/1/concerns") == "Ali");
  CHECK(log.flag("whole"));
  CHECK_FALSE(log.flag("more"));
}

TEST_CASE("a log with a row that was altered says that it is not whole, and shows what is there") {
  TestHouse house;
  ChangeStore store(*house.house().database());
  for (const char* site : {"x.example", "y.example"})
    REQUIRE(store.add(Change{in_karachi(23, 15), "Omar", "", "block", "", site}));
  CHECK(house.get("/api/v1/changes").flag("whole"));
  REQUIRE(house.house().database()->run("UPDATE changes SET actor = 'Sara' WHERE became = 'y.example'"));
  const auto log = house.get("/api/v1/changes");
  CHECK(log.text("changes/0/by") == "Sara");
  CHECK_FALSE(log.flag("whole"));
}

TEST_CASE("no more than five hundred changes are shown, and that there are more is said") {
  TestHouse house;
  ChangeStore store(*house.house().database());
  const std::vector<Change> many(501, Change{in_karachi(23, 15), "Omar", "Ali", "block", "a.example", "b.example"});
  REQUIRE(store.add(many));
  const auto log = house.get("/api/v1/changes");
  CHECK(log.size("changes") == 500);
  CHECK(log.flag("more"));
}

TEST_CASE("a page knows whose device it is open on, and can name one that nobody has named") {
  TestHouse house;
  const auto at = [&](const IpAddress& address) {
    Asking asking;
    asking.visitor = address;
    return house.get("/api/v1/me/device", asking);
  };
  const auto laptop = at("192.168.1.8"_ip);
  CHECK(laptop.text("person") == "Sara");
  CHECK(laptop.text("label") == "laptop");
  CHECK(laptop.at("fresh").is_null());
  const auto phone = at("192.168.1.77"_ip);
  CHECK(phone.at("person").is_null());
  CHECK(phone.at("label").is_null());
  CHECK(phone.text("fresh/mac") == "02:00:5e:10:00:77");
  CHECK(phone.flag("fresh/private"));
  const auto nowhere = house.get("/api/v1/me/device");  // a local socket has no address
  CHECK(nowhere.at("person").is_null());
  CHECK(nowhere.at("fresh").is_null());
}
