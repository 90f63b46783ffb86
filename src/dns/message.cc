// SPDX-License-Identifier: Apache-2.0
#include "dns/message.h"

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

void read_opt(ByteReader& in, std::size_t owner_at, Edns& edns) {
  if (edns.present || in.whole()[owner_at] != 0) {
    in.fail_at(Errc::bad_opt, owner_at);
    return;
  }
  edns.present = true;
  edns.udp_size = in.u16();
  edns.rcode_high = in.u8();
  edns.version = in.u8();
  edns.dnssec_ok = (in.u16() & 0x8000) != 0;
  const std::size_t options_at = in.at() + 2;
  edns.options = in.take(in.u16());
  if (in.ok() && !edns.options.empty() && !options_are_whole(edns.options)) in.fail_at(Errc::bad_opt, options_at);
  if (edns.udp_size < kPlainUdpSize) edns.udp_size = kPlainUdpSize;  // RFC 6891 section 6.2.3
}

}  // namespace

Header read_header(ByteReader& in) {
  Header header;
  header.id = in.u16();
  header.flags = in.u16();
  header.questions = in.u16();
  header.answers = in.u16();
  header.authorities = in.u16();
  header.additionals = in.u16();
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
  question.type = static_cast<RrType>(in.u16());
  question.klass = static_cast<RrClass>(in.u16());
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
