// SPDX-License-Identifier: Apache-2.0
// One client over TCP (RFC 7766): messages with a two-octet length, any number in flight, answers in the order they come. Owned
// by TcpListener, which removes it when finished(). One thread.
//
// Against clients that are slow on purpose: a message begun must be complete within kMessageDeadline; a client with too many
// unanswered questions or unread answers is not read from; one that does not read its answers is closed.
#pragma once
#include <array>
#include <memory>
#include <vector>

#include "base/unique_fd.h"
#include "net/forwarder.h"
#include "net/teller.h"
#include "net/workplace.h"

namespace darban {

class TcpConnection {
 public:
  static constexpr std::size_t kMostRequest = 4096;  // octets; questions are far smaller
  static constexpr Seconds kMessageDeadline{5};
  static constexpr std::size_t kUnreadAnswers = 64 * 1024;    // octets; then no more questions are taken
  static constexpr std::size_t kMostUnreadAnswers = 1 << 20;  // octets; then the client is closed

  // `changed` is called when flush() has something to do.
  TcpConnection(Workplace& place, Forwarder& forwarder, Teller& teller, UniqueFd fd, const IpAddress& client,
                const IpAddress& asked, std::function<void(TcpConnection&)> changed);
  ~TcpConnection();  // forgets what it asked
  bool valid() const { return poll_.valid(); }

  void deliver(Query& query);  // a reply that comes later; the query is free again
  void flush();                // takes waiting messages, writes, decides what to watch for
  void tick();                 // looks at the deadlines
  void stop_reading() { input_ended_ = true; }
  bool finished() const { return broken_ || (input_ended_ && idle()); }
  bool idle() const { return waiting_.empty() && output_.empty(); }
  const IpAddress& client() const { return client_; }
  MonoTime last_used() const { return last_used_; }
  bool flush_queued = false;  // the listener's

 private:
  void ready(Interest interest);
  void read();
  void take_messages();
  bool may_take() const { return waiting_.size() < place_.settings.tcp_pipeline && output_.size() - written_ < kUnreadAnswers; }
  void take(Octets message);
  void append(Octets reply);
  void write();

  Workplace& place_;
  Forwarder& forwarder_;
  Teller& teller_;
  UniqueFd fd_;
  IpAddress client_;
  IpAddress asked_;
  std::function<void(TcpConnection&)> changed_;
  Poll poll_;
  Interest watched_ = Interest::none;
  std::array<std::uint8_t, 2 + kMostRequest> input_;
  std::size_t input_size_ = 0;
  std::vector<std::uint8_t> output_;
  std::size_t written_ = 0;  // of output_
  std::vector<Query*> waiting_;
  MonoTime last_used_;      // something came or something was taken by the client
  MonoTime message_began_;  // when the incomplete message in input_ began
  bool incomplete_ = false;
  bool input_ended_ = false;  // the client will ask no more; what it asked is answered
  bool broken_ = false;
};

}  // namespace darban
