// SPDX-License-Identifier: Apache-2.0
#include "update/field_lines.h"

namespace darban {

bool take_duration(Milliseconds& into, std::string_view digits) {
  constexpr std::uint64_t kLongest = 7ull * 86400 * 1000;
  std::int64_t number = 0;
  if (!take_number(number, digits, 1, kLongest)) return false;
  into = Milliseconds{number};
  return true;
}

bool take_text(std::string& into, std::string_view value, std::size_t longest) {
  if (value.size() > longest) return false;
  into = value;
  return true;
}

bool take_flag(bool& into, std::string_view value) {
  into = value == "yes";
  return into || value == "no";
}

std::uint64_t milliseconds(Milliseconds duration) { return static_cast<std::uint64_t>(duration.count()); }

void write_text(TabWriter& out, std::string_view key, std::string_view value) {
  if (!value.empty()) out.line(key, value);
}

void write_flag(TabWriter& out, std::string_view key, bool value) {
  if (value) out.line(key, "yes");
}

bool is_inner_path(std::string_view path) {
  if (path.empty() || path.size() > 200 || path.front() == '/' || path.back() == '/') return false;
  char before = '/';
  for (const char octet : path) {
    const bool plain = (octet >= 'a' && octet <= 'z') || (octet >= '0' && octet <= '9') || octet == '_' || octet == '-';
    if (!plain && octet != '.' && octet != '/') return false;
    if (before == '/' && (octet == '.' || octet == '/')) return false;
    before = octet;
  }
  return true;
}

FileReader::FileReader(std::string_view text, std::string_view name) : lines_(text) {
  const auto first = lines_.next();
  if (first && (first->key != name || first->value != kFileVersion)) fail(Errc::unknown_format, 1);
  if (!first) fail(lines_.ok() ? Errc::truncated : lines_.error().code, 1);
}

std::optional<TabLines::Line> FileReader::next() {
  if (error_.code != Errc::ok) return std::nullopt;
  const auto line = lines_.next();
  if (!line) fail(lines_.ok() ? Errc::truncated : lines_.error().code, lines_.ok() ? last_ + 1 : lines_.error().at);
  if (!line || line->key == "end") return at_end(line), std::nullopt;
  last_ = line->number;
  return line;
}

void FileReader::expect(bool fine) {
  if (!fine) fail(Errc::out_of_range, last_);
}

void FileReader::fail(Errc code, std::uint32_t line) {
  if (error_.code == Errc::ok) error_ = {code, line};
}

void FileReader::at_end(const std::optional<TabLines::Line>& line) {
  if (!line) return;
  sources_ = read_whole_number(line->value);
  if (!sources_) fail(Errc::out_of_range, line->number);
  if (lines_.next() || !lines_.ok()) fail(Errc::trailing_octets, line->number + 1);
}

}  // namespace darban
