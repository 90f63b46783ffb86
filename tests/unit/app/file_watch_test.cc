// SPDX-License-Identifier: Apache-2.0
#include "app/file_watch.h"

#include <doctest/doctest.h>
#include <poll.h>

#include <filesystem>

#include "tests/support/temp_folder.h"

namespace darban {
namespace {

bool is_readable(int descriptor) {
  pollfd entry{descriptor, POLLIN, 0};
  return ::poll(&entry, 1, 2000) == 1;
}

TEST_CASE("a file renamed into place is seen, as editors and AtomicFile do it") {
  TempFolder folder;
  folder.write("rules.yaml", "old");
  FileWatch watch({folder.file("rules.yaml"), folder.file("other.yaml")});
  folder.write("rules.yaml.new", "newer");
  std::filesystem::rename(folder.file("rules.yaml.new"), folder.file("rules.yaml"));
  REQUIRE(is_readable(watch.descriptor()));
  watch.drain();
  CHECK(watch.changed() == std::vector<std::size_t>{0});
  CHECK(watch.changed().empty());
}

TEST_CASE("a file written in place is seen") {
  TempFolder folder;
  folder.write("rules.yaml", "old");
  FileWatch watch({folder.file("rules.yaml")});
  folder.write("rules.yaml", "a longer text");
  CHECK(is_readable(watch.descriptor()));
  CHECK(watch.changed().size() == 1);
}

TEST_CASE("a file that comes and goes is seen both times") {
  TempFolder folder;
  FileWatch watch({folder.file("image")});
  folder.write("image", "x");
  CHECK(watch.changed().size() == 1);
  std::filesystem::remove(folder.file("image"));
  CHECK(watch.changed().size() == 1);
  CHECK(stamp_of(folder.file("image")) == FileStamp{});
}

TEST_CASE("another file in the same folder is nobody's change") {
  TempFolder folder;
  folder.write("rules.yaml", "old");
  FileWatch watch({folder.file("rules.yaml")});
  folder.write("notes.txt", "x");
  CHECK(watch.changed().empty());
}

TEST_CASE("a link that points to another file is a change") {
  TempFolder folder;
  folder.write("one", "1");
  folder.write("two", "2");
  std::filesystem::create_symlink(folder.file("one"), folder.file("rules.yaml"));
  FileWatch watch({folder.file("rules.yaml")});
  std::filesystem::create_symlink(folder.file("two"), folder.file("next"));
  std::filesystem::rename(folder.file("next"), folder.file("rules.yaml"));
  CHECK(watch.changed().size() == 1);
}

TEST_CASE("a folder that does not exist yet is watched once it does") {
  TempFolder folder;
  FileWatch watch({folder.file("later/rules.yaml")});
  std::filesystem::create_directory(folder.file("later"));
  CHECK(watch.changed().empty());
  folder.write("later/rules.yaml", "x");
  CHECK(is_readable(watch.descriptor()));
  CHECK(watch.changed().size() == 1);
}

}  // namespace
}  // namespace darban
