// SPDX-License-Identifier: Apache-2.0
#include "dns/client_claim.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "dns/registry.h"

namespace darban {
namespace {

constexpr std::size_t kMacOctets = 6;
constexpr std::size_t kMacText = 17;   // aa:bb:cc:dd:ee:ff
constexpr std::size_t kMacBase64 = 8;  // six octets fill it: no padding

int base64_digit(std::uint8_t c) {  // RFC 4648 section 4
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+') return 62;
  return c == '/' ? 63 : -1;
}

std::optional<MacAddress> mac_of_base64(Octets text) {
  std::array<std::uint8_t, kMacOctets> octets{};
  std::uint32_t bits = 0;
  std::size_t at = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int digit = base64_digit(text[i]);
    if (digit < 0) return std::nullopt;
    bits = bits << 6 | static_cast<std::uint32_t>(digit);
    if (i % 4 != 3) continue;
    for (const int shift : {16, 8, 0}) octets[at++] = static_cast<std::uint8_t>(bits >> shift);
    bits = 0;
  }
  return MacAddress::from_octets(octets);
}

std::optional<MacAddress> mac_of_text(Octets value) {
  std::array<char, kMacText> text{};
  std::copy(value.begin(), value.end(), text.begin());
  const auto mac = MacAddress::from_text({text.data(), text.size()});
  return mac ? std::optional(*mac) : std::nullopt;
}

std::optional<MacAddress> read_mac(EdnsOption option, Octets value) {
  std::optional<MacAddress> mac;
  if (option == EdnsOption::client_mac) {
    if (value.size() == kMacOctets) mac = MacAddress::from_octets(value);
  } else if (value.size() == kMacText) {
    mac = mac_of_text(value);
  } else if (value.size() == kMacBase64) {
    mac = mac_of_base64(value);
  }
  return mac && mac->is_of_one_device() ? mac : std::nullopt;
}

// RFC 7871 section 6: family, source length, scope length (0 in a query), and as many octets as the source length needs. Empty
// for length 0; a network (/24) is refused like a malformed one, because it is not somebody.
Result<std::optional<IpAddress>> read_subnet(Octets value) {
  constexpr std::uint16_t kIpv4 = 1;  // IANA address family numbers
  constexpr std::uint16_t kIpv6 = 2;
  ByteReader in(value);
  const std::uint16_t family = in.u16();
  const std::uint8_t source = in.u8();
  const std::uint8_t scope = in.u8();
  const Octets address = in.take(in.left());
  if (!in.ok() || scope != 0 || address.size() != (source + 7u) / 8) return Error{Errc::bad_prefix};
  if (source == 0) return std::optional<IpAddress>();
  if (family == kIpv4 && source == 32) return std::optional(IpAddress::from_v4(address));
  if (family == kIpv6 && source == 128) return std::optional(IpAddress::from_v6(address));
  return Error{Errc::bad_prefix};
}

// Takes the claim's first value; a second one must be the same.
template <typename T>
bool agrees(std::optional<T>& known, const T& said) {
  if (!known) known = said;
  return *known == said;
}

class Reading {
 public:
  explicit Reading(Octets options) : in_(options) {}

  ClientClaim claim() {
    while (in_.left() > 0) {
      const std::size_t at = in_.at();
      const auto option = static_cast<EdnsOption>(in_.u16());
      const Octets value = in_.take(in_.u16());
      if (!in_.ok()) break;  // not whole options: read_query_body refuses them
      if (option == EdnsOption::client_mac || option == EdnsOption::client_mac_text) take_mac(option, value, at);
      if (option == EdnsOption::client_subnet) take_subnet(value, at);
    }
    if (claim_.unreadable) {
      claim_.mac.reset();
      claim_.address.reset();
    }
    return claim_;
  }

 private:
  void take_mac(EdnsOption option, Octets value, std::size_t at) {
    const auto mac = read_mac(option, value);
    if (mac && agrees(claim_.mac, *mac)) return;
    claim_.unreadable = true;
    trouble(mac ? Errc::mismatch : Errc::bad_mac, at);
  }
  void take_subnet(Octets value, std::size_t at) {
    const auto address = read_subnet(value);
    if (!address) return trouble(address.error().code, at);
    if (!*address || agrees(claim_.address, **address)) return;
    claim_.unreadable = true;
    trouble(Errc::mismatch, at);
  }
  void trouble(Errc code, std::size_t at) {
    if (!claim_.trouble) claim_.trouble = Error{code, static_cast<std::uint32_t>(at)};
  }

  ByteReader in_;
  ClientClaim claim_;
};

}  // namespace

ClientClaim read_client_claim(Octets options) { return Reading(options).claim(); }

}  // namespace darban
