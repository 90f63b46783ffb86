// SPDX-License-Identifier: Apache-2.0
#include "tools/udp_batch.h"

#include <arpa/inet.h>

#include <cstdio>
#include <cstdlib>

namespace darban::bench {
namespace {

constexpr int kBufferOctets = 4 << 20;

int socket_with_buffers(int flags) {
  const int fd = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | flags, 0);
  if (fd < 0) {
    std::perror("socket");
    std::exit(1);
  }
  // The plain options stop at the system's limit; root may go beyond. Neither is worth failing for.
  for (const int option : {SO_RCVBUF, SO_SNDBUF, SO_RCVBUFFORCE, SO_SNDBUFFORCE}) {
    (void)::setsockopt(fd, SOL_SOCKET, option, &kBufferOctets, sizeof kBufferOctets);
  }
  return fd;
}

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

}  // namespace

UdpBatch::UdpBatch() {
  for (unsigned i = 0; i < kMost; ++i) {
    parts_[i] = {octets_[i].data(), 0};
    messages_[i].msg_hdr.msg_iov = &parts_[i];
    messages_[i].msg_hdr.msg_iovlen = 1;
  }
}

unsigned UdpBatch::receive(int socket, int flags) {
  for (unsigned i = 0; i < kMost; ++i) {
    parts_[i].iov_len = kRoom;
    messages_[i].msg_hdr.msg_name = &peers_[i];
    messages_[i].msg_hdr.msg_namelen = sizeof peers_[i];
  }
  const int count = ::recvmmsg(socket, messages_.data(), kMost, flags, nullptr);
  for (int i = 0; i < count; ++i) {
    const auto at = static_cast<unsigned>(i);
    parts_[at].iov_len = messages_[at].msg_len;
  }
  return count < 0 ? 0 : static_cast<unsigned>(count);
}

unsigned UdpBatch::send(int socket, unsigned count, Patience patience) {
  unsigned taken = 0;
  for (unsigned at = 0; at < count;) {
    if (parts_[at].iov_len == 0) {
      ++at;
      continue;
    }
    unsigned run = at;
    while (run < count && parts_[run].iov_len != 0) ++run;
    const int sent = ::sendmmsg(socket, &messages_[at], run - at, 0);
    if (sent <= 0 && patience == Patience::first_refusal) break;
    taken += sent > 0 ? static_cast<unsigned>(sent) : 0;
    at += sent > 0 ? static_cast<unsigned>(sent) : 1;
  }
  return taken;
}

int listening_socket(std::uint16_t port) {
  const int fd = socket_with_buffers(0);
  const sockaddr_in address = loopback(port);
  if (::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    std::perror("bind");
    std::exit(1);
  }
  return fd;
}

int connected_socket(std::uint16_t port) {
  const int fd = socket_with_buffers(SOCK_NONBLOCK);
  const sockaddr_in address = loopback(port);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    std::perror("connect");
    std::exit(1);
  }
  return fd;
}

}  // namespace darban::bench
