// SPDX-License-Identifier: Apache-2.0
#include "app/status_report.h"

#include <doctest/doctest.h>

#include "policy/build.h"

namespace darban {
namespace {

StatusFacts facts() {
  StatusFacts facts;
  facts.now = {MonoTime{}, WallTime(Seconds(1795275015)), true};
  facts.rules_built = WallTime(Seconds(1795270000));
  facts.lists_built = 1795275015 - 3 * 86400;
  facts.running = std::chrono::minutes(150);
  facts.workers = 2;
  facts.people = 3;
  facts.names = 1234;
  facts.categories = 17;
  facts.listen = {{IpAddress::from_text("127.0.0.1").value(), 53, "127.0.0.1:53"}};
  return facts;
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST_CASE("running time is told in whole hours, and the lists' age in days") {
  CHECK(has(status_text(facts()), "running for 2 hours"));
  CHECK(has(status_text(facts()), "1234 names in 17 categories"));
  CHECK(has(status_text(facts()), "(3 days ago)"));
  CHECK(has(status_json(facts()), R"("running_hours":2)"));
  CHECK(has(status_json(facts()), R"("age_days":3)"));
}

TEST_CASE("the set-up code is told as long as there is one") {
  StatusFacts told = facts();
  CHECK_FALSE(has(status_text(told), "SET UP"));
  CHECK(has(status_json(told), R"("setup_code":null)"));
  told.set_up = {1234, 5678};
  CHECK(has(status_text(told), "type the code 1234 5678"));
  CHECK(has(status_json(told), R"("setup_code":"1234 5678")"));
}

TEST_CASE("the amount of work since the start is not shown, trouble is") {
  StatusFacts told = facts();
  told.since_start.health[static_cast<std::size_t>(Health::questions)] = 987654;
  told.since_start.totals[static_cast<std::size_t>(Total::closed)] = 987655;
  told.since_start.health[static_cast<std::size_t>(Health::upstream_timeouts)] = 987656;
  for (const std::string& report : {status_text(told), status_json(told)}) {
    CHECK_FALSE(has(report, "987654"));
    CHECK_FALSE(has(report, "987655"));
    CHECK(has(report, "987656"));
  }
}

TEST_CASE("problems and settings that wait stand out") {
  StatusFacts told = facts();
  told.problems.push_back(ConfigText::from_operator("household.yaml:3:5: what is this"));
  told.restart_needed.push_back("listen");
  CHECK(has(status_text(told), "household.yaml:3:5: what is this"));
  CHECK(has(status_text(told), "listen was changed and waits for a restart"));
  CHECK(has(status_json(told), R"("problems":["household.yaml:3:5: what is this"])"));
  CHECK(has(status_json(told), R"("restart_needed":["listen"])"));
}

TEST_CASE("new devices are counted with the day, and not mentioned when there are none") {
  StatusFacts told = facts();
  CHECK_FALSE(has(status_text(told), "new device"));
  CHECK(has(status_json(told), R"("new_devices":{"devices":0,"or_more":false,"with_private_address":0,"since":null})"));
  told.new_devices = {3, 2, false, 1795275015 / 86400};
  CHECK(has(status_text(told), "devices     3 new devices since today, 2 with a private address: they have the guests' rules"));
  CHECK(has(status_json(told), R"("new_devices":{"devices":3,"or_more":false,"with_private_address":2,"since":"2026-11-21"})"));
}

TEST_CASE("a clock that is not to be trusted is said") {
  StatusFacts told = facts();
  told.now.wall_trusted = false;
  CHECK(has(status_text(told), "time rules are off"));
  CHECK_FALSE(has(status_text(facts()), "time rules are off"));
}

TEST_CASE("without lists it is said what that means") {
  StatusFacts told = facts();
  told.names = 0;
  told.lists_built = 0;
  CHECK(has(status_text(told), "every category is open"));
  CHECK(has(status_json(told), R"("built":null)"));
}

TEST_CASE("grants in force are listed, and there is nothing said where there are none") {
  StatusFacts told = facts();
  CHECK_FALSE(has(status_text(told), "Given by adults"));
  CHECK(has(status_json(told), R"("grants":[])"));
  Household household;
  household.people.push_back({.name = "Ali", .profile = {}, .devices = {}, .place = {}});
  told.policy = *build_policy(household, {}, Image::empty());
  Grant pause;
  pause.id = 7;
  pause.who = {GrantWho::Kind::person, "Ali", {}};
  pause.given = pause.from = told.now.wall;
  pause.until = told.now.wall + Seconds(600);
  pause.ends = told.now.mono + Seconds(600);
  told.grants = {pause};
  CHECK(has(status_text(told), "7  Ali is paused until"));
  CHECK(has(status_json(told), R"("grants":[{"id":7,"what":"pause","who":"person","name":"Ali")"));
}

TEST_CASE("gateway mode is shown where it is wanted, with the reason when it is not in force") {
  CHECK_FALSE(has(status_text(facts()), "\ngateway"));
  CHECK(has(status_json(facts()), R"("gateway":{"wanted":false,"in_force":false)"));
  StatusFacts told = facts();
  told.gateway = GatewayState::in_force;
  CHECK(has(status_text(told), "gateway     connected, the kernel's rules are in force"));
  CHECK(has(status_json(told), R"("wanted":true,"in_force":true)"));
  told.gateway = GatewayState::refused;
  told.gateway_refusal = gateway::Refusal::kernel;
  CHECK(has(status_text(told), "the kernel did not take the rules"));
}

TEST_CASE("yesterday is shown once it is over, and not made up before") {
  StatusFacts told = facts();
  CHECK(has(status_json(told), R"("yesterday":null)"));
  told.yesterday.emplace();
  told.yesterday->totals[static_cast<std::size_t>(Total::opened)] = 77;
  CHECK(has(status_json(told), R"("yesterday":{)"));
  CHECK(has(status_text(told), "77"));
}

}  // namespace
}  // namespace darban
