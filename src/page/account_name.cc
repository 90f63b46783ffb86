// SPDX-License-Identifier: Apache-2.0
#include "page/account_name.h"

#include "base/utf8.h"

namespace darban::page {
namespace {

// Of the scripts with upper and lower case that families here write (Unicode 15, simple case folding of these blocks).
char32_t without_case(char32_t value) {
  if (value >= U'A' && value <= U'Z') return value + 0x20;
  if (value >= 0xc0 && value <= 0xde && value != 0xd7) return value + 0x20;  // Latin-1
  if (value == 0x130 || value == 0x131 || value == 0x138 || value == 0x149 || value == 0x17f) return value;
  if (value == 0x178) return 0xff;
  const bool odd_block = (value >= 0x139 && value <= 0x148) || (value >= 0x179 && value <= 0x17e);
  if (odd_block) return value % 2 == 1 ? value + 1 : value;
  if (value >= 0x100 && value <= 0x177) return value | 1;  // Latin Extended-A, pairs
  if (value == 0x386) return 0x3ac;                        // Greek with tonos
  if (value >= 0x388 && value <= 0x38a) return value + 37;
  if (value == 0x38c) return 0x3cc;
  if (value == 0x38e || value == 0x38f) return value + 63;
  if (value >= 0x391 && value <= 0x3ab && value != 0x3a2) return value + 0x20;
  if (value == 0x3c2) return 0x3c3;                           // final sigma
  if (value >= 0x400 && value <= 0x40f) return value + 0x50;  // Cyrillic
  if (value >= 0x410 && value <= 0x42f) return value + 0x20;
  if (value >= 0x460 && value <= 0x481) return value | 1;
  if (value >= 0x48a && value <= 0x4bf) return value | 1;
  if (value >= 0x4d0 && value <= 0x52f) return value | 1;
  return value;
}

// Everything folded is below U+0800: at most two octets (RFC 3629).
void append(std::string& text, char32_t value) {
  if (value < 0x80) {
    text.push_back(static_cast<char>(value));
  } else {
    text.push_back(static_cast<char>(0xc0 | value >> 6));
    text.push_back(static_cast<char>(0x80 | (value & 0x3f)));
  }
}

}  // namespace

bool is_plain_text(std::string_view text, std::size_t most) {
  if (!is_clean_text(text)) return false;
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) {
    const CodePoint point = code_point_at(text, at);
    // Marks that turn the direction of what comes after them would turn the page's own words.
    const bool turns = (point.value >= 0x202a && point.value <= 0x202e) || (point.value >= 0x2066 && point.value <= 0x2069);
    if (is_control(point.value) || turns || count == most) return false;
    at += point.octets;
  }
  return true;
}

bool is_account_name(std::string_view name) {
  return !name.empty() && name.front() != ' ' && name.back() != ' ' && is_plain_text(name, kLongestName);
}

std::string name_key_of(std::string_view name) {
  std::string key;
  for (std::size_t at = 0; at < name.size();) {
    const CodePoint point = code_point_at(name, at);
    const std::size_t octets = point.octets == 0 ? 1 : point.octets;
    const char32_t folded = without_case(point.value);
    if (point.octets == 0 || folded == point.value)
      key.append(name.substr(at, octets));
    else
      append(key, folded);
    at += octets;
  }
  return key;
}

}  // namespace darban::page
