// SPDX-License-Identifier: Apache-2.0
#include "net/exchange.h"

#include <algorithm>
#include <cstring>

#include "dns/message.h"

namespace darban {

Exchange* Exchanges::begin(Octets query, std::uint64_t mark, MonoTime now) {
  if (query.size() > kMostQueryOctets || query.size() < kHeaderOctets) return nullptr;
  Exchange* exchange = pool_.take();
  if (exchange == nullptr) return nullptr;
  std::memcpy(exchange->message.data(), query.data(), query.size());
  exchange->size = static_cast<std::uint16_t>(query.size());
  exchange->id = ids_.add(exchange, *random_);
  ByteWriter(exchange->message).u16(exchange->id);
  exchange->mark = mark;
  exchange->began = now;
  exchange->phase = Phase::udp;
  exchange->holds_port = false;
  exchange->opt_stripped = false;
  exchange->end_queued = false;
  exchange->handle = -1;
  append(*exchange, now);
  ++travelling_;
  return exchange;
}

void Exchanges::go_to_tcp(Exchange& exchange, MonoTime now) {
  forget_id(exchange.id);
  unlink(exchange);
  append(exchange, now);
  exchange.phase = Phase::tcp;
}

void Exchanges::end(Exchange& exchange) {
  if (exchange.phase == Phase::over) return;
  if (exchange.phase == Phase::udp) forget_id(exchange.id);
  unlink(exchange);
  exchange.phase = Phase::over;
  --travelling_;
}

void Exchanges::append(Exchange& exchange, MonoTime now) {
  exchange.deadline = now + timeout_;
  exchange.before = last_;
  exchange.after = nullptr;
  (last_ == nullptr ? first_ : last_->after) = &exchange;
  last_ = &exchange;
}

void Exchanges::unlink(Exchange& exchange) {
  (exchange.before == nullptr ? first_ : exchange.before->after) = exchange.after;
  (exchange.after == nullptr ? last_ : exchange.after->before) = exchange.before;
}

void Exchanges::forget_id(std::uint16_t id) {
  ids_.remove(id);
  late_[late_count_++ % kLateRemembered] = id;
}

bool Exchanges::is_late(std::uint16_t id) const {
  const auto end = late_.begin() + static_cast<std::ptrdiff_t>(std::min(late_count_, kLateRemembered));
  return std::find(late_.begin(), end, id) != end;
}

}  // namespace darban
