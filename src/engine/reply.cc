// SPDX-License-Identifier: Apache-2.0
#include "engine/reply.h"

#include <algorithm>
#include <cstring>

namespace darban {
namespace {

// QR, the opcode and RD and CD as they came, RA.
std::uint16_t reply_flags(std::uint16_t asked) {
  constexpr std::uint16_t kKept = 0x7800 | flag::recursion_desired | flag::checking_disabled;
  return static_cast<std::uint16_t>((asked & kKept) | flag::response | flag::recursion_available);
}

}  // namespace

std::size_t reply_limit(const Query& query) {
  if (query.transport == Transport::tcp) return std::min<std::size_t>(query.room.size(), 65535);
  const std::size_t wished = query.edns.present ? query.edns.udp_size : kPlainUdpSize;
  return std::min({query.room.size(), wished, std::size_t{kEdnsUdpSize}});
}

ReplyWriter::ReplyWriter(Query& query) : query_(query), out_(query.room.first(reply_limit(query))) {
  const std::size_t question = query.question_octets();
  if (std::uint8_t* head = out_.claim(kHeaderOctets + question)) {  // finish() fills in flags and counts
    store_u16(head, query.id);
    std::memset(head + 2, 0, kHeaderOctets - 2);
    head[5] = 1;
    std::memcpy(head + kHeaderOctets, query.spelling.data(), question);
  }
  body_at_ = out_.at();
}

void ReplyWriter::finish(Rcode rcode, ReplyCounts counts, EdeCode ede, bool authentic) {
  const auto code = static_cast<std::uint16_t>(rcode);
  auto flags = static_cast<std::uint16_t>(reply_flags(query_.flags) | (code & 0xf));
  if (authentic) flags |= flag::authentic_data;
  const bool has_opt = query_.edns.present;
  const std::size_t before_opt = out_.at();
  if (has_opt && out_.ok()) {
    write_opt(out_, query_.edns.dnssec_ok, static_cast<std::uint8_t>(code >> 4), ede);
    if (!out_.ok() && ede != EdeCode::none) {  // an extended error is a courtesy: without it the answer may fit
      out_.rewind(before_opt);
      write_opt(out_, query_.edns.dnssec_ok, static_cast<std::uint8_t>(code >> 4), EdeCode::none);
    }
  }
  if (!out_.ok()) {
    out_.rewind(body_at_);
    counts = {};
    flags = static_cast<std::uint16_t>((flags & ~flag::authentic_data) | flag::truncated);
    if (has_opt) write_opt(out_, query_.edns.dnssec_ok, 0, EdeCode::none);
  }
  std::uint8_t* head = query_.room.data();
  store_u16(head + 2, flags);
  store_u16(head + 6, counts.answers);
  store_u16(head + 8, counts.authorities);
  store_u16(head + 10, static_cast<std::uint16_t>(counts.additionals + (has_opt ? 1 : 0)));
  query_.reply = out_.written();
}

void reply_header_only(Query& query, std::uint16_t id, std::uint16_t flags, Rcode rcode) {
  ByteWriter out(query.room);
  out.u16(id);
  out.u16(static_cast<std::uint16_t>(reply_flags(flags) | (static_cast<std::uint16_t>(rcode) & 0xf)));
  out.u32(0);
  out.u32(0);
  query.reply = out.written();
}

}  // namespace darban
