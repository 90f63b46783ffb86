// SPDX-License-Identifier: Apache-2.0
// The thread that lets visitors in and, once a second, ends those whose time is over. libmicrohttpd has one listening socket for
// each of its daemons and counts addresses one daemon at a time; we accept ourselves and hand connections over: so all listeners
// share one lobby, and a full house makes room for a newcomer.
#pragma once
#include <atomic>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/unique_fd.h"
#include "web/listener.h"
#include "web/lobby.h"

struct sockaddr;

namespace darban::web {

class Doorman {
 public:
  // Takes the descriptor over in any case; false: it was closed. On the doorman's thread.
  using HandOver = std::function<bool(int fd, Way way, const sockaddr* peer, unsigned peer_size)>;
  // Once a second, on the same thread.
  using Round = std::function<void()>;

  // Null: there is no descriptor left. `lobby` and `clock` outlive the doorman.
  static std::unique_ptr<Doorman> start(std::vector<Listener> listeners, Lobby& lobby, const Clock& clock, HandOver hand_over,
                                        Round round);
  // Closes the listeners when the thread has ended.
  ~Doorman();
  Doorman(const Doorman&) = delete;
  Doorman& operator=(const Doorman&) = delete;

 private:
  Doorman(UniqueFd alarm, std::vector<Listener> listeners, Lobby& lobby, const Clock& clock, HandOver hand_over, Round round);
  void keep_the_door();
  bool wait(MonoTime until);
  void let_in(const Listener& listener);
  MonoTime now() const { return clock_.now().mono; }

  UniqueFd alarm_;
  std::vector<Listener> listeners_;
  Lobby& lobby_;
  const Clock& clock_;
  HandOver hand_over_;
  Round round_;
  bool no_descriptors_ = false;  // the thread's
  std::atomic<bool> over_{false};
  std::thread thread_;
};

}  // namespace darban::web
