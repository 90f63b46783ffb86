// SPDX-License-Identifier: Apache-2.0
// What the daemon wants of the kernel, whole, as plain values: who is treated how at this minute, and what everybody is kept
// from. The daemon makes one whenever something changed and sends it as it is; darban-gateway works out the difference to what
// stands in the kernel. So there is one way to say a thing, and a restart on either side needs no other.
//
// Nothing here is text but the names of interfaces, which are the operator's own.
#pragma once
#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/net_address.h"

namespace darban::gateway {

// May a device's packets leave the house?
enum class Door : std::uint8_t {
  open,
  answered,  // new flows only to what darban answered to this device, and to exceptions
  closed,    // every packet only to what darban answered to this device since its door closed, and to vital names
};
// Which ways round the filter are rejected, as `bypass` in household.yaml.
enum class Ways : std::uint8_t {
  open,
  standard,  // port 853, and the addresses of known resolvers
  strict,    // the ports of tunnels too
};

struct Treatment {
  Door door = Door::open;
  Ways ways = Ways::open;
  friend auto operator<=>(const Treatment&, const Treatment&) = default;
};
inline constexpr std::size_t kTreatments = 9;
constexpr std::uint8_t octet_of(Treatment treatment) {
  return static_cast<std::uint8_t>(static_cast<int>(treatment.door) * 3 + static_cast<int>(treatment.ways));
}
constexpr std::optional<Treatment> treatment_from(std::uint8_t octet) {
  if (octet >= kTreatments) return std::nullopt;
  return Treatment{static_cast<Door>(octet / 3), static_cast<Ways>(octet % 3)};
}

// The name of an interface as the kernel takes it: 1 to 15 letters, digits, dots, dashes and underlines, and not a pattern.
class InterfaceName {
 public:
  static constexpr std::size_t kRoom = 16;  // octets, the closing zero included (IFNAMSIZ)
  static std::optional<InterfaceName> from_text(std::string_view text);
  const std::array<char, kRoom>& octets() const { return octets_; }  // the rest is zeros
  friend auto operator<=>(const InterfaceName&, const InterfaceName&) = default;

 private:
  std::array<char, kRoom> octets_{};
};

struct Plan {
  struct Device {
    MacAddress mac;
    Treatment treatment;
    friend bool operator==(const Device&, const Device&) = default;
  };
  struct Place {  // an address or a network; the longest prefix wins
    IpPrefix prefix;
    Treatment treatment;
    friend bool operator==(const Place&, const Place&) = default;
  };
  struct Whereabouts {  // where a device is now: conntrack and packets from outside know no MAC
    IpAddress address;
    MacAddress mac;
    friend bool operator==(const Whereabouts&, const Whereabouts&) = default;
  };
  struct Tunnel {
    enum class Protocol : std::uint8_t { tcp = 6, udp = 17 } protocol = Protocol::udp;  // as in the IP header
    std::uint16_t port = 0;
    friend auto operator<=>(const Tunnel&, const Tunnel&) = default;
  };

  std::vector<InterfaceName> lan;  // where the household's devices are; at least one
  std::uint16_t port4 = 0;         // where darban answers, UDP and TCP; 0: not on this family, whose port 53 is rejected
  std::uint16_t port6 = 0;
  Seconds answered_for{1800};  // how long an answered address may be connected to
  Treatment others;            // whoever is no device and in no place: the guest
  std::vector<Device> devices;
  std::vector<Place> places;
  std::vector<Whereabouts> whereabouts;
  std::vector<IpPrefix> resolvers;
  std::vector<Tunnel> tunnels;
  std::vector<IpPrefix> exceptions;  // of Door::answered
  friend bool operator==(const Plan&, const Plan&) = default;
};

// More is refused: what a compromised daemon could make the kernel hold is bounded.
namespace bound {
inline constexpr std::size_t kInterfaces = 32;
inline constexpr std::size_t kDevices = 16384;
inline constexpr std::size_t kPlaces = 16384;
inline constexpr std::size_t kWhereabouts = 16384;
inline constexpr std::size_t kResolvers = 4096;
inline constexpr std::size_t kTunnels = 256;
inline constexpr std::size_t kExceptions = 1024;
inline constexpr Seconds kShortestAnswered{60};
inline constexpr Seconds kLongestAnswered{86400};
}  // namespace bound

}  // namespace darban::gateway
