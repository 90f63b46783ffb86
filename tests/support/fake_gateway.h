// SPDX-License-Identifier: Apache-2.0
// The other end of Teller for tests: a darban-gateway that hears what it is told and answers when the test wants it to. Its own
// socket in a folder of its own, its own thread.
#pragma once
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <thread>
#include <vector>

#include "base/unique_fd.h"
#include "gateway/message.h"
#include "tests/support/temp_folder.h"

namespace darban {

class FakeGateway {
 public:
  enum class Manner { answers, keeps_silent, refuses };
  explicit FakeGateway(Manner manner) : manner_(manner) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path().data(), path().size());
    listener_.reset(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0));
    if (::bind(listener_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) std::abort();
    if (::listen(listener_.get(), 8) != 0) std::abort();
    thread_ = std::thread([this] { serve(); });
  }
  ~FakeGateway() {
    over_ = true;
    thread_.join();
  }
  FakeGateway(const FakeGateway&) = delete;
  FakeGateway& operator=(const FakeGateway&) = delete;

  const std::string& path() const { return path_; }
  std::vector<gateway::Tell> told() const {
    const std::lock_guard lock(mutex_);
    return told_;
  }
  // Answers everything that was kept back, and from now on at once.
  void speak() { manner_ = Manner::answers; }
  void hang_up() { hang_up_ = true; }

 private:
  void serve() {
    std::vector<UniqueFd> clients;
    std::vector<std::uint32_t> kept;
    while (!over_) {
      std::vector<pollfd> polled{{listener_.get(), POLLIN, 0}};
      for (const UniqueFd& client : clients) polled.push_back({client.get(), POLLIN, 0});
      ::poll(polled.data(), polled.size(), 5);
      if (polled[0].revents != 0) clients.emplace_back(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
      for (std::size_t i = 1; i < polled.size(); ++i) {
        if (polled[i].revents != 0) hear(clients[i - 1], kept);
      }
      if (manner_ == Manner::answers && !kept.empty() && !clients.empty()) answer(clients.back(), kept.back());
      if (manner_ == Manner::answers) kept.clear();
      if (hang_up_.exchange(false)) clients.clear();
      std::erase_if(clients, [](const UniqueFd& client) { return !client.valid(); });
    }
  }
  void hear(UniqueFd& client, std::vector<std::uint32_t>& kept) {
    std::vector<std::uint8_t> room(gateway::kMostOctets);
    const ssize_t count = ::recv(client.get(), room.data(), room.size(), MSG_DONTWAIT);
    if (count <= 0) return client.reset();
    const auto message = gateway::read_message(Octets(room).first(static_cast<std::size_t>(count)));
    if (!message) std::abort();
    {
      const std::lock_guard lock(mutex_);
      told_.push_back(std::get<gateway::Tell>(message->body));
    }
    if (manner_ == Manner::keeps_silent)
      kept.push_back(message->number);
    else
      answer(client, message->number);
  }
  void answer(const UniqueFd& client, std::uint32_t number) {
    std::array<std::uint8_t, gateway::kShortMessage> room;
    const bool refuses = manner_ == Manner::refuses;
    const Octets packet = gateway::write_short(room, refuses ? gateway::Verb::refused : gateway::Verb::done, number,
                                               refuses ? gateway::Refusal::overtaken : gateway::Refusal::none);
    static_cast<void>(::send(client.get(), packet.data(), packet.size(), MSG_NOSIGNAL));
  }

  TempFolder folder_;
  std::string path_ = folder_.file("gateway.sock");
  std::atomic<Manner> manner_;
  std::atomic<bool> over_ = false;
  std::atomic<bool> hang_up_ = false;
  UniqueFd listener_;
  mutable std::mutex mutex_;
  std::vector<gateway::Tell> told_;
  std::thread thread_;
};

}  // namespace darban
