// SPDX-License-Identifier: Apache-2.0
#include "engine/in_flight.h"

#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "tests/support/literals.h"

using namespace darban;
using namespace darban::literals;

namespace {

std::unique_ptr<Query> query_for(const std::string& name) {
  auto query = std::make_unique<Query>();
  query->question = {*Name::from_text(name), RrType::a, RrClass::in};
  return query;
}

}  // namespace

TEST_CASE("the first to ask travels, the second joins, and both come back") {
  InFlight table(4);
  const auto one = query_for("a.example");
  const auto two = query_for("a.example");
  CHECK(table.join(*one, 1) == InFlight::Joined::first);
  CHECK(table.join(*two, 1) == InFlight::Joined::also);
  CHECK(one->ticket == two->ticket);
  auto* flight = table.find(one->ticket);
  REQUIRE(flight != nullptr);
  int landed = 0;
  for (Query* query = table.land(*flight); query != nullptr; query = query->next_waiting) ++landed;
  CHECK(landed == 2);
  CHECK(table.travelling() == 0);
}

TEST_CASE("another name with the same hash, and the same name with DO, travel alone") {
  InFlight table(4);
  const auto one = query_for("a.example");
  const auto other = query_for("b.example");
  const auto validating = query_for("a.example");
  validating->edns.dnssec_ok = true;
  CHECK(table.join(*one, 1) == InFlight::Joined::first);
  CHECK(table.join(*other, 1) == InFlight::Joined::first);
  CHECK(table.join(*validating, 1) == InFlight::Joined::first);
}

TEST_CASE("a full table says so and takes new flights when one has landed") {
  InFlight table(1);
  const auto one = query_for("a.example");
  const auto two = query_for("b.example");
  CHECK(table.join(*one, 1) == InFlight::Joined::first);
  CHECK(table.join(*two, 2) == InFlight::Joined::full);
  table.land(*table.find(one->ticket));
  CHECK(table.join(*two, 2) == InFlight::Joined::first);
}

TEST_CASE("a ticket of a flight that landed is not taken for its successor") {
  InFlight table(1);
  const auto one = query_for("a.example");
  table.join(*one, 1);
  const auto old = one->ticket;
  table.land(*table.find(old));
  table.join(*one, 1);
  CHECK(table.find(old) == nullptr);
  CHECK(table.find(one->ticket) != nullptr);
  CHECK(table.find(0xffffffff) == nullptr);
}

TEST_CASE("who went away is not called") {
  InFlight table(4);
  const auto one = query_for("a.example");
  const auto two = query_for("a.example");
  table.join(*one, 1);
  table.join(*two, 1);
  table.forget(*one);
  Query* waiting = table.land(*table.find(two->ticket));
  CHECK(waiting == two.get());
  CHECK(waiting->next_waiting == nullptr);
}

TEST_CASE("two hundred different questions travel at once, the next one does not, and each comes back to its asker") {
  InFlight table(200);
  std::vector<std::unique_ptr<Query>> queries;
  for (int i = 0; i < 200; ++i) {
    queries.push_back(query_for("n" + std::to_string(i) + ".example"));
    REQUIRE(table.join(*queries.back(), static_cast<std::uint64_t>(i * 7)) == InFlight::Joined::first);
  }
  const auto late = query_for("late.example");
  CHECK(table.join(*late, 3) == InFlight::Joined::full);
  for (const auto& query : queries) CHECK(table.land(*table.find(query->ticket)) == query.get());
  CHECK(table.travelling() == 0);
}
