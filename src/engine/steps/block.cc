// SPDX-License-Identifier: Apache-2.0
#include "engine/steps/block.h"

#include <array>

#include "engine/reply.h"
#include "engine/steps/ttl.h"

namespace darban {
namespace {

constexpr std::uint32_t kCanaryTtl = 60;  // seconds: an adult may change the bypass level
constexpr std::uint32_t kDishonestTtl = 10;

// RFC 8914: 15 for the operator's security lists, 17 for the family's or school's own choice.
EdeCode ede_of(Group group) { return group == Group::scams_and_malware ? EdeCode::blocked : EdeCode::filtered; }

void write_null(ReplyWriter& reply, const Query& query, std::uint32_t ttl, EdeCode ede) {
  if (query.question.type == RrType::a) {
    write_address(reply.body(), ttl, IpAddress::from_v4(std::array<std::uint8_t, 4>{}));
    return reply.finish(Rcode::noerror, {.answers = 1}, ede);
  }
  if (query.question.type == RrType::aaaa) {
    write_address(reply.body(), ttl, IpAddress());
    return reply.finish(Rcode::noerror, {.answers = 1}, ede);
  }
  write_negative_soa(reply.body(), ttl);
  reply.finish(Rcode::noerror, {.authorities = 1}, ede);
}

// The address that was asked, where the page says why. Of the other family, HTTPS records and everything else: nothing there, so that
// no device is kept from the page by an address that leads nowhere.
void write_page(ReplyWriter& reply, const Query& query, std::uint32_t ttl, EdeCode ede) {
  if (query.question.type == (query.asked.is_v4() ? RrType::a : RrType::aaaa)) {
    write_address(reply.body(), ttl, query.asked);
    return reply.finish(Rcode::noerror, {.answers = 1}, ede);
  }
  write_negative_soa(reply.body(), ttl);
  reply.finish(Rcode::noerror, {.authorities = 1}, ede);
}

void write_nxdomain(ReplyWriter& reply, std::uint32_t ttl, EdeCode ede) {
  write_negative_soa(reply.body(), ttl);
  reply.finish(Rcode::nxdomain, {.authorities = 1}, ede);
}

void write_signal(ReplyWriter& reply, ClosedAs said) {
  write_negative_soa(reply.body(), kCanaryTtl);
  reply.finish(said == ClosedAs::nodata ? Rcode::noerror : Rcode::nxdomain, {.authorities = 1});
}

}  // namespace

void refuse(Query& query, const Policy& policy, const Now& now) {
  const Profile& profile = policy.profile(query.asker);
  ReplyWriter reply(query);
  if (query.verdict.step == Step::canary) return write_signal(reply, query.verdict.closed_as);
  const std::uint32_t ttl = within(profile.blocked_ttl, query.verdict.until, now);
  const EdeCode ede = ede_of(query.verdict.group);
  switch (query.verdict.closed_as) {
    case ClosedAs::profile_says:
      break;
    case ClosedAs::nxdomain:
      return write_nxdomain(reply, ttl, ede);
    case ClosedAs::refused:
      return reply.finish(Rcode::refused, {}, ede);
    case ClosedAs::nodata:
      write_negative_soa(reply.body(), ttl);
      return reply.finish(Rcode::noerror, {.authorities = 1}, ede);
  }
  switch (profile.answer) {
    case AnswerMode::null:
      return write_null(reply, query, ttl, ede);
    case AnswerMode::nxdomain:
      return write_nxdomain(reply, ttl, ede);
    case AnswerMode::refused:
      return reply.finish(Rcode::refused, {}, ede);
    case AnswerMode::page:
      return policy.page_at(query.asked) ? write_page(reply, query, ttl, ede) : write_null(reply, query, ttl, ede);
  }
}

void refuse_dishonest_answer(Query& query) {
  ReplyWriter reply(query);
  write_negative_soa(reply.body(), kDishonestTtl);
  reply.finish(Rcode::noerror, {.authorities = 1}, EdeCode::blocked);
}

}  // namespace darban
