// SPDX-License-Identifier: Apache-2.0
#include "dns/response.h"

#include <array>
#include <cstring>

#include "dns/message.h"

namespace darban {
namespace {

constexpr std::size_t kRecordHead = 12;  // a pointer to the question's name, type, class, TTL, length

// Room for a whole record with its head written, or nullptr.
std::uint8_t* begin_record(ByteWriter& out, RrType type, std::uint32_t ttl, std::size_t rdata) {
  std::uint8_t* record = out.claim(kRecordHead + rdata);
  if (record == nullptr) return nullptr;
  store_u16(record, 0xc000 | kHeaderOctets);
  store_u16(record + 2, static_cast<std::uint16_t>(type));
  store_u16(record + 4, static_cast<std::uint16_t>(RrClass::in));
  store_u32(record + 6, ttl);
  store_u16(record + 10, static_cast<std::uint16_t>(rdata));
  return record + kRecordHead;
}

}  // namespace

void write_address(ByteWriter& out, std::uint32_t ttl, const IpAddress& address) {
  const bool v4 = address.is_v4();
  const std::size_t size = v4 ? 4 : 16;
  std::uint8_t* rdata = begin_record(out, v4 ? RrType::a : RrType::aaaa, ttl, size);
  if (rdata == nullptr) return;
  ByteWriter into({rdata, size});
  address.append_to(into);
}

void write_negative_soa(ByteWriter& out, std::uint32_t ttl) {
  // MNAME darban.home.arpa, RNAME the root: there is nobody to write to. Then SERIAL 1, REFRESH 1 h, RETRY 10 min, EXPIRE 7 d.
  static constexpr std::array<std::uint8_t, 35> kFixed{6, 'd',  'a',  'r', 'b', 'a', 'n',  4, 'h', 'o',  'm', 'e',
                                                       4, 'a',  'r',  'p', 'a', 0,   0,    0, 0,   0,    1,   0,
                                                       0, 0x0e, 0x10, 0,   0,   2,   0x58, 0, 9,   0x3a, 0x80};
  std::uint8_t* rdata = begin_record(out, RrType::soa, ttl, kFixed.size() + 4);
  if (rdata == nullptr) return;
  std::memcpy(rdata, kFixed.data(), kFixed.size());
  store_u32(rdata + kFixed.size(), ttl);  // MINIMUM
}

void write_minimal_any(ByteWriter& out, std::uint32_t ttl) {
  static constexpr std::array<std::uint8_t, 9> kHardware{7, 'R', 'F', 'C', '8', '4', '8', '2', 0};
  std::uint8_t* rdata = begin_record(out, RrType::hinfo, ttl, kHardware.size());
  if (rdata != nullptr) std::memcpy(rdata, kHardware.data(), kHardware.size());
}

}  // namespace darban
