// SPDX-License-Identifier: Apache-2.0
#include "dns/response.h"

#include <array>
#include <string_view>

#include "dns/message.h"

namespace darban {
namespace {

void write_record_head(ByteWriter& out, RrType type, std::uint32_t ttl) {
  out.u16(0xc000 | kHeaderOctets);
  out.u16(static_cast<std::uint16_t>(type));
  out.u16(static_cast<std::uint16_t>(RrClass::in));
  out.u32(ttl);
}

}  // namespace

void write_address(ByteWriter& out, std::uint32_t ttl, const IpAddress& address) {
  write_record_head(out, address.is_v4() ? RrType::a : RrType::aaaa, ttl);
  out.u16(address.is_v4() ? 4 : 16);
  address.append_to(out);
}

void write_negative_soa(ByteWriter& out, std::uint32_t ttl) {
  // MNAME darban.home.arpa, RNAME the root: there is nobody to write to.
  static constexpr std::array<std::uint8_t, 19> kNames{6,   'd', 'a', 'r', 'b', 'a', 'n', 4, 'h', 'o',
                                                       'm', 'e', 4,   'a', 'r', 'p', 'a', 0, 0};
  write_record_head(out, RrType::soa, ttl);
  out.u16(kNames.size() + 20);
  out.octets(kNames);
  out.u32(1);       // SERIAL
  out.u32(3600);    // REFRESH
  out.u32(600);     // RETRY
  out.u32(604800);  // EXPIRE
  out.u32(ttl);     // MINIMUM
}

void write_minimal_any(ByteWriter& out, std::uint32_t ttl) {
  static constexpr std::string_view kCpu = "RFC8482";
  write_record_head(out, RrType::hinfo, ttl);
  out.u16(kCpu.size() + 2);
  out.u8(kCpu.size());
  out.octets({reinterpret_cast<const std::uint8_t*>(kCpu.data()), kCpu.size()});
  out.u8(0);
}

}  // namespace darban
