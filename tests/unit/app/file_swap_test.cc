// SPDX-License-Identifier: Apache-2.0
#include "app/file_swap.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "tests/support/temp_folder.h"

using namespace darban;

namespace {

// A file and a folder to be replaced, and a file where nothing stood.
struct Places {
  TempFolder folder;
  std::string plan = folder.file("plan");
  std::vector<std::string> all{folder.file("file"), folder.file("folder"), folder.file("fresh")};

  Places() {
    folder.write("file", "old");
    std::filesystem::create_directory(folder.file("folder"));
    folder.write("folder/1", "old");
  }
  void stage() const {
    folder.write("file.restoring", "new");
    std::filesystem::create_directory(folder.file("folder.restoring"));
    folder.write("folder.restoring/2", "new");
    folder.write("fresh.restoring", "new");
  }
  bool is_old() const {
    return folder.read("file") == "old" && folder.read("folder/1") == "old" && !std::filesystem::exists(folder.file("fresh"));
  }
  bool is_new() const {
    return folder.read("file") == "new" && folder.read("folder/2") == "new" && folder.read("fresh") == "new" &&
           !std::filesystem::exists(folder.file("folder/1"));
  }
  bool has_kept() const { return folder.read("file.before-restore") == "old" && folder.read("folder.before-restore/1") == "old"; }
  bool has_litter() const {
    for (const char* name : {"file.restoring", "folder.restoring", "fresh.restoring", "plan"}) {
      if (std::filesystem::exists(folder.file(name))) return true;
    }
    return false;
  }
  void write_plan() const {
    std::string text = "darban restores these; `darban restore --finish` finishes it\n";
    for (const std::string& place : all) text += place + "\n";
    folder.write("plan", text);
  }
};

}  // namespace

TEST_CASE("all are replaced, and what stood there is kept beside") {
  const Places places;
  FileSwap swap(places.plan, places.all);
  places.stage();
  REQUIRE(swap.commit().has_value());
  CHECK(places.is_new());
  CHECK(places.has_kept());
  CHECK_FALSE(places.has_litter());
}

TEST_CASE("what is not committed leaves everything as it was, and no litter") {
  const Places places;
  {
    FileSwap swap(places.plan, places.all);
    places.stage();
  }
  CHECK(places.is_old());
  CHECK_FALSE(places.has_litter());
}

TEST_CASE("a place without its next content stops all of it") {
  const Places places;
  FileSwap swap(places.plan, places.all);
  places.stage();
  std::filesystem::remove(places.folder.file("fresh.restoring"));
  CHECK_FALSE(swap.commit().has_value());
  CHECK(places.is_old());
}

TEST_CASE("litter of one that came to nothing is taken away") {
  const Places places;
  places.stage();
  places.folder.write("file.restoring.x7Yz01", "half");
  places.folder.write("file.restored", "something else");
  const FileSwap swap(places.plan, places.all);
  CHECK_FALSE(places.has_litter());
  CHECK_FALSE(std::filesystem::exists(places.folder.file("file.restoring.x7Yz01")));
  CHECK(places.folder.read("file.restored") == "something else");
}

TEST_CASE("from wherever it was interrupted, it is finished, and what was kept is the old") {
  // The steps of finish(), one more of them done each time: keep and put for each place.
  for (int done = 0; done <= 6; ++done) {
    const Places places;
    places.stage();
    places.write_plan();
    int step = 0;
    for (const std::string& place : places.all) {
      const bool stood = std::filesystem::exists(place);
      if (step++ < done && stood) {
        if (std::filesystem::is_directory(place))
          std::filesystem::rename(place, FileSwap::kept(place));
        else
          std::filesystem::create_hard_link(place, FileSwap::kept(place));
      }
      if (step++ < done) std::filesystem::rename(FileSwap::staged(place), place);
    }
    REQUIRE(FileSwap::is_due(places.plan));
    REQUIRE(FileSwap::finish(places.plan).has_value());
    CHECK_MESSAGE(places.is_new(), done);
    CHECK_MESSAGE(places.has_kept(), done);
    CHECK_FALSE(places.has_litter());
    CHECK(FileSwap::finish(places.plan).has_value());
  }
}

TEST_CASE("what was kept once makes room for what is kept next") {
  const Places places;
  places.folder.write("file.before-restore", "older");
  std::filesystem::create_directory(places.folder.file("folder.before-restore"));
  places.folder.write("folder.before-restore/0", "older");
  FileSwap swap(places.plan, places.all);
  places.stage();
  REQUIRE(swap.commit().has_value());
  CHECK(places.has_kept());
  CHECK_FALSE(std::filesystem::exists(places.folder.file("folder.before-restore/0")));
}

TEST_CASE("another file of the plan's name is not taken for one") {
  const Places places;
  places.stage();
  places.folder.write("plan", places.all[0] + "\n");
  CHECK_FALSE(FileSwap::finish(places.plan).has_value());
  CHECK(places.is_old());
}
