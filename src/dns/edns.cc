// SPDX-License-Identifier: Apache-2.0
#include "dns/edns.h"

#include <array>
#include <cstring>
#include <string_view>

namespace darban {
namespace {

// One sentence for every reason, so that a device's log says nothing about a topic (decisions.md 3).
constexpr std::string_view kExtraText = "This site is closed on this network.";
constexpr std::size_t kBareOctets = 11;
constexpr std::size_t kEdeHead = 6;  // option code, its length, the info code

// An OPT without options: root, type, our size, and zeros for rcode, version, flags and length.
constexpr std::array<std::uint8_t, kBareOctets> kBare{
    0, 0, static_cast<std::uint8_t>(RrType::opt), kEdnsUdpSize >> 8, kEdnsUdpSize & 0xff, 0, 0, 0, 0, 0, 0};

bool speaks_of_a_closed_door(EdeCode ede) {
  return ede == EdeCode::blocked || ede == EdeCode::censored || ede == EdeCode::filtered;
}

}  // namespace

void write_opt(ByteWriter& out, bool dnssec_ok, std::uint8_t rcode_high, EdeCode ede) {
  const std::size_t text = ede != EdeCode::none && speaks_of_a_closed_door(ede) ? kExtraText.size() : 0;
  const std::size_t options = ede == EdeCode::none ? 0 : kEdeHead + text;
  std::uint8_t* opt = out.claim(kBareOctets + options);
  if (opt == nullptr) return;
  std::memcpy(opt, kBare.data(), kBareOctets);
  opt[5] = rcode_high;
  opt[7] = dnssec_ok ? 0x80 : 0;
  if (options == 0) return;
  store_u16(opt + 9, static_cast<std::uint16_t>(options));
  store_u16(opt + 11, static_cast<std::uint16_t>(EdnsOption::ede));
  store_u16(opt + 13, static_cast<std::uint16_t>(2 + text));
  store_u16(opt + 15, static_cast<std::uint16_t>(ede));
  std::memcpy(opt + 17, kExtraText.data(), text);
}

}  // namespace darban
