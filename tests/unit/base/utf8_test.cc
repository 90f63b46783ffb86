// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"

#include <doctest/doctest.h>

#include <string>

using namespace darban;

namespace {

// RFC 3629 section 3, written the other way round.
std::string encoded(char32_t value) {
  const auto low = [&](unsigned shift) { return static_cast<char>(0x80 | (value >> shift & 0x3f)); };
  if (value < 0x80) return {static_cast<char>(value)};
  if (value < 0x800) return {static_cast<char>(0xc0 | value >> 6), low(0)};
  if (value < 0x10000) return {static_cast<char>(0xe0 | value >> 12), low(6), low(0)};
  return {static_cast<char>(0xf0 | value >> 18), low(12), low(6), low(0)};
}

}  // namespace

TEST_CASE("every code point is read as it was written, but surrogates") {
  for (char32_t value = 0; value <= 0x10ffff; ++value) {
    const std::string text = "a" + encoded(value) + "z";
    const CodePoint read = code_point_at(text, 1);
    const bool surrogate = value >= 0xd800 && value < 0xe000;
    const bool right = surrogate ? read.octets == 0 : read.value == value && read.octets == text.size() - 2;
    if (!right) FAIL("code point " << static_cast<unsigned>(value));
  }
}

TEST_CASE("longer forms than needed, what is cut off, stray octets and what lies beyond the last code point are not UTF-8") {
  for (const char* text : {"\xc0\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf8\x88\x80\x80\x80",
                           "\x80", "\xff", "\xc2", "\xe2\x80", "\xf0\x9f\x98", "\xc2z", "\xe2\x28\xa1"}) {
    CHECK(code_point_at(text, 0).octets == 0);
    CHECK_FALSE(is_clean_text(text));
  }
}

TEST_CASE("control characters are those of ASCII and of ISO 6429") {
  for (const char32_t value : {0x00, 0x09, 0x1f, 0x7f, 0x80, 0x9b, 0x9f}) CHECK(is_control(value));
  for (const char32_t value : {0x20, 0x7e, 0xa0, 0x627, 0x1f600}) CHECK_FALSE(is_control(value));
}
