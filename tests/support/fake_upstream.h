// SPDX-License-Identifier: Apache-2.0
// A resolver that does what a test tells it: answers, is silent, lies, answers late, closes connections. Loopback, UDP and TCP on
// one port of the kernel's choice, its own thread.
#pragma once
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>
#include <thread>
#include <vector>

#include "base/unique_fd.h"

namespace darban {

using Message = std::vector<std::uint8_t>;

class FakeUpstream {
 public:
  struct Asked {
    Message message;
    bool tcp = false;
    std::uint16_t from_port = 0;
  };
  // What it sends back, in this order. Called on the fake's own thread.
  using Script = std::function<std::vector<Message>(const Asked&)>;

  enum class Tcp { answers, swallows, refused };  // swallows: accepts and reads, never answers
  explicit FakeUpstream(Script script, Tcp tcp = Tcp::answers);
  ~FakeUpstream();
  FakeUpstream(const FakeUpstream&) = delete;
  FakeUpstream& operator=(const FakeUpstream&) = delete;

  std::uint16_t port() const { return port_; }
  std::vector<Asked> asked() const;                                // so far
  void send(std::uint16_t to_port, const Message& message) const;  // unasked, from its own port
  std::size_t connections() const;                                 // accepted so far

 private:
  struct Connection {
    UniqueFd fd;
    Message received;
  };
  void run();
  void answer_datagram();
  void accept_one();
  bool read_stream(Connection& connection);

  Script script_;
  Tcp tcp_mode_;
  UniqueFd udp_;
  UniqueFd tcp_;
  UniqueFd stop_read_;
  UniqueFd stop_write_;
  std::uint16_t port_ = 0;
  std::vector<Connection> connections_;
  mutable std::mutex mutex_;
  std::vector<Asked> asked_;
  std::size_t accepted_ = 0;
  std::thread thread_;
};

// ---- messages

Message query_message(std::string_view name, std::uint16_t type = 1, std::uint16_t id = 0, bool with_opt = false);
// A response to `query`: its header and question, the rcode, and one A record when `address` has four octets.
Message response_to(const Message& query, std::span<const std::uint8_t> address = {}, std::uint8_t rcode = 0);
Message with_flag(Message message, std::uint16_t flags);  // sets bits of the second header word
Message without_flag(Message message, std::uint16_t flags);
Message with_id(Message message, std::uint16_t id);
Message in_lower_case(Message message);  // the question's name
std::uint16_t message_id(const Message& message);
std::uint8_t message_rcode(const Message& message);
bool has_opt(const Message& query);  // by its ARCOUNT
// The first A record behind the question.
std::optional<std::vector<std::uint8_t>> first_address(const Message& response);

}  // namespace darban
