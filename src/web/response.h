// SPDX-License-Identifier: Apache-2.0
// One answer as values, and the header fields that go with every answer. What may stand in a body is decided where it is written
// (base/json_writer.h takes Showable values only). Pure.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/showable.h"
#include "web/refusal.h"

namespace darban::web {

enum class ContentType : std::uint8_t { json, problem, html, css, script, svg, manifest, text, metrics, file, events };

enum class Caching : std::uint8_t {
  never,       // no-store: everything about people
  revalidate,  // may be kept, is asked for each time (with an ETag: 304)
  lasting,     // its address changes when it does
};

struct FieldLine {
  std::string name;
  std::string value;
};

struct Response {
  unsigned status = 200;
  ContentType type = ContentType::json;
  Caching caching = Caching::never;
  std::string body;
  std::string_view lasting;         // in place of `body`: octets that outlive the server
  std::vector<FieldLine> more;      // Location, Set-Cookie, ETag, Allow, Retry-After, Content-Encoding, Vary
  bool last_on_connection = false;  // the rest of what the visitor sends is not read

  std::string_view octets() const { return lasting.empty() ? std::string_view(body) : lasting; }
};

// All fields of the answer but those the HTTP library writes (Date, Content-Length, Connection where it must close).
std::vector<FieldLine> field_lines(const Response& response);

// A place in a JSON body: keys of ours and indices only ("/people/3/name", RFC 6901), so it may be shown.
class JsonPlace {
 public:
  JsonPlace& in(Text key);
  JsonPlace& in(std::size_t index);
  const std::string& view() const { return pointer_; }

 private:
  std::string pointer_;
};

// RFC 9457: {"type":"about:blank","status":400,"title":...,"detail":...,"cure":...} and, where one is known, its place:
// "pointer", or "line" and "column".
struct ProblemPlace {
  JsonPlace pointer;
  std::uint32_t line = 0;  // 0: none
  std::uint32_t column = 0;
};
Response problem(const Sentences& sentences, const ProblemPlace& place = {});
Response problem(Refusal refusal);

}  // namespace darban::web

namespace darban {
template <>
inline constexpr bool is_showable<web::JsonPlace> = true;
}  // namespace darban
