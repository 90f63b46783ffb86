// SPDX-License-Identifier: Apache-2.0
// Sums, never records. One Counters a worker, written by that worker only and read by the control thread; every cell is a relaxed
// atomic, so a reader sees each number whole but not all numbers at one instant. No cell is keyed by a name, an address, a device
// or a clock time.
#pragma once
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "base/showable.h"

namespace darban {

// What happened to the program's work: health, shown live.
enum class Health : std::uint8_t {
  questions,
  cache_hits,
  stale_answers,
  joined,  // waited for the same question already travelling
  forwarded,
  upstream_timeouts,
  upstream_errors,    // unreachable, refused or malformed
  forged_answers,     // wrong ID, question, case or QR: dropped by the upstream transport
  tcp_retries,        // truncated over UDP, asked again over TCP
  malformed,          // FORMERR, NOTIMP, BADVERS
  refused,            // outside allow_from
  claims_untrusted,   // somebody who is not trusted names a client in EDNS options; ignored
  claims_unreadable,  // a trusted forwarder names a client and it can not be told whom; not believed
  dropped,            // responses and noise: silence
  overflow,           // no room for one more waiting question
  gateway_told,       // messages to the gateway
  gateway_late,       // replies that left before the gateway's word
  gateway_untold,     // replies whose addresses the gateway does not know
  answered_within_1ms,
  answered_within_10ms,
  answered_within_100ms,
  answered_within_1s,
  answered_later,
  count_,
};
Text text_of(Health health);

// What was decided: the household's totals (decisions.md 9). Shown in whole-hour steps, by verdict and never by topic.
enum class Total : std::uint8_t { opened, closed, closed_by_time, safer, failed, count_ };
Text text_of(Total total);

class Counters {
 public:
  void add(Health what) { bump(health_[static_cast<std::size_t>(what)]); }
  void add(Total what) { bump(totals_[static_cast<std::size_t>(what)]); }
  std::uint64_t of(Health what) const { return health_[static_cast<std::size_t>(what)].load(std::memory_order_relaxed); }
  std::uint64_t of(Total what) const { return totals_[static_cast<std::size_t>(what)].load(std::memory_order_relaxed); }

 private:
  // Only the owner writes: a plain load and store, no locked instruction.
  static void bump(std::atomic<std::uint64_t>& cell) {
    cell.store(cell.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  }
  std::array<std::atomic<std::uint64_t>, static_cast<std::size_t>(Health::count_)> health_{};
  std::array<std::atomic<std::uint64_t>, static_cast<std::size_t>(Total::count_)> totals_{};
};

}  // namespace darban
