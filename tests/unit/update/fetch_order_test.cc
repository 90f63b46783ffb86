// SPDX-License-Identifier: Apache-2.0
// The files between parent and step: what one writes the other reads, and nothing else.
#include "update/fetch_order.h"

#include <doctest/doctest.h>

#include "config/scalars.h"
#include "update/fetch_progress.h"
#include "update/fetch_report.h"
#include "update/field_lines.h"

using namespace darban;

namespace {

FetchBatch a_batch() {
  FetchBatch batch;
  batch.terms.folder = "/var/lib/darban/lists/cache";
  for (const char* written : {"192.0.2.1", "192.0.2.2:5353", "2001:db8::1", "[2001:db8::2]:54"}) {
    batch.terms.resolvers.push_back(read_endpoint(written, 53).value());
  }
  batch.terms.at_once = 7;
  batch.terms.back_off = {Milliseconds{5}, Milliseconds{50}};
  batch.terms.everything = Milliseconds{123456};
  batch.orders.push_back({"ads-one",
                          {"https://a.example/x", "https://b.example/x"},
                          "ads-one/candidate",
                          "\"tag\"",
                          "Sun, 06 Nov 1994 08:49:37 GMT",
                          "https://b.example/x",
                          1000});
  batch.orders.push_back({"two", {"http://127.0.0.1:8000/"}, "two/candidate", "", "", "", 5});
  return batch;
}

FetchReport a_report() {
  FetchReport report;
  report.sandbox.set(Measure::files, Applied::applied);
  report.sandbox.set(Measure::network_rules, Applied::not_in_this_kernel);
  FetchResult fresh{"one", FetchOutcome::fresh, FetchTrouble::none, 206, 1, "\"e\"", "date", 12345, 99, 3, true,
                    true,  std::nullopt};
  FetchResult failed{"two", FetchOutcome::failed, FetchTrouble::busy, 503, 0, "", "", 0, 17, 1, false, false, Seconds{3600}};
  report.results = {fresh, failed};
  return report;
}

// The line that `read` complains about when `good` becomes `bad` in the text.
template <typename Read>
std::uint32_t complaint(std::string text, std::string_view good, std::string_view bad, Read read) {
  const auto at = text.find(good);
  REQUIRE(at != std::string::npos);
  text.replace(at, good.size(), bad);
  const auto result = read(text);
  return result ? 0 : result.error().at;
}

}  // namespace

TEST_CASE("an order comes back as it was written") {
  const FetchBatch batch = a_batch();
  const auto read = read_batch(text_of_batch(batch).value());
  REQUIRE(read);
  CHECK(read->orders == batch.orders);
  CHECK(read->terms.folder == batch.terms.folder);
  CHECK(read->terms.at_once == 7);
  CHECK(read->terms.back_off.longest == Milliseconds{50});
  CHECK(read->terms.everything == Milliseconds{123456});
  REQUIRE(read->terms.resolvers.size() == 4);
  for (std::size_t at = 0; at < 4; ++at) {
    CHECK(read->terms.resolvers[at].address == batch.terms.resolvers[at].address);
    CHECK(read->terms.resolvers[at].port == batch.terms.resolvers[at].port);
  }
}

TEST_CASE("a resolver keeps the port that the settings gave it") {
  FetchBatch batch = a_batch();
  batch.terms.resolvers = {read_endpoint("2001:db8::9", 5300).value(), read_endpoint("192.0.2.9", 5301).value()};
  const auto read = read_batch(text_of_batch(batch).value());
  REQUIRE(read);
  CHECK(read->terms.resolvers[0].port == 5300);
  CHECK(read->terms.resolvers[1].port == 5301);
}

TEST_CASE("a report comes back as it was written") {
  const FetchReport report = a_report();
  const auto read = read_report(text_of_report(report).value());
  REQUIRE(read);
  CHECK(read->results == report.results);
  CHECK(read->sandbox == report.sandbox);
}

TEST_CASE("a file that was cut anywhere is no file") {
  for (const std::string& text : {text_of_batch(a_batch()).value(), text_of_report(a_report()).value()}) {
    for (std::size_t length = 0; length < text.size(); ++length) {
      CHECK_FALSE(read_batch(text.substr(0, length)));
      CHECK_FALSE(read_report(text.substr(0, length)));
    }
  }
}

TEST_CASE("an order that makes no sense is refused with its line") {
  const std::string text = text_of_batch(a_batch()).value();
  CHECK(complaint(text, "darban-fetch-order\t1", "darban-fetch-order\t2", read_batch) == 1);
  CHECK(complaint(text, "at-once\t7", "at-once\t0", read_batch) == 7);
  CHECK(complaint(text, "at-once\t7", "at-twice\t7", read_batch) == 7);
  CHECK(complaint(text, "at-once\t7", "at-once 7", read_batch) == 7);
  CHECK(complaint(text, "into\tads-one/candidate", "into\t../etc/passwd", read_batch) == 19);
  CHECK(complaint(text, "into\tads-one/candidate", "into\t/etc/passwd", read_batch) == 19);
  CHECK(complaint(text, "resolver\t192.0.2.1:53", "resolver\texample.com", read_batch) == 3);
  CHECK(complaint(text, "end\t2", "end\t3", read_batch) != 0);
  CHECK(complaint(text, "end\t2\n", "end\t2\nurl\tx\n", read_batch) != 0);
  CHECK(complaint(text, "url\thttp://127.0.0.1:8000/\n", "", read_batch) != 0);
}

TEST_CASE("a report that makes no sense is refused with its line") {
  const std::string text = text_of_report(a_report()).value();
  CHECK(complaint(text, "outcome\tfresh", "outcome\tfine", read_report) != 0);
  CHECK(complaint(text, "trouble\tbusy", "trouble\tbored", read_report) != 0);
  CHECK(complaint(text, "url\t1", "url\t4000", read_report) != 0);
  CHECK(complaint(text, "source\tone", "source\t../one", read_report) != 0);
  CHECK(complaint(text, "files\tapplied", "files\tperhaps", read_report) != 0);
}

TEST_CASE("a text that would break its line is not written") {
  FetchBatch batch = a_batch();
  batch.orders[0].urls[0] = "https://a.example/\nend\t0";
  CHECK_FALSE(text_of_batch(batch));
}

TEST_CASE("inner paths stay inside and need no thought") {
  for (const std::string_view path : {"a", "a-b/candidate", "a_1/b.txt"}) CHECK(is_inner_path(path));
  for (const std::string_view path : {"", "/a", "a/", "../a", "a/../b", "a/.hidden", ".", "a//b", "A", "a b", "a\tb", "a\n"}) {
    CHECK_FALSE(is_inner_path(path));
  }
}

TEST_CASE("progress comes back as it was told, and another line is nothing") {
  const FetchProgress progress{FetchProgress::Event::waiting, "ads-one",           2, 1000, 5000, Milliseconds{750},
                               FetchTrouble::too_slow,        FetchOutcome::failed};
  const std::string line = line_of(progress);
  CHECK(read_progress(line) == progress);
  for (std::size_t length = 0; length + 1 < line.size(); ++length) CHECK_FALSE(read_progress(line.substr(0, length)));
  CHECK_FALSE(read_progress(line + "\tmore"));
  CHECK_FALSE(read_progress("ended\t../x\t0\t0\t0\t0\tnone\tfresh"));
}
