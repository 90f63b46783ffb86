// SPDX-License-Identifier: Apache-2.0
// What upstreams said, kept for as long as they allow. It knows no people: every profile shares it and the verdict is made before
// it, the inspection after it. One worker's own; bounded in octets; no allocation after the first touch of a page.
//
// The idea: a ring of octets into which answers are written one behind the other, and an index of 8-way buckets, one cache line
// each, that hold a tag and a position. The write head runs over the oldest answers: eviction costs nothing. An answer that is
// used while the head is near is written again at the head, so what is asked often stays (the clock algorithm, unrolled in
// space).
#pragma once
#include <cstdint>
#include <memory>

#include "base/clock.h"
#include "dns/question.h"
#include "engine/answer.h"

namespace darban {

// What an answer depends on besides the question: a client that validates gets signatures.
struct CacheKey {
  const Question* question = nullptr;
  bool dnssec_ok = false;
  bool checking_disabled = false;
  std::uint64_t hash = 0;  // of all of the above, keyed with this process's secret
};

class Cache {
 public:
  // `octets` bounds ring and index together; at least 64 KiB are taken.
  explicit Cache(std::uint64_t octets);
  ~Cache();
  Cache(const Cache&) = delete;
  Cache& operator=(const Cache&) = delete;

  // Starts loading the bucket a later find() will read.
  void prefetch(std::uint64_t hash) const;
  // True and `into` filled (valid until the next insert) if there is an answer no older than its lifetime plus `stale`.
  bool find(const CacheKey& key, const Now& now, Seconds stale, Answer& into);
  // Keeps a copy, replacing an older answer to the same key. Nothing happens if the lifetime is 0 or the answer is larger than an
  // eighth of the ring.
  void insert(const CacheKey& key, const Answer& answer);
  std::uint64_t octets() const;  // memory taken from the system, at most

 private:
  struct Slot;
  struct Bucket;
  struct Head;
  Bucket& bucket_of(std::uint64_t hash) const;
  const Head* head_at(std::uint32_t position) const;
  bool is_alive(std::uint32_t position) const;
  bool holds(const Head& head, const CacheKey& key) const;
  static void fill(const Head& head, Answer& into);
  std::uint32_t reserve(std::size_t octets);
  void promote(Slot& slot, const Head& head);

  std::uint64_t ring_octets_;
  std::uint64_t bucket_mask_;
  std::uint8_t* memory_;  // mapped: ring, then index
  std::uint64_t memory_octets_;
  std::uint64_t written_ = 0;  // octets ever written; the head is at written_ % ring_octets_
};

}  // namespace darban
