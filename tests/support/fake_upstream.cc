// SPDX-License-Identifier: Apache-2.0
#include "tests/support/fake_upstream.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace darban {
namespace {

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

void require(bool condition) {
  if (!condition) std::abort();
}

std::uint16_t bind_loopback(int fd, std::uint16_t port) {
  sockaddr_in address = loopback(port);
  if (::bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) return 0;
  socklen_t size = sizeof address;
  require(::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  return ntohs(address.sin_port);
}

std::size_t end_of_question(const Message& message) {
  std::size_t at = 12;
  while (message.at(at) != 0) at += 1U + message[at];
  return at + 5;
}

}  // namespace

FakeUpstream::FakeUpstream(Script script, Tcp tcp) : script_(std::move(script)), tcp_mode_(tcp) {
  for (int attempt = 0; attempt < 100 && port_ == 0; ++attempt) {  // a port that is free for both
    udp_.reset(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    tcp_.reset(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    const int on = 1;
    ::setsockopt(tcp_.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    const std::uint16_t port = bind_loopback(udp_.get(), 0);
    if (bind_loopback(tcp_.get(), port) == port) port_ = port;
  }
  require(port_ != 0);
  if (tcp_mode_ == Tcp::refused)
    tcp_.reset();
  else
    require(::listen(tcp_.get(), 64) == 0);
  int ends[2];
  require(::pipe2(ends, O_CLOEXEC) == 0);
  stop_read_.reset(ends[0]);
  stop_write_.reset(ends[1]);
  thread_ = std::thread([this] { run(); });
}

FakeUpstream::~FakeUpstream() {
  stop_write_.reset();
  thread_.join();
}

std::vector<FakeUpstream::Asked> FakeUpstream::asked() const {
  const std::lock_guard lock(mutex_);
  return asked_;
}

std::size_t FakeUpstream::connections() const {
  const std::lock_guard lock(mutex_);
  return accepted_;
}

void FakeUpstream::send(std::uint16_t to_port, const Message& message) const {
  const sockaddr_in to = loopback(to_port);
  ::sendto(udp_.get(), message.data(), message.size(), 0, reinterpret_cast<const sockaddr*>(&to), sizeof to);
}

void FakeUpstream::run() {
  for (;;) {
    std::vector<pollfd> watched{{stop_read_.get(), POLLIN, 0}, {udp_.get(), POLLIN, 0}, {tcp_.get(), POLLIN, 0}};
    for (const Connection& connection : connections_) watched.push_back({connection.fd.get(), POLLIN, 0});
    if (::poll(watched.data(), watched.size(), -1) < 0) continue;
    if (watched[0].revents != 0) return;
    if (watched[1].revents != 0) answer_datagram();
    std::vector<Connection> kept;
    for (std::size_t i = 0; i < connections_.size(); ++i) {
      if (watched[i + 3].revents == 0 || read_stream(connections_[i])) kept.push_back(std::move(connections_[i]));
    }
    connections_ = std::move(kept);
    if (watched[2].revents != 0) accept_one();
  }
}

void FakeUpstream::answer_datagram() {
  Message room(65535);
  sockaddr_in from{};
  socklen_t size = sizeof from;
  const ssize_t count = ::recvfrom(udp_.get(), room.data(), room.size(), MSG_DONTWAIT, reinterpret_cast<sockaddr*>(&from), &size);
  if (count < 0) return;
  room.resize(static_cast<std::size_t>(count));
  const Asked asked{room, false, ntohs(from.sin_port)};
  const auto replies = script_(asked);
  {
    const std::lock_guard lock(mutex_);
    asked_.push_back(asked);
  }
  for (const Message& reply : replies) {
    ::sendto(udp_.get(), reply.data(), reply.size(), 0, reinterpret_cast<sockaddr*>(&from), sizeof from);
  }
}

void FakeUpstream::accept_one() {
  UniqueFd fd(::accept4(tcp_.get(), nullptr, nullptr, SOCK_CLOEXEC));
  if (!fd.valid()) return;
  const std::lock_guard lock(mutex_);
  ++accepted_;
  connections_.push_back({std::move(fd), {}});
}

bool FakeUpstream::read_stream(Connection& connection) {
  std::uint8_t room[4096];
  const ssize_t count = ::recv(connection.fd.get(), room, sizeof room, MSG_DONTWAIT);
  if (count <= 0) return false;
  Message& received = connection.received;
  received.insert(received.end(), room, room + count);
  while (received.size() >= 2) {
    const std::size_t size = static_cast<std::size_t>(received[0]) << 8 | received[1];
    if (received.size() < size + 2) break;
    const Asked asked{Message(received.begin() + 2, received.begin() + 2 + static_cast<std::ptrdiff_t>(size)), true, 0};
    received.erase(received.begin(), received.begin() + 2 + static_cast<std::ptrdiff_t>(size));
    const auto replies = tcp_mode_ == Tcp::swallows ? std::vector<Message>() : script_(asked);
    {
      const std::lock_guard lock(mutex_);
      asked_.push_back(asked);
    }
    for (const Message& reply : replies) {
      Message framed{static_cast<std::uint8_t>(reply.size() >> 8), static_cast<std::uint8_t>(reply.size())};
      framed.insert(framed.end(), reply.begin(), reply.end());
      ::send(connection.fd.get(), framed.data(), framed.size(), MSG_NOSIGNAL);
    }
  }
  return true;
}

// ---- messages

Message query_message(std::string_view name, std::uint16_t type, std::uint16_t id, bool with_opt) {
  Message message{static_cast<std::uint8_t>(id >> 8),          static_cast<std::uint8_t>(id), 1, 0, 0, 1, 0, 0, 0, 0, 0,
                  with_opt ? std::uint8_t{1} : std::uint8_t{0}};
  while (!name.empty()) {
    const std::string_view label = name.substr(0, name.find('.'));
    message.push_back(static_cast<std::uint8_t>(label.size()));
    message.insert(message.end(), label.begin(), label.end());
    name.remove_prefix(std::min(label.size() + 1, name.size()));
  }
  message.insert(message.end(), {0, static_cast<std::uint8_t>(type >> 8), static_cast<std::uint8_t>(type), 0, 1});
  if (with_opt) message.insert(message.end(), {0, 0, 41, 0x04, 0xd0, 0, 0, 0, 0, 0, 0});
  return message;
}

Message response_to(const Message& query, std::span<const std::uint8_t> address, std::uint8_t rcode) {
  Message response(query.begin(), query.begin() + static_cast<std::ptrdiff_t>(end_of_question(query)));
  response[2] = static_cast<std::uint8_t>(response[2] | 0x80);
  response[3] = static_cast<std::uint8_t>(0x80 | rcode);
  response[7] = address.size() == 4 ? 1 : 0;
  response[9] = response[11] = 0;
  if (address.size() == 4) {
    response.insert(response.end(), {0xc0, 12, 0, 1, 0, 1, 0, 0, 1, 0x2c, 0, 4});
    response.insert(response.end(), address.begin(), address.end());
  }
  return response;
}

Message with_flag(Message message, std::uint16_t flags) {
  message[2] = static_cast<std::uint8_t>(message[2] | flags >> 8);
  message[3] = static_cast<std::uint8_t>(message[3] | (flags & 0xff));
  return message;
}

Message without_flag(Message message, std::uint16_t flags) {
  message[2] = static_cast<std::uint8_t>(message[2] & ~(flags >> 8));
  message[3] = static_cast<std::uint8_t>(message[3] & ~flags);
  return message;
}

Message with_id(Message message, std::uint16_t id) {
  message[0] = static_cast<std::uint8_t>(id >> 8);
  message[1] = static_cast<std::uint8_t>(id);
  return message;
}

Message in_lower_case(Message message) {
  const auto end = message.begin() + static_cast<std::ptrdiff_t>(end_of_question(message)) - 4;
  std::transform(message.begin() + 12, end, message.begin() + 12, [](std::uint8_t octet) {
    return octet >= 'A' && octet <= 'Z' ? static_cast<std::uint8_t>(octet | 0x20) : octet;
  });
  return message;
}

std::uint16_t message_id(const Message& message) { return static_cast<std::uint16_t>(message.at(0) << 8 | message.at(1)); }
std::uint8_t message_rcode(const Message& message) { return message.at(3) & 0xf; }
bool has_opt(const Message& query) { return query.at(11) != 0; }

std::optional<std::vector<std::uint8_t>> first_address(const Message& response) {
  if (response.size() < 12 || (response[6] == 0 && response[7] == 0)) return std::nullopt;
  const std::size_t at = end_of_question(response);
  if (response.size() < at + 16 || response[at + 3] != 1) return std::nullopt;
  return std::vector<std::uint8_t>(response.begin() + static_cast<std::ptrdiff_t>(at) + 12,
                                   response.begin() + static_cast<std::ptrdiff_t>(at) + 16);
}

}  // namespace darban
