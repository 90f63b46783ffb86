// SPDX-License-Identifier: Apache-2.0
#include "update/signed_lists.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include "lists/unblock.h"
#include "tests/support/bundle_of.h"
#include "tests/support/literals.h"
#include "tests/support/temp_folder.h"
#include "update/bundle_files.h"

using namespace darban;
using namespace darban::literals;
using namespace darban::test_bundles;

namespace {

struct Home {
  Maintainers who{1};
  TempFolder folder;
  std::string state = folder.file("lists");
  std::string image = folder.file("lists.image");
  Generations generations{state};

  SignedLists lists(SignedLists::Numbers numbers = SignedLists::Numbers::must_grow) const {
    return {state, image, who.trust(1), numbers};
  }
  std::vector<std::uint8_t> bundle(std::uint64_t number) const { return bundle_of(manifest_of(number), who.keys(1)); }
  std::uint64_t take(std::uint64_t number) const {
    const auto generation = lists().take_bundle(bundle(number), kToday);
    REQUIRE(generation);
    return *generation;
  }
  std::optional<BundleFault> refusal_of(std::uint64_t number) const {
    const auto taken = lists().take_bundle(bundle(number), kToday);
    return taken ? std::nullopt : std::optional(taken.error().refused->fault);
  }
};

}  // namespace

TEST_CASE("a bundle that was taken is a generation, the image, and the head beside it") {
  const Home home;
  CHECK(home.take(7) == 1);
  CHECK(home.generations.installed() == 1);
  CHECK(home.generations.bundle_in_force()->number == 7);
  CHECK(installed_bundle(home.image)->number == 7);
  CHECK(home.lists().newest()->number == 7);
}

TEST_CASE("numbers are compared with the newest that was taken, not with the one in force") {
  const Home home;
  home.take(7);
  home.take(9);
  REQUIRE(home.generations.install(1, home.image));
  CHECK(installed_bundle(home.image)->number == 7);
  CHECK(home.refusal_of(8) == BundleFault::older);
  CHECK(home.lists().wants(9));
  CHECK_FALSE(home.lists().wants(8));
  CHECK(home.take(9) == 3);
  CHECK_FALSE(home.lists().wants(9));
}

TEST_CASE("a bundle in force is wanted again when its image is gone, and makes no second generation") {
  const Home home;
  home.take(7);
  ::unlink(home.image.c_str());
  CHECK(home.lists().wants(7));
  CHECK(home.take(7) == 1);
  CHECK_FALSE(home.lists().wants(7));
}

TEST_CASE("an image that was compiled here has no head, and takes the one of the bundle before it away") {
  const Home home;
  home.take(7);
  const std::string next = *home.generations.begin();
  REQUIRE(::link(home.generations.image_of(1).c_str(), (next + "/lists.image").c_str()) == 0);
  REQUIRE(home.generations.install(*home.generations.publish(), home.image));
  CHECK_FALSE(home.generations.bundle_in_force());
  CHECK_FALSE(installed_manifest(home.image));
  CHECK(home.lists().wants(7));
}

TEST_CASE("numbers begin anew only when somebody says so") {
  const Home home;
  home.take(7);
  CHECK(home.refusal_of(1) == BundleFault::older);
  CHECK(home.lists(SignedLists::Numbers::begin_anew).take_bundle(home.bundle(1), kToday));
  CHECK(home.lists().newest()->number == 1);
}

TEST_CASE("what is refused leaves nothing behind") {
  const Home home;
  auto octets = home.bundle(7);
  octets.back() ^= 1;
  CHECK_FALSE(home.lists().take_bundle(octets, kToday));
  CHECK(home.generations.all().empty());
  CHECK(::access(home.image.c_str(), F_OK) != 0);
}

TEST_CASE("an un-block file is put beside the image, and an older one does not replace it") {
  const Home home;
  const auto file = [&](std::uint64_t number) {
    const auto part =
        *unblock_signed_part({kPublisher, number, kToday, kToday + 86400, {{"clinic.example"_name, OpenedScope::exact}}});
    return with_signatures(part, signatures_of(part, home.who.keys(1)));
  };
  CHECK(home.lists().take_unblock(file(3), kToday));
  CHECK(home.lists().unblock_number() == 3);
  CHECK(home.lists().take_unblock(file(2), kToday).error().refused->fault == BundleFault::older);
  CHECK(home.lists(SignedLists::Numbers::begin_anew).take_unblock(file(2), kToday));
}
