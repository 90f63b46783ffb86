// SPDX-License-Identifier: Apache-2.0
#include "net/listeners.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

#include "net/socket_address.h"

namespace darban {
namespace {

constexpr int kBufferOctets =
    4 << 20;  // a burst while the worker is elsewhere: with the usual 208 KiB questions were lost in measurements
constexpr int kBacklog = 256;

enum class Sharing : std::uint8_t { alone, among_workers };

bool set(int fd, int level, int option, int value) { return ::setsockopt(fd, level, option, &value, sizeof value) == 0; }

void enlarge_buffers(int fd) {
  // FORCE goes beyond the system's limit and needs a privilege; the plain one takes what the limit allows.
  if (!set(fd, SOL_SOCKET, SO_RCVBUFFORCE, kBufferOctets)) set(fd, SOL_SOCKET, SO_RCVBUF, kBufferOctets);
  if (!set(fd, SOL_SOCKET, SO_SNDBUFFORCE, kBufferOctets)) set(fd, SOL_SOCKET, SO_SNDBUF, kBufferOctets);
}

void prepare_udp(int fd, sa_family_t family, bool wildcard) {
  enlarge_buffers(fd);
  never_fragment(fd, family);
  if (!wildcard) return;
  if (family == AF_INET)
    set(fd, IPPROTO_IP, IP_PKTINFO, 1);
  else
    set(fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
}

struct Bound {
  ListenSocket socket;
  bool not_there_yet = false;
};

// errno as the error.
Result<Bound, int> bind_one(const NetEndpoint& endpoint, Transport transport, Sharing sharing) {
  SocketAddress address(endpoint);
  const int type = transport == Transport::udp ? SOCK_DGRAM : SOCK_STREAM;
  Bound bound;
  bound.socket.fd = UniqueFd(::socket(address.family(), type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  bound.socket.wildcard = endpoint.address.is_unspecified();
  const int fd = bound.socket.fd.get();
  if (fd < 0) return errno;
  if (address.family() == AF_INET6 && !set(fd, IPPROTO_IPV6, IPV6_V6ONLY, 1)) return errno;
  if (transport == Transport::tcp) set(fd, SOL_SOCKET, SO_REUSEADDR, 1);  // connections of our last life may linger
  if (sharing == Sharing::among_workers && !set(fd, SOL_SOCKET, SO_REUSEPORT, 1)) return errno;
  if (::bind(fd, address.get(), address.size()) != 0) {
    if (errno != EADDRNOTAVAIL) return errno;
    // The interface comes up later. IP_FREEBIND serves both families' sockets under their own names.
    const bool free_bind =
        address.family() == AF_INET ? set(fd, IPPROTO_IP, IP_FREEBIND, 1) : set(fd, IPPROTO_IPV6, IPV6_FREEBIND, 1);
    if (!free_bind || ::bind(fd, address.get(), address.size()) != 0) return errno;
    bound.not_there_yet = true;
  }
  if (transport == Transport::udp)
    prepare_udp(fd, address.family(), bound.socket.wildcard);
  else if (::listen(fd, kBacklog) != 0)
    return errno;
  socklen_t size = SocketAddress::room();
  if (::getsockname(fd, address.get(), &size) != 0) return errno;
  bound.socket.local = {endpoint.address, address.port(), endpoint.scope};
  return bound;
}

// SO_REUSEPORT would let a second daemon of the same user take half of our questions, and us half of another's. So the port is
// first taken alone; the moment between that and the real binding is nobody's.
Result<NetEndpoint, BindFailure> claim(const NetEndpoint& endpoint, std::size_t index) {
  const auto udp = bind_one(endpoint, Transport::udp, Sharing::alone);
  if (!udp) return BindFailure{index, Transport::udp, udp.error()};
  const NetEndpoint with_port = udp->socket.local;
  const auto tcp = bind_one(with_port, Transport::tcp, Sharing::alone);
  if (!tcp) return BindFailure{index, Transport::tcp, tcp.error()};
  return with_port;
}

// With port 0 the kernel chose a UDP port, which may be taken for TCP: another draw helps.
Result<NetEndpoint, BindFailure> claim_some_port(const NetEndpoint& endpoint, std::size_t index) {
  constexpr int kDraws = 64;
  auto claimed = claim(endpoint, index);
  for (int draw = 1; draw < kDraws && endpoint.port == 0 && !claimed && claimed.error().errno_value == EADDRINUSE; ++draw)
    claimed = claim(endpoint, index);
  return claimed;
}

}  // namespace

Result<Listeners, BindFailure> bind_listeners(std::span<const NetEndpoint> endpoints, std::uint32_t workers) {
  Listeners listeners;
  listeners.workers.resize(workers);
  for (std::size_t i = 0; i < endpoints.size(); ++i) {
    const auto claimed = claim_some_port(endpoints[i], i);
    if (!claimed) return claimed.error();
    for (WorkerSockets& worker : listeners.workers) {
      for (const Transport transport : {Transport::udp, Transport::tcp}) {
        auto bound = bind_one(*claimed, transport, Sharing::among_workers);
        if (!bound) return BindFailure{i, transport, bound.error()};
        if (bound->not_there_yet && (listeners.not_there_yet.empty() || listeners.not_there_yet.back() != i))
          listeners.not_there_yet.push_back(i);
        (transport == Transport::udp ? worker.udp : worker.tcp).push_back(std::move(bound->socket));
      }
    }
  }
  return listeners;
}

}  // namespace darban
