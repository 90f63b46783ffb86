// SPDX-License-Identifier: Apache-2.0
// A request's head: METHOD LF TARGET LF VERSION LF, then NAME:VALUE lines. Any octets give a request or a refusal; what is
// accepted has one length, one host, and a path that can not climb.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "tests/fuzz/expect.h"
#include "web/asset.h"
#include "web/head_reading.h"
#include "web/target.h"

namespace {

std::string_view next_line(std::string_view& text) {
  const auto end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

void check_target(const darban::web::Target& target) {
  for (const std::string& segment : target.segments) {
    EXPECT(!segment.empty() && segment != "." && segment != "..");
    EXPECT(std::none_of(segment.begin(), segment.end(),
                        [](char c) { return c == '/' || c == '\\' || static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }));
  }
  EXPECT(target.segments.size() <= darban::web::kMostSegments && target.query.size() <= darban::web::kMostPairs);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
  using namespace darban::web;
  std::string_view text(reinterpret_cast<const char*>(octets), size);
  const std::string_view method = next_line(text);
  const auto target = read_target(next_line(text));
  const std::string_view version = next_line(text);
  if (target) check_target(*target);
  static const HostRule ours({"box.example"});
  HeadReading reading;
  std::size_t lengths = 0;
  std::size_t codings = 0;
  while (!text.empty()) {
    const std::string_view line = next_line(text);
    const auto colon = std::min(line.find(':'), line.size());
    const std::string_view name = line.substr(0, colon);
    reading.add(name, line.substr(std::min(colon + 1, line.size())));
    lengths += name == "Content-Length" ? 1 : 0;
    codings += name == "Transfer-Encoding" ? 1 : 0;
  }
  const auto head = reading.finish(method, version, ours);
  if (!head) return 0;
  EXPECT(lengths + codings <= 1);
  EXPECT(!head->chunked || head->length == 0);
  EXPECT(may_have_body(head->method) || (head->length == 0 && !head->chunked));
  has_etag(head->field(Field::if_none_match), "\"a\"");
  takes_gzip(head->field(Field::accept_encoding));
  return 0;
}
