// SPDX-License-Identifier: Apache-2.0
#include "dns/message.h"

#include <algorithm>

namespace darban {
namespace {

// RFC 6891 section 6.1.2: options are code, length, octets, and fill the RDATA exactly.
bool options_are_whole(Octets options) {
  ByteReader in(options);
  while (in.ok() && in.left() > 0) {
    in.u16();
    in.skip(in.u16());
  }
  return in.ok();
}

// Behind the owner and the type: class, TTL and RDATA say other things than in a record (RFC 6891 section 6.1.2).
void read_opt(ByteReader& in, std::size_t owner_at, Edns& edns) {
  if (edns.present || in.whole()[owner_at] != 0) {
    in.fail_at(Errc::bad_opt, owner_at);
    return;
  }
  const std::uint8_t* head = in.claim(8);
  if (head == nullptr) return;
  edns.present = true;
  edns.udp_size = std::max(load_u16(head), kPlainUdpSize);  // RFC 6891 section 6.2.3
  edns.rcode_high = head[2];
  edns.version = head[3];
  edns.dnssec_ok = (head[4] & 0x80) != 0;
  const std::size_t options_at = in.at();
  edns.options = in.take(load_u16(head + 6));
  if (in.ok() && !edns.options.empty() && !options_are_whole(edns.options)) in.fail_at(Errc::bad_opt, options_at);
}

}  // namespace

Header read_header(ByteReader& in) {
  Header header;
  const std::uint8_t* octets = in.claim(kHeaderOctets);
  if (octets == nullptr) return header;
  header.id = load_u16(octets);
  header.flags = load_u16(octets + 2);
  header.questions = load_u16(octets + 4);
  header.answers = load_u16(octets + 6);
  header.authorities = load_u16(octets + 8);
  header.additionals = load_u16(octets + 10);
  return header;
}

Result<void> read_query_body(ByteReader& in, const Header& header, Question& question, Edns& edns) {
  edns = {};
  if (header.questions != 1) in.fail_at(Errc::bad_count, 4);
  if (header.answers != 0) in.fail_at(Errc::bad_count, 6);
  if (header.authorities != 0) in.fail_at(Errc::bad_count, 8);
  const std::size_t name_at = in.at();
  question.name = Name::read(in);
  // The first name of a message has nothing to point back to.
  if (in.ok() && in.at() - name_at != question.name.wire_size()) in.fail_at(Errc::bad_pointer, name_at);
  if (const std::uint8_t* tail = in.claim(4)) {
    question.type = static_cast<RrType>(load_u16(tail));
    question.klass = static_cast<RrClass>(load_u16(tail + 2));
  }
  for (unsigned i = 0; i < header.additionals && in.ok(); ++i) {
    const std::size_t owner_at = in.at();
    Name::skip(in);
    if (static_cast<RrType>(in.u16()) == RrType::opt && in.ok()) {
      read_opt(in, owner_at, edns);
    } else {
      in.skip(6);
      in.skip(in.u16());
    }
  }
  if (in.ok() && in.left() > 0) in.fail(Errc::trailing_octets);
  if (!in.ok()) return in.error();
  return {};
}

MessageWalk::MessageWalk(Octets message) : in_(message), header_(read_header(in_)) {
  for (unsigned i = 0; i < header_.questions && in_.ok(); ++i) {
    Name::skip(in_);
    in_.skip(4);
  }
  records_at_ = in_.at();
  left_ = header_.answers;
}

bool MessageWalk::next(RrView& into) {
  while (left_ == 0) {
    if (++section_ > 2) return false;
    left_ = section_ == 1 ? header_.authorities : header_.additionals;
  }
  into.section = static_cast<Section>(section_);
  into.owner_at = in_.at();
  Name::skip(in_);
  into.type = static_cast<RrType>(in_.u16());
  into.klass = static_cast<RrClass>(in_.u16());
  into.ttl_at = in_.at();
  into.ttl = in_.u32();
  if (into.ttl > 0x7fffffff) into.ttl = 0;
  const std::size_t length = in_.u16();
  into.rdata_at = in_.at();
  into.rdata = in_.take(length);
  --left_;
  return in_.ok();
}

Result<Name> read_name_at(Octets message, std::size_t at) {
  ByteReader in(message);
  in.seek(at);
  Name name = Name::read(in);
  if (!in.ok()) return in.error();
  return name;
}

}  // namespace darban
