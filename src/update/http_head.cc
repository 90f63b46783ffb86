// SPDX-License-Identifier: Apache-2.0
#include "update/http_head.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace darban {
namespace {

constexpr std::size_t kLongestTag = 256;
constexpr std::size_t kLongestValue = 128;

char lower(char octet) { return octet >= 'A' && octet <= 'Z' ? static_cast<char>(octet - 'A' + 'a') : octet; }
std::string lower_case(std::string_view text) {
  std::string small(text);
  std::transform(small.begin(), small.end(), small.begin(), lower);
  return small;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char octet) { return octet >= ' ' && octet < 0x7f; });
}

template <typename Number>
std::optional<Number> read_number(std::string_view digits) {
  Number number = 0;
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  const bool whole = problem == std::errc{} && end == digits.data() + digits.size() && !digits.starts_with('-');
  return whole ? std::optional(number) : std::nullopt;
}

std::string kept(std::string_view value, std::size_t longest) {
  return value.size() <= longest && is_plain(value) ? std::string(value) : std::string();
}

// entity-tag = [ "W/" ] DQUOTE *etagc DQUOTE (RFC 9110 section 8.8.3)
std::string read_etag(std::string_view value) {
  const std::string_view quoted = value.starts_with("W/") ? value.substr(2) : value;
  const bool in_quotes = quoted.size() >= 2 && quoted.front() == '"' && quoted.back() == '"';
  if (!in_quotes || quoted.substr(1, quoted.size() - 2).find_first_of("\" ") != std::string_view::npos) return {};
  return kept(value, kLongestTag);
}

// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 section 5.6.7, IMF-fixdate).
std::optional<WallTime> read_http_date(std::string_view value) {
  constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  if (value.size() != 29 || value.substr(3, 2) != ", " || !value.ends_with(" GMT")) return std::nullopt;
  if (value[7] != ' ' || value[11] != ' ' || value[16] != ' ' || value[19] != ':' || value[22] != ':') return std::nullopt;
  const auto month = std::find(kMonths.begin(), kMonths.end(), value.substr(8, 3));
  const auto day = read_number<unsigned>(value.substr(5, 2));
  const auto year = read_number<int>(value.substr(12, 4));
  const auto hour = read_number<unsigned>(value.substr(17, 2));
  const auto minute = read_number<unsigned>(value.substr(20, 2));
  const auto second = read_number<unsigned>(value.substr(23, 2));
  if (month == kMonths.end() || !day || !year || !hour || !minute || !second) return std::nullopt;
  const std::chrono::year_month_day date{
      std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(month - kMonths.begin()) + 1}, std::chrono::day{*day}};
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;  // 60: a leap second
  return std::chrono::sys_days{date} + std::chrono::hours{*hour} + std::chrono::minutes{*minute} + Seconds{*second};
}

}  // namespace

bool is_strong(std::string_view etag) { return etag.starts_with('"'); }

std::optional<ContentRange> read_content_range(std::string_view value) {
  constexpr std::string_view kUnit = "bytes ";
  if (lower_case(value.substr(0, kUnit.size())) != kUnit) return std::nullopt;
  value.remove_prefix(kUnit.size());
  const std::size_t dash = value.find('-');
  const std::size_t slash = value.find('/');
  if (dash == std::string_view::npos || slash == std::string_view::npos || slash < dash) return std::nullopt;
  const auto first = read_number<std::uint64_t>(value.substr(0, dash));
  const auto last = read_number<std::uint64_t>(value.substr(dash + 1, slash - dash - 1));
  if (!first || !last || *last < *first) return std::nullopt;
  ContentRange range{*first, *last, std::nullopt};
  if (value.substr(slash + 1) == "*") return range;
  range.whole = read_number<std::uint64_t>(value.substr(slash + 1));
  if (!range.whole || *range.whole <= range.last) return std::nullopt;
  return range;
}

std::optional<Seconds> read_retry_after(std::string_view value, WallTime now) {
  value = trimmed(value);
  if (const auto seconds = read_number<std::uint32_t>(value)) return std::min(Seconds{*seconds}, kLongestRetryAfter);
  const auto date = read_http_date(value);
  if (!date) return std::nullopt;
  return std::clamp(std::chrono::duration_cast<Seconds>(*date - now), Seconds{0}, kLongestRetryAfter);
}

void HttpHeadReader::take_field(std::string_view name, std::string_view value) {
  const std::string field = lower_case(name);
  if (field == "etag") head_.etag = read_etag(value);
  if (field == "last-modified") head_.last_modified = kept(value, kLongestValue);
  if (field == "content-type") head_.content_type = lower_case(trimmed(kept(value.substr(0, value.find(';')), kLongestValue)));
  if (field == "retry-after") head_.retry_after = kept(value, kLongestValue);
  if (field == "content-encoding" && !value.empty() && lower_case(value) != "identity") head_.packed = true;
  if (field == "transfer-encoding" && lower_case(value).find("chunked") != std::string::npos) head_.chunked = true;
  if (field == "accept-ranges") head_.refuses_ranges = lower_case(value) == "none";
  if (field == "content-length") head_.length = read_number<std::uint64_t>(value);
  if (field == "content-range") head_.range = read_content_range(value);
}

bool HttpHeadReader::take(std::string_view line) {
  if (complete_) return false;
  line = trimmed(line);
  if (line.starts_with("HTTP/")) {
    head_ = {};
    const std::size_t blank = line.find(' ');
    const auto status = blank == std::string_view::npos ? std::nullopt : read_number<int>(line.substr(blank + 1, 3));
    head_.status = status.value_or(0);
    return false;
  }
  if (line.empty()) return complete_ = head_.status >= 200;
  const std::size_t colon = line.find(':');
  if (colon != std::string_view::npos) take_field(line.substr(0, colon), trimmed(line.substr(colon + 1)));
  return false;
}

}  // namespace darban
