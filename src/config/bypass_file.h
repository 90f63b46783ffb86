// SPDX-License-Identifier: Apache-2.0
// Ways round the filter, as blocklists/bypass.yaml says them: signals a network can give, other resolvers, tunnels, and the ports
// a firewall would close. Plain values. Text is the maintainer's own and public. Any thread.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/net_address.h"
#include "base/result.h"
#include "config/household.h"
#include "config/written_scope.h"

namespace darban {

enum class SignalAnswer : std::uint8_t { nxdomain, nodata, resolve };  // resolve: let it through, closing it would break things
Text text_of(SignalAnswer answer);

struct BypassSignal {
  std::string name;
  WrittenScope scope = WrittenScope::exact;
  std::vector<std::string> types;  // "A", "AAAA", "HTTPS", "SVCB"; empty: all
  SignalAnswer answer = SignalAnswer::nxdomain;
  BypassLevel level = BypassLevel::standard;  // from this level on
  std::string effect;
  std::string source;
  char confidence = 'C';
  Place place;
};

struct BypassName {
  std::string name;
  WrittenScope scope = WrittenScope::subtree;
  std::string why;
  Place place;
};

struct BypassAddress {
  IpPrefix prefix;
  std::string written;
  Place place;
};

struct BypassPort {
  enum class Protocol : std::uint8_t { udp, tcp } protocol = Protocol::udp;
  std::uint16_t port = 0;
  std::string what;
  Place place;
};

struct BypassFile {
  std::string file;
  std::vector<BypassSignal> signals;
  std::vector<BypassName> resolvers;  // the category bypass-dns
  std::vector<BypassAddress> addresses;
  std::vector<BypassName> tunnels;  // the category bypass-vpn
  std::vector<BypassPort> ports;
};

Result<BypassFile, ConfigError> load_bypass(const std::string& path);
Result<BypassFile, ConfigError> parse_bypass(std::string_view text, const std::string& file_name);

}  // namespace darban
