// SPDX-License-Identifier: Apache-2.0
#include "config/curated.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "tests/support/temp_folder.h"
#include "tests/unit/config/errors.h"

using namespace darban;

namespace {

std::string line(const std::string& domain, const std::string& category = "nudify", const std::string& added = "2026-11-21",
                 const std::string& review = "2027-05-21", const std::string& reason = "A newspaper wrote so.") {
  return domain + "\t" + category + "\t" + added + "\t" + review + "\t" + reason + "\n";
}
std::string curated_said(const std::string& text) { return said(parse_curated(text, "x/nudify.tsv")); }

struct Folder : TempFolder {
  Folder() {
    for (const char* inner : {"curated", "services"}) std::filesystem::create_directories(file(inner));
    write("categories.yaml",
          "categories:\n"
          "  - {id: 1, key: nudify, name: N, urdu: U, covers: C., never: D., risk: none}\n"
          "  - {id: 2, key: streaming, name: N, urdu: U, covers: C., never: D., risk: none}\n"
          "  - {id: 3, key: bypass-dns, name: N, urdu: U, covers: C., never: D., risk: bypass}\n"
          "  - {id: 4, key: bypass-vpn, name: N, urdu: U, covers: C., never: D., risk: bypass}\n");
    write("curated/nudify.tsv", "# x\n" + line("a.example"));
    write("services/tube.yaml",
          "id: 128\nkey: tube\nname: N\nurdu: U\ngroup: streaming\nrisk: none\ncovers: C.\nalso-stops: \"\"\nnever: D.\n"
          "core:\n  - tube.example\n  - tu.example\nshared: [cdn.example]\nreviewed: 2026-11-21\n");
    write(
        "bypass.yaml",
        "signals: []\nresolvers:\n  names:\n    - {name: dns.example, scope: exact, why: W.}\ntunnels:\n  - {name: vpn.example, "
        "why: W.}\n");
  }
};

}  // namespace

TEST_CASE("a curated line is a name with its category, days and reason") {
  const auto list = parse_curated("# comment\n\n" + line("a.example") + line("b.example"), "x/nudify.tsv");
  REQUIRE_MESSAGE(list.has_value(), said(list));
  CHECK(list->category == "nudify");
  REQUIRE(list->entries.size() == 2);
  const auto& first = list->entries.front();
  CHECK(first.name == "a.example");
  CHECK(first.category == "nudify");
  CHECK(first.added == "2026-11-21");
  CHECK(first.review_by == "2027-05-21");
  CHECK(first.reason == "A newspaper wrote so.");
  CHECK(first.place.line == 3);
}

TEST_CASE("a curated line without five fields is refused by its line") {
  CHECK(curated_said("# x\na.example\tnudify\n") ==
        "x/nudify.tsv:2:1: 1 tabs in the line; write domain, category, added, review_by and reason with one tab between each");
  CHECK(contains(curated_said(line("a.example", "nudify", "2026-11-21", "2027-05-21", "a\tb")), ":1:1: 5 tabs in the line"));
}

TEST_CASE("each field of a curated line is refused at its column") {
  CHECK(contains(curated_said(line("A.example")), "nudify.tsv:1:1: 'A.example' has capital letters"));
  CHECK(contains(curated_said(line("*.a.example")), ":1:1: '*.a.example' is not a name"));
  CHECK(contains(curated_said(line("example")), ":1:1: 'example' is a whole top-level domain"));
  CHECK(contains(curated_said(line("a.example", "gaming")), ":1:11: 'gaming' is not this file's category; write 'nudify'"));
  CHECK(contains(curated_said(line("a.example", "nudify", "21.11.2026")), ":1:18: '21.11.2026' is not a date"));
  CHECK(contains(curated_said(line("a.example", "nudify", "2026-11-21", "2027-02-29")),
                 ":1:29: '2027-02-29' is a day that does not exist"));
  CHECK(contains(curated_said(line("a.example", "nudify", "2026-11-21", "2026-11-20")),
                 ":1:29: the review of '2026-11-20' is before the day it was added, '2026-11-21'"));
  CHECK(contains(curated_said(line("a.example", "nudify", "2026-11-21", "2027-05-21", "")), ":1:40: a reason belongs here"));
}

TEST_CASE("a curated name stands once in its file") {
  CHECK(curated_said(line("a.example") + line("b.example") + line("a.example")) ==
        "x/nudify.tsv:3:1: 'a.example' stands already in line 1");
}

TEST_CASE("lines that end as another system ends them are read") {
  CHECK(curated_said("a.example\tnudify\t2026-11-21\t2027-05-21\tSo.\r\n\r\n") == "accepted");
}

TEST_CASE("our own lists are the curated ones, the services for themselves and their group, and the ways round") {
  const Folder folder;
  REQUIRE(holds_own_lists(folder.path()));
  const auto lists = own_lists(folder.path());
  REQUIRE_MESSAGE(lists.has_value(), said(lists));
  std::string keys;
  for (const OwnList& list : *lists) keys += list.key + " " + list.format + "\n";
  CHECK(keys == "nudify curated\nstreaming service\nbypass-dns bypass\nbypass-vpn bypass\nservice:tube service\n");
  CHECK((*lists)[0].names.at(0).line == 2);
  const auto& tube = (*lists)[4];
  CHECK(tube.path == folder.file("services/tube.yaml"));
  REQUIRE(tube.names.size() == 2);
  CHECK(tube.names[1].name == "tu.example");
  CHECK(tube.names[1].line == 12);
  CHECK_FALSE(tube.names[1].exact);
  CHECK((*lists)[2].names.at(0).exact);
}

TEST_CASE("one file of ours says what it says about one key") {
  const Folder folder;
  const auto found = own_list(folder.file("bypass.yaml"), "bypass-vpn");
  REQUIRE(found);
  CHECK(found->names.at(0).name == "vpn.example");
  CHECK(contains(said(own_list(folder.file("services/tube.yaml"), "service:reel")),
                 "services/tube.yaml: nothing about 'service:reel' stands in this file"));
}

TEST_CASE("a curated list of no category is refused with the one that was meant") {
  const Folder folder;
  folder.write("curated/nudfy.tsv", line("a.example", "nudfy"));
  CHECK(said(own_lists(folder.path())) ==
        folder.file("curated/nudfy.tsv") + ": categories.yaml has no category 'nudfy'; did you mean 'nudify'?");
}

TEST_CASE("a mistake in any of our files refuses them all, with its place") {
  const Folder folder;
  folder.write("services/tube.yaml", "id: 1\n");
  CHECK(contains(said(own_lists(folder.path())), folder.file("services/tube.yaml") + ":1:5: '1' is out of range"));
}

TEST_CASE("a folder without a table, or without lists of ours, holds none") {
  const TempFolder folder;
  std::filesystem::create_directories(folder.file("curated"));
  CHECK_FALSE(holds_own_lists(folder.path()));
  const TempFolder other;
  other.write("categories.yaml", "categories: []\n");
  CHECK_FALSE(holds_own_lists(other.path()));
}
