// SPDX-License-Identifier: Apache-2.0
#include "update/url.h"

#include <algorithm>
#include <charconv>

#include "base/net_address.h"

namespace darban {
namespace {

constexpr std::uint16_t kHttpPort = 80;
constexpr std::uint16_t kHttpsPort = 443;
constexpr std::size_t kLongestHost = 253;
constexpr std::size_t kLongestLabel = 63;

char lower(char octet) { return octet >= 'A' && octet <= 'Z' ? static_cast<char>(octet - 'A' + 'a') : octet; }
bool is_digit(char octet) { return octet >= '0' && octet <= '9'; }
bool in_a_label(char octet) { return (octet >= 'a' && octet <= 'z') || is_digit(octet) || octet == '-' || octet == '_'; }
bool in_a_path(char octet) {
  return octet > ' ' && octet < 0x7f && octet != '\\' && octet != '"' && octet != '<' && octet != '>';
}

std::string lower_case(std::string_view text) {
  std::string small(text);
  std::transform(small.begin(), small.end(), small.begin(), lower);
  return small;
}

// A host whose last label begins with a digit is an address or nothing (WHATWG URL, "ends in a number").
Errc check_host(std::string_view host) {
  if (host.empty()) return Errc::empty;
  if (host.size() > kLongestHost) return Errc::name_too_long;
  std::string_view left = host;
  std::string_view label;
  for (;;) {
    const std::size_t dot = left.find('.');
    label = left.substr(0, dot);
    if (label.empty()) return Errc::empty_label;
    if (label.size() > kLongestLabel) return Errc::label_too_long;
    if (!std::all_of(label.begin(), label.end(), in_a_label)) return Errc::bad_character;
    if (dot == std::string_view::npos) break;
    left.remove_prefix(dot + 1);
  }
  return is_digit(label.front()) && !IpAddress::from_text(host) ? Errc::bad_address : Errc::ok;
}

Result<std::uint16_t> read_port(std::string_view digits, std::uint32_t at) {
  std::uint16_t port = 0;
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (problem != std::errc{} || end != digits.data() + digits.size() || port == 0) return Error{Errc::bad_port, at};
  return port;
}

// Cuts "host:port" or "[::1]:port" off the front of `text`.
struct HostAndPort {
  std::string_view host;
  std::string_view port;  // with its colon; empty when there is none
  bool bracketed = false;
};
Result<HostAndPort> split(std::string_view authority, std::uint32_t at) {
  if (!authority.starts_with('[')) {
    const std::size_t colon = authority.find(':');
    if (colon == std::string_view::npos) return HostAndPort{authority, {}, false};
    return HostAndPort{authority.substr(0, colon), authority.substr(colon), false};
  }
  const std::size_t end = authority.find(']');
  if (end == std::string_view::npos) return Error{Errc::bad_address, at};
  const std::string_view port = authority.substr(end + 1);
  if (!port.empty() && port.front() != ':') return Error{Errc::bad_port, at};
  return HostAndPort{authority.substr(1, end - 1), port, true};
}

}  // namespace

std::string Url::text() const {
  const bool v6 = host.find(':') != std::string::npos;
  std::string whole = secure ? "https://" : "http://";
  whole += v6 ? "[" + host + "]" : host;
  if (port != (secure ? kHttpsPort : kHttpPort)) whole += ":" + std::to_string(port);
  return whole + rest;
}

Result<Url> read_url(std::string_view text) {
  if (text.empty()) return Error{Errc::empty};
  if (text.size() > kLongestUrl) return Error{Errc::too_large};
  const std::size_t scheme_end = text.find("://");
  const std::string scheme = lower_case(text.substr(0, scheme_end));
  if (scheme_end == std::string_view::npos || (scheme != "http" && scheme != "https")) return Error{Errc::unknown_format};
  const auto bad = std::find_if_not(text.begin(), text.end(), in_a_path);
  if (bad != text.end()) return Error{Errc::bad_character, static_cast<std::uint32_t>(bad - text.begin())};

  const auto start = static_cast<std::uint32_t>(scheme_end + 3);
  const std::string_view after = text.substr(start);
  const std::size_t authority_end = std::min(after.find_first_of("/?#"), after.size());
  const std::string_view authority = after.substr(0, authority_end);
  if (authority.find('@') != std::string_view::npos) return Error{Errc::bad_character, start};
  const auto parts = split(authority, start);
  if (!parts) return parts.error();

  Url url;
  url.secure = scheme == "https";
  url.host = lower_case(parts->host);
  const auto address = IpAddress::from_text(url.host);
  url.host_is_address = address.has_value();
  if (parts->bracketed ? !address || address->is_v4() : check_host(url.host) != Errc::ok) {
    return Error{parts->bracketed ? Errc::bad_address : check_host(url.host), start};
  }
  url.port = url.secure ? kHttpsPort : kHttpPort;
  if (!parts->port.empty()) {
    const auto port = read_port(parts->port.substr(1), start);
    if (!port) return port.error();
    url.port = *port;
  }
  const std::string_view rest = after.substr(authority_end);
  url.rest = rest.substr(0, rest.find('#'));
  if (!url.rest.starts_with('/')) url.rest.insert(0, "/");
  return url;
}

}  // namespace darban
