// SPDX-License-Identifier: Apache-2.0
#include "app/lease_files.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "base/unique_fd.h"
#include "tests/support/literals.h"
#include "tests/support/temp_folder.h"

using namespace darban;
using namespace darban::literals;

namespace {

constexpr std::string_view kOne = "0 02:00:5e:10:00:01 192.0.2.21 * *\n";
constexpr std::string_view kTwo = "0 02:00:5e:10:00:01 192.0.2.21 * *\n0 02:00:5e:10:00:02 192.0.2.22 * *\n";

// A box whose time passes when the test says so; the files' events are the kernel's own.
struct Box {
  TempFolder folder;
  EventLoop loop;
  Now now{MonoTime(Seconds(1000)), WallTime(Seconds(1795464000)), true};
  std::optional<LeaseFiles> files;

  explicit Box(bool well_known = false) : well_known_(well_known) {}
  LeaseFiles& open() {
    files.emplace(
        std::vector<LeaseFile>{{folder.file("a.leases"), "", well_known_}, {folder.file("deep/b.leases"), "", well_known_}}, loop,
        HashSeed{4}, now);
    files->tick(now);
    return *files;
  }
  // What has happened is noticed and read; then the time is `later`.
  void settle(Milliseconds later = Milliseconds(0)) {
    loop.run_once(Milliseconds(0));
    files->tick(now);
    now.mono += LeaseFiles::kQuiet;
    files->tick(now);
    now.mono += later;
    files->tick(now);
  }
  std::size_t known() { return files->in_force(now).size(); }

 private:
  bool well_known_;
};

}  // namespace

TEST_CASE("what is there is read at once, what is not there is no problem") {
  Box box;
  box.folder.write("a.leases", kTwo);
  box.open();
  CHECK(box.known() == 2);
  CHECK(box.files->problems().empty());
}

TEST_CASE("a file that appears, is replaced and is appended to is read after a moment of quiet") {
  Box box;
  box.open();
  CHECK(box.known() == 0);
  box.folder.write("a.leases", kOne);
  box.settle();
  CHECK(box.known() == 1);
  box.folder.write("new", kTwo);
  std::filesystem::rename(box.folder.file("new"), box.folder.file("a.leases"));
  box.settle();
  CHECK(box.known() == 2);
}

TEST_CASE("a file that its server holds open is read while it grows") {
  Box box;
  box.folder.write("a.leases", kOne);
  box.open();
  const UniqueFd held(::open(box.folder.file("a.leases").c_str(), O_WRONLY | O_APPEND));
  const auto more = kTwo.substr(kOne.size());
  REQUIRE(::write(held.get(), more.data(), more.size()) == static_cast<ssize_t>(more.size()));
  CHECK(box.files->due() > box.now.mono);  // the loop has not looked yet
  box.loop.run_once(Milliseconds(2000));
  CHECK(box.files->due() <= box.now.mono);
  box.settle();
  CHECK(box.known() == 2);
}

TEST_CASE("a file in a folder that is made later is found within a minute") {
  Box box;
  box.open();
  std::filesystem::create_directory(box.folder.file("deep"));
  box.folder.write("deep/b.leases", kOne);
  box.now.mono += LeaseFiles::kRound;
  box.files->tick(box.now);
  CHECK(box.known() == 1);
}

TEST_CASE("a file that is truncated, emptied or gone keeps the last good leases") {
  Box box;
  box.folder.write("a.leases", kTwo);
  box.open();
  for (const std::string_view half : {kTwo.substr(0, 50), kTwo.substr(0, kOne.size()), std::string_view("")}) {
    box.folder.write("a.leases", half);
    box.settle();
    CHECK(box.known() == 2);
  }
  box.folder.write("a.leases", kTwo);
  box.settle();
  std::filesystem::remove(box.folder.file("a.leases"));
  box.settle(LeaseBook::kLinger * 100);
  CHECK(box.known() == 2);
  CHECK(box.files->problems().empty());
}

TEST_CASE("a lease that stays missing from its file is over after a while") {
  Box box;
  box.folder.write("a.leases", kTwo);
  box.open();
  box.folder.write("a.leases", kOne);
  box.settle(LeaseBook::kLinger);
  CHECK(box.known() == 1);
}

TEST_CASE("a file that can not be read is a problem with its place, and what was read before holds") {
  Box box;
  box.folder.write("a.leases", kTwo);
  box.open();
  box.folder.write("a.leases", "<html>\n");
  box.settle(LeaseBook::kLinger * 2);
  CHECK(box.known() == 2);
  REQUIRE(box.files->problems().size() == 1);
  CHECK(box.files->problems()[0].file == box.folder.file("a.leases"));
  CHECK(box.files->problems()[0].place.line == 1);
  box.folder.write("a.leases", kOne);
  box.settle();
  CHECK(box.files->problems().empty());
}

TEST_CASE("a folder and a pipe in the place of a lease file are problems and stop nobody") {
  Box box;
  std::filesystem::create_directory(box.folder.file("a.leases"));
  std::filesystem::create_directory(box.folder.file("deep"));
  REQUIRE(::mkfifo(box.folder.file("deep/b.leases").c_str(), 0600) == 0);
  box.open();
  CHECK(box.files->problems().size() == 2);
  CHECK(box.known() == 0);
}

TEST_CASE("a file beyond all measure is refused and what was read before holds") {
  Box box;
  box.folder.write("a.leases", kOne);
  box.open();
  box.folder.write("a.leases", std::string(LeaseFiles::kMostOctets + 1, '\n'));
  box.settle();
  CHECK(box.known() == 1);
  CHECK(box.files->problems().size() == 1);
}

TEST_CASE("in a well-known place a file that any user could have written is not believed, in a named place it is") {
  for (const bool well_known : {true, false}) {
    Box box(well_known);
    box.folder.write("a.leases", kOne);
    REQUIRE(::chmod(box.folder.file("a.leases").c_str(), 0666) == 0);
    box.open();
    CHECK(box.known() == (well_known ? 0 : 1));
    CHECK(box.files->problems().size() == (well_known ? 1 : 0));
  }
  if (::geteuid() != 0) return;  // only root can give a file away
  Box box(true);
  box.folder.write("a.leases", kOne);
  REQUIRE(::chown(box.folder.file("a.leases").c_str(), 1234, 1234) == 0);
  box.open();
  CHECK(box.known() == 0);
  REQUIRE(::chown(box.folder.file("a.leases").c_str(), 123, 123) == 0);  // a service's
  box.now.mono += LeaseFiles::kRound;
  box.files->tick(box.now);
  CHECK(box.known() == 1);
}
