// SPDX-License-Identifier: Apache-2.0
// What a Pi-hole exports, whichever version it is: version 5 packs a JSON file a table, version 6 the database. Plain values.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "import/archive.h"
#include "import/pihole_toml.h"
#include "import/table_rows.h"

namespace darban {

struct GravityTable {
  std::string place;  // "gravity.db, table client", "client.json"
  std::vector<TableRow> rows;
};

struct Gravity {
  std::string version;  // "5", "6"
  GravityTable groups;
  GravityTable clients;
  GravityTable client_groups;
  std::vector<GravityTable> domains;  // with a column `type`: 0 allow, 1 block, 2 and 3 the same as regular expressions
  GravityTable domain_groups;
  GravityTable lists;
  GravityTable list_groups;
  PiholeSettings settings;
  std::string settings_place;        // "pihole.toml", "setupVars.conf"
  std::vector<std::string> leases;   // lines of dnsmasq's lease file
  std::vector<std::string> records;  // of custom.list
};

// The error is a sentence.
Result<Gravity, std::string> read_gravity(std::string_view archive);
// The same of what was unpacked already.
Result<Gravity, std::string> gravity_of(const std::vector<ArchivedFile>& files);

}  // namespace darban
