// SPDX-License-Identifier: Apache-2.0
#include "dns/service_binding.h"

namespace darban {
namespace {

enum class SvcParam : std::uint16_t { mandatory = 0, ipv4hint = 4, ech = 5, ipv6hint = 6 };  // RFC 9460 section 14.3.2

// `use` gets every address of both hints until it says no. False: it did, or the data is damaged.
template <typename Use>
bool for_each_hint(Octets rdata, Use&& use) {
  ByteReader in(rdata);
  in.u16();
  Name::skip(in);
  while (in.ok() && in.left() > 0) {
    const auto key = static_cast<SvcParam>(in.u16());
    Octets hints = in.take(in.u16());
    if (!in.ok()) return false;
    if (key != SvcParam::ipv4hint && key != SvcParam::ipv6hint) continue;
    const std::size_t width = key == SvcParam::ipv4hint ? 4 : 16;
    for (; hints.size() >= width; hints = hints.subspan(width)) {
      if (!use(width == 4 ? IpAddress::from_v4(hints) : IpAddress::from_v6(hints))) return false;
    }
  }
  return in.ok();
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
  bool found = false;
  for_each_hint(rdata, [&](const IpAddress& address) { return !(found = address.is_private()); });
  return found;
}

std::size_t address_hints(Octets rdata, std::span<IpAddress> into) {
  std::size_t count = 0;
  for_each_hint(rdata, [&](const IpAddress& address) {
    if (count == into.size()) return false;
    into[count++] = address;
    return true;
  });
  return count;
}

}  // namespace darban
