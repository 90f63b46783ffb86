// SPDX-License-Identifier: Apache-2.0
#include "engine/steps/safe_search.h"

#include "dns/record_copier.h"
#include "engine/reply.h"
#include "engine/steps/ttl.h"

namespace darban {
namespace {

std::uint32_t led_ttl(const Query& query, const Now& now) { return within(kLedTtl, query.verdict.until, now); }

void say_nothing_there(Query& query, const Now& now) {
  ReplyWriter reply(query);
  write_negative_soa(reply.body(), led_ttl(query, now));
  reply.finish(Rcode::noerror, {.authorities = 1});
}

}  // namespace

bool lead(Query& query, const SafeName& safe, const Now& now) {
  switch (query.question.type) {
    case RrType::a:
    case RrType::aaaa:
    case RrType::https:
    case RrType::svcb:
      query.question.name = safe.name;
      query.facts.may_be_private = safe.may_be_private;
      return false;
    case RrType::cname: {
      ReplyWriter reply(query);
      RecordCopier(reply.body()).write_cname_of_question(safe.name, led_ttl(query, now));
      reply.finish(Rcode::noerror, {.answers = 1});
      return true;
    }
    default:  // of no use for a web site, and perhaps another way to an address
      say_nothing_there(query, now);
      return true;
  }
}

bool tell_fallback(Query& query, const SafeName& safe, const Now& now) {
  if (!safe.fallback_a && !safe.fallback_aaaa) return false;
  const RrType type = query.question.type;
  const auto& address = type == RrType::a ? safe.fallback_a : safe.fallback_aaaa;
  if ((type != RrType::a && type != RrType::aaaa) || !address) {
    say_nothing_there(query, now);
    return true;
  }
  ReplyWriter reply(query);
  write_address(reply.body(), led_ttl(query, now), *address);
  reply.finish(Rcode::noerror, {.answers = 1});
  return true;
}

}  // namespace darban
