// SPDX-License-Identifier: Apache-2.0
// Up to 64 datagrams for one recvmmsg(2) or sendmmsg(2): received, changed in place, sent back to where they came from; or
// written and sent on a connected socket. Owns its memory; not movable, because the kernel's structures point into it. One
// thread.
#pragma once
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cstdint>
#include <span>

namespace darban::bench {

class UdpBatch {
 public:
  static constexpr unsigned kMost = 64;
  static constexpr std::size_t kRoom = 1500;  // octets a datagram

  UdpBatch();
  UdpBatch(const UdpBatch&) = delete;
  UdpBatch& operator=(const UdpBatch&) = delete;

  // Takes what there is, `flags` as in recvmmsg. 0: nothing came.
  unsigned receive(int socket, int flags);
  std::span<std::uint8_t> datagram(unsigned i) { return {octets_[i].data(), parts_[i].iov_len}; }
  std::span<std::uint8_t> room(unsigned i) { return octets_[i]; }
  void set_size(unsigned i, std::size_t size) { parts_[i].iov_len = size; }  // 0: is not sent
  // Sends the first `count` to the addresses they came from (or to the peer of a connected socket). Returns how many the kernel
  // took; those it refuses are stepped over when `patience` is all.
  enum class Patience { all, first_refusal };
  unsigned send(int socket, unsigned count, Patience patience);

 private:
  std::array<std::array<std::uint8_t, kRoom>, kMost> octets_;
  std::array<iovec, kMost> parts_{};
  std::array<sockaddr_in, kMost> peers_{};
  std::array<mmsghdr, kMost> messages_{};
};

// A UDP socket on 127.0.0.1 with buffers that hold a burst; bound to `port`, or connected to it. Ends the program on failure.
int listening_socket(std::uint16_t port);
int connected_socket(std::uint16_t port);

}  // namespace darban::bench
