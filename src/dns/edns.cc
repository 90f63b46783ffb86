// SPDX-License-Identifier: Apache-2.0
#include "dns/edns.h"

#include <string_view>

namespace darban {
namespace {

// One sentence for every reason, so that a device's log says nothing about a topic (decisions.md 3).
constexpr std::string_view kExtraText = "This site is closed on this network.";

bool speaks_of_a_closed_door(EdeCode ede) {
  return ede == EdeCode::blocked || ede == EdeCode::censored || ede == EdeCode::filtered;
}

}  // namespace

void write_opt(ByteWriter& out, bool dnssec_ok, std::uint8_t rcode_high, EdeCode ede) {
  out.u8(0);
  out.u16(static_cast<std::uint16_t>(RrType::opt));
  out.u16(kEdnsUdpSize);
  out.u8(rcode_high);
  out.u8(0);  // version
  out.u16(dnssec_ok ? 0x8000 : 0);
  if (ede == EdeCode::none) {
    out.u16(0);
    return;
  }
  const std::string_view text = speaks_of_a_closed_door(ede) ? kExtraText : std::string_view();
  const auto option = static_cast<std::uint16_t>(2 + text.size());
  out.u16(static_cast<std::uint16_t>(option + 4));
  out.u16(static_cast<std::uint16_t>(EdnsOption::ede));
  out.u16(option);
  out.u16(static_cast<std::uint16_t>(ede));
  out.octets({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

}  // namespace darban
