// SPDX-License-Identifier: Apache-2.0
#include "update/signed_report.h"

#include <doctest/doctest.h>

namespace darban {
namespace {

SignedReport full_report() {
  SignedReport report;
  report.url = "https://lists.example/family";
  report.begun = 1795000000;
  report.ended = 1795000009;
  report.index = {SourceFate::unchanged, FetchTrouble::none, {}, 0, 0};
  report.unblock = {SourceFate::failed, FetchTrouble::redirect_loop, {}, 0, 3};
  report.bundle = {SourceFate::refused, FetchTrouble::none, BundleFault::bad_signature, 25, 8};
  report.wanted = 8;
  report.wanted_octets = 9'000'000;
  return report;
}

}  // namespace

TEST_CASE("a report about a publisher's folder reads back as it was written") {
  const SignedReport report = full_report();
  CHECK(*read_signed_report(*text_of_signed_report(report)) == report);
}

TEST_CASE("every reason to refuse a signed file has a word of its own that is found again") {
  for (int fault = 0; fault <= static_cast<int>(BundleFault::opens_too_much); ++fault)
    CHECK(fault_of_key(key_of(static_cast<BundleFault>(fault)).view()) == static_cast<BundleFault>(fault));
  CHECK_FALSE(fault_of_key("none"));
}

TEST_CASE("a report that asks for a bundle no publisher can number is not believed") {
  std::string text = *text_of_signed_report(full_report());
  text.replace(text.find("wanted\t8"), 8, "wanted\t1000000000000001");
  CHECK(read_signed_report(text).error() == Error{Errc::bad_character, 5});
}

TEST_CASE("a report of another kind, of a later program or with an unknown word is refused") {
  CHECK(read_signed_report("darban-update-report\t1\n").error().code == Errc::unknown_format);
  CHECK(read_signed_report("darban-signed-report\t2\n").error().code == Errc::newer_version);
  CHECK(read_signed_report("darban-signed-report\t1\nfile\tindex\nfate\tlost\n").error() == Error{Errc::bad_character, 3});
  CHECK(read_signed_report("darban-signed-report\t1\nfile\tother\n").error() == Error{Errc::bad_character, 2});
}

}  // namespace darban
