// SPDX-License-Identifier: Apache-2.0
// What `darban counts` says, and to whom it says nothing.
#include "app/counts_report.h"

#include <doctest/doctest.h>

#include <optional>

#include "store/count_store.h"
#include "store/state_file.h"
#include "tests/support/temp_folder.h"

namespace darban {
namespace {

constexpr CountDay kMonday{20780};  // 2026-11-23
constexpr GroupSet kWide = 0x3f & ~bit_of(Group::age_doors);

bool has(const ControlReply& reply, std::string_view part) { return reply.text.find(part) != std::string::npos; }

// A Monday that is over.
class House {
 public:
  House() : board_(holders()) {
    auto opened = StateFile::open(folder_.file("s"), WallTime(Seconds(1795705500)));
    REQUIRE(opened);
    file_.emplace(std::move(*opened));
    Harvest harvest(kMonday);
    harvest.add(DayVerdict::opened, 1234);
    harvest.add(DayVerdict::closed, 7);
    for (int n = 0; n < 23; ++n) {
      for (const MomentHolder& holder : board_.holders())
        harvest.add_window(holder.kind, holder.name, bit_of(Group::ads_and_trackers));
    }
    harvest.add_enough(HolderKind::room, "Lab", bit_of(Group::ads_and_trackers));
    REQUIRE(store().add(harvest, board_.holders()));
    REQUIRE(store().add(Harvest(plus_days(kMonday, 1)), board_.holders()));
  }
  CountStore store() { return CountStore(file_->database()); }
  ControlReply ask(const std::string& who = {}) { return counts_reply({who}, file_->database(), board_); }

 private:
  static std::vector<MomentHolder> holders() {
    return {{HolderKind::nobody, "guest", Band::guest, 0x3f},    {HolderKind::person, "Ali", Band::age_10_12, kWide},
            {HolderKind::person, "Zara", Band::age_13_15, 0x3f}, {HolderKind::person, "Omar", Band::age_16_17, 0x3f},
            {HolderKind::person, "Sara", Band::adult, 0x3f},     {HolderKind::room, "Lab", Band::pupil_secondary, 0x3f}};
  }
  TempFolder folder_;
  MomentBoard board_;
  std::optional<StateFile> file_;
};

TEST_CASE("the household's days are rounded, and say what is left out of them") {
  const ControlReply reply = House().ask();
  CHECK(reply.outcome == ControlOutcome::done);
  CHECK(has(reply, "2026-11-23  about 1230  a few   none"));
  CHECK(has(reply, "Age doors are not in it"));
  CHECK_FALSE(has(reply, "2026-11-24"));
  CHECK_FALSE(has(reply, "1234"));
}

TEST_CASE("a child's weeks are rounded, and a group that is not counted is not called none") {
  const ControlReply reply = House().ask("Ali");
  CHECK(has(reply, "2026-11-23  none             about 20        not counted  none"));
  CHECK_FALSE(has(reply, "23 windows"));
}

TEST_CASE("from 13 on an adult sees what the young person lets them see") {
  House house;
  CHECK(house.ask("Zara").outcome == ControlOutcome::refused);
  CHECK(has(house.ask("Zara"), "Zara alone may see"));
  REQUIRE(house.store().choose("Zara", Band::age_13_15, {.keep = false, .share = true}));
  CHECK(has(house.ask("Zara"), "about 20"));
  REQUIRE(house.store().choose("Omar", Band::age_16_17, {.keep = true, .share = true}));
  CHECK(house.ask("Omar").outcome == ControlOutcome::refused);
}

TEST_CASE("a room shows the cells that may be shown") {
  const ControlReply reply = House().ask("room Lab");
  CHECK(has(reply, "2026-11-23  not shown        about 20        not shown"));
}

TEST_CASE("of adults, guests and strangers there is nothing, and a slip of the pen is helped") {
  House house;
  CHECK(has(house.ask("Sara"), "Nothing is counted of Sara"));
  for (const char* nobody : {"guest", "Lab", "Aly"}) CHECK(house.ask(nobody).outcome == ControlOutcome::refused);
  CHECK(has(house.ask("Zaraa"), "did you mean 'Zara'?"));
}

}  // namespace
}  // namespace darban
