// SPDX-License-Identifier: Apache-2.0
#include "web/head_reading.h"

#include <doctest/doctest.h>

#include <utility>
#include <vector>

using namespace darban;
using namespace darban::web;

namespace {

using Lines = std::vector<std::pair<std::string, std::string>>;

Result<RequestHead, Refusal> head_of(const char* method, const Lines& lines, const char* version = "HTTP/1.1") {
  static const HostRule ours({"box.example"});
  HeadReading reading;
  for (const auto& [name, value] : lines) reading.add(name, value);
  return reading.finish(method, version, ours);
}

Refusal refusal_of(const char* method, Lines lines, const char* version = "HTTP/1.1") {
  lines.insert(lines.begin(), {"Host", "darban.home"});
  const auto head = head_of(method, lines, version);
  REQUIRE_FALSE(head.has_value());
  return head.error();
}

RequestHead good(const char* method, Lines lines, const char* host = "darban.home") {
  lines.insert(lines.begin(), {"Host", host});
  const auto head = head_of(method, lines);
  REQUIRE(head.has_value());
  return *head;
}

}  // namespace

TEST_CASE("a plain request keeps the fields that are needed and forgets the others") {
  const auto head = good("GET", {{"User-Agent", "x"}, {"Referer", "http://elsewhere.example/"}, {"ACCEPT-Encoding", "gzip"}});
  CHECK(head.method == Method::get);
  CHECK(head.for_us);
  CHECK(head.field(Field::accept_encoding) == "gzip");
  for (const std::string& field : head.fields) CHECK(field.find("elsewhere") == std::string::npos);
}

TEST_CASE("two lengths are refused, equal ones too") {
  CHECK(refusal_of("POST", {{"Content-Length", "5"}, {"Content-Length", "6"}}) == Refusal::repeated_field);
  CHECK(refusal_of("POST", {{"Content-Length", "5"}, {"content-length", "5"}}) == Refusal::repeated_field);
  CHECK(refusal_of("POST", {{"Content-Length", "5, 5"}}) == Refusal::bad_length);
}

TEST_CASE("a length beside a coding is refused, whichever comes first") {
  CHECK(refusal_of("POST", {{"Content-Length", "5"}, {"Transfer-Encoding", "chunked"}}) == Refusal::length_and_coding);
  CHECK(refusal_of("POST", {{"Transfer-Encoding", "chunked"}, {"Content-Length", "0"}}) == Refusal::length_and_coding);
}

TEST_CASE("a length is digits and nothing else") {
  CHECK(good("POST", {{"Content-Length", "5"}}).length == 5);
  CHECK(good("POST", {{"Content-Length", "007"}}).length == 7);
  for (const char* length : {"", "-1", "+5", "0x10", "5 ", " 5", "1e3", "99999999999999999999"}) {
    CAPTURE(length);
    CHECK(refusal_of("POST", {{"Content-Length", length}}) == Refusal::bad_length);
  }
}

TEST_CASE("the only coding is chunked, and not in HTTP/1.0") {
  CHECK(good("POST", {{"Transfer-Encoding", "Chunked"}}).chunked);
  for (const char* coding : {"gzip, chunked", "xchunked", "chunked, identity", "identity", ""}) {
    CAPTURE(coding);
    CHECK(refusal_of("POST", {{"Transfer-Encoding", coding}}) == Refusal::bad_coding);
  }
  CHECK(refusal_of("POST", {{"Transfer-Encoding", "chunked"}}, "HTTP/1.0") == Refusal::bad_coding);
  CHECK(refusal_of("POST", {{"Transfer-Encoding", "chunked"}, {"Transfer-Encoding", "chunked"}}) == Refusal::repeated_field);
}

TEST_CASE("what must be there once may not be there twice") {
  CHECK(refusal_of("GET", {{"Host", "darban.home"}}) == Refusal::repeated_field);
  for (const char* name : {"Authorization", "Cookie", "Content-Type", "Origin", "Last-Event-ID", "X-Darban-Token"}) {
    CAPTURE(name);
    CHECK(refusal_of("GET", {{name, "a"}, {name, "a"}}) == Refusal::repeated_field);
  }
  CHECK(good("GET", {{"If-None-Match", "\"a\""}, {"If-None-Match", "\"b\""}}).field(Field::if_none_match) == "\"a\", \"b\"");
}

TEST_CASE("a field's name is a token: no blank hides a length") {
  for (const char* name : {"Content-Length ", " Content-Length", "Content\tLength", "", "a:b", "a(b)", "\xc3\xa9"}) {
    CAPTURE(name);
    CHECK(refusal_of("POST", {{name, "5"}}) == Refusal::bad_field);
  }
  CHECK(refusal_of("GET", {{"X-A", "a\r\nHost: b"}}) == Refusal::bad_field);
  CHECK(refusal_of("GET", {{"X-A", std::string("a\0b", 3)}}) == Refusal::bad_field);
}

