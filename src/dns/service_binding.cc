// SPDX-License-Identifier: Apache-2.0
#include "dns/service_binding.h"

namespace darban {
namespace {

enum class SvcParam : std::uint16_t { ipv4hint = 4, ipv6hint = 6 };  // RFC 9460 section 14.3.2

bool any_private(Octets hints, std::size_t width) {
  for (; hints.size() >= width; hints = hints.subspan(width)) {
    const IpAddress address = width == 4 ? IpAddress::from_v4(hints) : IpAddress::from_v6(hints);
    if (address.is_private()) return true;
  }
  return false;
}

}  // namespace

Result<Name> service_target(Octets rdata) {
  ByteReader in(rdata);
  in.u16();  // SvcPriority
  // Not compressed (RFC 9460 section 2.2): a pointer could only point into this RDATA, and Name::read refuses what does not point
  // back.
  Name name = Name::read(in);
  if (!in.ok()) return in.error();
  return name;
}

bool has_private_hint(Octets rdata) {
  ByteReader in(rdata);
  in.u16();
  Name::skip(in);
  while (in.ok() && in.left() > 0) {
    const auto key = static_cast<SvcParam>(in.u16());
    const Octets value = in.take(in.u16());
    if (!in.ok()) return false;
    if (key == SvcParam::ipv4hint && any_private(value, 4)) return true;
    if (key == SvcParam::ipv6hint && any_private(value, 16)) return true;
  }
  return false;
}

}  // namespace darban
