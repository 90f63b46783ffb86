// SPDX-License-Identifier: Apache-2.0
// One request and its answer, from the request line on until the last octet was sent or the visitor went. What libmicrohttpd
// hands over piece by piece becomes a Request for the router; the router's Answer becomes what libmicrohttpd sends.
//
// Belongs to the thread of its libmicrohttpd daemon; others reach it only as a Sleeper.
#pragma once
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "web/host_rule.h"
#include "web/http_library.h"
#include "web/lobby.h"
#include "web/router.h"
#include "web/sleeper.h"

namespace darban::web {

// What all exchanges of one server share.
struct Premises {
  const HttpLibrary& http;
  HostRule hosts;
  Router router;
  Lobby lobby;
  std::mutex handling{};              // handlers: one at a time, although HTTPS has a thread of its own
  std::atomic<bool> takes_much{false};  // somebody's body is larger than others may be: one at a time is a bound on memory
  std::atomic<bool> stopping{false};  // nobody falls asleep any more
  SystemClock clock{false};
  MonoTime now() const { return clock.now().mono; }
};

class Exchange final : public Sleeper {
 public:
  // `visitor`: nothing for a connection we know nothing of.
  Exchange(Premises& premises, MHD_Connection* connection, std::optional<VisitorId> visitor, std::string_view target);
  ~Exchange() override;
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  // libmicrohttpd calls once for the head, then for each piece of a body, then once more; and again after each sleep.
  MHD_Result step(const char* method, const char* version, const char* piece, std::size_t* piece_size);
  void fall_asleep() override { premises_.http.suspend_connection(connection_); }
  void wake_up() override { premises_.http.resume_connection(connection_); }

 private:
  enum class Phase : std::uint8_t { head, body, waiting, answered };
  std::optional<Refusal> read_head(const char* method, const char* version);
  std::optional<Refusal> make_room();
  MHD_Result take(const char* piece, std::size_t* piece_size);
  MHD_Result dispatch();
  MHD_Result say(const Response& response);
  MHD_Result say(const Later& later);
  MHD_Result say(const News& news);
  MHD_Result say_what_was_waited_for();
  MHD_Result refuse(Refusal refusal);
  MHD_Result queue(MHD_Response* reply, const Response& response);
  void has_asked();
  static MHD_Result on_field(void* reading, MHD_ValueKind, const char* name, const char* value) noexcept;
  static ssize_t on_read(void* exchange, std::uint64_t, char* room, std::size_t size) noexcept;

  Premises& premises_;
  MHD_Connection* connection_;
  std::optional<VisitorId> visitor_;
  std::string target_;
  Request request_;
  std::size_t received_ = 0;
  std::size_t most_ = kLargestBody;
  Phase phase_ = Phase::head;
  std::shared_ptr<ReplySlot> slot_;      // what it sleeps for
  std::shared_ptr<EventStream> stream_;  // likewise
};

}  // namespace darban::web
