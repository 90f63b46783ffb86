// SPDX-License-Identifier: Apache-2.0
#include "lists/idn.h"

#include <idn2.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>

#include "base/utf8.h"

namespace darban {
namespace {

// UTS 46 section 2.3 takes these three for the dot as well.
bool is_dot(char32_t point) { return point == U'.' || point == 0x3002 || point == 0xff0e || point == 0xff61; }

// Code points that UTS 46 would drop ("ignored" in its table, default-ignorable in Unicode): with them two names that look the
// same would be the same, and a typo in a list would block somebody else's name. The joiners U+200C and U+200D have a meaning
// (RFC 5892 A.1) and are left to the library's context rules.
bool vanishes(char32_t point) {
  struct Span {
    char32_t first, last;
  };
  static constexpr std::array<Span, 14> kSpans{{{0xad, 0xad},
                                                {0x34f, 0x34f},
                                                {0x115f, 0x1160},
                                                {0x17b4, 0x17b5},
                                                {0x180b, 0x180f},
                                                {0x200b, 0x200b},
                                                {0x200e, 0x200f},
                                                {0x202a, 0x202e},
                                                {0x2060, 0x206f},
                                                {0x3164, 0x3164},
                                                {0xfe00, 0xfe0f},
                                                {0xfeff, 0xfeff},
                                                {0xffa0, 0xffa0},
                                                {0xe0000, 0xe0fff}}};
  return std::any_of(kSpans.begin(), kSpans.end(), [point](Span span) { return point >= span.first && point <= span.last; });
}

bool is_name_octet(char octet) {
  return (octet >= 'a' && octet <= 'z') || (octet >= '0' && octet <= '9') || octet == '-' || octet == '_';
}

char lower(char octet) { return octet >= 'A' && octet <= 'Z' ? static_cast<char>(octet | 0x20) : octet; }

struct FreeIdn2 {
  void operator()(std::uint8_t* text) const { idn2_free(text); }
};

// One label with at least one code point outside ASCII.
Result<std::string> a_label_of(const std::string& label) {
  std::uint8_t* raw = nullptr;
  const int outcome =
      idn2_lookup_u8(reinterpret_cast<const std::uint8_t*>(label.c_str()), &raw, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
  const std::unique_ptr<std::uint8_t, FreeIdn2> owned(raw);
  if (outcome == IDN2_TOO_BIG_LABEL || outcome == IDN2_TOO_BIG_DOMAIN) return Error{Errc::label_too_long};
  if (outcome != IDN2_OK || raw == nullptr) return Error{Errc::bad_idn};
  std::string mapped(reinterpret_cast<const char*>(raw));
  // Some code points map to a dot or a slash in disguise; a label must stay one label.
  std::transform(mapped.begin(), mapped.end(), mapped.begin(), lower);
  if (mapped.empty() || !std::all_of(mapped.begin(), mapped.end(), is_name_octet)) return Error{Errc::bad_idn};
  return mapped;
}

}  // namespace

Result<std::string> a_labels_of(std::string_view text) {
  if (text.empty()) return Error{Errc::empty};
  std::string result;
  std::string label;
  bool ascii = true;
  std::uint32_t label_at = 0;
  const auto end_label = [&]() -> Errc {
    if (label.empty()) return Errc::empty_label;
    if (ascii) {
      result += label;
    } else {
      const auto converted = a_label_of(label);
      if (!converted) return converted.error().code;
      result += *converted;
    }
    label.clear();
    ascii = true;
    return Errc::ok;
  };
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    const auto here = static_cast<std::uint32_t>(at);
    if (point.octets == 0) return Error{Errc::bad_character, here};
    if (is_dot(point.value)) {
      if (const Errc code = end_label(); code != Errc::ok) return Error{code, code == Errc::empty_label ? here : label_at};
      result += '.';
      label_at = static_cast<std::uint32_t>(at + point.octets);
    } else if (point.value < 0x80) {
      const char octet = lower(text[at]);
      if (!is_name_octet(octet)) return Error{Errc::bad_character, here};
      label += octet;
    } else {
      if (vanishes(point.value)) return Error{Errc::bad_idn, here};
      label.append(text.substr(at, point.octets));
      ascii = false;
    }
    at += point.octets;
    if (result.size() + label.size() > 4 * Name::kMostOctets) return Error{Errc::name_too_long, here};
  }
  if (label.empty()) {  // the last dot
    result.pop_back();
    return result;
  }
  if (const Errc code = end_label(); code != Errc::ok) return Error{code, label_at};
  return result;
}

bool is_valid_idn(std::string_view a_labels) {
  while (!a_labels.empty()) {
    const std::string label(a_labels.substr(0, a_labels.find('.')));
    a_labels.remove_prefix(std::min(label.size() + 1, a_labels.size()));
    if (!label.starts_with("xn--")) continue;
    char* raw = nullptr;
    const int outcome = idn2_to_unicode_8z8z(label.c_str(), &raw, IDN2_NONTRANSITIONAL);
    const std::unique_ptr<std::uint8_t, FreeIdn2> owned(reinterpret_cast<std::uint8_t*>(raw));
    if (outcome != IDN2_OK || raw == nullptr) return false;
    const auto back = a_labels_of(raw);
    if (!back || *back != label) return false;
  }
  return true;
}

Result<Name> name_from_text_idn(std::string_view text) {
  const auto labels = a_labels_of(text);
  if (!labels) return labels.error();
  return Name::from_text(*labels);
}

}  // namespace darban
