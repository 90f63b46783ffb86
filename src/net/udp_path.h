// SPDX-License-Identifier: Apache-2.0
// The datagrams of one upstream: sends exchanges by the port pool and believes only what answers one of them, on its port, under
// its ID, with its question in its letter case. Everything else is dropped and counted. One thread.
#pragma once
#include <vector>

#include "engine/counters.h"
#include "net/answer_check.h"
#include "net/exchange.h"
#include "net/port_pool.h"

namespace darban {

class UdpPath {
 public:
  // Forgeries within a second that make us ask by TCP, and for how long: somebody is guessing, and TCP can not be guessed.
  static constexpr std::uint32_t kForgeriesUntilTcp = 10;
  static constexpr Seconds kTcpFor{10};
  // Answers in another letter case before it is taken for the upstream's habit, if it never kept the case.
  static constexpr std::uint32_t kCaseChangesUntilOff = 4;

  UdpPath(const NetEndpoint& upstream, std::uint32_t ports, bool randomise, Random& random, Exchanges& exchanges,
          Counters& counters)
      : pool_(upstream, ports, random), random_(&random), exchanges_(&exchanges), counters_(&counters), randomise_(randomise) {}

  bool valid() const { return pool_.valid(); }
  int fd() const { return pool_.fd(); }
  void dress(Exchange& exchange);  // draws the letter case of the name
  bool send(Exchange& exchange);
  void leave(Exchange& exchange);  // gives the port back
  void timed_out(Exchange& exchange);

  // What became of an exchange.
  enum class Event : std::uint8_t {
    answered,
    truncated,  // TC: ask by TCP
    doubtful,   // perhaps a forger, perhaps an odd server: ask by TCP
    refused,    // nobody listens there
  };
  // `take(exchange, event, octets)`: the exchange still holds its port and travels.
  template <typename Take>
  void receive(MonoTime now, Take&& take) {
    pool_.drain([&](const PortPool::Arrival& arrival) {
      if (arrival.refused) {
        for (Exchange* exchange : sent_by(arrival.port)) take(*exchange, Event::refused, Octets());
        return;
      }
      Exchange* exchange = exchange_of(arrival, now);
      if (exchange != nullptr) judge(*exchange, arrival.octets, now, take);
    });
  }
  bool suspicious(MonoTime now) const { return now < tcp_until_; }
  void trust_again(MonoTime now) { tcp_until_ = now; }  // TCP does not work there

 private:
  template <typename Take>
  void judge(Exchange& exchange, Octets octets, MonoTime now, Take&& take) {
    const AnswerMatch match = match_answer(exchange.sent(), octets);
    if (is_edns_refusal(match, octets) && send_without_opt(exchange)) return;
    switch (match) {
      case AnswerMatch::exact:
        case_kept_ = true;
        return take(exchange, (octets[2] & 0x02) != 0 ? Event::truncated : Event::answered, octets);
      case AnswerMatch::other_case:
        note_case_change(now);
        return take(exchange, Event::doubtful, octets);
      case AnswerMatch::no_question:
        return take(exchange, Event::doubtful, octets);
      case AnswerMatch::foreign:
        return note_forgery(now);
    }
  }
  Exchange* exchange_of(const PortPool::Arrival& arrival, MonoTime now);
  std::vector<Exchange*> sent_by(PortPool::Port port) const;
  static bool is_edns_refusal(AnswerMatch match, Octets octets);
  bool send_without_opt(Exchange& exchange);
  void note_forgery(MonoTime now);
  void note_case_change(MonoTime now);

  PortPool pool_;
  Random* random_;
  Exchanges* exchanges_;
  Counters* counters_;
  bool randomise_;
  bool case_kept_ = false;  // at least once: then it is not the upstream's habit to change it
  std::uint32_t case_changes_ = 0;
  std::uint32_t forgeries_ = 0;  // since window_
  MonoTime window_;
  MonoTime tcp_until_;
};

}  // namespace darban
