// SPDX-License-Identifier: Apache-2.0
// The descriptors c-ares works with towards one upstream: for UDP mere handles (eventfds that nobody polls: UdpPath does the real
// work), for TCP real sockets, watched by the loop. Functions of the system's form: -1 and errno. One thread.
#pragma once
#include <sys/types.h>
#include <sys/uio.h>

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/clock.h"
#include "net/loop.h"
#include "net/socket_address.h"

namespace darban {

class UpstreamSockets {
 public:
  using Ready = std::function<void(int fd, Interest)>;
  // `ready` may close the socket it is called for. `give_up`: unacknowledged data for so long ends a connection (RFC 5482).
  UpstreamSockets(Loop& loop, const SocketAddress& peer, Milliseconds give_up, Ready ready);

  int make(int family, int type);
  int connect(int fd);
  int close(int fd);
  ssize_t receive(int fd, std::span<std::uint8_t> into);
  ssize_t send(int fd, const iovec* vectors, int count);
  void watch(int fd, bool read, bool write);

  bool is_handle(int fd) const;
  std::optional<int> connection() const;  // one of them
  // From now on reading says ECONNRESET.
  void pretend_reset(bool so) { pretend_reset_ = so; }

 private:
  struct Stream {
    int fd;
    std::unique_ptr<Poll> poll;
  };
  int make_stream(int family);
  std::unique_ptr<Poll>* poll_of(int fd);

  Loop& loop_;
  SocketAddress peer_;
  Milliseconds give_up_;
  Ready ready_;
  std::vector<int> handles_;
  std::vector<Stream> streams_;
  bool pretend_reset_ = false;
};

}  // namespace darban
