// SPDX-License-Identifier: Apache-2.0
#include "net/port_pool.h"

#include <netinet/in.h>
#include <sys/epoll.h>

#include <algorithm>
#include <cerrno>

#include "net/socket_address.h"

namespace darban {
namespace {

constexpr int kReceiveBuffer = 256 * 1024;  // octets: a burst of answers while the worker is elsewhere

}  // namespace

PortPool::PortPool(const NetEndpoint& upstream, std::uint32_t size, Random& random)
    : upstream_(upstream),
      random_(&random),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      active_(std::clamp<std::uint32_t>(size, 1, kMostPorts / 2)),
      room_(kBatch * kDatagramOctets) {}

std::optional<PortPool::Port> PortPool::send(Octets datagram) {
  for (int attempt = 0; attempt < 2; ++attempt) {
    const std::optional<Port> port = pick();
    if (!port) return std::nullopt;
    Socket& socket = sockets_[*port];
    if (transmit(*port, datagram)) {
      ++socket.held;
      if (++socket.uses >= kUses && open_ < kMostPorts) retire(*port);
      return port;
    }
    retire(*port);
    if (socket.held == 0) close_one(*port);
  }
  return std::nullopt;
}

bool PortPool::send_again(Port port, Octets datagram) { return transmit(port, datagram); }

void PortPool::release(Port port) {
  Socket& socket = sockets_[port];
  if (--socket.held == 0 && socket.retired) close_one(port);
}

std::optional<PortPool::Port> PortPool::pick() {
  std::optional<Port>& place = active_[random_->u16() % active_.size()];
  if (!place) place = open_one();
  return place;
}

std::optional<PortPool::Port> PortPool::open_one() {
  const SocketAddress peer(upstream_);
  UniqueFd fd(::socket(peer.family(), SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!fd.valid()) return std::nullopt;
  // Neither our questions nor their answers are ever to be fragments, which are easy to forge (RFC 9715).
  never_fragment(fd.get(), peer.family());
  ::setsockopt(fd.get(), SOL_SOCKET, SO_RCVBUF, &kReceiveBuffer, sizeof kReceiveBuffer);
  if (::connect(fd.get(), peer.get(), peer.size()) != 0) return std::nullopt;
  if (unused_.empty()) {
    unused_.push_back(static_cast<Port>(sockets_.size()));
    sockets_.emplace_back();
  }
  const Port port = unused_.back();
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u32 = port;
  if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd.get(), &event) != 0) return std::nullopt;
  unused_.pop_back();
  sockets_[port] = {std::move(fd), 0, 0, false};
  ++open_;
  return port;
}

void PortPool::retire(Port port) {
  sockets_[port].retired = true;
  std::replace(active_.begin(), active_.end(), std::optional<Port>(port), std::optional<Port>());
}

void PortPool::close_one(Port port) {
  sockets_[port] = {};  // closing takes it out of the epoll set: it was never duplicated
  unused_.push_back(port);
  --open_;
}

bool PortPool::transmit(Port port, Octets datagram) {
  const int fd = sockets_[port].fd.get();
  for (int attempt = 0; attempt < 2; ++attempt) {
    if (::send(fd, datagram.data(), datagram.size(), MSG_NOSIGNAL) >= 0) return true;
    if (errno == EAGAIN || errno == ENOBUFS) return true;
    // An ICMP error of an earlier datagram is told here once; it says nothing about this one.
    if (errno != ECONNREFUSED && errno != EINTR) return false;
  }
  return false;
}

std::size_t PortPool::wait() {
  std::array<epoll_event, kReady> events;
  const int count = ::epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), 0);
  for (int i = 0; i < count; ++i)
    ready_[static_cast<std::size_t>(i)] = static_cast<Port>(events[static_cast<std::size_t>(i)].data.u32);
  return static_cast<std::size_t>(std::max(count, 0));
}

std::size_t PortPool::receive(Port port) {
  const int fd = sockets_[port].fd.get();
  if (fd < 0) return 0;  // closed while an earlier arrival of this call was taken
  std::array<mmsghdr, kBatch> messages{};
  std::array<iovec, kBatch> vectors;
  for (std::size_t i = 0; i < kBatch; ++i) {
    vectors[i] = {room_.data() + i * kDatagramOctets, kDatagramOctets};
    messages[i].msg_hdr.msg_iov = &vectors[i];
    messages[i].msg_hdr.msg_iovlen = 1;
  }
  const int count = ::recvmmsg(fd, messages.data(), kBatch, MSG_DONTWAIT, nullptr);
  if (count < 0) {
    if (errno != ECONNREFUSED) return 0;
    arrivals_[0] = {port, true, {}};
    return 1;
  }
  for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
    arrivals_[i] = {port, false, Octets(room_).subspan(i * kDatagramOctets, messages[i].msg_len)};
  }
  return static_cast<std::size_t>(count);
}

}  // namespace darban
