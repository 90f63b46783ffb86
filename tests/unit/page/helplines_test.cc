// SPDX-License-Identifier: Apache-2.0
#include "page/helplines.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "config/never_block_file.h"
#include "page/embedded.h"
#include "page/words.h"
#include "tests/unit/config/errors.h"
#include "tests/unit/config/files.h"

using namespace darban;
using namespace darban::page;

namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year;

constexpr sys_days kToday = year{2026} / 11 / 27;

std::string in_quotes(std::string_view text) { return "\"" + std::string(text) + "\""; }

// One number as a link that telephones understand; nothing where there are several, or words between.
std::string dial_of(const std::string& phone) {
  std::string digits;
  for (const char c : phone) {
    if (c >= '0' && c <= '9')
      digits += c;
    else if (c != ' ' && c != '-')
      return "";
  }
  return digits.empty() ? "" : "tel:" + digits;
}

std::string helpline_table() {
  const auto file = load_never_block(project_file("blocklists/never-block.yaml"));
  REQUIRE_MESSAGE(file.has_value(), said(file));
  std::string table =
      "// SPDX-License-Identifier: Apache-2.0\n// Made of blocklists/never-block.yaml by: DARBAN_WRITE_REFERENCE=1 unit_page. "
      "Change that "
      "file, not this one.\n";
  for (const Helpline& line : file->helplines) {
    if (line.level == Verified::u) continue;
    std::string helps;
    for (std::size_t i = 0; i < kMostHelps; ++i)
      helps += (i > 0 ? ", " : "") + in_quotes(i < line.helps.size() ? line.helps[i] : "");
    const std::string site = line.hosts.empty() ? "" : "https://" + line.hosts.front().name + "/";
    const auto number = [&](std::size_t at, std::size_t size) {
      return std::to_string(std::stoi(line.last_verified.substr(at, size)));
    };
    table += "{" + in_quotes(line.country) + ", " + in_quotes(line.name) + ", " + in_quotes(line.phone) + ", " +
             in_quotes(dial_of(line.phone)) + ", " + in_quotes(site) + ",\n {{" + helps + "}}, " + number(0, 4) + ", " +
             number(5, 2) + ", " + number(8, 2) + "},\n";
  }
  return table;
}

std::vector<std::string_view> names(std::string_view country, sys_days today = kToday) {
  std::vector<std::string_view> found;
  for (const HelpRow* row : help_for(country, today)) found.push_back(row->name.view());
  return found;
}

bool has(const std::vector<std::string_view>& all, std::string_view name) {
  return std::find(all.begin(), all.end(), name) != all.end();
}

}  // namespace

TEST_CASE("config reference fresh: src/page/helpline_table.inc is what blocklists/never-block.yaml says") {
  const auto path = project_file("src/page/helpline_table.inc");
  const std::string table = helpline_table();
  if (std::getenv("DARBAN_WRITE_REFERENCE") != nullptr) std::ofstream(path, std::ios::binary) << table;
  CHECK_MESSAGE(text_in(path) == table, "it is written anew by: DARBAN_WRITE_REFERENCE=1 unit_page; then build again");
}

TEST_CASE("what a helpline helps with has its sentence in every language") {
  const Languages languages(embedded_languages());
  for (const HelpRow& row : help_rows()) {
    for (const Text help : row.helps) {
      for (const Words& words : languages.all())
        CHECK_MESSAGE((help.view().empty() || words.find("child.help.for.", help.view()).has_value()), help.view());
    }
  }
}

TEST_CASE("without a country only those for any are there, and two of them at least") {
  for (const HelpRow* row : help_for("", kToday)) CHECK(row->country.view() == "any");
  CHECK(help_for("", kToday).size() >= 2);
}

TEST_CASE("a country has its own lines, telephones first, and those for any") {
  const auto britain = names("GB");
  REQUIRE_FALSE(britain.empty());
  CHECK(britain.front() == "Childline");
  CHECK(has(britain, "Take It Down"));
  CHECK_FALSE(has(britain, "988 Suicide and Crisis Lifeline"));
  const auto rows = help_for("PK", kToday);
  CHECK(std::is_partitioned(rows.begin(), rows.end(), [](const HelpRow* row) { return !row->phone.view().empty(); }));
}

TEST_CASE("a part of a country has its own lines and the country's, and the country not those of its parts") {
  CHECK(has(names("PK-IS"), "Child Protection Institute, Islamabad"));
  CHECK(has(names("PK-IS"), "Madadgaar"));
  CHECK_FALSE(has(names("PK"), "Child Protection Institute, Islamabad"));
}

TEST_CASE("countries of the union have the union's lines") {
  CHECK(has(names("DE"), "Child helpline and missing children"));
  CHECK(has(names("EU"), "Child helpline and missing children"));
  CHECK_FALSE(has(names("GB"), "Child helpline and missing children"));
}

TEST_CASE("a line is shown for 180 days after somebody verified it, and not a day longer") {
  for (const HelpRow& row : help_rows()) {
    CHECK(has(names(row.country.view(), row.verified() + days(180)), row.name.view()));
    CHECK_FALSE(has(names(row.country.view(), row.verified() + days(181)), row.name.view()));
  }
}
