// SPDX-License-Identifier: Apache-2.0
// Clients for tests on loopback: one datagram or one stream of framed messages at a time, waiting at most kPatience real seconds.
#pragma once
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <cstdlib>
#include <optional>

#include "base/net_address.h"
#include "base/unique_fd.h"
#include "tests/support/fake_upstream.h"

namespace darban {

inline constexpr int kPatience = 5;

namespace client_detail {
struct Socket {
  UniqueFd fd;
  sockaddr_in6 peer{};
  socklen_t size = 0;
};
inline Socket open(const IpAddress& to, std::uint16_t port, int type) {
  Socket opened;
  to.to_socket(reinterpret_cast<sockaddr*>(&opened.peer), port);
  opened.size = opened.peer.sin6_family == AF_INET ? sizeof(sockaddr_in) : sizeof(sockaddr_in6);
  opened.fd.reset(::socket(opened.peer.sin6_family, type | SOCK_CLOEXEC, 0));
  const timeval patience{kPatience, 0};
  ::setsockopt(opened.fd.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(opened.fd.get(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  return opened;
}
}  // namespace client_detail

class UdpClient {
 public:
  // Connected: an answer from any other address than the one asked is not seen.
  UdpClient(const IpAddress& to, std::uint16_t port) : socket_(client_detail::open(to, port, SOCK_DGRAM)) {
    if (::connect(socket_.fd.get(), reinterpret_cast<const sockaddr*>(&socket_.peer), socket_.size) != 0) std::abort();
  }
  void send(const Message& message) { static_cast<void>(::send(socket_.fd.get(), message.data(), message.size(), MSG_NOSIGNAL)); }
  std::optional<Message> receive() {
    Message room(65535);
    const ssize_t count = ::recv(socket_.fd.get(), room.data(), room.size(), 0);
    if (count < 0) return std::nullopt;
    room.resize(static_cast<std::size_t>(count));
    return room;
  }
  std::optional<Message> ask(const Message& message) {
    send(message);
    return receive();
  }

 private:
  client_detail::Socket socket_;
};

class TcpClient {
 public:
  TcpClient(const IpAddress& to, std::uint16_t port) : socket_(client_detail::open(to, port, SOCK_STREAM)) {
    connected_ = ::connect(socket_.fd.get(), reinterpret_cast<const sockaddr*>(&socket_.peer), socket_.size) == 0;
  }
  bool connected() const { return connected_; }
  static Message framed(const Message& message) {
    Message all{static_cast<std::uint8_t>(message.size() >> 8), static_cast<std::uint8_t>(message.size())};
    all.insert(all.end(), message.begin(), message.end());
    return all;
  }
  bool send_raw(const Message& octets) {
    return ::send(socket_.fd.get(), octets.data(), octets.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(octets.size());
  }
  bool send(const Message& message) { return send_raw(framed(message)); }
  void close_writing() { ::shutdown(socket_.fd.get(), SHUT_WR); }
  // One whole message; nothing when the connection ends or patience does.
  std::optional<Message> receive() {
    Message length(2);
    if (!read_exactly(length)) return std::nullopt;
    Message message(static_cast<std::size_t>(length[0] << 8 | length[1]));
    if (!read_exactly(message)) return std::nullopt;
    return message;
  }
  std::optional<Message> ask(const Message& message) { return send(message) ? receive() : std::nullopt; }
  // True when the server has closed (or reset); false if data came or patience ended.
  bool closed_by_server() {
    std::uint8_t octet = 0;
    const ssize_t count = ::recv(socket_.fd.get(), &octet, 1, 0);
    return count == 0 || (count < 0 && errno == ECONNRESET);
  }

 private:
  bool read_exactly(Message& into) {
    return into.empty() || ::recv(socket_.fd.get(), into.data(), into.size(), MSG_WAITALL) == static_cast<ssize_t>(into.size());
  }
  client_detail::Socket socket_;
  bool connected_ = false;
};

}  // namespace darban
