// SPDX-License-Identifier: Apache-2.0
// The tries that are travelling to one upstream: what was sent, under which ID, by which port, until when. All have the same
// time-out, so the order of their deadlines is the order in which they began. One thread; a fixed number; no allocation per
// question.
#pragma once
#include <array>
#include <cstdint>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/random.h"
#include "net/id_table.h"
#include "net/pool.h"
#include "net/port_pool.h"
#include "net/upstream.h"

namespace darban {

enum class Phase : std::uint8_t {
  udp,
  tcp,
  over,  // its end was told; only the transport's library still holds it
};

struct Exchange {
  std::uint64_t mark = 0;
  MonoTime began;
  MonoTime deadline;
  Exchange* before = nullptr;  // in the order of deadlines
  Exchange* after = nullptr;
  std::uint16_t id = 0;    // ours, drawn at random
  std::uint16_t size = 0;  // octets of `message`
  PortPool::Port port = 0;
  Phase phase = Phase::over;
  bool holds_port = false;
  bool opt_stripped = false;
  // what the transport's library needs: its own ID and handle, whose it is, and whether an end for it is queued
  std::uint16_t library_id = 0;
  bool end_queued = false;
  int handle = -1;
  void* owner = nullptr;
  std::array<std::uint8_t, kMostQueryOctets> message;

  Octets sent() const { return Octets(message).first(size); }
};

class Exchanges {
 public:
  Exchanges(std::size_t most, Milliseconds timeout, Random& random)
      : pool_(most), ids_(most), timeout_(timeout), random_(&random) {}

  // Draws an ID that no other has and writes it into the copy of the message. nullptr: too many, or too long a message.
  Exchange* begin(Octets query, std::uint64_t mark, MonoTime now);
  Exchange* find(std::uint16_t id) const { return ids_.find(id); }
  // From now on no datagram answers it; its time starts again.
  void go_to_tcp(Exchange& exchange, MonoTime now);
  // Its end was told. The object stays until put().
  void end(Exchange& exchange);
  void put(Exchange& exchange) { pool_.put(&exchange); }

  Exchange* oldest() const { return first_; }
  // The first whose time is over, or nullptr.
  Exchange* expired(MonoTime now) const { return first_ != nullptr && now >= first_->deadline ? first_ : nullptr; }
  std::size_t travelling() const { return travelling_; }

  // An answer that comes after the end (late, or twice) is not forged: the last few IDs are remembered.
  bool is_late(std::uint16_t id) const;

 private:
  static constexpr std::size_t kLateRemembered = 256;
  void append(Exchange& exchange, MonoTime now);
  void forget_id(std::uint16_t id);
  void unlink(Exchange& exchange);

  Pool<Exchange> pool_;
  IdTable<Exchange> ids_;
  Milliseconds timeout_;
  Random* random_;
  Exchange* first_ = nullptr;
  Exchange* last_ = nullptr;
  std::size_t travelling_ = 0;
  std::array<std::uint16_t, kLateRemembered> late_{};
  std::size_t late_count_ = 0;
};

}  // namespace darban
