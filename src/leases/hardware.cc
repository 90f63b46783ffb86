// SPDX-License-Identifier: Apache-2.0
#include "leases/hardware.h"

#include <charconv>

namespace darban {
namespace {

constexpr std::size_t kMacOctets = 6;

std::optional<MacAddress> of_one_device(const MacAddress& mac) {
  return mac.is_of_one_device() ? std::optional(mac) : std::nullopt;
}

}  // namespace

std::optional<MacAddress> mac_of_duid(Octets duid) {
  constexpr std::uint16_t kLinkLayerAndTime = 1;
  constexpr std::uint16_t kLinkLayer = 3;
  constexpr std::uint16_t kEthernet = 1;  // IANA hardware types; Wi-Fi is written as this one
  ByteReader in(duid);
  const std::uint16_t type = in.u16();
  if (in.u16() != kEthernet || (type != kLinkLayerAndTime && type != kLinkLayer)) return std::nullopt;
  if (type == kLinkLayerAndTime) in.skip(4);
  const Octets mac = in.take(kMacOctets);
  if (!in.ok() || in.left() > 0) return std::nullopt;
  return of_one_device(MacAddress::from_octets(mac));
}

std::optional<std::vector<std::uint8_t>> octets_of_hex(std::string_view text) {
  const bool separated = text.size() > 2 && text[2] == ':';
  const std::size_t step = separated ? 3 : 2;
  if (text.empty() || (text.size() + (separated ? 1 : 0)) % step != 0) return std::nullopt;
  std::vector<std::uint8_t> octets;
  octets.reserve(text.size() / 2);
  for (std::size_t at = 0; at < text.size(); at += step) {
    std::uint8_t octet = 0;
    const char* const from = text.data() + at;
    const auto [end, problem] = std::from_chars(from, from + 2, octet, 16);
    if (problem != std::errc() || end != from + 2 || *from == '-') return std::nullopt;
    if (separated && at + 2 < text.size() && text[at + 2] != ':') return std::nullopt;
    octets.push_back(octet);
  }
  return octets;
}

std::optional<MacAddress> mac_of_text(std::string_view text) {
  const auto mac = MacAddress::from_text(text);
  return mac ? of_one_device(*mac) : std::nullopt;
}

}  // namespace darban
