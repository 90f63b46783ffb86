// SPDX-License-Identifier: Apache-2.0
// Any octets as the files of a Pi-hole export: an archive, its database, its tables, its settings.
#include <string>

#include "import/gravity.h"
#include "import/imported.h"
#include "tests/fuzz/expect.h"

using namespace darban;

namespace {

void expect_sentence(const Result<Gravity, std::string>& gravity) {
  if (!gravity) EXPECT(!gravity.error().empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(octets), size);
  const auto rows = rows_of_json(text);
  EXPECT(rows ? rows->size() <= kMostRows : !rows.error().empty());
  const auto settings = read_pihole_toml(text);
  if (settings) {
    for (const auto& upstream : settings->upstreams) EXPECT(upstream.line >= 1);
  }
  expect_sentence(gravity_of({{"pihole.toml", text}, {"group.json", "[]"}}));
  expect_sentence(gravity_of({{"client.json", text}, {"group.json", text}, {"setupVars.conf", text}, {"dhcp.leases", text}}));
  expect_sentence(gravity_of({{"gravity.db", text}}));
  const auto imported = import_pihole(text, {"f.zip", nullptr, ""});
  EXPECT(imported || !imported.error().what.empty());
  return 0;
}
