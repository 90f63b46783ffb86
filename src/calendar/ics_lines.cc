// SPDX-License-Identifier: Apache-2.0
#include "calendar/ics_lines.h"

#include <algorithm>

namespace darban {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

}  // namespace

std::string IcsLine::name() const {
  std::string name = text.substr(0, text.find_first_of(";:"));
  for (char& c : name) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return name;
}

IcsFault IcsLine::wrong_value(CalendarFault fault) const {
  const std::string_view found = value();
  const auto at = found.empty() ? std::size_t{0} : static_cast<std::size_t>(found.data() - text.data());
  Piece piece{0, number};
  for (const Piece& each : folded) {
    if (each.at <= at) piece = each;
  }
  const std::size_t blank = piece.number == number ? 0 : 1;  // that a further piece begins with
  return {fault, piece.number, static_cast<int>(at - piece.at + blank + 1)};
}

std::string_view IcsLine::value() const {
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (text[i] == ':' && !quoted) return std::string_view(text).substr(i + 1);
  }
  return {};
}

Result<std::vector<IcsLine>, IcsFault> ics_lines(std::string_view text) {
  if (text.size() > kLargestCalendar) return IcsFault{CalendarFault::too_large, 0};
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  std::vector<IcsLine> lines;
  for (int number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view piece = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (piece.ends_with('\r')) piece.remove_suffix(1);
    const std::size_t zero = piece.find('\0');
    if (zero != std::string_view::npos) return IcsFault{CalendarFault::not_text, number, static_cast<int>(zero) + 1};
    const bool folded = !lines.empty() && !piece.empty() && (piece.front() == ' ' || piece.front() == '\t');
    if (folded) {
      lines.back().folded.push_back({lines.back().text.size(), number});
      lines.back().text += piece.substr(1);
    } else if (!piece.empty()) {
      lines.push_back({number, std::string(piece)});
    }
    if (!lines.empty() && lines.back().text.size() > kLongestIcsLine)
      return IcsFault{CalendarFault::too_large, lines.back().number, 1};
  }
  return lines;
}

}  // namespace darban
