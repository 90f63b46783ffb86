// SPDX-License-Identifier: Apache-2.0
#include "gateway/kernel/neighbour.h"

#include <errno.h>
#include <linux/neighbour.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace darban::gateway {
namespace {

// An entry in one of these states holds an address that answered once.
constexpr std::uint16_t kKnown = NUD_REACHABLE | NUD_STALE | NUD_DELAY | NUD_PROBE | NUD_PERMANENT;

// Out of the kernel's answer; nothing when it says that there is no such neighbour.
std::optional<MacAddress> read_answer(Octets message, std::uint32_t number) {
  nlmsghdr header;
  ndmsg body;
  if (message.size() < NLMSG_LENGTH(sizeof body)) return std::nullopt;
  std::memcpy(&header, message.data(), sizeof header);
  std::memcpy(&body, message.data() + NLMSG_HDRLEN, sizeof body);
  if (header.nlmsg_type != RTM_NEWNEIGH || header.nlmsg_seq != number || (body.ndm_state & kKnown) == 0) return std::nullopt;
  Octets attributes = message.subspan(std::min<std::size_t>(NLMSG_SPACE(sizeof body), message.size()));
  while (attributes.size() >= sizeof(rtattr)) {
    rtattr attribute;
    std::memcpy(&attribute, attributes.data(), sizeof attribute);
    if (attribute.rta_len < sizeof attribute || attribute.rta_len > attributes.size()) return std::nullopt;
    const Octets value = attributes.first(attribute.rta_len).subspan(RTA_LENGTH(0));
    if (attribute.rta_type == NDA_LLADDR && value.size() == 6) return MacAddress::from_octets(value);
    attributes = attributes.subspan(std::min<std::size_t>(RTA_ALIGN(attribute.rta_len), attributes.size()));
  }
  return std::nullopt;
}

}  // namespace

NeighbourLookUp::NeighbourLookUp() : netlink_(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE)) {}

std::optional<MacAddress> NeighbourLookUp::mac_of(const IpAddress& address, std::span<const InterfaceName> interfaces) {
  struct {
    nlmsghdr header;
    ndmsg body;
    rtattr attribute;
    std::array<std::uint8_t, 16> octets;
  } request{};
  const std::size_t width = address.is_v4() ? 4 : 16;
  request.body.ndm_family = address.is_v4() ? AF_INET : AF_INET6;
  request.attribute.rta_type = NDA_DST;
  request.attribute.rta_len = static_cast<std::uint16_t>(RTA_LENGTH(width));
  ByteWriter out(request.octets);
  address.append_to(out);
  request.header.nlmsg_type = RTM_GETNEIGH;
  request.header.nlmsg_flags = NLM_F_REQUEST;
  request.header.nlmsg_len = static_cast<std::uint32_t>(NLMSG_SPACE(sizeof request.body) + RTA_LENGTH(width));
  for (const InterfaceName& interface : interfaces) {
    request.body.ndm_ifindex = static_cast<int>(::if_nametoindex(interface.octets().data()));
    request.header.nlmsg_seq = ++number_;
    if (request.body.ndm_ifindex == 0 || ::send(netlink_.get(), &request, request.header.nlmsg_len, 0) < 0) continue;
    std::array<std::uint8_t, 4096> room;  // the answer is there when send() returns
    const ssize_t count = ::recv(netlink_.get(), room.data(), room.size(), MSG_DONTWAIT);
    if (count <= 0) continue;
    if (const auto mac = read_answer(Octets(room).first(static_cast<std::size_t>(count)), number_)) return mac;
  }
  return std::nullopt;
}

}  // namespace darban::gateway
