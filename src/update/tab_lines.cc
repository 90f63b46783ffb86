// SPDX-License-Identifier: Apache-2.0
#include "update/tab_lines.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace darban {

bool fits_a_line(std::string_view value) {
  return std::none_of(value.begin(), value.end(),
                      [](char octet) { return static_cast<unsigned char>(octet) < ' ' || octet == 0x7f; });
}

std::optional<TabLines::Line> TabLines::next() {
  if (!ok() || left_.empty()) return std::nullopt;
  ++number_;
  const std::size_t end = left_.find('\n');
  const std::string_view line = left_.substr(0, end);
  const std::size_t tab = line.find('\t');
  if (end == std::string_view::npos) {
    error_ = {Errc::truncated, number_};
  } else if (tab == std::string_view::npos || tab == 0 || !fits_a_line(line.substr(0, tab)) ||
             !fits_a_line(line.substr(tab + 1))) {
    error_ = {Errc::bad_character, number_};
  }
  if (!ok()) return std::nullopt;
  left_.remove_prefix(end + 1);
  return Line{line.substr(0, tab), line.substr(tab + 1), number_};
}

void TabWriter::line(std::string_view key, std::string_view value) {
  ++lines_;
  if (!fits_a_line(value) && error_.code == Errc::ok) error_ = {Errc::bad_character, lines_};
  text_.append(key).append("\t").append(value).append("\n");
}

Result<std::string> TabWriter::take() {
  if (error_.code != Errc::ok) return error_;
  return std::exchange(text_, {});
}

std::optional<std::uint64_t> read_whole_number(std::string_view digits) {
  std::uint64_t number = 0;
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (problem != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

}  // namespace darban
