// SPDX-License-Identifier: Apache-2.0
#include "app/metrics_report.h"

#include <doctest/doctest.h>

#include "app/resident_memory.h"
#include "tests/support/exposition.h"

namespace darban {
namespace {

using test::Exposition;
using test::ExpositionReader;

StatusFacts facts() {
  StatusFacts facts;
  facts.now = {MonoTime{}, WallTime(Seconds(1795275015)), true};
  facts.lists_built = 1795275000;
  facts.running = std::chrono::minutes(150);
  facts.workers = 2;
  facts.people = 31337;
  facts.names = 1234;
  facts.categories = 17;
  facts.memory_octets = std::uint64_t{9} << 20;
  for (std::size_t i = 0; i < facts.settled.totals.size(); ++i) facts.settled.totals[i] = 100 + i;
  for (std::size_t i = 0; i < facts.settled.health.size(); ++i) facts.settled.health[i] = 200 + i;
  for (std::size_t i = 0; i < facts.settled.totals.size(); ++i) facts.since_start.totals[i] = 1100 + i;
  for (std::size_t i = 0; i < facts.settled.health.size(); ++i) facts.since_start.health[i] = 1200 + i;
  return facts;
}

Exposition read(const StatusFacts& facts) {
  const Exposition read = ExpositionReader::read(metrics_text(facts));
  CHECK(read.error == "");
  return read;
}

std::string value(const Exposition& read, const std::string& sample) {
  const auto found = read.values.find(sample);
  return found == read.values.end() ? "none" : found->second;
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST_CASE("metrics are well-formed, and each begins with darban") {
  const Exposition text = read(facts());
  CHECK(text.kinds.size() > 10);
  for (const auto& [name, kind] : text.kinds) CHECK(name.starts_with("darban_"));
}

TEST_CASE("units are base units, and time moves in whole hours") {
  const Exposition text = read(facts());
  CHECK(value(text, "darban_uptime_seconds") == "7200");
  CHECK(value(text, "darban_resident_memory_bytes") == "9437184");
  CHECK(value(text, "darban_lists_built_timestamp_seconds") == "1795275000");
  CHECK(value(text, "darban_build_info{version=\"" DARBAN_VERSION "\"}") == "1");
}

TEST_CASE("what a household does is as it was at the last whole hour, and only trouble is live") {
  const Exposition text = read(facts());
  CHECK(value(text, "darban_answers_total{verdict=\"opened\"}") == "100");
  CHECK(value(text, "darban_work_total{what=\"questions\"}") == "200");
  CHECK(value(text, "darban_work_total{what=\"upstream_time_outs\"}") == "none");
  CHECK(value(text, "darban_faults_total{what=\"upstream_time_outs\"}") == "1205");
  CHECK(value(text, "darban_faults_total{what=\"questions\"}") == "none");
  const std::string written = metrics_text(facts());
  for (std::size_t i = 0; i < static_cast<std::size_t>(Total::count_); ++i)
    CHECK_FALSE(has(written, " " + std::to_string(1100 + i) + "\n"));
  for (std::size_t i = 0; i < static_cast<std::size_t>(Health::count_); ++i)
    CHECK(has(written, " " + std::to_string(1200 + i) + "\n") == moves_live(static_cast<Health>(i)));
}

TEST_CASE("every number of health is there once") {
  const Exposition text = read(facts());
  std::size_t found = 0;
  for (const auto& [sample, number] : text.values)
    found += sample.starts_with("darban_work_total{") || sample.starts_with("darban_faults_total{") ? 1u : 0u;
  CHECK(found == static_cast<std::size_t>(Health::count_));
}

TEST_CASE("nobody and nothing of a household is named or numbered") {
  StatusFacts told = facts();
  told.problems.push_back(ConfigText::from_operator("household.yaml:3:5: Ali's tablet"));
  told.listen = {{IpAddress::from_text("192.0.2.77").value(), 53, "192.0.2.77:53"}};
  told.upstreams = {{IpAddress::from_text("192.0.2.78").value(), 53, "192.0.2.78:53"}};
  told.new_devices.devices = 4711;
  told.set_up = {1234, 5678};
  const std::string text = metrics_text(told);
  for (const char* word : {"Ali", "household.yaml", "192.0.2", "4711", "31337", "1234 5678", "people", "device"})
    CHECK_FALSE_MESSAGE(has(text, word), word);
  CHECK(has(text, "\ndarban_problems 1\n"));
  CHECK(has(text, "\ndarban_upstreams 1\n"));
}

TEST_CASE("lists whose age is not known have none") {
  StatusFacts told = facts();
  told.lists_built = 0;
  CHECK_FALSE(has(metrics_text(told), "timestamp"));
}

TEST_CASE("memory is told in whole MiB") {
  CHECK(resident_memory() > 0);
  CHECK(resident_memory() % (std::uint64_t{1} << 20) == 0);
}

}  // namespace
}  // namespace darban
