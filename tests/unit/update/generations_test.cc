// SPDX-License-Identifier: Apache-2.0
#include "update/generations.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/support/temp_folder.h"

namespace darban {
namespace {

using Numbers = std::vector<std::uint64_t>;

std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::uint64_t make(const Generations& generations, const std::string& content) {
  const std::string folder = generations.begin().value();
  std::ofstream(folder + "/lists.image") << content;
  return generations.publish().value();
}

}  // namespace

TEST_CASE("generations count up, and the one in force is the file that is watched") {
  const TempFolder folder;
  const Generations generations(folder.path());
  CHECK_FALSE(generations.installed());
  CHECK(make(generations, "first") == 1);
  CHECK(make(generations, "second") == 2);
  const std::string image = folder.path() + "/lists.image";
  REQUIRE(generations.install(2, image));
  CHECK(content_of(image) == "second");
  CHECK(generations.installed() == 2U);
  REQUIRE(generations.install(1, image));
  CHECK(content_of(image) == "first");
  CHECK_FALSE(std::filesystem::exists(image + ".next"));
}

TEST_CASE("installing what is installed changes nothing and leaves nothing behind") {
  const TempFolder folder;
  const Generations generations(folder.path());
  make(generations, "only");
  const std::string image = folder.path() + "/lists.image";
  REQUIRE(generations.install(1, image));
  REQUIRE(generations.install(1, image));
  CHECK(content_of(image) == "only");
  CHECK_FALSE(std::filesystem::exists(image + ".next"));
}

TEST_CASE("an update that was killed before it published leaves no generation") {
  const TempFolder folder;
  const Generations generations(folder.path());
  const std::string next = generations.begin().value();
  std::ofstream(next + "/lists.image") << "half";
  CHECK(generations.all().empty());
  CHECK(make(generations, "whole") == 1);
  CHECK(content_of(generations.image_of(1)) == "whole");
}

TEST_CASE("two older generations are kept, and the one in force in any case") {
  const TempFolder folder;
  const Generations generations(folder.path());
  for (const char* content : {"a", "b", "c", "d", "e"}) make(generations, content);
  REQUIRE(generations.install(1, folder.path() + "/lists.image"));
  generations.prune();
  CHECK(generations.all() == Numbers{1, 3, 4, 5});
}

TEST_CASE("only one process at a time changes the folder") {
  const TempFolder folder;
  auto first = UpdateLock::take(folder.path());
  REQUIRE(first);
  const auto second = UpdateLock::take(folder.path());
  REQUIRE_FALSE(second);
  CHECK(second.error().code == Errc::not_permitted);
}

}  // namespace darban
