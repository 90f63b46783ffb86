// SPDX-License-Identifier: Apache-2.0
#include "web/response.h"

#include <doctest/doctest.h>

#include "web/asset.h"

using namespace darban;
using namespace darban::web;

namespace {

std::string field(const Response& response, std::string_view name) {
  for (const FieldLine& line : field_lines(response)) {
    if (line.name == name) return line.value;
  }
  return "(none)";
}

Request asking(std::string accept_encoding, std::string if_none_match = "") {
  Request request;
  request.head.fields[static_cast<std::size_t>(Field::accept_encoding)] = std::move(accept_encoding);
  request.head.fields[static_cast<std::size_t>(Field::if_none_match)] = std::move(if_none_match);
  return request;
}

const Asset kScript(ContentType::script, Packing::gzip, Caching::revalidate, "packed octets");

}  // namespace

TEST_CASE("every answer forbids what is inline or from elsewhere, frames, guessing and telling where one was") {
  Response page;
  page.type = ContentType::html;
  page.body = "<!doctype html>";
  for (const Response& response : {page, problem(Refusal::no_such_page), kScript.answer(asking("gzip"))}) {
    const std::string policy = field(response, "Content-Security-Policy");
    CHECK(policy.find("unsafe-inline") == std::string::npos);
    CHECK(policy.find("default-src 'none'") != std::string::npos);
    CHECK(policy.find("frame-ancestors 'none'") != std::string::npos);
    CHECK(field(response, "X-Content-Type-Options") == "nosniff");
    CHECK(field(response, "Referrer-Policy") == "same-origin");
  }
}

TEST_CASE("nothing is kept by browsers unless it says so") {
  CHECK(field(Response{}, "Cache-Control") == "no-store");
  CHECK(field(problem(Refusal::busy), "Cache-Control") == "no-store");
  CHECK(field(kScript.answer(asking("")), "Cache-Control") == "no-cache");
}

TEST_CASE("a problem says what, why and what to do, as RFC 9457 has it") {
  const Response response = problem(Refusal::large_body);
  CHECK(response.status == 413);
  CHECK(field(response, "Content-Type") == "application/problem+json");
  CHECK(
      response.body ==
      R"({"type":"about:blank","status":413,"title":"This is too much at once","detail":"The body is larger than 65,536 octets.",)"
      R"("cure":"Send less, in several requests."})");
  CHECK(field(problem(Refusal::busy), "Retry-After") == "5");
}

TEST_CASE("a problem points at its place: by our keys and indices, or by line and column") {
  const Sentences sentences{422, "a", "b", "c"};
  JsonPlace place;
  place.in("people").in(3).in("a/b~c");
  CHECK(problem(sentences, {place}).body.find(R"("pointer":"/people/3/a~1b~0c")") != std::string::npos);
  CHECK(problem(sentences, {{}, 2, 7}).body.find(R"("line":2,"column":7)") != std::string::npos);
}

TEST_CASE("every refusal has its sentences") {
  for (int i = 0; i <= static_cast<int>(Refusal::failed); ++i) {
    const Sentences sentences = sentences_of(static_cast<Refusal>(i));
    CHECK(sentences.status >= 400);
    for (const Text text : {sentences.title, sentences.detail, sentences.cure}) CHECK_FALSE(text.view().empty());
    for (const Text text : {sentences.detail, sentences.cure}) CHECK(text.view().ends_with('.'));
  }
}

TEST_CASE("a file of the page is sent once and then only confirmed") {
  const Response first = kScript.answer(asking("gzip, br"));
  CHECK(first.status == 200);
  CHECK(first.octets() == "packed octets");
  CHECK(field(first, "ETag") == kScript.etag());
  CHECK(field(first, "Content-Encoding") == "gzip");
  CHECK(field(first, "Vary") == "Accept-Encoding");
  const Response again = kScript.answer(asking("gzip", kScript.etag()));
  CHECK(again.status == 304);
  CHECK(again.octets().empty());
  CHECK(field(again, "ETag") == kScript.etag());
  CHECK(kScript.answer(asking("gzip", "\"other\"")).status == 200);
}

TEST_CASE("an ETag is strong, in quotes, and of the content alone") {
  CHECK(kScript.etag().size() == 26);
  CHECK(kScript.etag().front() == '"');
  CHECK(Asset(ContentType::css, Packing::none, Caching::never, "packed octets").etag() == kScript.etag());
  CHECK(Asset(ContentType::script, Packing::gzip, Caching::revalidate, "packed octet").etag() != kScript.etag());
}

TEST_CASE("If-None-Match is a list, may be weak, may be a star") {
  CHECK(has_etag("\"a\", \"b\"", "\"b\""));
  CHECK(has_etag("W/\"a\"", "\"a\""));
  CHECK(has_etag("*", "\"a\""));
  CHECK_FALSE(has_etag("", "\"a\""));
  CHECK_FALSE(has_etag("a", "\"a\""));
  CHECK_FALSE(has_etag("\"ab\"", "\"a\""));
}

TEST_CASE("gzip is sent unless it is refused") {
  for (const char* field : {"", "gzip", "br, gzip;q=0.5", "GZIP", "*", "identity, *;q=0.1"}) {
    CAPTURE(field);
    CHECK(takes_gzip(field));
  }
  for (const char* field : {"identity", "br", "gzip;q=0", "gzip; q=0.000", "*;q=0", "*, gzip;q=0"}) {
    CAPTURE(field);
    CHECK_FALSE(takes_gzip(field));
  }
  CHECK(kScript.answer(asking("identity")).status == 406);
}
