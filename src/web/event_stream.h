// SPDX-License-Identifier: Apache-2.0
// News for one visitor as server-sent events (HTML standard, section 9.2). Who has news sends from any thread; the HTTP thread
// takes what is there and lets the connection sleep otherwise. Bounded: when the visitor reads too slowly the oldest news is
// dropped and an event `missed` says so, after which the page asks for everything anew.
#pragma once
#include <cstddef>
#include <deque>
#include <mutex>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/showable.h"
#include "web/sleeper.h"

namespace darban::web {

class EventStream {
 public:
  static constexpr std::size_t kMostWaiting = 64;        // events,
  static constexpr std::size_t kMostOctets = 64 * 1024;  // and octets of them
  static constexpr Milliseconds kHeartbeat{15000};

  // `name` is a word of ours, `json` one line as JsonWriter makes it.
  void send(Text name, std::string_view json);
  // A comment, when nothing was sent since the last call: only a write notices that the visitor is gone.
  void beat();
  // No more news: what waits is still read, then the stream ends.
  void end();
  // The visitor is gone: nothing is kept any more, the sleeper is not touched.
  void close();
  bool over() const;

  enum class State : std::uint8_t { open, ended };
  struct Taken {
    std::size_t octets = 0;  // 0 and open: the connection sleeps
    State state = State::open;
  };
  // Fills `room` as far as there is something; else `sleeper` sleeps until there is. On the HTTP thread.
  Taken take(std::span<char> room, Sleeper& sleeper);

 private:
  void put(std::string frame);
  void wake();
  mutable std::mutex mutex_;
  std::deque<std::string> frames_;  // the first may be half read
  std::size_t read_ = 0;            // octets of the first that were taken
  std::size_t octets_ = 0;          // of all frames
  Sleeper* asleep_ = nullptr;
  bool missed_ = false;
  bool quiet_ = true;  // since the last beat
  bool ended_ = false;
};

}  // namespace darban::web
