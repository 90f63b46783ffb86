// SPDX-License-Identifier: Apache-2.0
// Many source ports towards one upstream, so that a forger has to guess the port as well as the ID (RFC 5452 section 4.5). Each
// datagram leaves by a random one of `size` connected UDP sockets, whose ports the kernel draws from its ephemeral range; a
// socket is retired after kUses datagrams and closed when nobody waits on it any more. An answer only counts on the port its
// question left by. All sockets hang in one epoll descriptor, so the event loop watches one thing and nothing is registered per
// question. One thread.
#pragma once
#include <sys/socket.h>

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/bytes.h"
#include "base/random.h"
#include "base/unique_fd.h"
#include "net/net_settings.h"

struct mmsghdr;
struct iovec;

namespace darban {

class PortPool {
 public:
  using Port = std::uint16_t;                      // names a socket until its last release
  static constexpr std::uint32_t kUses = 256;      // datagrams per socket
  static constexpr std::size_t kMostPorts = 1024;  // open at once, retired ones included; beyond that old ones are used on
  static constexpr std::size_t kDatagramOctets = 4096;

  PortPool(const NetEndpoint& upstream, std::uint32_t size, Random& random);
  bool valid() const { return epoll_.valid(); }
  int fd() const { return epoll_.get(); }  // readable when a datagram or an error waits

  // Sends one datagram by a random port; nothing if no socket can be had or the kernel knows no way to the upstream. The port is
  // held for the sender until release(). A full socket buffer counts as sent: the wire may lose datagrams too.
  std::optional<Port> send(Octets datagram);
  bool send_again(Port port, Octets datagram);  // by the same port, which the caller holds
  void release(Port port);
  // No new questions by this port: one went unanswered, and perhaps the port's own address is gone (a new lease, a new network).
  void distrust(Port port) { retire(port); }

  // What waits, at most kDrain datagrams a call so that a flood can not hold up the loop. The octets hold until the next call.
  struct Arrival {
    Port port = 0;
    bool refused = false;  // ICMP: nobody listens there. No octets.
    Octets octets;
  };
  static constexpr std::size_t kDrain = 256;
  template <typename Take>
  void drain(Take&& take) {
    const std::size_t ready = wait();
    for (std::size_t i = 0; i < ready; ++i) {
      const std::size_t arrived = receive(ready_[i]);
      for (std::size_t j = 0; j < arrived; ++j) take(arrivals_[j]);
    }
  }
  std::size_t open_ports() const { return open_; }

 private:
  static constexpr std::size_t kReady = 32;  // sockets a call
  static constexpr std::size_t kBatch = 8;   // datagrams a socket
  static_assert(kReady * kBatch == kDrain);
  struct Socket {
    UniqueFd fd;
    std::uint32_t uses = 0;
    std::uint32_t held = 0;
    bool retired = false;
  };
  std::optional<Port> pick();
  std::optional<Port> open_one();
  void retire(Port port);
  void close_one(Port port);
  bool transmit(Port port, Octets datagram);
  std::size_t wait();
  std::size_t receive(Port port);

  NetEndpoint upstream_;
  Random* random_;
  UniqueFd epoll_;
  std::size_t open_ = 0;
  std::vector<Socket> sockets_;              // by Port
  std::vector<Port> unused_;                 // closed slots of sockets_
  std::vector<std::optional<Port>> active_;  // the pool proper
  std::array<Port, kReady> ready_{};
  std::array<Arrival, kBatch> arrivals_{};
  std::vector<std::uint8_t> room_;  // kBatch * kDatagramOctets
};

}  // namespace darban
