// SPDX-License-Identifier: Apache-2.0
// What workers note of a window, and what is left of it afterwards.
#include "policy/moments.h"

#include <thread>

#include "tests/support/reveal_moments.h"
#include "tests/unit/policy/home.h"

using namespace darban;
using namespace darban::test;

namespace {

constexpr ProfileId kChild{1};
constexpr ProfileId kClassroom{2};

MomentBoard board_of(Band band = Band::age_10_12, GroupSet groups = 0x3f) {
  return MomentBoard({{HolderKind::nobody, "guest", Band::guest, 0x3f},
                      {HolderKind::person, "Ali", band, groups},
                      {HolderKind::room, "Lab", Band::pupil_primary, 0x3f}});
}

// Devices as different as they can be.
std::uint64_t device(int number, std::uint64_t salt = 99) {
  const std::array<std::uint8_t, 6> octets{2, 0, 0, 0, static_cast<std::uint8_t>(number >> 8), static_cast<std::uint8_t>(number)};
  return MacAddress::from_octets(octets).hash(HashSeed{salt});
}

const MomentHolder& holder_named(const Policy& policy, std::string_view name) {
  for (const MomentHolder& holder : policy.moments().holders()) {
    if (holder.name == name) return holder;
  }
  FAIL("nobody of that name");
  return policy.moments().holders().front();
}

std::vector<WrittenDomain> names(int count) {
  std::vector<WrittenDomain> written;
  for (int i = 0; i < count; ++i) written.push_back({"n" + std::to_string(i) + ".example", {}});
  return written;
}

}  // namespace

TEST_CASE("a thousand times in a window is as once, and then nothing is left") {
  MomentBoard board = board_of();
  for (int i = 0; i < 1000; ++i) board.note(kChild, Group::ads_and_trackers);
  board.note(kChild, Group::ways_round);
  CHECK(RevealMoments::moments(board) ==
        RevealMoments::ByName{{"Ali", bit_of(Group::ads_and_trackers) | bit_of(Group::ways_round)}});
  CHECK(RevealMoments::moments(board).empty());
}

TEST_CASE("a guest is nobody, and what is merely closed or open is no moment") {
  MomentBoard board = board_of();
  board.note(kGuest, Group::ads_and_trackers);
  board.note(kChild, Group::none);
  board.note(kChild, Group::other);
  CHECK(RevealMoments::moments(board).empty());
}

TEST_CASE("a group that may not be counted of somebody is not, even in memory") {
  MomentBoard board = board_of(Band::age_10_12, bit_of(Group::ads_and_trackers));
  board.note(kChild, Group::age_doors);
  CHECK(RevealMoments::moments(board).empty());
  board.note(kChild, Group::ads_and_trackers);
  CHECK(RevealMoments::moments(board).size() == 1);
}

TEST_CASE("a profile of another policy writes nowhere") {
  MomentBoard board = board_of();
  board.note(ProfileId{3}, Group::ads_and_trackers);
  board.note(ProfileId{65535}, Group::ads_and_trackers);
  board.note_device(ProfileId{3}, Group::ads_and_trackers, 1);
  board.note_device(kChild, Group::ads_and_trackers, 1);
  CHECK(RevealMoments::moments(board).empty());
}

TEST_CASE("devices are told apart in rooms only, and only while there is a salt") {
  MomentBoard board = board_of();
  CHECK_FALSE(board.counts_devices(kClassroom));
  RevealMoments::salt(board, HashSeed{5});
  CHECK(board.counts_devices(kClassroom));
  CHECK_FALSE(board.counts_devices(kChild));
  CHECK_FALSE(board.counts_devices(kGuest));
}

TEST_CASE("one pupil alone is never enough for a room, however much that one asks") {
  MomentBoard board = board_of();
  for (int i = 0; i < 40; ++i) board.note_device(kClassroom, Group::none, device(i));
  for (int i = 0; i < 10000; ++i) board.note_device(kClassroom, Group::ways_round, device(1));
  CHECK(RevealMoments::enough(board).empty());
}

TEST_CASE("a room is enough with twenty devices that ask and five that have a part") {
  MomentBoard board = board_of();
  for (int i = 0; i < 40; ++i) board.note_device(kClassroom, Group::none, device(i));
  for (int i = 0; i < 8; ++i) board.note_device(kClassroom, Group::ads_and_trackers, device(i));
  board.note_device(kClassroom, Group::age_doors, device(1));
  CHECK(RevealMoments::enough(board) == RevealMoments::ByName{{"Lab", bit_of(Group::ads_and_trackers)}});
  CHECK(RevealMoments::enough(board).empty());
}

