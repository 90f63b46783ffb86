// SPDX-License-Identifier: Apache-2.0
#include "app/resolv_conf.h"

#include <ifaddrs.h>
#include <sys/socket.h>

#include <algorithm>

namespace darban {
namespace {

constexpr std::uint16_t kDnsPort = 53;  // resolv.conf(5) can not say another
constexpr std::string_view kBlank = " \t\r";

std::string_view first_word(std::string_view& line) {
  const auto start = line.find_first_not_of(kBlank);
  if (start == std::string_view::npos) return line = {};
  line.remove_prefix(start);
  const std::string_view word = line.substr(0, line.find_first_of(kBlank));
  line.remove_prefix(word.size());
  return word;
}

bool is_one_of(const IpAddress& address, std::span<const IpAddress> set) {
  return std::find(set.begin(), set.end(), address) != set.end();
}

bool answers_at(const Endpoint& listen, const IpAddress& address, std::span<const IpAddress> machine) {
  if (listen.port != kDnsPort) return false;
  if (listen.address == address) return true;
  if (!listen.address.is_unspecified()) return false;
  return address.is_loopback() || is_one_of(address, machine);
}

}  // namespace

Resolvers read_resolvers(std::string_view resolv_conf, std::span<const Endpoint> listen, std::span<const IpAddress> machine) {
  Resolvers found;
  while (!resolv_conf.empty()) {
    const auto end = resolv_conf.find('\n');
    std::string_view line = resolv_conf.substr(0, end);
    resolv_conf.remove_prefix(end == std::string_view::npos ? resolv_conf.size() : end + 1);
    if (first_word(line) != "nameserver") continue;
    const std::string_view written = first_word(line);
    const auto address = IpAddress::from_text(written);
    const auto is_this = [&](const Endpoint& endpoint) { return endpoint.address == *address; };
    if (!address) {
      ++found.not_understood;
    } else if (std::any_of(listen.begin(), listen.end(),
                           [&](const Endpoint& own) { return answers_at(own, *address, machine); })) {
      ++found.ourselves;
    } else if (found.usable.size() < kMostResolvers && std::none_of(found.usable.begin(), found.usable.end(), is_this)) {
      found.usable.push_back({.address = *address, .port = kDnsPort, .written = std::string(written)});
    }
  }
  return found;
}

std::vector<IpAddress> machine_addresses() {
  std::vector<IpAddress> addresses;
  ifaddrs* list = nullptr;
  if (::getifaddrs(&list) != 0) return addresses;
  for (const ifaddrs* each = list; each != nullptr; each = each->ifa_next) {
    if (each->ifa_addr == nullptr) continue;
    const auto family = each->ifa_addr->sa_family;
    if (family == AF_INET || family == AF_INET6) addresses.push_back(IpAddress::from_socket(each->ifa_addr));
  }
  ::freeifaddrs(list);
  return addresses;
}

}  // namespace darban
