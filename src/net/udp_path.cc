// SPDX-License-Identifier: Apache-2.0
#include "net/udp_path.h"

#include "dns/registry.h"

namespace darban {

void UdpPath::dress(Exchange& exchange) {
  if (randomise_) randomise_case(std::span(exchange.message).first(exchange.size), *random_);
}

bool UdpPath::send(Exchange& exchange) {
  const auto port = pool_.send(exchange.sent());
  if (!port) return false;
  exchange.port = *port;
  exchange.holds_port = true;
  return true;
}

void UdpPath::leave(Exchange& exchange) {
  if (!exchange.holds_port) return;
  exchange.holds_port = false;
  pool_.release(exchange.port);
}

void UdpPath::timed_out(Exchange& exchange) {
  if (exchange.holds_port) pool_.distrust(exchange.port);
}

Exchange* UdpPath::exchange_of(const PortPool::Arrival& arrival, MonoTime now) {
  if (arrival.octets.size() < 2) {
    note_forgery(now);
    return nullptr;
  }
  const std::uint16_t id = id_of(arrival.octets);
  Exchange* exchange = exchanges_->find(id);
  if (exchange != nullptr && exchange->holds_port && exchange->port == arrival.port) return exchange;
  if (!exchanges_->is_late(id)) note_forgery(now);
  return nullptr;
}

std::vector<Exchange*> UdpPath::sent_by(PortPool::Port port) const {
  std::vector<Exchange*> found;
  for (Exchange* exchange = exchanges_->oldest(); exchange != nullptr; exchange = exchange->after) {
    if (exchange->holds_port && exchange->port == port) found.push_back(exchange);
  }
  return found;
}

// Servers from before 1999 refuse a question with an OPT record (RFC 6891 section 7).
bool UdpPath::is_edns_refusal(AnswerMatch match, Octets octets) {
  if (match != AnswerMatch::exact && match != AnswerMatch::no_question) return false;
  return static_cast<Rcode>(octets[3] & 0xf) == Rcode::formerr;
}

bool UdpPath::send_without_opt(Exchange& exchange) {
  if (exchange.opt_stripped) return false;
  const std::size_t size = strip_opt(std::span(exchange.message).first(exchange.size));
  if (size == 0) return false;
  exchange.size = static_cast<std::uint16_t>(size);
  exchange.opt_stripped = true;
  return pool_.send_again(exchange.port, exchange.sent());
}

void UdpPath::note_forgery(MonoTime now) {
  counters_->add(Health::forged_answers);
  if (now - window_ > Seconds(1)) {
    window_ = now;
    forgeries_ = 0;
  }
  if (++forgeries_ == kForgeriesUntilTcp) tcp_until_ = now + kTcpFor;
}

void UdpPath::note_case_change(MonoTime now) {
  if (case_kept_) return note_forgery(now);
  if (++case_changes_ == kCaseChangesUntilOff) randomise_ = false;
}

}  // namespace darban
