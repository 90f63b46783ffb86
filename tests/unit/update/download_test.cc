// SPDX-License-Identifier: Apache-2.0
// What becomes of a list under every answer a server can give: no sockets, heads and octets by hand.
#include "update/download.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <algorithm>
#include <string>

#include "tests/support/temp_folder.h"

using namespace darban;

namespace {

constexpr std::size_t kTotal = 200000;

Octets octets_of(const std::string& text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }

std::string list_text() {
  std::string text = "# a list\n";
  while (text.size() < kTotal) text += "name" + std::to_string(text.size()) + ".example\n";
  return text.substr(0, kTotal);
}

HttpHead ok(std::size_t length = kTotal) {
  HttpHead head;
  head.status = 200;
  head.etag = "\"v1\"";
  head.length = length;
  head.content_type = "text/plain";
  return head;
}
HttpHead piece(std::size_t first, std::size_t whole = kTotal) {
  HttpHead head = ok(whole - first);
  head.status = 206;
  head.range = ContentRange{first, whole - 1, whole};
  return head;
}
HttpHead status(int number) {
  HttpHead head;
  head.status = number;
  return head;
}

bool says(const Download::Asking& asking, const std::string& field) {
  return std::find(asking.fields.begin(), asking.fields.end(), field) != asking.fields.end();
}

// A list on its way into a folder of the test's own.
struct Fixture {
  TempFolder folder;
  FetchOrder order{"one", {"https://a.example/x", "https://b.example/x"}, "one/list", "", "", "", std::uint64_t{1} << 20};
  const std::string text = list_text();
  Download fresh() const { return Download(order, PartialFile::open(folder.file("one/list")).value()); }
  FetchTrouble whole(Download& download, const HttpHead& head, std::string_view body) const {
    FetchTrouble trouble = download.head(head);
    if (trouble == FetchTrouble::none) trouble = download.octets(octets_of(std::string(body)));
    return download.end_try(trouble);
  }
  FetchTrouble cut(Download& download, const HttpHead& head, std::string_view body) const {
    REQUIRE(download.head(head) == FetchTrouble::none);
    REQUIRE(download.octets(octets_of(std::string(body))) == FetchTrouble::none);
    return download.end_try(FetchTrouble::cut_short);
  }
  // A part of the list lies there from an earlier run.
  void leave_part(std::size_t octets) const {
    Download download = fresh();
    download.begin_try(0);
    REQUIRE(cut(download, ok(), text.substr(0, octets)) == FetchTrouble::cut_short);
    REQUIRE(download.can_continue());
  }
  std::size_t files() const {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder.file("one")), {}));
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a whole answer becomes the file, and nothing else stays") {
  Download download = fresh();
  CHECK(download.begin_try(0).packed_welcome);
  CHECK(whole(download, ok(), text) == FetchTrouble::none);
  CHECK(folder.read("one/list") == text);
  CHECK(files() == 1);
  CHECK(download.etag() == "\"v1\"");
  CHECK(download.length_was_known());
}

TEST_CASE_FIXTURE(Fixture, "the copy we have is described to the address that gave it, and to no mirror") {
  order.etag = "\"v0\"";
  order.last_modified = "yesterday";
  Download download = fresh();
  CHECK(says(download.begin_try(0), "If-None-Match: \"v0\""));
  CHECK(says(download.begin_try(0), "If-Modified-Since: yesterday"));
  CHECK(download.begin_try(1).fields.empty());
  order.described_by = order.urls[1];
  CHECK(download.begin_try(0).fields.empty());
  CHECK(says(download.begin_try(1), "If-None-Match: \"v0\""));
}

TEST_CASE_FIXTURE(Fixture, "304 is an answer to a condition only") {
  Download download = fresh();
  download.begin_try(0);
  CHECK(download.head(status(304)) == FetchTrouble::unexpected_answer);
  order.etag = "\"v0\"";
  download.begin_try(0);
  CHECK(download.head(status(304)) == FetchTrouble::none);
  CHECK(download.end_try(FetchTrouble::none) == FetchTrouble::none);
  CHECK(download.unchanged());
  CHECK(files() == 0);
}

TEST_CASE_FIXTURE(Fixture, "the rest of a cut list is asked for, and fits") {
  leave_part(150000);
  Download download = fresh();
  const auto asking = download.begin_try(0);
  CHECK_FALSE(asking.packed_welcome);
  CHECK(says(asking, "Range: bytes=150000-"));
  CHECK(says(asking, "If-Range: \"v1\""));
  CHECK(whole(download, piece(150000), text.substr(150000)) == FetchTrouble::none);
  CHECK(folder.read("one/list") == text);
  CHECK(download.continued());
  CHECK(files() == 1);
}

