// SPDX-License-Identifier: Apache-2.0
#include "web/form.h"

#include <algorithm>

#include "base/utf8.h"

namespace darban::web {
namespace {

int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<std::string> decoded(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '+') {
      out += ' ';
    } else if (text[at] == '%') {
      if (text.size() - at < 3 || digit_of(text[at + 1]) < 0 || digit_of(text[at + 2]) < 0) return std::nullopt;
      out += static_cast<char>(digit_of(text[at + 1]) * 16 + digit_of(text[at + 2]));
      at += 2;
    } else {
      out += text[at];
    }
  }
  if (!is_clean_text(out)) return std::nullopt;
  return out;
}

}  // namespace

std::string_view Form::asked(std::string_view name) const {
  const auto found = std::find_if(pairs.begin(), pairs.end(), [&](const auto& pair) { return pair.first == name; });
  return found == pairs.end() ? std::string_view() : std::string_view(found->second);
}

std::optional<Form> read_form(std::string_view body) {
  Form form;
  while (!body.empty()) {
    const auto end = std::min(body.find('&'), body.size());
    const std::string_view piece = body.substr(0, end);
    body.remove_prefix(std::min(end + 1, body.size()));
    if (piece.empty()) continue;
    const auto equals = piece.find('=');
    auto name = decoded(piece.substr(0, equals));
    auto value = decoded(equals == std::string_view::npos ? std::string_view() : piece.substr(equals + 1));
    if (!name || !value || form.pairs.size() == kMostFormPairs) return std::nullopt;
    form.pairs.emplace_back(std::move(*name), std::move(*value));
  }
  return form;
}

bool is_form(std::string_view content_type) {
  constexpr std::string_view kType = "application/x-www-form-urlencoded";
  const std::string_view type = content_type.substr(0, content_type.find_first_of("; \t"));
  return std::equal(type.begin(), type.end(), kType.begin(), kType.end(),
                    [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; });
}

}  // namespace darban::web
