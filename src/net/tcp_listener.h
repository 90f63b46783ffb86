// SPDX-License-Identifier: Apache-2.0
// Questions by TCP: accepts on all of a worker's TCP sockets and keeps the connections. Their number is bounded, in all and by
// address; when all places are taken, the one that has been idle longest makes room (RFC 7766 section 6.2.3). One thread.
#pragma once
#include <memory>
#include <vector>

#include "net/listeners.h"
#include "net/tcp_connection.h"

namespace darban {

class TcpListener {
 public:
  TcpListener(Workplace& place, Forwarder& forwarder, Teller& teller, std::vector<ListenSocket> sockets);
  bool valid() const;

  void deliver(Query& query) {
    reinterpret_cast<TcpConnection*>(static_cast<std::uintptr_t>(query.transport_mark))->deliver(query);
  }
  void flush();  // before the loop sleeps
  void tick();   // now and then while busy()
  bool busy() const { return !connections_.empty() || paused_; }
  // No new connections, no new questions; connections end when what they asked is answered and read.
  void stop();
  bool empty() const { return connections_.empty(); }

 private:
  struct Door {
    ListenSocket socket;
    std::unique_ptr<Poll> poll;
  };
  static constexpr int kAcceptsPerWake = 16;
  void accept(const ListenSocket& socket);
  void admit(UniqueFd fd, const ListenSocket& socket);
  bool make_room();
  void remove_finished();

  Workplace& place_;
  Forwarder& forwarder_;
  Teller& teller_;
  std::vector<Door> doors_;
  std::vector<std::unique_ptr<TcpConnection>> connections_;
  std::vector<TcpConnection*> changed_;
  bool paused_ = false;  // out of descriptors: accepting goes on with the next tick
};

}  // namespace darban
