// SPDX-License-Identifier: Apache-2.0
#include "engine/steps/local.h"

#include <array>

#include "engine/reply.h"

namespace darban {
namespace {

constexpr std::uint32_t kFixedTtl = 3600;  // seconds: names that never change
constexpr std::uint32_t kOwnNameTtl = 60;  // our address may

void say_nothing_there(Query& query, Rcode rcode) {
  ReplyWriter reply(query);
  write_negative_soa(reply.body(), kFixedTtl);
  reply.finish(rcode, {.authorities = 1});
}

void say_addresses(Query& query, std::uint32_t ttl, std::span<const IpAddress> addresses) {
  ReplyWriter reply(query);
  std::uint16_t count = 0;
  for (const IpAddress& address : addresses) {
    if ((query.question.type == RrType::a) != address.is_v4() ||
        (query.question.type != RrType::a && query.question.type != RrType::aaaa))
      continue;
    write_address(reply.body(), ttl, address);
    ++count;
  }
  if (count == 0) return say_nothing_there(query, Rcode::noerror);
  reply.finish(Rcode::noerror, {.answers = count});
}

IpAddress v4(std::array<std::uint8_t, 4> octets) { return IpAddress::from_v4(octets); }

IpAddress loopback6() {
  std::array<std::uint8_t, 16> octets{};
  octets[15] = 1;
  return IpAddress::from_v6(octets);
}

void refuse(Query& query, Rcode rcode, EdeCode ede) {
  ReplyWriter reply(query);
  reply.finish(rcode, {}, ede);
}

// Types that are transactions or pseudo-records, not data (RFC 6895 section 3.1). ANY is answered with one record (RFC 8482).
bool answer_meta_type(Query& query) {
  switch (query.question.type) {
    case RrType::any: {
      ReplyWriter reply(query);
      write_minimal_any(reply.body(), kFixedTtl);
      reply.finish(Rcode::noerror, {.answers = 1});
      return true;
    }
    case RrType::axfr:
    case RrType::ixfr:
      refuse(query, Rcode::refused, EdeCode::not_supported);
      return true;
    case RrType::opt:
    case RrType::tkey:
    case RrType::tsig:
      refuse(query, Rcode::formerr, EdeCode::none);
      return true;
    default:
      return false;
  }
}

}  // namespace

bool answer_locally(Query& query) {
  if (query.question.klass != RrClass::in) {
    refuse(query, Rcode::refused, EdeCode::not_supported);
    return true;
  }
  if (answer_meta_type(query)) return true;
  switch (query.facts.local) {
    case LocalName::none:
      return false;
    case LocalName::localhost:
      say_addresses(query, kFixedTtl, std::array{v4({127, 0, 0, 1}), loopback6()});
      return true;
    case LocalName::nonexistent:
    case LocalName::private_reverse:
      say_nothing_there(query, Rcode::nxdomain);
      return true;
    case LocalName::resolver_arpa:
      say_nothing_there(query, Rcode::noerror);
      return true;
    case LocalName::ipv4only_arpa:
      say_addresses(query, kFixedTtl, std::array{v4({192, 0, 0, 170}), v4({192, 0, 0, 171})});
      return true;
    case LocalName::own_name:
      say_addresses(query, kOwnNameTtl, std::array{query.asked});
      return true;
  }
  return false;
}

}  // namespace darban
