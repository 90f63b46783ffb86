// SPDX-License-Identifier: Apache-2.0
// What is read of a server's head, and what is not believed.
#include "update/http_head.h"

#include <doctest/doctest.h>

#include <initializer_list>
#include <string>

using namespace darban;

namespace {

HttpHead head_of(std::initializer_list<std::string_view> lines) {
  HttpHeadReader reader;
  for (const std::string_view line : lines) reader.take(line);
  return reader.head();
}

}  // namespace

TEST_CASE("a head ends with its empty line, and what comes behind it is not part of it") {
  HttpHeadReader reader;
  CHECK_FALSE(reader.take("HTTP/1.1 200 OK\r\n"));
  CHECK_FALSE(reader.take("ETag: \"a\"\r\n"));
  CHECK(reader.take("\r\n"));
  CHECK_FALSE(reader.take("ETag: \"trailer\"\r\n"));
  CHECK_FALSE(reader.take("\r\n"));
  CHECK(reader.head().etag == "\"a\"");
}

TEST_CASE("a provisional head is forgotten when the real one comes") {
  HttpHeadReader reader;
  reader.take("HTTP/1.1 103 Early Hints");
  reader.take("ETag: \"early\"");
  CHECK_FALSE(reader.take(""));
  reader.take("HTTP/2 304 ");
  CHECK(reader.take(""));
  CHECK(reader.head().status == 304);
  CHECK(reader.head().etag.empty());
}

TEST_CASE("the fields that matter are read in any letter case") {
  const HttpHead head = head_of({"HTTP/1.1 206 Partial Content", "CONTENT-RANGE: Bytes 10-19/100", "content-length:  10 ",
                                 "Content-Type: Text/HTML; charset=utf-8", "Content-Encoding: GZIP", "Transfer-Encoding: Chunked",
                                 "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT", "Accept-Ranges: none"});
  CHECK(head.status == 206);
  CHECK(head.range == ContentRange{10, 19, 100});
  CHECK(head.length == 10u);
  CHECK(head.content_type == "text/html");
  CHECK(head.packed);
  CHECK(head.chunked);
  CHECK(head.refuses_ranges);
  CHECK(head.last_modified == "Sun, 06 Nov 1994 08:49:37 GMT");
}

TEST_CASE("identity is no packing") { CHECK_FALSE(head_of({"HTTP/1.1 200 OK", "Content-Encoding: identity"}).packed); }

TEST_CASE("an ETag that is not one is as good as none") {
  for (const std::string_view value : {"abc", "\"", "\"a\"b\"", "\"a b\"", "W/abc", "w/\"a\""}) {
    CHECK(head_of({"HTTP/1.1 200 OK", "ETag: " + std::string(value)}).etag.empty());
  }
  CHECK(head_of({"HTTP/1.1 200 OK", "ETag: \"" + std::string(300, 'a') + "\""}).etag.empty());
  CHECK(head_of({"HTTP/1.1 200 OK", "ETag: \"\""}).etag == "\"\"");
}

TEST_CASE("only an ETag without W/ is strong") {
  CHECK(is_strong("\"a\""));
  CHECK_FALSE(is_strong("W/\"a\""));
  CHECK_FALSE(is_strong(""));
}

TEST_CASE("a length that is not a number is unknown") {
  CHECK_FALSE(head_of({"HTTP/1.1 200 OK", "Content-Length: -5"}).length);
  CHECK_FALSE(head_of({"HTTP/1.1 200 OK", "Content-Length: 5, 5"}).length);
  CHECK_FALSE(head_of({"HTTP/1.1 200 OK", "Content-Length: 99999999999999999999999"}).length);
}

TEST_CASE("a range that contradicts itself is none") {
  CHECK(read_content_range("bytes 0-9/*") == ContentRange{0, 9, std::nullopt});
  for (const std::string_view value : {"", "bytes", "bytes */100", "bytes 9-0/100", "bytes 0-100/100", "bytes 0-9",
                                       "lines 0-9/100", "bytes 0-9/x", "bytes -9/100", "bytes 0/9-100"}) {
    CHECK_FALSE(read_content_range(value));
  }
}

TEST_CASE("Retry-After is seconds or a date, never negative and never longer than thirty days") {
  const WallTime now{Seconds{784111777}};  // Sun, 06 Nov 1994 08:49:37 GMT
  CHECK(read_retry_after("120", now) == Seconds{120});
  CHECK(read_retry_after(" 0 ", now) == Seconds{0});
  CHECK(read_retry_after("Sun, 06 Nov 1994 08:50:37 GMT", now) == Seconds{60});
  CHECK(read_retry_after("Sun, 06 Nov 1994 08:00:00 GMT", now) == Seconds{0});
  CHECK(read_retry_after("4294967295", now) == kLongestRetryAfter);
  for (const std::string_view value : {"", "soon", "-1", "1.5", "Sun, 31 Feb 1994 08:50:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
                                       "Sun, 06 Nov 1994 25:50:37 GMT", "Sun, 06 Nov 1994 08:50:37 PST"}) {
    CHECK_FALSE(read_retry_after(value, now));
  }
}
