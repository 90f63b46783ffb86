// SPDX-License-Identifier: Apache-2.0
#include "web/target.h"

#include <algorithm>
#include <optional>

#include "base/utf8.h"

namespace darban::web {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

enum class Plus : std::uint8_t { is_plus, is_space };

// Percent-decoded once, and only once: "%252e" stays "%2e". Nothing for a broken escape, and for what is not clean text.
std::optional<std::string> decoded(std::string_view text, Plus plus) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
      if (high < 0 || low < 0) return std::nullopt;
      out.push_back(static_cast<char>(high << 4 | low));
      i += 2;
    } else {
      out.push_back(text[i] == '+' && plus == Plus::is_space ? ' ' : text[i]);
    }
  }
  if (has_control(out) || !is_clean_text(out)) return std::nullopt;
  return out;
}

// Gives each piece between `mark`s to `use` until that says no.
template <typename Use>
bool each_piece(std::string_view text, char mark, Use&& use) {
  for (;;) {
    const auto end = text.find(mark);
    if (!use(text.substr(0, end))) return false;
    if (end == std::string_view::npos) return true;
    text.remove_prefix(end + 1);
  }
}

bool read_path(std::string_view path, Target& target) {
  if (path.empty()) return true;  // "/"
  return each_piece(path, '/', [&](std::string_view piece) {
    auto segment = decoded(piece, Plus::is_plus);
    if (!segment || segment->empty() || *segment == "." || *segment == ".." || target.segments.size() == kMostSegments)
      return false;
    if (segment->find_first_of("/\\") != std::string::npos) return false;
    target.segments.push_back(std::move(*segment));
    return true;
  });
}

bool read_query(std::string_view query, Target& target) {
  return each_piece(query, '&', [&](std::string_view piece) {
    if (piece.empty()) return true;
    const auto equals = piece.find('=');
    auto name = decoded(piece.substr(0, equals), Plus::is_space);
    auto value = decoded(equals == std::string_view::npos ? std::string_view() : piece.substr(equals + 1), Plus::is_space);
    if (!name || !value || name->empty() || target.query.size() == kMostPairs) return false;
    target.query.emplace_back(std::move(*name), std::move(*value));
    return true;
  });
}

}  // namespace

std::string_view Target::asked(std::string_view name) const {
  const auto found = std::find_if(query.begin(), query.end(), [&](const auto& pair) { return pair.first == name; });
  return found == query.end() ? std::string_view() : std::string_view(found->second);
}

Result<Target, Refusal> read_target(std::string_view text) {
  if (text.size() > kLongestTarget) return Refusal::long_target;
  // Visible ASCII only; no fragment, which a browser never sends; no backslash, which some take for a slash.
  const bool visible = std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f && c != '#' && c != '\\'; });
  if (!visible || !text.starts_with('/')) return Refusal::bad_target;
  const auto question = text.find('?');
  Target target;
  if (!read_path(text.substr(1, question == std::string_view::npos ? question : question - 1), target))
    return Refusal::bad_target;
  if (question != std::string_view::npos && !read_query(text.substr(question + 1), target)) return Refusal::bad_target;
  return target;
}

}  // namespace darban::web