TEST_CASE("nineteen devices never count as twenty, nor four as five, by whatever salt") {
  for (std::uint64_t salt = 1; salt < 2000; ++salt) {
    MomentBoard board = board_of();
    const auto hash = [&](int number) { return device(number, salt); };
    for (int i = 0; i < 19; ++i) board.note_device(kClassroom, Group::ads_and_trackers, hash(i));
    REQUIRE(RevealMoments::enough(board).empty());
    for (int i = 0; i < 100; ++i) board.note_device(kClassroom, Group::none, hash(i));
    for (int i = 0; i < 4; ++i) board.note_device(kClassroom, Group::ads_and_trackers, hash(i));
    REQUIRE(RevealMoments::enough(board).empty());
  }
}

TEST_CASE("workers note and the window ends at the same time, and no moment is lost or invented") {
  MomentBoard board = board_of();
  std::atomic<int> noted{0};
  std::atomic<bool> over{false};
  std::thread worker([&] {
    for (int i = 0; i < 20000; ++i) {
      board.note(kChild, Group::ads_and_trackers);
      noted.fetch_add(1);
      board.note_device(kClassroom, Group::none, device(i & 63));
    }
    over = true;
  });
  std::size_t windows = 0;
  while (!over) windows += RevealMoments::moments(board).size();
  worker.join();
  windows += RevealMoments::moments(board).size();
  CHECK(windows >= 1);
  CHECK(windows <= static_cast<std::size_t>(noted.load()));
  CHECK(RevealMoments::moments(board).empty());
}

TEST_CASE("a household's board has its people and rooms by their profiles") {
  Household household = family();
  household.rooms = {room("Lab 2", "10.2.0.0/16"_prefix, Band::pupil_secondary)};
  const auto policy = built(household);
  const auto holders = policy->moments().holders();
  REQUIRE(holders.size() == policy->profiles());
  CHECK(holders[0].kind == HolderKind::nobody);
  const auto ali = policy->profile_of_person("Ali");
  REQUIRE(ali);
  CHECK(holders[static_cast<std::size_t>(*ali)].name == "Ali");
  CHECK(holders[static_cast<std::size_t>(*ali)].band == Band::age_10_12);
  const auto lab = policy->profile_of_room("Lab 2");
  REQUIRE(lab);
  CHECK(holders[static_cast<std::size_t>(*lab)].name == "Lab 2");
  CHECK(holders[static_cast<std::size_t>(*lab)].kind == HolderKind::room);
}

TEST_CASE("an adult who leaves one topic closed learns nothing from the number of age doors") {
  Household household = family(Band::adult);
  household.people[0].profile.close = {{"gambling", {}}};
  CHECK_FALSE(has(holder_named(*built(household), "Ali").groups, Group::age_doors));
}

TEST_CASE("an adult who writes one name learns nothing from the number of own rules") {
  Household household = family();
  household.people[0].profile.block = names(1);
  CHECK_FALSE(has(holder_named(*built(household), "Ali").groups, Group::own_rules));
  household.people[0].profile.block.assign(40, {"watched.example", {}});  // the same one forty times
  CHECK_FALSE(has(holder_named(*built(household), "Ali").groups, Group::own_rules));
  household.people[0].profile.block = names(19);
  CHECK_FALSE(has(holder_named(*built(household), "Ali").groups, Group::own_rules));
  household.people[0].profile.block = names(20);
  CHECK(has(holder_named(*built(household), "Ali").groups, Group::own_rules));
  CHECK_FALSE(has(holder_named(*built(household), "Sara").groups, Group::own_rules));
}

TEST_CASE("policies that differ in their grants only have one board, new rules have a new one") {
  const auto policy = built(family());
  CHECK(policy->with_grants({})->moment_board() == policy->moment_board());
  CHECK(built(family())->moment_board() != policy->moment_board());
}

TEST_CASE("ten thousand people and a hundred rooms have a board that knows each of them") {
  std::vector<MomentHolder> holders{{HolderKind::nobody, "guest", Band::guest, 0}};
  for (int i = 0; i < 10000; ++i) holders.push_back({HolderKind::person, "p" + std::to_string(i), Band::age_10_12, 0x3f});
  for (int i = 0; i < 100; ++i) holders.push_back({HolderKind::room, "r" + std::to_string(i), Band::pupil_primary, 0x3f});
  MomentBoard board(std::move(holders));
  for (int i = 1; i <= 10100; ++i) board.note(static_cast<ProfileId>(i), Group::scams_and_malware);
  const auto found = RevealMoments::moments(board);
  CHECK(found.size() == 10100);
  CHECK(found.at("p9999") == bit_of(Group::scams_and_malware));
  CHECK(found.at("r99") == bit_of(Group::scams_and_malware));
}
