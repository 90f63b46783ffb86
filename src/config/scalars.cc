// SPDX-License-Identifier: Apache-2.0
#include "config/scalars.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <optional>

#include "config/spelling.h"

namespace darban {
namespace {

struct Unit {
  std::string_view name;
  std::uint64_t worth;
};
constexpr std::array<Unit, 5> kTimes{{{"d", 86400000}, {"h", 3600000}, {"min", 60000}, {"s", 1000}, {"ms", 1}}};
constexpr std::array<Unit, 4> kSizes{{{"GiB", 1u << 30}, {"MiB", 1u << 20}, {"KiB", 1u << 10}, {"B", 1}}};
constexpr std::uint64_t kLongestDuration = std::uint64_t{1000} * 86400000;
constexpr std::uint64_t kLargestSize = std::uint64_t{1} << 50;
constexpr std::array<std::string_view, 7> kDays{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

std::optional<std::uint64_t> whole_number(std::string_view text) {
  std::uint64_t value = 0;
  const char* last = text.data() + text.size();
  const auto [end, problem] = std::from_chars(text.data(), last, value);
  if (problem != std::errc() || end != last) return std::nullopt;
  return value;
}

// "4 MiB" -> 4 * 2^20; nothing when the number, the unit or the product can not be.
template <std::size_t kCount>
std::optional<std::uint64_t> with_unit(std::string_view text, const std::array<Unit, kCount>& units, std::uint64_t most) {
  const auto digits = std::min(text.find_first_not_of("0123456789"), text.size());
  const auto number = whole_number(text.substr(0, digits));
  auto name = text.substr(digits);
  if (name.starts_with(' ')) name.remove_prefix(1);
  if (!number) return std::nullopt;
  if (*number == 0 && name.empty()) return 0;
  for (const auto& unit : units) {
    if (name == unit.name) return *number <= most / unit.worth ? std::optional(*number * unit.worth) : std::nullopt;
  }
  return std::nullopt;
}

template <std::size_t kCount>
std::string in_largest_unit(std::uint64_t value, const std::array<Unit, kCount>& units) {
  for (const auto& unit : units) {
    if (value != 0 && value % unit.worth == 0) return std::to_string(value / unit.worth) + std::string(unit.name);
  }
  return "0";
}

// 0 = Monday; nothing for a word that is no day. Three letters are enough, more must be right.
std::optional<unsigned> day_of(std::string_view word) {
  std::string lower(word);
  for (auto& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  for (unsigned day = 0; day < kDays.size(); ++day) {
    if (lower.size() >= 3 && kDays[day].starts_with(lower)) return day;
  }
  return std::nullopt;
}

// RFC 1035 section 2.3.1, with digits anywhere and the underscore of service names (RFC 8552).
bool is_label(std::string_view label) {
  constexpr std::size_t kLongestLabel = 63;
  return !label.empty() && label.size() <= kLongestLabel && label.front() != '-' && label.back() != '-' &&
         label.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_") == std::string_view::npos;
}

Wrong not_a_time(std::string_view text) { return {quote(text) + " is not a time of day; write 00:00 to 24:00"}; }

}  // namespace

Read<bool> read_flag(std::string_view text) {
  if (text == "true" || text == "yes" || text == "on") return true;
  if (text == "false" || text == "no" || text == "off") return false;
  return Wrong{quote(text) + " is neither yes nor no; write true or false"};
}

Read<std::uint64_t> read_count(std::string_view text, std::uint64_t lowest, std::uint64_t highest) {
  const auto value = whole_number(text);
  if (value && *value >= lowest && *value <= highest) return *value;
  const std::string right = "write a whole number from " + std::to_string(lowest) + " to " + std::to_string(highest);
  return Wrong{quote(text) + (value ? " is out of range; " : " is not a number; ") + right};
}

Read<Milliseconds> read_duration(std::string_view text) {
  const auto value = with_unit(text, kTimes, kLongestDuration);
  if (value) return Milliseconds(static_cast<Milliseconds::rep>(*value));
  if (whole_number(text))
    return Wrong{quote(text) + " has no unit; write for example " + std::string(text.substr(0, 20)) + "s, or ms, min, h, d"};
  return Wrong{quote(text) + " is not a duration; write for example 1500ms, 10s, 5min, 1h or 1d"};
}

Read<std::uint64_t> read_size(std::string_view text) {
  const auto value = with_unit(text, kSizes, kLargestSize);
  if (value) return *value;
  return Wrong{quote(text) + " is not a size; write for example 64KiB, 4MiB or 1GiB"};
}

Read<Endpoint> read_endpoint(std::string_view text, std::uint16_t default_port) {
  const Wrong wrong{quote(text) +
                    " is not an address to use here; write for example 192.168.1.1, 192.168.1.1:53 or \"[fd00::1]:53\""};
  std::string_view host = text;
  std::optional<std::string_view> port;
  if (text.starts_with('[')) {
    const auto bracket = text.find(']');
    if (bracket == std::string_view::npos) return wrong;
    host = text.substr(1, bracket - 1);
    const auto rest = text.substr(bracket + 1);
    if (!rest.empty() && rest.front() != ':') return wrong;
    if (!rest.empty()) port = rest.substr(1);
    if (host.find(':') == std::string_view::npos) return wrong;
  } else if (const auto colon = text.find(':');
             colon != std::string_view::npos && text.find(':', colon + 1) == std::string_view::npos) {
    host = text.substr(0, colon);
    port = text.substr(colon + 1);
  }
  const auto address = IpAddress::from_text(host);
  if (!address) return wrong;
  if (!port) return Endpoint{*address, default_port, std::string(text)};
  const auto number = whole_number(*port);
  if (!number || *number == 0 || *number > 65535) return Wrong{quote(*port) + " is not a port; write 1 to 65535"};
  return Endpoint{*address, static_cast<std::uint16_t>(*number), std::string(text)};
}

Read<IpPrefix> read_prefix(std::string_view text) {
  const auto prefix = IpPrefix::from_text(text);
  if (prefix) return *prefix;
  return Wrong{quote(text) + " is not an address; write for example 192.168.1.20, 192.168.1.0/24 or fd00::/8"};
}

Read<MacAddress> read_mac(std::string_view text) {
  const auto mac = MacAddress::from_text(text);
  if (mac) return *mac;
  return Wrong{quote(text) + " is not a MAC address; write six pairs such as \"02:00:5e:10:00:01\", in quotes"};
}

Read<std::string> read_domain(std::string_view text) {
  constexpr std::size_t kLongestName = 253;
  const Wrong wrong{quote(text) + " is not a name; write it like games.example"};
  if (text.empty() || text.size() > kLongestName || IpAddress::from_text(text)) return wrong;
  for (const char c : text) {
    if (c >= 'A' && c <= 'Z') return Wrong{quote(text) + " has capital letters; write the name in lower case"};
    if (static_cast<unsigned char>(c) > 0x7e) return Wrong{quote(text) + " has letters beyond ASCII; write the name's xn-- form"};
  }
  std::string_view rest = text;
  for (bool more = true; more;) {
    const auto dot = rest.find('.');
    if (!is_label(rest.substr(0, dot))) return wrong;
    more = dot != std::string_view::npos;
    if (more) rest.remove_prefix(dot + 1);
  }
  return std::string(text);
}

Read<std::string> read_date(std::string_view text) {
  const Wrong wrong{quote(text) + " is not a date; write it like 2026-11-21"};
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return wrong;
  const auto year = whole_number(text.substr(0, 4));
  const auto month = whole_number(text.substr(5, 2));
  const auto day = whole_number(text.substr(8, 2));
  if (!year || !month || !day || *year < 2000 || *year > 2099) return wrong;
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*year)),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return Wrong{quote(text) + " is a day that does not exist"};
  return std::string(text);
}

bool is_country(std::string_view text) {
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (text.size() < 2 || !upper(text[0]) || !upper(text[1])) return false;
  if (text.size() == 2) return true;
  const std::string_view part = text.substr(3);
  return text[2] == '-' && !part.empty() && part.size() <= 3 &&
         std::all_of(part.begin(), part.end(), [&](char c) { return upper(c) || (c >= '0' && c <= '9'); });
}

Read<std::uint16_t> read_time_of_day(std::string_view text, DayEdge edge) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon > 2 || text.size() - colon != 3) return not_a_time(text);
  const auto hours = whole_number(text.substr(0, colon));
  const auto minutes = whole_number(text.substr(colon + 1));
  if (!hours || !minutes || *minutes > 59 || *hours * 60 + *minutes > 1440) return not_a_time(text);
  const auto minute = static_cast<std::uint16_t>(*hours * 60 + *minutes);
  if (edge == DayEdge::start && minute == 1440) return Wrong{"'24:00' is an end, not a start; write 00:00 of the next day"};
  if (edge == DayEdge::end && minute == 0) return std::uint16_t{1440};  // midnight ends a day
  return minute;
}

Read<std::uint8_t> read_days(std::string_view text) {
  if (text == "daily") return std::uint8_t{0x7f};
  const auto dash = text.find('-');
  const auto first = day_of(text.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : day_of(text.substr(dash + 1));
  if (!first || !last)
    return Wrong{quote(text) + " is not a day; write mon, tue, wed, thu, fri, sat, sun, a range such as mon-thu, or daily"};
  unsigned days = 1u << *last;
  for (unsigned day = *first; day != *last; day = (day + 1) % 7) days |= 1u << day;
  return static_cast<std::uint8_t>(days);
}

std::string duration_text(Milliseconds duration) { return in_largest_unit(static_cast<std::uint64_t>(duration.count()), kTimes); }
std::string size_text(std::uint64_t octets) { return in_largest_unit(octets, kSizes); }

}  // namespace darban
