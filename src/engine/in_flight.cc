// SPDX-License-Identifier: Apache-2.0
#include "engine/in_flight.h"

#include <algorithm>
#include <bit>

namespace darban {
namespace {

constexpr std::uint32_t kMost = 65535;

std::uint32_t ticket_of(std::size_t index, std::uint16_t life) {
  return static_cast<std::uint32_t>(index) | std::uint32_t{life} << 16;
}

}  // namespace

InFlight::InFlight(std::uint32_t most) : most_(std::clamp(most, 1u, kMost)), buckets_(std::bit_ceil(most_ + 1)) {}

bool InFlight::grow() {
  const std::size_t first = chunks_.size() * kChunk;
  if (first > most_) return false;
  chunks_.push_back(std::make_unique<Flight[]>(kChunk));
  for (std::size_t index = std::min<std::size_t>(first + kChunk - 1, most_); index >= std::max<std::size_t>(first, 1); --index) {
    at(index).index = static_cast<std::uint16_t>(index);
    at(index).next = free_;
    free_ = static_cast<std::uint16_t>(index);
  }
  return true;
}

InFlight::Joined InFlight::join(Query& query, std::uint64_t hash) {
  std::uint16_t& bucket = bucket_of(hash);
  for (std::uint16_t i = bucket; i != 0; i = at(i).next) {
    Flight& flight = at(i);
    if (flight.hash != hash || flight.dnssec_ok != query.edns.dnssec_ok ||
        flight.checking_disabled != ((query.flags & flag::checking_disabled) != 0) || !(flight.question == query.question)) {
      continue;
    }
    query.ticket = ticket_of(i, flight.life);
    query.next_waiting = flight.first;
    flight.first = &query;
    return Joined::also;
  }
  if (free_ == 0 && !grow()) return Joined::full;
  const std::uint16_t index = free_;
  Flight& flight = at(index);
  free_ = flight.next;
  flight.question = query.question;
  flight.dnssec_ok = query.edns.dnssec_ok;
  flight.checking_disabled = (query.flags & flag::checking_disabled) != 0;
  flight.hash = hash;
  flight.first = &query;
  flight.used = true;
  flight.next = bucket;
  bucket = index;
  query.next_waiting = nullptr;
  query.ticket = ticket_of(index, flight.life);
  ++travelling_;
  return Joined::first;
}

InFlight::Flight* InFlight::find(std::uint32_t ticket) {
  const std::size_t index = ticket & 0xffff;
  if (index == 0 || index >= std::min<std::size_t>(chunks_.size() * kChunk, most_ + 1)) return nullptr;
  Flight& flight = at(index);
  return flight.used && flight.life == ticket >> 16 ? &flight : nullptr;
}

Query* InFlight::land(Flight& flight) {
  std::uint16_t* link = &bucket_of(flight.hash);
  while (*link != flight.index) link = &at(*link).next;
  *link = flight.next;
  flight.next = free_;
  free_ = flight.index;
  flight.used = false;
  ++flight.life;
  --travelling_;
  Query* waiting = flight.first;
  flight.first = nullptr;
  return waiting;
}

void InFlight::forget(Query& query) {
  Flight* flight = find(query.ticket);
  if (flight == nullptr) return;
  for (Query** link = &flight->first; *link != nullptr; link = &(*link)->next_waiting) {
    if (*link != &query) continue;
    *link = query.next_waiting;
    return;
  }
}

}  // namespace darban
