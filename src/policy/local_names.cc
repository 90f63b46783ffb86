// SPDX-License-Identifier: Apache-2.0
#include "policy/local_names.h"

#include <string>
#include <string_view>

namespace darban {
namespace {

struct LocalRow {
  std::string_view name;
  LocalName local;
};

constexpr LocalRow kLocalNames[] = {
    {"localhost", LocalName::localhost},                           // RFC 6761 section 6.3
    {"invalid", LocalName::nonexistent},                           // RFC 6761 section 6.4
    {"test", LocalName::nonexistent},                              // RFC 6761 section 6.2
    {"local", LocalName::nonexistent},                             // RFC 6762 section 22.1: multicast DNS
    {"onion", LocalName::nonexistent},                             // RFC 7686 section 2
    {"alt", LocalName::nonexistent},                               // RFC 9476
    {"internal", LocalName::nonexistent},                          // reserved by ICANN for private use, 2024
    {"home.arpa", LocalName::nonexistent},                         // RFC 8375 section 4
    {"resolver.arpa", LocalName::resolver_arpa},                   // RFC 9462 section 6.4
    {"ipv4only.arpa", LocalName::ipv4only_arpa},                   // RFC 8880 section 7.1
    {"darban.home.arpa", LocalName::own_name},                     // where the page lives
    {"darban.home", LocalName::own_name},                          // the same for people who type
    {"0.in-addr.arpa", LocalName::private_reverse},                // RFC 6303 section 4.2
    {"127.in-addr.arpa", LocalName::private_reverse},              //
    {"254.169.in-addr.arpa", LocalName::private_reverse},          //
    {"2.0.192.in-addr.arpa", LocalName::private_reverse},          //
    {"100.51.198.in-addr.arpa", LocalName::private_reverse},       //
    {"113.0.203.in-addr.arpa", LocalName::private_reverse},        //
    {"255.255.255.255.in-addr.arpa", LocalName::private_reverse},  //
    {"10.in-addr.arpa", LocalName::private_reverse},               // RFC 6761 section 6.1 (RFC 1918)
    {"168.192.in-addr.arpa", LocalName::private_reverse},          //
    {"d.f.ip6.arpa", LocalName::private_reverse},                  // RFC 6303 section 4.4: unique local addresses
    {"c.f.ip6.arpa", LocalName::private_reverse},                  // the other half of fc00::/7 (RFC 4193)
    {"8.e.f.ip6.arpa", LocalName::private_reverse},                // RFC 6303 section 4.5: link-local addresses
    {"9.e.f.ip6.arpa", LocalName::private_reverse},                //
    {"a.e.f.ip6.arpa", LocalName::private_reverse},                //
    {"b.e.f.ip6.arpa", LocalName::private_reverse},                //
    {"8.b.d.0.1.0.0.2.ip6.arpa", LocalName::private_reverse},      // RFC 6303 section 4.6: documentation
};

Name name_of(std::string_view text) { return *Name::from_text(text); }

void add_reverse(SpecialNamesBuilder& names, const std::string& text) {
  names.add_local(name_of(text), LocalName::private_reverse);
}

}  // namespace

void add_local_names(SpecialNamesBuilder& names) {
  for (const LocalRow& row : kLocalNames) names.add_local(name_of(row.name), row.local);
  for (int second = 16; second <= 31; ++second) add_reverse(names, std::to_string(second) + ".172.in-addr.arpa");   // RFC 1918
  for (int second = 64; second <= 127; ++second) add_reverse(names, std::to_string(second) + ".100.in-addr.arpa");  // RFC 7793
  std::string zeros;
  for (int nibble = 0; nibble < 31; ++nibble) zeros += "0.";
  add_reverse(names, "0." + zeros + "ip6.arpa");  // :: and ::1, RFC 6303 section 4.3
  add_reverse(names, "1." + zeros + "ip6.arpa");
}

}  // namespace darban
