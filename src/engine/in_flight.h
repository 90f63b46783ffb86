// SPDX-License-Identifier: Apache-2.0
// Questions that are travelling upstream, and who waits for each. A question that is already on its way is joined, not asked
// again: fewer packets, and fewer chances for a forger. One worker's own; a fixed number of flights; no allocation after
// construction.
#pragma once
#include <cstdint>
#include <memory>
#include <vector>

#include "engine/cache.h"
#include "engine/query.h"

namespace darban {

class InFlight {
 public:
  enum class Joined : std::uint8_t { first, also, full };

  // `most` different questions at once; 1 to 65,535.
  explicit InFlight(std::uint32_t most);

  // Puts the query on the list of its question and sets query.ticket.
  Joined join(Query& query, std::uint64_t hash);
  struct Flight {
    Question question;
    bool dnssec_ok = false;
    bool checking_disabled = false;
    std::uint64_t hash = 0;
    std::uint16_t index = 0;
    Query* first = nullptr;
    std::uint16_t life = 0;  // counts reuses, so that an old ticket is recognised
    std::uint16_t next = 0;  // in its bucket or in the free list; 0 = end
    bool used = false;
  };
  // The flight a ticket names; nullptr if it has landed already.
  Flight* find(std::uint32_t ticket);
  // Takes the waiting list off and frees the flight. The Flight's question stays readable until the next join().
  Query* land(Flight& flight);
  void forget(Query& query);
  std::uint32_t travelling() const { return travelling_; }

 private:
  // Flights are made a chunk at a time when first needed: a quiet house never touches the memory of a busy one.
  static constexpr std::size_t kChunk = 64;
  Flight& at(std::size_t index) { return chunks_[index / kChunk][index % kChunk]; }
  bool grow();
  std::uint16_t& bucket_of(std::uint64_t hash) { return buckets_[hash & (buckets_.size() - 1)]; }
  std::uint32_t most_;
  std::vector<std::unique_ptr<Flight[]>> chunks_;  // flight 0 is not used: 0 means "none"
  std::vector<std::uint16_t> buckets_;
  std::uint16_t free_ = 0;
  std::uint32_t travelling_ = 0;
};

}  // namespace darban
