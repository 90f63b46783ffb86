// SPDX-License-Identifier: Apache-2.0
// A line from the control socket: a request or a sentence, never a crash; what was read is said again in a line that reads the
// same.
#include <cstdint>
#include <string_view>

#include "app/control_protocol.h"
#include "tests/fuzz/expect.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
  using namespace darban;
  const std::string_view text(reinterpret_cast<const char*>(octets), size);
  const auto request = read_request(text);
  if (!request) {
    EXPECT(!request.error().empty());
    EXPECT(request.error().find('\n') == std::string::npos);
  } else {
    const auto line = line_of(*request);
    EXPECT(line.has_value());
    EXPECT(line->text.size() <= kLongestRequest);
    EXPECT(line->text.find('\n') == line->text.size() - 1);
    const auto again = read_request(std::string_view(line->text).substr(0, line->text.size() - 1));
    EXPECT(again.has_value());
    EXPECT(line_of(*again)->text == line->text);
  }
  if (const auto reply = read_reply(text)) EXPECT(written(*reply) == text);
  return 0;
}
