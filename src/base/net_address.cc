// SPDX-License-Identifier: Apache-2.0
#include "base/net_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <charconv>
#include <string>

namespace darban {
namespace {

constexpr std::array<std::uint8_t, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

IpAddress IpAddress::from_v4(Octets four) {
  IpAddress address;
  std::copy(kMapped.begin(), kMapped.end(), address.octets_.begin());
  std::copy_n(four.begin(), 4, address.octets_.begin() + 12);
  return address;
}

IpAddress IpAddress::from_v6(Octets sixteen) {
  IpAddress address;
  std::copy_n(sixteen.begin(), 16, address.octets_.begin());
  return address;
}

Result<IpAddress> IpAddress::from_text(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) return Error{Errc::bad_address};  // inet_pton would stop reading there
  const std::string terminated(text);
  std::array<std::uint8_t, 16> octets{};
  if (::inet_pton(AF_INET, terminated.c_str(), octets.data()) == 1) return from_v4(Octets(octets).first(4));
  if (::inet_pton(AF_INET6, terminated.c_str(), octets.data()) == 1) return from_v6(octets);
  return Error{Errc::bad_address};
}

IpAddress IpAddress::from_socket(const sockaddr* address) {
  if (address->sa_family == AF_INET) {
    sockaddr_in in4{};
    std::memcpy(&in4, address, sizeof in4);
    return from_v4({reinterpret_cast<const std::uint8_t*>(&in4.sin_addr), 4});
  }
  if (address->sa_family == AF_INET6) {
    sockaddr_in6 in6{};
    std::memcpy(&in6, address, sizeof in6);
    return from_v6({reinterpret_cast<const std::uint8_t*>(&in6.sin6_addr), 16});
  }
  return {};
}

bool IpAddress::is_v4() const { return std::equal(kMapped.begin(), kMapped.end(), octets_.begin()); }

bool IpAddress::is_loopback() const {
  if (is_v4()) return octets_[12] == 127;
  return std::all_of(octets_.begin(), octets_.end() - 1, [](auto octet) { return octet == 0; }) && octets_[15] == 1;
}

bool IpAddress::is_unspecified() const {
  return std::all_of(octets_.begin() + (is_v4() ? 12 : 0), octets_.end(), [](auto octet) { return octet == 0; });
}

bool IpAddress::is_link_local() const {
  if (is_v4()) return octets_[12] == 169 && octets_[13] == 254;
  return octets_[0] == 0xfe && (octets_[1] & 0xc0) == 0x80;
}

bool IpAddress::is_private() const {
  if (is_loopback() || is_unspecified() || is_link_local()) return true;
  if (is_v4()) {
    const auto a = octets_[12];
    const auto b = octets_[13];
    return a == 0 || a == 10 || (a == 172 && (b & 0xf0) == 16) || (a == 192 && b == 168) || (a == 100 && (b & 0xc0) == 64);
  }
  return (octets_[0] & 0xfe) == 0xfc;
}

void IpAddress::append_to(ByteWriter& out) const { out.octets(is_v4() ? Octets(octets_).subspan(12) : Octets(octets_)); }

void IpAddress::to_socket(sockaddr* address, std::uint16_t port) const {
  if (is_v4()) {
    sockaddr_in in4{};
    in4.sin_family = AF_INET;
    in4.sin_port = htons(port);
    std::memcpy(&in4.sin_addr, octets_.data() + 12, 4);
    std::memcpy(address, &in4, sizeof in4);
  } else {
    sockaddr_in6 in6{};
    in6.sin6_family = AF_INET6;
    in6.sin6_port = htons(port);
    std::memcpy(&in6.sin6_addr, octets_.data(), 16);
    std::memcpy(address, &in6, sizeof in6);
  }
}

Result<IpPrefix> IpPrefix::from_text(std::string_view text) {
  const auto slash = text.find('/');
  const auto address = IpAddress::from_text(text.substr(0, slash));
  if (!address) return Error{Errc::bad_prefix};
  if (slash == std::string_view::npos) return *of(*address, 128);
  const std::string_view digits = text.substr(slash + 1);
  int length = -1;
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), length);
  const int most = address->is_v4() ? 32 : 128;
  if (problem != std::errc() || end != digits.data() + digits.size() || length < 0 || length > most) {
    return Error{Errc::bad_prefix, static_cast<std::uint32_t>(slash + 1)};
  }
  return *of(*address, address->is_v4() ? length + 96 : length);
}

std::optional<IpPrefix> IpPrefix::of(const IpAddress& address, int length) {
  if (length < (address.is_v4() ? 96 : 0) || length > 128) return std::nullopt;
  IpPrefix prefix;
  prefix.base_ = address;
  prefix.length_ = length;
  for (int bit = length; bit < 128; ++bit) {
    auto& octet = prefix.base_.octets_[static_cast<std::size_t>(bit) / 8];
    octet = static_cast<std::uint8_t>(octet & ~(0x80 >> (bit % 8)));
  }
  return prefix;
}

bool IpPrefix::contains(const IpAddress& address) const {
  const auto whole = static_cast<std::size_t>(length_) / 8;
  if (!std::equal(base_.octets_.begin(), base_.octets_.begin() + static_cast<std::ptrdiff_t>(whole), address.octets_.begin()))
    return false;
  const int bits = length_ % 8;
  if (bits == 0) return true;
  const int mask = 0xff00 >> bits & 0xff;
  return (base_.octets_[whole] & mask) == (address.octets_[whole] & mask);
}

Result<MacAddress> MacAddress::from_text(std::string_view text) {
  MacAddress mac;
  if (text.size() != 17) return Error{Errc::bad_mac};
  for (std::size_t i = 0; i < 6; ++i) {
    const int high = hex_digit(text[i * 3]);
    const int low = hex_digit(text[i * 3 + 1]);
    const bool separated = i == 5 || text[i * 3 + 2] == ':' || text[i * 3 + 2] == '-';
    if (high < 0 || low < 0 || !separated) return Error{Errc::bad_mac, static_cast<std::uint32_t>(i * 3)};
    mac.octets_[i] = static_cast<std::uint8_t>(high << 4 | low);
  }
  return mac;
}

MacAddress MacAddress::from_octets(Octets six) {
  MacAddress mac;
  std::copy_n(six.begin(), 6, mac.octets_.begin());
  return mac;
}

}  // namespace darban
