// SPDX-License-Identifier: Apache-2.0
#include "lists/bundle_text.h"

#include "base/utf8.h"
#include "lists/line.h"

namespace darban {
namespace {

// C0, DEL, C1; line and paragraph separators; marks, embeddings, overrides and isolates of direction (Unicode TR 9 section 2).
bool is_unwelcome(char32_t point) {
  return point < 0x20 || (point >= 0x7f && point < 0xa0) || (point >= 0x200e && point <= 0x200f) ||
         (point >= 0x2028 && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069);
}

}  // namespace

bool is_plain_line(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    if (point.octets == 0 || is_unwelcome(point.value)) return false;
    at += point.octets;
  }
  return true;
}

std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return trim(line);
}

}  // namespace darban
