// SPDX-License-Identifier: Apache-2.0
#include "dns/service_binding.h"

namespace darban {
namespace {

enum class SvcParam : std::uint16_t { mandatory = 0, ipv4hint = 4, ech = 5, ipv6hint = 6 };  // RFC 9460 section 14.3.2

bool any_private(Octets hints, std::size_t width) {
  for (; hints.size() >= width; hints = hints.subspan(width)) {
    const IpAddress address = width == 4 ? IpAddress::from_v4(hints) : IpAddress::from_v6(hints);
    if (address.is_private()) return true;
  }
  return false;
}

// A list of keys, two octets each. One that would be empty without `ech` is left out whole: it may not be empty.
bool copy_mandatory(Octets keys, ByteWriter& out) {
  if (keys.empty() || keys.size() % 2 != 0) return false;
  const std::size_t head_at = out.at();
  out.u16(static_cast<std::uint16_t>(SvcParam::mandatory));
  out.u16(0);
  const std::size_t list_at = out.at();
  for (ByteReader in(keys); in.left() > 0;) {
    const std::uint16_t key = in.u16();
    if (static_cast<SvcParam>(key) != SvcParam::ech) out.u16(key);
  }
  if (!out.ok()) return true;
  if (out.at() == list_at)
    out.rewind(head_at);
  else
    out.patch_u16(head_at + 2, static_cast<std::uint16_t>(out.at() - list_at));
  return true;
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

bool copy_params_without_ech(Octets params, ByteWriter& out) {
  ByteReader in(params);
  while (in.left() > 0) {
    const std::uint16_t key = in.u16();
    const Octets value = in.take(in.u16());
    if (!in.ok()) return false;
    if (static_cast<SvcParam>(key) == SvcParam::ech) continue;
    if (static_cast<SvcParam>(key) == SvcParam::mandatory) {
      if (!copy_mandatory(value, out)) return false;
      continue;
    }
    out.u16(key);
    out.u16(static_cast<std::uint16_t>(value.size()));
    out.octets(value);
  }
  return true;
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
