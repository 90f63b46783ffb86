// SPDX-License-Identifier: Apache-2.0
// Questions by UDP on one socket: read in batches, answered in two passes (first all are parsed and their look-ups' memory is
// asked for, then all are judged), and sent back in one call. Nothing is allocated per datagram. One thread.
#pragma once
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <memory>
#include <span>

#include "net/forwarder.h"
#include "net/listeners.h"
#include "net/socket_address.h"
#include "net/teller.h"
#include "net/workplace.h"

namespace darban {

// Room for one batch of datagrams with their addresses. Only as much of it is touched as datagrams need.
class UdpBatch {
 public:
  static constexpr std::size_t kDatagrams = kBatch;
  // Odd numbers of cache lines, so that the heads of the datagrams do not share the same few lines of a cache.
  static constexpr std::size_t kRequestRoom = 25 * 64;  // longer questions are cut and so malformed
  static constexpr std::size_t kReplyRoom = 21 * 64;    // at least kEdnsUdpSize

  struct Control {  // which of our addresses was asked, and by which the reply leaves (ip(7), ipv6(7))
    alignas(cmsghdr) std::array<std::uint8_t, CMSG_SPACE(sizeof(in6_pktinfo))> octets;
  };

  UdpBatch();
  std::span<std::uint8_t> request(std::size_t i) { return {requests_.get() + i * kRequestRoom, kRequestRoom}; }
  std::span<std::uint8_t> reply(std::size_t i) { return {replies_.get() + i * kReplyRoom, kReplyRoom}; }

  std::array<mmsghdr, kDatagrams> messages{};
  std::array<iovec, kDatagrams> vectors{};
  std::array<SocketAddress, kDatagrams> peers{};
  std::array<Control, kDatagrams> controls{};
  std::array<Query*, kDatagrams> queries{};

 private:
  std::unique_ptr<std::uint8_t[]> requests_;  // not zeroed: pages that no datagram needs are never touched
  std::unique_ptr<std::uint8_t[]> replies_;
};

class UdpListener {
 public:
  static constexpr int kBatchesPerWake = 4;  // then the others of this worker have their turn

  // `index` comes back in Query::transport_mark. `batch` is shared by the listeners of a worker.
  UdpListener(Workplace& place, Forwarder& forwarder, Teller& teller, UdpBatch& batch, ListenSocket socket, std::uint8_t index);
  bool valid() const { return poll_.valid(); }
  void stop() { poll_.want(Interest::none); }

  // A reply that comes later: copied, and sent by flush().
  void deliver(const Query& query);
  void flush();
  static std::size_t index_of(const Query& query) { return query.transport_mark >> 16 & 0xff; }

 private:
  void readable();
  std::size_t receive();
  void read_all(std::size_t count);
  std::size_t ask_all(std::size_t count);
  bool fill(Query& query, std::size_t i);
  void send(std::span<mmsghdr> messages);
  std::uint64_t mark_of(const SocketAddress& peer) const;

  Workplace& place_;
  Forwarder& forwarder_;
  Teller& teller_;
  UdpBatch& batch_;
  ListenSocket socket_;
  std::uint8_t index_;
  Poll poll_;
  std::unique_ptr<UdpBatch> late_;  // replies that came later; made when first needed
  std::size_t late_count_ = 0;
};

}  // namespace darban
