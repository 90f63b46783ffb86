// SPDX-License-Identifier: Apache-2.0
#include "engine/answer.h"

#include <algorithm>

#include "dns/service_binding.h"

namespace darban {
namespace {

// RFC 2308 section 5: a "no" is kept for the lesser of the SOA's TTL and its MINIMUM, the last four octets of its RDATA.
std::uint32_t negative_ttl(const RrView& soa) {
  if (soa.rdata.size() < 22) return 0;
  ByteReader in(soa.rdata);
  in.skip(soa.rdata.size() - 4);
  return std::min(soa.ttl, in.u32());
}

bool is_private_address(const RrView& rr) {
  if (rr.type == RrType::a && rr.rdata.size() == 4) return IpAddress::from_v4(rr.rdata).is_private();
  if (rr.type == RrType::aaaa && rr.rdata.size() == 16) return IpAddress::from_v6(rr.rdata).is_private();
  return false;
}

std::uint32_t seconds(Seconds value) { return static_cast<std::uint32_t>(value.count()); }

}  // namespace

struct AnswerReader::Draft {
  Answer answer;
  std::uint32_t least_ttl = UINT32_MAX;
  std::uint32_t negative = UINT32_MAX;  // from the SOA of a "no"
  bool past_opt = false;
};

void AnswerReader::take_record(Draft& draft, const RrView& rr, Octets message) {
  // Additional records behind the OPT would move when it is cut out, and pointers into them with it: they are optional, so they
  // go.
  if (rr.type == RrType::opt) draft.past_opt = true;
  if (draft.past_opt) return;
  std::uint32_t ttl = std::min(rr.ttl, seconds(limits_.longest));
  Answer& answer = draft.answer;
  if (rr.section == Section::answer) {
    ++answer.answers;
    draft.least_ttl = std::min(draft.least_ttl, ttl);
    if (rr.type == RrType::cname || rr.type == RrType::dname) answer.has_targets = true;
    if (rr.type == RrType::svcb || rr.type == RrType::https) {
      answer.has_targets = true;
      answer.has_private = answer.has_private || has_private_hint(rr.rdata);
    }
    answer.has_private = answer.has_private || is_private_address(rr);
  } else if (rr.section == Section::authority) {
    ++answer.authorities;
    if (rr.type == RrType::soa) draft.negative = ttl = std::min(negative_ttl(rr), seconds(limits_.negative_longest));
  } else {
    ++answer.additionals;
  }
  const std::size_t from = records_.size();
  const std::size_t record_end = rr.rdata_at + rr.rdata.size();
  records_.insert(records_.end(), message.begin() + static_cast<std::ptrdiff_t>(rr.owner_at),
                  message.begin() + static_cast<std::ptrdiff_t>(record_end));
  const std::size_t ttl_at = from + (rr.ttl_at - rr.owner_at);
  ByteWriter(std::span(records_).subspan(ttl_at, 4)).u32(ttl);
  ttl_at_.push_back(static_cast<std::uint16_t>(ttl_at));
}

Result<Answer> AnswerReader::read(Octets message, const Question& asked, const Now& now) {
  ByteReader in(message);
  const Header header = read_header(in);
  if (!in.ok()) return in.error();
  if (!header.is_response() || header.opcode() != Opcode::query) return Error{Errc::not_a_response, 2};
  if (header.questions != 1) return Error{Errc::bad_count, 4};
  const std::size_t name_at = in.at();
  const Name name = Name::read(in);
  const bool plain = in.at() - name_at == name.wire_size();
  const auto type = static_cast<RrType>(in.u16());
  const auto klass = static_cast<RrClass>(in.u16());
  if (!in.ok()) return in.error();
  if (!plain || type != asked.type || klass != asked.klass || !(name == asked.name)) return Error{Errc::mismatch, kHeaderOctets};

  records_.clear();
  ttl_at_.clear();
  Draft draft;
  MessageWalk walk(message);
  RrView rr;
  while (walk.next(rr)) take_record(draft, rr, message);
  if (!walk.ok()) return walk.error();

  Answer& answer = draft.answer;
  answer.records = records_;
  answer.ttl_at = {reinterpret_cast<const std::uint8_t*>(ttl_at_.data()), ttl_at_.size() * 2};
  answer.rcode = header.rcode();
  answer.authentic = (header.flags & flag::authentic_data) != 0;
  answer.stored = now.mono;
  // A "no" without an SOA is not kept (RFC 2308 section 5). A CNAME chain that ends in a "no" lives as long as its shortest part.
  const bool is_no = answer.rcode == Rcode::nxdomain || answer.answers == 0 || draft.negative != UINT32_MAX;
  answer.lifetime = is_no ? (draft.negative == UINT32_MAX ? 0 : std::min(draft.negative, draft.least_ttl)) : draft.least_ttl;
  return answer;
}

}  // namespace darban
