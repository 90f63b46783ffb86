// SPDX-License-Identifier: Apache-2.0
// Which Host names are ours. A page from elsewhere can make its own name point at this machine (DNS rebinding); the browser then
// thinks that page and ours are one site. What it can not do is send another Host than its own name: so only our names, addresses
// as such, and what the operator wrote are answered. Immutable; any thread.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace darban::web {

class HostRule {
 public:
  // Beside darban.home, darban.home.arpa, one label below check.darban.home.arpa (page/api/check.cc) and localhost; as read_domain
  // gives them (lower case, no dot at the end).
  explicit HostRule(std::vector<std::string> names);
  // `host` as the Host field has it: a name or an address (an IPv6 one in brackets), with a port or without.
  bool knows(std::string_view host) const;

 private:
  std::vector<std::string> names_;
};

}  // namespace darban::web
