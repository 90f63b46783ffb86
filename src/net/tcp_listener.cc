// SPDX-License-Identifier: Apache-2.0
#include "net/tcp_listener.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

#include "net/socket_address.h"

namespace darban {

TcpListener::TcpListener(Workplace& place, Forwarder& forwarder, Teller& teller, std::vector<ListenSocket> sockets)
    : place_(place), forwarder_(forwarder), teller_(teller) {
  doors_.reserve(sockets.size());  // the callbacks point into it
  for (ListenSocket& socket : sockets) {
    Door& door = doors_.emplace_back(Door{std::move(socket), nullptr});
    door.poll = std::make_unique<Poll>(place.loop, door.socket.fd.get(), [this, &door](Interest) { accept(door.socket); });
    door.poll->want(Interest::readable);
  }
}

bool TcpListener::valid() const {
  return std::all_of(doors_.begin(), doors_.end(), [](const Door& door) { return door.poll->valid(); });
}

void TcpListener::accept(const ListenSocket& socket) {
  place_.wake();
  for (int i = 0; i < kAcceptsPerWake; ++i) {
    UniqueFd fd(::accept4(socket.fd.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (fd.valid()) {
      admit(std::move(fd), socket);
    } else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
      for (Door& door : doors_) door.poll->want(Interest::none);  // it would be readable without end
      paused_ = true;
      return;
    } else if (errno == EAGAIN) {
      return;
    }
  }
}

void TcpListener::admit(UniqueFd fd, const ListenSocket& socket) {
  SocketAddress peer;
  SocketAddress local;
  socklen_t peer_size = SocketAddress::room();
  socklen_t local_size = SocketAddress::room();
  if (::getpeername(fd.get(), peer.get(), &peer_size) != 0 || ::getsockname(fd.get(), local.get(), &local_size) != 0) return;
  const IpAddress client = peer.address();
  const auto of_client =
      std::count_if(connections_.begin(), connections_.end(), [&](const auto& one) { return one->client() == client; });
  if (static_cast<std::size_t>(of_client) >= place_.settings.tcp_clients_per_address) return;
  if (connections_.size() >= place_.settings.tcp_clients && !make_room()) return;
  const int on = 1;
  ::setsockopt(fd.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  const IpAddress asked = socket.wildcard ? local.address() : socket.local.address;
  auto connection =
      std::make_unique<TcpConnection>(place_, forwarder_, teller_, std::move(fd), client, asked, [this](TcpConnection& changed) {
        if (changed.flush_queued) return;
        changed.flush_queued = true;
        changed_.push_back(&changed);
      });
  if (connection->valid()) connections_.push_back(std::move(connection));
}

bool TcpListener::make_room() {
  auto longest = connections_.end();
  for (auto one = connections_.begin(); one != connections_.end(); ++one) {
    const bool may_go = (*one)->idle() && !(*one)->flush_queued;
    if (may_go && (longest == connections_.end() || (*one)->last_used() < (*longest)->last_used())) longest = one;
  }
  if (longest == connections_.end()) return false;
  connections_.erase(longest);
  return true;
}

void TcpListener::flush() {
  if (changed_.empty()) return;
  bool finished = false;
  for (std::size_t i = 0; i < changed_.size(); ++i) {  // flushing may change others: it takes new questions
    TcpConnection& connection = *changed_[i];
    connection.flush_queued = false;
    connection.flush();
    finished = finished || connection.finished();
  }
  changed_.clear();
  if (finished) remove_finished();
}

void TcpListener::remove_finished() {
  std::erase_if(connections_, [](const auto& connection) { return connection->finished(); });
}

void TcpListener::tick() {
  place_.wake();
  if (paused_) {
    paused_ = false;
    for (Door& door : doors_) door.poll->want(Interest::readable);
  }
  for (const auto& connection : connections_) connection->tick();
  if (changed_.empty()) remove_finished();
}

void TcpListener::stop() {
  doors_.clear();
  paused_ = false;
  for (const auto& connection : connections_) {
    connection->stop_reading();
    if (!connection->flush_queued) {
      connection->flush_queued = true;
      changed_.push_back(connection.get());
    }
  }
}

}  // namespace darban
