// SPDX-License-Identifier: Apache-2.0
#include "net/udp_listener.h"

#include <cerrno>
#include <cstring>

namespace darban {
namespace {

constexpr int kSendAttempts = 4;  // against a full send buffer, before the rest of the batch is dropped as a full wire would

// The address a datagram was sent to, out of its control message; and the same control message made ready for the reply, which
// then leaves from that address by whatever interface the routes say (link-local ones keep theirs). False: sent to many
// (multicast).
bool read_destination(msghdr& header, IpAddress& asked) {
  for (cmsghdr* control = CMSG_FIRSTHDR(&header); control != nullptr; control = CMSG_NXTHDR(&header, control)) {
    if (control->cmsg_level == IPPROTO_IP && control->cmsg_type == IP_PKTINFO) {
      in_pktinfo packet;
      std::memcpy(&packet, CMSG_DATA(control), sizeof packet);
      packet.ipi_ifindex = 0;
      std::memcpy(CMSG_DATA(control), &packet, sizeof packet);
      asked = IpAddress::from_v4({reinterpret_cast<const std::uint8_t*>(&packet.ipi_spec_dst), 4});
      return true;
    }
    if (control->cmsg_level == IPPROTO_IPV6 && control->cmsg_type == IPV6_PKTINFO) {
      in6_pktinfo packet;
      std::memcpy(&packet, CMSG_DATA(control), sizeof packet);
      if (IN6_IS_ADDR_MULTICAST(&packet.ipi6_addr)) return false;
      if (!IN6_IS_ADDR_LINKLOCAL(&packet.ipi6_addr)) packet.ipi6_ifindex = 0;
      std::memcpy(CMSG_DATA(control), &packet, sizeof packet);
      asked = IpAddress::from_v6({reinterpret_cast<const std::uint8_t*>(&packet.ipi6_addr), 16});
      return true;
    }
  }
  return false;
}

// A control message that makes a datagram leave from `source`.
void write_source(msghdr& header, UdpBatch::Control& room, const IpAddress& source, std::uint32_t scope) {
  header.msg_control = room.octets.data();
  header.msg_controllen = room.octets.size();
  room.octets.fill(0);
  cmsghdr* control = CMSG_FIRSTHDR(&header);
  const SocketAddress address({source, 0, 0});
  if (source.is_v4()) {
    in_pktinfo packet{};
    packet.ipi_spec_dst = reinterpret_cast<const sockaddr_in*>(address.get())->sin_addr;
    control->cmsg_level = IPPROTO_IP;
    control->cmsg_type = IP_PKTINFO;
    control->cmsg_len = CMSG_LEN(sizeof packet);
    std::memcpy(CMSG_DATA(control), &packet, sizeof packet);
    header.msg_controllen = CMSG_SPACE(sizeof packet);
  } else {
    in6_pktinfo packet{};
    packet.ipi6_addr = reinterpret_cast<const sockaddr_in6*>(address.get())->sin6_addr;
    packet.ipi6_ifindex = scope;
    control->cmsg_level = IPPROTO_IPV6;
    control->cmsg_type = IPV6_PKTINFO;
    control->cmsg_len = CMSG_LEN(sizeof packet);
    std::memcpy(CMSG_DATA(control), &packet, sizeof packet);
    header.msg_controllen = CMSG_SPACE(sizeof packet);
  }
}

}  // namespace

UdpBatch::UdpBatch()
    : requests_(std::make_unique_for_overwrite<std::uint8_t[]>(kDatagrams * kRequestRoom)),
      replies_(std::make_unique_for_overwrite<std::uint8_t[]>(kDatagrams * kReplyRoom)) {
  for (std::size_t i = 0; i < kDatagrams; ++i) {
    messages[i].msg_hdr.msg_iov = &vectors[i];
    messages[i].msg_hdr.msg_iovlen = 1;
  }
}

UdpListener::UdpListener(Workplace& place, Forwarder& forwarder, Teller& teller, UdpBatch& batch, ListenSocket socket,
                         std::uint8_t index)
    : place_(place),
      forwarder_(forwarder),
      teller_(teller),
      batch_(batch),
      socket_(std::move(socket)),
      index_(index),
      poll_(place.loop, socket_.fd.get(), [this](Interest) { readable(); }) {
  poll_.want(Interest::readable);
}

void UdpListener::readable() {
  place_.wake();
  for (int i = 0; i < kBatchesPerWake; ++i) {
    const std::size_t count = receive();
    if (count == 0) return;
    read_all(count);
    send(std::span(batch_.messages).first(ask_all(count)));
    if (count < UdpBatch::kDatagrams) return;
  }
}

std::size_t UdpListener::receive() {
  for (std::size_t i = 0; i < UdpBatch::kDatagrams; ++i) {
    msghdr& header = batch_.messages[i].msg_hdr;
    const auto room = batch_.request(i);
    batch_.vectors[i] = {room.data(), room.size()};
    header.msg_name = batch_.peers[i].get();
    header.msg_namelen = SocketAddress::room();
    if (socket_.wildcard) {
      header.msg_control = batch_.controls[i].octets.data();
      header.msg_controllen = batch_.controls[i].octets.size();
    } else {
      header.msg_control = nullptr;
      header.msg_controllen = 0;
    }
  }
  const int count = ::recvmmsg(socket_.fd.get(), batch_.messages.data(), UdpBatch::kDatagrams, MSG_DONTWAIT, nullptr);
  return count < 0 ? 0 : static_cast<std::size_t>(count);
}

// First pass. Parsing starts the loads of what the look-ups will need; by the second pass they have arrived.
void UdpListener::read_all(std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    Query* query = place_.queries.take();
    batch_.queries[i] = query;
    if (query == nullptr) {
      place_.engine.counters().add(Health::overflow);
      continue;
    }
    if (fill(*query, i)) {
      place_.engine.read(*query, place_.now());
      place_.identify(*query);
    } else {
      place_.queries.put(query);
      batch_.queries[i] = nullptr;
    }
  }
}