TEST_CASE_FIXTURE(Fixture, "the whole in place of the rest begins anew") {
  leave_part(150000);
  Download download = fresh();
  download.begin_try(0);
  std::string other = "other";
  CHECK(whole(download, ok(other.size()), other) == FetchTrouble::none);
  CHECK(folder.read("one/list") == other);
  CHECK_FALSE(download.continued());
}

TEST_CASE_FIXTURE(Fixture, "a rest that does not fit is thrown away with the part") {
  HttpHead packed = piece(150000);
  packed.packed = true;
  HttpHead other_version = piece(150000);
  other_version.etag = "\"v2\"";
  HttpHead no_range = piece(150000);
  no_range.range.reset();
  HttpHead wrong_length = piece(150000);
  wrong_length.length = 7;
  for (const HttpHead& head :
       {piece(149999), piece(150001), piece(150000, kTotal + 1), packed, other_version, no_range, wrong_length}) {
    leave_part(150000);
    Download download = fresh();
    download.begin_try(0);
    CHECK(whole(download, head, "") == FetchTrouble::wrong_piece);
    CHECK(files() == 0);
    CHECK(download.begin_try(0).packed_welcome);
  }
}

TEST_CASE_FIXTURE(Fixture, "416 throws the part away") {
  leave_part(150000);
  Download download = fresh();
  download.begin_try(0);
  CHECK(whole(download, status(416), "") == FetchTrouble::wrong_piece);
  CHECK(files() == 0);
}

TEST_CASE_FIXTURE(Fixture, "a part is for the address it came from") {
  leave_part(150000);
  Download download = fresh();
  CHECK(download.begin_try(1).fields.empty());
}

TEST_CASE_FIXTURE(Fixture, "what is not certain to be continued is not kept") {
  HttpHead packed = ok();
  packed.packed = true;
  HttpHead weak = ok();
  weak.etag = "W/\"v1\"";
  HttpHead nameless = ok();
  nameless.etag.clear();
  HttpHead unwilling = ok();
  unwilling.refuses_ranges = true;
  for (const HttpHead& head : {packed, weak, nameless, unwilling}) {
    Download download = fresh();
    download.begin_try(0);
    CHECK(cut(download, head, text.substr(0, 150000)) == FetchTrouble::cut_short);
    CHECK_FALSE(download.can_continue());
    CHECK(files() == 0);
  }
}

TEST_CASE_FIXTURE(Fixture, "a small part is not worth keeping") {
  Download download = fresh();
  download.begin_try(0);
  CHECK(cut(download, ok(), text.substr(0, 100)) == FetchTrouble::cut_short);
  CHECK(files() == 0);
}

TEST_CASE_FIXTURE(Fixture, "after a packed transfer was cut, plain octets are asked for") {
  HttpHead packed = ok();
  packed.packed = true;
  Download download = fresh();
  download.begin_try(0);
  cut(download, packed, text.substr(0, 150000));
  const auto asking = download.begin_try(0);
  CHECK_FALSE(asking.packed_welcome);
  CHECK(says(asking, "Accept-Encoding: identity"));
  CHECK(download.head(packed) == FetchTrouble::bad_packing);
}

TEST_CASE_FIXTURE(Fixture, "a packed list that does not end with a line end is asked for once more, in plain octets") {
  HttpHead packed = ok(500);
  packed.packed = true;
  Download download = fresh();
  download.begin_try(0);
  CHECK(whole(download, packed, "a.example\nb.exa") == FetchTrouble::cut_short);
  CHECK(download.can_continue());
  CHECK_FALSE(download.begin_try(0).packed_welcome);
  CHECK(whole(download, ok(15), "a.example\nb.exa") == FetchTrouble::none);
  CHECK(folder.read("one/list") == "a.example\nb.exa");
}

TEST_CASE_FIXTURE(Fixture, "a failure before the body leaves an old part as it was") {
  leave_part(150000);
  Download download = fresh();
  download.begin_try(0);
  CHECK(download.end_try(FetchTrouble::not_reachable) == FetchTrouble::not_reachable);
  CHECK_FALSE(download.can_continue());
  CHECK(says(download.begin_try(0), "Range: bytes=150000-"));
}

