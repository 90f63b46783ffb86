// SPDX-License-Identifier: Apache-2.0
// Builds DNS messages for tests, right or wrong on purpose. Names are written uncompressed unless a pointer is asked for.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "dns/message.h"
#include "dns/name.h"

namespace darban {

class Packet {
 public:
  // A query with RD set and no question yet.
  static Packet query(std::uint16_t id = 0x1234) { return Packet(id, flag::recursion_desired); }
  // A response with RD and RA set.
  static Packet response(Rcode rcode = Rcode::noerror, std::uint16_t id = 0) {
    return Packet(id, static_cast<std::uint16_t>(flag::response | flag::recursion_desired | flag::recursion_available |
                                                 static_cast<std::uint16_t>(rcode)));
  }
  Packet& flags(std::uint16_t more) {
    put(2, static_cast<std::uint16_t>(get(2) | more));
    return *this;
  }
  Packet& without(std::uint16_t less) {
    put(2, static_cast<std::uint16_t>(get(2) & ~less));
    return *this;
  }
  Packet& count(int section, std::uint16_t value) {  // 0 questions, 1 answers, 2 authorities, 3 additionals
    put(4 + static_cast<std::size_t>(section) * 2, value);
    return *this;
  }
  // `text` keeps its case: "WwW.example".
  Packet& question(std::string_view text, RrType type = RrType::a, RrClass klass = RrClass::in) {
    name(text).u16(static_cast<std::uint16_t>(type)).u16(static_cast<std::uint16_t>(klass));
    return bump(0);
  }
  Packet& record(int section, std::string_view owner, RrType type, std::uint32_t ttl, const std::vector<std::uint8_t>& rdata) {
    name(owner).u16(static_cast<std::uint16_t>(type)).u16(1).u32(ttl).u16(static_cast<std::uint16_t>(rdata.size()));
    octets_.insert(octets_.end(), rdata.begin(), rdata.end());
    return bump(section);
  }
  Packet& a(std::string_view owner, std::uint32_t ttl, std::vector<std::uint8_t> four) {
    return record(1, owner, RrType::a, ttl, four);
  }
  Packet& cname(std::string_view owner, std::uint32_t ttl, std::string_view target) {
    return record(1, owner, RrType::cname, ttl, wire(target));
  }
  Packet& https(std::string_view owner, std::uint32_t ttl, std::string_view target, std::vector<std::uint8_t> params = {}) {
    std::vector<std::uint8_t> rdata{0, 1};
    const auto name = wire(target);
    rdata.insert(rdata.end(), name.begin(), name.end());
    rdata.insert(rdata.end(), params.begin(), params.end());
    return record(1, owner, RrType::https, ttl, rdata);
  }
  Packet& soa(std::string_view owner, std::uint32_t ttl, std::uint32_t minimum) {
    std::vector<std::uint8_t> rdata(2 + 16, 0);
    for (int shift = 24; shift >= 0; shift -= 8) rdata.push_back(static_cast<std::uint8_t>(minimum >> shift));
    return record(2, owner, RrType::soa, ttl, rdata);
  }
  Packet& opt(std::uint16_t udp_size = 1232, bool dnssec_ok = false, std::uint8_t version = 0,
              const std::vector<std::uint8_t>& options = {}) {
    u8(0).u16(41).u16(udp_size).u8(0).u8(version).u16(dnssec_ok ? 0x8000 : 0).u16(static_cast<std::uint16_t>(options.size()));
    octets_.insert(octets_.end(), options.begin(), options.end());
    return bump(3);
  }
  Packet& name(std::string_view text) {
    const auto labels = wire(text);
    octets_.insert(octets_.end(), labels.begin(), labels.end());
    return *this;
  }
  Packet& u8(std::uint8_t value) {
    octets_.push_back(value);
    return *this;
  }
  Packet& u16(std::uint16_t value) { return u8(static_cast<std::uint8_t>(value >> 8)).u8(static_cast<std::uint8_t>(value)); }
  Packet& u32(std::uint32_t value) { return u16(static_cast<std::uint16_t>(value >> 16)).u16(static_cast<std::uint16_t>(value)); }
  Packet& bump(int section) {
    return count(section, static_cast<std::uint16_t>(get(4 + static_cast<std::size_t>(section) * 2) + 1));
  }

  Octets octets() const { return octets_; }
  std::vector<std::uint8_t>& bytes() { return octets_; }

  static std::vector<std::uint8_t> wire(std::string_view text) {
    std::vector<std::uint8_t> out;
    while (!text.empty() && text != ".") {
      const auto dot = text.find('.');
      const std::string_view label = text.substr(0, dot);
      out.push_back(static_cast<std::uint8_t>(label.size()));
      out.insert(out.end(), label.begin(), label.end());
      text = dot == std::string_view::npos ? std::string_view() : text.substr(dot + 1);
    }
    out.push_back(0);
    return out;
  }

 private:
  Packet(std::uint16_t id, std::uint16_t flags) { u16(id).u16(flags).u32(0).u32(0); }
  std::uint16_t get(std::size_t at) const { return static_cast<std::uint16_t>(octets_[at] << 8 | octets_[at + 1]); }
  void put(std::size_t at, std::uint16_t value) {
    octets_[at] = static_cast<std::uint8_t>(value >> 8);
    octets_[at + 1] = static_cast<std::uint8_t>(value);
  }
  std::vector<std::uint8_t> octets_;
};

}  // namespace darban