bool UdpListener::fill(Query& query, std::size_t i) {
  msghdr& header = batch_.messages[i].msg_hdr;
  const SocketAddress& peer = batch_.peers[i];
  query.asked = socket_.local.address;
  if (socket_.wildcard && !read_destination(header, query.asked)) return false;
  if (peer.port() == 0) return false;  // nobody to answer
  query.request = Octets(batch_.request(i)).first(batch_.messages[i].msg_len);
  query.room = batch_.reply(i);
  query.client = peer.address();
  query.transport = Transport::udp;
  query.transport_mark = mark_of(peer);
  return true;
}

// Port, listener and scope: with Query::client and Query::asked all a later reply needs.
std::uint64_t UdpListener::mark_of(const SocketAddress& peer) const {
  return peer.port() | std::uint64_t{index_} << 16 | std::uint64_t{peer.scope()} << 32;
}

// Second pass. The replies gather at the front of the batch's messages; returns how many.
std::size_t UdpListener::ask_all(std::size_t count) {
  std::size_t replies = 0;
  for (std::size_t i = 0; i < count; ++i) {
    Query* query = batch_.queries[i];
    if (query == nullptr) continue;
    switch (place_.engine.ask(*query, place_.now())) {
      case Next::reply: {
        if (query->gated && teller_.hold(*query)) break;
        // Never further ahead than i: what stood at `replies` was read already.
        msghdr& header = batch_.messages[replies].msg_hdr;
        const msghdr& asked = batch_.messages[i].msg_hdr;
        batch_.vectors[replies] = {const_cast<std::uint8_t*>(query->reply.data()), query->reply.size()};
        header.msg_name = asked.msg_name;
        header.msg_namelen = asked.msg_namelen;
        header.msg_control = asked.msg_control;
        header.msg_controllen = asked.msg_controllen;
        ++replies;
        place_.queries.put(query);
        break;
      }
      case Next::forward:
        forwarder_.start(*query);
        break;
      case Next::wait:
        place_.keep(*query);
        break;
      case Next::drop:
        place_.queries.put(query);
        break;
    }
  }
  return replies;
}

void UdpListener::send(std::span<mmsghdr> messages) {
  int attempts = kSendAttempts;
  while (!messages.empty()) {
    const int sent =
        ::sendmmsg(socket_.fd.get(), messages.data(), static_cast<unsigned>(messages.size()), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent > 0) {
      messages = messages.subspan(static_cast<std::size_t>(sent));
    } else if (errno == EAGAIN || errno == ENOBUFS) {
      if (--attempts == 0) return;
    } else if (errno != EINTR) {
      messages = messages.subspan(1);  // no way to this one
    }
  }
}

void UdpListener::deliver(const Query& query) {
  if (query.reply.size() > UdpBatch::kReplyRoom) return;  // the engine keeps to kEdnsUdpSize
  if (late_ == nullptr) late_ = std::make_unique<UdpBatch>();
  if (late_count_ == UdpBatch::kDatagrams) flush();
  const std::size_t i = late_count_++;
  const auto room = late_->reply(i);
  std::memcpy(room.data(), query.reply.data(), query.reply.size());
  const auto scope = static_cast<std::uint32_t>(query.transport_mark >> 32);
  late_->peers[i] = SocketAddress({query.client, static_cast<std::uint16_t>(query.transport_mark), scope});
  late_->vectors[i] = {room.data(), query.reply.size()};
  msghdr& header = late_->messages[i].msg_hdr;
  header.msg_name = late_->peers[i].get();
  header.msg_namelen = late_->peers[i].size();
  if (socket_.wildcard) write_source(header, late_->controls[i], query.asked, query.asked.is_link_local() ? scope : 0);
}

void UdpListener::flush() {
  if (late_count_ == 0) return;
  send(std::span(late_->messages).first(late_count_));
  late_count_ = 0;
}

}  // namespace darban