TEST_CASE_FIXTURE(Fixture, "octets behind the note's count are not believed") {
  leave_part(150000);
  folder.write("one/list.partial", text.substr(0, 150000) + std::string(1000, '\0'));
  Download download = fresh();
  CHECK(says(download.begin_try(0), "Range: bytes=150000-"));
  CHECK(whole(download, piece(150000), text.substr(150000)) == FetchTrouble::none);
  CHECK(folder.read("one/list") == text);
}

TEST_CASE_FIXTURE(Fixture, "a note without its octets, and one that is damaged, are no part") {
  leave_part(150000);
  const std::string note = folder.read("one/list.partial.note");
  folder.write("one/list.partial", "short");
  CHECK(fresh().begin_try(0).fields.empty());
  for (std::size_t length = 0; length < note.size(); ++length) {
    folder.write("one/list.partial", text.substr(0, 150000));
    folder.write("one/list.partial.note", note.substr(0, length));
    Download download = fresh();
    const auto asking = download.begin_try(0);
    CHECK((asking.fields.empty() || says(asking, "Range: bytes=150000-")));
  }
}

TEST_CASE_FIXTURE(Fixture, "decoded octets beyond the cap end it, and leave nothing") {
  order.most_octets = 100000;
  HttpHead packed = ok(500);
  packed.packed = true;
  Download download = fresh();
  download.begin_try(0);
  REQUIRE(download.head(packed) == FetchTrouble::none);
  CHECK(download.octets(octets_of(text.substr(0, 100000))) == FetchTrouble::none);
  CHECK(download.octets(octets_of("x")) == FetchTrouble::too_large);
  CHECK(download.end_try(FetchTrouble::too_large) == FetchTrouble::too_large);
  CHECK(files() == 0);
}

TEST_CASE_FIXTURE(Fixture, "a length beyond the cap is refused before the first octet") {
  order.most_octets = kTotal - 1;
  Download download = fresh();
  download.begin_try(0);
  CHECK(download.head(ok()) == FetchTrouble::too_large);
}

TEST_CASE_FIXTURE(Fixture, "fewer octets than promised are not a list") {
  Download download = fresh();
  download.begin_try(0);
  CHECK(whole(download, ok(), text.substr(0, kTotal - 1)) == FetchTrouble::cut_short);
  CHECK_FALSE(std::filesystem::exists(folder.file("one/list")));
}

TEST_CASE_FIXTURE(Fixture, "an empty answer is not a list") {
  Download download = fresh();
  download.begin_try(0);
  CHECK(whole(download, ok(0), "") == FetchTrouble::empty);
  CHECK(files() == 0);
}

TEST_CASE_FIXTURE(Fixture, "a web page is refused by its type, and by its first octets") {
  HttpHead page = ok();
  page.content_type = "text/html";
  Download download = fresh();
  download.begin_try(0);
  CHECK(download.head(page) == FetchTrouble::web_page);
  for (const char* beginning : {"<!DOCTYPE html>", "\xef\xbb\xbf \r\n<HTML lang=en>", "<head>"}) {
    download.begin_try(0);
    REQUIRE(download.head(ok()) == FetchTrouble::none);
    CHECK(download.octets(octets_of(beginning)) == FetchTrouble::web_page);
  }
}

TEST_CASE_FIXTURE(Fixture, "each status has its trouble") {
  Download download = fresh();
  const std::pair<int, FetchTrouble> table[] = {
      {204, FetchTrouble::unexpected_answer}, {206, FetchTrouble::unexpected_answer}, {400, FetchTrouble::unexpected_answer},
      {401, FetchTrouble::not_allowed},       {403, FetchTrouble::not_allowed},       {404, FetchTrouble::not_there},
      {410, FetchTrouble::not_there},         {416, FetchTrouble::unexpected_answer}, {429, FetchTrouble::busy},
      {451, FetchTrouble::not_allowed},       {500, FetchTrouble::server_trouble},    {503, FetchTrouble::busy},
      {504, FetchTrouble::server_trouble},    {700, FetchTrouble::unexpected_answer},
  };
  for (const auto& [number, trouble] : table) {
    download.begin_try(0);
    CHECK(download.head(status(number)) == trouble);
  }
}

TEST_CASE_FIXTURE(Fixture, "a redirection's page is sat through, within a bound") {
  Download download = fresh();
  download.begin_try(0);
  CHECK(download.head(status(302)) == FetchTrouble::none);
  CHECK(download.octets(octets_of(std::string(kLargestUnwanted, 'x'))) == FetchTrouble::none);
  CHECK(download.octets(octets_of("x")) == FetchTrouble::unexpected_answer);
}
