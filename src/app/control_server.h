// SPDX-License-Identifier: Apache-2.0
// The control socket's answering side: a Unix stream socket of mode 0660 on the control thread's loop. Every read and write is
// non-blocking, the number of clients, their patience and the length of their line are bounded, so nobody who may open the socket
// can hold the daemon up.
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "app/control_protocol.h"
#include "app/event_loop.h"
#include "app/privileges.h"
#include "base/clock.h"
#include "base/result.h"
#include "base/unique_fd.h"

namespace darban {

class ControlServer {
 public:
  // A client's number: never given twice.
  enum class ClientId : std::uint64_t {};
  // What to answer at once; nothing: reply() will be called for that client later.
  using Answer = std::function<std::optional<ControlReply>(ClientId, const ControlRequest&)>;
  static constexpr std::size_t kMostClients = 8;
  static constexpr Milliseconds kPatience{2000};

  // Binds `path` (its folder is made when only the last part is missing), or a sentence about why not. A socket that a dead
  // darban left is replaced; one that still answers is not.
  static Result<UniqueFd, std::string> bind(const std::string& path);

  // Makes the socket that user's and group's, before root is given up.
  static void give_to(const std::string& path, const UserIds& ids);

  ControlServer(UniqueFd listener, std::string path, EventLoop& loop, Answer answer);
  ~ControlServer();
  ControlServer(const ControlServer&) = delete;
  ControlServer& operator=(const ControlServer&) = delete;

  // The answer to a client that waits for it. One that went away meanwhile loses it.
  void reply(ClientId client, const ControlReply& reply);

  // Lets go of clients that said nothing for too long. Called now and then.
  void drop_idle(MonoTime now);
  bool has_clients() const { return !clients_.empty(); }

 private:
  struct Client {
    UniqueFd fd;
    ClientId id{};
    std::string line;
    std::string rest;              // of its answer
    std::optional<MonoTime> seen;  // by drop_idle for the first time
  };
  void accept_client();
  void read_client(int descriptor);
  void answer(int descriptor, const ControlReply& reply);
  void write_rest(int descriptor);
  void forget(int descriptor);
  UniqueFd listener_;
  std::string path_;
  EventLoop& loop_;
  Answer answer_;
  std::map<int, Client> clients_;
  std::uint64_t last_client_ = 0;
};

}  // namespace darban
