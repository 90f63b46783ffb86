// SPDX-License-Identifier: Apache-2.0
// What an upstream said, reduced to what every reply to that question is made of: the records as they stood, without header,
// question and OPT. Compression pointers stay right because the question is written back with the same length. A view: cache or
// scratch memory owns the octets.
#pragma once
#include <array>
#include <cstdint>
#include <cstring>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "dns/message.h"

namespace darban {

struct Answer {
  Octets records;  // behind the question, OPT cut out
  Octets ttl_at;   // two octets each, host order: where in `records` each TTL stands
  std::uint16_t answers = 0;
  std::uint16_t authorities = 0;
  std::uint16_t additionals = 0;
  Rcode rcode = Rcode::noerror;
  bool authentic = false;      // the upstream's AD bit
  bool has_targets = false;    // CNAME, DNAME, SVCB or HTTPS: the asker's policy judges them on every use
  bool has_private = false;    // an address of a private range, also as a hint: rebinding
  bool is_failure = false;     // "the upstreams failed": kept for a few seconds (RFC 9520)
  std::uint32_t lifetime = 0;  // seconds it may be used; 0 = not at all by the cache
  MonoTime stored;             // TTLs count from here

  std::size_t ttl_count() const { return ttl_at.size() / 2; }
  std::uint16_t ttl_offset(std::size_t i) const {
    std::uint16_t at = 0;
    std::memcpy(&at, ttl_at.data() + i * 2, 2);
    return at;
  }
};

struct AnswerLimits {
  Seconds longest{86400};
  Seconds negative_longest{3600};
};

// Reads upstream messages into Answers. Owns the scratch memory the last Answer points to: one at a time.
class AnswerReader {
 public:
  explicit AnswerReader(const AnswerLimits& limits) : limits_(limits) {}
  // `message` must be a response to `asked` (case ignored), with every record whole. Errors: not_a_response, mismatch and those
  // of parsing.
  Result<Answer> read(Octets message, const Question& asked, const Now& now);

 private:
  struct Draft;
  void take_record(Draft& draft, const RrView& rr, Octets message);
  AnswerLimits limits_;
  std::vector<std::uint8_t> records_;
  std::vector<std::uint16_t> ttl_at_;
};

}  // namespace darban
