// SPDX-License-Identifier: Apache-2.0
// The household file as the page writes it, over real files: whole or not at all, and the versions before are kept.
#include "app/household_editions.h"

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

#include "tests/support/temp_folder.h"

namespace darban {
namespace {

using Why = page::NotSaved::Why;

struct Shelf {
  TempFolder folder;
  HouseholdEditions editions{folder.write("household.yaml", "zone: UTC\n")};

  std::string tag() const { return editions.current()->tag; }
  Result<page::Edition, page::NotSaved> write(const std::string& text) const { return editions.write(text, tag()); }
  std::string file() const { return folder.read("household.yaml"); }
};

// No file may grow beyond `octets`: what a full disk says to a program, without filling one.
class FullDisk {
 public:
  explicit FullDisk(rlim_t octets) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    handler_ = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{octets, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  rlimit before_{};
  void (*handler_)(int) = nullptr;
};

TEST_CASE("a tag names the octets, and writing gives the next") {
  const Shelf shelf;
  const std::string first = shelf.tag();
  CHECK(first.size() == 32);
  const auto saved = shelf.write("zone: Asia/Karachi\n");
  REQUIRE(saved);
  CHECK(saved->tag != first);
  CHECK(saved->tag == shelf.tag());
  CHECK(shelf.file() == "zone: Asia/Karachi\n");
}

TEST_CASE("the same text again is no new version") {
  const Shelf shelf;
  REQUIRE(shelf.write("zone: UTC\n"));
  CHECK(shelf.editions.kept().empty());
}

TEST_CASE("whoever read another version is refused, and nothing is written") {
  const Shelf shelf;
  const std::string stale = shelf.tag();
  shelf.folder.write("household.yaml", "zone: Europe/Berlin\n");
  const auto refused = shelf.editions.write("zone: Asia/Karachi\n", stale);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().why == Why::stale);
  CHECK(refused.error().tag == shelf.tag());
  CHECK(shelf.file() == "zone: Europe/Berlin\n");
  CHECK(shelf.editions.kept().empty());
}

TEST_CASE("the last ten versions are kept, octet for octet, each under its own number for good") {
  const Shelf shelf;
  for (int i = 0; i < 25; ++i) REQUIRE(shelf.write("# " + std::to_string(i) + "\nzone: UTC\n"));
  const auto kept = shelf.editions.kept();
  REQUIRE(kept.size() == HouseholdEditions::kKept);
  CHECK(kept.front().number == 25);
  CHECK(kept.back().number == 16);
  CHECK(shelf.editions.kept(25)->text == "# 23\nzone: UTC\n");
  CHECK(shelf.editions.kept(16)->text == "# 14\nzone: UTC\n");
  CHECK_FALSE(shelf.editions.kept(15));
}

TEST_CASE("for whom a version was written stands in it") {
  const Shelf shelf;
  std::string text;
  for (const std::string& line : edition_comment(shelf.editions.path(), "Omar.\nB")) text += "# " + line + "\n";
  REQUIRE(shelf.write(text + "zone: Asia/Karachi\n"));
  REQUIRE(shelf.write("zone: UTC\n"));
  CHECK(shelf.editions.kept().front().by == "Omar. B");
  CHECK(shelf.editions.kept().back().by.empty());
  CHECK(giver_in("# Written by the page for somebody.\n").empty());
}

TEST_CASE("a full disk leaves the file and the versions as they were") {
  const Shelf shelf;
  REQUIRE(shelf.write("zone: Asia/Karachi\n"));
  const std::string before = shelf.file();
  {
    const FullDisk full(8);
    const auto refused = shelf.write("zone: Europe/Berlin\nblock: [a.example, b.example]\n");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().why == Why::unwritten);
    CHECK(refused.error().error.what.find("nothing was changed") != std::string::npos);
  }
  CHECK(shelf.file() == before);
  CHECK(shelf.editions.kept().size() == 1);
  CHECK(shelf.folder.files() == 2);  // the file and the folder of versions: no temporary stays
}

TEST_CASE("the file keeps its rights, and a link goes on leading to it") {
  TempFolder folder;
  const std::string real = folder.write("real.yaml", "zone: UTC\n");
  ::chmod(real.c_str(), 0600);
  std::filesystem::create_symlink(real, folder.file("household.yaml"));
  const HouseholdEditions editions(folder.file("household.yaml"));
  REQUIRE(editions.write("zone: Asia/Karachi\n", editions.current()->tag));
  CHECK(std::filesystem::is_symlink(folder.file("household.yaml")));
  CHECK(folder.read("real.yaml") == "zone: Asia/Karachi\n");
  struct stat state {};
  REQUIRE(::stat(real.c_str(), &state) == 0);
  CHECK((state.st_mode & 0777) == 0600);
}

TEST_CASE("other files in the folder of versions are nobody's versions and stay") {
  const Shelf shelf;
  REQUIRE(shelf.write("zone: Asia/Karachi\n"));
  shelf.folder.write("household.yaml.editions/notes.txt", "mine");
  shelf.folder.write("household.yaml.editions/7.yaml", "mine too");
  REQUIRE(shelf.write("zone: UTC\n"));
  CHECK(shelf.editions.kept().size() == 2);
  CHECK(shelf.folder.read("household.yaml.editions/notes.txt") == "mine");
}

TEST_CASE("a file that is gone is not made anew over somebody's head") {
  const Shelf shelf;
  const std::string tag = shelf.tag();
  std::filesystem::remove(shelf.editions.path());
  const auto refused = shelf.editions.write("zone: UTC\n", tag);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().why == Why::unwritten);
  CHECK_FALSE(std::filesystem::exists(shelf.editions.path()));
}

}  // namespace
}  // namespace darban
