// SPDX-License-Identifier: Apache-2.0
// The numbers of the DNS that darban knows by name, with the RFC beside each. Any other value of these enums is legal too: they are
// read from the wire. (IANA "Domain Name System (DNS) Parameters".)
#pragma once
#include <cstdint>

#include "base/showable.h"

namespace darban {

enum class RrType : std::uint16_t {
  a = 1,         // RFC 1035
  ns = 2,        // RFC 1035
  cname = 5,     // RFC 1035
  soa = 6,       // RFC 1035
  ptr = 12,      // RFC 1035
  hinfo = 13,    // RFC 1035, RFC 8482
  mx = 15,       // RFC 1035
  txt = 16,      // RFC 1035
  aaaa = 28,     // RFC 3596
  srv = 33,      // RFC 2782
  dname = 39,    // RFC 6672
  opt = 41,      // RFC 6891
  ds = 43,       // RFC 4034
  rrsig = 46,    // RFC 4034
  nsec = 47,     // RFC 4034
  dnskey = 48,   // RFC 4034
  nsec3 = 50,    // RFC 5155
  tlsa = 52,     // RFC 6698
  svcb = 64,     // RFC 9460
  https = 65,    // RFC 9460
  tkey = 249,    // RFC 2930
  tsig = 250,    // RFC 8945
  ixfr = 251,    // RFC 1995
  axfr = 252,    // RFC 5936
  any = 255,     // RFC 1035, RFC 8482
  caa = 257,     // RFC 8659
};

enum class RrClass : std::uint16_t {
  in = 1,      // RFC 1035
  chaos = 3,   // Chaosnet, used for server identity (RFC 4892)
  none = 254,  // RFC 2136
  any = 255,   // RFC 1035
};

enum class Opcode : std::uint8_t {
  query = 0,   // RFC 1035
  iquery = 1,  // RFC 3425, obsolete
  status = 2,  // RFC 1035
  notify = 4,  // RFC 1996
  update = 5,  // RFC 2136
  dso = 6,     // RFC 8490
};

// With the upper bits of EDNS an rcode has 12 bits (RFC 6891 section 6.1.3).
enum class Rcode : std::uint16_t {
  noerror = 0,   // RFC 1035
  formerr = 1,   // RFC 1035
  servfail = 2,  // RFC 1035
  nxdomain = 3,  // RFC 1035
  notimp = 4,    // RFC 1035
  refused = 5,   // RFC 1035
  badvers = 16,  // RFC 6891
};

enum class EdeCode : std::uint16_t {  // RFC 8914
  none = 0xffff,                      // not on the wire: "no EDE"
  other = 0,
  stale_answer = 3,
  blocked = 15,
  censored = 16,
  filtered = 17,
  prohibited = 18,
  not_supported = 21,
  no_reachable_authority = 22,
  network_error = 23,
  invalid_data = 24,
};

enum class EdnsOption : std::uint16_t {
  client_subnet = 8,        // RFC 7871
  cookie = 10,              // RFC 7873
  tcp_keepalive = 11,       // RFC 7828
  padding = 12,             // RFC 7830
  ede = 15,                 // RFC 8914
  client_mac = 65001,       // for local use (RFC 6891 section 9), as dnsmasq writes it: six octets
  client_mac_text = 65073,  // likewise, as text or base64
};

Text text_of(Rcode rcode);

}  // namespace darban