TEST_CASE("a request says for which host it is, in every version") {
  for (const char* version : {"HTTP/1.1", "HTTP/1.0"}) {
    const auto head = head_of("GET", {}, version);
    REQUIRE_FALSE(head.has_value());
    CHECK(head.error() == Refusal::no_host);
  }
  CHECK(head_of("GET", {{"Host", ""}}).error() == Refusal::no_host);
}

TEST_CASE("a name that is not ours is marked, so that a closed door's page can answer it") {
  CHECK_FALSE(good("GET", {}, "attacker.example").for_us);
  CHECK(good("GET", {}, "box.example:8080").for_us);
}

TEST_CASE("unknown methods and versions are refused; methods are upper case") {
  for (const char* method : {"TRACE", "CONNECT", "OPTIONS", "get", "Get", "PROPFIND", ""}) {
    CAPTURE(method);
    CHECK(refusal_of(method, {}) == Refusal::unknown_method);
  }
  CHECK(refusal_of("GET", {}, "HTTP/2.0") == Refusal::unknown_version);
  CHECK(refusal_of("GET", {}, "HTTP/0.9") == Refusal::unknown_version);
  CHECK(refusal_of("GET", {}, "") == Refusal::unknown_version);
}

TEST_CASE("only POST, PUT and PATCH have a body") {
  for (const char* method : {"GET", "HEAD", "DELETE"}) {
    CAPTURE(method);
    CHECK(refusal_of(method, {{"Content-Length", "1"}}) == Refusal::unwanted_body);
    CHECK(refusal_of(method, {{"Transfer-Encoding", "chunked"}}) == Refusal::unwanted_body);
    CHECK(good(method, {{"Content-Length", "0"}}).length == 0);
  }
  for (const char* method : {"POST", "PUT", "PATCH"}) CHECK(good(method, {{"Content-Length", "1"}}).length == 1);
}

TEST_CASE("whose page it was is said by Origin and Sec-Fetch-Site, and either can say: another's") {
  CHECK(good("POST", {}).origin == Origin::not_said);
  CHECK(good("POST", {{"Origin", "http://darban.home"}}).origin == Origin::ours);
  CHECK(good("POST", {{"Origin", "https://DARBAN.home"}}).origin == Origin::ours);
  CHECK(good("POST", {{"Sec-Fetch-Site", "same-origin"}}).origin == Origin::ours);
  CHECK(good("POST", {{"Origin", "http://darban.home:8080"}}, "darban.home:8080").origin == Origin::ours);
  for (const char* origin : {"http://attacker.example", "null", "", "http://darban.home.attacker.example",
                             "http://darban.home:81", "file://darban.home"}) {
    CAPTURE(origin);
    CHECK(good("POST", {{"Origin", origin}}).origin == Origin::foreign);
  }
  CHECK(good("POST", {{"Origin", "http://darban.home"}, {"Sec-Fetch-Site", "cross-site"}}).origin == Origin::foreign);
  CHECK(good("POST", {{"Sec-Fetch-Site", "same-site"}}).origin == Origin::foreign);
}

TEST_CASE("a page of the house is known under whichever of our names it was opened, and no other is") {
  const char* host = "3f9a.check.darban.home.arpa:8080";
  for (const char* origin : {"http://darban.home", "http://192.168.1.2:8080", "https://darban.home.arpa"}) {
    CAPTURE(origin);
    CHECK(good("GET", {{"Origin", origin}}, host).house_origin == origin);
  }
  for (const char* origin : {"http://attacker.example", "null", "", "http://", "file://darban.home", "darban.home",
                             "http://darban.home/", "http://darban.home.attacker.example"}) {
    CAPTURE(origin);
    CHECK(good("GET", {{"Origin", origin}}, host).house_origin.empty());
  }
  CHECK(good("GET", {}).house_origin.empty());
}

TEST_CASE("more fields than anybody needs are refused") {
  Lines lines;
  for (std::size_t i = 0; i < kMostFields; ++i) lines.emplace_back("X-" + std::to_string(i), "a");
  CHECK(refusal_of("GET", lines) == Refusal::too_many_fields);
}

TEST_CASE("a foreign Host is kept as a name that can be judged and not shown, without its port") {
  HeadReading reading;
  reading.add("Host", "Games.Example:8080");
  const auto head = reading.finish("GET", "HTTP/1.1", HostRule({}));
  REQUIRE(head.has_value());
  CHECK_FALSE(head->for_us);
  REQUIRE(head->stranger.has_value());
  CHECK(*head->stranger == *darban::Name::from_text("games.example"));
  HeadReading ours;
  ours.add("Host", "darban.home");
  CHECK_FALSE(ours.finish("GET", "HTTP/1.1", HostRule({}))->stranger.has_value());
  HeadReading odd;
  odd.add("Host", "..");
  CHECK_FALSE(odd.finish("GET", "HTTP/1.1", HostRule({}))->stranger.has_value());
}
