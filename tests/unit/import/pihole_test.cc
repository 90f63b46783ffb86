// SPDX-License-Identifier: Apache-2.0
// The tables of a version 5 export, by text; archives and databases are made by integration.import.
#include <doctest/doctest.h>

#include "import/gravity.h"
#include "import/pihole_toml.h"
#include "tests/unit/import/imports.h"

using namespace darban;
using namespace darban::test;

namespace {

std::string json_said(std::string_view text) {
  const auto rows = rows_of_json(text);
  return rows ? std::to_string(rows->size()) + " rows" : rows.error();
}

}  // namespace

TEST_CASE("rows of JSON are columns by name, as text") {
  const auto rows =
      rows_of_json(R"([{"id":1,"domain":"a\/b","on":true,"half":0.5,"none":null,"deep":{"x":[1]},"deeper":[{"id":9}]},{}])");
  REQUIRE(rows);
  REQUIRE(rows->size() == 2);
  const TableRow& row = rows->front();
  CHECK(column(row, "id") == "1");
  CHECK(column(row, "domain") == "a/b");
  CHECK(column(row, "on") == "1");
  CHECK(column(row, "half") == "0.5");
  CHECK(column(row, "none").empty());
  CHECK(row.count("deep") == 0);
  CHECK(row.count("x") == 0);
}

TEST_CASE("JSON that is no list of rows is refused") {
  CHECK(json_said("{}") == "a list of rows belongs here, not one object");
  CHECK(json_said("null") == "a list of rows belongs here");
  CHECK(says(json_said("["), "no JSON at octet"));
  CHECK(says(json_said(""), "no JSON"));
  CHECK(says(json_said("[{\"a\":\"\xff\"}]"), "no JSON"));
  CHECK(says(json_said(std::string(100000, '[')), "20 levels"));
  CHECK(json_said("[]") == "0 rows");
}

TEST_CASE("an archive without Pi-hole's files is no export of it") {
  CHECK(says(gravity_of({{"etc/hosts", ""}}).error(), "no Teleporter export"));
  CHECK(says(gravity_of({{"etc/pihole/gravity.db", "SQLite format 3"}}).error(),
             "gravity.db: it is no SQLite database, or damaged"));
  CHECK(says(gravity_of({{"etc/pihole/gravity.db", ""}}).error(), "gravity.db"));
  CHECK(says(gravity_of({{"group.json", "[{"}}).error(), "group.json: no JSON"));
}

TEST_CASE("pihole.toml gives its resolvers with their lines, and no secret") {
  const auto settings = read_pihole_toml(R"(# Pi-hole configuration file (v6.0)
[dns]
  # Array of upstream DNS servers used by Pi-hole
  upstreams = [
    "9.9.9.9",
    "127.0.0.1#5335"
  ] ### CHANGED, default = []
  hosts = [ "192.168.1.10 nas.home" ]
  cnameRecords = [ "alias.home,nas.home" ]
  revServers = [ "true,192.168.1.0/24,192.168.1.1,lan" ]
  [dns.blocking]
    mode = "NX"
[dhcp]
  active = true
  hosts = [ "aa:bb:cc:dd:ee:ff,192.168.1.5" ]
[webserver.api]
  pwhash = "$BALLOON-SHA256$secret"
)");
  REQUIRE(settings);
  REQUIRE(settings->upstreams.size() == 2);
  CHECK(settings->upstreams[1].value == "127.0.0.1#5335");
  CHECK(settings->upstreams[1].line == 6);
  CHECK(settings->hosts.size() == 1);
  CHECK(settings->cnames.size() == 1);
  CHECK(settings->reverse_servers.size() == 1);
  CHECK(settings->dhcp_hosts.size() == 1);
  CHECK(settings->blocking_mode.value == "NX");
  CHECK(settings->dhcp_active);

  CHECK(read_pihole_toml("dns = 5\n[dhcp]\nactive = \"no\"\n").has_value());
  CHECK(read_pihole_toml("").has_value());
  CHECK(says(read_pihole_toml("[dns\n").error(), "line 1: no TOML: a table's name is not closed"));
  CHECK(says(read_pihole_toml("\na = [\n\"x\"\n").error(), "line 2: no TOML: a list is not closed"));
  CHECK(says(read_pihole_toml("a = \"x\n\"").error(), "line 1: no TOML: a quote is not closed"));
  CHECK(says(read_pihole_toml("a\n").error(), "line 1: no TOML: a key, '=' and a value belong here"));
  CHECK(says(read_pihole_toml("a = " + std::string(100000, '[')).error(), "no TOML"));
  const auto odd = read_pihole_toml(
      "[dns]\nupstreams = ['1.1.1.1', \"a\\\"b\", [\"in\"], {x = \"in\"}] # x\ncnameRecords = '''a\nb'''\n\"hosts\" = [ # [\n "
      "'x' ]");
  REQUIRE(odd);
  REQUIRE(odd->upstreams.size() == 2);
  CHECK(odd->upstreams[1].value == "a\"b");
  CHECK(odd->hosts.size() == 1);
}
