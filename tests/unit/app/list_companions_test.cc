// SPDX-License-Identifier: Apache-2.0
#include "app/list_companions.h"

#include <doctest/doctest.h>

#include "tests/support/bundle_of.h"
#include "tests/support/literals.h"
#include "tests/support/temp_folder.h"

using namespace darban;
using namespace darban::literals;
using namespace darban::test_bundles;

namespace {

WallTime at(std::int64_t seconds) { return WallTime{Seconds{seconds}}; }
std::string text_of_octets(const std::vector<std::uint8_t>& octets) { return {octets.begin(), octets.end()}; }

// An image's folder with a trust file, an un-block file that ends in a day, and the head of a bundle that ends in two weeks.
struct Home {
  Maintainers who{1};
  TempFolder folder;
  std::string image = folder.write("lists.image", text_of_octets(image_octets()));

  Home() {
    folder.write("lists.keys", "threshold: 1\n" + who.line(0, "maintainer"));
    const auto part =
        *unblock_signed_part({kPublisher, 7, kToday - 60, kToday + 86400, {{"clinic.example"_name, OpenedScope::subtree}}});
    folder.write("lists.unblock", text_of_octets(with_signatures(part, signatures_of(part, who.keys(1)))));
    const auto file = bundle_of(manifest_of(42), who.keys(1));
    const Octets head = read_bundle(file)->head;
    folder.write("lists.manifest", std::string(head.begin(), head.end()));
  }
};

}  // namespace

TEST_CASE("companions stand beside the image, whatever it is called") {
  CHECK(beside_image("/a/lists.image", "keys") == "/a/lists.keys");
  CHECK(beside_image("/a/b.image/lists", "unblock") == "/a/b.image/lists.unblock");
}

TEST_CASE("names that maintainers opened are in force until their file ends") {
  const Home home;
  const UnblockInForce found = read_unblock_beside(home.image, at(kToday));
  REQUIRE(found.names.size() == 1);
  CHECK(found.names[0].name == "clinic.example"_name);
  CHECK(found.until == at(kToday + 86400));
  CHECK(found.problems.empty());
}

TEST_CASE("after its end the file opens nothing, the operator hears of it, and the next look is for the bundle's end") {
  const Home home;
  const UnblockInForce found = read_unblock_beside(home.image, at(kToday + 86400));
  CHECK(found.names.empty());
  CHECK(found.until == at(manifest_of(42).expires));
  REQUIRE(found.problems.size() == 1);
  CHECK(found.problems[0].what.find("its time is over") != std::string::npos);
}

TEST_CASE("lists whose time is over stay in force, and the operator hears of it") {
  const Home home;
  const UnblockInForce found = read_unblock_beside(home.image, at(manifest_of(42).expires));
  REQUIRE_FALSE(found.problems.empty());
  CHECK(found.problems[0].what.find("they stay in force") != std::string::npos);
  CHECK(found.until == kNever);
}

TEST_CASE("the head of a bundle says nothing about an image that was built by hand afterwards") {
  const Home home;
  home.folder.write("lists.image", "another image");
  for (const ConfigError& problem : read_unblock_beside(home.image, at(manifest_of(42).expires)).problems)
    CHECK(problem.what.find("they stay in force") == std::string::npos);
}

TEST_CASE("a folder with an image alone has no companions and no problems") {
  const TempFolder folder;
  const UnblockInForce found = read_unblock_beside(folder.file("lists.image"), at(kToday));
  CHECK(found.names.empty());
  CHECK(found.problems.empty());
  CHECK(found.until == kNever);
}

TEST_CASE("a trust file that is missing or wrong is a problem with its place") {
  const Home home;
  home.folder.write("lists.keys", "threshold: 1\nnonsense\n");
  const UnblockInForce wrong = read_unblock_beside(home.image, at(kToday));
  REQUIRE(wrong.problems.size() == 1);
  CHECK(wrong.names.empty());
  CHECK(wrong.problems[0].what.find("lists.keys:2") != std::string::npos);
  CHECK(load_bundle_keys(home.folder.file("nowhere")).error().what.find("trust file") != std::string::npos);
}
