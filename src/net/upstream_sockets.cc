// SPDX-License-Identifier: Apache-2.0
#include "net/upstream_sockets.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <utility>

namespace darban {
namespace {

constexpr int kTypeBits = 0xf;  // of socket(2)'s type, beside SOCK_CLOEXEC and SOCK_NONBLOCK

}  // namespace

UpstreamSockets::UpstreamSockets(Loop& loop, const SocketAddress& peer, Milliseconds give_up, Ready ready)
    : loop_(loop), peer_(peer), give_up_(give_up), ready_(std::move(ready)) {}

bool UpstreamSockets::is_handle(int fd) const { return std::find(handles_.begin(), handles_.end(), fd) != handles_.end(); }

std::optional<int> UpstreamSockets::connection() const {
  if (streams_.empty()) return std::nullopt;
  return streams_.front().fd;
}

int UpstreamSockets::make(int family, int type) {
  if ((type & kTypeBits) != SOCK_DGRAM) return make_stream(family);
  const int handle = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (handle >= 0) handles_.push_back(handle);
  return handle;
}

int UpstreamSockets::make_stream(int family) {
  const int fd = ::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return fd;
  const int on = 1;
  const auto milliseconds = static_cast<unsigned>(give_up_.count());
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  ::setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &milliseconds, sizeof milliseconds);  // half-open connections end
  return fd;
}

int UpstreamSockets::connect(int fd) { return is_handle(fd) ? 0 : ::connect(fd, peer_.get(), peer_.size()); }

int UpstreamSockets::close(int fd) {
  std::erase(handles_, fd);
  std::erase_if(streams_, [fd](const Stream& stream) { return stream.fd == fd; });
  return ::close(fd);
}

ssize_t UpstreamSockets::receive(int fd, std::span<std::uint8_t> into) {
  if (!pretend_reset_) return ::recv(fd, into.data(), into.size(), 0);
  errno = ECONNRESET;
  return -1;
}

ssize_t UpstreamSockets::send(int fd, const iovec* vectors, int count) {
  msghdr message{};
  message.msg_iov = const_cast<iovec*>(vectors);
  message.msg_iovlen = static_cast<std::size_t>(std::min(count, IOV_MAX));  // c-ares 1.18 gives more than the kernel takes
  return ::sendmsg(fd, &message, MSG_NOSIGNAL);
}

std::unique_ptr<Poll>* UpstreamSockets::poll_of(int fd) {
  const auto found = std::find_if(streams_.begin(), streams_.end(), [fd](const Stream& stream) { return stream.fd == fd; });
  return found == streams_.end() ? nullptr : &found->poll;
}

void UpstreamSockets::watch(int fd, bool read, bool write) {
  if (is_handle(fd)) return;
  const auto interest = static_cast<Interest>((read ? 1 : 0) | (write ? 2 : 0));
  std::unique_ptr<Poll>* poll = poll_of(fd);
  if (poll == nullptr) {
    if (interest == Interest::none) return;
    streams_.push_back({fd, std::make_unique<Poll>(loop_, fd, [this, fd](Interest seen) { ready_(fd, seen); })});
    poll = &streams_.back().poll;
  }
  (*poll)->want(interest);
}

}  // namespace darban
