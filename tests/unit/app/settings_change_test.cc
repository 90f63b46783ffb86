// SPDX-License-Identifier: Apache-2.0
#include "app/settings_change.h"

#include <doctest/doctest.h>

#include <set>

#include "config/fields.h"
#include "config/yaml.h"

namespace darban {
namespace {

Settings settings(std::string_view yaml) {
  const auto parsed = parse_settings(yaml, "darban.yaml");
  REQUIRE(parsed);
  return *parsed;
}

TEST_CASE("the same settings are no change, however they are spelt") {
  const auto change = compare_settings(settings(""), settings("listen: [\"127.0.0.1:53\", \"[::1]:53\"]\n"));
  CHECK(change.with_new_workers.empty());
  CHECK(change.after_restart.empty());
}

TEST_CASE("another address to listen on waits for a restart and stays as it was until then") {
  const auto change = compare_settings(settings(""), settings("listen: [\"127.0.0.1:5353\"]\n"));
  REQUIRE(change.after_restart.size() == 1);
  CHECK(change.after_restart[0].view() == "listen");
  REQUIRE(change.in_force.listen.size() == 2);
  CHECK(change.in_force.listen[0].port == 53);
}

TEST_CASE("other upstreams need new workers and no restart") {
  const auto change = compare_settings(settings(""), settings("upstreams:\n  servers: [192.0.2.1]\n"));
  REQUIRE(change.with_new_workers.size() == 1);
  CHECK(change.with_new_workers[0].view() == "upstreams.servers");
  CHECK(change.after_restart.empty());
  CHECK(change.in_force.upstreams.size() == 1);
}

TEST_CASE("another household file is taken up with the next policy") {
  const auto change = compare_settings(settings(""), settings("household: /srv/rules.yaml\n"));
  CHECK(change.with_new_workers.empty());
  CHECK(change.after_restart.empty());
  CHECK(change.in_force.household == "/srv/rules.yaml");
}

TEST_CASE("the keys that are not for workers are keys of the table of settings") {
  std::set<std::string_view> special;
  for (const Field& field : settings_fields()) {
    const bool of_updates = field.key.view().starts_with("lists.");
    if (of_updates) CHECK(takes_effect(field.key.view()) == TakesEffect::at_once);
    if (!of_updates && takes_effect(field.key.view()) != TakesEffect::with_new_workers) special.insert(field.key.view());
  }
  CHECK(special.size() == 21);
}

}  // namespace
}  // namespace darban
