// SPDX-License-Identifier: Apache-2.0
#include "update/update_report.h"

#include <doctest/doctest.h>

namespace darban {
namespace {

UpdateReport full_report() {
  UpdateReport report;
  report.begun = 1795000000;
  report.ended = 1795000009;
  report.end = UpdateEnd::refused_itself;
  report.code = Errc::disk_full;
  report.objection = "it closes push.apple.com";
  report.generation = 7;
  report.names = 1'000'000;
  report.entries = 2'000'000;
  report.octets = 7'500'000;
  report.peak = 20'000'000;
  report.sources.push_back({"one",
                            "gambling",
                            SourceFate::refused,
                            Refusal::forbidden_name,
                            FetchTrouble::none,
                            "wikipedia.org",
                            400,
                            9000,
                            2,
                            {"clinic.example", "bank.example"},
                            1794000000});
  report.sources.push_back({"two", "ads", SourceFate::failed, Refusal::none, FetchTrouble::redirect_loop, "", 0, 0, 0, {}, 0});
  report.sheltered.push_back({"push.apple.com", "push", {"one", "two"}});
  return report;
}

}  // namespace

TEST_CASE("a report reads back as it was written") {
  const UpdateReport report = full_report();
  const auto text = text_of_report(report);
  REQUIRE(text);
  const auto again = read_update_report(*text);
  REQUIRE(again);
  CHECK(*again == report);
}

TEST_CASE("a report that was cut, of another kind or of a later version is refused with its line") {
  const std::string text = text_of_report(full_report()).value();
  CHECK_FALSE(read_update_report(text.substr(0, text.size() - 3)));
  CHECK(read_update_report("darban-something\t1\n").error() == Error{Errc::unknown_format, 1});
  CHECK(read_update_report("darban-update-report\t2\n").error() == Error{Errc::newer_version, 1});
  CHECK(read_update_report("darban-update-report\t1\nend\tsideways\n").error() == Error{Errc::bad_character, 2});
}

TEST_CASE("a report cut at any octet is refused or says less, and never ends the program") {
  const std::string text = text_of_report(full_report()).value();
  for (std::size_t size = 0; size < text.size(); ++size) {
    const auto read = read_update_report(text.substr(0, size));
    if (read) CHECK(text[size - 1] == '\n');
  }
}

}  // namespace darban
