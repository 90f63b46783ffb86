// SPDX-License-Identifier: Apache-2.0
// hosts(5): an address, then names, each meaning itself only. The address must be one that leads nowhere (0.0.0.0, 127.0.0.1, ::,
// ::1): a line that points to a real machine is somebody's own network, never a block and never a rewrite.
#include <algorithm>
#include <array>

#include "base/net_address.h"
#include "lists/formats/formats.h"

namespace darban {
namespace {

bool is_address_with_zone(std::string_view word) {
  return IpAddress::from_text(word.substr(0, word.find('%'))).has_value();  // "fe80::1%lo0", RFC 4007 section 11
}

bool is_sinkhole(std::string_view address) {
  if (address == "0.0.0.0" || address == "127.0.0.1" || address == "::" || address == "::1") return true;
  const auto parsed = IpAddress::from_text(address);
  return parsed && (parsed->is_unspecified() || (!parsed->is_v4() && parsed->is_loopback()));
}

bool is_local_name(std::string_view word) {
  static constexpr std::array<std::string_view, 15> kLocal{"localhost",     "localhost.localdomain",
                                                           "localhost4",    "localhost4.localdomain4",
                                                           "localhost6",    "localhost6.localdomain6",
                                                           "local",         "broadcasthost",
                                                           "ip6-localhost", "ip6-loopback",
                                                           "ip6-localnet",  "ip6-mcastprefix",
                                                           "ip6-allnodes",  "ip6-allrouters",
                                                           "ip6-allhosts"};
  if (word.size() > 24) return false;  // longer than any of them
  return std::any_of(kLocal.begin(), kLocal.end(), [word](std::string_view local) { return equals_ignoring_case(word, local); });
}

}  // namespace

bool is_hosts_line(std::string_view line) {
  const std::string_view address = take_word(line);
  return !line.empty() && !line.starts_with('#') && (address == "0.0.0.0" || is_address_with_zone(address));
}

bool hosts_speaks(std::string_view line) { return is_hosts_line(line); }

void parse_hosts_line(ListReading& in, std::string_view line) {
  line = without_comment(line);
  const std::string_view address = take_word(line);
  if (address != "0.0.0.0" && !is_address_with_zone(address)) return in.refuse(Errc::bad_address);
  if (line.empty()) return in.refuse(Errc::empty);
  const bool sinkhole = is_sinkhole(address);
  while (!line.empty()) {
    const std::string_view word = take_word(line);
    if (is_local_name(word))
      in.ignore(Ignored::local_name);
    else if (!sinkhole)
      in.ignore(Ignored::not_a_sinkhole);
    else if (in.take_name(word))
      in.say(in.plain(), EntryKind::block, Ignored::single_label);
  }
}

void parse_hosts(ListReading& in) {
  std::string_view line;
  while (in.next(line)) {
    line = trim_front(line);
    const char first = line.empty() ? '#' : line.front();
    if (first == '#' || first == '!' || first == ';' || line.starts_with("//"))
      in.ignore(Ignored::comment);
    else
      parse_hosts_line(in, line);
  }
}

}  // namespace darban
