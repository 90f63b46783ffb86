// SPDX-License-Identifier: Apache-2.0
#include "web/host_rule.h"

#include <algorithm>

#include "base/net_address.h"

namespace darban::web {
namespace {

bool is_port(std::string_view text) {  // RFC 3986 section 3.2.3 allows none after the colon
  constexpr std::size_t kMostDigits = 5;
  return text.size() <= kMostDigits && text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::string lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return lower;
}

// "3f9a.check.darban.home.arpa": one label, whatever it is.
bool is_check_name(std::string_view name) {
  constexpr std::string_view kBelow = ".check.darban.home.arpa";
  if (!name.ends_with(kBelow)) return false;
  const std::string_view label = name.substr(0, name.size() - kBelow.size());
  return !label.empty() && label.size() <= 63 &&
         label.find_first_not_of("0123456789abcdefghijklmnopqrstuvwxyz-") == std::string_view::npos;
}

}  // namespace

HostRule::HostRule(std::vector<std::string> names) : names_(std::move(names)) {
  for (const char* ours : {"darban.home", "darban.home.arpa", "localhost"}) names_.emplace_back(ours);
}

bool HostRule::knows(std::string_view host) const {
  constexpr std::size_t kLongest = 253 + 7;  // a name, a dot at its end, a colon and a port
  if (host.size() > kLongest) return false;
  if (host.starts_with('[')) {
    const auto bracket = host.find(']');
    if (bracket == std::string_view::npos) return false;
    const std::string_view rest = host.substr(bracket + 1);
    if (!rest.empty() && (rest.front() != ':' || !is_port(rest.substr(1)))) return false;
    const std::string_view inner = host.substr(1, bracket - 1);
    return inner.find(':') != std::string_view::npos && IpAddress::from_text(inner).has_value();
  }
  if (const auto colon = host.find(':'); colon != std::string_view::npos) {
    if (!is_port(host.substr(colon + 1))) return false;
    host = host.substr(0, colon);
  }
  if (host.ends_with('.')) host.remove_suffix(1);
  if (host.empty()) return false;
  const std::string name = lower(host);
  return IpAddress::from_text(host).has_value() || std::find(names_.begin(), names_.end(), name) != names_.end() ||
         is_check_name(name);
}

}  // namespace darban::web
