// SPDX-License-Identifier: Apache-2.0
#include "policy/networks.h"

#include <array>

namespace darban {
namespace {

// The first `bits` bits set, 0 to 64.
constexpr std::uint64_t mask_of(int bits) {
  return bits <= 0 ? 0 : bits >= 64 ? ~std::uint64_t{0} : ~(~std::uint64_t{0} >> bits);
}

}  // namespace

AddressWords AddressWords::cut(int bits) const { return {high & mask_of(bits), low & mask_of(bits - 64)}; }

IpAddress AddressWords::address() const {
  std::array<std::uint8_t, 16> octets;
  ByteWriter out(octets);
  for (const std::uint64_t word : {high, low}) {
    out.u32(static_cast<std::uint32_t>(word >> 32));
    out.u32(static_cast<std::uint32_t>(word));
  }
  return IpAddress::from_v6(octets);
}

void Networks::add(const IpPrefix& prefix) {
  constexpr AddressWords kAll{~std::uint64_t{0}, ~std::uint64_t{0}};
  networks_.push_back({AddressWords::of(prefix.base()).cut(prefix.length()), kAll.cut(prefix.length())});
}

}  // namespace darban
