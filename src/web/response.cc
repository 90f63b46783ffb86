// SPDX-License-Identifier: Apache-2.0
#include "web/response.h"

#include "base/json_writer.h"

namespace darban::web {
namespace {

std::string_view word_of(ContentType type) {
  switch (type) {
    case ContentType::json:
      return "application/json";
    case ContentType::problem:
      return "application/problem+json";
    case ContentType::html:
      return "text/html; charset=utf-8";
    case ContentType::css:
      return "text/css; charset=utf-8";
    case ContentType::script:
      return "text/javascript; charset=utf-8";
    case ContentType::svg:
      return "image/svg+xml";
    case ContentType::manifest:
      return "application/manifest+json";
    case ContentType::text:
      return "text/plain; charset=utf-8";
    case ContentType::metrics:
      return "text/plain; version=0.0.4; charset=utf-8";
    case ContentType::file:
      return "application/octet-stream";
    case ContentType::events:
      return "text/event-stream; charset=utf-8";
  }
  return "application/octet-stream";
}

std::string_view word_of(Caching caching) {
  switch (caching) {
    case Caching::never:
      return "no-store";
    case Caching::revalidate:
      return "no-cache";
    case Caching::lasting:
      return "public, max-age=31536000, immutable";
  }
  return "no-store";
}

// Nothing inline, nothing from elsewhere, in nobody's frame (clickjacking); no address of ours is told to other sites.
constexpr std::string_view kContentSecurity =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self' http://*.check.darban.home.arpa:*; font-src 'self'; "  // Check-up asks under our own names
                                                                               // (page/api/check.cc)
    "media-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

}  // namespace

std::vector<FieldLine> field_lines(const Response& response) {
  std::vector<FieldLine> lines{
      {"Content-Security-Policy", std::string(kContentSecurity)},
      {"X-Content-Type-Options", "nosniff"},
      {"X-Frame-Options", "DENY"},
      {"Referrer-Policy", "same-origin"},  // with "no-referrer" a browser says `Origin: null` of our own forms (Fetch, 3.2)
      {"Cross-Origin-Opener-Policy", "same-origin"},
      {"Cross-Origin-Resource-Policy", "same-origin"},
      {"Cache-Control", std::string(word_of(response.caching))},
  };
  if (!response.octets().empty() || response.type == ContentType::events)
    lines.push_back({"Content-Type", std::string(word_of(response.type))});
  lines.insert(lines.end(), response.more.begin(), response.more.end());
  return lines;
}

JsonPlace& JsonPlace::in(Text key) {
  pointer_ += '/';
  for (const char c : key.view()) {  // RFC 6901 section 3
    if (c == '~')
      pointer_ += "~0";
    else if (c == '/')
      pointer_ += "~1";
    else
      pointer_ += c;
  }
  return *this;
}

JsonPlace& JsonPlace::in(std::size_t index) {
  pointer_ += '/' + std::to_string(index);
  return *this;
}

Response problem(const Sentences& sentences, const ProblemPlace& place) {
  JsonWriter json;
  json.open_object();
  json.field("type", Text("about:blank"));
  json.field("status", sentences.status);
  json.field("title", sentences.title);
  json.field("detail", sentences.detail);
  json.field("cure", sentences.cure);
  if (!place.pointer.view().empty()) json.field("pointer", place.pointer);
  if (place.line > 0) {
    json.field("line", place.line);
    json.field("column", place.column);
  }
  json.close_object();
  Response response;
  response.status = sentences.status;
  response.type = ContentType::problem;
  response.body = json.take();
  if (sentences.status == 503) response.more.push_back({"Retry-After", "5"});
  return response;
}

Response problem(Refusal refusal) { return problem(sentences_of(refusal)); }

}  // namespace darban::web
