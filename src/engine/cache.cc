// SPDX-License-Identifier: Apache-2.0
#include "engine/cache.h"

#include <sys/mman.h>

#include <algorithm>
#include <bit>
#include <cstring>

#include "base/check.h"

namespace darban {
namespace {

constexpr std::size_t kUnit = 16;             // positions count units of 16 octets
constexpr std::uint64_t kLeast = 64u << 10;   // octets
constexpr std::uint64_t kOctetsPerSlot = 64;  // half of a small answer, so that full buckets are rare
constexpr std::uint64_t kPositionsEnd = (std::uint64_t{1} << 32) * kUnit - (std::uint64_t{1} << 31);
constexpr unsigned kPromoteShift = 2;  // used again in the oldest quarter: written again

std::size_t rounded(std::size_t octets) { return (octets + kUnit - 1) / kUnit * kUnit; }
std::uint32_t seconds_of(MonoTime time) { return static_cast<std::uint32_t>(time.time_since_epoch().count() / 1000); }

}  // namespace

struct Cache::Slot {
  std::uint32_t tag = 0;       // upper half of the hash; 0 = free
  std::uint32_t position = 0;  // written_ / kUnit when it was written
};

struct alignas(64) Cache::Bucket {
  Slot slots[8];
};

// Stands in the ring before the octets: name, records, TTL positions.
struct Cache::Head {
  std::uint64_t hash;
  std::uint32_t stored;    // seconds of the monotonic clock
  std::uint32_t lifetime;  // seconds
  std::uint32_t size;      // octets with this head, rounded
  std::uint16_t record_octets;
  std::uint16_t ttl_count;
  std::uint16_t answers;
  std::uint16_t authorities;
  std::uint16_t additionals;
  std::uint16_t type;
  std::uint16_t klass;
  std::uint16_t rcode;
  std::uint8_t name_octets;
  std::uint8_t flags;
  std::uint8_t key_flags;
};

namespace {
enum : std::uint8_t { kAuthentic = 1, kTargets = 2, kPrivate = 4, kFailure = 8 };
enum : std::uint8_t { kDnssecOk = 1, kCheckingDisabled = 2 };

std::uint8_t key_flags_of(const CacheKey& key) {
  return static_cast<std::uint8_t>((key.dnssec_ok ? kDnssecOk : 0) | (key.checking_disabled ? kCheckingDisabled : 0));
}
}  // namespace

Cache::Cache(std::uint64_t octets) {
  octets = std::max(octets, kLeast);
  const std::uint64_t buckets = std::bit_floor(std::max<std::uint64_t>(octets / (kOctetsPerSlot * 8), 16));
  const std::uint64_t index_octets = buckets * sizeof(Bucket);
  bucket_mask_ = buckets - 1;
  ring_octets_ = (octets - index_octets) / 64 * 64;
  memory_octets_ = ring_octets_ + index_octets;
  // Anonymous pages are zero and are taken from the system only when touched.
  void* memory = ::mmap(nullptr, memory_octets_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  CHECK_INVARIANT(memory != MAP_FAILED);
  ::madvise(memory, memory_octets_, MADV_DONTDUMP);  // it holds names (privacy ring 7)
  memory_ = static_cast<std::uint8_t*>(memory);
}

Cache::~Cache() { ::munmap(memory_, memory_octets_); }

std::uint64_t Cache::octets() const { return memory_octets_; }

Cache::Bucket& Cache::bucket_of(std::uint64_t hash) const {
  return reinterpret_cast<Bucket*>(memory_ + ring_octets_)[hash & bucket_mask_];
}

void Cache::prefetch(std::uint64_t hash) const { __builtin_prefetch(&bucket_of(hash)); }

const Cache::Head* Cache::head_at(std::uint32_t position) const {
  return reinterpret_cast<const Head*>(memory_ + (std::uint64_t{position} * kUnit) % ring_octets_);
}

// Alive: the write head has not come round to it yet.
bool Cache::is_alive(std::uint32_t position) const { return written_ - std::uint64_t{position} * kUnit <= ring_octets_; }

bool Cache::holds(const Head& head, const CacheKey& key) const {
  const Question& question = *key.question;
  if (head.hash != key.hash || head.type != static_cast<std::uint16_t>(question.type) ||
      head.klass != static_cast<std::uint16_t>(question.klass) || head.key_flags != key_flags_of(key) ||
      head.name_octets != question.name.wire_size()) {
    return false;
  }
  ByteReader name(Octets(reinterpret_cast<const std::uint8_t*>(&head + 1), head.name_octets));
  return question.name.is_next_in(name);
}

void Cache::fill(const Head& head, Answer& into) {
  const auto* octets = reinterpret_cast<const std::uint8_t*>(&head + 1) + head.name_octets;
  into.records = {octets, head.record_octets};
  into.ttl_at = {octets + head.record_octets, std::size_t{head.ttl_count} * 2};
  into.answers = head.answers;
  into.authorities = head.authorities;
  into.additionals = head.additionals;
  into.rcode = static_cast<Rcode>(head.rcode);
  into.authentic = (head.flags & kAuthentic) != 0;
  into.has_targets = (head.flags & kTargets) != 0;
  into.has_private = (head.flags & kPrivate) != 0;
  into.is_failure = (head.flags & kFailure) != 0;
  into.lifetime = head.lifetime;
  into.stored = MonoTime(Milliseconds(std::int64_t{head.stored} * 1000));
}

bool Cache::find(const CacheKey& key, const Now& now, Seconds stale, Answer& into) {
  const auto tag = static_cast<std::uint32_t>(key.hash >> 32) | 1;
  for (Slot& slot : bucket_of(key.hash).slots) {
    if (slot.tag != tag || !is_alive(slot.position)) continue;
    const Head& head = *head_at(slot.position);
    if (!holds(head, key)) continue;
    const std::int64_t age = std::int64_t{seconds_of(now.mono)} - head.stored;
    if (age >= std::int64_t{head.lifetime} + stale.count()) return false;
    const std::uint64_t behind = written_ - std::uint64_t{slot.position} * kUnit;
    if (behind > ring_octets_ - (ring_octets_ >> kPromoteShift)) {
      promote(slot, head);
      fill(*head_at(slot.position), into);
    } else {
      fill(head, into);
    }
    return true;
  }
  return false;
}

// Room for one answer, never across the end of the ring. Once in 64 GiB, before a position could wrap, everything is forgotten.
std::uint32_t Cache::reserve(std::size_t octets) {
  if (written_ > kPositionsEnd) {
    std::memset(memory_ + ring_octets_, 0, (bucket_mask_ + 1) * sizeof(Bucket));
    written_ = 0;
  }
  const std::uint64_t at = written_ % ring_octets_;
  if (at + octets > ring_octets_) written_ += ring_octets_ - at;
  const auto position = static_cast<std::uint32_t>(written_ / kUnit);
  written_ += octets;
  return position;
}

// The old copy lies in the oldest quarter; the new place is at the head, which is at most an eighth of the ring further: they do
// not overlap.
void Cache::promote(Slot& slot, const Head& head) {
  const std::size_t size = head.size;
  const std::uint32_t position = reserve(size);
  std::memmove(const_cast<Head*>(head_at(position)), &head, size);
  slot.position = position;
}

void Cache::insert(const CacheKey& key, const Answer& answer) {
  const std::size_t name_octets = key.question->name.wire_size();
  const std::size_t size = rounded(sizeof(Head) + name_octets + answer.records.size() + answer.ttl_at.size());
  if (answer.lifetime == 0 || answer.records.size() > UINT16_MAX || size > ring_octets_ / 8) return;

  const auto tag = static_cast<std::uint32_t>(key.hash >> 32) | 1;
  const auto newest = static_cast<std::uint32_t>(written_ / kUnit);
  Slot* victim = nullptr;
  std::uint32_t oldest = 0;
  for (Slot& slot : bucket_of(key.hash).slots) {
    const bool alive = slot.tag != 0 && is_alive(slot.position);
    if (alive && slot.tag == tag && holds(*head_at(slot.position), key)) {
      victim = &slot;
      break;
    }
    const std::uint32_t behind = alive ? newest - slot.position : UINT32_MAX;
    if (victim == nullptr || behind > oldest) {
      victim = &slot;
      oldest = behind;
    }
  }

  const std::uint32_t position = reserve(size);
  Head& head = *const_cast<Head*>(head_at(position));
  head = {};
  head.hash = key.hash;
  head.stored = seconds_of(answer.stored);
  head.lifetime = answer.lifetime;
  head.size = static_cast<std::uint32_t>(size);
  head.record_octets = static_cast<std::uint16_t>(answer.records.size());
  head.ttl_count = static_cast<std::uint16_t>(answer.ttl_count());
  head.answers = answer.answers;
  head.authorities = answer.authorities;
  head.additionals = answer.additionals;
  head.type = static_cast<std::uint16_t>(key.question->type);
  head.klass = static_cast<std::uint16_t>(key.question->klass);
  head.rcode = static_cast<std::uint16_t>(answer.rcode);
  head.name_octets = static_cast<std::uint8_t>(name_octets);
  head.flags = static_cast<std::uint8_t>((answer.authentic ? kAuthentic : 0) | (answer.has_targets ? kTargets : 0) |
                                         (answer.has_private ? kPrivate : 0) | (answer.is_failure ? kFailure : 0));
  head.key_flags = key_flags_of(key);
  ByteWriter out(std::span(reinterpret_cast<std::uint8_t*>(&head + 1), size - sizeof(Head)));
  key.question->name.append_to(out);
  out.octets(answer.records);
  out.octets(answer.ttl_at);
  *victim = {tag, position};
}

}  // namespace darban
