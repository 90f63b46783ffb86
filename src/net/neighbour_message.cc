// SPDX-License-Identifier: Apache-2.0
#include "net/neighbour_message.h"

#include <linux/neighbour.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>

namespace darban {
namespace {

constexpr std::size_t kMacOctets = 6;
constexpr unsigned kReached = NUD_REACHABLE | NUD_STALE | NUD_DELAY | NUD_PROBE | NUD_PERMANENT;

template <typename T>
std::optional<T> read_struct(Octets octets) {
  if (octets.size() < sizeof(T)) return std::nullopt;
  T value;
  std::memcpy(&value, octets.data(), sizeof value);
  return value;
}

struct Attributes {
  Octets destination;
  Octets link_address;
};

Attributes read_attributes(Octets rest) {
  Attributes found;
  while (const auto attribute = read_struct<rtattr>(rest)) {
    if (attribute->rta_len < sizeof(rtattr) || attribute->rta_len > rest.size()) break;
    const Octets value = rest.first(attribute->rta_len).subspan(RTA_LENGTH(0));
    if (attribute->rta_type == NDA_DST) found.destination = value;
    if (attribute->rta_type == NDA_LLADDR) found.link_address = value;
    rest = rest.subspan(std::min<std::size_t>(RTA_ALIGN(attribute->rta_len), rest.size()));
  }
  return found;
}

}  // namespace

std::optional<NeighbourNews> read_neighbour(Octets message) {
  const auto header = read_struct<nlmsghdr>(message);
  if (!header || header->nlmsg_len > message.size() || header->nlmsg_len < NLMSG_LENGTH(sizeof(ndmsg))) return std::nullopt;
  if (header->nlmsg_type != RTM_NEWNEIGH && header->nlmsg_type != RTM_DELNEIGH) return std::nullopt;
  const Octets body = message.first(header->nlmsg_len).subspan(NLMSG_HDRLEN);
  const auto neighbour = read_struct<ndmsg>(body);
  if ((neighbour->ndm_flags & NTF_PROXY) != 0 || (neighbour->ndm_state & NUD_NOARP) != 0) return std::nullopt;
  const Attributes attributes = read_attributes(body.subspan(NLMSG_ALIGN(sizeof(ndmsg))));
  const bool v4 = neighbour->ndm_family == AF_INET;
  if ((!v4 && neighbour->ndm_family != AF_INET6) || attributes.destination.size() != (v4 ? 4u : 16u)) return std::nullopt;
  NeighbourNews news;
  news.interface = static_cast<std::uint32_t>(neighbour->ndm_ifindex);
  news.address = v4 ? IpAddress::from_v4(attributes.destination) : IpAddress::from_v6(attributes.destination);
  if (header->nlmsg_type == RTM_DELNEIGH || (neighbour->ndm_state & kReached) == 0) return news;
  if (attributes.link_address.size() != kMacOctets) return std::nullopt;
  news.mac = MacAddress::from_octets(attributes.link_address);
  if (!news.mac->is_of_one_device()) return std::nullopt;
  return news;
}

}  // namespace darban
