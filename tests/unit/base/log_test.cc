// SPDX-License-Identifier: Apache-2.0
#include "base/log.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <functional>
#include <string>

#include "base/clock.h"
#include "base/errc.h"
#include "tests/support/temp_folder.h"

using namespace darban;

namespace {
// What `speak` writes to the standard error stream.
std::string heard(const std::function<void()>& speak) {
  const TempFolder folder;
  const int file = ::open(folder.file("log").c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
  const int before = ::dup(STDERR_FILENO);
  ::dup2(file, STDERR_FILENO);
  speak();
  ::dup2(before, STDERR_FILENO);
  ::close(before);
  ::close(file);
  log::configure(log::Level::info, log::Sink::console);
  return folder.read("log");
}
}  // namespace

TEST_CASE("the journal gets the priority, then the sentence with its arguments in order") {
  CHECK(heard([] {
          log::configure(log::Level::debug, log::Sink::journal);
          log::debug("a {} b {}", 1, true);
          log::info("{} of {}", -2, 3u);
          log::warn("image refused at octet {}: {}", 12u, Errc::bad_header);
          log::error("can not read {}", ConfigText::from_operator("darban.yaml"));
        }) ==
        "<7>a 1 b true\n"
        "<6>-2 of 3\n"
        "<4>image refused at octet 12: a damaged image header\n"
        "<3>can not read darban.yaml\n");
}

TEST_CASE("a terminal gets the time, the level and the sentence") {
  const std::string line = heard([] {
    log::configure(log::Level::info, log::Sink::console);
    log::info("ready");
  });
  REQUIRE(line.size() > 20);
  CHECK(line[4] == '-');
  CHECK(line[13] == ':');
  CHECK(line.substr(line.size() - 12) == "info  ready\n");
}

TEST_CASE("what is below the level is not said, and off says nothing") {
  CHECK(heard([] {
          log::configure(log::Level::warn, log::Sink::journal);
          log::debug("one");
          log::info("two");
          log::warn("three");
        }) == "<4>three\n");
  CHECK(heard([] {
          log::configure(log::Level::off, log::Sink::journal);
          log::error("nothing");
        }).empty());
}

TEST_CASE("durations carry a unit a person would choose") {
  CHECK(heard([] {
          log::configure(log::Level::info, log::Sink::journal);
          log::info("{} {} {} {}", std::chrono::microseconds(250), Milliseconds(12), Milliseconds(1500), Seconds(300));
        }) == "<6>250 us 12.0 ms 1.50 s 300 s\n");
}

TEST_CASE("braces in the operator's text are text") {
  CHECK(heard([] {
          log::configure(log::Level::info, log::Sink::journal);
          log::info("path {}", ConfigText::from_operator("{} {0} %n"));
        }) == "<6>path {} {0} %n\n");
}
