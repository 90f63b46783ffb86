// SPDX-License-Identifier: Apache-2.0
#include "app/category_table.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/support/project_folder.h"
#include "tests/support/temp_folder.h"

namespace darban {
namespace {

constexpr MonoTime kStart{Milliseconds(1000)};

std::string name_of_first_band(const CategoryWords& words) { return words.bands.empty() ? "" : words.bands.front().name; }

// The project's own tables, of which one name can be changed.
class Tables {
 public:
  Tables() {
    std::filesystem::copy(test::project_folder() / "blocklists" / "services", folder_.file("services"));
    std::ifstream file(test::project_folder() / "blocklists" / "categories.yaml");
    text_.assign(std::istreambuf_iterator<char>(file), {});
    write(text_);
  }
  void rename_first_band(const std::string& name) {
    const std::string written = "name: \"Under 10\"";
    std::string text = text_;
    text.replace(text.find(written), written.size(), "name: \"" + name + "\"");
    write(text);
  }
  void write(const std::string& text) { folder_.write("categories.yaml", text); }
  std::string folder() const { return folder_.path(); }

 private:
  TempFolder folder_;
  std::string text_;
};

TEST_CASE("a changed table is read when its time to be looked at has come, and not for every page") {
  Tables tables;
  CategoryTable table;
  const auto first = table.of(tables.folder(), kStart);
  CHECK(name_of_first_band(*first) == "Under 10");
  tables.rename_first_band("Small children");
  CHECK(table.of(tables.folder(), kStart + CategoryTable::kLook - Milliseconds(1)) == first);
  CHECK(name_of_first_band(*table.of(tables.folder(), kStart + CategoryTable::kLook)) == "Small children");
}

TEST_CASE("another folder is looked at at once") {
  Tables tables;
  Tables others;
  others.rename_first_band("Small children");
  CategoryTable table;
  CHECK(name_of_first_band(*table.of(tables.folder(), kStart)) == "Under 10");
  CHECK(name_of_first_band(*table.of(others.folder(), kStart)) == "Small children");
}

TEST_CASE("a broken table keeps what was read last, and a mended one is read") {
  Tables tables;
  CategoryTable table;
  const auto first = table.of(tables.folder(), kStart);
  tables.write("bands: nonsense\n");
  CHECK(table.of(tables.folder(), kStart + CategoryTable::kLook) == first);
  tables.rename_first_band("Small children");
  CHECK(name_of_first_band(*table.of(tables.folder(), kStart + 2 * CategoryTable::kLook)) == "Small children");
}

}  // namespace
}  // namespace darban
