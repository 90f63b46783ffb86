// SPDX-License-Identifier: Apache-2.0
// Private addresses (privacy ring 1): they can be compared, hashed and matched, never printed. Text becomes an address; an
// address does not become text. IPv4 is held as its IPv4-mapped IPv6 form (RFC 4291 section 2.5.5.2), so both families share one
// table.
#pragma once
#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

#include "base/bytes.h"
#include "base/hash.h"
#include "base/result.h"

struct sockaddr;

namespace darban {

class IpAddress {
 public:
  constexpr IpAddress() = default;                            // ::
  static Result<IpAddress> from_text(std::string_view text);  // no zone id; error.at is 0
  static IpAddress from_v4(Octets four);                      // needs 4 octets
  static IpAddress from_v6(Octets sixteen);                   // needs 16 octets
  static IpAddress from_socket(const sockaddr* address);      // AF_INET or AF_INET6; anything else gives ::
  bool is_v4() const;
  bool is_loopback() const;     // 127/8, ::1
  bool is_unspecified() const;  // 0.0.0.0, ::
  bool is_link_local() const;   // 169.254/16, fe80::/10
  bool is_private() const;      // RFC 1918, RFC 4193, RFC 6598, loopback, link-local, "this network" (RFC 6890)
  std::uint64_t hash(HashSeed seed) const { return hash_octets(seed.value, octets_.data(), octets_.size()); }
  void append_to(ByteWriter& out) const;                        // 4 or 16 octets, as in RDATA
  // The IPv6 form (RFC 4291 section 2.5.5.2 of an IPv4 address) as two numbers, for those that compare many.
  std::uint64_t high() const { return half(0); }
  std::uint64_t low() const { return half(8); }
  void to_socket(sockaddr* address, std::uint16_t port) const;  // fills a sockaddr_in or sockaddr_in6 by family
  friend bool operator==(const IpAddress&, const IpAddress&) = default;

 private:
  friend class IpPrefix;
  std::uint64_t half(std::size_t at) const {
    return std::uint64_t{load_u32(octets_.data() + at)} << 32 | load_u32(octets_.data() + at + 4);
  }
  std::array<std::uint8_t, 16> octets_{};
};

class IpPrefix {
 public:
  static Result<IpPrefix> from_text(std::string_view text);  // "192.168.1.0/24", "fd00::/8", or a single address
  // The first `length` bits of the IPv6 form: 96 to 128 for IPv4, 0 to 128 for IPv6; nothing for other lengths.
  static std::optional<IpPrefix> of(const IpAddress& address, int length);
  bool contains(const IpAddress& address) const;
  int length() const { return length_; }  // in bits of the IPv6 form: 96 to 128 for IPv4
  bool is_single() const { return length_ == 128; }
  const IpAddress& base() const { return base_; }
  friend bool operator==(const IpPrefix&, const IpPrefix&) = default;

 private:
  IpAddress base_;
  int length_ = 128;
};

class NewDevice;

class MacAddress {
 public:
  constexpr MacAddress() = default;
  static Result<MacAddress> from_text(std::string_view text);                // aa:bb:cc:dd:ee:ff or with '-'
  static MacAddress from_octets(Octets six);                                 // needs 6 octets
  // Neither a group's address nor all zeros (IEEE 802): what a device can have.
  bool is_of_one_device() const { return (octets_[0] & 0x01) == 0 && octets_ != std::array<std::uint8_t, 6>{}; }
  bool is_locally_administered() const { return (octets_[0] & 0x02) != 0; }  // IEEE 802: shown as "private address"
  std::uint64_t hash(HashSeed seed) const { return hash_octets(seed.value, octets_.data(), octets_.size()); }
  void append_to(ByteWriter& out) const { out.octets(octets_); }  // 6 octets
  friend bool operator==(const MacAddress&, const MacAddress&) = default;

 private:
  friend class NewDevice;  // app/new_devices.h: the one whose address an adult may read, to write it down
  std::array<std::uint8_t, 6> octets_{};
};

}  // namespace darban
