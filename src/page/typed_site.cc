// SPDX-License-Identifier: Apache-2.0
#include "page/typed_site.h"

#include "base/utf8.h"
#include "lists/idn.h"

namespace darban::page {

std::size_t characters_in(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) {
    const CodePoint point = code_point_at(text, at);
    at += point.octets == 0 ? 1 : point.octets;
  }
  return count;
}

std::string one_line(std::string_view text) {
  std::string line;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    const std::size_t octets = point.octets == 0 ? 1 : point.octets;
    if (point.octets == 0 || is_control(point.value) || point.value == ' ') {
      if (!line.empty() && line.back() != ' ') line += ' ';
    } else {
      line += text.substr(at, octets);
    }
    at += octets;
  }
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

std::optional<TypedSite> typed_site(std::string_view typed) {
  std::string host = one_line(typed);
  if (const auto scheme = host.find("://"); scheme != std::string::npos) host.erase(0, scheme + 3);
  if (const auto end = host.find_first_of("/?#"); end != std::string::npos) host.erase(end);
  if (const auto account = host.rfind('@'); account != std::string::npos) host.erase(0, account + 1);
  if (const auto port = host.rfind(':'); port != std::string::npos) host.erase(port);
  for (char& c : host) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  if (!host.empty() && host.back() == '.') host.pop_back();
  if (host.find('.') == std::string::npos) return std::nullopt;  // one word is no site
  auto name = name_from_text_idn(host);
  if (!name) return std::nullopt;
  return TypedSite{*name, std::move(host)};
}

}  // namespace darban::page
