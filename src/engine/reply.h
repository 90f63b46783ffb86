// SPDX-License-Identifier: Apache-2.0
// Writes the reply to a query into its room: header, the question as the client spelt it, records, and an OPT if the client sent
// one. What does not fit the client's UDP limit is left out whole and marked truncated (RFC 2181 section 9), so the client asks
// again over TCP.
#pragma once
#include "dns/response.h"
#include "engine/query.h"

namespace darban {

struct ReplyCounts {
  std::uint16_t answers = 0;
  std::uint16_t authorities = 0;
  std::uint16_t additionals = 0;  // without the OPT
};

class ReplyWriter {
 public:
  // Writes header and question. The query must have been parsed.
  explicit ReplyWriter(Query& query);
  ByteWriter& body() { return out_; }
  std::size_t body_at() const { return body_at_; }
  // Completes the message and sets query.reply. `authentic`: the AD bit is right and the client wants it.
  void finish(Rcode rcode, ReplyCounts counts, EdeCode ede = EdeCode::none, bool authentic = false);

 private:
  Query& query_;
  ByteWriter out_;
  std::size_t body_at_;
};

// A reply that is a header only, for questions that could not be read.
void reply_header_only(Query& query, std::uint16_t id, std::uint16_t flags, Rcode rcode);
// How many octets the reply may have.
std::size_t reply_limit(const Query& query);

}  // namespace darban
